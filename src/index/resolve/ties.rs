//! What ties a file to the rest of the project: the questions that its resolution asked of other files and of the
//! directory. While no answer to one of them has changed, its names mean what they meant.
//!
//! A question is a number, made from what was asked for and where. Two questions may have the same number, and a
//! file's ties may seem to hold one more than they do: then a file is resolved once more for nothing.

use std::hash::Hasher;

use twox_hash::XxHash3_64;
use xorf::{BinaryFuse16, Descriptor, Filter};

use super::directory::ModulePath;
use super::names::Name;
use crate::index::scip::Key;
use crate::model::Language;

/// A question to the rest of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tie(u64);

/// What sort of thing was asked for.
#[derive(Debug, Clone, Copy)]
enum Sort {
    File,
    Imports,
    InFile,
    Named,
    Scoped,
    Outer,
    Module,
    Package,
    InPackage,
    Includes,
    PythonFolder,
    PythonLast,
    Compiler,
    Ending,
}

/// The index of the directory in which a name was looked up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Index {
    Names,
    Scoped,
    Outer,
}

impl Tie {
    fn of(sort: Sort, parts: &[&[u8]]) -> Tie {
        let mut hasher = XxHash3_64::with_seed(sort as u64);
        for part in parts {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
        Tie(hasher.finish())
    }

    /// Anything at all of a file: which module it is, what it imports with everything else, in what order its
    /// symbols stand.
    pub(crate) fn file(path: &str) -> Tie {
        Tie::of(Sort::File, &[path.as_bytes()])
    }

    /// Whatever a file imports.
    pub(super) fn imports(path: &str) -> Tie {
        Tie::of(Sort::Imports, &[path.as_bytes()])
    }

    /// What a file has by a name: its symbols, in whichever scope, with all that can be seen of them from outside, and
    /// what its imports bind.
    pub(super) fn in_file(path: &str, name: Name) -> Tie {
        Tie::of(Sort::InFile, &[path.as_bytes(), &name.bytes()])
    }

    /// Likewise.
    pub(crate) fn name(path: &str, name: &str) -> Tie {
        Tie::in_file(path, Name::of(name))
    }

    /// Which symbols there are of a name.
    pub(super) fn named(index: Index, name: Name) -> Tie {
        let sort = match index {
            Index::Names => Sort::Named,
            Index::Scoped => Sort::Scoped,
            Index::Outer => Sort::Outer,
        };
        Tie::of(sort, &[&name.bytes()])
    }

    /// Which files are a module.
    pub(super) fn module(language: Language, module: &ModulePath) -> Tie {
        Tie::of(Sort::Module, &[&[language as u8], module.root.as_bytes(), module.parts.as_bytes()])
    }

    /// Whether there is a package, or one whose name begins like this.
    pub(crate) fn package(language: Language, parts: &str) -> Tie {
        Tie::of(Sort::Package, &[&[language as u8], parts.as_bytes()])
    }

    /// What a package has by a name.
    pub(super) fn in_package(language: Language, module: &ModulePath, name: Name) -> Tie {
        let parts = [&[language as u8], module.root.as_bytes(), module.parts.as_bytes(), &name.bytes()];
        Tie::of(Sort::InPackage, &parts)
    }

    /// Which files a file of the C languages sees.
    pub(crate) fn includes(path: &str) -> Tie {
        Tie::of(Sort::Includes, &[path.as_bytes()])
    }

    /// Whether a folder is a package of Python's.
    pub(super) fn python_folder(folder: &str) -> Tie {
        Tie::of(Sort::PythonFolder, &[folder.as_bytes()])
    }

    /// Which modules of Python's end like this.
    pub(super) fn python_last(last: &str) -> Tie {
        Tie::of(Sort::PythonLast, &[last.as_bytes()])
    }

    /// Whether any module ends with this part.
    pub(super) fn ending(language: Language, last: &str) -> Tie {
        Tie::of(Sort::Ending, &[&[language as u8], last.as_bytes()])
    }

    /// Where a symbol is defined of which a compiler speaks.
    pub(crate) fn compiler(key: Key) -> Tie {
        Tie::of(Sort::Compiler, &[&key.bytes()])
    }
}

/// Ties as they are noted, many of them again and again.
#[derive(Debug, Default)]
pub(super) struct Noted(Vec<Tie>);

impl Noted {
    /// From so many on what was noted before is looked for, each time that there are twice as many.
    const MANY: usize = 1 << 14;

