//! Indexes of our own, in every direction: they stay indexes that can be brought up to date.

use magellan_tui::model::Record;
use magellan_tui::store::{Engine, Origin, Store, open, read_note};

use crate::contents::{assert_clean, assert_same, contents};
use crate::made::{Place, change, copy, copy_with, differences};
use crate::raw;

fn all(store: &std::sync::Arc<dyn Store>) -> Vec<Record> {
    contents(&*store.reader().unwrap())
}

const ENGINES: [Engine; 2] = [Engine::Fjall, Engine::Sqlite];

#[test]
fn an_index_is_the_same_index_in_either_engine() {
    let place = Place::new();
    for from in ENGINES {
        let source = place.own(from);
        for to in ENGINES {
            let copied = place.at(&format!("{}-to-{}", from.as_str(), to.as_str()));
            let report = copy_with(&source, &copied, to);
            assert!(report.rows_per_second > 0 && report.parts.iter().any(|part| part.rows[0] > 0));
            let (a, b) = (open(&source).unwrap(), open(&copied).unwrap());
            assert_eq!(b.origin(), Origin::Own);
            assert_same(&all(&a), &all(&b), "the records");
            assert_clean(&*b);
            assert_eq!(differences(&source, &copied), Vec::<String>::new());
            let metas = [&a, &b].map(|store| store.reader().unwrap().meta().unwrap());
            assert_eq!((&metas[0].root, &metas[0].project), (&metas[1].root, &metas[1].project));
            assert_eq!(metas[0].created_at, metas[1].created_at);
        }
    }
}

#[test]
fn a_copy_goes_on_as_an_index() {
    let place = Place::new();
    for from in ENGINES {
        let source = place.own(from);
        for to in ENGINES {
            let copied = place.at(&format!("{}-to-{}", from.as_str(), to.as_str()));
            copy_with(&source, &copied, to);
            crate::common::write(place.at("clock/src/more.rs"), "pub fn more() { crate::half_day(); }\n");
            place.index(&copied, to);
            let fresh = place.at("fresh");
            place.index(&fresh, to);
            let (a, b) = (open(&copied).unwrap(), open(&fresh).unwrap());
            let found = a.reader().unwrap().counts().unwrap();
            let wanted = b.reader().unwrap().counts().unwrap();
            assert_eq!(
                (found.symbols, found.calls, found.edges),
                (wanted.symbols, wanted.calls, wanted.edges)
            );
            assert_clean(&*a);
            drop((a, b));
            match to {
                Engine::Fjall => std::fs::remove_dir_all(&fresh).unwrap(),
                Engine::Sqlite => std::fs::remove_file(&fresh).unwrap(),
            }
            std::fs::remove_file(place.at("clock/src/more.rs")).unwrap();
        }
    }
}

#[test]
fn an_index_in_sqlite_comes_back_as_the_same_file() {
    let place = Place::new();
    let path = place.own(Engine::Sqlite);
    change(&path, "CREATE TABLE mine (a); INSERT INTO mine VALUES (1.5), (x'00');");
    let (folder, back) = (place.at("copy.fjall"), place.at("back.db"));
    copy(&path, &folder);
    copy(&folder, &back);
    raw::assert_same(&path, &back);
}

#[test]
fn what_is_nobodys_is_carried_over_an_update_in_the_folder() {
    let place = Place::new();
    let path = place.own(Engine::Sqlite);
    change(
        &path,
        "CREATE TABLE mine (a, b); INSERT INTO mine (rowid, a) VALUES (7, 1.5), (9, x'00');
         CREATE INDEX by_b ON mine (b); CREATE VIEW seen AS SELECT a FROM mine;
         INSERT INTO telemetry_events (execution_id, event_type, event_name, timestamp_ns) VALUES ('x', 'y', 'z', 1);",
    );
    let (folder, back) = (place.at("copy.fjall"), place.at("back.db"));
    copy(&path, &folder);
    crate::common::write(place.at("clock/src/more.rs"), "pub fn more() { crate::half_day(); }\n");
    place.index(&folder, Engine::Fjall);
    copy(&folder, &back);
    let (a, b) = (open(&folder).unwrap(), open(&back).unwrap());
    assert_same(&all(&a), &all(&b), "the records");
    assert_clean(&*b);
    let connection = raw::connect(&back);
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM seen WHERE a IN (1.5, x'00')"), 2);
    assert_eq!(count("SELECT max(rowid) FROM mine INDEXED BY by_b"), 9);
    assert_eq!(count("SELECT count(*) FROM telemetry_events"), 1);
    assert_eq!(count("SELECT count(*) FROM graph_entities WHERE kind = 'Symbol' AND name = 'more'"), 1);
    // The rows that the update made stale are not copied on.
    let compacted = place.at("compacted.fjall");
    copy_with(&folder, &compacted, Engine::Fjall);
    let size = |path| open(path).unwrap().reader().unwrap().meta().unwrap().size_bytes;
    assert!(size(&compacted) < size(&folder));
    let again = place.at("again.db");
    copy(&compacted, &again);
    assert_eq!(differences(&back, &again), Vec::<String>::new());
}

#[test]
fn the_log_of_the_copy_is_that_of_its_source() {
    let place = Place::new();
    for from in ENGINES {
        let source = place.own(from);
        place.index(&source, from);
        for to in ENGINES {
            let copied = place.at(&format!("{}-to-{}", from.as_str(), to.as_str()));
            copy_with(&source, &copied, to);
            let runs = |path: &std::path::Path| {
                open(path).unwrap().reader().unwrap().executions(None, 100).unwrap().items
            };
            assert_eq!(runs(&source), runs(&copied));
            assert_eq!(runs(&copied).len(), 2);
        }
    }
}

#[test]
fn a_folder_keeps_the_report_of_how_it_was_made() {
    let place = Place::new();
    let folder = place.at("copy.fjall");
    let report = copy(&place.fixture("magellan-4.17.0.db"), &folder);
    let kept: magellan_tui::migrate::Report = serde_json::from_str(&read_note(&folder).unwrap()).unwrap();
    assert_eq!(kept, report);
    assert_eq!(read_note(&place.own(Engine::Fjall)), None);
}
