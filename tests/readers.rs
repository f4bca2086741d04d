//! Reading files as they are found: both Magellan versions, damaged ones, foreign ones, ones in use.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use magellan_tui::model::{Direction, EdgeKind, NodeData, NodeId, NodeKind};
use magellan_tui::store::{
    Engine, FileColumn, FolderEntry, Found, NewDatabase, Origin, Reader, Result, StoreError, SymbolColumn,
    create, identify, open, open_writer,
};
use rusqlite::Connection;
use tempfile::TempDir;

const FIXTURES: [&str; 2] = ["magellan-2.1.0.db", "magellan-4.17.0.db"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A copy of a fixture in a folder of its own.
fn copy(name: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    std::fs::copy(fixture(name), &path).unwrap();
    (folder, path)
}

/// Changes a file with SQLite itself. No journal stays behind.
fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn read<T>(path: &Path, read: impl FnOnce(&dyn Reader) -> T) -> T {
    let store = open(path).unwrap();
    let reader = store.reader().unwrap();
    read(&*reader)
}

fn names(reader: &dyn Reader) -> Result<Vec<(bool, NodeId, String)>> {
    let mut names = Vec::new();
    reader.names(&mut |row| {
        names.push((row.is_file, row.id, row.name.to_owned()));
        true
    })?;
    Ok(names)
}

/// Asks a reader for everything that it can give; the number of things that it gave.
fn ask_everything(reader: &dyn Reader) -> Result<usize> {
    let mut seen = 0;
    reader.meta()?;
    reader.counts()?;
    seen += reader.languages()?.len();
    for folder in ["", "/", "src/", "/srv/code/sample/src/"] {
        seen += reader.folder(folder, None, 50)?.items.len();
    }
    reader.file("src/lib.rs")?;
    for (is_file, id, name) in names(reader)? {
        let Some(node) = reader.node(id)? else { continue };
        if is_file {
            seen += reader.symbols_of_file(id, None, 100)?.items.len();
            reader.file_metrics(&name)?;
            reader.facts(id)?;
            continue;
        }
        seen += reader.symbols_named(&name, None, 10)?.items.len();
        let file = reader.file_of_symbol(id)?;
        if let NodeData::Symbol(symbol) = node.data {
            reader.symbol_metrics(&symbol)?;
            reader.chunk(&symbol.path, symbol.span.byte_start, symbol.span.byte_end)?;
            for edge in reader.edges(id, Direction::Out, &EdgeKind::Caller, None, 2)?.items {
                reader.node(edge.to)?;
            }
            if seen % 8 == 0 {
                let file = file.unwrap_or(NodeId(0));
                seen += reader.targets_at(file, &symbol.path, Some(id), symbol.span.byte_start + 20)?.len();
            }
        }
    }
    seen += reader.executions(None, 10)?.items.len();
    reader.diagnostics("tui-1", 0, 10)?;
    reader.file_states(&mut |_| true)?;
    seen += reader.top_symbols(SymbolColumn::FanIn, 10)?.len();
    seen += reader.top_files(FileColumn::Lines, 10)?.len();
    Ok(seen)
}

/// As [`ask_everything`], from opening on.
fn open_and_ask(path: &Path) -> Result<usize> {
    let store = open(path)?;
    store.generation()?;
    let reader = store.reader()?;
    ask_everything(&*reader)
}

#[test]
fn both_versions_say_what_they_hold() {
    for (name, schema, version, project, symbols, references, calls, imports) in [
        ("magellan-2.1.0.db", 7, "2.1.0", None, 73, 39, 11, 0),
        ("magellan-4.17.0.db", 21, "4.17.0", Some("orrery"), 83, 42, 44, 13),
    ] {
        let (_folder, path) = copy(name);
        read(&path, |reader| {
            let meta = reader.meta().unwrap();
            assert_eq!((meta.origin, meta.schema_version), (Origin::Magellan, schema));
            assert_eq!((meta.tool_version.as_deref(), meta.project.as_deref()), (Some(version), project));
            assert_eq!(meta.root.as_deref(), Some("/srv/code/sample"));
            assert!(meta.size_bytes >= std::fs::metadata(&path).unwrap().len());
            assert!(meta.notices.is_empty());
            let counts = reader.counts().unwrap();
            assert_eq!(
                (counts.files, counts.symbols, counts.references),
                (10, symbols, references),
                "{name}"
            );
            assert_eq!((counts.calls, counts.imports, counts.chunks), (calls, imports, symbols), "{name}");
            let shares: Vec<_> = reader
                .languages()
                .unwrap()
                .iter()
                .map(|share| (share.language.label(), share.files))
                .collect();
            assert_eq!(shares, [("rust", 6), ("python", 4)]);
            assert_eq!(reader.executions(None, 5).unwrap().items.len(), 1);
        });
    }
}

#[test]
fn both_versions_lead_from_file_to_symbol_to_text_and_back() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        read(&path, |reader| {
            let folder = if name == FIXTURES[0] { "/srv/code/sample/src/" } else { "src/" };
            let listed = reader.folder(folder, None, 10).unwrap();
            let shown: Vec<&str> = listed.items.iter().map(FolderEntry::name).collect();
            assert_eq!(shown, ["body", "gear.rs", "lib.rs", "main.rs", "names.rs"], "{name}");
            let FolderEntry::File { id: gear, .. } = listed.items[1] else { panic!("{listed:?}") };
            for form in ["src/gear.rs", "/srv/code/sample/src/gear.rs"] {
                assert_eq!(reader.file(form).unwrap(), Some(gear), "{name} {form}");
                assert_eq!(reader.file_metrics(form).unwrap().unwrap().path, "/srv/code/sample/src/gear.rs");
            }
            let defined = reader.symbols_of_file(gear, None, 100).unwrap().items;
            assert!(defined.len() > 5, "{name}");
            for (_, symbol) in &defined {
                assert_eq!(reader.file_of_symbol(symbol.id).unwrap(), Some(gear));
                for form in ["src/gear.rs", &*symbol.path] {
                    let chunk =
                        reader.chunk(form, symbol.span.byte_start, symbol.span.byte_end).unwrap().unwrap();
                    assert_eq!(chunk.symbol_name.as_deref(), Some(&*symbol.name), "{name}");
                }
            }
        });
    }
}

