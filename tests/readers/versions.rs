//! Both versions of Magellan say what they hold, and are left as they are.

use magellan_tui::model::NodeId;
use magellan_tui::store::{Engine, FolderEntry, NewDatabase, Origin, StoreError, create, open, open_writer};
use rusqlite::Connection;

use crate::harness::{FIXTURES, change, copy, fixture, open_and_ask, read};

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
fn magellans_files_are_never_written() {
    for name in FIXTURES {
        let (folder, path) = copy(name);
        assert!(matches!(open_writer(&path, std::time::Duration::ZERO), Err(StoreError::Foreign { .. })));
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
    create(&own, Engine::Sqlite, &new, std::time::Duration::ZERO).unwrap().commit().unwrap();
    assert!(open(&own).is_ok());
    change(&own, "UPDATE tui_meta SET value = '3'");
    assert!(matches!(open(&own), Err(StoreError::Newer { found: 3, known: 2, .. })));
    assert!(matches!(open_writer(&own, std::time::Duration::ZERO), Err(StoreError::Newer { .. })));
}

#[test]
fn a_path_may_hold_any_sign() {
    let (folder, path) = copy(FIXTURES[1]);
    let strange = folder.path().join("a%20b?mode=rwc&x=#é 'y'.db");
    std::fs::rename(&path, &strange).unwrap();
    assert!(open_and_ask(&strange).unwrap() > 100);
}
