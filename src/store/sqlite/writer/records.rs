//! What a source file puts into the tables, and how it is taken out again.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::kept::encode_totals;
use super::super::reader::{SLOT_MASK, node_up_to, state_up_to};
use super::ledger::{self, Ledger};
use super::names::Names;
use super::{At, Failure, cross_refs, graph, metrics, structure};
use crate::model::{FileRecords, FileState, NodeId, Record};
use crate::store::codec::{Totals, encode_record};

/// Removes everything that came from a file.
pub(super) fn remove(connection: &Connection, file: NodeId) -> Result<(), Failure> {
    remove_beside(connection, file)?;
    structure::remove(connection, file)?;
    for (table, column) in [("graph_labels", "entity_id"), ("graph_edges", "id"), ("graph_entities", "id")] {
        remove_range(connection, table, column, file)?;
    }
    Ok(())
}

/// Removes what came from a file, its part of the graph apart.
fn remove_beside(connection: &Connection, file: NodeId) -> Result<(), Failure> {
    remove_of_path(connection, file, &["code_chunks", "cross_file_refs", "file_metrics"])?;
    remove_range(connection, "symbol_metrics", "symbol_id", file)?;
    remove_range(connection, "tui_files", "file_id", file)?;
    cross_refs::forget(connection, [file.0, file.0 | SLOT_MASK])
}