#[test]
fn a_call_and_a_reference_lead_to_their_symbol() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        let connection = Connection::open(&path).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT from_id, to_id, (SELECT from_id FROM graph_edges AS c WHERE c.to_id = e.from_id AND
                 c.edge_type = 'CALLER') FROM graph_edges AS e WHERE edge_type IN ('CALLS', 'REFERENCES')",
            )
            .unwrap();
        let uses: Vec<(i64, i64, Option<i64>)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert!(uses.len() > 40);
        read(&path, |reader| {
            for (from, to, caller) in uses {
                let node = reader.node(NodeId(from)).unwrap().unwrap();
                let (path, span) = (node.path().unwrap(), node.span().unwrap());
                let file = reader.file(path).unwrap().unwrap();
                let caller = caller.map(NodeId);
                let targets = reader.targets_at(file, path, caller, span.byte_start).unwrap();
                assert!(targets.contains(&NodeId(to)), "{name}: {node:?} gives {targets:?}, not {to}");
            }
        });
    }
}

#[test]
fn reading_changes_no_byte() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        assert!(open_and_ask(&path).unwrap() > 100);
        assert!(std::fs::read(&path).unwrap() == std::fs::read(fixture(name)).unwrap(), "{name} was changed");
    }
}

#[test]
fn folders_are_the_same_with_and_without_an_index_of_names() {
    let (_folder, path) = copy(FIXTURES[1]);
    let extra: String =
        ["a/x.rs", "a.rs", "a-b.rs", "a-b/c/d.rs", "/abs/x.rs", "", "a/", "//", "-/x", "\u{7f}"]
            .iter()
            .map(|name| {
                format!("INSERT INTO graph_entities(kind, name, data) VALUES ('File', '{name}', '{{}}');")
            })
            .collect();
    // Not UTF-8: one that sorts before and one that sorts behind what it is shown as.
    let raw = "INSERT INTO graph_entities(kind, name, data) VALUES ('File', CAST(x'6180' AS TEXT), ''),
               ('File', CAST(x'61FF2F78' AS TEXT), ''), ('File', 7, ''), ('File', x'00', '');";
    let list = |path: &Path| {
        read(path, |reader| {
            ["", "/", "a/", "src/", "src/body/", "tools/almanac/"].map(|folder| {
                let whole = reader.folder(folder, None, 1000).unwrap();
                assert!(!whole.more);
                whole.items
            })
        })
    };
    change(&path, &extra);
    let with = list(&path);
    change(&path, "DROP INDEX idx_entities_kind_name");
    assert_eq!(list(&path), with);
    assert_eq!(with[0].first(), Some(&FolderEntry::Folder { name: String::new() }), "absolute paths");

    change(&path, raw);
    for indexed in [false, true] {
        if indexed {
            change(&path, "CREATE INDEX again ON graph_entities(kind, name)");
        }
        read(&path, |reader| {
            let (mut after, mut pages) = (None::<String>, 0);
            loop {
                let page = reader.folder("", after.as_deref(), 1).unwrap();
                after = page.items.last().map(|entry| entry.name().to_owned()).or(after);
                pages += 1;
                assert!(pages < 100, "pages without end at {after:?}");
                if !page.more {
                    break;
                }
            }
        });
    }
}