    pub(super) fn note(&mut self, tie: Tie) {
        if self.0.len() == self.0.capacity() && self.0.len() >= Self::MANY {
            self.tidy();
            self.0.reserve(self.0.len());
        }
        self.0.push(tie);
    }

    fn tidy(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }

    /// All that were noted, in order, each once.
    pub(super) fn into_ties(mut self) -> Vec<Tie> {
        self.tidy();
        self.0
    }
}

/// The ties of one file: some two bytes for each. Of one that was not resolved yet nothing is known: it may be tied to
/// anything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ties(Option<BinaryFuse16>);

impl Ties {
    /// Those of a file that asked this, in any order. Cost: a sort.
    pub(crate) fn of<'t>(asked: impl Iterator<Item = &'t Tie>) -> Ties {
        let mut asked: Vec<u64> = asked.map(|tie| tie.0).collect();
        asked.sort_unstable();
        asked.dedup();
        Ties(BinaryFuse16::try_from(asked).ok())
    }

    /// As bytes, for [`Ties::decode`].
    pub(crate) fn encode(&self) -> Vec<u8> {
        let Some(BinaryFuse16 { descriptor, fingerprints }) = &self.0 else { return Vec::new() };
        let mut bytes = Vec::with_capacity(16 + 2 * fingerprints.len());
        bytes.extend_from_slice(&descriptor.seed.to_le_bytes());
        bytes.extend_from_slice(&descriptor.segment_length.to_le_bytes());
        bytes.extend_from_slice(&descriptor.segment_count_length.to_le_bytes());
        fingerprints.iter().for_each(|print| bytes.extend_from_slice(&print.to_le_bytes()));
        bytes
    }

