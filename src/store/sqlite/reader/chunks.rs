//! Source text that the file keeps, and what our own index keeps of each source file.

use rusqlite::Row;

use super::super::columns::Columns;
use super::super::row::{MAX_TEXT, bytes, int, text_up_to, unsigned, whole_text};
use super::{SqliteReader, one_more, page};
use crate::model::{Chunk, FileState, NodeId};
use crate::store::{Page, Result};

pub(super) fn chunk(
    reader: &SqliteReader<'_>,
    path: &str,
    byte_start: u64,
    byte_end: u64,
) -> Result<Option<Chunk>> {
    let (Ok(start), Ok(end)) = (i64::try_from(byte_start), i64::try_from(byte_end)) else { return Ok(None) };
    if !keyed(reader) {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {} FROM code_chunks WHERE file_path = ?1 AND byte_start = ?2 AND byte_end = ?3 LIMIT 1",
        selected(reader.columns())
    );
    for form in reader.forms_of(path)? {
        let found =
            reader.first("code_chunks", &sql, (form, start, end), |row| chunk_up_to(row, MAX_TEXT))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) fn chunks_of_file(
    reader: &SqliteReader<'_>,
    path: &str,
    after: Option<(u64, u64)>,
    limit: usize,
) -> Result<Page<Chunk>> {
    if !keyed(reader) {
        return Ok(page(Vec::new(), limit));
    }
    // Numbers alone: any other value would come again and again behind what it is shown as.
    let sql = format!(
        "SELECT {} FROM code_chunks
         WHERE file_path = ?1 AND (byte_start, byte_end) > (?2, ?3)
           AND typeof(byte_start) = 'integer' AND typeof(byte_end) = 'integer'
         ORDER BY byte_start, byte_end LIMIT ?4",
        selected(reader.columns())
    );
    let signed = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let (start, end) = after.map_or((i64::MIN, i64::MIN), |(start, end)| (signed(start), signed(end)));
    let here = "SELECT 1 FROM code_chunks WHERE file_path = ?1 LIMIT 1";
    for form in reader.forms_of(path)? {
        if reader.first("code_chunks", here, [&form], |_| ())?.is_some() {
            let params = (form, start, end, one_more(limit));
            let chunks = reader.all("code_chunks", &sql, params, |row| chunk_up_to(row, MAX_TEXT))?;
            return Ok(page(chunks, limit));
        }
    }
    Ok(page(Vec::new(), limit))
}

/// Whether chunks can be told apart by where they stand.
fn keyed(reader: &SqliteReader<'_>) -> bool {
    ["file_path", "byte_start", "byte_end"]
        .iter()
        .all(|column| reader.columns().has_column("code_chunks", column))
}

const CHUNK: [&str; 9] = [
    "id",
    "file_path",
    "byte_start",
    "byte_end",
    "content",
    "content_hash",
    "symbol_name",
    "symbol_kind",
    "created_at",
];

/// The columns that [`chunk_up_to`] expects, in order.
pub(super) fn selected(columns: &Columns) -> String {
    columns.select("code_chunks", &CHUNK)
}

/// The chunk that a row holds, with texts other than its own of at most `most` bytes.
pub(super) fn chunk_up_to(row: &Row<'_>, most: usize) -> Chunk {
    let optional = |column| text_up_to(row, column, most);
    Chunk {
        row: int(row, 0),
        path: optional(1).unwrap_or_default(),
        byte_start: unsigned(row, 2),
        byte_end: unsigned(row, 3),
        content: whole_text(row, 4),
        content_hash: optional(5).unwrap_or_default(),
        symbol_name: optional(6),
        symbol_kind: optional(7),
        created_at: int(row, 8),
    }
}

pub(super) fn file_states(reader: &SqliteReader<'_>, each: &mut dyn FnMut(FileState) -> bool) -> Result<()> {
    if !reader.columns().has("tui_files") {
        return Ok(());
    }
    let sql = format!("SELECT {} FROM tui_files ORDER BY path", state_selected(reader.columns()));
    reader.each("tui_files", &sql, [], |row| each(state_up_to(row, MAX_TEXT)))
}

/// The columns that [`state_up_to`] expects, in order.
pub(super) fn state_selected(columns: &Columns) -> String {
    columns.select("tui_files", &["file_id", "path", "size", "modified_ns", "hash", "digest"])
}

/// The state that a row holds, with texts of at most `most` bytes.
pub(in crate::store::sqlite) fn state_up_to(row: &Row<'_>, most: usize) -> FileState {
    let text = |column| text_up_to(row, column, most).unwrap_or_default();
    FileState {
        file: NodeId(int(row, 0)),
        path: text(1),
        size: unsigned(row, 2),
        modified_ns: int(row, 3),
        hash: text(4),
        digest: bytes(row, 5).and_then(|digest| digest.try_into().ok()).unwrap_or_default(),
    }
}

pub(super) fn facts(reader: &SqliteReader<'_>, file: NodeId) -> Result<Option<Vec<u8>>> {
    if !reader.columns().has_column("tui_files", "facts") {
        return Ok(None);
    }
    let sql = "SELECT facts FROM tui_files WHERE file_id = ?1";
    let found = reader.first("tui_files", sql, [file.0], |row| bytes(row, 0).map(<[u8]>::to_vec))?;
    Ok(found.flatten())
}
