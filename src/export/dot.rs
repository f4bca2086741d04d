//! The graph of calls, for Graphviz.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use super::ExportError;
use super::drawing::quoted;
use crate::model::{
    Certainty, Direction, EdgeId, EdgeKind, Node, NodeData, NodeId, Record, RecordKind, Symbol,
};
use crate::store::Reader;

/// Edges are read so many at a time.
const PAGE: usize = 256;

/// Writes who calls whom in the language of Graphviz: a cluster a file, in it a node for each function, method or
/// macro and for whatever else calls or is called, and an edge from caller to callee, once however often it calls,
/// with the number where that is more than one. A call that is known by its unique name alone is dashed.
/// Setting `cancel` ends it. Cost: two scans of all symbols, and a look-up or two for each symbol and each call;
/// memory for one symbol and those that it calls.
///
/// # Errors
/// Where the database cannot be read or `out` not be written to, and where it was cancelled.
pub fn call_graph(reader: &dyn Reader, out: &mut dyn Write, cancel: &AtomicBool) -> Result<(), ExportError> {
    out.write_all(b"digraph calls {\n  rankdir=LR;\n  node [shape=box];\n")?;
    let mut cluster: Option<String> = None;
    each_symbol(reader, cancel, &mut |symbol| {
        if !symbol.kind.is_callable() && !calls(reader, symbol.id)? && !is_called(reader, symbol.id)? {
            return Ok(());
        }
        if cluster.as_ref() != Some(&symbol.path) {
            if cluster.is_some() {
                out.write_all(b"  }\n")?;
            }
            // Graphviz takes all of one name for one cluster, also where a file comes up again.
            let path = quoted(&symbol.path);
            writeln!(out, "  subgraph \"cluster_{path}\" {{\n    label=\"{path}\";")?;
            cluster = Some(symbol.path.clone());
        }
        let (id, name, kind) = (symbol.id.0, quoted(symbol.shown_name()), quoted(symbol.kind.label()));
        writeln!(out, "    \"{id}\" [label=\"{name}\", tooltip=\"{kind}\"];")?;
        Ok(())
    })?;
    if cluster.is_some() {
        out.write_all(b"  }\n")?;
    }
    each_symbol(reader, cancel, &mut |symbol| {
        for (callee, (count, is_guess)) in callees(reader, symbol.id)? {
            let mut words = Vec::new();
            if count > 1 {
                words.push(format!("label=\"{count}\""));
            }
            if is_guess {
                words.push("style=dashed".to_owned());
            }
            let words = if words.is_empty() { String::new() } else { format!(" [{}]", words.join(", ")) };
            writeln!(out, "  \"{}\" -> \"{}\"{words};", symbol.id.0, callee.0)?;
        }
        Ok(())
    })?;
    out.write_all(b"}\n")?;
    Ok(())
}

fn each_symbol(
    reader: &dyn Reader,
    cancel: &AtomicBool,
    each: &mut dyn FnMut(&Symbol) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut done = Ok(());
    reader.records(RecordKind::Symbol, &mut |record| {
        if let Record::Node(Node { data: NodeData::Symbol(symbol), .. }) = &record {
            done = if cancel.load(Ordering::Relaxed) { Err(ExportError::Interrupted) } else { each(symbol) };
        }
        done.is_ok()
    })?;
    done
}

fn calls(reader: &dyn Reader, symbol: NodeId) -> Result<bool, ExportError> {
    Ok(!reader.edges(symbol, Direction::Out, &EdgeKind::Caller, None, 1)?.items.is_empty())
}

fn is_called(reader: &dyn Reader, symbol: NodeId) -> Result<bool, ExportError> {
    Ok(!reader.edges(symbol, Direction::In, &EdgeKind::Calls, None, 1)?.items.is_empty())
}

/// Whom a symbol calls, how often, and whether no call of it is known by more than its name.
fn callees(reader: &dyn Reader, symbol: NodeId) -> Result<BTreeMap<NodeId, (u64, bool)>, ExportError> {
    let mut callees = BTreeMap::new();
    let mut after: Option<EdgeId> = None;
    loop {
        let page = reader.edges(symbol, Direction::Out, &EdgeKind::Caller, after, PAGE)?;
        for edge in &page.items {
            let is_guess = match reader.node(edge.to)?.map(|node| node.data) {
                Some(NodeData::Call(call)) => call.certainty == Some(Certainty::UniqueName),
                _ => false,
            };
            for edge in reader.edges(edge.to, Direction::Out, &EdgeKind::Calls, None, PAGE)?.items {
                let (count, is_guessed) = callees.entry(edge.to).or_insert((0, true));
                *count += 1;
                *is_guessed &= is_guess;
            }
        }
        after = page.items.last().map(|edge| edge.id);
        if !page.more || after.is_none() {
            return Ok(callees);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_between_quotation_marks_says_nothing_else() {
        assert_eq!(quoted("a\"]; b\\N\n\u{1b}[2Jö"), "a\\\"]; b\\\\N\u{fffd}\u{fffd}[2Jö");
    }
}
