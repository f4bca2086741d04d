//! Which symbols a user means.

use crate::model::{NodeData, NodeId, Symbol};
use crate::store::{Page, Reader, Result};

/// Symbols that are read at once.
const PAGE: usize = 500;

/// Digits of a stable id.
const STABLE_ID: usize = 16;

/// The symbols with a bare name (`tick`), a name with some of the scopes around it (`Clock::tick`, `clock.tick`) or a
/// stable id: at most `most`, by id. Cost: a look-up a symbol of that bare name; where names are not indexed
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
    let bare = name.rsplit(['.', ':', '/', '#']).next().unwrap_or(name);
    if bare == name {
        return reader.symbols_named(name, None, most);
    }
    let mut found = Page { items: Vec::new(), more: false };
    let mut after = None;
    loop {
        let page = reader.symbols_named(bare, after, PAGE)?;
        after = page.items.last().map(|symbol| symbol.id);
        for symbol in page.items.into_iter().filter(|symbol| is_called(symbol, name)) {
            if found.items.len() == most {
                found.more = true;
                return Ok(found);
            }
            found.items.push(symbol);
        }
        if !page.more || after.is_none() {
            return Ok(found);
        }
    }
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
