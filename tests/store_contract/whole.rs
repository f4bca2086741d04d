//! A database read whole, and made of what was read.

use magellan_tui::model::{Diagnostic, FileRecords, Outcome, Record, RecordKind, Severity};
use magellan_tui::store::{Engine, Form, Importer, Reader, import, open};
use rusqlite::Connection;

use crate::contents::{assert_same, contents};
use crate::lab::Lab;
use crate::made::{project, records, run};

const ENGINES: [Engine; 2] = [Engine::Fjall, Engine::Sqlite];

/// A database that has been changed, with runs of several sorts.
fn lived(engine: Engine) -> Lab {
    let files = project(4);
    let lab = Lab::with(engine, &files);
    let told = Diagnostic {
        path: "src/f01.rs".to_owned(),
        line: 3,
        severity: Severity::Warning,
        message: "could not\tread".to_owned(),
    };
    lab.change(|writer| {
        writer.begin_run(&run("tui-2", Outcome::Running)).unwrap();
        writer.put_file(&records(4, "src/f04.rs", 4)).unwrap();
        writer.remove_file(files[2].file.id).unwrap();
        writer.put_file(&records(2, "src/f02.rs", 1)).unwrap();
        writer.finish_run(&run("tui-2", Outcome::Partial), Some(std::slice::from_ref(&told))).unwrap();
    });
    lab
}

/// All that an importer wants of a database.
fn give(reader: &dyn Reader, importer: &mut dyn Importer) {
    let wants = importer.wants().clone();
    let schema = reader.content().unwrap().schema;
    for number in wants.tables {
        let table = &schema.as_ref().unwrap().tables[number];
        reader
            .rows(table, None, &mut |row| {
                importer.row(number, &row).unwrap();
                true
            })
            .unwrap();
    }
    let of = |kind| {
        let mut found = Vec::new();
        let mut take = |record| {
            found.push(record);
            true
        };
        reader.records(kind, &mut take).unwrap();
        found
    };
    for record in of(RecordKind::File).into_iter().filter(|_| wants.files) {
        let Record::Node(node) = record else { panic!("{record:?}") };
        importer.file(&reader.file_records(node.id).unwrap().unwrap()).unwrap();
    }
    for record in wants.records.into_iter().flat_map(of) {
        importer.record(&record).unwrap();
    }
}

