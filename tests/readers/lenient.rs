//! Tables, columns and values that are missing or of another kind.

use magellan_tui::model::NodeData;
use magellan_tui::store::{StoreError, open};
use rusqlite::Connection;

use crate::harness::{FIXTURES, change, copy, names, open_and_ask, read};

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
fn long_texts_are_cut() {
    let (_folder, path) = copy(FIXTURES[1]);
    let long = "CAST(replace(hex(zeroblob(100000)), '00', 'é') AS TEXT)";
    change(
        &path,
        &format!(
            "UPDATE magellan_meta SET project_name = {long}, index_root = {long};
             UPDATE execution_log SET error_message = {long};
             UPDATE graph_entities SET name = {long} WHERE id = (SELECT min(id) FROM graph_entities WHERE kind = 'Symbol');
             UPDATE code_chunks SET content = {long} WHERE id = (SELECT min(id) FROM code_chunks)"
        ),
    );
    let cut = |bytes: usize| "é".repeat(bytes / 2) + "…";
    read(&path, |reader| {
        let meta = reader.meta().unwrap();
        assert_eq!(meta.project, Some(cut(4 << 10)));
        assert_eq!(meta.root, Some(cut(64 << 10)));
        let run = reader.executions(None, 1).unwrap().items.remove(0);
        assert_eq!(run.error_message, Some(cut(64 << 10)));
        let named = names(reader).unwrap();
        let (_, id, _) = named.iter().find(|(is_file, _, name)| !is_file && *name == cut(64 << 10)).unwrap();
        let NodeData::Symbol(symbol) = reader.node(*id).unwrap().unwrap().data else { panic!("{id:?}") };
        assert_eq!(symbol.name, cut(64 << 10));
        let connection = Connection::open(&path).unwrap();
        let (file, start, end): (String, i64, i64) = connection
            .query_row(
                "SELECT file_path, byte_start, byte_end FROM code_chunks ORDER BY id LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        let chunk = reader.chunk(&file, start as u64, end as u64).unwrap().unwrap();
        assert_eq!(chunk.content.len(), 200_000, "source text is whole");
    });
}
