//! Databases to copy.

use std::path::Path;

use magellan_tui::model::Outcome;
use magellan_tui::store::Engine;
use rusqlite::Connection;

use crate::made;

/// A file that Magellan 4.17.0 could have written, of about so many rows.
pub(crate) fn magellan(path: &Path, rows: usize) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/magellan-4.17.0.db");
    std::fs::copy(fixture, path).unwrap();
    let mut connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;").unwrap();
    let transaction = connection.transaction().unwrap();
    let mut random = made::Random(1);
    // A file with 29 symbols, 50 edges and 10 chunks, and 10 labels, is a hundred rows.
    let files = rows / 100;
    let (mut id, first) = (1_000_000, 1_000_000);
    for file in 0..files {
        let path = format!("/src/part{}/file{file}.rs", file % 97);
        let sql = "INSERT INTO graph_entities (id, kind, name, file_path, data) VALUES (?, ?, ?, ?, ?)";
        let data =
            format!(r#"{{"path":"{path}","hash":"00ff00ff00ff00ff00ff00ff00ff00ff","last_indexed_at":1}}"#);
        transaction.prepare_cached(sql).unwrap().execute((id, "File", &path, &path, data)).unwrap();
        id += 1;
        for symbol in 0..29 {
            let name = format!("name_{}", random.below(200_000));
            let data = format!(
                r#"{{"name":"{name}","kind":"Function","kind_normalized":"fn","fqn":"{name}","canonical_fqn":"crate::{path}::{name}","display_fqn":"{name}","symbol_id":"{id:016x}","byte_start":{},"byte_end":{},"start_line":{symbol},"start_col":0,"end_line":{},"end_col":1}}"#,
                symbol * 100,
                symbol * 100 + 90,
                symbol + 3
            );
            transaction.prepare_cached(sql).unwrap().execute((id, "Symbol", name, &path, data)).unwrap();
            id += 1;
        }
        for chunk in 0..10 {
            let sql =
                "INSERT INTO code_chunks (file_path, byte_start, byte_end, content, content_hash, created_at)
                       VALUES (?, ?, ?, ?, ?, 1)";
            let content = format!("fn body{chunk}() {{ call({file}); }}\n").repeat(8);
            let hash = format!("{:064x}", random.next());
            let row = (&path, chunk * 100, chunk * 100 + 90, content, hash);
            transaction.prepare_cached(sql).unwrap().execute(row).unwrap();
        }
    }
    let nodes = files * 30;
    for edge in 0..files * 50 {
        let sql = "INSERT INTO graph_edges (from_id, to_id, edge_type, data) VALUES (?, ?, ?, '{}')";
        let ends = [first + random.below(nodes) as i64, first + random.below(nodes) as i64];
        let kind = if edge % 2 == 0 { "CALLS" } else { "REFERENCES" };
        transaction.prepare_cached(sql).unwrap().execute((ends[0], ends[1], kind)).unwrap();
    }
    for label in 0..files * 10 {
        let sql = "INSERT INTO graph_labels (entity_id, label) VALUES (?, 'rust')";
        transaction.prepare_cached(sql).unwrap().execute([first + label as i64]).unwrap();
    }
    transaction.commit().unwrap();
    connection.close().unwrap();
}

/// An index of our own, in fjall, of about so many records.
pub(crate) fn own(path: &Path, records: usize) {
    let files = records.div_ceil(made::records_in(&made::file(0, 1000))) as i64;
    let mut writer = made::begin(path, Engine::Fjall);
    writer.begin_run(&made::run(1, Outcome::Running)).unwrap();
    for number in 0..files {
        writer.put_file(&made::file(number, files)).unwrap();
    }
    writer.finish_run(&made::run(1, Outcome::Success), Some(&[])).unwrap();
    writer.commit().unwrap();
}
