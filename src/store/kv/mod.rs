//! fjall: a folder of keyspaces.

mod clone;
mod durable;
mod entries;
mod error;
mod folder;
mod foreign;
mod keys;
mod keyspaces;
mod layout;
mod leads;
mod log_keys;
mod long;
mod manifest;
mod packed;
mod pairs;
mod place;
mod reader;
mod running;
mod store;
mod tables;
mod verify;
mod view;
mod writer;

pub(super) use folder::{identify_folder, is_part_of_one, note, read_note};
pub(super) use store::KvStore;
pub(super) use writer::{KvImport, KvWriter};
