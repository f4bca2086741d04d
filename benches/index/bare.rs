//! The entries of a fjall folder, and loading them into another database as fast as fjall does.

use std::path::Path;
use std::time::{Duration, Instant};

use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode, Slice};

/// The keyspaces that a first index fills.
const KEYSPACES: [&str; 4] = ["records", "indexes", "texts", "log"];

/// Everything that a database holds, in memory.
pub(crate) struct Entries(Vec<Vec<(Slice, Slice)>>);

fn open(folder: &Path) -> (Database, Vec<Keyspace>) {
    let database = Database::builder(folder).open().unwrap();
    let open = |name: &str| database.keyspace(name, KeyspaceCreateOptions::default).unwrap();
    let keyspaces = KEYSPACES.iter().map(|name| open(name)).collect();
    (database, keyspaces)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(std::fs::copy(&from, &to).unwrap()),
        }
    }
}

impl Entries {
    /// Those of a database of ours: of the only generation in its folder, of which a copy is opened, for fjall may merge its tables.
    pub(crate) fn read(folder: &Path) -> Entries {
        let mut all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let generation = all.find(|path| path.join("keyspaces").is_dir()).unwrap();
        let copied = tempfile::tempdir().unwrap();
        copy(&generation, copied.path());
        let (_database, keyspaces) = open(copied.path());
        let entries = |keyspace: &Keyspace| keyspace.iter().map(|pair| pair.into_inner().unwrap()).collect();
        Entries(keyspaces.iter().map(entries).collect())
    }

    /// Loads everything into a new database: each keyspace in order by one ingestion, all at once; durable at the end.
    pub(crate) fn load(&self, to: &Path) -> Duration {
        let begin = Instant::now();
        let (database, keyspaces) = open(to);
        std::thread::scope(|scope| {
            for (keyspace, entries) in keyspaces.iter().zip(&self.0) {
                scope.spawn(move || {
                    let mut ingestion = keyspace.start_ingestion().unwrap();
                    for (key, value) in entries {
                        ingestion.write(key.clone(), value.clone()).unwrap();
                    }
                    ingestion.finish().unwrap();
                });
            }
        });
        database.persist(PersistMode::SyncAll).unwrap();
        begin.elapsed()
    }
}
