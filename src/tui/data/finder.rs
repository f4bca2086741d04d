//! Fuzzy search over every name of the database.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

use frizbee::{Config, Matcher, Pattern};

pub use super::names::NameTable;
use super::place::Place;
use crate::model::{Direction, EdgeKind, Node, NodeData, Symbol, SymbolKind};
use crate::store::{Reader, Result};

/// Matches that are shown.
const SHOWN: usize = 200;
/// References that are counted to tell which symbol of a name is used most.
const NAMED: usize = 50;
/// Names that are matched between two looks at whether to stop. What is made for each of them lies in small pieces of
/// memory, which are used again; larger ones would be kept beside each other for a while.
const CHUNK: usize = 1024;

impl NameTable {
    /// The best matches of `query`, best first, by their indices, with how many files and symbols match in all; `None`
    /// where it was told to stop. Words apart by spaces must all match. `partial` is called with what was found so
    /// far, once, early.
    pub fn search(
        &self,
        query: &str,
        cancel: &AtomicBool,
        mut partial: impl FnMut(Vec<usize>, usize),
    ) -> Option<(Vec<usize>, usize)> {
        let config = Config { max_typos: Some(0), ..Config::default() };
        let patterns: Vec<Pattern> = query.split_whitespace().map(Pattern::from).collect();
        let mut matcher = Matcher::from_patterns(&patterns, &config);
        // (score, shorter first, index): the best SHOWN so far, kept sorted by cutting now and then.
        let mut best: Vec<(u16, u32, usize)> = Vec::new();
        let mut total = 0;
        let mut told = false;
        let mut all = self.from(0);
        let (mut text, mut ends, mut counts) = (String::new(), Vec::new(), Vec::new());
        for start in (0..self.names()).step_by(CHUNK) {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            text.clear();
            ends.clear();
            counts.clear();
            while ends.len() < CHUNK
                && let Some(named) = all.next()
            {
                text.push_str(all.name());
                ends.push(text.len());
                counts.push(named.count as usize);
            }
            let begins = std::iter::once(0).chain(ends.iter().copied());
            let names: Vec<&str> =
                begins.zip(&ends).map(|(begin, &end)| text.get(begin..end).unwrap_or_default()).collect();
            for found in matcher.match_list(&names) {
                let at = found.index as usize;
                let length = names.get(at).map_or(u32::MAX, |name| name.len() as u32);
                best.push((found.score, length, start + at));
                total += counts.get(at).copied().unwrap_or_default();
            }
            if best.len() > SHOWN * 8 {
                keep_best(&mut best);
            }
            if !told && best.len() >= SHOWN {
                told = true;
                let mut early = best.clone();
                keep_best(&mut early);
                partial(early.iter().map(|(.., index)| *index).collect(), total);
            }
        }
        keep_best(&mut best);
        Some((best.into_iter().map(|(.., index)| index).collect(), total))
    }

    /// Bytes of `name` that `query` matches, ascending.
    pub fn matched_bytes(query: &str, name: &str) -> Vec<usize> {
        let config = Config { max_typos: Some(0), ..Config::default() };
        let patterns: Vec<Pattern> = query.split_whitespace().map(Pattern::from).collect();
        let found = Matcher::from_patterns(&patterns, &config).match_one_indices(name, 0);
        let mut bytes: Vec<usize> =
            found.into_iter().flat_map(|found| found.indices).map(|at| at as usize).collect();
        bytes.sort_unstable();
        bytes
    }
}

fn keep_best(best: &mut Vec<(u16, u32, usize)>) {
    best.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    best.truncate(SHOWN);
}

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

#[cfg(test)]
mod tests {
    use super::super::names::tests::table;
    use super::*;

    fn search(table: &NameTable, query: &str) -> Vec<String> {
        let (found, _) = table.search(query, &AtomicBool::new(false), |_, _| {}).unwrap();
        found.into_iter().map(|at| table.get(at).unwrap().0).collect()
    }

    #[test]
    fn letters_in_order_match_and_the_closest_comes_first() {
        let names = table(&["add_edge", "Graph", "try_add_edge_unchecked", "src/add/edges.rs", "remove"]);
        assert_eq!(search(&names, "addedge").first().map(String::as_str), Some("add_edge"));
        assert_eq!(search(&names, "adedg").len(), 3);
        assert_eq!(search(&names, "edge src"), ["src/add/edges.rs"]);
        assert!(search(&names, "zebra").is_empty());
    }

    #[test]
    fn all_that_have_a_name_are_counted() {
        let names = table(&["new", "new", "new", "old"]);
        let (found, total) = names.search("new", &AtomicBool::new(false), |_, _| {}).unwrap();
        assert_eq!((found, total), (vec![0], 3));
    }

    #[test]
    fn a_search_that_is_not_wanted_stops() {
        let names = table(&["a"]);
        assert!(names.search("a", &AtomicBool::new(true), |_, _| {}).is_none());
    }
}
