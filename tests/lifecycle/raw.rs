//! A database's bytes, table by table or keyspace by keyspace, past the store that wrote them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use magellan_tui::store::Engine;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::tree::Tree;

/// Where any of these words, or any of these ids in any form that we know of, stands.
pub(crate) fn traces(tree: &Tree, words: &[String], ids: &BTreeSet<i64>) -> Vec<String> {
    let marks = Marks::of(words, ids);
    let mut found = BTreeSet::new();
    match tree.engine {
        Engine::Sqlite => in_tables(&tree.database(), &marks, &mut found),
        Engine::Fjall => in_keyspaces(&tree.database(), &marks, &mut found),
    }
    found.into_iter().collect()
}

/// What is looked for.
struct Marks<'a> {
    words: &'a [String],
    ids: &'a BTreeSet<i64>,
    /// The ids as bytes, as keys and records may hold them.
    forms: Vec<Vec<u8>>,
}

impl<'a> Marks<'a> {
    fn of(words: &'a [String], ids: &'a BTreeSet<i64>) -> Marks<'a> {
        let forms = ids.iter().flat_map(|id| {
            let ordered = (*id as u64) ^ (1 << 63);
            [
                format!("{id:016x}").into_bytes(),
                format!("{id}").into_bytes(),
                id.to_be_bytes().to_vec(),
                id.to_le_bytes().to_vec(),
                ordered.to_be_bytes().to_vec(),
                varint(*id as u64),
                varint(((id << 1) ^ (id >> 63)) as u64),
            ]
        });
        Marks { words, ids, forms: forms.collect() }
    }

    fn look(&self, bytes: &[u8], place: &str, found: &mut BTreeSet<String>) {
        let lower = bytes.to_ascii_lowercase();
        for word in self.words {
            if holds(&lower, word.to_lowercase().as_bytes()) {
                found.insert(format!("{place}: {word}"));
            }
        }
        if self.forms.iter().any(|form| holds(bytes, form)) {
            found.insert(format!("{place}: the id of something"));
        }
    }
}

/// A number as postcard writes it.
fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Every row of every table. The search index's own tables hold words of before until FTS5 merges them;
/// what counts there is what it finds.
fn in_tables(path: &Path, marks: &Marks<'_>, found: &mut BTreeSet<String>) {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'symbol_fts?*'";
    let mut tables = connection.prepare(sql).unwrap();
    let tables: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
    for table in
        ["graph_entities", "graph_edges", "code_chunks", "symbol_fts", "tui_files", "cross_file_refs"]
    {
        assert!(tables.iter().any(|name| name == table), "{table} of {tables:?}");
    }
    for table in tables {
        let mut rows = connection.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    ValueRef::Integer(number) if marks.ids.contains(&number) => {
                        found.insert(format!("{table}: the id of something"));
                    }
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => marks.look(bytes, &table, found),
                    _ => {}
                }
            }
        }
    }
    for word in marks.words {
        let sql = "SELECT count(*) FROM symbol_fts WHERE symbol_fts MATCH ?1";
        let count: i64 = connection.query_row(sql, [format!("\"{word}\" *")], |row| row.get(0)).unwrap();
        if count > 0 {
            found.insert(format!("the search index: {word}"));
        }
    }
}

/// Every key and value of every keyspace of the generation in force: of a copy, since opening it would
/// change it.
fn in_keyspaces(path: &Path, marks: &Marks<'_>, found: &mut BTreeSet<String>) {
    let current = fs::read_to_string(path.join("current")).unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&path.join(current.trim()), copy.path());
    let database = fjall::Database::builder(copy.path()).open().unwrap();
    let names = database.list_keyspace_names();
    assert!(names.len() > 1, "{names:?}");
    for name in names {
        let keyspace = database.keyspace(&name, fjall::KeyspaceCreateOptions::default).unwrap();
        let mut pairs = 0;
        for guard in keyspace.iter() {
            let (key, value) = guard.into_inner().unwrap();
            marks.look(&key, &format!("keys of {name}"), found);
            marks.look(&value, &format!("values of {name}"), found);
            pairs += 1;
        }
        assert!(pairs > 0, "{name} is empty");
    }
    // What stands beside the keyspaces is small, and holds nothing of any file either.
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            marks.look(&fs::read(entry.path()).unwrap(), &name, found);
        }
    }
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
