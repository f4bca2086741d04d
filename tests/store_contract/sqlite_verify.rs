//! What verification finds in a SQLite file, and what it lets be.

use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use magellan_tui::model::{
    AstNode, Cfg, CfgBlock, CfgEdge, Diagnostic, FileRecords, NodeKind, Outcome, Record, RecordKind, Severity,
};
use magellan_tui::store::{Engine, StoreError, Verification, open, open_writer};
use rusqlite::Connection;

use crate::lab::Lab;
use crate::made::{project, run, span};

/// Files with everything that a file may have.
fn files(count: i64) -> Vec<FileRecords> {
    let mut files = project(count);
    for file in &mut files {
        let node = |parent, kind: &str, byte_start| AstNode {
            parent,
            kind: kind.to_owned(),
            byte_start,
            byte_end: 90,
        };
        file.ast = vec![
            node(None, "function_item", 10),
            node(Some(0), "block", 20),
            node(Some(1), "if_expression", 30),
        ];
        let block = |kind: &str, from| CfgBlock {
            kind: kind.to_owned(),
            terminator: "fallthrough".to_owned(),
            span: span(from, 90),
            hash: None,
            statements: Some("let x;".to_owned()),
            condition: None,
        };
        let way = |source, target| CfgEdge { source, target, kind: "fallthrough".to_owned() };
        file.cfgs = vec![Cfg {
            function: file.symbols[0].id,
            blocks: vec![block("entry", 10), block("if", 30)],
            edges: vec![way(0, 1), way(1, 7)],
        }];
    }
    files
}

/// A database with everything in it, written in two runs.
fn lab() -> Lab {
    let files = files(4);
    let lab = Lab::with(Engine::Sqlite, &files[..3]);
    lab.change(|writer| {
        let mut second = run("tui-2", Outcome::Running);
        writer.begin_run(&second).unwrap();
        writer.put_file(&files[3]).unwrap();
        // It refers to the one that has come.
        writer.put_file(&files[2]).unwrap();
        let mut changed = files[0].clone();
        changed.symbols[0].name = "renamed".to_owned();
        changed.symbol_metrics[0].name = "renamed".to_owned();
        changed.ast.pop();
        writer.put_file(&changed).unwrap();
        let mut state = files[1].state.clone();
        state.modified_ns = 9_000_000_000;
        writer.put_state(&state).unwrap();
        second.outcome = Outcome::Success;
        let told = |line, severity| Diagnostic {
            path: "src/f01.rs".to_owned(),
            line,
            severity,
            message: "something".to_owned(),
        };
        writer.finish_run(&second, Some(&[told(1, Severity::Note), told(0, Severity::Error)])).unwrap();
    });
    lab
}

fn verify(path: &Path) -> Verification {
    open(path).unwrap().verify(&mut |_, _| true).unwrap()
}

fn records(path: &Path) -> Result<Vec<Record>, StoreError> {
    let store = open(path)?;
    let reader = store.reader()?;
    let mut records = Vec::new();
    for kind in RecordKind::ALL {
        reader.records(kind, &mut |record| {
            records.push(record);
            true
        })?;
    }
    Ok(records)
}

fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    let foreign_keys = "PRAGMA foreign_keys = OFF;";
    connection
        .execute_batch(&format!("{foreign_keys} {sql}"))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    assert!(connection.total_changes() > 0, "{sql}: changes nothing");
}

/// A copy of a closed database.
fn copied(lab: &Lab) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    std::fs::copy(lab.path(), &path).unwrap();
    (folder, path)
}

