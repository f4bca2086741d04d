//! Source text that the file keeps, and what our own index keeps of each source file.

use rusqlite::Row;

use super::super::row::{bytes, int, optional_text, text, unsigned, whole_text};
use super::SqliteReader;
use crate::model::{Chunk, FileState, NodeId};
use crate::store::Result;

pub(super) fn chunk(
    reader: &SqliteReader<'_>,
    path: &str,
    byte_start: u64,
    byte_end: u64,
) -> Result<Option<Chunk>> {
    let columns = reader.columns();
    let keyed = ["file_path", "byte_start", "byte_end"]
        .iter()
        .all(|column| columns.has_column("code_chunks", column));
    let (Ok(start), Ok(end)) = (i64::try_from(byte_start), i64::try_from(byte_end)) else { return Ok(None) };
    if !keyed {
        return Ok(None);
    }
    let names = [
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
    let sql = format!(
        "SELECT {} FROM code_chunks WHERE file_path = ?1 AND byte_start = ?2 AND byte_end = ?3 LIMIT 1",
        columns.select("code_chunks", &names)
    );
    for form in reader.forms_of(path)? {
        let found = reader.first("code_chunks", &sql, (form, start, end), read_chunk)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn read_chunk(row: &Row<'_>) -> Chunk {
    Chunk {
        row: int(row, 0),
        path: text(row, 1),
        byte_start: unsigned(row, 2),
        byte_end: unsigned(row, 3),
        content: whole_text(row, 4),
        content_hash: text(row, 5),
        symbol_name: optional_text(row, 6),
        symbol_kind: optional_text(row, 7),
        created_at: int(row, 8),
    }
}

pub(super) fn file_states(reader: &SqliteReader<'_>, each: &mut dyn FnMut(FileState) -> bool) -> Result<()> {
    if !reader.columns().has("tui_files") {
        return Ok(());
    }
    let sql = format!(
        "SELECT {} FROM tui_files ORDER BY path",
        reader.columns().select("tui_files", &["file_id", "path", "size", "modified_ns", "hash", "digest"])
    );
    reader.each("tui_files", &sql, [], |row| each(read_state(row)))
}

fn read_state(row: &Row<'_>) -> FileState {
    FileState {
        file: NodeId(int(row, 0)),
        path: text(row, 1),
        size: unsigned(row, 2),
        modified_ns: int(row, 3),
        hash: text(row, 4),
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