    /// From what [`Ties::encode`] gave; `None` for anything in which a look would lead out of it.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Ties> {
        if bytes.is_empty() {
            return Some(Ties::default());
        }
        let (&seed, bytes) = bytes.split_first_chunk()?;
        let (&segment, bytes) = bytes.split_first_chunk()?;
        let (&segments, bytes) = bytes.split_first_chunk()?;
        let (segment_length, segment_count_length) =
            (u32::from_le_bytes(segment), u32::from_le_bytes(segments));
        let (fingerprints, rest) = bytes.as_chunks();
        // A look goes to one place of three neighbouring segments each, the first of which begins before `segment_count_length`.
        let end = u64::from(segment_count_length) + 2 * u64::from(segment_length);
        let is_whole = rest.is_empty() && fingerprints.len() as u64 == end && end <= u64::from(u32::MAX);
        let is_even = segment_length.is_power_of_two()
            && segment_count_length > 0
            && segment_count_length.is_multiple_of(segment_length);
        let descriptor = Descriptor {
            seed: u64::from_le_bytes(seed),
            segment_length,
            segment_length_mask: segment_length.wrapping_sub(1),
            segment_count_length,
        };
        let fingerprints = fingerprints.iter().map(|print| u16::from_le_bytes(*print)).collect();
        (is_whole && is_even).then_some(Ties(Some(BinaryFuse16 { descriptor, fingerprints })))
    }

    /// What each part of a file asked, as bytes.
    pub(crate) fn encode_parts(parts: &[Vec<Tie>]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| 4 + part.len() * 8).sum());
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u32).to_le_bytes());
            part.iter().for_each(|tie| bytes.extend_from_slice(&tie.0.to_le_bytes()));
        }
        bytes
    }

    /// From what [`Ties::encode_parts`] gave.
    pub(crate) fn decode_parts(mut bytes: &[u8]) -> Option<Vec<Vec<Tie>>> {
        let mut parts = Vec::new();
        while let Some((count, rest)) = bytes.split_first_chunk() {
            let (part, rest) = rest.split_at_checked(8 * u32::from_le_bytes(*count) as usize)?;
            let (ties, _) = part.as_chunks();
            parts.push(ties.iter().map(|tie| Tie(u64::from_le_bytes(*tie))).collect());
            bytes = rest;
        }
        bytes.is_empty().then_some(parts)
    }

    /// Whether it may have asked this; what it did ask it always may have. Cost: three looks.
    pub(crate) fn may_hold(&self, tie: Tie) -> bool {
        self.0.as_ref().is_none_or(|asked| asked.contains(&tie.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_held() {
        for count in [0usize, 1, 2, 3, 10, 1000] {
            let tie = |at: usize| Tie::file(&format!("{at}.rs"));
            let asked: Vec<Tie> = (0..count).chain(0..count).map(tie).collect();
            let ties = Ties::of(asked.iter());
            assert!((0..count).all(|at| ties.may_hold(tie(at))), "{count}");
            let others = (count..count + 10_000).filter(|at| ties.may_hold(tie(*at))).count();
            assert!(others < 100, "{others} of {count}");
        }
    }

    #[test]
    fn what_is_noted_twice_is_kept_once() {
        let mut noted = Noted::default();
        let tie = |at: usize| Tie::file(&format!("{}.rs", at % 1000));
        (0..20 * Noted::MANY).for_each(|at| noted.note(tie(at)));
        assert!(noted.0.capacity() < 4 * Noted::MANY);
        let mut wanted: Vec<Tie> = (0..1000).map(tie).collect();
        wanted.sort_unstable();
        assert_eq!(noted.into_ties(), wanted);
    }

    #[test]
    fn a_files_ties_come_back_and_nothing_else_does() {
        let tie = |at: usize| Tie::file(&format!("{at}.rs"));
        for count in [0usize, 1, 2, 5, 1000] {
            let asked: Vec<Tie> = (0..count).map(tie).collect();
            let bytes = Ties::of(asked.iter()).encode();
            let ties = Ties::decode(&bytes).unwrap();
            assert!(asked.iter().all(|tie| ties.may_hold(*tie)), "{count}");
            assert!(!(count..count + 100).all(|at| ties.may_hold(tie(at))), "{count}");
            for cut in 1..bytes.len().min(40) {
                assert!(Ties::decode(&bytes[..bytes.len() - cut]).is_none(), "{count} {cut}");
            }
            // Whatever lengths stand there, no look leads out of it.
            for at in 8..16 {
                for bit in 0..8 {
                    let mut bytes = bytes.clone();
                    bytes[at] ^= 1 << bit;
                    let read = Ties::decode(&bytes);
                    read.map(|ties| (0..100).filter(|at| ties.may_hold(tie(*at))).count());
                }
            }
        }
        assert!(Ties::decode(&Ties::default().encode()).unwrap().may_hold(tie(1)));
    }

    #[test]
    fn what_parts_asked_comes_back() {
        let tie = |at: u32| Tie::file(&format!("{at}.rs"));
        let parts = vec![vec![tie(1), tie(2)], vec![], vec![tie(3)]];
        let bytes = Ties::encode_parts(&parts);
        assert_eq!(Ties::decode_parts(&bytes), Some(parts));
        assert_eq!(Ties::decode_parts(&bytes[..bytes.len() - 1]), None);
    }

    #[test]
    fn questions_of_other_sorts_differ() {
        let name = Name::of("a");
        let ties = [
            Tie::file("a"),
            Tie::imports("a"),
            Tie::in_file("a", name),
            Tie::named(Index::Names, name),
            Tie::named(Index::Scoped, name),
            Tie::named(Index::Outer, name),
            Tie::package(Language::Go, "a"),
            Tie::package(Language::Java, "a"),
            Tie::includes("a"),
        ];
        let distinct: std::collections::HashSet<Tie> = ties.into_iter().collect();
        assert_eq!(distinct.len(), ties.len());
    }
}
