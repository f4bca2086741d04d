//! Where a name is defined.

use super::place::Place;
use crate::graph;
use crate::model::{NodeData, NodeId, Symbol};
use crate::store::{Reader, Result};

/// Definitions that are offered for one name.
const MOST: usize = 200;

/// A name in a text, and where it stands.
#[derive(Debug, Clone)]
pub struct Token {
    /// The name.
    pub name: String,
    /// Its first byte in the file, from 0.
    pub offset: u64,
    /// The file's node.
    pub file: Option<NodeId>,
    /// The file's path, as the database writes it.
    pub path: String,
    /// The symbol that is selected, which may hold the name.
    pub symbol: Option<NodeId>,
}

/// What a token may mean: what the graph resolved just here, else every symbol of that name, those of
/// the same file first.
///
/// # Errors
/// Where the graph cannot be read.
pub fn definitions(reader: &dyn Reader, token: &Token) -> Result<Vec<Place>> {
    if let Some(file) = token.file {
        let enclosing = enclosing(reader, file, token)?;
        let mut targets = Vec::new();
        for id in reader.targets_at(file, &token.path, enclosing, token.offset)? {
            if let Some(NodeData::Symbol(symbol)) = reader.node(id)?.map(|node| node.data)
                && symbol.name == token.name
            {
                targets.push(Place::of_symbol(reader, &symbol)?);
            }
        }
        targets.dedup();
        if !targets.is_empty() {
            return Ok(targets);
        }
    }
    named(reader, &token.name, &token.path)
}

/// Every symbol with a bare or qualified name, those in the file `near` first.
///
/// # Errors
/// Where the symbols cannot be read.
pub fn named(reader: &dyn Reader, name: &str, near: &str) -> Result<Vec<Place>> {
    let mut symbols = graph::named(reader, name, MOST)?.items;
    symbols.sort_by(|a, b| {
        let key = |s: &Symbol| (s.path != near, s.path.clone(), s.span.byte_start);
        key(a).cmp(&key(b))
    });
    symbols.iter().map(|symbol| Place::of_symbol(reader, symbol)).collect()
}

/// The innermost symbol of the file whose text holds the token: the one selected, where that is it.
fn enclosing(reader: &dyn Reader, file: NodeId, token: &Token) -> Result<Option<NodeId>> {
    let mut best: Option<Symbol> = None;
    let mut after = None;
    loop {
        let page = reader.symbols_of_file(file, after, 500)?;
        after = page.items.last().map(|(edge, _)| *edge);
        for (_, symbol) in page.items {
            let inner = best.as_ref().is_none_or(|best| best.span.encloses(&symbol.span));
            if symbol.span.contains(token.offset) && inner {
                best = Some(symbol);
            }
        }
        if !page.more || after.is_none() {
            return Ok(best.map(|symbol| symbol.id).or(token.symbol));
        }
    }
}

/// A place that is known by its path, name and line, as it is now: the symbol of that name in that file that is nearest
/// to the line, else the line; nothing where the file is gone.
///
/// # Errors
/// Where the graph cannot be read.
pub fn again(reader: &dyn Reader, place: &Place) -> Result<Vec<Place>> {
    if !place.label.is_empty() {
        let mut found = named(reader, &place.label, &place.path)?;
        found.retain(|found| found.path == place.path);
        if let Some(mut found) = found.into_iter().min_by_key(|found| found.line.abs_diff(place.line)) {
            // Inside of the symbol the line is the user's own.
            (found.line, found.column) = (found.line.max(place.line), place.column);
            return Ok(vec![found]);
        }
    }
    let mut found = at_line(reader, std::slice::from_ref(&place.path), place.line)?;
    found.iter_mut().for_each(|found| found.column = place.column);
    Ok(found)
}

/// The place that a command line names as `FILE` and line: the innermost symbol there, or the line.
///
/// # Errors
/// Where the files cannot be read.
pub fn at_line(reader: &dyn Reader, paths: &[String], line: u32) -> Result<Vec<Place>> {
    for path in paths {
        let Some(file) = reader.file(path)? else { continue };
        let Some(NodeData::File(found)) = reader.node(file)?.map(|node| node.data) else { continue };
        return Ok(vec![Place {
            file: Some(file),
            path: found.path,
            symbol: None,
            label: String::new(),
            line,
            column: 0,
        }]);
    }
    Ok(Vec::new())
}
