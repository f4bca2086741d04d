//! The text of a file: its beginning, as far as it is looked at, and what is known of the whole.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::clock;
use crate::source::ContentHasher;

/// The longest beginning of a file that is looked at, in bytes. A tree takes some ten times the text's
/// memory, and one huge token is read without a chance to stop.
pub(crate) const MAX_HEAD: usize = 32 << 20;

/// A text is cut at a line's end where one is so near before the limit, in bytes.
const NEAR: usize = 64 << 10;

/// The rest of a long file is read in pieces of so many bytes.
const PIECE: usize = 256 << 10;

/// A text that may be longer than what is looked at.
#[derive(Debug)]
pub(crate) struct Text<'s> {
    /// All of it, or as much as [`cut`] leaves of its first [`MAX_HEAD`] bytes.
    pub(crate) head: Cow<'s, [u8]>,
    /// Length of the whole in bytes.
    pub(crate) bytes: u64,
    /// Lines of the whole: newline bytes, plus one for a last line without.
    pub(crate) lines: u32,
}

impl<'s> Text<'s> {
    /// A text that is in memory.
    pub(crate) fn of(source: &'s [u8]) -> Text<'s> {
        let mut lines = Lines::default();
        lines.count(source);
        let head = Cow::Borrowed(cut(source, MAX_HEAD));
        Text { head, bytes: source.len() as u64, lines: lines.total() }
    }
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct FileText {
    pub(crate) text: Text<'static>,
    /// The hash of the whole file.
    pub(crate) hash: String,
    /// When it was modified, in nanoseconds since the Unix epoch.
    pub(crate) modified_ns: i64,
    /// Whether the time of modification can tell this content from a later one.
    pub(crate) trusted: bool,
}

/// Reads a file to its end, and keeps its beginning. `None` where `go_on` gave `false`, which is asked
/// now and then.
///
/// # Errors
/// Where it cannot be read, or is no regular file.
pub(crate) fn read(path: &Path, go_on: &dyn Fn() -> bool) -> std::io::Result<Option<FileText>> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let modified_ns = metadata.modified().map_or(0, clock::ns_since_epoch);
    let is_old = clock::real_ns().saturating_sub(modified_ns) >= clock::RACY_NS;
    // One byte more than is kept: whether the file goes on says where it may be cut.
    let most = MAX_HEAD as u64 + 1;
    let mut head = Vec::with_capacity(metadata.len().min(most) as usize);
    (&mut file).take(most).read_to_end(&mut head)?;
    let (mut lines, mut hasher) = (Lines::default(), ContentHasher::default());
    lines.count(&head);
    hasher.update(&head);
    let mut bytes = head.len() as u64;
    if head.len() > MAX_HEAD {
        head.truncate(cut(&head, MAX_HEAD).len());
        let mut piece = vec![0; PIECE];
        loop {
            if !go_on() {
                return Ok(None);
            }
            let length = file.read(&mut piece)?;
            let Some(read @ [_, ..]) = piece.get(..length) else { break };
            lines.count(read);
            hasher.update(read);
            bytes += length as u64;
        }
    }
    let text = Text { head: Cow::Owned(head), bytes, lines: lines.total() };
    let trusted = is_old && bytes == metadata.len();
    Ok(Some(FileText { text, hash: hasher.finish(), modified_ns, trusted }))
}

/// The first `limit` bytes of a text, without a part of a line at the end where that is short, and
/// without a part of a character.
pub(crate) fn cut(text: &[u8], limit: usize) -> &[u8] {
    if text.len() <= limit {
        return text;
    }
    let near = limit.saturating_sub(NEAR);
    let line = text.get(near..limit).and_then(|tail| tail.iter().rposition(|&byte| byte == b'\n'));
    let is_inside = |at: &usize| text.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    // What goes on for longer than a character can is not UTF-8, and may be cut anywhere.
    let character = (limit.saturating_sub(3)..=limit).rev().find(|at| !is_inside(at)).unwrap_or(limit);
    let end = line.map_or(character, |line| near + line + 1);
    text.get(..end).unwrap_or(text)
}

/// Counts lines piece by piece.
#[derive(Default)]
struct Lines {
    ended: usize,
    is_unended: bool,
}

impl Lines {
    fn count(&mut self, piece: &[u8]) {
        self.ended += piece.iter().filter(|&&byte| byte == b'\n').count();
        self.is_unended = piece.last().map_or(self.is_unended, |&byte| byte != b'\n');
    }

    fn total(&self) -> u32 {
        u32::try_from(self.ended + usize::from(self.is_unended)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::content_hash;

    #[test]
    fn a_text_is_cut_between_lines_or_characters() {
        assert_eq!(cut(b"abc", 3), b"abc");
        assert_eq!(cut(b"a\nbc\nde", 6), b"a\nbc\n");
        assert_eq!(cut(b"a\nbc\nde", 5), b"a\nbc\n");
        assert_eq!(cut("äöü".as_bytes(), 3), "ä".as_bytes());
        assert_eq!(cut("äöü".as_bytes(), 4), "äö".as_bytes());
        assert_eq!(cut("a𝄞b".as_bytes(), 4), b"a");
        assert_eq!(cut(&[0x80; 9], 7), [0x80; 7]);
        // A line that ends too far back does not take all that follows with it.
        let mut long = b"a\n".to_vec();
        long.resize(2 + 2 * NEAR, b'x');
        assert_eq!(cut(&long, 2 * NEAR).len(), 2 * NEAR);
    }

    #[test]
    fn a_long_file_is_read_to_its_end_and_kept_to_the_limit() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("long.py");
        let mut source = b"x = 1\n".repeat(MAX_HEAD / 6 + PIECE);
        source.extend_from_slice(b"last");
        std::fs::write(&path, &source).unwrap();
        let read = read(&path, &|| true).unwrap().unwrap();
        assert_eq!(read.hash, content_hash(&source));
        assert_eq!(read.text.bytes, source.len() as u64);
        assert_eq!(read.text.lines as usize, MAX_HEAD / 6 + PIECE + 1);
        assert_eq!(read.text.head, Text::of(&source).head);
        assert_eq!(read.text.lines, Text::of(&source).lines);
        assert_eq!(read.text.head.len(), MAX_HEAD / 6 * 6);
        assert!(super::read(&path, &|| false).unwrap().is_none());
    }
}
