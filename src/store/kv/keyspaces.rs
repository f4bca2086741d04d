//! The fjall database inside a generation, and its keyspaces.

use std::path::{Path, PathBuf};

use fjall::compaction::Leveled;
use fjall::config::{BlockSizePolicy, CompressionPolicy, FilterPolicy, PartitioningPolicy};
use fjall::{CompressionType, Database, Keyspace, KeyspaceCreateOptions, UserValue};

use super::error::{fjall_error, undecodable};
use super::keys::{ID, Key};
use super::long;
use super::packed::{self, Value};
use super::pairs::{Pairs, Shape};
use crate::store::codec::Undecodable;
use crate::store::{Result, StoreError};

/// Memory for blocks that were read, in bytes: what a screen comes back to. The system keeps the files themselves.
const CACHE: u64 = 8 << 20;

/// Bytes of a block of long texts: they are compressed together, and read one at a time.
const TEXT_BLOCK: u32 = 16 << 10;

/// Size of the tables that compaction makes, in bytes. Small, so that a small change never rewrites much: what is newest is
/// merged into a level of four of them, or into all there is where that is less.
const TABLE: u64 = 8 << 20;

/// Likewise of indexes, in which any edit changes something in all places.
const INDEX_TABLE: u64 = 2 << 20;

/// Names of the keyspaces, in the order of [`Space`].
pub(super) const NAMES: [&str; 4] = ["records", "indexes", "texts", "log"];

/// The keyspace of rows that were carried over from a SQLite file. Only a database that was made of one has
/// it: each keyspace costs every start and every commit something.
const TABLES: &str = "tables";

/// A keyspace; what its keys are is told in `keys`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// What is known of each node, all of a file together.
    Records,
    /// What leads to it.
    Indexes,
    /// Long texts: chunks, facts, syntax trees, control flow.
    Texts,
    /// Runs, and what the database says of itself.
    Log,
}

impl Space {
    pub(super) const ALL: [Space; 4] = [Space::Records, Space::Indexes, Space::Texts, Space::Log];

    pub(super) fn name(self) -> &'static str {
        NAMES.get(self as usize).copied().unwrap_or_default()
    }
}

/// Who opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Somebody who only reads: nothing happens in the background.
    Read,
    /// A writer: tables are merged in the background.
    Write,
    /// As a writer, and rows of SQLite tables are to be kept, too.
    Carry,
}

/// An open fjall database with our keyspaces.
pub(super) struct Keyspaces {
    /// The path that errors name.
    path: PathBuf,
    keyspaces: [Keyspace; 4],
    tables: Option<Keyspace>,
    /// Whether the records of a node stand together.
    packs: bool,
    /// After the keyspaces, which must be gone when it ends.
    _database: Database,
}

impl Keyspaces {
    /// Opens the database in `folder`, or makes one there where there is none.
    pub(super) fn open(path: &Path, folder: &Path, used: Use) -> Result<Keyspaces> {
        let failed = |error| fjall_error(path, "opening", error);
        let builder = Database::builder(folder).cache_size(CACHE).manual_journal_persist(true);
        let database = match used {
            // No thread at all: a reader's clone is to stay as it is.
            Use::Read => builder.worker_threads_unchecked(0),
            Use::Write | Use::Carry => builder.worker_threads(1),
        };
        let database = database.open().map_err(failed)?;
        let open = |space: Space| database.keyspace(space.name(), || options(space)).map_err(failed);
        let keyspaces =
            [open(Space::Records)?, open(Space::Indexes)?, open(Space::Texts)?, open(Space::Log)?];
        let has_tables = used == Use::Carry || database.keyspace_exists(TABLES);
        let tables = has_tables.then(|| database.keyspace(TABLES, compressed)).transpose().map_err(failed)?;
        Ok(Keyspaces { path: path.to_owned(), keyspaces, tables, packs: true, _database: database })
    }

