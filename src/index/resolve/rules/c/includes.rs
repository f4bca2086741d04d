//! Which files a file of the C languages sees.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// A file sees at most so many others.
const MAX_SEEN: usize = 20_000;

/// What so many files see is kept.
const KEPT: usize = 64;

/// Which files of these languages include which.
#[derive(Debug, Default)]
pub(in crate::index::resolve) struct Includes {
    /// Paths of the files, and what each includes, as it is written.
    written: Vec<(u32, String, Vec<Vec<String>>)>,
    /// The files that each file includes.
    includes: HashMap<u32, Vec<u32>>,
    /// What the files see that were asked for last.
    recent: Mutex<VecDeque<(u32, Arc<HashSet<u32>>)>>,
}

impl Includes {
    /// Adds the next file, with what it includes.
    pub(in crate::index::resolve) fn add(&mut self, file: u32, path: &str, includes: Vec<Vec<String>>) {
        self.written.push((file, path.to_owned(), includes));
    }

    /// Ends the adding. Cost: a look at the files that each include may mean.
    pub(in crate::index::resolve) fn complete(&mut self) {
        let written = std::mem::take(&mut self.written);
        let mut by_file_name: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
        for (file, path, _) in &written {
            by_file_name.entry(last(path)).or_default().push((*file, path));
        }
        for (file, path, includes) in &written {
            let includes = includes.iter().filter_map(|import| included(&by_file_name, path, import));
            let includes: Vec<u32> = includes.collect();
            if !includes.is_empty() {
                self.includes.insert(*file, includes);
            }
        }
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
            for &included in self.includes.get(&at).into_iter().flatten() {
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
fn included(by_file_name: &HashMap<&str, Vec<(u32, &str)>>, from: &str, import: &[String]) -> Option<u32> {
    let folder: Vec<&str> = from.split('/').collect();
    let folder = folder.get(..folder.len().saturating_sub(1))?;
    let is_up = |part: &&String| matches!(part.as_str(), "." | "..");
    let beside = beside(folder, import);
    let written: Vec<&str> = import.iter().skip_while(is_up).map(String::as_str).collect();
    let candidates = by_file_name.get(written.last()?)?;
    let mut best: Option<((usize, std::cmp::Reverse<usize>), u32)> = None;
    let mut is_tied = false;
    for &(file, path) in candidates {
        let parts: Vec<&str> = path.split('/').collect();
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