/// Removes a file's rows from tables that know it by its path.
pub(super) fn remove_of_path(
    connection: &Connection,
    file: NodeId,
    tables: &[&'static str],
) -> Result<(), Failure> {
    let of_path = "(SELECT path FROM tui_files WHERE file_id = ?1)";
    for &table in tables {
        let sql = format!("DELETE FROM {table} WHERE file_path = {of_path}");
        connection.prepare_cached(&sql).and_then(|mut delete| delete.execute([file.0])).at(table)?;
    }
    Ok(())
}

pub(super) fn remove_range(
    connection: &Connection,
    table: &'static str,
    column: &str,
    file: NodeId,
) -> Result<(), Failure> {
    let sql = format!("DELETE FROM {table} WHERE {column} BETWEEN ?1 AND ?2");
    let removed =
        connection.prepare_cached(&sql).and_then(|mut delete| delete.execute([file.0, file.0 | SLOT_MASK]));
    removed.map(drop).at(table)
}

/// Writes everything that comes from a file over what is there of it.
pub(super) fn replace(
    connection: &Connection,
    records: &FileRecords,
    totals: &Totals,
) -> Result<(), Failure> {
    remove_beside(connection, records.file.id)?;
    graph::replace(connection, records)?;
    // After the nodes: what is of a function that is gone has gone with it.
    structure::replace(connection, records)?;
    insert_beside(connection, records, totals)
}

/// Writes what a file's names mean over what is there of it. What follows from its text alone stays.
pub(super) fn replace_meaning(
    connection: &Connection,
    records: &FileRecords,
    totals: &Totals,
) -> Result<(), Failure> {
    let file = records.file.id;
    remove_of_path(connection, file, &["cross_file_refs", "file_metrics"])?;
    remove_range(connection, "symbol_metrics", "symbol_id", file)?;
    cross_refs::forget(connection, [file.0, file.0 | SLOT_MASK])?;
    graph::replace(connection, records)?;
    metrics::insert(connection, records)?;
    cross_refs::keep(connection, records)?;
    write_found(connection, &records.state)?;
    ledger::put(connection, file, totals)
}

/// The names of a file's nodes, as they are now; none where the file is not there.
pub(super) fn names(connection: &Connection, file: NodeId) -> Result<Names, Failure> {
    let mut select = connection
        .prepare_cached("SELECT id, name FROM graph_entities WHERE id BETWEEN ?1 AND ?2")
        .at("graph_entities")?;
    select
        .query_map([file.0, file.0 | SLOT_MASK], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .at("graph_entities")
}

/// Writes everything that comes from a file, of which nothing is there. Gives its nodes' names.
pub(super) fn insert(
    connection: &Connection,
    records: &FileRecords,
    totals: &Totals,
) -> Result<Names, Failure> {
    let names = graph::insert(connection, records)?;
    structure::insert(connection, records)?;
    insert_beside(connection, records, totals)?;
    Ok(names)
}

/// Writes what comes from a file, its part of the graph and its structure apart.
fn insert_beside(connection: &Connection, records: &FileRecords, totals: &Totals) -> Result<(), Failure> {
    insert_chunks(connection, records)?;
    metrics::insert(connection, records)?;
    cross_refs::keep(connection, records)?;
    let FileState { file, path, size, modified_ns, hash, digest } = &records.state;
    connection
        .prepare_cached(
            "INSERT INTO tui_files (file_id, path, size, modified_ns, hash, digest, facts, totals)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut insert| {
            let totals = encode_totals(totals);
            let size = signed(*size);
            insert.execute(params![file.0, path, size, modified_ns, hash, digest, records.facts, totals])
        })
        .at("tui_files")?;
    Ok(())
}

/// Notes another time for a file whose content is the same.
pub(super) fn put_state(
    connection: &Connection,
    state: &FileState,
    ledger: &mut Ledger,
) -> Result<(), Failure> {
    let Some(before) = ledger::of_file(connection, state.file)? else { return Ok(()) };
    let mut after = before.clone();
    for record in timed(connection, state.file)? {
        encode_record(&mut ledger.encoder, &record);
        after.forget(record.kind(), ledger.encoder.digest());
    }
    write_state(connection, state)?;
    for record in timed(connection, state.file)? {
        encode_record(&mut ledger.encoder, &record);
        after.note(record.kind(), ledger.encoder.digest());
    }
    ledger.replace(Some(&before), Some(&after));
    ledger::put(connection, state.file, &after)
}

/// A file's state.
pub(super) fn state(connection: &Connection, file: NodeId) -> Result<Option<FileState>, Failure> {
    let sql = "SELECT file_id, path, size, modified_ns, hash, digest FROM tui_files WHERE file_id = ?1";
    let state = connection
        .prepare_cached(sql)
        .and_then(|mut select| select.query_row([file.0], |row| Ok(state_up_to(row, usize::MAX))).optional());
    state.at("tui_files")
}

/// The records that say when a file was changed.
pub(super) fn timed(connection: &Connection, file: NodeId) -> Result<Vec<Record>, Failure> {
    let mut found: Vec<Record> = state(connection, file)?.map(Record::FileState).into_iter().collect();
    let sql = "SELECT id, kind, name, file_path, data FROM graph_entities WHERE id = ?1";
    let node = connection
        .prepare_cached(sql)
        .and_then(|mut select| select.query_row([file.0], |row| Ok(node_up_to(row, usize::MAX))).optional());
    found.extend(node.at("graph_entities")?.map(Record::Node));
    Ok(found)
}

fn write_state(connection: &Connection, state: &FileState) -> Result<(), Failure> {
    write_found(connection, state)?;
    connection
        .prepare_cached(
            "UPDATE graph_entities SET data = json_set(data, '$.last_modified', ?2) WHERE id = ?1",
        )
        .and_then(|mut update| update.execute([state.file.0, state.modified_ns.div_euclid(1_000_000_000)]))
        .at("graph_entities")?;
    Ok(())
}

/// Writes how a file was found into its own row alone.
pub(super) fn write_found(connection: &Connection, state: &FileState) -> Result<(), Failure> {
    let FileState { file, path: _, size, modified_ns, hash, digest } = state;
    connection
        .prepare_cached(
            "UPDATE tui_files SET size = ?2, modified_ns = ?3, hash = ?4, digest = ?5 WHERE file_id = ?1",
        )
        .and_then(|mut update| update.execute(params![file.0, signed(*size), modified_ns, hash, digest]))
        .map(drop)
        .at("tui_files")
}

fn insert_chunks(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO code_chunks (file_path, byte_start, byte_end, content, content_hash, symbol_name,
                 symbol_kind, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .at("code_chunks")?;
    for chunk in &records.chunks {
        insert
            .execute(params![
                chunk.path,
                signed(chunk.byte_start),
                signed(chunk.byte_end),
                chunk.content,
                chunk.content_hash,
                chunk.symbol_name,
                chunk.symbol_kind,
                chunk.created_at,
            ])
            .at("code_chunks")?;
    }
    Ok(())
}

/// A byte offset as SQLite holds it. No text is so long that it would not fit.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
