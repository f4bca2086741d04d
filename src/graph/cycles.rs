//! Symbols that call each other in a circle.

use petgraph::algo::kosaraju_scc;

use super::Result;
use super::calls::CallGraph;
use super::watch::Watch;
use crate::model::NodeId;

/// The cycles of a graph of calls, largest first: the sets of symbols from each of which calls lead to every other one
/// of the set (its strongly connected components), and the symbols that call themselves. The symbols of a cycle are by
/// id, and cycles of one size by their first symbol. Cost: twice the symbols and calls; memory of some 60 bytes a symbol.
///
/// # Errors
/// Where it was cancelled.
pub fn cycles(graph: &CallGraph, watch: &Watch<'_>) -> Result<Vec<Vec<NodeId>>> {
    // Not Tarjan's: petgraph's is recursive, and a chain of calls may be as long as a database likes.
    let mut components = kosaraju_scc(graph.walked(watch));
    watch.look()?;
    let calls_itself = |number: &u32| graph.callees(*number).contains(number);
    components.retain(|members| members.len() > 1 || members.iter().any(calls_itself));
    let mut cycles: Vec<Vec<NodeId>> = components
        .into_iter()
        .map(|mut members| {
            members.sort_unstable();
            members.into_iter().filter_map(|number| graph.symbol(number)).collect()
        })
        .collect();
    cycles.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    Ok(cycles)
}
