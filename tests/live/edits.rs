//! Edits that somebody may make to sources, without any knowledge of a language: whatever comes out is to be indexed.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::harness::Sources;

/// One edit. Indices choose among what there is when it is made.
#[derive(Debug, Clone)]
pub enum Edit {
    /// A name becomes another one that some file has, everywhere in a file.
    Rename(Index, Index, Index),
    /// Likewise, in one place.
    Replace(Index, Index, Index),
    /// Lines are taken out.
    Cut(Index, Index, usize),
    /// Lines are put in that stand elsewhere.
    Copy(Index, Index, usize, Index, Index),
    /// Lines go to another place of their file.
    Shift(Index, Index, usize, Index),
    /// A file goes away.
    Remove(Index),
    /// A file goes to where another one could be, or to where one is.
    Move(Index, Index),
    /// A copy of a file comes to be.
    Twin(Index, Index),
}

pub fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), index(), index()).prop_map(|(f, a, b)| Edit::Rename(f, a, b)),
        6 => (index(), index(), index()).prop_map(|(f, a, b)| Edit::Replace(f, a, b)),
        3 => (index(), index(), 1..6usize).prop_map(|(f, a, n)| Edit::Cut(f, a, n)),
        4 => (index(), index(), 1..6usize, index(), index())
            .prop_map(|(f, a, n, g, b)| Edit::Copy(f, a, n, g, b)),
        2 => (index(), index(), 1..6usize, index()).prop_map(|(f, a, n, b)| Edit::Shift(f, a, n, b)),
        1 => index().prop_map(Edit::Remove),
        2 => (index(), index()).prop_map(|(f, g)| Edit::Move(f, g)),
        1 => (index(), index()).prop_map(|(f, g)| Edit::Twin(f, g)),
    ]
}

impl Edit {
    /// Makes the edit. `seed` is what there was in the beginning: lines and places come from there too.
    pub fn make(&self, sources: &mut Sources, seed: &Sources) {
        let paths: Vec<String> = sources.keys().cloned().collect();
        if paths.len() < 2 {
            return sources.extend(seed.clone());
        }
        let path = |index: &Index| index.get(&paths).clone();
        match self {
            Edit::Rename(file, from, to) => {
                let (path, to) = (path(file), word(sources, to));
                let words = words(&sources[&path]);
                if words.is_empty() {
                    return;
                }
                let from = words[from.index(words.len())].1.clone();
                let text = sources[&path].clone();
                sources.insert(path, replaced(&text, |_, word| (word == from).then(|| to.clone())));
            }
            Edit::Replace(file, from, to) => {
                let (path, to) = (path(file), word(sources, to));
                let words = words(&sources[&path]);
                if words.is_empty() {
                    return;
                }
                let at = words[from.index(words.len())].0;
                let text = sources[&path].clone();
                sources.insert(path, replaced(&text, |place, _| (place == at).then(|| to.clone())));
            }
            Edit::Cut(file, from, count) => {
                let path = path(file);
                let mut lines = lines(&sources[&path]);
                take(&mut lines, from, *count);
                sources.insert(path, lines.concat());
            }
            Edit::Copy(file, from, count, other, to) => {
                let path = path(file);
                let mut copied = lines(&seed[other.get(&seed.keys().cloned().collect::<Vec<_>>())]);
                let copied = take(&mut copied, from, *count);
                let mut lines = lines(&sources[&path]);
                let at = to.index(lines.len() + 1);
                lines.splice(at..at, copied);
                sources.insert(path, lines.concat());
            }
            Edit::Shift(file, from, count, to) => {
                let path = path(file);
                let mut lines = lines(&sources[&path]);
                let taken = take(&mut lines, from, *count);
                let at = to.index(lines.len() + 1);
                lines.splice(at..at, taken);
                sources.insert(path, lines.concat());
            }
            Edit::Remove(file) => drop(sources.remove(&path(file))),
            Edit::Move(file, to) => {
                let path = path(file);
                let text = sources.remove(&path).unwrap();
                sources.insert(place(&path, seed, to), text);
            }
            Edit::Twin(file, to) => {
                let path = path(file);
                let text = sources[&path].clone();
                sources.insert(place(&path, seed, to), text);
            }
        }
    }
}

/// A path like that of a file, in a folder that another one is in, or another one's own.
fn place(path: &str, seed: &Sources, to: &Index) -> String {
    let name = path.rsplit('/').next().unwrap();
    let ending = name.rsplit('.').next().unwrap();
    let alike: Vec<&String> = seed.keys().filter(|path| path.ends_with(&format!(".{ending}"))).collect();
    if alike.is_empty() {
        return path.to_owned();
    }
    let chosen = alike[to.index(alike.len())];
    let folder = chosen.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    match to.index(3) {
        0 => chosen.clone(),
        1 => format!("{folder}{name}"),
        _ => format!("{folder}more/{name}"),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn take(lines: &mut Vec<String>, from: &Index, count: usize) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let from = from.index(lines.len());
    lines.drain(from..(from + count).min(lines.len())).collect()
}

/// Names in a text, with the bytes where they begin.
fn words(text: &str) -> Vec<(usize, String)> {
    let is_in = |c: char| c.is_alphanumeric() || c == '_';
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_in(c), open) {
            (true, None) => open = Some(at),
            (false, Some(begin)) => {
                words.push((begin, text[begin..at].to_owned()));
                open = None;
            }
            _ => {}
        }
    }
    words.retain(|(_, word)| !word.starts_with(|c: char| c.is_ascii_digit()));
    words
}

/// A name that some file has.
fn word(sources: &Sources, which: &Index) -> String {
    let all: Vec<String> = sources.values().flat_map(|text| words(text)).map(|(_, word)| word).collect();
    if all.is_empty() { "name".to_owned() } else { all[which.index(all.len())].clone() }
}

fn replaced(text: &str, by: impl Fn(usize, &str) -> Option<String>) -> String {
    let (mut result, mut done) = (String::new(), 0);
    for (at, word) in words(text) {
        if let Some(new) = by(at, &word) {
            result.push_str(&text[done..at]);
            result.push_str(&new);
            done = at + word.len();
        }
    }
    result.push_str(&text[done..]);
    result
}
