//! What is below a folder: how much, in which languages, and which files are the largest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::model::{FileMetrics, Language};
use crate::source::Roots;
use crate::store::{FileColumn, Order, Reader, Result};

/// Files that are kept as the largest.
const LARGEST: usize = 100;
/// Files that are read between two looks at whether to stop.
const STEP: usize = 500;
/// How often what was found so far is told.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// What is below a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderSummary {
    /// How many files.
    pub files: u64,
    /// How many lines they have.
    pub lines: u64,
    /// How many symbols they define.
    pub symbols: u64,
    /// How many files are in each language, most first.
    pub languages: Vec<(&'static str, u64)>,
    /// The largest files, by lines: their paths, below the top, and how many lines each has.
    pub largest: Vec<(String, u64)>,
    /// Whether these are all files below it.
    pub is_all: bool,
}

/// Sums up what is below a folder, `prefix` (empty for the top, else ending in a slash), or as much of it as there is when
/// it is cancelled; `tell` is given what was found meanwhile. Cost: a look-up a file below the folder; in a foreign
/// SQLite file that has no index for it, a scan of the measures for every `STEP` of them.
///
/// # Errors
/// Where the measures cannot be read.
pub fn summary(
    reader: &dyn Reader,
    roots: &Roots,
    prefix: &str,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(FolderSummary),
) -> Result<FolderSummary> {
    let below = roots.relative(prefix);
    let (mut sum, mut told) = (Sum::default(), Instant::now());
    for spelling in spellings(roots, prefix) {
        let mut after = (!spelling.is_empty()).then(|| FileMetrics::of(spelling.clone()));
        loop {
            if cancel.load(Ordering::Relaxed) {
                return Ok(sum.summary(false));
            }
            let page = reader.files_by(FileColumn::Path, Order::Ascending, after.as_ref(), STEP)?;
            let is_within = |file: &&FileMetrics| file.path.starts_with(&spelling);
            let within =
                page.items.iter().take_while(is_within).map(|file| sum.add(file, roots, below)).count();
            let is_past = within < page.items.len();
            after = page.items.into_iter().next_back();
            if !page.more || is_past || after.is_none() {
                break;
            }
            if told.elapsed() >= TELL_EVERY {
                told = Instant::now();
                tell(sum.summary(false));
            }
        }
    }
    Ok(sum.summary(true))
}

/// How the paths below a folder may begin, each of them once: measures may know a file by another spelling than the tree.
fn spellings(roots: &Roots, prefix: &str) -> Vec<String> {
    let below = roots.relative(prefix);
    let mut all = vec![prefix.to_owned(), below.to_owned(), format!("{}{below}", roots.prefix(true))];
    all.sort();
    // What begins with another one is among what that finds.
    all.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    all
}

/// What was found so far.
#[derive(Default)]
struct Sum {
    files: u64,
    lines: u64,
    symbols: u64,
    languages: BTreeMap<&'static str, u64>,
    /// The largest files, the smallest of them first.
    largest: BinaryHeap<Reverse<(u64, Reverse<String>)>>,
}

impl Sum {
    /// Adds a file, where it is `below` the folder.
    fn add(&mut self, file: &FileMetrics, roots: &Roots, below: &str) {
        let path = roots.relative(&file.path);
        if !path.starts_with(below) {
            return;
        }
        // What a foreign file counts below zero counts as nothing.
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let lines = count(file.loc);
        self.files += 1;
        self.lines = self.lines.saturating_add(lines);
        self.symbols = self.symbols.saturating_add(count(file.symbol_count));
        *self.languages.entry(Language::of_path(path).name()).or_default() += 1;
        let is_full = self.largest.len() >= LARGEST;
        if !is_full || self.largest.peek().is_some_and(|Reverse((least, _))| lines > *least) {
            self.largest.push(Reverse((lines, Reverse(path.to_owned()))));
            if is_full {
                self.largest.pop();
            }
        }
    }

    fn summary(&self, is_all: bool) -> FolderSummary {
        let mut languages: Vec<_> = self.languages.iter().map(|(name, files)| (*name, *files)).collect();
        languages.sort_by_key(|(_, files)| Reverse(*files));
        let largest = self.largest.clone().into_sorted_vec().into_iter();
        let largest = largest.map(|Reverse((lines, Reverse(path)))| (path, lines)).collect();
        let Sum { files, lines, symbols, .. } = *self;
        FolderSummary { files, lines, symbols, languages, largest, is_all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_looked_for_in_every_spelling_once() {
        let roots = Roots::new(Some("/srv/x"), None);
        assert_eq!(spellings(&roots, "/srv/x/src/"), ["/srv/x/src/", "src/"]);
        assert_eq!(spellings(&roots, "src/"), ["/srv/x/src/", "src/"]);
        assert_eq!(spellings(&roots, ""), [""]);
        assert_eq!(spellings(&roots, "/srv/x/"), [""], "whatever is at the top is below it");
        assert_eq!(spellings(&Roots::default(), "src/"), ["src/"]);
    }

    #[test]
    fn the_largest_come_first_and_those_alike_by_their_paths() {
        let mut sum = Sum::default();
        let roots = Roots::default();
        for number in 0..300 {
            sum.add(
                &FileMetrics { loc: number / 2, ..FileMetrics::of(format!("src/f{number:03}.rs")) },
                &roots,
                "src/",
            );
            sum.add(
                &FileMetrics { loc: 1000, ..FileMetrics::of("tests/other.rs".to_owned()) },
                &roots,
                "src/",
            );
        }
        let summary = sum.summary(true);
        assert_eq!((summary.files, summary.lines, summary.largest.len()), (300, 149 * 150, LARGEST));
        let first: Vec<_> =
            summary.largest.iter().take(3).map(|(path, lines)| (path.as_str(), *lines)).collect();
        assert_eq!(first, [("src/f298.rs", 149), ("src/f299.rs", 149), ("src/f296.rs", 148)]);
        assert_eq!(summary.largest.last(), Some(&("src/f201.rs".to_owned(), 100)));
    }
}
