//! Fuzzy search over every name of the database.

use std::cmp::Reverse;

use super::matching::SHOWN;
pub use super::names::NameTable;
use super::place::Place;
use crate::model::{Direction, EdgeKind, Node, NodeData, Symbol, SymbolKind};
use crate::store::{Reader, Result};

/// References that are counted to tell which symbol of a name is used most.
const NAMED: usize = 50;

/// A match, with what is needed to show it and to go there.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was matched: a bare name or a path.
    pub name: String,
    /// Bytes of the name that the query matched, ascending.
    pub matched: Vec<usize>,
    /// A symbol's kind; `None` for a file.
    pub kind: Option<SymbolKind>,
    /// Where it is.
    pub place: Place,
}

/// Matches of a query.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The query.
    pub query: String,
    /// The best matches, best first.
    pub hits: Vec<Hit>,
    /// How many names match in all, as far as they were looked at.
    pub total: usize,
    /// Whether all names were looked at.
    pub complete: bool,
}

/// Reads what is needed to show what has the names at `indices`, as much as is shown.
///
/// # Errors
/// Where the nodes cannot be read.
pub fn hits(reader: &dyn Reader, table: &NameTable, indices: &[usize], query: &str) -> Result<Vec<Hit>> {
    let mut hits = Vec::with_capacity(indices.len());
    let mut add = |name: String, kind, place| {
        let matched = NameTable::matched_bytes(query, &name);
        hits.push(Hit { name, matched, kind, place });
        hits.len() < SHOWN
    };
    for index in indices {
        let Some((name, named)) = table.get(*index) else { continue };
        let symbols = match named.id.map(|id| reader.node(id)).transpose()?.flatten() {
            Some(Node { data: NodeData::File(file), .. }) => {
                let place = Place::of_file(file.id, &file.path);
                if !add(file.path, None, place) {
                    break;
                }
                continue;
            }
            Some(Node { data: NodeData::Symbol(symbol), .. }) => vec![symbol],
            Some(_) => continue,
            None if named.id.is_some() => continue,
            None => most_used_first(
                reader,
                reader.symbols_named(&name, None, (named.count as usize).min(SHOWN))?.items,
            )?,
        };
        for symbol in symbols {
            let place = Place::of_symbol(reader, &symbol)?;
            if !add(symbol.name, Some(symbol.kind), place) {
                return Ok(hits);
            }
        }
    }
    Ok(hits)
}

/// Of symbols with one name those first that are used most: called, or named as types and constants are; fields and variables
/// come behind all else. Cost: where there are several, a look-up each, or two.
fn most_used_first(reader: &dyn Reader, symbols: Vec<Symbol>) -> Result<Vec<Symbol>> {
    if symbols.len() < 2 {
        return Ok(symbols);
    }
    let mut ranked = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        let called = reader.symbol_metrics(&symbol)?.map_or(0, |metrics| metrics.fan_in);
        let used = match called {
            ..=0 => reader.edges(symbol.id, Direction::In, &EdgeKind::References, None, NAMED)?.items.len(),
            _ => NAMED.saturating_add(usize::try_from(called).unwrap_or(usize::MAX)),
        };
        let is_part = matches!(symbol.kind, SymbolKind::Field | SymbolKind::Property | SymbolKind::Variable);
        ranked.push(((is_part, Reverse(used)), symbol));
    }
    // Those that are used alike stay by their ids.
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, symbol)| symbol).collect())
}
