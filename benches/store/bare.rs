//! Bare programs on the same engines: the same bytes, and nothing of ours around them.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fjall::compaction::Leveled;
use fjall::config::{BlockSizePolicy, CompressionPolicy};
use fjall::{CompressionType, Database, Keyspace, KeyspaceCreateOptions};
use rusqlite::Connection;

/// Rows of a transaction.
const ROWS: usize = 10_000;

/// All keys and values of one keyspace, in order.
pub(crate) struct Space {
    pub(crate) name: String,
    pub(crate) pairs: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Reads all that a folder of ours holds, past the store.
pub(crate) fn read_raw(path: &Path) -> Vec<Space> {
    let current = fs::read_to_string(path.join("current")).unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&path.join(current.trim()), copy.path());
    let database = Database::builder(copy.path()).open().unwrap();
    let mut names: Vec<String> = database.list_keyspace_names().iter().map(|name| name.to_string()).collect();
    names.sort();
    let spaces = names.into_iter().map(|name| {
        let keyspace = database.keyspace(&name, KeyspaceCreateOptions::default).unwrap();
        let pairs = keyspace.iter().map(|guard| {
            let (key, value) = guard.into_inner().unwrap();
            (key.to_vec(), value.to_vec())
        });
        Space { pairs: pairs.collect(), name }
    });
    spaces.collect()
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Keyspaces kept as the store keeps them.
fn options(name: &str) -> KeyspaceCreateOptions {
    let leveled = Leveled::default().with_table_target_size(8 << 20);
    let options = KeyspaceCreateOptions::default().compaction_strategy(Arc::new(leveled));
    if name == "texts" || name == "tables" {
        options
            .data_block_size_policy(BlockSizePolicy::all(16 << 10))
            .data_block_compression_policy(CompressionPolicy::all(CompressionType::Lz4))
    } else {
        options
    }
}

/// An open bare database.
pub(crate) struct Fjall {
    pub(crate) records: Keyspace,
    _database: Database,
}

impl Fjall {
    pub(crate) fn open(folder: &Path) -> Fjall {
        let database = Database::builder(folder).cache_size(24 << 20).worker_threads(1).open().unwrap();
        Fjall { records: database.keyspace("records", || options("records")).unwrap(), _database: database }
    }
}

/// Writes everything into a new database by sorted ingestion, synced at the end.
pub(crate) fn load_fjall(folder: &Path, spaces: &[Space]) -> Duration {
    let begin = Instant::now();
    let database = Database::builder(folder).cache_size(24 << 20).worker_threads(1).open().unwrap();
    for space in spaces {
        let keyspace = database.keyspace(&space.name, || options(&space.name)).unwrap();
        let mut ingestion = keyspace.start_ingestion().unwrap();
        for (key, value) in &space.pairs {
            ingestion.write(key.as_slice(), value.as_slice()).unwrap();
        }
        ingestion.finish().unwrap();
    }
    database.persist(fjall::PersistMode::SyncAll).unwrap();
    drop(database);
    begin.elapsed()
}

/// Writes everything into a new file in the way that is SQLite's fastest: tables without row ids, keys in
/// order, large transactions, nothing synced before the end.
pub(crate) fn load_sqlite(file: &Path, spaces: &[Space]) -> Duration {
    let begin = Instant::now();
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA cache_size = -32768;",
        )
        .unwrap();
    for Space { name, pairs } in spaces {
        let create = format!("CREATE TABLE {name} (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
        connection.execute_batch(&create).unwrap();
        let mut insert = connection.prepare(&format!("INSERT INTO {name} VALUES (?1, ?2)")).unwrap();
        for rows in pairs.chunks(ROWS) {
            connection.execute_batch("BEGIN").unwrap();
            for (key, value) in rows {
                insert.execute((key, value)).unwrap();
            }
            connection.execute_batch("COMMIT").unwrap();
        }
    }
    connection.close().map_err(|(_, error)| error).unwrap();
    fs::File::open(file).unwrap().sync_all().unwrap();
    begin.elapsed()
}
