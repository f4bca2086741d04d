//! The rows that SQLite holds, as the released Magellan reads them.

use magellan_tui::model::{FileMetrics, SymbolKind, SymbolMetrics};
use magellan_tui::store::{Engine, FileColumn, Order, SymbolColumn};

use crate::lab::{Lab, in_pages};
use crate::made::{project, slot, span};

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

#[test]
fn sqlite_measures_go_on_by_value_and_key_both_ways() {
    let mut files = project(5);
    for (number, file) in files.iter_mut().enumerate() {
        file.metrics.complexity_score = [1.5, 0.1, 1.5, -2.0, 0.1][number];
        file.symbol_metrics[0].fan_in = [3, 1, 3, 0, 3][number];
    }
    let lab = Lab::with(Engine::Sqlite, &files);
    lab.read(|reader| {
        for order in [Order::Descending, Order::Ascending] {
            let both = |limit| {
                let symbols = in_pages(
                    limit,
                    |row: &SymbolMetrics| row.clone(),
                    |after| reader.symbols_by(SymbolColumn::FanIn, order, after.as_ref(), limit).unwrap(),
                );
                let names = in_pages(
                    limit,
                    |row: &SymbolMetrics| row.clone(),
                    |after| reader.symbols_by(SymbolColumn::Name, order, after.as_ref(), limit).unwrap(),
                );
                let paths = in_pages(
                    limit,
                    |row: &FileMetrics| row.clone(),
                    |after| reader.files_by(FileColumn::Complexity, order, after.as_ref(), limit).unwrap(),
                );
                let ids =
                    |rows: Vec<SymbolMetrics>| -> Vec<i64> { rows.iter().map(|row| row.symbol.0).collect() };
                let paths: Vec<String> = paths.into_iter().map(|row| row.path).collect();
                (ids(symbols), ids(names), paths)
            };
            let slots = |places: &[(i64, i64)]| -> Vec<i64> {
                let mut ids: Vec<i64> = places.iter().map(|(file, number)| slot(*file, *number)).collect();
                if order == Order::Ascending {
                    ids.reverse();
                }
                ids
            };
            let by_fan_in = [(1, 1), (3, 1), (5, 1), (1, 2), (2, 1), (2, 2), (3, 2), (4, 2), (5, 2), (4, 1)];
            let by_name = [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (1, 2), (2, 2), (3, 2), (4, 2), (5, 2)];
            let mut paths = ["src/f01.rs", "src/f03.rs", "src/f02.rs", "src/f05.rs", "src/f04.rs"];
            if order == Order::Ascending {
                paths.reverse();
            }
            let wanted = (slots(&by_fan_in), slots(&by_name), paths.map(str::to_owned).to_vec());
            for limit in [1, 2, 100] {
                assert_eq!(both(limit), wanted, "{order:?} in pages of {limit}");
            }
        }
    });
}
