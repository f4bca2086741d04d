//! The graph of calls in numbers: what algorithms over all symbols run on.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use petgraph::visit::{
    GraphBase, GraphRef, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, NodeCount, Visitable,
};

use super::Result;
use super::watch::Watch;
use crate::model::{Direction, Edge, EdgeKind, NodeId, Record, RecordKind};
use crate::store::Reader;

/// Who calls whom, once however often: the symbols that call or are called, numbered from 0 by their ids, and for each
/// the numbers of those that it calls and that call it. 8 bytes a pair, and 16 a symbol.
#[derive(Debug, Clone, Default)]
pub struct CallGraph {
    symbols: Vec<NodeId>,
    callees: Rows,
    callers: Rows,
}

/// For each number some numbers: those from `begins[n]` to `begins[n + 1]` in `items`.
#[derive(Debug, Clone, Default)]
struct Rows {
    begins: Vec<u32>,
    items: Vec<u32>,
}

impl Rows {
    /// Of pairs, which are sorted here.
    fn of(pairs: &mut [(u32, u32)], count: usize) -> Rows {
        pairs.sort_unstable();
        let mut begins = Vec::with_capacity(count + 1);
        let mut next = 0;
        for number in 0..=count {
            while pairs.get(next).is_some_and(|(row, _)| (*row as usize) < number) {
                next += 1;
            }
            begins.push(u32::try_from(next).unwrap_or(u32::MAX));
        }
        Rows { begins, items: pairs.iter().map(|(_, item)| *item).collect() }
    }

    fn row(&self, number: u32) -> &[u32] {
        let at = number as usize;
        let begin = self.begins.get(at).copied().unwrap_or_default() as usize;
        let end = self.begins.get(at + 1).copied().unwrap_or_default() as usize;
        self.items.get(begin..end).unwrap_or_default()
    }
}

impl CallGraph {
    /// Reads it. Cost: a scan of the edges; memory, while it reads, of 24 bytes a call.
    ///
    /// # Errors
    /// Where the graph cannot be read, and where it was cancelled.
    pub fn read(reader: &dyn Reader, watch: &Watch<'_>) -> Result<CallGraph> {
        Ok(CallGraph::read_with(reader, watch, &mut |_| {})?.0)
    }

    /// The same, and the symbols that are called from outside of any symbol; `seen` is given every edge.
    pub(super) fn read_with(
        reader: &dyn Reader,
        watch: &Watch<'_>,
        seen: &mut dyn FnMut(&Edge),
    ) -> Result<(CallGraph, Vec<NodeId>)> {
        let mut halves = Halves::default();
        let mut go_on = Ok(());
        reader.records(RecordKind::Edge, &mut |record| {
            if let Record::Edge(edge) = record {
                seen(&edge);
                halves.take(&edge);
            }
            go_on = watch.step();
            go_on.is_ok()
        })?;
        go_on?;
        let outside = halves.complete(reader, watch)?;
        Ok((CallGraph::of(halves.pairs), outside))
    }

    /// Of pairs of a caller and a callee.
    pub(super) fn of(mut pairs: Vec<(NodeId, NodeId)>) -> CallGraph {
        pairs.sort_unstable();
        pairs.dedup();
        let mut symbols: Vec<NodeId> = pairs.iter().flat_map(|&(from, to)| [from, to]).collect();
        symbols.sort_unstable();
        symbols.dedup();
        symbols.shrink_to_fit();
        // An id that is not there cannot be: all were put there just now.
        let number =
            |id: NodeId| u32::try_from(symbols.binary_search(&id).unwrap_or_default()).unwrap_or(u32::MAX);
        let mut numbered: Vec<(u32, u32)> =
            pairs.into_iter().map(|(from, to)| (number(from), number(to))).collect();
        let callees = Rows::of(&mut numbered, symbols.len());
        for pair in &mut numbered {
            *pair = (pair.1, pair.0);
        }
        let callers = Rows::of(&mut numbered, symbols.len());
        CallGraph { symbols, callees, callers }
    }

    /// How many symbols call or are called.
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// Whether nothing is called.
    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// The symbol with a number; `None` for a number that none has.
    pub fn symbol(&self, number: u32) -> Option<NodeId> {
        self.symbols.get(number as usize).copied()
    }

