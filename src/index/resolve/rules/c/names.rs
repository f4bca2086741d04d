//! What the C languages' names are looked up in: symbols by name, and which files a file sees.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::is_c;
use crate::index::ImportFact;
use crate::index::resolve::{Target, Unit};
use crate::model::SymbolKind;

/// A file sees at most so many others.
const MAX_SEEN: usize = 20_000;

/// What so many files see is kept.
const KEPT: usize = 64;

/// Symbols by name, and includes.
#[derive(Debug, Default)]
pub(in crate::index::resolve) struct Names<'a> {
    by_name: HashMap<&'a str, Vec<Target>>,
    /// The files that each file includes.
    includes: Vec<Vec<u32>>,
    /// What the files see that were asked for last.
    recent: Mutex<VecDeque<(u32, Arc<HashSet<u32>>)>>,
}

impl<'a> Names<'a> {
    /// Reads symbols and includes of all files of these languages. Cost: a pass over them.
    pub(in crate::index::resolve) fn build(units: &'a [Unit]) -> Names<'a> {
        let mut names = Names::default();
        let mut by_file_name: HashMap<&str, Vec<u32>> = HashMap::new();
        for (file, unit) in (0u32..).zip(units).filter(|(_, unit)| is_c(unit.facts.language)) {
            by_file_name.entry(last(&unit.path)).or_default().push(file);
            for (symbol, fact) in (0u32..).zip(&unit.facts.symbols) {
                if fact.kind != SymbolKind::Field || fact.flags.is_static {
                    names.by_name.entry(&fact.name).or_default().push(Target { file, symbol });
                }
            }
        }
        if by_file_name.is_empty() {
            return names;
        }
        names.includes = units
            .iter()
            .map(|unit| {
                let includes = unit.facts.imports.iter().filter(|import| import.kind == "include");
                includes.filter_map(|import| included(units, &by_file_name, &unit.path, import)).collect()
            })
            .collect();
        names
    }

    pub(super) fn of(&self, name: &str) -> &[Target] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The files that a file sees: itself, and what it includes, and what those include.
    pub(super) fn seen(&self, file: u32) -> Arc<HashSet<u32>> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, seen)) = recent.iter().find(|(of, _)| *of == file) {
            return Arc::clone(seen);
        }
        let mut seen = HashSet::from([file]);
        let mut open = vec![file];
        while let Some(at) = open.pop() {
            for &included in self.includes.get(at as usize).into_iter().flatten() {
                if seen.len() < MAX_SEEN && seen.insert(included) {
                    open.push(included);
                }
            }
        }
        let seen = Arc::new(seen);
        if recent.len() >= KEPT {
            recent.pop_front();
        }
        recent.push_back((file, Arc::clone(&seen)));
        seen
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The file of the project that an include means: beside the file that includes it, else the one whose path ends
/// like this; of several the one that has most of its path in common, and of those the one highest up.
fn included(
    units: &[Unit],
    by_file_name: &HashMap<&str, Vec<u32>>,
    from: &str,
    import: &ImportFact,
) -> Option<u32> {
    let folder: Vec<&str> = from.split('/').collect();
    let folder = folder.get(..folder.len().saturating_sub(1))?;
    let is_up = |part: &&String| matches!(part.as_str(), "." | "..");
    let beside = beside(folder, &import.path);
    let written: Vec<&str> = import.path.iter().skip_while(is_up).map(String::as_str).collect();
    let candidates = by_file_name.get(written.last()?)?;
    let mut best: Option<((usize, std::cmp::Reverse<usize>), u32)> = None;
    let mut is_tied = false;
    for &file in candidates {
        let Some(unit) = units.get(file as usize) else { continue };
        let parts: Vec<&str> = unit.path.split('/').collect();
        if beside.as_deref() == Some(parts.as_slice()) {
            return Some(file);
        }
        if !parts.ends_with(&written) {
            continue;
        }
        let common = parts.iter().zip(folder).take_while(|(a, b)| a == b).count();
        let rank = (common, std::cmp::Reverse(parts.len()));
        match &best {
            Some((known, _)) if *known == rank => is_tied = true,
            Some((known, _)) if *known > rank => {}
            _ => {
                best = Some((rank, file));
                is_tied = false;
            }
        }
    }
    best.filter(|_| !is_tied).map(|(_, file)| file)
}

/// The path that an include means from a folder.
fn beside<'p>(folder: &[&'p str], path: &'p [String]) -> Option<Vec<&'p str>> {
    let mut parts = folder.to_vec();
    for part in path {
        match part.as_str() {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts)
}