#[test]
fn what_was_written_verifies() {
    let lab = lab();
    let found = verify(&lab.path());
    assert_eq!((found.damage.as_slice(), found.notes.as_slice()), (&[][..], &[][..]));
    let checked = |what: &str| found.checked.iter().find(|(name, _)| name == what).map(|(_, number)| *number);
    assert_eq!((checked("symbols"), checked("edges")), (Some(8), Some(24)));
    assert_eq!((checked("syntax trees"), checked("control flow")), (Some(4), Some(4)));
    assert_eq!((checked("runs"), checked("diagnostics")), (Some(2), Some(2)));
    assert_eq!(checked("search index symbol_fts"), Some(1));
    lab.read(|reader| {
        let counts = reader.counts().unwrap();
        assert_eq!((counts.ast_nodes, counts.cfg_blocks, counts.cfg_edges), (11, 8, 8));
        let file = &files(2)[1];
        assert_eq!(reader.ast(file.file.id).unwrap(), file.ast);
        assert_eq!(reader.cfg(file.symbols[0].id).unwrap().as_ref(), file.cfgs.first());
    });
    lab.change(|writer| files(4).iter().for_each(|file| writer.remove_file(file.file.id).unwrap()));
    let found = verify(&lab.path());
    assert_eq!((found.damage.as_slice(), found.notes.as_slice()), (&[][..], &[][..]));
    let connection = Connection::open(lab.path()).unwrap();
    for table in ["ast_nodes", "cfg_blocks", "cfg_edges", "graph_labels", "cross_file_refs", "code_chunks"] {
        let left: i64 =
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

/// What is kept is what a count gives, after everything that a writer does.
#[test]
fn kept_counts_are_those_of_what_is_there() {
    let lab = lab();
    let ask = || {
        lab.read(|reader| {
            let calls = reader.count_nodes(&NodeKind::Call).unwrap();
            (reader.counts().unwrap(), reader.languages().unwrap(), calls)
        })
    };
    let kept = ask();
    // A run of somebody else, who knows of no counts, and then as if it had never been.
    let add = "INSERT INTO execution_log (execution_id, tool_version, args, db_path, started_at, outcome)
               VALUES ('6b-1', '4.17.0', '[]', 'x', 1, 'success');";
    change(&lab.path(), add);
    let mut counted = ask();
    assert_eq!(counted.0.executions, kept.0.executions + 1);
    counted.0.executions -= 1;
    assert_eq!(counted, kept);
}

#[test]
fn a_run_of_magellan_is_a_note_and_no_damage() {
    let lab = lab();
    change(
        &lab.path(),
        "INSERT INTO execution_log (execution_id, tool_version, args, db_path, started_at, outcome)
         VALUES ('6b-1', '4.17.0', '[]', 'x', 1, 'success')",
    );
    let found = verify(&lab.path());
    assert_eq!(found.damage, Vec::<String>::new());
    assert!(found.notes.len() == 1 && found.notes[0].contains("Magellan has written"), "{:?}", found.notes);
    change(&lab.path(), "DELETE FROM code_chunks WHERE byte_start = 10 AND file_path = 'src/f01.rs'");
    let found = verify(&lab.path());
    assert_eq!(found.damage, Vec::<String>::new());
    assert!(
        found.notes.iter().any(|note| note.contains("7 are there, and 8 were written")),
        "{:?}",
        found.notes
    );
    // The next writer takes everything as it is, and has the file that was changed put again.
    lab.change(|writer| writer.begin_run(&run("tui-3", Outcome::Success)).unwrap());
    let found = verify(&lab.path());
    assert_eq!(found.damage, Vec::<String>::new());
    assert!(found.notes.len() == 1 && found.notes[0].contains("has changed"), "{:?}", found.notes);
    let digests: Vec<_> =
        lab.read(|reader| crate::lab::states(reader)).into_iter().map(|state| state.digest).collect();
    assert_eq!(digests, [[0; 16], [9; 16], [9; 16], [9; 16]]);
    lab.change(|writer| writer.put_file(&files(1)[0]).unwrap());
    assert_eq!(verify(&lab.path()).damage, Vec::<String>::new());
    // It is held against what is kept as before.
    change(&lab.path(), "UPDATE code_chunks SET content = 'x' WHERE file_path = 'src/f02.rs'");
    assert_eq!(verify(&lab.path()).damage, ["chunks: they are not what was written"]);
}

#[test]
fn magellan_may_look_into_an_index_of_ours() {
    let lab = lab();
    let add = |id: &str| {
        let sql =
            "INSERT INTO execution_log (execution_id, tool_version, args, db_path, started_at, outcome)";
        change(&lab.path(), &format!("{sql} VALUES ('{id}', '4.17.0', '[]', 'x', 1, 'success')"));
    };
    add("6b-1");
    let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    add("6b-2");
    writer.begin_run(&run("tui-3", Outcome::Running)).unwrap();
    add("zz-3");
    writer.put_file(&files(1)[0]).unwrap();
    writer.finish_run(&run("tui-3", Outcome::Success), Some(&[])).unwrap();
    writer.commit().unwrap();
    let found = verify(&lab.path());
    assert_eq!((found.damage.as_slice(), found.notes.as_slice()), (&[][..], &[][..]));
    assert_eq!(lab.read(|reader| reader.counts().unwrap().executions), 6);
}

#[test]
fn magellans_own_files_verify() {
    for name in ["magellan-2.1.0.db", "magellan-4.17.0.db"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let before = std::fs::read(&path).unwrap();
        let found = verify(&path);
        assert_eq!(found.damage, Vec::<String>::new(), "{name}");
        assert!(found.checked.iter().any(|(what, number)| what == "symbols" && *number > 10), "{name}");
        assert!(std::fs::read(&path).unwrap() == before, "{name}");
    }
}

#[test]
fn what_lacks_an_end_in_magellans_file_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/magellan-4.17.0.db");
    std::fs::copy(fixture, &path).unwrap();
    change(&path, "UPDATE graph_edges SET to_id = 999999 WHERE id = (SELECT min(id) FROM graph_edges)");
    let found = verify(&path);
    assert_eq!(found.damage, Vec::<String>::new());
    assert!(found.notes.iter().any(|note| note.starts_with("edges: 1 lack an end")), "{:?}", found.notes);
    change(&path, "INSERT INTO symbol_fts(symbol_fts, rowid, name) VALUES ('delete', 1, 'x')");
    assert!(!verify(&path).damage.is_empty(), "an index that does not agree");
}

/// Columns whose value says nothing that anybody reads.
const SILENT: [(&str, &str); 9] = [
    ("graph_entities", "id"),
    ("graph_edges", "id"),
    ("code_chunks", "id"),
    ("cross_file_refs", "id"),
    ("execution_log", "id"),
    // Ids that only say in which order rows stand.
    ("ast_nodes", "id"),
    ("cfg_blocks", "id"),
    ("cfg_edges", "id"),
    ("magellan_meta", "id"),
];

#[test]
fn every_single_change_of_a_value_is_damage() {
    let lab = lab();
    let tables = [
        "graph_entities",
        "graph_edges",
        "graph_labels",
        "code_chunks",
        "file_metrics",
        "symbol_metrics",
        "ast_nodes",
        "cfg_blocks",
        "cfg_edges",
        "execution_log",
        "cross_file_refs",
        "magellan_meta",
        "tui_files",
        "tui_diagnostics",
    ];
    let connection = Connection::open(lab.path()).unwrap();
    for table in tables {
        let sql = format!("SELECT name FROM pragma_table_info('{table}')");
        let mut statement = connection.prepare(&sql).unwrap();
        let columns: Vec<String> =
            statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        assert!(!columns.is_empty(), "{table}");
        for column in columns {
            if SILENT.contains(&(table, column.as_str())) {
                continue;
            }
            // The last row, by the table's own order; another value of the same sort.
            let other = format!(
                "CASE typeof({column}) WHEN 'integer' THEN {column} + 1 WHEN 'real' THEN {column} + 0.5
                 WHEN 'null' THEN 1 WHEN 'blob' THEN {column} || x'00' ELSE {column} || 'x' END"
            );
            let (_folder, path) = copied(&lab);
            let limit =
                if table == "tui_diagnostics" { "seq = 1" } else { "rowid = (SELECT max(rowid) FROM t)" };
            let which = limit.replace(" t)", &format!(" {table})"));
            change(&path, &format!("UPDATE {table} SET {column} = {other} WHERE {which}"));
            let found = verify(&path);
            assert!(!found.damage.is_empty(), "{table}.{column}: {found:?}");
        }
    }
}

#[test]
fn every_other_single_change_is_damage() {
    let lab = lab();
    let changes = [
        "DELETE FROM graph_entities WHERE id = (SELECT max(id) FROM graph_entities)",
        "DELETE FROM graph_edges WHERE id = (SELECT max(id) FROM graph_edges)",
        "DELETE FROM graph_labels WHERE rowid = (SELECT max(rowid) FROM graph_labels)",
        "DELETE FROM code_chunks WHERE id = (SELECT min(id) FROM code_chunks)",
        "DELETE FROM file_metrics WHERE rowid = (SELECT min(rowid) FROM file_metrics)",
        "DELETE FROM symbol_metrics WHERE symbol_id = (SELECT max(symbol_id) FROM symbol_metrics)",
        "DELETE FROM ast_nodes WHERE id = (SELECT max(id) FROM ast_nodes)",
        "DELETE FROM cfg_blocks WHERE id = (SELECT max(id) FROM cfg_blocks)",
        "DELETE FROM cfg_edges WHERE id = (SELECT max(id) FROM cfg_edges)",
        "DELETE FROM execution_log WHERE id = 1",
        "DELETE FROM cross_file_refs WHERE id = (SELECT min(id) FROM cross_file_refs)",
        "DELETE FROM tui_files WHERE rowid = (SELECT max(file_id) FROM tui_files)",
        "DELETE FROM tui_diagnostics WHERE seq = 1",
        "DELETE FROM tui_meta WHERE key = 'totals'",
        "UPDATE tui_meta SET value = '1' WHERE key = 'format'",
        "UPDATE tui_meta SET value = CAST(substr(value, 1, 1) || x'63' || substr(value, 3) AS BLOB)
            WHERE key = 'totals'",
        "UPDATE tui_files SET totals = CAST(substr(totals, 1, 1) || x'63' || substr(totals, 3) AS BLOB)
            WHERE file_id = (SELECT max(file_id) FROM tui_files)",
        "INSERT INTO graph_edges (from_id, to_id, edge_type, data) SELECT from_id, to_id, edge_type, data
            FROM graph_edges LIMIT 1",
        "INSERT INTO graph_edges (id, from_id, to_id, edge_type, data) VALUES (77, 1, 2, 'CALLS', '{}')",
        "INSERT INTO graph_entities (kind, name, data) VALUES ('Other', 'x', '{}')",
        "INSERT INTO graph_labels SELECT entity_id, 'more' FROM graph_labels LIMIT 1",
        "INSERT INTO code_chunks (file_path, byte_start, byte_end, content, content_hash, created_at)
            VALUES ('elsewhere', 1, 2, '', '', 1)",
        "INSERT INTO file_metrics (file_path, last_updated) VALUES ('elsewhere', 1)",
        "INSERT INTO cfg_blocks SELECT id + 5, 3, kind, terminator, byte_start, byte_end, start_line, start_col,
            end_line, end_col, cfg_hash, statements, cfg_condition FROM cfg_blocks ORDER BY id DESC LIMIT 1",
        "INSERT INTO tui_diagnostics VALUES ('nobody', 1, 'x', 1, 'note', 'x')",
        // What reads as it did.
        "UPDATE symbol_metrics SET loc = loc + 0.25",
        "UPDATE file_metrics SET fan_in = CAST('x' AS BLOB) WHERE rowid = (SELECT min(rowid) FROM file_metrics)",
        "UPDATE ast_nodes SET parent_id = 12345 WHERE parent_id IS NULL",
        "UPDATE tui_diagnostics SET severity = 'none' WHERE severity = 'note'",
        "UPDATE tui_diagnostics SET line = -5 WHERE line = 0",
        "UPDATE graph_entities SET data = data || ' ' WHERE kind = 'Call'",
        "UPDATE graph_edges SET data = '{ }' WHERE data = '{}'",
        "UPDATE graph_edges SET data = '{\"byte_start\":1}' WHERE edge_type = 'IMPORTS'",
        "INSERT INTO symbol_fts(symbol_fts, rowid, name) SELECT 'delete', id, name FROM graph_entities LIMIT 1",
    ];
    for sql in changes {
        let (_folder, path) = copied(&lab);
        change(&path, sql);
        let found = verify(&path);
        assert!(!found.damage.is_empty(), "{sql}: {found:?}");
    }
}

/// A byte that is another one is found, or it is one that nobody reads: then everything reads as before.
#[test]
fn a_flipped_byte_is_found_or_says_nothing() {
    let lab = lab();
    let (_folder, path) = copied(&lab);
    let wanted = records(&path).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let mut found = 0;
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    for &at in used.iter().step_by(used.len() / 400) {
        file.write_all_at(&[whole[at] ^ 0x55], at as u64).unwrap();
        let damage = match open(&path).and_then(|store| store.verify(&mut |_, _| true)) {
            Ok(found) => !found.damage.is_empty(),
            Err(_) => true,
        };
        if damage {
            found += 1;
        } else {
            assert_eq!(records(&path).unwrap(), wanted, "byte {at}");
        }
        file.write_all_at(&whole[at..=at], at as u64).unwrap();
    }
    assert!(found > 150, "{found}");
    assert_eq!(verify(&path).damage, Vec::<String>::new());
}

#[test]
fn a_check_ends_when_told() {
    let lab = lab();
    let store = open(&lab.path()).unwrap();
    let mut calls = 0;
    store
        .verify(&mut |_, _| {
            calls += 1;
            true
        })
        .unwrap();
    for most in 0..calls {
        let mut left = most;
        let found = store
            .verify(&mut |_, _| {
                left -= 1;
                left >= 0
            })
            .unwrap();
        assert_eq!(found.damage, Vec::<String>::new());
        assert_eq!(left, -1, "not asked again");
    }
}

#[test]
fn an_older_index_is_read_and_not_written() {
    let lab = lab();
    let kept = lab.read(|reader| reader.counts().unwrap());
    change(
        &lab.path(),
        "ALTER TABLE tui_files DROP COLUMN totals; DELETE FROM tui_meta WHERE key = 'totals';
         UPDATE tui_meta SET value = '1'; DROP INDEX tui_symbols_by_qualified; DROP INDEX tui_symbols_by_name;",
    );
    lab.read(|reader| {
        assert_eq!(reader.counts().unwrap(), kept);
        assert_eq!(reader.symbols_qualified("Scope::inner", None, 9).unwrap().items.len(), 4);
    });
    let error = open_writer(&lab.path(), std::time::Duration::ZERO).err().unwrap();
    assert!(matches!(error, StoreError::Older { found: 1, known: 2, .. }), "{error:?}");
    assert!(error.to_string().contains("older"), "{error}");
    let found = verify(&lab.path());
    assert_eq!((found.damage.as_slice(), found.notes.len()), (&[][..], 1));
}

/// Before 3.51.3 a writer that began while another one reset the log could lose what was in it.
#[test]
fn the_bundled_sqlite_keeps_its_log() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}
