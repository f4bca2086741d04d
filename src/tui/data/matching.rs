//! Which names of a table match what is typed, and which of them best.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use frizbee::{Config, Matcher, Pattern};

use super::names::NameTable;

/// Matches that are kept.
pub const SHOWN: usize = 200;
/// Names that are matched between two looks at whether to stop. What is made for each of them lies in small pieces of
/// memory, which are used again; larger ones would be kept beside each other for a while.
const CHUNK: usize = 1024;
/// Names from which on they are matched by several threads, and how many those are at most: what is typed comes first,
/// and it is only a moment.
const MANY: usize = 100_000;
const MOST_THREADS: usize = 4;

impl NameTable {
    /// The best matches of `query`, best first, by their indices, with how many files and symbols match in all; `None`
    /// where it was told to stop. Words apart by spaces must all match. `partial` is called with what was found so
    /// far, once, early. Of many names parts are looked through side by side.
    pub fn search(
        &self,
        query: &str,
        cancel: &AtomicBool,
        mut partial: impl FnMut(Vec<usize>, usize),
    ) -> Option<(Vec<usize>, usize)> {
        let patterns: Vec<Pattern> = query.split_whitespace().map(Pattern::from).collect();
        let parts = match std::thread::available_parallelism() {
            Ok(threads) if self.names() >= MANY => threads.get().min(MOST_THREADS),
            _ => 1,
        };
        let part = (self.names() / parts).next_multiple_of(CHUNK).max(CHUNK);
        let (first, rest) = (0..part.min(self.names()), part.min(self.names())..self.names());
        std::thread::scope(|scope| {
            let others: Vec<_> = rest
                .clone()
                .step_by(part)
                .map(|begin| {
                    let (part, patterns) = (begin..(begin + part).min(rest.end), &patterns);
                    scope.spawn(move || self.search_part(part, patterns, cancel, &mut |_| {}))
                })
                .collect();
            let mut told = false;
            let found = self.search_part(first, &patterns, cancel, &mut |best| {
                if !told && best.is_full() {
                    told = true;
                    partial(best.clone().indices(), best.total);
                }
            });
            let mut best = found?;
            for other in others {
                best.join(other.join().unwrap_or_else(|defect| std::panic::resume_unwind(defect))?);
            }
            let total = best.total;
            Some((best.indices(), total))
        })
    }

    /// The best matches among the names in `part`, which begins where a block does; `None` where it was told to stop.
    /// `tell` is called now and then with what was found so far.
    fn search_part(
        &self,
        part: Range<usize>,
        patterns: &[Pattern],
        cancel: &AtomicBool,
        tell: &mut dyn FnMut(&Best),
    ) -> Option<Best> {
        let config = Config { max_typos: Some(0), ..Config::default() };
        let mut matcher = Matcher::from_patterns(patterns, &config);
        let mut best = Best::default();
        let mut all = self.from(part.start);
        let (mut text, mut ends, mut counts) = (String::new(), Vec::new(), Vec::new());
        for start in part.clone().step_by(CHUNK) {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            text.clear();
            ends.clear();
            counts.clear();
            let chunk = CHUNK.min(part.end - start);
            while ends.len() < chunk
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
                best.take((Reverse(found.score), length, start + at));
                best.total += counts.get(at).copied().unwrap_or_default();
            }
            tell(&best);
        }
        Some(best)
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

/// How good a match is, the best first: its score, a shorter name, an earlier one.
type Rank = (Reverse<u16>, u32, usize);

/// The best matches so far.
#[derive(Debug, Clone, Default)]
struct Best {
    /// In no order; more than are shown, until the others are let go.
    matches: Vec<Rank>,
    /// The last of the best, where there are as many as are shown: what is behind it is not among them.
    last: Option<Rank>,
    /// How many files and symbols match in all.
    total: usize,
}

impl Best {
    fn take(&mut self, rank: Rank) {
        if self.last.is_some_and(|last| rank > last) {
            return;
        }
        self.matches.push(rank);
        if self.matches.len() >= SHOWN * 8 {
            self.cut();
        }
    }

    /// Lets go of what is not among the best.
    fn cut(&mut self) {
        if let Some(last) = SHOWN.checked_sub(1).filter(|last| *last < self.matches.len()) {
            let (_, last, _) = self.matches.select_nth_unstable(last);
            self.last = Some(*last);
            self.matches.truncate(SHOWN);
        }
    }

    /// Whether there are as many as are shown.
    fn is_full(&self) -> bool {
        self.matches.len() >= SHOWN
    }

    fn join(&mut self, other: Best) {
        self.matches.extend(other.matches);
        self.total += other.total;
        self.cut();
    }

    /// The best, in order, by their indices.
    fn indices(mut self) -> Vec<usize> {
        self.cut();
        self.matches.sort_unstable();
        self.matches.into_iter().map(|(.., index)| index).collect()
    }
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

    #[test]
    fn many_names_are_matched_in_parts_as_if_they_were_one() {
        let names: Vec<String> = (0..MANY + 7_777).map(|at| format!("n{:06}", at * 7919 % 999_983)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let table = table(&names);
        for query in ["n", "99", "n1 7", "n000000", "zz"] {
            let patterns: Vec<Pattern> = query.split_whitespace().map(Pattern::from).collect();
            let go_on = AtomicBool::new(false);
            let whole = table.search_part(0..names.len(), &patterns, &go_on, &mut |_| {}).unwrap();
            let (total, mut early) = (whole.total, 0);
            let found = table.search(query, &go_on, |indices, _| early += indices.len()).unwrap();
            assert_eq!(found, (whole.indices(), total), "{query}");
            if total >= SHOWN * 8 {
                assert_eq!(early, SHOWN, "{query}");
            }
        }
    }

    #[test]
    fn the_best_are_kept_whatever_comes_first() {
        let ranks: Vec<Rank> = (0..SHOWN * 50).map(|at| (Reverse((at * 37 % 101) as u16), 3, at)).collect();
        let mut best = Best::default();
        ranks.iter().for_each(|rank| best.take(*rank));
        let mut sorted = ranks;
        sorted.sort_unstable();
        let wanted: Vec<usize> = sorted.into_iter().take(SHOWN).map(|(.., index)| index).collect();
        assert_eq!(best.indices(), wanted);
    }
}
