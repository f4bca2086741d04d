//! The structure of a file as bytes: small enough to be held for every file of a run until it is written.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::graph::{Block, BlockKind, Edge, EdgeKind, Graph, Place};
use super::table::Table;
use super::tree::Kept;
use super::visit::{Flow, Found};
use super::{FunctionFlow, Structure};
use crate::index::FileFacts;
use crate::model::{AstNode, Cfg, Language, NodeId};

/// Blocks that a function's graph may have to be kept. Nobody looks at a larger one.
const MAX_BLOCKS: usize = 1 << 16;

/// Blocks, and edges, that a file's graphs may have together.
const MAX_IN_FILE: usize = 1 << 20;

/// The structure of a file: its graphs, by the numbers of its symbols, and what is kept of its tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FileFlow(Vec<u8>);

/// A kept node: how far its parent is before it, and where it begins behind the one before it.
#[derive(Serialize, Deserialize)]
struct NodeRow(u32, u16, i32, u32);

/// A block: kind, where it begins (bytes and lines from the one before it), how long it is.
#[derive(Serialize, Deserialize)]
struct BlockRow(BlockKind, i32, i32, u32, i32, i32, u32);

#[derive(Serialize, Deserialize)]
struct GraphRow {
    symbol: u32,
    blocks: Vec<BlockRow>,
    /// Source, how far behind it the target is, kind.
    edges: Vec<(u32, i32, EdgeKind)>,
}

impl FileFlow {
    /// As bytes.
    pub(in crate::index) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What a walk found. Gives the symbols their complexity.
    pub(in crate::index) fn of(flow: Flow<'_>, facts: &mut FileFacts) -> FileFlow {
        let by_span: HashMap<(usize, usize), usize> =
            flow.found.iter().enumerate().map(|(at, found)| (found.bytes, at)).collect();
        let mut order: Vec<(usize, &Found)> = flow.found.iter().map(|found| (found.bytes.0, found)).collect();
        order.sort_by_key(|(start, found)| (*start, std::cmp::Reverse(found.bytes.1)));
        let mut rows = Vec::new();
        let (mut blocks, mut edges) = (0, 0);
        for (symbol, fact) in (0u32..).zip(&mut facts.symbols) {
            if !fact.kind.is_callable() {
                continue;
            }
            let bytes = (fact.span.byte_start as usize, fact.span.byte_end as usize);
            let name = (fact.name_bytes.0 as usize, fact.name_bytes.1 as usize);
            let first_from = |byte: usize| {
                let at = order.partition_point(|&(start, _)| start < byte);
                order.get(at).map(|&(_, found)| found).filter(|found| found.bytes.1 <= bytes.1)
            };
            // A symbol that is more than its function has the one that has its name (`exports = function f() {}`), or the first
            // one behind that (`const f = () => …`).
            let around = || first_from(bytes.0).filter(|of| of.bytes.0 <= name.0 && name.1 <= of.bytes.1);
            let whole = || by_span.get(&bytes).and_then(|&at| flow.found.get(at));
            let found = whole().or_else(around).or_else(|| first_from(name.1));
            let Some(found) = found else { continue };
            fact.complexity = found.graph.complexity();
            blocks += found.graph.blocks.len();
            edges += found.graph.edges.len();
            if found.graph.blocks.len() <= MAX_BLOCKS && blocks <= MAX_IN_FILE && edges <= MAX_IN_FILE {
                rows.push(GraphRow::of(symbol, &found.graph));
            }
        }
        let nodes = node_rows(&flow.tree.nodes);
        FileFlow(postcard::to_extend(&(nodes, rows), Vec::new()).unwrap_or_default())
    }

