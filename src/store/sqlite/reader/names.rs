//! Symbols and files by name.

use super::super::row::{MAX_TEXT, bytes, int, lossy};
use super::edges::following;
use super::{SqliteReader, nodes, one_more, page};
use crate::model::{NodeId, Symbol};
use crate::store::{NameRow, Page, Result};

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
    let sql = "SELECT id, name FROM graph_entities WHERE kind = ?1 ORDER BY id";
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
