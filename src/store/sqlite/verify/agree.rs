//! Whether the tables of our own index agree with each other.
//!
//! Much stands in a file twice, for Magellan's sake: a symbol's name in its row and in its JSON, a use in its
//! edge and in `cross_file_refs`. Each is made again from the nodes, a source file at a time, and held
//! against what is there.

use std::collections::HashMap;

use rusqlite::Row;

use super::super::reader::{SLOT_MASK, SqliteReader, node_up_to};
use super::super::row::{int, text_up_to, whole_text};
use super::super::writer::{CrossRef, cross_refs, edge_data, labels, node_columns};
use crate::model::{EdgeKind, Node, NodeData, NodeId, RecordKind, Reference, Span, Symbol};
use crate::store::codec::Encoder;
use crate::store::sqlite::json::is_span_alone;
use crate::store::verify::Progress;
use crate::store::{Result, StoreError};

/// Rows of a table in any order: how many, and the sum of their digests.
#[derive(Default, PartialEq, Eq)]
struct Rows {
    number: u64,
    digest: u128,
}

impl Rows {
    fn add(&mut self, parts: &[&[u8]], encoder: &mut Encoder) {
        encoder.begin(RecordKind::OtherNode, parts);
        self.number += 1;
        self.digest = self.digest.wrapping_add(encoder.digest());
    }
}

/// Rows that are not what they should be.
#[derive(Default)]
struct Odd {
    number: u64,
    first: i64,
}

impl Odd {
    fn note(&mut self, id: i64) {
        if self.number == 0 {
            self.first = id;
        }
        self.number += 1;
    }

    fn tell(&self, table: &str, what: &str, lines: &mut Vec<String>) {
        if self.number > 0 {
            lines.push(format!("{table}: {} {what}, the first of them {}", self.number, self.first));
        }
    }
}

/// What is found on the way.
#[derive(Default)]
struct Check {
    encoder: Encoder,
    labels: Rows,
    cross_refs: Rows,
    files: u64,
    nodes: Odd,
    names: Odd,
    strays: Odd,
    edges: Odd,
}

