//! A text to show, by lines.

use crate::model::Language;

/// Longest part of a line that is shown or searched, in bytes; the rest is cut off.
pub const LONGEST_LINE: usize = 16 * 1024;

/// Where a text was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The file on disk, which is what was indexed.
    Disk,
    /// The database's chunk, for the reason given.
    Chunk(String),
}

/// A source text, or the part of one that a chunk holds.
///
/// Every byte of the text stands where it stands in the file, less [`Document::first_byte`]: a byte
/// that is no UTF-8 is shown as `?`, never as a longer mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its path, as the database writes it.
    pub path: String,
    /// Its language.
    pub language: Language,
    /// Where it comes from.
    pub origin: Origin,
    /// Number of its first line in the file, from 1.
    pub first_line: u32,
    /// Offset of its first byte in the file.
    pub first_byte: u64,
    text: String,
    line_starts: Vec<u32>,
}

impl Document {
    /// Makes a document of a file's bytes, or of a chunk's. At most 4 GiB are taken.
    pub fn new(path: &str, origin: Origin, content: &[u8], first_line: u32, first_byte: u64) -> Document {
        let content = content.get(..u32::MAX as usize).unwrap_or(content);
        let text = decode(content);
        let mut line_starts = vec![0];
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' && at + 1 < text.len() {
                line_starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Document {
            path: path.to_owned(),
            language: Language::of_path(path),
            origin,
            first_line: first_line.max(1),
            first_byte,
            text,
            line_starts,
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are; at least 1.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The bytes of line `index` (from 0) without its end, at most [`LONGEST_LINE`] of them, and the
    /// offset in the text at which it begins.
    pub fn line(&self, index: usize) -> Option<(usize, &str)> {
        let start = *self.line_starts.get(index)? as usize;
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let line = self.text.get(start..end)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some((start, cut(line, LONGEST_LINE)))
    }

    /// Whether line `index` is longer than what [`Document::line`] gives.
    pub fn is_cut(&self, index: usize) -> bool {
        let Some(start) = self.line_starts.get(index) else { return false };
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        end.saturating_sub(*start as usize) > LONGEST_LINE + 2
    }

    /// Index (from 0) of the line with number `line` (from 1, in the file), held within the text.
    pub fn index_of_line(&self, line: u32) -> usize {
        (line.saturating_sub(self.first_line) as usize).min(self.line_count() - 1)
    }

    /// Number in the file (from 1) of line `index`.
    pub fn number_of_line(&self, index: usize) -> u32 {
        self.first_line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Index of the line that holds byte `offset` of the text.
    pub fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }
}

/// The first at most `limit` bytes of `text`, cut between characters.
pub fn cut(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}

/// Text with every byte at its place: what is no UTF-8 becomes `?`, a byte for a byte.
fn decode(content: &[u8]) -> String {
    let mut text = String::with_capacity(content.len());
    for part in content.utf8_chunks() {
        text.push_str(part.valid());
        text.extend(part.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(content: &[u8]) -> Document {
        Document::new("a.rs", Origin::Disk, content, 1, 0)
    }

    #[test]
    fn lines_are_split_as_editors_split_them() {
        let text = document(b"one\r\ntwo\n\nfour");
        let lines: Vec<_> = (0..text.line_count()).map(|i| text.line(i).unwrap()).collect();
        assert_eq!(lines, [(0, "one"), (5, "two"), (9, ""), (10, "four")]);
        assert_eq!(document(b"").line_count(), 1);
        assert_eq!(document(b"a\n").line_count(), 1);
        assert_eq!(text.line_at(0), 0);
        assert_eq!(text.line_at(9), 2);
        assert_eq!(text.line_at(99), 3);
    }

    #[test]
    fn bytes_that_are_no_utf8_keep_their_places() {
        let text = document(b"a\xff\xe2\x82b\n\xc3\xa9c");
        assert_eq!(text.line(0), Some((0, "a???b")));
        assert_eq!(text.line(1), Some((6, "\u{e9}c")));
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let long = "\u{e9}".repeat(LONGEST_LINE);
        let text = document(long.as_bytes());
        assert_eq!(text.line(0).unwrap().1.len(), LONGEST_LINE);
        assert!(text.is_cut(0));
    }

    #[test]
    fn a_part_of_a_file_keeps_the_files_line_numbers() {
        let part = Document::new("a.rs", Origin::Chunk(String::new()), b"x\ny\nz", 40, 900);
        assert_eq!(part.number_of_line(2), 42);
        assert_eq!(part.index_of_line(41), 1);
        assert_eq!(part.index_of_line(1), 0);
        assert_eq!(part.index_of_line(1000), 2);
    }
}
