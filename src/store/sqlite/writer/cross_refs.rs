//! `cross_file_refs`: which symbol refers to which, by their stable ids.
//!
//! A target's stable id stands in another file, which may come later. So references are kept aside
//! while files are put, and written before the commit.

use std::cmp::Reverse;
use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::super::reader::{SLOT_MASK, node_up_to};
use super::super::row::int;
use super::records::signed;
use super::{At, Failure};
use crate::model::{EdgeKind, FileRecords, NodeData, NodeId, Reference, Symbol};

/// Makes a place for references whose target's stable id is not known before all files are there.
pub(super) fn begin(connection: &Connection) -> Result<(), Failure> {
    connection
        .execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS pending_refs
                 (source INTEGER PRIMARY KEY, from_symbol TEXT, target INTEGER, path TEXT, line INTEGER,
                  byte_start INTEGER, byte_end INTEGER)",
        )
        .at("cross_file_refs")
}

/// Writes `cross_file_refs` of the files that were put.
pub(super) fn finish(connection: &Connection) -> Result<(), Failure> {
    connection
        .execute_batch(
            "INSERT INTO cross_file_refs
                 (from_symbol_id, to_symbol_id, file_path, line_number, byte_start, byte_end)
             SELECT from_symbol, COALESCE(json_extract(data, '$.symbol_id'), ''), path, line, byte_start, byte_end
             FROM temp.pending_refs AS p CROSS JOIN graph_entities AS target ON target.id = p.target
             ORDER BY p.source;
             DELETE FROM temp.pending_refs;",
        )
        .at("cross_file_refs")
}

/// Drops what is kept of a file that was put and is removed again, by the range of its ids.
pub(super) fn forget(connection: &Connection, range: [i64; 2]) -> Result<(), Failure> {
    connection
        .prepare_cached("DELETE FROM temp.pending_refs WHERE source BETWEEN ?1 AND ?2")
        .and_then(|mut delete| delete.execute(range))
        .at("cross_file_refs")?;
    Ok(())
}

/// Keeps what `cross_file_refs` will say of each reference that leads somewhere.
pub(super) fn keep(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let references = records.edges.iter().filter(|edge| edge.kind == EdgeKind::References);
    let targets = references.map(|edge| (edge.from, edge.to)).collect();
    put(connection, of_file(&records.file.path, &records.references, &records.symbols, &targets))
}

/// Likewise, of a file whose nodes and edges stand in the database already.
pub(super) fn keep_again(connection: &Connection, file: NodeId, path: &str) -> Result<(), Failure> {
    let range = [file.0, file.0 | SLOT_MASK];
    forget(connection, range)?;
    let (mut references, mut symbols) = (Vec::new(), Vec::new());
    let sql = "SELECT id, kind, name, file_path, data FROM graph_entities
         WHERE id BETWEEN ?1 AND ?2 AND +kind IN ('Reference', 'Symbol')";
    let mut select = connection.prepare_cached(sql).at("graph_entities")?;
    let nodes = select.query_map(range, |row| Ok(node_up_to(row, usize::MAX))).at("graph_entities")?;
    for node in nodes {
        match node.at("graph_entities")?.data {
            NodeData::Reference(reference) => references.push(reference),
            NodeData::Symbol(symbol) => symbols.push(symbol),
            _ => {}
        }
    }
    let sql =
        "SELECT from_id, to_id FROM graph_edges WHERE id BETWEEN ?1 AND ?2 AND +edge_type = 'REFERENCES'";
    let targets: HashMap<NodeId, NodeId> = connection
        .prepare_cached(sql)
        .and_then(|mut select| {
            let targets = select.query_map(range, |row| Ok((NodeId(int(row, 0)), NodeId(int(row, 1)))))?;
            targets.collect()
        })
        .at("graph_edges")?;
    put(connection, of_file(path, &references, &symbols, &targets))
}

fn put(connection: &Connection, found: Vec<CrossRef<'_>>) -> Result<(), Failure> {
    let mut insert = connection
        .prepare_cached("INSERT INTO temp.pending_refs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .at("cross_file_refs")?;
    for CrossRef { reference, from, target } in found {
        let span = &reference.span;
        let (start, end) = (signed(span.byte_start), signed(span.byte_end));
        insert
            .execute(params![reference.id.0, from, target.0, reference.path, span.start.line, start, end])
            .at("cross_file_refs")?;
    }
    Ok(())
}

/// A reference that leads somewhere, and from where: a symbol's name, or the file.
pub(in crate::store::sqlite) struct CrossRef<'a> {
    pub(in crate::store::sqlite) reference: &'a Reference,
    pub(in crate::store::sqlite) from: String,
    pub(in crate::store::sqlite) target: NodeId,
}

/// Those references of a file that lead to one of `targets`.
pub(in crate::store::sqlite) fn of_file<'a>(
    path: &str,
    references: &'a [Reference],
    symbols: &'a [Symbol],
    targets: &HashMap<NodeId, NodeId>,
) -> Vec<CrossRef<'a>> {
    let lead = |(reference, enclosing): (&'a Reference, Option<&Symbol>)| {
        let target = *targets.get(&reference.id)?;
        let from = match enclosing {
            Some(symbol) => symbol.shown_name().to_owned(),
            None => format!("file:{path}"),
        };
        Some(CrossRef { reference, from, target })
    };
    enclosed(references, symbols).into_iter().filter_map(lead).collect()
}

/// Each reference with the innermost symbol that it stands in, by place. One sweep: symbols nest.
fn enclosed<'a>(
    references: &'a [Reference],
    symbols: &'a [Symbol],
) -> Vec<(&'a Reference, Option<&'a Symbol>)> {
    let mut references: Vec<&Reference> = references.iter().collect();
    references.sort_by_key(|reference| (reference.span.byte_start, reference.id));
    let mut symbols: Vec<&Symbol> = symbols.iter().collect();
    symbols.sort_by_key(|symbol| (symbol.span.byte_start, Reverse(symbol.span.byte_end), symbol.id));
    let mut coming = symbols.into_iter().peekable();
    let mut open: Vec<&Symbol> = Vec::new();
    let mut found = Vec::with_capacity(references.len());
    for reference in references {
        while let Some(symbol) = coming.next_if(|symbol| symbol.span.byte_start <= reference.span.byte_start)
        {
            open.push(symbol);
        }
        while open.last().is_some_and(|symbol| symbol.span.byte_end <= reference.span.byte_start) {
            open.pop();
        }
        found.push((
            reference,
            open.iter().rev().find(|symbol| symbol.span.encloses(&reference.span)).copied(),
        ));
    }
    found
}
