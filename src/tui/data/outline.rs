//! The symbols of a file with their texts' places, to tell which of them a place is in.

use std::ops::Range;

use crate::model::NodeId;
use crate::store::{Reader, Result};

/// Symbols of a file that are kept.
const MOST: usize = 20_000;
/// Symbols that are read at once.
const PAGE: usize = 500;

/// A symbol of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlined {
    /// Its node.
    pub id: NodeId,
    /// Its name with what it is in, as far as that is known.
    pub name: String,
    /// Its bytes in the file.
    pub bytes: Range<u64>,
    /// Its first line, from 1.
    pub line: u32,
    /// Its first column in bytes, from 0.
    pub column: u32,
}

/// Reads the symbols of a file, the first 20,000 of them. Cost: of those symbols.
///
/// # Errors
/// Where they cannot be read.
pub fn outline(reader: &dyn Reader, file: NodeId) -> Result<Vec<Outlined>> {
    let mut outline = Vec::new();
    let mut after = None;
    loop {
        let page = reader.symbols_of_file(file, after, PAGE)?;
        after = page.items.last().map(|(edge, _)| *edge);
        outline.extend(page.items.into_iter().map(|(_, symbol)| Outlined {
            id: symbol.id,
            name: symbol.shown_name().to_owned(),
            bytes: symbol.span.byte_start..symbol.span.byte_end,
            line: symbol.span.start.line.max(1),
            column: symbol.span.start.column,
        }));
        if !page.more || after.is_none() || outline.len() >= MOST {
            outline.truncate(MOST);
            return Ok(outline);
        }
    }
}
