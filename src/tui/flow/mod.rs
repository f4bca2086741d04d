//! Control flow: a function's blocks below each other, and the ways that lead past others in lanes beside them. A
//! part of several screens.

mod draw;
mod export;

pub use draw::source;

use std::collections::BTreeMap;

use super::action::Action;
use super::answer::{Answer, Slot};
use super::data::flow::{self, Block, Flow, Way};
use super::data::place::Place;
use super::services::{Loadable, Services};
use super::widgets::list::ListState;

/// Lanes on a side at most; the ways of others are told in words only.
const MOST_LANES: usize = 8;

/// The view.
#[derive(Debug, Default)]
pub struct FlowView {
    /// The function.
    pub place: Option<Place>,
    /// Its control flow; `None` inside where none is kept.
    pub found: Loadable<Option<Shown>>,
    /// The selected block.
    pub list: ListState,
    /// The text that blocks must hold to be told in words.
    filter: String,
}

/// A control flow with its lanes.
#[derive(Debug)]
pub struct Shown {
    /// The control flow.
    pub flow: Flow,
    /// The lanes to the left, for ways down, and to the right, for ways back.
    pub lanes: [Vec<Lane>; 2],
}

/// A lane: where the ways to one block run that do not come from the block right before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The block that it leads to.
    pub to: usize,
    /// The blocks that lead there.
    pub from: Vec<usize>,
    /// How far it is from the blocks, from 0.
    pub column: usize,
}

impl Lane {
    /// The first and the last block beside which it runs.
    fn extent(&self) -> (usize, usize) {
        let all = || self.from.iter().copied().chain([self.to]);
        (all().min().unwrap_or(0), all().max().unwrap_or(0))
    }
}

impl FlowView {
    /// Forgets everything but the filter.
    pub fn clear(&mut self) {
        *self = FlowView { filter: std::mem::take(&mut self.filter), ..FlowView::default() };
    }

    /// Asks for the control flow of the function at a place. The question is the screen's own, and `answer` makes
    /// one to it.
    pub fn ask(
        &mut self,
        place: Place,
        slot: Slot,
        answer: fn(Option<Flow>) -> Answer,
        services: &mut Services,
    ) {
        self.clear();
        self.place = Some(place.clone());
        let roots = services.roots.clone();
        services.ask(slot, move |desk| {
            let reader = desk.store.reader()?;
            Ok(answer(flow::flow(&*reader, &roots, &place, desk.cancel)?))
        });
    }

    /// Takes what was found, or why nothing was.
    pub fn deliver(&mut self, found: Result<Option<Flow>, String>) {
        self.found = match found {
            Ok(flow) => Loadable::Ready(flow.map(|flow| {
                let lanes = [false, true].map(|is_back| lanes(&flow.ways, is_back));
                Shown { flow, lanes }
            })),
            Err(why) => Loadable::Failed(why),
        };
    }

    /// What is shown, once it is here.
    pub fn shown(&self) -> Option<&Shown> {
        self.found.get()?.as_ref()
    }

    /// Where the selected block is.
    pub fn here(&self) -> Option<Place> {
        let place = self.place.clone()?;
        Some(Place { line: self.selected().map_or(place.line, |block| block.line), ..place })
    }

    /// The selected block.
    pub fn selected(&self) -> Option<&Block> {
        self.shown()?.flow.blocks.get(self.list.selected)
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.shown().map_or(0, |shown| shown.flow.blocks.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Selects the smallest block that holds a byte of the file, where one does.
    pub fn select_at(&mut self, byte: u64) {
        let Some(shown) = self.shown() else { return };
        let holding = shown.flow.blocks.iter().enumerate().filter(|(_, block)| block.bytes.contains(&byte));
        let found = holding.min_by_key(|(_, block)| block.bytes.end - block.bytes.start);
        self.list.selected = found.map_or(self.list.selected, |(at, _)| at);
    }

    /// The text that blocks must hold to be told in words.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Tells only blocks in words whose kind or text holds a text, whatever the case, and selects the next one of them.
    /// All are drawn still: the ways lead over those as well.
    pub fn set_filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter);
        let passing = self.passing();
        if !passing.contains(&self.list.selected) {
            let next = passing.iter().find(|at| **at > self.list.selected).or(passing.last());
            self.list.selected = next.copied().unwrap_or(self.list.selected);
        }
    }

