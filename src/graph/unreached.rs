//! Functions that nothing reaches.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use petgraph::visit::{Dfs, Visitable as _};

use super::Result;
use super::calls::CallGraph;
use super::spot::Spot;
use super::watch::Watch;
use crate::model::{EdgeKind, Node, NodeData, NodeId, Record, RecordKind, Symbol};
use crate::store::Reader;

/// What begins without being called, by its bare name.
pub const ENTRIES: [&str; 4] = ["main", "_main", "wmain", "WinMain"];

/// A function that nothing reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The function.
    pub spot: Spot,
    /// Whether others call it, none of which is reached.
    pub is_called: bool,
}

/// The functions, methods and macros that no entry reaches along calls, by path and line. Entries are
///
/// - those called `main`, and tests;
/// - what is named without being called (a function that is passed on, say), and what is called outside of any function:
///   in a file itself, a class or a module;
/// - what an unresolved call may mean: whatever has the name that it calls.
///
/// So one that only other projects use is in the list, and one that is called by a name that is made at run time. Cost:
/// two scans, of symbols and calls and of edges, and a look-up each; memory of some 100 bytes a function.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn unreached(reader: &dyn Reader, watch: &Watch<'_>) -> Result<Vec<Unreached>> {
    let mut known = Known::default();
    let mut go_on = Ok(());
    reader.records_of(&[RecordKind::Symbol, RecordKind::Call], &mut |record| {
        match record {
            Record::Node(Node { data: NodeData::Symbol(symbol), .. }) => known.symbol(&symbol),
            Record::Node(Node { data: NodeData::Call(call), .. }) if call.certainty.is_none() => {
                known.unsaid.insert(call.id, known.names.hash_one(&call.callee));
            }
            _ => {}
        }
        go_on = watch.step();
        go_on.is_ok()
    })?;
    go_on?;
    let mut roots = known.entries;
    let (graph, outside) = CallGraph::read_with(reader, watch, &mut |edge| match edge.kind {
        EdgeKind::References => roots.push(edge.to),
        // What Magellan wrote says of no call how it is resolved.
        EdgeKind::Calls => drop(known.unsaid.remove(&edge.from)),
        _ => {}
    })?;
    roots.extend(outside);
    let by_name: HashSet<u64> = known.unsaid.values().copied().collect();
    let may_be_meant = |function: &&(NodeId, u64)| by_name.contains(&function.1);
    roots.extend(known.functions.iter().filter(may_be_meant).map(|(id, _)| *id));
    roots.sort_unstable();
    let walked = graph.walked(watch);
    let numbers = roots.iter().filter_map(|id| graph.number(*id)).collect();
    let mut walk = Dfs::from_parts(numbers, walked.visit_map());
    while walk.next(walked).is_some() {}
    watch.look()?;
    let mut found = Vec::new();
    for (id, _) in known.functions {
        let number = graph.number(id);
        if roots.binary_search(&id).is_ok() || number.is_some_and(|n| walk.discovered.contains(n as usize)) {
            continue;
        }
        watch.step()?;
        let is_called = number.is_some_and(|number| !graph.callers(number).is_empty());
        found.extend(Spot::read(reader, id)?.map(|spot| Unreached { spot, is_called }));
    }
    found.sort_by(|a, b| (&a.spot.path, a.spot.line, a.spot.id).cmp(&(&b.spot.path, b.spot.line, b.spot.id)));
    Ok(found)
}

/// What the first scan finds.
#[derive(Default)]
struct Known {
    names: RandomState,
    /// What can be called, with the hash of its bare name.
    functions: Vec<(NodeId, u64)>,
    entries: Vec<NodeId>,
    /// Calls of which their nodes do not say how they are resolved, with the hash of the name that they call.
    unsaid: HashMap<NodeId, u64>,
}

impl Known {
    fn symbol(&mut self, symbol: &Symbol) {
        let is_function = symbol.kind.is_callable();
        if is_function {
            self.functions.push((symbol.id, self.names.hash_one(&symbol.name)));
        }
        // What is no function and calls all the same does so when it is loaded.
        if !is_function || symbol.is_test() || ENTRIES.contains(&symbol.name.as_str()) {
            self.entries.push(symbol.id);
        }
    }
}