    /// The path that errors name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn keyspace(&self, space: Space) -> &Keyspace {
        let [records, indexes, texts, log] = &self.keyspaces;
        match space {
            Space::Records => records,
            Space::Indexes => indexes,
            Space::Texts => texts,
            Space::Log => log,
        }
    }

    /// The keyspace of carried rows, where there is one.
    pub(super) fn tables(&self) -> Option<&Keyspace> {
        self.tables.as_ref()
    }

    /// Says that each record stands by itself here: in the form of a copy of what Magellan wrote.
    pub(super) fn keep_single(&mut self) {
        self.packs = false;
    }

    /// All carried rows with keys from `from` up to, and without, `to`.
    pub(super) fn carried(&self, from: &Key, to: &Key) -> Option<Pairs<'_>> {
        let tables = self.tables.as_ref()?;
        Some(Pairs::new(self, Some(tables.range(from.bytes()..to.bytes())), Shape::Stored, None))
    }

    /// The value of a key.
    pub(super) fn get(&self, space: Space, key: &Key) -> Result<Option<Value>> {
        let key = key.bytes();
        let get = |key: &[u8]| self.keyspace(space).get(key).map_err(|error| self.failed(error));
        match self.packed_in(space, key) {
            None if space == Space::Texts => get(key)?.map(|value| self.whole_text(key, value)).transpose(),
            None => Ok(get(key)?.map(Value::from)),
            Some(node) => {
                let Some(whole) = get(node)? else { return Ok(None) };
                let part = packed::find(&whole, key.get(node.len()..).unwrap_or_default());
                let part = part.map_err(|error| undecodable(&self.path, space.name(), &error))?;
                Ok(part.map(|part| Value::part(&whole, part)))
            }
        }
    }

    /// What stands under a key, as it stands there.
    pub(super) fn stored_at(&self, space: Space, key: &Key) -> Result<Option<UserValue>> {
        self.keyspace(space).get(key.bytes()).map_err(|error| self.failed(error))
    }

    /// The whole of a text, of what stands under its key.
    pub(super) fn whole_text(&self, key: &[u8], value: UserValue) -> Result<Value> {
        let damaged = || undecodable(&self.path, Space::Texts.name(), &Undecodable::Damaged);
        let Some(pieces) = long::pieces(key, &value).map_err(|_| damaged())? else { return Ok(value.into()) };
        let get = |key: &[u8]| self.keyspace(Space::Texts).get(key).map_err(|error| self.failed(error));
        let text = long::join(key, pieces, &get, &damaged)?;
        Ok(UserValue::from(text).into())
    }

    /// The key of the entry that has the record with this key in it; `None` where it stands by itself.
    fn packed_in<'k>(&self, space: Space, key: &'k [u8]) -> Option<&'k [u8]> {
        if self.packs && space == Space::Records { packed::packed_in(key) } else { None }
    }

    /// Whether there is such a key in a keyspace other than `records`.
    pub(super) fn holds(&self, space: Space, key: &Key) -> Result<bool> {
        self.keyspace(space).contains_key(key.bytes()).map_err(|error| self.failed(error))
    }

    /// All keys that begin with `prefix`, in order.
    pub(super) fn prefix(&self, space: Space, prefix: &Key) -> Pairs<'_> {
        self.range(space, prefix.bytes(), &behind(prefix.bytes()))
    }

    /// All keys from `from` up to, and without, `to`.
    pub(super) fn range(&self, space: Space, from: &[u8], to: &[u8]) -> Pairs<'_> {
        // fjall takes a range that ends before it begins for a mistake.
        let to = if to < from { from } else { to };
        self.between(space, from, Some(to))
    }

    /// All keys from `from` on.
    pub(super) fn from(&self, space: Space, from: &[u8]) -> Pairs<'_> {
        self.between(space, from, None)
    }

    /// All keys of a keyspace.
    pub(super) fn all(&self, space: Space) -> Pairs<'_> {
        self.between(space, &[], None)
    }

    /// All entries from `from` up to, and without, `to`, each as it stands there.
    pub(super) fn stored(&self, space: Space, from: &[u8], to: &[u8]) -> Pairs<'_> {
        Pairs::new(self, Some(self.keyspace(space).range(from..to)), Shape::Stored, None)
    }

    fn between(&self, space: Space, from: &[u8], to: Option<&[u8]>) -> Pairs<'_> {
        let keyspace = self.keyspace(space);
        let range = || match to {
            Some(to) => keyspace.range(from..to),
            None => keyspace.range(from..),
        };
        let shape = match space {
            Space::Records => Shape::Records,
            Space::Texts => Shape::Texts,
            Space::Indexes | Space::Log => Shape::Stored,
        };
        let within = self.packed_in(space, from).filter(|node| node.len() < from.len());
        let Some(node) = within else { return Pairs::new(self, Some(range()), shape, to) };
        // What is asked for begins within an entry, which stands before `from`.
        let is_of_node = to.is_some_and(|to| to.len() > ID && to.starts_with(node));
        let mut pairs = Pairs::new(self, (!is_of_node).then(range), shape, to);
        pairs.begin_within(keyspace.get(node), node, from);
        pairs
    }

    pub(super) fn failed(&self, error: fjall::Error) -> StoreError {
        fjall_error(&self.path, "reading", error)
    }
}

/// How a keyspace is kept; these hold from its creation on.
fn options(space: Space) -> KeyspaceCreateOptions {
    match space {
        Space::Texts => compressed(),
        // Whoever looks something up there goes through keys that begin alike, of which no filter knows anything.
        Space::Indexes => plain(INDEX_TABLE).filter_policy(FilterPolicy::disabled()),
        Space::Records | Space::Log => plain(TABLE),
    }
}

/// Filters and the lists of blocks are read in parts, and only those that are asked for: an open database takes little
/// memory and a start no longer, however large it is.
fn plain(table: u64) -> KeyspaceCreateOptions {
    let leveled = Leveled::default().with_table_target_size(table);
    KeyspaceCreateOptions::default()
        .compaction_strategy(std::sync::Arc::new(leveled))
        .index_block_partitioning_policy(PartitioningPolicy::all(true))
        .filter_block_partitioning_policy(PartitioningPolicy::all(true))
}

fn compressed() -> KeyspaceCreateOptions {
    plain(TABLE)
        .data_block_size_policy(BlockSizePolicy::all(TEXT_BLOCK))
        .data_block_compression_policy(CompressionPolicy::all(CompressionType::Lz4))
}

/// The end of the range of keys that begin with `prefix`: the next key that does not.
pub(super) fn behind(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return end;
        }
    }
    // Nothing but 0xFF: no key of ours begins so.
    vec![0xFF; prefix.len() + 1]
}