/// Adds a line to `lines` for each table that does not agree; `false` where `progress` ended it.
pub(super) fn check(
    reader: &SqliteReader<'_>,
    lines: &mut Vec<String>,
    progress: Progress<'_>,
) -> Result<bool> {
    let mut check = Check::default();
    let mut group: Vec<Node> = Vec::new();
    let mut failed: Option<StoreError> = None;
    let (mut go_on, mut done) = (true, 0);
    let sql =
        "SELECT id, kind, name, file_path, data, snapshot_id, created_at FROM graph_entities ORDER BY id";
    reader.each("graph_entities", sql, [], |row| {
        let node = node_up_to(row, usize::MAX);
        check.node(&node, row);
        if group.first().is_some_and(|first| first.id.0 & !SLOT_MASK != node.id.0 & !SLOT_MASK) {
            done += group.len() as u64;
            failed = check.file(reader, &group).err();
            group.clear();
            go_on = progress("tables against each other", done);
        }
        group.push(node);
        go_on && failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if !go_on {
        return Ok(false);
    }
    if !group.is_empty() {
        check.file(reader, &group)?;
    }
    check.tell(reader, lines)?;
    Ok(true)
}

impl Check {
    /// A node's row, and its labels.
    fn node(&mut self, node: &Node, row: &Row<'_>) {
        let is_new = text_up_to(row, 5, 16).as_deref() == Some("default") && int(row, 6) == 0;
        let written = node_columns(node);
        if !is_new
            || written.is_none_or(|(name, data)| name != whole_text(row, 2) || data != whole_text(row, 4))
        {
            self.nodes.note(node.id.0);
        }
        for label in labels(node) {
            self.labels.add(&[&node.id.0.to_be_bytes(), label.as_bytes()], &mut self.encoder);
        }
        if let NodeData::Symbol(symbol) = &node.data
            && symbol.stable_id != format!("{:016x}", node.id.0)
        {
            self.names.note(node.id.0);
        }
    }

    /// All nodes of a file: its state, its edges, and who refers to whom.
    fn file(&mut self, reader: &SqliteReader<'_>, nodes: &[Node]) -> Result<()> {
        let Some(first) = nodes.first() else { return Ok(()) };
        let file = first.id.0 & !SLOT_MASK;
        let path = match &first.data {
            NodeData::File(node) if node.id.0 == file => &node.path,
            _ => {
                self.strays.note(first.id.0);
                return Ok(());
            }
        };
        let sql = "SELECT 1 FROM tui_files WHERE file_id = ?1 AND path = ?2";
        match reader.first("tui_files", sql, (file, path), |_| ())? {
            Some(()) => self.files += 1,
            None => self.strays.note(file),
        }
        let spans: HashMap<NodeId, Span> =
            nodes.iter().filter_map(|node| Some((node.id, node.span()?))).collect();
        let mut targets = HashMap::new();
        // A target that is gone is in no other table.
        let sql = "SELECT e.id, e.from_id, e.to_id, e.edge_type, e.data, e.snapshot_id, e.created_at,
                          EXISTS (SELECT 1 FROM graph_entities WHERE id = e.to_id)
                   FROM graph_edges AS e WHERE e.id BETWEEN ?1 AND ?2 ORDER BY e.id";
        reader.each("graph_edges", sql, [file, file | SLOT_MASK], |row| {
            let (from, to) = (NodeId(int(row, 1)), NodeId(int(row, 2)));
            let kind = EdgeKind::from_text(&whole_text(row, 3));
            let data = whole_text(row, 4);
            let is_new = text_up_to(row, 5, 16).as_deref() == Some("default") && int(row, 6) == 0;
            let span = |node: NodeId| spans.get(&node).copied();
            if !is_new || is_span_alone(data.as_bytes()) && data != edge_data(&kind, from, to, span) {
                self.edges.note(int(row, 0));
            }
            if kind == EdgeKind::References && int(row, 7) == 1 {
                targets.insert(from, to);
            }
            true
        })?;
        let references: Vec<Reference> = nodes
            .iter()
            .filter_map(|node| match &node.data {
                NodeData::Reference(reference) => Some(reference.clone()),
                _ => None,
            })
            .collect();
        let symbols: Vec<Symbol> = nodes
            .iter()
            .filter_map(|node| match &node.data {
                NodeData::Symbol(symbol) => Some(symbol.clone()),
                _ => None,
            })
            .collect();
        for CrossRef { reference, from, target } in cross_refs(path, &references, &symbols, &targets) {
            let place = [i64::from(reference.span.start.line).to_be_bytes()]
                .into_iter()
                .chain([reference.span.byte_start, reference.span.byte_end].map(u64::to_be_bytes));
            let place: Vec<u8> = place.flatten().collect();
            let to = format!("{:016x}", target.0);
            let parts = [from.as_bytes(), to.as_bytes(), reference.path.as_bytes(), &place];
            self.cross_refs.add(&parts, &mut self.encoder);
        }
        Ok(())
    }

    fn tell(mut self, reader: &SqliteReader<'_>, lines: &mut Vec<String>) -> Result<()> {
        self.nodes.tell("graph_entities", "nodes do not stand as they are written", lines);
        self.names.tell("graph_entities", "symbols have a stable id that is not theirs", lines);
        self.strays.tell("tui_files", "nodes are of no file that is known by its path", lines);
        self.edges.tell("graph_edges", "edges do not stand as they are written", lines);
        let sql = "SELECT count(*) FROM tui_files";
        let files = reader.first("tui_files", sql, [], |row| int(row, 0))?.unwrap_or_default();
        if u64::try_from(files) != Ok(self.files) {
            lines.push(format!("tui_files: {files} files are there, and {} have a node", self.files));
        }
        let mut there = Rows::default();
        reader.each("graph_labels", "SELECT entity_id, label FROM graph_labels", [], |row| {
            let label = whole_text(row, 1);
            there.add(&[&int(row, 0).to_be_bytes(), label.as_bytes()], &mut self.encoder);
            true
        })?;
        if there != self.labels {
            lines.push("graph_labels: they do not agree with the nodes".to_owned());
        }
        let mut there = Rows::default();
        let sql = "SELECT from_symbol_id, to_symbol_id, file_path, line_number, byte_start, byte_end
                   FROM cross_file_refs";
        reader.each("cross_file_refs", sql, [], |row| {
            let place: Vec<u8> =
                [3, 4, 5].into_iter().flat_map(|column| int(row, column).to_be_bytes()).collect();
            let [from, to, path] = [0, 1, 2].map(|column| whole_text(row, column));
            there.add(&[from.as_bytes(), to.as_bytes(), path.as_bytes(), &place], &mut self.encoder);
            true
        })?;
        if there != self.cross_refs {
            lines.push("cross_file_refs: they do not agree with the references".to_owned());
        }
        Ok(())
    }
}
