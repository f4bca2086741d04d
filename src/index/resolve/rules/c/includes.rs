//! Which files a file of the C languages sees.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use quick_cache::sync::Cache;

/// What so many files see is kept, a bit for each file of the project.
const KEPT: usize = 1 << 11;

/// Which files of these languages include which.
#[derive(Debug)]
pub(in crate::index::resolve) struct Includes {
    /// Paths of the files, and what each includes, as it is written.
    written: Vec<(u32, String, Vec<Vec<String>>)>,
    /// The files that each file of the project includes, by its number.
    includes: Vec<Box<[u32]>>,
    /// Files that are a part of another one, and of which.
    wholes: HashMap<u32, u32>,
    /// Files that include something from outside of the project.
    outward: FixedBitSet,
    /// What the files see that were asked for last.
    recent: Cache<u32, Arc<FixedBitSet>>,
}

impl Default for Includes {
    fn default() -> Includes {
        let recent = Cache::new(KEPT);
        Includes {
            written: Vec::new(),
            includes: Vec::new(),
            wholes: HashMap::new(),
            outward: FixedBitSet::new(),
            recent,
        }
    }
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
            let found = includes.iter().map(|import| included(&by_file_name, path, import));
            let found: Vec<Option<u32>> = found.collect();
            let mut all = includes.iter().zip(&found);
            if all.any(|(import, found)| leads_outside(import, found.is_some())) {
                self.outward.grow_and_insert(*file as usize);
            }
            // Files come in the order of their numbers.
            self.includes.resize_with(*file as usize, Box::default);
            self.includes.push(found.into_iter().flatten().collect());
        }
        self.complete_fragments(&written);
    }

    /// What is only a part of another file sees what that one sees.
    fn complete_fragments(&mut self, written: &[(u32, String, Vec<Vec<String>>)]) {
        // So is a source that includes nothing itself, where another one includes it.
        let includes_nothing = |file: u32| self.includes.get(file as usize).is_some_and(|of| of.is_empty());
        let fragments = written
            .iter()
            .filter(|(file, path, _)| is_fragment(path) || is_source(path) && includes_nothing(*file));
        let fragments: HashSet<u32> = fragments.map(|(file, ..)| *file).collect();
        if fragments.is_empty() {
            return;
        }
        let mut whole: HashMap<u32, u32> = HashMap::new();
        for (file, includes) in (0u32..).zip(&self.includes) {
            for included in includes.iter().filter(|of| fragments.contains(of)) {
                if file != *included {
                    whole.entry(*included).or_insert(file);
                }
            }
        }
        for (&fragment, &of) in &whole {
            if let Some(includes) = self.includes.get_mut(fragment as usize) {
                let own = includes.iter().copied().filter(|own| *own != of);
                *includes = own.chain([of]).collect();
            }
        }
        self.wholes = whole;
    }

    /// The files that a file sees: itself, and what it includes, and what those include.
    pub(in crate::index::resolve) fn seen(&self, file: u32) -> Arc<FixedBitSet> {
        let looked = self.recent.get_or_insert_with(&file, || Ok::<_, Infallible>(Arc::new(self.look(file))));
        match looked {
            Ok(seen) => seen,
            Err(never) => match never {},
        }
    }

    /// Whether a file includes another one in its own text.
    pub(in crate::index::resolve) fn has_in_text(&self, file: u32, other: u32) -> bool {
        let includes = self.includes.get(file as usize);
        includes.is_some_and(|of| of.contains(&other)) && self.wholes.get(&file) != Some(&other)
    }

    /// Whether a file sees something from outside of the project, as far as its includes tell. Cost: as of [`Includes::seen`].
    pub(in crate::index::resolve) fn sees_outside(&self, file: u32) -> bool {
        !self.seen(file).is_disjoint(&self.outward)
    }

    /// Files that may see others than before, when the files had other numbers: those that include others, and all that
    /// see one of those.
    pub(in crate::index::resolve) fn otherwise(&self, before: &Includes, moves: &[Option<u32>]) -> Vec<u32> {
        let mut known: HashMap<u32, Vec<Option<u32>>> = HashMap::new();
        let moved = |was: &u32| moves.get(*was as usize).copied().flatten();
        let outward = before.outward.ones().filter_map(|was| moved(&u32::try_from(was).ok()?));
        let outward: FixedBitSet = outward.map(|now| now as usize).collect();
        for (was, includes) in (0u32..).zip(&before.includes) {
            if let Some(now) = moved(&was) {
                known.insert(now, includes.iter().map(moved).collect());
            }
        }
        // Who included nothing and does so still sees what it saw.
        let is_known = |(file, includes): &(u32, &[u32])| {
            let was_outward = outward.contains(*file as usize);
            let known = known.get(file).map_or(&[][..], Vec::as_slice);
            known.iter().flatten().eq(includes.iter())
                && !known.contains(&None)
                && was_outward == self.outward.contains(*file as usize)
        };
        let includes = self.includes.iter().map(AsRef::as_ref);
        let differ = (0u32..).zip(includes).filter(|file| !is_known(file));
        let mut open: Vec<u32> = differ.map(|(file, _)| file).collect();
        let end = self.includes.len();
        open.extend(
            known.iter().filter(|(file, of)| **file as usize >= end && !of.is_empty()).map(|(file, _)| *file),
        );
        if open.is_empty() {
            return open;
        }
        let mut including: HashMap<u32, Vec<u32>> = HashMap::new();
        for (file, includes) in (0u32..).zip(&self.includes) {
            includes.iter().for_each(|&included| including.entry(included).or_default().push(file));
        }
        let mut all = FixedBitSet::new();
        open.iter().for_each(|&file| all.grow_and_insert(file as usize));
        while let Some(at) = open.pop() {
            for &file in including.get(&at).into_iter().flatten() {
                all.grow(file as usize + 1);
                if !all.put(file as usize) {
                    open.push(file);
                }
            }
        }
        all.ones().filter_map(|file| u32::try_from(file).ok()).collect()
    }

    fn look(&self, file: u32) -> FixedBitSet {
        let mut seen = FixedBitSet::new();
        seen.grow_and_insert(file as usize);
        let mut open = vec![file];
        while let Some(at) = open.pop() {
            for &included in self.includes.get(at as usize).into_iter().flatten() {
                seen.grow(included as usize + 1);
                if !seen.put(included as usize) {
                    open.push(included);
                }
            }
        }
        seen
    }
}