    /// The records of what [`FileFlow::bytes`] gave: the tree, and the graphs of functions by the ids of their symbols.
    pub(in crate::index) fn records(
        bytes: &[u8],
        language: Language,
        symbols: &[NodeId],
    ) -> (Vec<AstNode>, Vec<Cfg>) {
        let Ok((nodes, rows)) = postcard::from_bytes::<(Vec<NodeRow>, Vec<GraphRow>)>(bytes) else {
            return (Vec::new(), Vec::new());
        };
        let of = |row: GraphRow| Some(row.graph().record(*symbols.get(row.symbol as usize)?));
        let mut cfgs: Vec<Cfg> = rows.into_iter().filter_map(of).collect();
        cfgs.sort_unstable_by_key(|cfg| cfg.function);
        (Table::of(language).map(|table| ast(table, nodes)).unwrap_or_default(), cfgs)
    }
}

impl Structure {
    /// What a walk found.
    pub(in crate::index) fn of(flow: &Flow<'_>) -> Structure {
        let functions = flow.found.iter().map(|found| FunctionFlow {
            bytes: (found.bytes.0 as u64, found.bytes.1 as u64),
            complexity: found.graph.complexity(),
            cfg: found.graph.record(NodeId(0)),
        });
        let nodes = flow.table.map(|table| ast(table, node_rows(&flow.tree.nodes)));
        Structure { nodes: nodes.unwrap_or_default(), functions: functions.collect() }
    }
}

fn node_rows(nodes: &[Kept]) -> Vec<NodeRow> {
    let mut before = 0;
    let rows = (0u32..).zip(nodes).map(|(number, node)| {
        let from = step(&mut before, node.start);
        let parent = if node.parent == 0 { 0 } else { (number + 1).wrapping_sub(node.parent) };
        NodeRow(parent, node.kind, from, node.end.wrapping_sub(node.start))
    });
    rows.collect()
}

fn ast(table: &Table, rows: Vec<NodeRow>) -> Vec<AstNode> {
    let mut before = 0u32;
    let mut nodes = Vec::with_capacity(rows.len());
    for (number, NodeRow(parent, kind, from, length)) in (0u32..).zip(rows) {
        before = before.wrapping_add_signed(from);
        nodes.push(AstNode {
            parent: (parent != 0).then(|| number.wrapping_sub(parent)),
            kind: table.kept_name(kind).unwrap_or_default().to_owned(),
            byte_start: u64::from(before),
            byte_end: u64::from(before.wrapping_add(length)),
        });
    }
    nodes
}

/// The way from the last number to this one.
fn step(before: &mut u32, now: u32) -> i32 {
    now.wrapping_sub(std::mem::replace(before, now)).cast_signed()
}

impl GraphRow {
    fn of(symbol: u32, graph: &Graph) -> GraphRow {
        let (mut byte, mut line) = (0, 0);
        let blocks = graph.blocks.iter().map(|block| {
            let Block { kind, start, end } = *block;
            let from = step(&mut byte, start.byte);
            let lines = step(&mut line, start.line);
            let length = end.byte.wrapping_sub(start.byte).cast_signed();
            let height = end.line.wrapping_sub(start.line).cast_signed();
            BlockRow(kind, from, lines, start.column, length, height, end.column)
        });
        let edges = graph
            .edges
            .iter()
            .map(|edge| (edge.source, edge.target.wrapping_sub(edge.source).cast_signed(), edge.kind));
        GraphRow { symbol, blocks: blocks.collect(), edges: edges.collect() }
    }

    fn graph(&self) -> Graph {
        let (mut byte, mut line) = (0u32, 0u32);
        let blocks = self.blocks.iter().map(|&BlockRow(kind, from, lines, column, length, height, end)| {
            byte = byte.wrapping_add_signed(from);
            line = line.wrapping_add_signed(lines);
            Block {
                kind,
                start: Place { byte, line, column },
                end: Place {
                    byte: byte.wrapping_add_signed(length),
                    line: line.wrapping_add_signed(height),
                    column: end,
                },
            }
        });
        let edges = self.edges.iter().map(|&(source, way, kind)| Edge {
            source,
            target: source.wrapping_add_signed(way),
            kind,
        });
        Graph { blocks: blocks.collect(), edges: edges.collect() }
    }
}
