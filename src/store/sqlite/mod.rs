//! Magellan's own schema in a SQLite file.
//!
//! Reading ([`SqliteStore`]) serves files that Magellan wrote, of any version, and ours; writing
//! only ours. A file of ours is a Magellan file of schema 21 with a few tables of our own beside
//! (`tui_*`), so that the released program reads it too.

mod columns;
mod error;
mod fields;
mod header;
mod held;
mod import;
mod json;
mod kept;
mod look;
mod open;
mod reader;
mod release;
mod row;
mod store;
mod tables;
mod verify;
mod writer;

pub(super) use error::store_error;
pub(super) use held::reading;
pub(super) use import::SqliteImport;
pub(super) use release::let_go;
pub(super) use store::SqliteStore;
pub(super) use tables::check_schema;
pub(super) use writer::{NAMES, SqliteWriter};
