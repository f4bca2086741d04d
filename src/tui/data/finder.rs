//! Fuzzy search over every name of the database.

use std::sync::atomic::{AtomicBool, Ordering};

use frizbee::{Config, Matcher, Pattern};

use super::place::Place;
use crate::model::{NodeData, NodeId, NodeKind, SymbolKind};
use crate::source::cut;
use crate::store::{Reader, Result};

/// Matches that are shown.
const SHOWN: usize = 200;
/// Names that are matched between two looks at whether to stop.
const CHUNK: usize = 16_384;
/// Longest part of a name that is kept, in bytes.
const LONGEST_NAME: usize = 240;

/// All names, packed: 12 bytes and its text a name.
#[derive(Debug, Default)]
pub struct NameTable {
    text: String,
    /// Where each name ends in `text`.
    ends: Vec<u32>,
    ids: Vec<NodeId>,
}

impl NameTable {
    /// Reads every name; `None` where it was told to stop.
    ///
    /// # Errors
    /// Where the names cannot be read.
    pub fn read(reader: &dyn Reader, cancel: &AtomicBool) -> Result<Option<NameTable>> {
        let count = reader.count_nodes(&NodeKind::File)? + reader.count_nodes(&NodeKind::Symbol)?;
        // A count from a damaged file may be anything; what it saves is only growing.
        let count = usize::try_from(count).unwrap_or(0).min(1 << 24);
        let mut table = NameTable {
            text: String::new(),
            ends: Vec::with_capacity(count),
            ids: Vec::with_capacity(count),
        };
        reader.names(&mut |row| table.push(row.id, row.name) && !cancel.load(Ordering::Relaxed))?;
        table.text.shrink_to_fit();
        Ok((!cancel.load(Ordering::Relaxed)).then_some(table))
    }

    /// Adds a name; `false` when the table is full (4 GiB of text).
    fn push(&mut self, id: NodeId, name: &str) -> bool {
        let name = cut(name, LONGEST_NAME);
        let Some(end) = u32::try_from(self.text.len() + name.len()).ok().filter(|end| *end < u32::MAX / 2)
        else {
            return false;
        };
        self.text.push_str(name);
        self.ends.push(end);
        self.ids.push(id);
        true
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Bytes that the table takes.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.ends.capacity() * size_of::<u32>()
            + self.ids.capacity() * size_of::<NodeId>()
    }

    fn name(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The best matches of `query`, best first, with how many names match in all; `None` where it was
    /// told to stop. Words apart by spaces must all match. `partial` is called with what was found so
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
        for start in (0..self.len()).step_by(CHUNK) {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            let end = (start + CHUNK).min(self.len());
            let names: Vec<&str> = (start..end).map(|index| self.name(index)).collect();
            for found in matcher.match_list(&names) {
                let index = start + found.index as usize;
                let length = u32::try_from(self.name(index).len()).unwrap_or(u32::MAX);
                best.push((found.score, length, index));
                total += 1;
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

/// Reads what is needed to show the names at `indices`.
///
/// # Errors
/// Where the nodes cannot be read.
pub fn hits(reader: &dyn Reader, table: &NameTable, indices: &[usize], query: &str) -> Result<Vec<Hit>> {
    let mut hits = Vec::with_capacity(indices.len());
    for index in indices {
        let Some(id) = table.ids.get(*index) else { continue };
        let (name, kind, place) = match reader.node(*id)?.map(|node| node.data) {
            Some(NodeData::Symbol(symbol)) => {
                let place = Place::of_symbol(reader, &symbol)?;
                (symbol.name, Some(symbol.kind), place)
            }
            Some(NodeData::File(file)) => {
                let place = Place::of_file(file.id, &file.path);
                (file.path, None, place)
            }
            _ => continue,
        };
        let matched = NameTable::matched_bytes(query, &name);
        hits.push(Hit { name, matched, kind, place });
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str]) -> NameTable {
        let mut table = NameTable::default();
        for (at, name) in names.iter().enumerate() {
            assert!(table.push(NodeId(at as i64), name));
        }
        table
    }

    fn search(table: &NameTable, query: &str) -> Vec<String> {
        let (found, _) = table.search(query, &AtomicBool::new(false), |_, _| {}).unwrap();
        found.into_iter().map(|at| table.name(at).to_owned()).collect()
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
    fn a_search_that_is_not_wanted_stops() {
        let names = table(&["a"]);
        assert!(names.search("a", &AtomicBool::new(true), |_, _| {}).is_none());
    }

    #[test]
    fn a_name_takes_less_than_48_bytes() {
        let mut names = NameTable::default();
        for at in 0..100_000 {
            names.push(NodeId(at), &format!("a_name_of_common_length_{at}"));
        }
        names.text.shrink_to_fit();
        names.ends.shrink_to_fit();
        names.ids.shrink_to_fit();
        assert!(names.bytes() <= 48 * names.len());
    }
}
