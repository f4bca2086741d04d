//! Facts as bytes, to be stored beside the records that were resolved from them.

use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use super::facts::{Detail, ImportFact, LocalFact, SymbolFact, TypeFact, UseFact, ValueFact};
use super::lists::{Item, Layout, List};
use super::scip::Word;
use super::{FileFacts, limits};
use crate::model::{Diagnostic, Language};

/// Raised whenever facts, or the control flow and syntax trees that are kept beside them, mean something
/// else than before: files with older ones are parsed again.
pub(crate) const VERSION: u8 = 20;

/// What stands before the lists.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    language: Language,
    lines: u32,
    bytes: u64,
    module: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    symbols: Layout,
    details: Layout,
    imports: Layout,
    uses: Layout,
    types: Layout,
    values: Layout,
    locals: Layout,
}

/// Facts as bytes, and behind them what a compiler says of the file.
pub(crate) fn encode(facts: &FileFacts, word: Option<&Word>) -> Vec<u8> {
    let bytes = try_encode(facts, word);
    debug_assert!(bytes.is_ok(), "facts are plain data");
    bytes.unwrap_or_default()
}

fn try_encode(facts: &FileFacts, word: Option<&Word>) -> postcard::Result<Vec<u8>> {
    let (symbols, lists) = Layout::put(&facts.symbols, Vec::new())?;
    let (details, lists) = Layout::put(&facts.details, lists)?;
    let (imports, lists) = Layout::put(&facts.imports, lists)?;
    let (uses, lists) = Layout::put(&facts.uses, lists)?;
    let (types, lists) = Layout::put(&facts.types, lists)?;
    let (values, lists) = Layout::put(&facts.values, lists)?;
    let (locals, lists) = Layout::put(&facts.locals, lists)?;
    let head = Head {
        language: facts.language,
        lines: facts.lines,
        bytes: facts.bytes,
        module: facts.module.clone(),
        diagnostics: facts.diagnostics.clone(),
        symbols,
        details,
        imports,
        uses,
        types,
        values,
        locals,
    };
    let mut bytes = postcard::to_extend(&head, vec![VERSION])?;
    bytes.extend_from_slice(&lists);
    match word {
        Some(word) => postcard::to_extend(word, bytes),
        None => Ok(bytes),
    }
}

/// A file's facts, most of them still in their bytes. What a compiler says there is beside them stands behind them.
#[derive(Debug)]
pub(crate) struct OpenFacts {
    pub(crate) language: Language,
    pub(crate) lines: u32,
    pub(crate) bytes: u64,
    pub(crate) symbols: List<SymbolFact>,
    pub(crate) details: List<Detail>,
    pub(crate) imports: List<ImportFact>,
    pub(crate) uses: List<UseFact>,
    pub(crate) types: List<TypeFact>,
    pub(crate) values: List<ValueFact>,
    pub(crate) locals: List<LocalFact>,
}

/// Facts that are looked into, and what a compiler says of the file; `None` where they are of another version of this
/// program, or damaged where that shows at once. Cost: a step for some ten facts.
pub(crate) fn open(bytes: &Bytes) -> Option<(OpenFacts, Option<Box<Word>>)> {
    let (head, mut at) = head(bytes)?;
    let mut facts = OpenFacts {
        language: head.language,
        lines: head.lines,
        bytes: head.bytes,
        symbols: next(bytes, &mut at, &head.symbols)?,
        details: next(bytes, &mut at, &head.details)?,
        imports: next(bytes, &mut at, &head.imports)?,
        uses: next(bytes, &mut at, &head.uses)?,
        types: next(bytes, &mut at, &head.types)?,
        values: next(bytes, &mut at, &head.values)?,
        locals: next(bytes, &mut at, &head.locals)?,
    };
    let word = word(bytes, at)?;
    if let Some(word) = &word {
        facts.symbols.extend(word.symbols().iter().cloned());
        facts.uses.extend(word.uses().iter().cloned());
    }
    Some((facts, word))
}

