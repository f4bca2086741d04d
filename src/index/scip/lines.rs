//! Places in a text, by lines and columns in whatever units.

use std::cell::RefCell;
use std::collections::HashMap;

use scip::types::PositionEncoding;

use crate::model::{Position, Span};

/// A name is no longer, in bytes; nor is what must be seen behind it.
const NEAR: usize = 1 << 10;

/// In a line that is not ASCII, places are remembered so many characters apart.
const STEP: usize = 256;

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: &'t [u8],
    /// Where each begins.
    begins: Vec<usize>,
    /// What is known of lines that were asked for.
    known: RefCell<HashMap<(usize, Unit), Steps>>,
}

/// Places in a line: units before it and bytes before it, every [`STEP`] characters. None of a line of ASCII.
type Steps = Vec<(usize, usize)>;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Unit {
    Utf8,
    Utf16,
    Utf32,
}

impl Unit {
    /// What a document says that its columns count; `None` where it does not say.
    pub(super) fn of(encoding: PositionEncoding) -> Option<Unit> {
        match encoding {
            PositionEncoding::UTF8CodeUnitOffsetFromLineStart => Some(Unit::Utf8),
            PositionEncoding::UTF16CodeUnitOffsetFromLineStart => Some(Unit::Utf16),
            PositionEncoding::UTF32CodeUnitOffsetFromLineStart => Some(Unit::Utf32),
            PositionEncoding::UnspecifiedPositionEncoding => None,
        }
    }
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t [u8]) -> Lines<'t> {
        let ends = text.iter().enumerate().filter(|&(_, &byte)| byte == b'\n');
        let begins = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Lines { text, begins, known: RefCell::default() }
    }

    /// The place of a range as SCIP has it; `None` where the text has none such.
    pub(super) fn span(&self, range: &[i32], unit: Unit) -> Option<Span> {
        let (first, start, last, end) = match *range {
            [line, start, end] => (line, start, line, end),
            [first, start, last, end] => (first, start, last, end),
            _ => return None,
        };
        let (start, begin) = self.place(first, start, unit)?;
        let (end, behind) = self.place(last, end, unit)?;
        (begin <= behind).then_some(Span { byte_start: begin as u64, byte_end: behind as u64, start, end })
    }

    /// The text of a span, nothing of one that is too long for a name; `None` where it is not UTF-8.
    pub(super) fn at(&self, span: Span) -> Option<&'t str> {
        let text = self.text.get(span.byte_start as usize..span.byte_end as usize)?;
        if text.len() > NEAR { Some("") } else { std::str::from_utf8(text).ok() }
    }

    /// What follows a span on its line, not far.
    pub(super) fn rest(&self, span: Span) -> &'t [u8] {
        let rest = self.text.get(span.byte_end as usize..).unwrap_or_default();
        let rest = rest.get(..NEAR).unwrap_or(rest);
        rest.split(|&byte| byte == b'\n').next().unwrap_or_default()
    }

    fn place(&self, line: i32, column: i32, unit: Unit) -> Option<(Position, usize)> {
        let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
        let begin = *self.begins.get(line)?;
        let end = self.begins.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(begin..end)?;
        let bytes = if unit == Unit::Utf8 { column } else { self.bytes_of(line, text, column, unit)? };
        let at = (bytes <= text.len()).then_some(begin + bytes)?;
        let position = Position { line: u32::try_from(line).ok()? + 1, column: u32::try_from(bytes).ok()? };
        Some((position, at))
    }

    /// How many bytes of a line so many units are.
    fn bytes_of(&self, line: usize, text: &[u8], units: usize, unit: Unit) -> Option<usize> {
        let mut known = self.known.borrow_mut();
        let steps = known.entry((line, unit)).or_insert_with(|| steps(text, unit));
        let step = steps.partition_point(|&(before, _)| before <= units).checked_sub(1);
        let Some(&(mut seen, mut bytes)) = step.and_then(|step| steps.get(step)) else { return Some(units) };
        for c in String::from_utf8_lossy(near(text.get(bytes..)?)).chars() {
            if seen >= units {
                break;
            }
            bytes += c.len_utf8();
            seen += size(c, unit);
        }
        (seen == units).then_some(bytes)
    }
}

fn size(c: char, unit: Unit) -> usize {
    if unit == Unit::Utf16 { c.len_utf16() } else { 1 }
}

/// More than enough for the characters of a step.
fn near(text: &[u8]) -> &[u8] {
    text.get(..4 * (STEP + 1)).unwrap_or(text)
}

fn steps(line: &[u8], unit: Unit) -> Steps {
    let mut steps = Vec::new();
    // What is not UTF-8 has columns that nobody knows.
    let Some(line) = std::str::from_utf8(line).ok().filter(|line| !line.is_ascii()) else { return steps };
    let mut units = 0;
    for (number, (at, c)) in line.char_indices().enumerate() {
        if number % STEP == 0 {
            steps.push((units, at));
        }
        units += size(c, unit);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_have_columns_too() {
        let text: String = (0..3 * STEP).map(|n| if n % 5 == 0 { '𝄞' } else { 'ä' }).collect();
        for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
            let lines = Lines::new(text.as_bytes());
            let mut column = 0;
            for (at, c) in text.char_indices() {
                let next = column + if unit == Unit::Utf8 { c.len_utf8() } else { size(c, unit) };
                let span = lines.span(&[0, column as i32, next as i32], unit).unwrap();
                assert_eq!((span.byte_start as usize, lines.at(span)), (at, Some(c.to_string().as_str())));
                column = next;
            }
        }
    }

    #[test]
    fn columns_count_what_the_document_says() {
        let text = "let a = 1;\nä𝄞b = x\r\n";
        let bytes = text.as_bytes();
        let at = |range: &[i32], unit| {
            let lines = Lines::new(bytes);
            lines.span(range, unit).and_then(|span| lines.at(span))
        };
        assert_eq!(at(&[0, 4, 5], Unit::Utf16), Some("a"));
        for (unit, column) in [(Unit::Utf8, 6), (Unit::Utf16, 3), (Unit::Utf32, 2)] {
            assert_eq!(at(&[1, column, column + 1], unit), Some("b"), "{unit:?}");
            assert_eq!(at(&[0, 8, 1, column], unit), Some("1;\nä𝄞"), "{unit:?}");
        }
        let lines = Lines::new(bytes);
        let span = lines.span(&[1, 3, 4], Unit::Utf16).unwrap();
        assert_eq!((span.start.line, span.start.column, span.byte_start), (2, 6, 17));
        assert_eq!(lines.rest(span), b" = x\r");
        // In the middle of a character, behind the end of the line or the text, and what is no range.
        for wrong in [&[1, 2, 3][..], &[0, 0, 11], &[9, 0, 1], &[0, -1, 1], &[0, 3, 1], &[0, 1], &[]] {
            assert_eq!(at(wrong, Unit::Utf16), None, "{wrong:?}");
        }
    }
}
