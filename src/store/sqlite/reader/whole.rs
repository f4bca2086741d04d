//! What a copy of the database is made of: its content, rows as they are, and all that there is of a file.

use std::collections::BTreeMap;

use rusqlite::{Params, Row};

use super::super::row::{bytes, int};
use super::super::store::TUI_FORMAT;
use super::super::tables;
use super::structure::{Tree, ast_selected, block_up_to, edge_of_flow};
use super::{SqliteReader, chunks, edges, meta, metrics, nodes};
use crate::model::{Cfg, FileRecords, NodeData, NodeId};
use crate::store::{Content, Form, Origin, Result, Row as CarriedRow, Store, StoreError, Table};

/// Texts are not cut here.
const WHOLE: usize = usize::MAX;

pub(super) fn content(reader: &SqliteReader<'_>) -> Result<Content> {
    let store = reader.store;
    let is_own = store.origin() == Origin::Own && store.format == TUI_FORMAT && meta::is_unmixed(reader)?;
    let form = if is_own { Form::Own } else { Form::Foreign };
    let schema = reader.connected(|connection| tables::schema(store.path(), connection, store.has_log()))?;
    Ok(Content { form, schema: Some(schema), rows_hold: true })
}

pub(super) fn rows(
    reader: &SqliteReader<'_>,
    table: &Table,
    after: Option<i64>,
    each: &mut dyn FnMut(CarriedRow<'_>) -> bool,
) -> Result<()> {
    reader.with(&table.name, |connection| tables::rows(connection, table, after, each))
}

pub(super) fn file_records(reader: &SqliteReader<'_>, file: NodeId) -> Result<Option<FileRecords>> {
    let columns = reader.columns();
    if !columns.has("tui_files") {
        return Ok(None);
    }
    let mut found: Option<FileRecords> = None;
    let mut is_foreign = false;
    let range = [file.0, file.last_of_file().0];
    let select = format!(
        "SELECT {} FROM graph_entities WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        nodes::selected(columns)
    );
    // The file has the first id of its range.
    reader.each("graph_entities", &select, range, |row| {
        match (nodes::node_up_to(row, WHOLE).data, &mut found) {
            (NodeData::File(node), None) if node.id == file => found = Some(FileRecords::of(node)),
            (_, None) => return false,
            (NodeData::Symbol(symbol), Some(found)) => found.symbols.push(symbol),
            (NodeData::Reference(reference), Some(found)) => found.references.push(reference),
            (NodeData::Call(call), Some(found)) => found.calls.push(call),
            (NodeData::Import(import), Some(found)) => found.imports.push(import),
            (NodeData::File(_) | NodeData::Other { .. }, Some(_)) => is_foreign = true,
        }
        true
    })?;
    let Some(mut found) = found else { return Ok(None) };
    if is_foreign {
        return Err(StoreError::Damaged {
            path: reader.store.path().to_owned(),
            table: Some("graph_entities".to_owned()),
            detail: format!("file {} holds a node that no file of an index has", file.0),
        });
    }
    take_rest(reader, range, &mut found)?;
    Ok(Some(found))
}

/// Reads what there is beside the nodes.
fn take_rest(reader: &SqliteReader<'_>, range: [i64; 2], to: &mut FileRecords) -> Result<()> {
    let columns = reader.columns();
    let path = to.file.path.clone();
    let select = format!(
        "SELECT {} FROM graph_edges WHERE from_id BETWEEN ?1 AND ?2 ORDER BY from_id, id",
        edges::selected(columns)
    );
    to.edges = reader.all("graph_edges", &select, range, |row| edges::edge_up_to(row, Origin::Own, WHOLE))?;
    let select = format!(
        "SELECT {} FROM code_chunks WHERE file_path = ?1 ORDER BY byte_start, byte_end",
        chunks::selected(columns)
    );
    to.chunks = reader.all("code_chunks", &select, [&path], |row| chunks::chunk_up_to(row, WHOLE))?;
    let select = format!("SELECT {} FROM file_metrics WHERE file_path = ?1", metrics::file_selected(columns));
    if let Some(metrics) =
        reader.first("file_metrics", &select, [&path], |row| metrics::file_up_to(row, WHOLE))?
    {
        to.metrics = metrics;
    }
    let select = format!(
        "SELECT {} FROM symbol_metrics WHERE symbol_id BETWEEN ?1 AND ?2 ORDER BY symbol_id",
        metrics::symbol_selected(columns)
    );
    to.symbol_metrics =
        reader.all("symbol_metrics", &select, range, |row| metrics::symbol_up_to(row, WHOLE))?;
    let select =
        format!("SELECT {}, facts FROM tui_files WHERE file_id = ?1", chunks::state_selected(columns));
    let state = reader.first("tui_files", &select, [to.file.id.0], |row| {
        (chunks::state_up_to(row, WHOLE), bytes(row, 6).unwrap_or_default().to_vec())
    })?;
    if let Some(state) = state {
        (to.state, to.facts) = state;
    }
    let select = format!("SELECT {} FROM ast_nodes WHERE file_id = ?1 ORDER BY id", ast_selected(columns));
    let mut tree = Tree::default();
    reader.each("ast_nodes", &select, [to.file.id.0], |row| {
        tree.take(row, WHOLE);
        true
    })?;
    to.ast = tree.nodes;
    to.cfgs = cfgs(reader, range)?;
    Ok(())
}

/// The control flow of the functions in a range, by their ids.
fn cfgs(reader: &SqliteReader<'_>, range: impl Params + Clone) -> Result<Vec<Cfg>> {
    let mut cfgs: BTreeMap<NodeId, Cfg> = BTreeMap::new();
    fn of<'a>(cfgs: &'a mut BTreeMap<NodeId, Cfg>, row: &Row<'_>, column: usize) -> &'a mut Cfg {
        let function = NodeId(int(row, column));
        cfgs.entry(function).or_insert_with(|| Cfg { function, blocks: Vec::new(), edges: Vec::new() })
    }
    let select = "SELECT kind, terminator, byte_start, byte_end, start_line, start_col, end_line, end_col,
                         cfg_hash, statements, cfg_condition, function_id
                  FROM cfg_blocks WHERE function_id BETWEEN ?1 AND ?2 ORDER BY function_id, id";
    reader.each("cfg_blocks", select, range.clone(), |row| {
        of(&mut cfgs, row, 11).blocks.push(block_up_to(row, WHOLE));
        true
    })?;
    let select = "SELECT source_idx, target_idx, edge_type, function_id
                  FROM cfg_edges WHERE function_id BETWEEN ?1 AND ?2 ORDER BY function_id, id";
    reader.each("cfg_edges", select, range, |row| {
        of(&mut cfgs, row, 3).edges.push(edge_of_flow(row, WHOLE));
        true
    })?;
    Ok(cfgs.into_values().collect())
}
