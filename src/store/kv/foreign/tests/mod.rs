//! A copy in the foreign form answers everything as the file does that it was made of.

mod alike;
mod nasty;
mod queries;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::model::NodeId;
use crate::store::kv::folder::Folder;
use crate::store::kv::keyspaces::{Keyspaces, Space, Use};
use crate::store::kv::{KvImport, KvStore, KvWriter, clone, manifest};
use crate::store::sqlite::SqliteStore;
use crate::store::{Content, Form, Importer, Origin, Store, StoreError};

/// A copy of a fixture that may be changed.
struct Lab {
    folder: TempDir,
}

impl Lab {
    fn of(file: &Path) -> Lab {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(file, folder.path().join("source.db")).unwrap();
        Lab { folder }
    }

    fn fixture(version: &str) -> Lab {
        let name = format!("tests/fixtures/magellan-{version}.db");
        Lab::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
    }

    fn source(&self) -> PathBuf {
        self.folder.path().join("source.db")
    }

    fn change(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.source()).unwrap();
        // Real files have edges and measures of what is gone.
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        connection.execute_batch(&format!("BEGIN; {sql}; COMMIT;")).unwrap();
    }

    /// Copies it, and opens both.
    fn both(&self) -> (SqliteStore, KvStore) {
        let source = SqliteStore::open(&self.source()).unwrap();
        let path = self.folder.path().join(format!("copy{}", self.copies()));
        import(&source, &path);
        (source, KvStore::open(&path).unwrap())
    }

    fn copies(&self) -> usize {
        std::fs::read_dir(self.folder.path()).unwrap().count()
    }
}

/// Copies the records of a database into a folder.
fn import(source: &dyn Store, path: &Path) {
    let reader = source.reader().unwrap();
    let content = Content { form: Form::Foreign, schema: None, rows_hold: false };
    let mut importer: Box<dyn Importer> = Box::new(KvImport::new(path, path, &content, &*reader).unwrap());
    for kind in importer.wants().records.clone() {
        reader
            .records(kind, &mut |record| {
                importer.record(&record).unwrap();
                true
            })
            .unwrap();
    }
    importer.finish().unwrap();
}

/// Asserts that a check of it finds nothing wrong.
fn assert_clean(store: &dyn Store) {
    let found = store.verify(&mut |_, _| true).unwrap();
    assert_eq!(found.damage, Vec::<String>::new());
    assert!(found.checked.iter().any(|(what, _)| what == "index of references by place"));
}

#[test]
fn a_copy_of_what_magellan_wrote_answers_as_the_file_does() {
    for version in ["2.1.0", "4.17.0"] {
        let lab = Lab::fixture(version);
        let (source, copy) = lab.both();
        alike::assert_alike(&source, &copy, usize::MAX);
        assert_clean(&copy);
    }
}

#[test]
fn a_copy_of_what_magellan_wrote_is_not_written_to() {
    let lab = Lab::fixture("4.17.0");
    let (_, copy) = lab.both();
    assert_eq!(copy.origin(), Origin::Magellan);
    let opened = KvWriter::open(copy.path(), std::time::Duration::ZERO);
    assert!(matches!(opened, Err(StoreError::Foreign { path }) if path == copy.path()));
    assert_eq!(KvStore::open(copy.path()).unwrap().view().unwrap().number, 1, "and stays as it was");
    let reader = copy.reader().unwrap();
    assert_eq!(reader.facts(NodeId(1)).unwrap(), None);
    assert_eq!(reader.file_records(NodeId(1)).unwrap(), None);
    assert_eq!(reader.content().unwrap().form, Form::Foreign);
}

#[test]
fn damage_of_a_copy_is_found() {
    let lab = Lab::fixture("4.17.0");
    let source = SqliteStore::open(&lab.source()).unwrap();
    let path = lab.folder.path().join("copy");
    import(&source, &path);
    // What is not what was written, in a table that is whole: the index of names loses one.
    let generation = Folder::at(&path).generation(1);
    let keyspaces = Keyspaces::open(&path, &generation, Use::Write).unwrap();
    let name = super::Key::tagged(super::index::NAME);
    let first = keyspaces.prefix(Space::Indexes, &name).next().unwrap().unwrap().0;
    let mut ingestion = keyspaces.keyspace(Space::Indexes).start_ingestion().unwrap();
    ingestion.write_tombstone(first).unwrap();
    ingestion.finish().unwrap();
    drop(keyspaces);
    clone::close(&generation).unwrap();
    manifest::write(&generation, None).unwrap();
    let found = KvStore::open(&path).unwrap().verify(&mut |_, _| true).unwrap();
    assert!(found.damage.iter().any(|line| line.starts_with("index of names")), "{:?}", found.damage);
}