/// Facts from bytes, without what a compiler says there is beside them, and what it says; `None` where they are damaged
/// or of another version of this program.
pub(crate) fn decode(path: &str, bytes: &[u8]) -> Option<(FileFacts, Option<Box<Word>>)> {
    let bytes = Bytes::from(bytes);
    let (head, mut at) = head(&bytes)?;
    let mut facts = FileFacts {
        language: head.language,
        lines: head.lines,
        bytes: head.bytes,
        module: head.module,
        symbols: all(&bytes, &mut at, &head.symbols)?,
        details: all(&bytes, &mut at, &head.details)?,
        imports: all(&bytes, &mut at, &head.imports)?,
        uses: all(&bytes, &mut at, &head.uses)?,
        types: all(&bytes, &mut at, &head.types)?,
        values: all(&bytes, &mut at, &head.values)?,
        locals: all(&bytes, &mut at, &head.locals)?,
        diagnostics: head.diagnostics,
    };
    if limits::tame(path, &mut facts) {
        // What we wrote was within bounds.
        return None;
    }
    let word = word(&bytes, at)?;
    Some((facts, word))
}

/// The outline of a file from its facts as bytes: those without what stands in bodies, with what a compiler says that there is
/// beside them, and what it says; `None` where they are damaged or of another version of this program. Cost: that of its symbols and imports.
pub(crate) fn decode_outline(path: &str, bytes: &[u8]) -> Option<(FileFacts, Option<Box<Word>>)> {
    let bytes = Bytes::from(bytes);
    let (head, mut at) = head(&bytes)?;
    let symbols = all(&bytes, &mut at, &head.symbols)?;
    at = at.checked_add(head.details.length())?;
    let imports = all(&bytes, &mut at, &head.imports)?;
    let bodies = [&head.uses, &head.types, &head.values, &head.locals].map(Layout::length);
    let word = word(&bytes, at.checked_add(bodies.iter().sum())?)?;
    let mut facts = FileFacts {
        language: head.language,
        lines: head.lines,
        bytes: head.bytes,
        module: head.module,
        symbols,
        details: Vec::new(),
        imports,
        uses: Vec::new(),
        types: Vec::new(),
        values: Vec::new(),
        locals: Vec::new(),
        diagnostics: head.diagnostics,
    };
    if limits::tame(path, &mut facts) {
        return None;
    }
    if let Some(word) = &word {
        word.extend(&mut facts);
    }
    Some((facts, word))
}

/// What a compiler says of a file, which stands behind the lists; `None` where it is damaged.
fn word(bytes: &Bytes, at: usize) -> Option<Option<Box<Word>>> {
    match bytes.get(at..)? {
        [] => Some(None),
        rest => Some(Some(postcard::from_bytes(rest).ok()?)),
    }
}

/// What stands before the lists, and where these begin.
fn head(bytes: &[u8]) -> Option<(Head, usize)> {
    let (&version, rest) = bytes.split_first()?;
    let (head, lists) = (version == VERSION).then(|| postcard::take_from_bytes(rest).ok()).flatten()?;
    Some((head, bytes.len() - lists.len()))
}

fn next<T: Item>(bytes: &Bytes, at: &mut usize, layout: &Layout) -> Option<List<T>> {
    let begin = *at;
    *at = begin.checked_add(layout.length()).filter(|end| *end <= bytes.len())?;
    List::new(bytes, begin, layout)
}

/// All items of the next list; `None` where one is damaged.
fn all<T: Item>(bytes: &Bytes, at: &mut usize, layout: &Layout) -> Option<Vec<T>> {
    next(bytes, at, layout)?.into_items()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::extract::extract;

    #[test]
    fn facts_come_back() {
        let facts = extract("a.rs", b"/// One.\nfn a() { b() }", Language::Rust);
        let bytes = encode(&facts, None);
        assert_eq!(decode("a.rs", &bytes), Some((facts.clone(), None)));
        let word = Word::default();
        let with_word = encode(&facts, Some(&word));
        assert_eq!(decode("a.rs", &with_word), Some((facts.clone(), Some(Box::new(word)))));
        assert_eq!(decode("a.rs", &with_word[..with_word.len() - 1]), None);
        assert_eq!(decode("a.rs", &bytes[..bytes.len() - 1]), None);
        assert_eq!(decode("a.rs", &[]), None);
        let (outline, word) = decode_outline("a.rs", &with_word).unwrap();
        assert!(word.is_some() && outline.uses.is_empty());
        assert_eq!((&outline.symbols, &outline.imports), (&facts.symbols, &facts.imports));
        assert!(decode_outline("a.rs", &bytes[..bytes.len() - 1]).is_none());
        let (open, word) = open(&Bytes::from(&*with_word)).unwrap();
        assert!(open.symbols.iter().eq(&facts.symbols) && open.uses.iter().eq(&facts.uses) && word.is_some());
        let mut other = bytes;
        other[0] = VERSION + 1;
        assert_eq!(decode("a.rs", &other), None);
    }
}
