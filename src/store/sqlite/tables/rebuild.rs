//! A file made of its schema and rows again.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::super::error::{io_error, store_error};
use super::super::held::Held;
use super::super::open::connect_writing;
use super::check::layouts;
use super::entries::{fill_index, free_hand, is_index, pages, put_entry, read_again};
use super::frame::Frame;
use super::layout::Layout;
use super::{Unfit, put_row};
use crate::store::{Result, Row, Schema};

/// A file that is being made.
pub(in crate::store::sqlite) struct Rebuild {
    at: PathBuf,
    /// What errors name.
    shown: PathBuf,
    schema: Schema,
    /// Of each table.
    frames: Vec<Frame>,
    connection: Connection,
    /// After the connection.
    _held: Held,
}

impl Rebuild {
    /// Begins a file at `at`, where there is nothing; errors name `shown`.
    pub(in crate::store::sqlite) fn new(at: &Path, shown: &Path, schema: &Schema) -> Result<Rebuild> {
        let layouts = layouts(shown, schema)?;
        File::create_new(at).map_err(|error| io_error(shown, "write", error))?;
        let held = Held::new(at).map_err(|error| io_error(shown, "write", error))?;
        let (connection, frames) = connect_writing(at)
            .and_then(|connection| begin(&connection, schema, &layouts).map(|frames| (connection, frames)))
            .map_err(|error| store_error(shown, None, "creating", &error))?;
        let (at, shown, schema) = (at.to_owned(), shown.to_owned(), schema.clone());
        Ok(Rebuild { at, shown, schema, frames, connection, _held: held })
    }

    /// Puts a row into a table, by its place in [`Schema::tables`].
    pub(in crate::store::sqlite) fn row(&self, table: usize, row: &Row<'_>) -> Result<()> {
        let name = self.schema.tables.get(table).map_or("", |table| &table.name);
        put_row(&self.shown, &self.connection, self.frames.get(table), name, row)
    }

    /// Completes the file: it is durable then, and nobody has it open.
    pub(in crate::store::sqlite) fn finish(self) -> Result<()> {
        let Rebuild { at, shown, schema, connection, _held, .. } = self;
        let failed = |error| store_error(&shown, Some("sqlite_schema"), "writing", &error);
        say(&connection, &schema).map_err(failed)?;
        let sorting = Sorting::beside(&connection, &at);
        for index in schema.entries.iter().filter(|entry| is_index(entry)) {
            fill_index(&connection, index)
                .map_err(|error| Unfit::Sql(error).error(&shown, format!("index {}", index.name)))?;
        }
        drop(sorting);
        let failed = |error| store_error(&shown, None, "finishing", &error);
        complete(&connection, &schema).map_err(failed)?;
        connection.close().map_err(|(_, error)| failed(error))?;
        drop(_held);
        File::open(&at).and_then(|file| file.sync_all()).map_err(|error| io_error(&shown, "write", error))
    }
}

/// The name of the frame of an entry.
fn frame_name(number: usize) -> String {
    format!("frame{number}")
}

/// Makes what cannot be changed later, and the frames.
fn begin(connection: &Connection, schema: &Schema, layouts: &[Layout]) -> rusqlite::Result<Vec<Frame>> {
    connection.pragma_update(None, "encoding", &schema.encoding)?;
    connection.pragma_update(None, "page_size", schema.page_size)?;
    connection.pragma_update(None, "auto_vacuum", schema.auto_vacuum)?;
    // Nobody sees the file before it is complete, and a crash costs no more than a new start.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "cache_size", -32 * 1024)?;
    connection.pragma_update(None, "temp_store", "FILE")?;
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    connection.execute_batch("BEGIN")?;
    // The first table that is ever made settles the encoding.
    connection.execute_batch("CREATE TABLE first(c); DROP TABLE first")?;
    let is_utf8 = schema.encoding == "UTF-8";
    let mut layouts = layouts.iter();
    let mut frames = Vec::new();
    for (number, entry) in schema.entries.iter().enumerate().filter(|(_, entry)| entry.has_pages) {
        if is_index(entry) {
            Frame::of_index(connection, &frame_name(number))?;
        } else if let Some(layout) = layouts.next() {
            frames.push(Frame::make(connection, frame_name(number), layout, is_utf8)?);
        }
    }
    Ok(frames)
}

/// Says what the frames are.
fn say(connection: &Connection, schema: &Schema) -> rusqlite::Result<()> {
    free_hand(connection)?;
    let pages = pages(connection)?;
    connection.execute_batch("DELETE FROM main.sqlite_schema")?;
    for (number, entry) in schema.entries.iter().enumerate() {
        let page = pages.get(&frame_name(number)).copied().unwrap_or_default();
        put_entry(connection, Some(entry.row), entry, page)?;
    }
    connection.execute_batch("COMMIT")?;
    read_again(connection)
}

fn complete(connection: &Connection, schema: &Schema) -> rusqlite::Result<()> {
    connection.pragma_update(None, "user_version", schema.user_version)?;
    connection.pragma_update(None, "application_id", schema.application_id)?;
    if schema.has_wal {
        connection.pragma_update(None, "journal_mode", "WAL")?;
    }
    Ok(())
}

/// Has SQLite sort beside the file, while it lives: where the file has room its indexes have, and the usual
/// place may be a small one, or memory. It holds for the whole process: others' temporary files
/// may come to stand there meanwhile, which does them no harm.
struct Sorting<'c>(&'c Connection);

impl Sorting<'_> {
    /// Where SQLite cannot, it sorts where it does as a rule.
    fn beside<'c>(connection: &'c Connection, file: &Path) -> Option<Sorting<'c>> {
        let folder = std::path::absolute(file).ok()?.parent()?.to_str()?.to_owned();
        connection.pragma_update(None, "temp_store_directory", folder).ok()?;
        Some(Sorting(connection))
    }
}

impl Drop for Sorting<'_> {
    fn drop(&mut self) {
        // It fails only where the connection does, and then the file is not used.
        let _ = self.0.pragma_update(None, "temp_store_directory", "");
    }
}
