//! The shortest ways along calls from one symbol to another.

use std::collections::HashMap;

use super::spot::Spot;
use super::watch::Watch;
use super::{Result, step};
use crate::model::{Direction, NodeId};
use crate::store::Reader;

/// The shortest ways.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paths {
    /// The ways, each from its first symbol to its last, by where their symbols stand. Empty where there is none.
    pub chains: Vec<Vec<Spot>>,
    /// Whether there are more of the same length.
    pub more: bool,
}

/// The shortest ways along calls from any of `from` to any of `to`: at most `most` of them, all of the same length. One
/// that is in both is a way of one symbol. Cost: a look-up a call of the symbols that are nearer to the ends than half
/// the way; memory of some 20 bytes for each of these.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn paths(
    reader: &dyn Reader,
    from: &[NodeId],
    to: &[NodeId],
    most: usize,
    watch: &Watch<'_>,
) -> Result<Paths> {
    let mut neighbours = |symbol, direction| {
        watch.step()?;
        Ok(step::neighbours(reader, symbol, direction)?)
    };
    let (found, more) = shortest(&mut neighbours, from, to, most)?;
    let mut chains = Vec::with_capacity(found.len());
    for chain in found {
        let spots =
            chain.into_iter().map(|id| Spot::read(reader, id)).collect::<crate::store::Result<_>>()?;
        // A way over a symbol that is gone is none.
        let spots: Option<Vec<Spot>> = Option::from_iter::<Vec<Option<Spot>>>(spots);
        chains.extend(spots);
    }
    let places =
        |chain: &Vec<Spot>| chain.iter().map(|spot| (spot.path.clone(), spot.line)).collect::<Vec<_>>();
    chains.sort_by_cached_key(places);
    Ok(Paths { chains, more })
}

/// The symbols next to one.
pub(super) type Neighbours<'a> = dyn FnMut(NodeId, Direction) -> Result<Vec<NodeId>> + 'a;

/// What was reached from one end, level by level.
struct Side {
    direction: Direction,
    distance: HashMap<NodeId, u32>,
    frontier: Vec<NodeId>,
    depth: u32,
}

impl Side {
    fn new(ends: &[NodeId], direction: Direction) -> Side {
        let distance: HashMap<NodeId, u32> = ends.iter().map(|&end| (end, 0)).collect();
        let frontier = distance.keys().copied().collect();
        Side { direction, distance, frontier, depth: 0 }
    }

    /// Goes one level on.
    fn advance(&mut self, neighbours: &mut Neighbours<'_>) -> Result<()> {
        self.depth += 1;
        for symbol in std::mem::take(&mut self.frontier) {
            for next in neighbours(symbol, self.direction)? {
                self.distance.entry(next).or_insert_with(|| {
                    self.frontier.push(next);
                    self.depth
                });
            }
        }
        Ok(())
    }

    /// Every way from `symbol`, which is `distance` away, to an end of this side, nearest to the end last, until there
    /// are `most`.
    fn ways(&self, neighbours: &mut Neighbours<'_>, symbol: NodeId, most: usize) -> Result<Vec<Vec<NodeId>>> {
        let back = match self.direction {
            Direction::Out => Direction::In,
            Direction::In => Direction::Out,
        };
        let mut ways = Vec::new();
        let mut open = vec![vec![symbol]];
        while let Some(way) = open.pop() {
            let last = way.last().copied().unwrap_or(symbol);
            let distance = self.distance.get(&last).copied().unwrap_or(0);
            if distance == 0 {
                ways.push(way);
                if ways.len() == most {
                    break;
                }
                continue;
            }
            let mut nearer = neighbours(last, back)?;
            nearer.retain(|next| self.distance.get(next) == Some(&(distance - 1)));
            nearer.sort_unstable();
            nearer.dedup();
            open.extend(nearer.into_iter().rev().map(|next| {
                let mut way = way.clone();
                way.push(next);
                way
            }));
        }
        Ok(ways)
    }
}

/// Searches from both ends, a level at a time on the side that has less before it, until the sides meet. They first
/// meet in symbols that are `depth` away from each end: each shortest way leads over exactly one of these.
pub(super) fn shortest(
    neighbours: &mut Neighbours<'_>,
    from: &[NodeId],
    to: &[NodeId],
    most: usize,
) -> Result<(Vec<Vec<NodeId>>, bool)> {
    let (mut ahead, mut behind) = (Side::new(from, Direction::Out), Side::new(to, Direction::In));
    let mut meeting: Vec<NodeId> =
        ahead.frontier.iter().copied().filter(|id| behind.distance.contains_key(id)).collect();
    while meeting.is_empty() {
        if ahead.frontier.is_empty() || behind.frontier.is_empty() {
            return Ok((Vec::new(), false));
        }
        let (near, far) = if ahead.frontier.len() <= behind.frontier.len() {
            (&mut ahead, &behind)
        } else {
            (&mut behind, &ahead)
        };
        near.advance(neighbours)?;
        meeting.extend(near.frontier.iter().filter(|id| far.distance.contains_key(id)));
    }
    meeting.sort_unstable();
    // One more than wanted tells that there are more.
    let enough = most.saturating_add(1);
    let mut chains = Vec::new();
    for middle in meeting {
        let wanted = enough - chains.len();
        let heads = ahead.ways(neighbours, middle, wanted)?;
        let tails = behind.ways(neighbours, middle, wanted)?;
        let pairs = heads.iter().flat_map(|head| tails.iter().map(move |tail| (head, tail)));
        chains.extend(pairs.take(wanted).map(|(head, tail)| {
            let head = head.iter().rev().copied();
            head.chain(tail.iter().skip(1).copied()).collect::<Vec<NodeId>>()
        }));
        if chains.len() == enough {
            break;
        }
    }
    let more = chains.len() > most;
    chains.truncate(most);
    Ok((chains, more))
}