    /// A symbol's number; `None` for one that neither calls nor is called.
    pub fn number(&self, symbol: NodeId) -> Option<u32> {
        u32::try_from(self.symbols.binary_search(&symbol).ok()?).ok()
    }

    /// The numbers of those that a symbol calls.
    pub fn callees(&self, number: u32) -> &[u32] {
        self.callees.row(number)
    }

    /// The numbers of those that call a symbol.
    pub fn callers(&self, number: u32) -> &[u32] {
        self.callers.row(number)
    }
}

/// Calls as the database keeps them: an edge from the caller to the call, another from the call to the callee.
#[derive(Default)]
struct Halves {
    /// By call, its caller; only until the callee is known.
    callers: HashMap<NodeId, NodeId>,
    /// Calls whose caller was not known when their callee came, with that.
    late: Vec<(NodeId, NodeId)>,
    pairs: Vec<(NodeId, NodeId)>,
}

impl Halves {
    fn take(&mut self, edge: &Edge) {
        match edge.kind {
            EdgeKind::Caller => drop(self.callers.insert(edge.to, edge.from)),
            EdgeKind::Calls => match self.callers.remove(&edge.from) {
                Some(caller) => self.pairs.push((caller, edge.to)),
                None => self.late.push((edge.from, edge.to)),
            },
            _ => {}
        }
    }

    /// Finds the callers of the late ones: those whose second edge came first, and those of a call that leads to several
    /// symbols. Gives the symbols that none calls.
    fn complete(&mut self, reader: &dyn Reader, watch: &Watch<'_>) -> Result<Vec<NodeId>> {
        let mut outside = Vec::new();
        for (call, callee) in std::mem::take(&mut self.late) {
            watch.step()?;
            let caller = match self.callers.get(&call) {
                Some(caller) => Some(*caller),
                None => {
                    let found = reader.edges(call, Direction::In, &EdgeKind::Caller, None, 1)?;
                    found.items.first().map(|edge| edge.from)
                }
            };
            match caller {
                Some(caller) => self.pairs.push((caller, callee)),
                None => outside.push(callee),
            }
        }
        Ok(outside)
    }
}

/// The graph, for petgraph's algorithms. They cannot be told to stop: so where the question is cancelled no symbol calls
/// another any more, and they soon come to their end.
#[derive(Clone, Copy)]
pub(super) struct Walked<'a> {
    graph: &'a CallGraph,
    watch: &'a Watch<'a>,
}

impl CallGraph {
    pub(super) fn walked<'a>(&'a self, watch: &'a Watch<'a>) -> Walked<'a> {
        Walked { graph: self, watch }
    }
}

impl<'a> Walked<'a> {
    fn neighbours(self, rows: &'a Rows, number: u32) -> std::iter::Copied<std::slice::Iter<'a, u32>> {
        let row = if self.watch.is_cancelled() { &[] } else { rows.row(number) };
        row.iter().copied()
    }
}

impl GraphBase for Walked<'_> {
    type NodeId = u32;
    type EdgeId = (u32, u32);
}

impl GraphRef for Walked<'_> {}

impl NodeCount for Walked<'_> {
    fn node_count(&self) -> usize {
        self.graph.len()
    }
}

impl Visitable for Walked<'_> {
    type Map = FixedBitSet;

    fn visit_map(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.graph.len())
    }

    fn reset_map(&self, map: &mut FixedBitSet) {
        map.clear();
    }
}

impl IntoNodeIdentifiers for Walked<'_> {
    type NodeIdentifiers = std::ops::Range<u32>;

    fn node_identifiers(self) -> std::ops::Range<u32> {
        0..u32::try_from(self.graph.len()).unwrap_or(u32::MAX)
    }
}

impl<'a> IntoNeighbors for Walked<'a> {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, number: u32) -> Self::Neighbors {
        self.neighbours(&self.graph.callees, number)
    }
}

impl<'a> IntoNeighborsDirected for Walked<'a> {
    type NeighborsDirected = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors_directed(self, number: u32, direction: petgraph::Direction) -> Self::NeighborsDirected {
        match direction {
            petgraph::Direction::Outgoing => self.neighbours(&self.graph.callees, number),
            petgraph::Direction::Incoming => self.neighbours(&self.graph.callers, number),
        }
    }
}