#[test]
fn what_a_file_lacks_reads_as_nothing() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        let connection = Connection::open(&path).unwrap();
        let query = |sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<rusqlite::Result<_>>().unwrap()
        };
        let indexes =
            query("SELECT 'DROP INDEX ' || name FROM sqlite_schema WHERE type = 'index' AND sql <> ''");
        let triggers = query("SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'");
        connection.execute_batch(&[indexes, triggers].concat().join(";")).unwrap();
        let columns = query(
            "SELECT t.name || '.' || c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
             WHERE t.schema = 'main' AND t.type = 'table' AND c.pk = 0 AND t.name IN
             ('graph_entities', 'graph_edges', 'magellan_meta', 'execution_log', 'file_metrics', 'symbol_metrics',
              'code_chunks')",
        );
        assert!(columns.len() > 30);
        drop(connection);
        let base = std::fs::read(&path).unwrap();
        for column in &columns {
            std::fs::write(&path, &base).unwrap();
            let (table, column) = column.split_once('.').unwrap();
            let connection = Connection::open(&path).unwrap();
            // A column that a constraint needs cannot be dropped, but it can have another name.
            connection
                .execute_batch(&format!("ALTER TABLE {table} RENAME COLUMN {column} TO other"))
                .unwrap();
            drop(connection);
            open_and_ask(&path).unwrap_or_else(|error| panic!("{name} without {table}.{column}: {error}"));
        }
        for table in
            ["graph_edges", "execution_log", "file_metrics", "symbol_metrics", "code_chunks", "ast_nodes"]
        {
            std::fs::write(&path, &base).unwrap();
            change(&path, &format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}"));
            open_and_ask(&path).unwrap_or_else(|error| panic!("{name} without {table}: {error}"));
        }
        for table in ["magellan_meta", "graph_entities"] {
            std::fs::write(&path, &base).unwrap();
            change(&path, &format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}"));
            let error = open(&path).err().unwrap();
            assert!(matches!(error, StoreError::NotMagellan { missing, .. } if missing == table));
        }
    }
}

