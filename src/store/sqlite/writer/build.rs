//! A database under construction: made beside its place, whole before it appears there.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::super::error::io_error;
use super::super::store::{MAGELLAN_SCHEMA, TUI_FORMAT};
use crate::store::lock::beside;
use crate::store::{NewDatabase, Result, StoreError};

/// What is added to the name of the file under construction for that of its search index.
pub(in crate::store) const NAMES: &str = "-names";

const TABLES: [&str; 2] = [
    include_str!("../../../../assets/schema/magellan-21.sql"),
    include_str!("../../../../assets/schema/tui-2.sql"),
];

const INDEXES: [&str; 2] = [
    include_str!("../../../../assets/schema/magellan-21-indexes.sql"),
    include_str!("../../../../assets/schema/tui-2-indexes.sql"),
];

/// Threads that sort beside the one that reads, at most.
const SORTING: u32 = 4;

/// What keeps the search index over names.
pub(super) const TRIGGERS: &str = include_str!("../../../../assets/schema/magellan-21-triggers.sql");

/// The version of the graph tables that Magellan 4.17.0 writes.
const GRAPH_SCHEMA: i64 = 10;

/// The file under construction. Dropped before it is published, it is gone.
#[derive(Debug)]
pub(super) struct Building {
    path: PathBuf,
    /// Whether it stands at its place already, and somebody else puts it there where it is to be seen.
    in_place: bool,
    published: bool,
}

impl Building {
    /// Makes an empty file for it. One that a killed process left behind goes: the caller holds the
    /// lock, so nobody is at it.
    pub(super) fn start(place: &Path) -> Result<Building> {
        free(place)?;
        let building = Building { path: beside(place, ".building"), in_place: false, published: false };
        building.clear();
        File::create_new(&building.path).map_err(|error| io_error(&building.path, "write", error))?;
        Ok(building)
    }

    /// Makes an empty file at just the path `at`, where there is nothing; errors name `shown`.
    pub(super) fn at(at: &Path, shown: &Path) -> Result<Building> {
        File::create_new(at).map_err(|error| io_error(shown, "write", error))?;
        Ok(Building { path: at.to_owned(), in_place: true, published: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The place of the search index over names, while that is under construction too.
    pub(super) fn names_path(&self) -> PathBuf {
        beside(&self.path, NAMES)
    }

    /// Makes the file durable, and puts it at `place`, where it is not there already.
    pub(super) fn publish(mut self, place: &Path) -> Result<()> {
        let failed = |error| io_error(place, "write", error);
        fs::remove_file(self.names_path()).map_err(failed)?;
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(failed)?;
        if self.in_place {
            self.published = true;
            return Ok(());
        }
        free(place)?;
        fs::rename(&self.path, place).map_err(failed)?;
        self.published = true;
        let place = std::path::absolute(place).map_err(failed)?;
        match place.parent() {
            Some(folder) => File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed),
            None => Ok(()),
        }
    }

    fn clear(&self) {
        for suffix in ["", "-wal", "-shm", "-journal", NAMES] {
            // What cannot be removed is seen when the file is made.
            let _ = fs::remove_file(beside(&self.path, suffix));
        }
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.published {
            self.clear();
        }
    }
}

/// Nothing may stand at the place, not even a link that leads nowhere.
fn free(place: &Path) -> Result<()> {
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io_error(place, "write", error)),
        Ok(_) => Err(StoreError::Io { path: place.to_owned(), source: ErrorKind::AlreadyExists.into() }),
    }
}

/// Makes the tables, without what would slow writing down.
pub(super) fn prepare(connection: &Connection, new: &NewDatabase<'_>) -> rusqlite::Result<()> {
    connection.pragma_update(None, "page_size", 4096)?;
    // Until it is published nobody sees the file, and a crash costs no more than a new start.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "cache_size", -32 * 1024)?;
    // Rows come a whole file at a time, and there is no index yet to find those by that refer to them.
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    connection.execute_batch("BEGIN")?;
    for tables in TABLES {
        connection.execute_batch(tables)?;
    }
    connection.execute(
        "INSERT INTO graph_meta (id, schema_version, authoritative_version, materialized_version)
         VALUES (1, ?1, 0, 0)",
        [GRAPH_SCHEMA],
    )?;
    for version in 2..=GRAPH_SCHEMA {
        connection.execute(
            "INSERT INTO graph_meta_history (version, applied_at) VALUES (?1, datetime(?2, 'unixepoch'))",
            [version, new.created_at],
        )?;
    }
    connection.execute(
        "INSERT INTO magellan_meta (id, magellan_schema_version, sqlitegraph_schema_version, created_at,
                                    project_name, index_root)
         VALUES (1, ?1, ?2, ?3, ?4, ?5)",
        (MAGELLAN_SCHEMA, GRAPH_SCHEMA, new.created_at, new.project, new.root),
    )?;
    connection
        .execute("INSERT INTO tui_meta (key, value) VALUES ('format', ?1)", [TUI_FORMAT.to_string()])?;
    connection.execute_batch("COMMIT")
}

/// Makes what keeps the search index over names, once that is there.
pub(super) fn triggers(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TRIGGERS)
}

/// Makes the indexes, once all rows are there.
pub(super) fn index(connection: &Connection) -> rusqlite::Result<()> {
    // Nothing else is left to do by then: what is sorted is sorted beside what is read.
    connection.pragma_update(None, "threads", SORTING)?;
    for indexes in INDEXES {
        connection.execute_batch(indexes)?;
    }
    Ok(())
}