    /// The blocks that the filter lets through.
    fn passing(&self) -> Vec<usize> {
        let wanted = self.filter.to_lowercase();
        let blocks = self.shown().map(|shown| shown.flow.blocks.as_slice()).unwrap_or_default();
        let passes = |block: &Block| {
            let holds = |text: &str| text.to_lowercase().contains(&wanted);
            wanted.is_empty() || holds(&block.kind) || holds(&block.text)
        };
        blocks.iter().enumerate().filter(|(_, block)| passes(block)).map(|(at, _)| at).collect()
    }

    /// Moves the selection over what the filter lets through; `false` for an action that moves nothing.
    pub fn act(&mut self, action: Action) -> bool {
        let passing = self.passing();
        let mut among = self.list;
        among.selected = passing.partition_point(|at| *at < self.list.selected);
        // From between two the next one is the step.
        let is_between = passing.get(among.selected) != Some(&self.list.selected);
        let moves = among.act(action, passing.len());
        if moves {
            let at = if is_between && action == Action::Down {
                among.selected.saturating_sub(1)
            } else {
                among.selected
            };
            self.list.selected = passing.get(at).copied().unwrap_or(self.list.selected);
        }
        moves
    }
}

/// The lanes for the ways down past other blocks, or for those back: short ones nearer to the blocks, none over another.
fn lanes(ways: &[Way], is_back: bool) -> Vec<Lane> {
    let mut by_target: BTreeMap<usize, Lane> = BTreeMap::new();
    for way in ways.iter().filter(|way| (way.to <= way.from) == is_back && way.to != way.from + 1) {
        let lane = by_target.entry(way.to).or_insert(Lane { to: way.to, from: Vec::new(), column: 0 });
        if !lane.from.contains(&way.from) {
            lane.from.push(way.from);
        }
    }
    let mut lanes: Vec<Lane> = by_target.into_values().collect();
    lanes.sort_by_key(|lane| {
        let (first, last) = lane.extent();
        (last - first, first)
    });
    let mut placed: Vec<Lane> = Vec::new();
    for mut lane in lanes {
        let (first, last) = lane.extent();
        let is_free = |column: &usize| {
            placed.iter().filter(|other| other.column == *column).all(|other| {
                let (begin, end) = other.extent();
                end < first || last < begin
            })
        };
        if let Some(column) = (0..MOST_LANES).find(is_free) {
            lane.column = column;
            placed.push(lane);
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(pairs: &[(usize, usize)]) -> Vec<Way> {
        pairs.iter().map(|&(from, to)| Way { from, to, kind: String::new() }).collect()
    }

    #[test]
    fn ways_to_one_block_share_a_lane_and_no_lane_runs_over_another() {
        let ways = ways(&[(0, 1), (0, 2), (1, 5), (2, 5), (3, 5), (4, 4), (4, 3), (5, 0)]);
        let down = lanes(&ways, false);
        let told: Vec<_> = down.iter().map(|lane| (lane.to, lane.from.clone(), lane.column)).collect();
        assert_eq!(told, [(2, vec![0], 0), (5, vec![1, 2, 3], 1)]);
        let back = lanes(&ways, true);
        let told: Vec<_> = back.iter().map(|lane| (lane.to, lane.from.clone(), lane.column)).collect();
        assert_eq!(told, [(4, vec![4], 0), (3, vec![4], 1), (0, vec![5], 2)]);
    }

    #[test]
    fn there_are_only_so_many_lanes() {
        let pairs: Vec<(usize, usize)> = (0..50).map(|n| (n, n + 60)).collect();
        assert_eq!(lanes(&ways(&pairs), false).len(), MOST_LANES);
    }
}
