//! Which symbols a user means.

use crate::model::{NodeData, NodeId, Symbol};
use crate::store::{Page, Reader, Result};

/// Symbols that are read at once.
const PAGE: usize = 500;

/// What stands between scopes.
const BETWEEN: [char; 4] = ['.', ':', '/', '#'];

/// Digits of a stable id.
const STABLE_ID: usize = 16;

/// The symbols with a bare name (`tick`), a name with some of the scopes around it (`Clock::tick`, `clock.tick`) or a
/// stable id: at most `most`, by id. Where no symbol has these scopes, those in a file or folder of that name: a module or
/// package of many languages is that (`strings.HasPrefix`). Cost: a look-up a symbol of that bare name; where names are not indexed
/// (see [`Reader::symbols_named`], [`Reader::symbols_with_stable_id`]), a scan.
///
/// # Errors
/// Where the symbols cannot be read.
pub fn named(reader: &dyn Reader, name: &str, most: usize) -> Result<Page<Symbol>> {
    if name.len() == STABLE_ID && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let found = reader.symbols_with_stable_id(name, None, most)?;
        if !found.items.is_empty() {
            return Ok(found);
        }
    }
    let bare = name.rsplit(BETWEEN).next().unwrap_or(name);
    if bare == name {
        return reader.symbols_named(name, None, most);
    }
    let mut found = Page { items: Vec::new(), more: false };
    let mut in_files = Page { items: Vec::new(), more: false };
    let mut after = None;
    loop {
        let page = reader.symbols_named(bare, after, PAGE)?;
        after = page.items.last().map(|symbol| symbol.id);
        for symbol in page.items {
            let list = match (is_called(&symbol, name), is_of_file(&symbol, name)) {
                (true, _) => &mut found,
                (false, true) => &mut in_files,
                (false, false) => continue,
            };
            match list.items.len() == most {
                true => list.more = true,
                false => list.items.push(symbol),
            }
        }
        if found.more || !page.more || after.is_none() {
            return Ok(if found.items.is_empty() { in_files } else { found });
        }
    }
}

/// Whether the first of the scopes are of the symbol's file, and the others its own.
fn is_of_file(symbol: &Symbol, name: &str) -> bool {
    name.match_indices(BETWEEN).any(|(at, _)| {
        let (file, rest) = name.split_at(at);
        let rest = rest.trim_start_matches(BETWEEN);
        let scopes: Vec<&str> = file.split(BETWEEN).filter(|part| !part.is_empty()).collect();
        (rest == symbol.name || is_called(symbol, rest)) && is_in(&symbol.path, &scopes)
    })
}

/// Whether a path ends in these folders and the file, or in these folders and any file.
fn is_in(path: &str, scopes: &[&str]) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let folders: Vec<&str> = folders.split('/').filter(|folder| !folder.is_empty()).collect();
    let is_file = scopes.split_last().is_some_and(|(last, rest)| *last == stem && folders.ends_with(rest));
    is_file || !scopes.is_empty() && folders.ends_with(scopes)
}

/// Whether one of a symbol's names ends in these scopes and this name.
fn is_called(symbol: &Symbol, name: &str) -> bool {
    [&symbol.qualified, &symbol.display, &symbol.canonical].iter().any(|full| {
        full.strip_suffix(name).is_some_and(|before| {
            before.chars().next_back().is_none_or(|last| !(last.is_alphanumeric() || last == '_'))
        })
    })
}

/// The innermost symbol of a file at a line, from 1; `None` where no symbol's text has a part there. Cost: a scan of the
/// file's symbols.
///
/// # Errors
/// Where the symbols cannot be read.
pub fn at_line(reader: &dyn Reader, file: NodeId, line: u32) -> Result<Option<Symbol>> {
    let mut best: Option<Symbol> = None;
    let mut after = None;
    if !matches!(reader.node(file)?.map(|node| node.data), Some(NodeData::File(_))) {
        return Ok(None);
    }
    loop {
        let page = reader.symbols_of_file(file, after, PAGE)?;
        after = page.items.last().map(|(edge, _)| *edge);
        for (_, symbol) in page.items {
            let span = symbol.span;
            let is_inner = best.as_ref().is_none_or(|best| best.span.encloses(&span));
            if (span.start.line..=span.end.line).contains(&line) && is_inner {
                best = Some(symbol);
            }
        }
        if !page.more || after.is_none() {
            return Ok(best);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_scopes_too() {
        assert!(is_in("strings/strings.go", &["strings"]));
        assert!(is_in("go/src/strings/builder.go", &["strings"]));
        assert!(is_in("src/store/place.rs", &["store", "place"]));
        assert!(is_in("tool.py", &["tool"]));
        assert!(!is_in("bytes/bytes.go", &["strings"]));
        assert!(!is_in("src/place.rs", &["store", "place"]));
        assert!(!is_in("src/place.rs", &[]));
    }

    #[test]
    fn scopes_of_a_file_come_before_those_of_the_symbol() {
        let symbol = Symbol {
            id: NodeId(1),
            name: "WriteString".to_owned(),
            kind: crate::model::SymbolKind::Method,
            path: "src/strings/builder.go".to_owned(),
            qualified: "Builder.WriteString".to_owned(),
            canonical: String::new(),
            display: String::new(),
            stable_id: String::new(),
            span: Default::default(),
            extra: Default::default(),
        };
        for name in ["strings.WriteString", "strings.Builder.WriteString", "src/strings/builder::WriteString"]
        {
            assert!(is_of_file(&symbol, name), "{name}");
        }
        for name in ["bytes.Builder.WriteString", "Builder.strings.WriteString", "WriteString"] {
            assert!(!is_of_file(&symbol, name), "{name}");
        }
    }
}