/// Whether what is included declares functions of C's own library or of other projects. One of the library's headers does so also
/// where the project brings it along; those that even a compiler without a library has declare none.
fn leads_outside(import: &[String], is_found: bool) -> bool {
    let name = match import {
        [only] => only.as_str(),
        _ => return !is_found,
    };
    match name {
        "float.h" | "iso646.h" | "limits.h" | "stdalign.h" | "stdarg.h" | "stdbool.h" | "stddef.h"
        | "stdint.h" => false,
        "assert.h" | "ctype.h" | "errno.h" | "inttypes.h" | "locale.h" | "math.h" | "setjmp.h"
        | "signal.h" | "stdio.h" | "stdlib.h" | "string.h" | "time.h" | "wchar.h" => true,
        _ => !is_found,
    }
}

/// Whether a file's name says that others include it as a part of themselves.
fn is_fragment(path: &str) -> bool {
    const ENDS: [&str; 11] = [
        ".inl", ".ipp", ".tpp", ".tcc", ".txx", "-inl.h", "-inl.hpp", "_inl.h", "_inl.hpp", "impl.h",
        "impl.hpp",
    ];
    ENDS.iter().any(|end| path.ends_with(end))
}

/// Whether a file's name says that it is compiled by itself.
fn is_source(path: &str) -> bool {
    const ENDS: [&str; 5] = ["c", "cc", "cpp", "cxx", "cu"];
    path.rsplit_once('.').is_some_and(|(_, end)| ENDS.contains(&end))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// How well a file fits an include: how much of its path is in common, how high up it is, and whether in a folder `include`.
type Rank = (usize, std::cmp::Reverse<usize>, bool);

/// The file of the project that an include means: beside the file that includes it, else the one whose path ends
/// like this; of several the one that has most of its path in common, of those the one highest up, and of those the one in a folder `include`.
fn included(by_file_name: &HashMap<&str, Vec<(u32, &str)>>, from: &str, import: &[String]) -> Option<u32> {
    let folder: Vec<&str> = from.split('/').collect();
    let folder = folder.get(..folder.len().saturating_sub(1))?;
    let is_up = |part: &&String| matches!(part.as_str(), "." | "..");
    let beside = beside(folder, import);
    let written: Vec<&str> = import.iter().skip_while(is_up).map(String::as_str).collect();
    let candidates = by_file_name.get(written.last()?)?;
    let mut best: Option<(Rank, u32)> = None;
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
        // Beside the folder of headers another one may hold all of them in one file.
        let folder = parts.len().checked_sub(written.len() + 1).and_then(|at| parts.get(at));
        let rank = (common, std::cmp::Reverse(parts.len()), folder == Some(&"include"));
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
