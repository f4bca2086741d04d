//! The rows that SQLite holds, as the released Magellan reads them.

use magellan_tui::model::SymbolKind;
use magellan_tui::store::Engine;

use crate::lab::Lab;
use crate::made::{project, span};

/// What the released Magellan reads: the rows themselves, in its form.
#[test]
fn sqlite_rows_are_as_magellan_writes_them() {
    let mut files = project(2);
    files[0].edges.iter_mut().for_each(|edge| edge.data.clear());
    files[0].references[0].span = span(92, 97);
    let lab = Lab::with(Engine::Sqlite, &files);
    lab.change(|writer| writer.put_file(&files[0]).unwrap());
    let connection = rusqlite::Connection::open(lab.path()).unwrap();
    let rows = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    };
    assert_eq!(
        rows(
            "SELECT from_symbol_id || ' ' || to_symbol_id || ' ' || file_path || ' ' || byte_start FROM cross_file_refs ORDER BY 1"
        ),
        ["Scope::outer 0000000000800002 src/f02.rs 50", "file:src/f01.rs 0000000001000002 src/f01.rs 92"]
    );
    assert_eq!(
        rows(
            "SELECT data FROM graph_edges WHERE from_id >> 23 = 1 AND edge_type IN ('REFERENCES', 'IMPORTS', 'CALLS') ORDER BY id"
        ),
        [
            r#"{"byte_end":97,"byte_start":92,"end_col":97,"end_line":1,"start_col":92,"start_line":1}"#,
            "{}",
            r#"{"byte_end":9,"byte_start":0}"#
        ]
    );
    assert_eq!(
        rows(
            "SELECT kind || ' ' || group_concat(label, ' ' ORDER BY label) FROM graph_labels
              JOIN graph_entities ON id = entity_id WHERE id >> 23 = 1 GROUP BY id ORDER BY id"
        ),
        ["File File", "Symbol fn rust", "Symbol rust struct", "Import Import"]
    );
    assert_eq!(
        rows("SELECT name FROM graph_entities WHERE id >> 23 = 1 ORDER BY id"),
        [
            "src/f01.rs",
            "outer",
            "inner",
            "ref to inner",
            "outer calls outer",
            "plain_use import from src/f01.rs"
        ]
    );
    assert_eq!(rows("SELECT group_concat(quote(schema_version)) FROM graph_meta"), ["10"]);
    assert_eq!(rows("PRAGMA journal_mode"), ["wal"]);
    assert_eq!(rows("PRAGMA integrity_check"), ["ok"]);
    connection
        .execute_batch("INSERT INTO symbol_fts(symbol_fts, rank) VALUES ('integrity-check', 1)")
        .unwrap();
    for column in ["cyclomatic_complexity", "fan_in", "fan_out", "loc"] {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT * FROM symbol_metrics ORDER BY {column} DESC, symbol_id LIMIT 5"
        );
        let plan: String = connection.query_row(&sql, [], |row| row.get(3)).unwrap();
        assert!(plan.contains("USING INDEX tui_symbols_by_"), "{column}: {plan}");
    }
}

#[test]
fn sqlite_rows_of_a_file_put_over_another_are_as_if_put_alone() {
    let files = project(2);
    let mut new = files[0].clone();
    new.symbols[0].kind = SymbolKind::Method;
    new.symbols[1].name = "other".to_owned();
    new.imports.clear();
    new.edges.truncate(5);
    let lab = Lab::with(Engine::Sqlite, &files);
    lab.change(|writer| writer.put_file(&new).unwrap());
    let alone = Lab::with(Engine::Sqlite, &[new, files[1].clone()]);
    let tables =
        [("graph_entities", "1"), ("graph_edges", "1"), ("graph_labels", "1, 2"), ("symbol_metrics", "1")];
    for (table, order) in tables {
        let rows = |lab: &Lab| -> Vec<Vec<rusqlite::types::Value>> {
            let connection = rusqlite::Connection::open(lab.path()).unwrap();
            let mut statement =
                connection.prepare(&format!("SELECT * FROM {table} ORDER BY {order}")).unwrap();
            let columns = statement.column_count();
            let read = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
            statement.query_map([], read).unwrap().collect::<rusqlite::Result<_>>().unwrap()
        };
        assert!(!rows(&lab).is_empty());
        assert_eq!(rows(&lab), rows(&alone), "{table}");
    }
}
