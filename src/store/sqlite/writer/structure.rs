//! Syntax trees and control flow.
//!
//! Ids of rows lie in their file's range, in the order of the tree, so that they are found and removed by
//! them.

use rusqlite::{Connection, Row, params};

use super::super::reader::{SLOT_MASK, Tree, block_up_to, edge_of_flow};
use super::super::row::int;
use super::records::{remove_range, signed};
use super::{At, Failure};
use crate::model::{AstNode, Cfg, FileRecords, NodeId};

/// Removes what there is of a file.
pub(super) fn remove(connection: &Connection, file: NodeId) -> Result<(), Failure> {
    ["ast_nodes", "cfg_blocks", "cfg_edges"]
        .into_iter()
        .try_for_each(|table| remove_range(connection, table, "id", file))
}

/// Writes a file's over what is there: often it is the same, when only what its names mean has changed.
pub(super) fn replace(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let file = records.file.id;
    if ast(connection, file).at("ast_nodes")? != records.ast {
        remove_range(connection, "ast_nodes", "id", file)?;
        insert_ast(connection, file, &records.ast)?;
    }
    // Those of functions that are gone went with them, and left gaps.
    let is_there = is_dense(connection, "cfg_blocks", file).at("cfg_blocks")?
        && is_dense(connection, "cfg_edges", file).at("cfg_edges")?
        && cfgs(connection, file).at("cfg_blocks")? == sorted(&records.cfgs);
    if !is_there {
        remove_range(connection, "cfg_blocks", "id", file)?;
        remove_range(connection, "cfg_edges", "id", file)?;
        insert_cfgs(connection, file, &records.cfgs)?;
    }
    Ok(())
}

/// Writes a file's, of which nothing is there.
pub(super) fn insert(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    insert_ast(connection, records.file.id, &records.ast)?;
    insert_cfgs(connection, records.file.id, &records.cfgs)
}

/// The id of a file's row, by its place among those of its table.
fn row_id(file: NodeId, place: usize) -> rusqlite::Result<i64> {
    match i64::try_from(place) {
        Ok(place) if place <= SLOT_MASK => Ok(file.0 | place),
        _ => Err(rusqlite::Error::IntegralValueOutOfRange(0, SLOT_MASK)),
    }
}

fn insert_ast(connection: &Connection, file: NodeId, nodes: &[AstNode]) -> Result<(), Failure> {
    let at = "ast_nodes";
    let sql = "INSERT INTO ast_nodes (id, parent_id, kind, byte_start, byte_end, file_id)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = connection.prepare_cached(sql).at(at)?;
    for (place, node) in nodes.iter().enumerate() {
        let id = row_id(file, place).at(at)?;
        let parent = node.parent.map(|parent| row_id(file, parent as usize)).transpose().at(at)?;
        let (start, end) = (signed(node.byte_start), signed(node.byte_end));
        insert.execute(params![id, parent, node.kind, start, end, file.0]).at(at)?;
    }
    Ok(())
}

fn insert_cfgs(connection: &Connection, file: NodeId, cfgs: &[Cfg]) -> Result<(), Failure> {
    let at = "cfg_blocks";
    let sql = "INSERT INTO cfg_blocks (id, function_id, kind, terminator, byte_start, byte_end, start_line,
                   start_col, end_line, end_col, cfg_hash, statements, cfg_condition)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let mut insert = connection.prepare_cached(sql).at(at)?;
    let blocks = cfgs.iter().flat_map(|cfg| cfg.blocks.iter().map(move |block| (cfg.function, block)));
    for (place, (function, block)) in blocks.enumerate() {
        let span = &block.span;
        insert
            .execute(params![
                row_id(file, place).at(at)?,
                function.0,
                block.kind,
                block.terminator,
                signed(span.byte_start),
                signed(span.byte_end),
                span.start.line,
                span.start.column,
                span.end.line,
                span.end.column,
                block.hash,
                block.statements,
                block.condition,
            ])
            .at(at)?;
    }
    let at = "cfg_edges";
    let sql = "INSERT INTO cfg_edges (id, function_id, source_idx, target_idx, edge_type)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = connection.prepare_cached(sql).at(at)?;
    let edges = cfgs.iter().flat_map(|cfg| cfg.edges.iter().map(move |edge| (cfg.function, edge)));
    for (place, (function, edge)) in edges.enumerate() {
        let id = row_id(file, place).at(at)?;
        insert.execute(params![id, function.0, edge.source, edge.target, edge.kind]).at(at)?;
    }
    Ok(())
}

fn ast(connection: &Connection, file: NodeId) -> rusqlite::Result<Vec<AstNode>> {
    let sql = "SELECT id, parent_id, kind, byte_start, byte_end FROM ast_nodes
               WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    let mut tree = Tree::default();
    each(connection, sql, file, |row| tree.take(row, usize::MAX))?;
    Ok(tree.nodes)
}

/// By function.
fn cfgs(connection: &Connection, file: NodeId) -> rusqlite::Result<Vec<Cfg>> {
    let mut cfgs = std::collections::BTreeMap::new();
    fn of(cfgs: &mut std::collections::BTreeMap<NodeId, Cfg>, function: NodeId) -> &mut Cfg {
        cfgs.entry(function).or_insert_with(|| Cfg { function, blocks: Vec::new(), edges: Vec::new() })
    }
    let sql =
        "SELECT kind, terminator, byte_start, byte_end, start_line, start_col, end_line, end_col, cfg_hash,
                   statements, cfg_condition, function_id
               FROM cfg_blocks WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    each(connection, sql, file, |row| {
        of(&mut cfgs, NodeId(int(row, 11))).blocks.push(block_up_to(row, usize::MAX));
    })?;
    let sql = "SELECT source_idx, target_idx, edge_type, function_id FROM cfg_edges
               WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    each(connection, sql, file, |row| {
        of(&mut cfgs, NodeId(int(row, 3))).edges.push(edge_of_flow(row, usize::MAX));
    })?;
    Ok(cfgs.into_values().collect())
}

/// Whether the rows of a file have the ids of as many rows that were just written.
fn is_dense(connection: &Connection, table: &str, file: NodeId) -> rusqlite::Result<bool> {
    let sql = format!("SELECT count(*), max(id) FROM {table} WHERE id BETWEEN ?1 AND ?2");
    let mut select = connection.prepare_cached(&sql)?;
    select.query_row([file.0, file.0 | SLOT_MASK], |row| {
        let (count, last): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        Ok(last.is_none_or(|last| last == file.0 + count - 1))
    })
}

fn sorted(cfgs: &[Cfg]) -> Vec<Cfg> {
    let mut cfgs = cfgs.to_vec();
    cfgs.sort_by_key(|cfg| cfg.function);
    cfgs
}

fn each(
    connection: &Connection,
    sql: &str,
    file: NodeId,
    mut each: impl FnMut(&Row<'_>),
) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([file.0, file.0 | SLOT_MASK])?;
    while let Some(row) = rows.next()? {
        each(row);
    }
    Ok(())
}