#[test]
fn values_of_any_type_are_read() {
    let (_folder, path) = copy(FIXTURES[1]);
    for value in [
        "NULL",
        "''",
        "-1",
        "1e300",
        "x'FF00'",
        "CAST(x'FFFE' AS TEXT)",
        "9223372036854775807",
        "'{\"a\":1}'",
    ] {
        let (_folder, path2) = copy(FIXTURES[1]);
        let value =
            |column: &str| format!("{column} = CASE WHEN {value} IS NULL THEN {column} ELSE {value} END");
        let set =
            |columns: &[&str]| columns.iter().map(|column| value(column)).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "DROP TRIGGER graph_entities_au; UPDATE graph_entities SET {}; UPDATE graph_edges SET {};
             UPDATE symbol_metrics SET {}; UPDATE file_metrics SET {}; UPDATE execution_log SET {};
             UPDATE code_chunks SET {}; UPDATE magellan_meta SET {};",
            set(&["name", "file_path", "data"]),
            set(&["from_id", "to_id", "data"]),
            set(&["symbol_name", "kind", "loc", "estimated_loc", "fan_in"]),
            set(&["loc", "estimated_loc", "complexity_score"]),
            set(&["args", "started_at", "outcome", "root", "finished_at"]),
            set(&["content", "symbol_name"]),
            set(&["created_at", "project_name", "index_root"]),
        );
        change(&path2, &sql);
        open_and_ask(&path2).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    assert!(open_and_ask(&path).is_ok());
}

#[test]
fn a_view_is_not_run_as_a_table() {
    let (_folder, path) = copy(FIXTURES[1]);
    change(
        &path,
        "DROP TABLE code_chunks;
         CREATE VIEW code_chunks AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n;",
    );
    read(&path, |reader| assert_eq!(reader.counts().unwrap().chunks, 0));
}

#[test]
fn what_is_no_database_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        open(&path).err().unwrap()
    };
    assert!(matches!(at("empty", b""), StoreError::Empty { .. }));
    assert!(matches!(at("text", b"fn main() {}\n"), StoreError::NotADatabase { what: "a text file", .. }));
    let cut = [vec![b'a'; 511], "é".as_bytes().to_vec()].concat();
    assert!(matches!(at("cut", &cut), StoreError::NotADatabase { what: "a text file", .. }));
    assert!(matches!(
        at("other", b"\x7fELF\0\0"),
        StoreError::NotADatabase { what: "a file of another kind", .. }
    ));
    assert!(matches!(at("mag2", b"MAG2\0\0\0\x01"), StoreError::Mag2 { .. }));
    assert!(matches!(at("header", b"SQLite for"), StoreError::Damaged { .. }));
    assert!(matches!(
        at("junk", &[b"SQLite format 3\0".as_slice(), &[7; 600]].concat()),
        StoreError::Damaged { .. }
    ));

    let missing = folder.path().join("missing/x.db");
    assert!(matches!(open(&missing), Err(StoreError::NotFound { .. })));
    assert!(matches!(open_writer(&missing), Err(StoreError::NotFound { .. })));
    assert!(!missing.exists());
    let foreign = folder.path().join("foreign.db");
    change(&foreign, "CREATE TABLE t(x)");
    assert!(matches!(open(&foreign), Err(StoreError::NotMagellan { missing: "magellan_meta", .. })));
    assert_eq!(identify(folder.path()).unwrap(), Found::Folder);
    assert!(matches!(open(folder.path()), Err(StoreError::NotADatabase { .. })));

    let fifo = folder.path().join("fifo");
    rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0)
        .unwrap();
    for path in [fifo.as_path(), Path::new("/dev/null")] {
        assert!(matches!(open(path), Err(StoreError::NotADatabase { what: "not a regular file", .. })));
    }
}

#[test]
fn magellans_files_are_never_written() {
    for name in FIXTURES {
        let (folder, path) = copy(name);
        assert!(matches!(open_writer(&path), Err(StoreError::Foreign { .. })));
        assert!(!folder.path().join("copy.db.lock").exists());
    }
}

#[test]
fn newer_versions_are_told_apart() {
    let (_folder, path) = copy(FIXTURES[1]);
    change(&path, "UPDATE magellan_meta SET magellan_schema_version = 22");
    read(&path, |reader| {
        let meta = reader.meta().unwrap();
        assert_eq!((meta.schema_version, meta.notices.len()), (22, 1));
        assert!(meta.notices[0].contains("22"), "{:?}", meta.notices);
    });
    let own = path.with_file_name("own.db");
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    create(&own, Engine::Sqlite, &new).unwrap().commit().unwrap();
    assert!(open(&own).is_ok());
    change(&own, "UPDATE tui_meta SET value = '2'");
    assert!(matches!(open(&own), Err(StoreError::Newer { found: 2, known: 1, .. })));
    assert!(matches!(open_writer(&own), Err(StoreError::Newer { .. })));
}

