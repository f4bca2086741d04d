//! A function's control flow and its text, as the graph's screen shows them side by side.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::place::Place;
use super::subject;
use crate::model::Span;
use crate::source::{Document, Roots, cut};
use crate::store::{Reader, Result};
use crate::syntax::{Highlight, highlight};

/// Blocks that are shown at most: no function of a person has more, but a database may claim any.
const MOST: usize = 5_000;

/// Bytes of a block's text that are kept.
const LONGEST: usize = 200;

/// A function's control flow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its blocks; the first is where it begins.
    pub blocks: Vec<Block>,
    /// The ways between them, all of which begin and end at a block.
    pub ways: Vec<Way>,
    /// Its text, or one line that says why there is none.
    pub document: std::result::Result<Arc<Document>, String>,
    /// The text's colours.
    pub highlights: Vec<Highlight>,
}

/// A basic block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Why it is one (`entry`, `then`, …).
    pub kind: String,
    /// The first line of its text; empty where there is no text.
    pub text: String,
    /// The line where it begins, from 1.
    pub line: u32,
    /// Its bytes in the file.
    pub bytes: Range<u64>,
}

/// A way from block to block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Place of the block that it leaves.
    pub from: usize,
    /// Place of the block that it leads to.
    pub to: usize,
    /// When it is taken (`fallthrough`, `conditional_true`, …).
    pub kind: String,
}

/// Reads the control flow of the function at a place; `None` where the database keeps none of it.
///
/// # Errors
/// Where the database cannot be read.
pub fn flow(reader: &dyn Reader, roots: &Roots, place: &Place, cancel: &AtomicBool) -> Result<Option<Flow>> {
    let Some(symbol) = place.symbol else { return Ok(None) };
    let Some(cfg) = reader.cfg(symbol)?.filter(|cfg| !cfg.blocks.is_empty()) else { return Ok(None) };
    let subject = subject::subject(reader, &place.path, place.file, Some(symbol))?;
    let document = subject::document(reader, roots, &subject)?;
    let text = document.as_ref().ok();
    let blocks: Vec<Block> = cfg
        .blocks
        .into_iter()
        .take(MOST)
        .map(|block| Block {
            text: text.map(|text| first_line(text, block.span)).unwrap_or_default(),
            kind: block.kind,
            line: block.span.start.line.max(1),
            bytes: block.span.byte_start..block.span.byte_end,
        })
        .collect();
    let ways = cfg.edges.into_iter().map(|edge| Way {
        from: edge.source as usize,
        to: edge.target as usize,
        kind: edge.kind,
    });
    let ways = ways.filter(|way| way.from.max(way.to) < blocks.len()).take(4 * MOST).collect();
    let highlights = text.and_then(|text| highlight(text.language, text.text(), cancel)).unwrap_or_default();
    Ok(Some(Flow { blocks, ways, document, highlights }))
}

fn first_line(document: &Document, span: Span) -> String {
    let at = |byte: u64| usize::try_from(byte.checked_sub(document.first_byte)?).ok();
    let text =
        at(span.byte_start).zip(at(span.byte_end)).and_then(|(start, end)| document.text().get(start..end));
    let line = text.unwrap_or_default().trim_start().lines().next().unwrap_or_default();
    cut(line, LONGEST).trim_end().to_owned()
}
