//! What is below a folder: how much, in which languages, and which files are the largest.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::Language;
use crate::source::Roots;
use crate::store::{FileColumn, Order, Reader, Result};

/// Files that are kept as the largest.
const LARGEST: usize = 100;

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
}

/// Sums up what is below a folder, `prefix` (empty for the top, else ending in a slash); `None` where it was cancelled.
/// Cost: a pass over the measures of all files.
///
/// # Errors
/// Where the measures cannot be read.
pub fn summary(
    reader: &dyn Reader,
    roots: &Roots,
    prefix: &str,
    cancel: &AtomicBool,
) -> Result<Option<FolderSummary>> {
    // Measures may know a file by another spelling of its path than the tree.
    let prefix = roots.relative(prefix);
    let mut found = FolderSummary::default();
    let mut languages: BTreeMap<&'static str, u64> = BTreeMap::new();
    // The largest come first: those that are kept are the first that are below it.
    reader.each_file_by(FileColumn::Lines, Order::Descending, &mut |file| {
        let path = roots.relative(&file.path);
        if path.starts_with(prefix) {
            // What a foreign file counts below zero counts as nothing.
            let count = |number: i64| u64::try_from(number).unwrap_or(0);
            found.files += 1;
            found.lines = found.lines.saturating_add(count(file.loc));
            found.symbols = found.symbols.saturating_add(count(file.symbol_count));
            *languages.entry(Language::of_path(path).name()).or_default() += 1;
            if found.largest.len() < LARGEST {
                found.largest.push((path.to_owned(), count(file.loc)));
            }
        }
        !cancel.load(Ordering::Relaxed)
    })?;
    found.languages = languages.into_iter().collect();
    found.languages.sort_by_key(|(_, files)| std::cmp::Reverse(*files));
    Ok((!cancel.load(Ordering::Relaxed)).then_some(found))
}
