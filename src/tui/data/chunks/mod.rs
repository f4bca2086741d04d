//! Chunks: those that a filter lets pass, found by what stands in them, and the text of one.

pub mod filter;

use std::sync::atomic::{AtomicBool, Ordering};

use super::seek::seek;
use crate::model::NodeData;
use crate::source::{Document, Origin};
use crate::store::words::{ChunkKey, ChunkOrder, Wanted as WantedChunks, Words, WordsPlace};
use crate::store::{Order, Reader, Result};
use crate::syntax::Highlight;
use crate::tui::data::place::Place;
use crate::tui::widgets::window::{PAGE, Part, Wanted, Way};
use filter::Filter;

/// A chunk in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ChunkRow {
    /// Where it is.
    pub key: ChunkKey,
    /// Its line that holds what was searched for first; empty where nothing was.
    pub line: String,
    /// Whether it passes.
    passes: bool,
}

/// Which chunks, in which order.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// By what they are ordered.
    pub by: ChunkOrder,
    /// Which of them.
    pub filter: Filter,
}

/// Reads what is wanted; see [`seek`]. Of what the index finds the text is looked at.
///
/// # Errors
/// Where the index of words or the chunks cannot be read.
pub fn rows(
    reader: &dyn Reader,
    place: &WordsPlace,
    query: &Query,
    wanted: Wanted<ChunkRow>,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Part<ChunkRow>),
) -> Result<Part<ChunkRow>> {
    let words = Words::open(place)?;
    let order = if wanted.way == Way::Up { Order::Descending } else { Order::Ascending };
    let filter = &query.filter;
    let looked_for = WantedChunks {
        by: query.by,
        texts: filter.texts().map(str::to_owned).collect(),
        kind: filter.kind().map(str::to_owned),
    };
    let read = |after: Option<&ChunkRow>| {
        let page = words.find(&looked_for, order, after.map(|row| &row.key), PAGE)?;
        let items = page.items.into_iter().map(|key| row(reader, filter, key)).collect::<Result<_>>()?;
        Ok(crate::store::Page { items, more: page.more })
    };
    seek(wanted, &read, &|row| row.passes, cancel, tell)
}

fn row(reader: &dyn Reader, filter: &Filter, key: ChunkKey) -> Result<ChunkRow> {
    let mut row = ChunkRow { passes: filter.passes(&key), key, line: String::new() };
    if row.passes && filter.looks_at_text() {
        let chunk = reader.chunk(&row.key.path, row.key.byte_start, row.key.byte_end)?;
        let line = chunk.and_then(|chunk| filter.line_in(&chunk.content));
        row.passes = line.is_some();
        row.line = line.unwrap_or_default();
    }
    Ok(row)
}

/// The text of a chunk, and where it leads.
#[derive(Debug)]
pub struct Preview {
    /// Of which chunk.
    pub key: ChunkKey,
    /// Its text; `None` where it is not in the database any more.
    pub document: Option<Document>,
    /// The text's colours.
    pub highlights: Vec<Highlight>,
    /// What it is the text of.
    pub place: Option<Place>,
}

/// Reads a chunk's text. Cost: a look-up for each symbol that has its name, until its own is found.
///
/// # Errors
/// Where the chunk cannot be read.
pub fn preview(reader: &dyn Reader, key: ChunkKey, cancel: &AtomicBool) -> Result<Preview> {
    let place = place(reader, &key, cancel)?;
    let line = place.as_ref().map_or(1, |place| place.line);
    let chunk = reader.chunk(&key.path, key.byte_start, key.byte_end)?;
    let document = chunk.map(|chunk| {
        let origin = Origin::Chunk(String::new());
        Document::new(&key.path, origin, chunk.content.as_bytes(), line, key.byte_start)
    });
    let highlights = document
        .as_ref()
        .and_then(|document| crate::syntax::highlight(document.language, document.text(), cancel));
    Ok(Preview { key, document, highlights: highlights.unwrap_or_default(), place })
}

/// The symbol whose text a chunk is: of those of its name the one that has its span. Where none has, its file; so, too, where the
/// search is cancelled.
fn place(reader: &dyn Reader, key: &ChunkKey, cancel: &AtomicBool) -> Result<Option<Place>> {
    let mut after = None;
    loop {
        let page = reader.symbols_named(&key.name, after, PAGE)?;
        for symbol in &page.items {
            let span = &symbol.span;
            if (span.byte_start, span.byte_end) == (key.byte_start, key.byte_end)
                && (symbol.path == key.path || same_file(reader, symbol.id, &key.path)?)
            {
                return Place::of_symbol(reader, symbol).map(Some);
            }
        }
        after = page.items.last().map(|symbol| symbol.id);
        if !page.more || after.is_none() || cancel.load(Ordering::Relaxed) {
            return Ok(reader.file(&key.path)?.map(|file| Place::of_file(file, &key.path)));
        }
    }
}

/// Whether a symbol is defined in the file of this path, however that is written.
fn same_file(reader: &dyn Reader, symbol: crate::model::NodeId, path: &str) -> Result<bool> {
    let Some(file) = reader.file_of_symbol(symbol)? else { return Ok(false) };
    let of_path = reader.node(file)?.map(|node| node.data);
    Ok(matches!(of_path, Some(NodeData::File(file)) if file.path == path))
}
