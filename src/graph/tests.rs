//! Ways and cycles against the simplest algorithms, on random graphs.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::{CallGraph, Watch, cycles, path};
use crate::model::{Direction, NodeId};

/// Symbols of a random graph; few, so that ways of every length come up.
const SYMBOLS: i64 = 12;

type Pairs = Vec<(i64, i64)>;

fn graphs() -> impl Strategy<Value = Pairs> {
    prop::collection::vec((0..SYMBOLS, 0..SYMBOLS), 0..40)
}

fn next_to(pairs: &Pairs, symbol: i64) -> impl Iterator<Item = i64> {
    pairs.iter().filter(move |(from, _)| *from == symbol).map(|(_, to)| *to)
}

/// The distance from `from` to every symbol.
fn distances(pairs: &Pairs, from: i64) -> Vec<Option<usize>> {
    let mut found = vec![None; SYMBOLS as usize];
    found[from as usize] = Some(0);
    let mut open = VecDeque::from([from]);
    while let Some(symbol) = open.pop_front() {
        for next in next_to(pairs, symbol) {
            if found[next as usize].is_none() {
                found[next as usize] = found[symbol as usize].map(|distance| distance + 1);
                open.push_back(next);
            }
        }
    }
    found
}

/// Every way of `steps` calls.
fn ways(pairs: &Pairs, from: i64, to: i64, steps: usize) -> BTreeSet<Vec<i64>> {
    if steps == 0 {
        return if from == to { BTreeSet::from([vec![to]]) } else { BTreeSet::new() };
    }
    let next: BTreeSet<i64> = next_to(pairs, from).collect();
    let rest = next.into_iter().flat_map(|next| ways(pairs, next, to, steps - 1));
    rest.map(|way| std::iter::once(from).chain(way).collect()).collect()
}

fn searched(pairs: &Pairs, from: i64, to: i64, most: usize) -> (Vec<Vec<i64>>, bool) {
    let mut neighbours = |symbol: NodeId, direction| {
        let near = |(from, to): &(i64, i64)| match direction {
            Direction::Out => (*from == symbol.0).then_some(NodeId(*to)),
            Direction::In => (*to == symbol.0).then_some(NodeId(*from)),
        };
        Ok(pairs.iter().filter_map(near).collect())
    };
    let (chains, more) = path::shortest(&mut neighbours, &[NodeId(from)], &[NodeId(to)], most).unwrap();
    (chains.into_iter().map(|chain| chain.into_iter().map(|id| id.0).collect()).collect(), more)
}

proptest! {
    #[test]
    fn ways_are_all_the_shortest_ones(pairs in graphs(), from in 0..SYMBOLS, to in 0..SYMBOLS) {
        let (chains, more) = searched(&pairs, from, to, usize::MAX);
        prop_assert!(!more);
        let expected = match distances(&pairs, from)[to as usize] {
            Some(steps) => ways(&pairs, from, to, steps),
            None => BTreeSet::new(),
        };
        prop_assert_eq!(chains.len(), expected.len());
        prop_assert_eq!(chains.into_iter().collect::<BTreeSet<_>>(), expected.clone());
        let (some, more) = searched(&pairs, from, to, 1);
        prop_assert_eq!((some.len(), more), (expected.len().min(1), expected.len() > 1));
        prop_assert!(some.iter().all(|way| expected.contains(way)));
    }

    #[test]
    fn a_cycle_is_what_leads_back_to_itself(pairs in graphs()) {
        let node = |number: &i64| NodeId(*number);
        let graph = CallGraph::of(pairs.iter().map(|(from, to)| (node(from), node(to))).collect());
        let never = AtomicBool::new(false);
        let found = cycles(&graph, &Watch::new(&never, &|_| {})).unwrap();
        let reach: Vec<_> = (0..SYMBOLS).map(|from| distances(&pairs, from)).collect();
        let leads = |from: i64, to: i64| {
            next_to(&pairs, from).any(|next| reach[next as usize][to as usize].is_some())
        };
        let expected: BTreeSet<Vec<NodeId>> = (0..SYMBOLS)
            .filter(|&symbol| leads(symbol, symbol))
            .map(|symbol| {
                let is_with = |other: &i64| leads(symbol, *other) && leads(*other, symbol);
                (0..SYMBOLS).filter(is_with).map(NodeId).collect()
            })
            .collect();
        prop_assert_eq!(found.len(), expected.len());
        prop_assert!(found.windows(2).all(|pair| pair[0].len() >= pair[1].len()));
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn every_call_is_in_both_directions(pairs in graphs()) {
        let graph = CallGraph::of(pairs.iter().map(|(from, to)| (NodeId(*from), NodeId(*to))).collect());
        let mut there = BTreeSet::new();
        let mut back = BTreeSet::new();
        for number in 0..graph.len() as u32 {
            let id = |number: u32| graph.symbol(number).unwrap().0;
            there.extend(graph.callees(number).iter().map(|callee| (id(number), id(*callee))));
            back.extend(graph.callers(number).iter().map(|caller| (id(*caller), id(number))));
            prop_assert_eq!(graph.number(NodeId(id(number))), Some(number));
        }
        let expected: BTreeSet<(i64, i64)> = pairs.into_iter().collect();
        prop_assert_eq!(&there, &expected);
        prop_assert_eq!(&back, &expected);
    }
}

#[test]
fn a_long_chain_of_calls_does_not_end_the_stack() {
    let mut pairs: Vec<(NodeId, NodeId)> = (0..1_000_000).map(|at| (NodeId(at), NodeId(at + 1))).collect();
    pairs.push((NodeId(1_000_000), NodeId(0)));
    let graph = CallGraph::of(pairs);
    let never = AtomicBool::new(false);
    let found = cycles(&graph, &Watch::new(&never, &|_| {})).unwrap();
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1_000_001]);
}

#[test]
fn what_is_cancelled_ends() {
    let graph = CallGraph::of(vec![(NodeId(1), NodeId(2)), (NodeId(2), NodeId(1))]);
    let cancelled = AtomicBool::new(true);
    assert!(matches!(cycles(&graph, &Watch::new(&cancelled, &|_| {})), Err(super::GraphError::Stopped)));
}