#[test]
fn a_path_may_hold_any_sign() {
    let (folder, path) = copy(FIXTURES[1]);
    let strange = folder.path().join("a%20b?mode=rwc&x=#é 'y'.db");
    std::fs::rename(&path, &strange).unwrap();
    assert!(open_and_ask(&strange).unwrap() > 100);
}

#[test]
fn a_cut_file_is_damaged_at_any_length() {
    for name in FIXTURES {
        let (folder, path) = copy(name);
        let whole = std::fs::read(&path).unwrap();
        let lengths = [
            1,
            15,
            16,
            99,
            100,
            511,
            512,
            513,
            4095,
            4096,
            8192,
            whole.len() / 2,
            whole.len() - 512,
            whole.len() - 1,
        ];
        for length in lengths {
            let cut = folder.path().join(format!("{length}.db"));
            std::fs::write(&cut, &whole[..length]).unwrap();
            let error = open_and_ask(&cut).expect_err(&format!("{name} cut to {length}"));
            assert!(matches!(error, StoreError::Damaged { .. }), "{name} cut to {length}: {error:?}");
        }
    }
}

#[test]
fn flipped_bytes_are_errors_and_never_panics() {
    let (_folder, path) = copy(FIXTURES[1]);
    let whole = std::fs::read(&path).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let mut damaged = 0;
    for at in (0..100).chain((100..whole.len()).step_by(797)) {
        file.write_all_at(&[!whole[at]], at as u64).unwrap();
        // The byte may also be a part of a name or a number, or say which tables there are.
        if let Err(StoreError::Damaged { .. }) = open_and_ask(&path) {
            damaged += 1;
        }
        file.write_all_at(&whole[at..=at], at as u64).unwrap();
    }
    assert!(damaged > 20, "{damaged}");
    assert!(open_and_ask(&path).unwrap() > 100);
}

#[test]
fn damage_is_told_with_its_table() {
    let (_folder, path) = copy(FIXTURES[1]);
    let connection = Connection::open(&path).unwrap();
    let root: u32 = connection
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'file_metrics'", [], |row| row.get(0))
        .unwrap();
    drop(connection);
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&[0xEE; 512], u64::from(root - 1) * 512).unwrap();
    read(&path, |reader| {
        let error = reader.top_files(FileColumn::Lines, 5).unwrap_err();
        assert!(
            matches!(&error, StoreError::Damaged { table: Some(table), .. } if table == "file_metrics"),
            "{error:?}"
        );
        assert!(!names(reader).unwrap().is_empty(), "the rest can be read");
    });
}

#[test]
fn an_exclusively_locked_file_is_locked() {
    for mode in ["WAL", "DELETE"] {
        let (_folder, path) = copy(FIXTURES[1]);
        let holder = Connection::open(&path).unwrap();
        holder
            .execute_batch(&format!(
                "PRAGMA journal_mode = {mode}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;
                 UPDATE magellan_meta SET created_at = 1;"
            ))
            .unwrap();
        let error = open(&path).err().unwrap();
        assert!(matches!(error, StoreError::Locked { .. }), "{mode}: {error:?}");
    }
}

#[test]
fn a_writer_at_work_disturbs_no_reader() {
    let (_folder, path) = copy(FIXTURES[1]);
    let done = AtomicBool::new(false);
    let store = open(&path).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut connection = Connection::open(&path).unwrap();
            for number in 0..60 {
                let transaction = connection.transaction().unwrap();
                for half in 0..2 {
                    let name = format!("new/{number}-{half}.rs");
                    let sql = "INSERT INTO graph_entities(kind, name, data) VALUES ('File', ?1, '{}')";
                    transaction.execute(sql, [name]).unwrap();
                }
                transaction.commit().unwrap();
            }
            done.store(true, Ordering::Release);
        });
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                loop {
                    let end = done.load(Ordering::Acquire);
                    let reader = store.reader().unwrap();
                    let files = reader.counts().unwrap().files;
                    assert!(files.is_multiple_of(2) && files >= last, "{files} after {last}");
                    assert_eq!(reader.count_nodes(&NodeKind::File).unwrap(), files);
                    last = files;
                    if end {
                        break;
                    }
                }
                assert_eq!(last, 10 + 120);
            });
        }
    });
}

