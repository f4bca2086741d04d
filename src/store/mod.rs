//! The contract that every engine keeps, and how a path is told to be a database.
//!
//! A [`Store`] is an open database: shared by any number of threads, it hands out a [`Reader`] (one
//! consistent snapshot) to whoever asks. A [`Writer`] replaces the records of source files, each
//! file whole and atomically. No caller knows which engine it has.
//!
//! Lists are read in pages by key: a call takes the key of the last item that the caller has and
//! gives the next ones, so that a page costs what it holds. Where an engine cannot do that (a foreign
//! SQLite file without the index for it), the method's documentation says what it costs; such calls
//! belong on a worker thread.

mod alike;
mod canonical;
mod codec;
mod contract;
mod detect;
mod error;
mod folders;
mod kv;
mod lock;
mod place;
mod rest;
mod sqlite;
mod staging;
mod tables;
mod terms;
mod verify;
pub mod words;

pub use canonical::{Bytes, Canonical};
pub use contract::{Importer, Reader, Store, Writer};
pub use detect::{Found, check_schema, create, identify, import, open, open_writer, read_note};
pub use error::{Result, StoreError};
pub use place::{engine_by_name, find_database, find_index, index_path, is_own_index};
pub use rest::Rest;
pub use staging::{LeftOver, Staging};
pub use tables::{Content, Form, Row, Schema, SchemaEntry, Table, Value, Wants};
pub(crate) use tables::{decode_row, is_indexed};
pub(crate) use terms::KILLED;
pub use terms::{
    Engine, Entry, FileColumn, FolderEntry, Meta, NameRow, NewDatabase, Order, Origin, Page, RUN_PREFIX,
    Said, Saying, SymbolColumn, Verification,
};