/// A copy of a database, which says that it is well, and beside which nothing is left.
fn copied(from: &Lab, engine: Engine) -> Lab {
    let to = Lab::new(engine);
    from.read(|reader| {
        let content = reader.content().unwrap();
        let mut importer = import(&to.path(), "shown".as_ref(), engine, &content, reader).unwrap();
        give(reader, &mut *importer);
        importer.finish().unwrap();
    });
    let beside: Vec<_> =
        std::fs::read_dir(to.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(beside, [to.path()], "nothing is left beside it");
    assert_well(&to);
    to
}

#[track_caller]
fn assert_well(lab: &Lab) {
    let found = open(&lab.path()).unwrap().verify(&mut |_, _| true).unwrap();
    assert!(found.damage.is_empty(), "{:?}", found.damage);
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn a_file_is_read_whole_as_it_was_put() {
    for engine in ENGINES {
        let files = project(3);
        let lab = Lab::with(engine, &files);
        for put in files {
            let mut found = lab.read(|reader| reader.file_records(put.file.id)).unwrap().unwrap();
            found.chunks.iter_mut().for_each(|chunk| chunk.row = 0);
            // Sorts, whose order says nothing, in the order of ids.
            let sorted = |records: FileRecords| {
                let FileRecords { mut symbols, mut edges, mut chunks, mut cfgs, mut symbol_metrics, .. } =
                    records.clone();
                symbols.sort_by_key(|symbol| symbol.id);
                edges.sort_by_key(|edge| (edge.from, edge.id));
                chunks.sort_by_key(|chunk| (chunk.byte_start, chunk.byte_end));
                cfgs.sort_by_key(|cfg| cfg.function);
                symbol_metrics.sort_by_key(|metrics| metrics.symbol);
                FileRecords { symbols, edges, chunks, cfgs, symbol_metrics, ..records }
            };
            assert_eq!(format!("{:#?}", sorted(found)), format!("{:#?}", sorted(put)), "{engine:?}");
        }
        let nobody = magellan_tui::model::NodeId(77 << 23);
        assert!(lab.read(|reader| reader.file_records(nobody)).unwrap().is_none());
    }
}

#[test]
fn an_index_is_the_same_index_in_any_engine() {
    for engine in ENGINES {
        let lab = lived(engine);
        let there = lab.read(contents);
        for other in ENGINES {
            let copy = copied(&lab, other);
            assert_same(&there, &copy.read(contents), "the copy");
            assert_eq!(
                copy.read(|reader| reader.counts()).unwrap(),
                lab.read(|reader| reader.counts()).unwrap()
            );
            let back = copied(&copy, engine);
            assert_same(&there, &back.read(contents), "and back");
            copy.change(|writer| writer.put_file(&records(4, "src/f04.rs", 1)).unwrap());
            assert_well(&copy);
        }
    }
}

/// What nobody but its user put into a file of ours.
const OTHERS: &str = "CREATE TABLE mine(a UNIQUE, b REAL, c AS (a || 'x'), d); \
    INSERT INTO mine(rowid, a, b, d) VALUES (7, 'one', 1.0, x'00'), (-2, 5, 'text', NULL);
    CREATE TABLE empty(id INTEGER PRIMARY KEY, b UNIQUE);
    CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO w VALUES ('b', 1), ('a', 2);
    CREATE INDEX mine_by_d ON mine(length(d) DESC) WHERE b IS NOT NULL;
    CREATE INDEX entities_by_size ON graph_entities(length(data));
    CREATE TRIGGER mine_too AFTER INSERT ON mine BEGIN INSERT INTO w VALUES (new.a, new.b); END;
    CREATE VIEW seen AS SELECT name FROM graph_entities JOIN mine;
    INSERT INTO telemetry_events VALUES (50, 'x', 'y', 'z', 3, NULL, 0.5, NULL, x'00');
    INSERT INTO token_content VALUES (3, 'kind', 'some words', 9);
    CREATE VIRTUAL TABLE notes USING fts5(words); INSERT INTO notes VALUES ('to be found');";

#[test]
fn what_is_beside_an_index_is_carried_when_its_rows_are_made_anew() {
    let lab = lived(Engine::Sqlite);
    let others = Connection::open(lab.path()).unwrap();
    others.execute_batch(OTHERS).unwrap();
    let folder = copied(&lab, Engine::Fjall);
    let content = folder.read(|reader| reader.content()).unwrap();
    assert!(content.rows_hold && content.form == Form::Own);
    folder.change(|writer| writer.put_file(&records(4, "src/f04.rs", 1)).unwrap());
    assert!(!folder.read(|reader| reader.content()).unwrap().rows_hold);

    let file = copied(&folder, Engine::Sqlite);
    assert_same(&folder.read(contents), &file.read(contents), "the records");
    let made = Connection::open(file.path()).unwrap();
    let dump = |connection: &Connection, sql: &str| -> Vec<String> {
        let mut select = connection.prepare(sql).unwrap();
        select.query_map([], |row| row.get(0)).unwrap().map(|line| line.unwrap()).collect()
    };
    for sql in [
        "SELECT concat_ws('|', rowid, quote(a), quote(b), quote(c), quote(d)) FROM mine",
        "SELECT quote(k) || quote(v) FROM w",
        "SELECT concat_ws('|', id, execution_id, timestamp_ns, value, quote(metadata)) FROM telemetry_events",
        "SELECT token_id || content_text FROM token_content",
        "SELECT content_text FROM token_content_fts WHERE token_content_fts MATCH 'words'",
        "SELECT words FROM notes WHERE notes MATCH 'found'",
        "SELECT concat_ws('|', type, name, tbl_name, sql) FROM sqlite_schema ORDER BY 1",
    ] {
        assert_eq!(dump(&made, sql), dump(&others, sql), "{sql}");
    }
    assert_eq!(dump(&made, "PRAGMA integrity_check"), ["ok"]);
    made.execute_batch("INSERT INTO mine(a) VALUES ('later')").unwrap();
    assert_eq!(dump(&made, "SELECT k FROM w WHERE k = 'later'"), ["later"], "triggers are at work");
    drop(made);
    file.change(|writer| writer.put_file(&records(4, "src/f04.rs", 4)).unwrap());
    assert_well(&file);
}

#[test]
fn what_somebody_else_has_changed_is_no_longer_of_our_form() {
    let lab = lived(Engine::Sqlite);
    assert_eq!(lab.read(|reader| reader.content()).unwrap().form, Form::Own);
    let others = Connection::open(lab.path()).unwrap();
    others
        .execute_batch(
            "INSERT INTO execution_log(execution_id, tool_version, args, db_path, started_at, outcome)
             VALUES ('theirs', '4.17.0', '[]', 'x', 5, 'success')",
        )
        .unwrap();
    assert_eq!(lab.read(|reader| reader.content()).unwrap().form, Form::Foreign);
}