/// SQLite's locks on a file that is open here must outlive a look at its first bytes.
#[test]
#[cfg(target_os = "linux")]
fn identifying_an_open_file_keeps_its_locks() {
    let (_folder, path) = copy(FIXTURES[1]);
    let inode = format!(":{} ", std::fs::metadata(&path).unwrap().ino());
    let locks = || std::fs::read_to_string("/proc/locks").unwrap().matches(&inode).count();
    let store = open(&path).unwrap();
    let _reader = store.reader().unwrap();
    let before = locks();
    assert!(before > 0);
    assert_eq!(identify(&path).unwrap(), Found::Database(Engine::Sqlite));
    assert!(open(&path).is_ok());
    assert_eq!(locks(), before);
}

/// Runs this test again as a user without rights, with `LAB` as the folder to look at; root may do
/// anything. `true` in the run that is to look.
fn without_rights(test: &str, lab: &Path) -> bool {
    if std::env::var_os("LAB").is_some() {
        return true;
    }
    let program = lab.join("test-program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", test, "--nocapture"]).env("LAB", lab).current_dir("/");
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    false
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    let lab = match std::env::var_os("LAB") {
        Some(lab) => PathBuf::from(lab),
        None => {
            let lab = tempfile::tempdir().unwrap();
            set_mode(lab.path(), 0o755);
            let plain = lab.path().join("plain");
            let logged = lab.path().join("logged");
            let hidden = lab.path().join("hidden");
            for folder in [&plain, &logged, &hidden] {
                std::fs::create_dir(folder).unwrap();
                std::fs::copy(fixture(FIXTURES[1]), folder.join("x.db")).unwrap();
                set_mode(&folder.join("x.db"), 0o444);
            }
            set_mode(&hidden.join("x.db"), 0o000);
            // A commit that is only in the log, of a writer that is gone.
            let (_folder, path) = copy(FIXTURES[1]);
            let writer = Connection::open(&path).unwrap();
            writer.execute_batch("UPDATE magellan_meta SET project_name = 'in the log'").unwrap();
            let log = logged.join("x.db-wal");
            std::fs::copy(path.with_file_name("copy.db-wal"), &log).unwrap();
            set_mode(&log, 0o444);
            for folder in [&plain, &logged, &hidden] {
                set_mode(folder, 0o555);
            }
            assert!(!without_rights("a_folder_that_cannot_be_written_can_be_read", lab.path()));
            for folder in [&plain, &logged, &hidden] {
                set_mode(folder, 0o755);
            }
            let files = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
            assert_eq!([files(&plain), files(&logged), files(&hidden)], [1, 2, 1], "nothing was made");
            return;
        }
    };
    assert!(std::fs::File::create(lab.join("plain/new")).is_err(), "the folder can be written");
    let plain = lab.join("plain/x.db");
    assert!(open_and_ask(&plain).unwrap() > 100);
    read(&plain, |reader| assert!(reader.meta().unwrap().notices.is_empty()));
    let logged = lab.join("logged/x.db");
    assert!(open_and_ask(&logged).unwrap() > 100);
    read(&logged, |reader| {
        let meta = reader.meta().unwrap();
        assert_eq!(meta.project.as_deref(), Some("in the log"));
        assert!(meta.notices[0].contains("temporary copy"), "{:?}", meta.notices);
    });
    let error = open(&lab.join("hidden/x.db")).err().unwrap();
    assert!(matches!(error, StoreError::Permission { access: "read", .. }), "{error:?}");
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    let error = create(&lab.join("plain/new.db"), Engine::Sqlite, &new).err().unwrap();
    assert!(matches!(error, StoreError::Permission { access: "write", .. }), "{error:?}");
}
