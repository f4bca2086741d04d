//! fjall: a folder of keyspaces.

mod folder;
mod store;
mod writer;

pub(super) use folder::identify_folder;
pub(super) use store::KvStore;
pub(super) use writer::KvWriter;
