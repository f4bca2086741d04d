//! What a source file puts into the tables, and how it is taken out again.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::super::reader::SLOT_MASK;
use super::names::Names;
use super::{At, Failure, cross_refs, encode};
use crate::model::{Edge, EdgeKind, FileRecords, FileState, Language, NodeId, Span};

/// A row of `graph_entities`.
struct Entity<'a> {
    id: i64,
    kind: &'static str,
    name: String,
    path: &'a str,
    data: String,
}

/// Removes everything that came from a file.
pub(super) fn remove(connection: &Connection, file: NodeId) -> Result<(), Failure> {
    let range = [file.0, file.0 | SLOT_MASK];
    let of_path = "(SELECT path FROM tui_files WHERE file_id = ?1)";
    for (table, column) in
        [("code_chunks", "file_path"), ("cross_file_refs", "file_path"), ("file_metrics", "file_path")]
    {
        let sql = format!("DELETE FROM {table} WHERE {column} = {of_path}");
        connection.prepare_cached(&sql).and_then(|mut delete| delete.execute([file.0])).at(table)?;
    }
    for (table, column) in [
        ("graph_labels", "entity_id"),
        ("symbol_metrics", "symbol_id"),
        ("graph_edges", "id"),
        ("graph_entities", "id"),
        ("tui_files", "file_id"),
    ] {
        let sql = format!("DELETE FROM {table} WHERE {column} BETWEEN ?1 AND ?2");
        connection.prepare_cached(&sql).and_then(|mut delete| delete.execute(range)).at(table)?;
    }
    cross_refs::forget(connection, range)
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
pub(super) fn insert(connection: &Connection, records: &FileRecords) -> Result<Names, Failure> {
    let names = insert_entities(connection, records)?;
    insert_labels(connection, records)?;
    insert_edges(connection, records)?;
    insert_chunks(connection, records)?;
    insert_metrics(connection, records)?;
    cross_refs::keep(connection, records)?;
    let FileState { file, path, size, modified_ns, hash, digest } = &records.state;
    connection
        .prepare_cached(
            "INSERT INTO tui_files (file_id, path, size, modified_ns, hash, digest, facts)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .and_then(|mut insert| {
            insert.execute(params![file.0, path, signed(*size), modified_ns, hash, digest, records.facts])
        })
        .at("tui_files")?;
    Ok(names)
}

/// Notes another time for a file whose content is the same.
pub(super) fn put_state(connection: &Connection, state: &FileState) -> Result<(), Failure> {
    let FileState { file, path: _, size, modified_ns, hash, digest } = state;
    connection
        .prepare_cached(
            "UPDATE tui_files SET size = ?2, modified_ns = ?3, hash = ?4, digest = ?5 WHERE file_id = ?1",
        )
        .and_then(|mut update| update.execute(params![file.0, signed(*size), modified_ns, hash, digest]))
        .at("tui_files")?;
    connection
        .prepare_cached(
            "UPDATE graph_entities SET data = json_set(data, '$.last_modified', ?2) WHERE id = ?1",
        )
        .and_then(|mut update| update.execute([file.0, modified_ns.div_euclid(1_000_000_000)]))
        .at("graph_entities")?;
    Ok(())
}

fn insert_entities(connection: &Connection, records: &FileRecords) -> Result<Names, Failure> {
    let file = &records.file;
    let mut entities = vec![Entity {
        id: file.id.0,
        kind: "File",
        name: file.path.clone(),
        path: &file.path,
        data: encode::file(file),
    }];
    entities.extend(records.symbols.iter().map(|symbol| Entity {
        id: symbol.id.0,
        kind: "Symbol",
        name: symbol.name.clone(),
        path: &symbol.path,
        data: encode::symbol(symbol),
    }));
    entities.extend(records.references.iter().map(|reference| {
        let (name, data) = encode::reference(reference);
        Entity { id: reference.id.0, kind: "Reference", name, path: &reference.path, data }
    }));
    entities.extend(records.calls.iter().map(|call| {
        let (name, data) = encode::call(call);
        Entity { id: call.id.0, kind: "Call", name, path: &call.path, data }
    }));
    entities.extend(records.imports.iter().map(|import| {
        let (name, data) = encode::import(import);
        Entity { id: import.id.0, kind: "Import", name, path: &import.path, data }
    }));
    // Ascending ids append to the table instead of splitting its pages.
    entities.sort_unstable_by_key(|entity| entity.id);
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO graph_entities (id, kind, name, file_path, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .at("graph_entities")?;
    entities
        .into_iter()
        .map(|Entity { id, kind, name, path, data }| {
            insert.execute(params![id, kind, name, path, data]).at("graph_entities")?;
            Ok((id, name))
        })
        .collect()
}

fn insert_labels(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO graph_labels (entity_id, label) VALUES (?1, ?2)")
        .at("graph_labels")?;
    let mut put = |id: NodeId, label: &str| insert.execute(params![id.0, label]).map(drop).at("graph_labels");
    put(records.file.id, "File")?;
    let language = Language::of_path(&records.file.path).label();
    for symbol in &records.symbols {
        put(symbol.id, language)?;
        if symbol.kind.label() != language {
            put(symbol.id, symbol.kind.label())?;
        }
    }
    records.imports.iter().try_for_each(|import| put(import.id, "Import"))
}

fn insert_edges(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let references: HashMap<NodeId, &Span> =
        records.references.iter().map(|reference| (reference.id, &reference.span)).collect();
    let imports: HashMap<NodeId, &Span> =
        records.imports.iter().map(|import| (import.id, &import.span)).collect();
    // An edge that says nothing of its own says what Magellan's does.
    let data = |edge: &Edge| match &edge.kind {
        _ if !edge.data.is_empty() => edge.data.clone(),
        EdgeKind::References => {
            references.get(&edge.from).map(|span| encode::reference_edge(span)).unwrap_or_default()
        }
        EdgeKind::Imports => imports.get(&edge.to).map(|span| encode::import_edge(span)).unwrap_or_default(),
        _ => String::from("{}"),
    };
    let mut edges: Vec<&Edge> = records.edges.iter().collect();
    edges.sort_unstable_by_key(|edge| edge.id);
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO graph_edges (id, from_id, to_id, edge_type, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .at("graph_edges")?;
    for edge in edges {
        let kind = edge.kind.as_str();
        insert.execute(params![edge.id.0, edge.from.0, edge.to.0, kind, data(edge)]).at("graph_edges")?;
    }
    Ok(())
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

fn insert_metrics(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let file = &records.metrics;
    connection
        .prepare_cached(
            "INSERT INTO file_metrics (file_path, symbol_count, loc, estimated_loc, fan_in, fan_out,
                 complexity_score, last_updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                file.path,
                file.symbol_count,
                file.loc,
                file.estimated_loc,
                file.fan_in,
                file.fan_out,
                file.complexity_score,
                file.last_updated,
            ])
        })
        .at("file_metrics")?;
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO symbol_metrics (symbol_id, symbol_name, kind, file_path, loc, estimated_loc, fan_in,
                 fan_out, cyclomatic_complexity, last_updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .at("symbol_metrics")?;
    for symbol in &records.symbol_metrics {
        insert
            .execute(params![
                symbol.symbol.0,
                symbol.name,
                symbol.kind,
                symbol.path,
                symbol.loc,
                symbol.estimated_loc,
                symbol.fan_in,
                symbol.fan_out,
                symbol.cyclomatic_complexity,
                symbol.last_updated,
            ])
            .at("symbol_metrics")?;
    }
    Ok(())
}

/// A byte offset as SQLite holds it. No text is so long that it would not fit.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
