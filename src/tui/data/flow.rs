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

/// Bytes that are looked at for a line that says something.
const LOOKED_AT: usize = 4096;

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
    /// The first line of its text that says something. Of a block without text (where ways meet again) what comes after
    /// it in that line or the next, behind `\u{2026}`. Empty where there is nothing of that.
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
    let function_end = subject.symbol.as_ref().map_or(u64::MAX, |symbol| symbol.span.byte_end);
    let blocks: Vec<Block> = cfg
        .blocks
        .into_iter()
        .take(MOST)
        .map(|block| Block {
            text: text.map(|text| telling_line(text, block.span, function_end)).unwrap_or_default(),
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

/// The line that is shown of a block; see [`Block::text`].
fn telling_line(document: &Document, span: Span, function_end: u64) -> String {
    let at = |byte: u64| usize::try_from(byte.checked_sub(document.first_byte)?).ok();
    let all = document.text();
    let between = |start: u64, end: u64| {
        let (start, end) = at(start).zip(at(end))?;
        all.get(start..end.min(all.len())).map(|text| cut(text, LOOKED_AT))
    };
    let own = between(span.byte_start, span.byte_end).unwrap_or_default();
    if let Some(first) = lines(own).next() {
        // A bracket alone says nothing of what stands in it.
        return cut(lines(own).find(|line| says_something(line)).unwrap_or(first), LONGEST).to_owned();
    }
    let after = between(span.byte_end.max(span.byte_start), function_end).unwrap_or_default();
    match lines(after).next().filter(|line| says_something(line)) {
        Some(next) => format!("\u{2026} {}", cut(next, LONGEST)),
        None => String::new(),
    }
}

/// The lines of a text that are not empty, without the blanks around them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn says_something(line: &str) -> bool {
    line.contains(|character: char| character.is_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Position;
    use crate::source::Origin;

    /// What is shown of the block that is made of the only place of `part` in `text`, of a document that begins at a byte.
    fn shown(text: &str, part: &str, first_byte: u64) -> String {
        let document = Document::new("a.rs", Origin::Disk, text.as_bytes(), 1, first_byte);
        let start = text.find(part).unwrap() as u64 + first_byte;
        let end = start + part.len() as u64;
        of_bytes(&document, start, end)
    }

    fn of_bytes(document: &Document, byte_start: u64, byte_end: u64) -> String {
        let nowhere = Position { line: 1, column: 0 };
        let span = Span { byte_start, byte_end, start: nowhere, end: nowhere };
        telling_line(document, span, document.first_byte + document.text().len() as u64)
    }

    const TEXT: &str = "fn f() {\n    if a {\n        b();\n    }\n\n    c();\n}\n";

    #[test]
    fn a_block_is_told_by_the_first_line_that_says_something() {
        assert_eq!(shown(TEXT, "if a", 0), "if a");
        assert_eq!(shown(TEXT, "\n        b();", 7), "b();", "it begins at a line's end");
        assert_eq!(shown(TEXT, "{\n        b();\n    }", 0), "b();", "it begins with a bracket");
        assert_eq!(shown(TEXT, "}\n\n", 0), "}", "there is nothing else");
        assert_eq!(shown("f\r\n\r\n  x = 1\r\n", "\r\n\r\n  x = 1", 0), "x = 1");
    }

    #[test]
    fn one_without_text_is_told_by_what_comes_next() {
        let document = Document::new("a.rs", Origin::Disk, TEXT.as_bytes(), 1, 9);
        let after_if = 9 + TEXT.find("}\n\n").unwrap() as u64 + 1;
        assert_eq!(of_bytes(&document, after_if, after_if), "\u{2026} c();");
        let at_end = 9 + TEXT.len() as u64 - 2;
        assert_eq!(of_bytes(&document, at_end, at_end), "");
        // Spans may be anything.
        for (start, end) in [(0, 0), (5, 4), (0, u64::MAX), (u64::MAX, u64::MAX), (14, 11)] {
            of_bytes(&document, start, end);
        }
        let wide = Document::new("a.rs", Origin::Disk, "\u{6f22}\u{5b57}".as_bytes(), 1, 0);
        assert_eq!(of_bytes(&wide, 1, 4), "", "in the middle of characters");
    }
}
