//! Symbols and files by name.

use rusqlite::params;
use rusqlite::types::Value;

use super::super::row::{MAX_TEXT, bytes, int, lossy};
use super::edges::following;
use super::keys::{Column, Key, above};
use super::{SqliteReader, nodes, one_more, page};
use crate::model::{NodeData, NodeId, Symbol};
use crate::store::{NameRow, Origin, Page, Result, Store};

/// Whether nodes have what a search by name needs.
pub(super) fn present(reader: &SqliteReader<'_>) -> bool {
    ["id", "kind", "name"].iter().all(|column| reader.columns().has_column("graph_entities", column))
}

pub(super) fn symbols_named(
    reader: &SqliteReader<'_>,
    name: &str,
    after: Option<NodeId>,
    limit: usize,
) -> Result<Page<Symbol>> {
    let Some(from) = following(after.map(|node| node.0)) else { return Ok(page(Vec::new(), limit)) };
    if !present(reader) {
        return Ok(page(Vec::new(), limit));
    }
    let sql = format!(
        "SELECT {} FROM graph_entities WHERE kind = 'Symbol' AND name = ?1 AND id >= ?2 ORDER BY id LIMIT ?3",
        nodes::selected(reader.columns())
    );
    let symbols = reader.all("graph_entities", &sql, (name, from, one_more(limit)), nodes::read_symbol)?;
    Ok(page(symbols, limit))
}

pub(super) fn names(reader: &SqliteReader<'_>, each: &mut dyn FnMut(NameRow<'_>) -> bool) -> Result<()> {
    if !present(reader) {
        return Ok(());
    }
    // Where the file has an index of names these are all read there.
    let sql = "SELECT id, name FROM graph_entities WHERE kind = ?1 ORDER BY name COLLATE BINARY, id";
    for (kind, is_file) in [("File", true), ("Symbol", false)] {
        let mut go_on = true;
        reader.each("graph_entities", sql, [kind], |row| {
            let name = lossy(bytes(row, 1).unwrap_or_default(), MAX_TEXT);
            go_on = each(NameRow { id: NodeId(int(row, 0)), is_file, name: &name });
            go_on
        })?;
        if !go_on {
            break;
        }
    }
    Ok(())
}

pub(super) fn symbols_prefixed(
    reader: &SqliteReader<'_>,
    prefix: &str,
    after: Option<(&str, NodeId)>,
    limit: usize,
) -> Result<Page<Symbol>> {
    if !present(reader) {
        return Ok(page(Vec::new(), limit));
    }
    // Every text is less than every blob.
    let (above, above_type) = match above(prefix.as_bytes().to_vec()) {
        Some(above) => (above, "CAST(?2 AS TEXT)"),
        None => (Vec::new(), "?2"),
    };
    let ask = |condition: &str, from: Value, id: Option<i64>, limit: usize| {
        // The condition has the third parameter, or says nothing of it.
        let sql = format!(
            "SELECT {} FROM graph_entities
             WHERE kind = 'Symbol' AND name COLLATE BINARY {condition} AND name COLLATE BINARY < {above_type}
             ORDER BY name COLLATE BINARY, id LIMIT ?4",
            nodes::selected(reader.columns())
        );
        let params = params![from, above, id, one_more(limit)];
        reader.all("graph_entities", &sql, params, nodes::read_symbol)
    };
    let from_here = ">= CAST(?1 AS TEXT) AND ?3 IS NULL";
    let Some((name, id)) = after else {
        let begin = Value::Blob(prefix.as_bytes().to_vec());
        return Ok(page(ask(from_here, begin, None, limit)?, limit));
    };
    let names =
        Column { table: "graph_entities", rows: "kind = 'Symbol'", name: "name", is_descending: false };
    let key = Key::find(reader, names, name, Some(("id", id.0)))?;
    let mut symbols = Vec::new();
    if key.exact
        && key.begins_with(prefix)
        && let Some(next) = following(Some(id.0))
    {
        symbols = ask("= CAST(?1 AS TEXT) AND id >= ?3", key.before(), Some(next), limit)?;
    }
    if symbols.len() <= limit
        && let Some(behind) = key.behind()
    {
        let begin = match behind {
            Value::Blob(behind) => Value::Blob(behind.max(prefix.as_bytes().to_vec())),
            other => other,
        };
        symbols.extend(ask(from_here, begin, None, limit - symbols.len())?);
    }
    Ok(page(symbols, limit))
}

pub(super) fn symbols_qualified(
    reader: &SqliteReader<'_>,
    qualified: &str,
    after: Option<NodeId>,
    limit: usize,
) -> Result<Page<Symbol>> {
    if !reader.columns().qualified_indexed {
        return symbols_where(reader, after, limit, |symbol| symbol.qualified == qualified);
    }
    let Some(from) = following(after.map(|node| node.0)) else { return Ok(page(Vec::new(), limit)) };
    // The very expression of the index. The `+` keeps SQLite from walking all symbols by their id.
    let sql = format!(
        "SELECT {} FROM graph_entities
         WHERE kind = 'Symbol' AND json_extract(data, '$.fqn') = ?1 AND +id >= ?2 ORDER BY id LIMIT ?3",
        nodes::selected(reader.columns())
    );
    let symbols =
        reader.all("graph_entities", &sql, (qualified, from, one_more(limit)), nodes::read_symbol)?;
    Ok(page(symbols, limit))
}

/// In an index of our own a symbol's stable id is its node's id in hexadecimal.
pub(super) fn symbols_with_stable_id(
    reader: &SqliteReader<'_>,
    stable_id: &str,
    after: Option<NodeId>,
    limit: usize,
) -> Result<Page<Symbol>> {
    if reader.store.origin() == Origin::Magellan {
        return symbols_where(reader, after, limit, |symbol| symbol.stable_id == stable_id);
    }
    let mut found = Vec::new();
    if let Ok(id) = u64::from_str_radix(stable_id, 16)
        && let Some(node) = nodes::node(reader, NodeId(id.cast_signed()))?
        && let NodeData::Symbol(symbol) = node.data
        && symbol.stable_id == stable_id
        && after.is_none_or(|after| after < symbol.id)
    {
        found.push(symbol);
    }
    Ok(page(found, limit))
}

/// The symbols that are `wanted`, by id: one pass over all of them.
fn symbols_where(
    reader: &SqliteReader<'_>,
    after: Option<NodeId>,
    limit: usize,
    wanted: impl Fn(&Symbol) -> bool,
) -> Result<Page<Symbol>> {
    let Some(from) = following(after.map(|node| node.0)) else { return Ok(page(Vec::new(), limit)) };
    let mut symbols = Vec::new();
    if !present(reader) {
        return Ok(page(symbols, limit));
    }
    let sql = format!(
        "SELECT {} FROM graph_entities WHERE kind = 'Symbol' AND id >= ?1 ORDER BY id",
        nodes::selected(reader.columns())
    );
    reader.each("graph_entities", &sql, [from], |row| {
        symbols.extend(Some(nodes::read_symbol(row)).filter(&wanted));
        symbols.len() <= limit
    })?;
    Ok(page(symbols, limit))
}
