//! Databases that nobody thought of: tables, names, types and JSON made at random, there and back.

use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::made::{Place, copy, differences};
use crate::raw;

/// A table with its rows.
#[derive(Debug, Clone)]
struct Made {
    name: String,
    columns: Vec<(String, &'static str)>,
    /// What it is made with behind its columns.
    ending: &'static str,
    indexed: bool,
    rows: Vec<(i64, Vec<Value>)>,
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{1,8}",
        "[ \"'`\\[\\];.-]{1,5}",
        "[äß漢字🎉]{1,4}",
        Just("select".to_owned()),
        Just("rowid".to_owned()),
        Just("OID".to_owned()),
        Just("a\nb\tc".to_owned()),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Integer),
        (-3i64..3).prop_map(Value::Integer),
        any::<f64>().prop_filter("NaN is NULL", |real| !real.is_nan()).prop_map(Value::Real),
        "\\PC{0,20}".prop_map(Value::Text),
        "[0-9]{1,4}(\\.[0-9])?".prop_map(Value::Text),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Blob),
    ]
}

fn any_table() -> impl Strategy<Value = Made> {
    let types = prop::sample::select(vec!["", "TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB", "VARCHAR(9)"]);
    let columns = prop::collection::vec((any_name(), types), 1..5);
    (any_name(), columns, any::<bool>(), any::<bool>()).prop_flat_map(
        |(name, mut columns, without, indexed)| {
            let mut seen = Vec::new();
            columns.retain(|(column, _)| {
                let lower = column.to_lowercase();
                let is_new = !seen.contains(&lower);
                seen.push(lower);
                is_new
            });
            let many = columns.len();
            let row = (any::<i64>(), prop::collection::vec(any_value(), many..=many));
            prop::collection::vec(row, 0..12).prop_map(move |rows| Made {
                name: name.clone(),
                columns: columns.clone(),
                ending: if without { " WITHOUT ROWID" } else { "" },
                indexed,
                rows,
            })
        },
    )
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Made {
    /// Makes it; what SQLite does not want to have is left out.
    fn make(&self, connection: &Connection, number: usize) {
        let table = quoted(&format!("{}{number}", self.name));
        let key = !self.ending.is_empty();
        let mut columns: Vec<String> =
            self.columns.iter().map(|(name, affinity)| format!("{} {affinity}", quoted(name))).collect();
        if key {
            columns.insert(0, "key_ INTEGER PRIMARY KEY".to_owned());
        }
        connection
            .execute_batch(&format!("CREATE TABLE {table} ({}){}", columns.join(", "), self.ending))
            .unwrap();
        if self.indexed {
            let column = quoted(&self.columns[0].0);
            let sql = format!(
                "CREATE INDEX {} ON {table} ({column} DESC)",
                quoted(&format!("i {}{number}", self.name))
            );
            connection.execute_batch(&sql).unwrap();
        }
        let hidden = |name: &&&str| self.columns.iter().any(|(column, _)| column.eq_ignore_ascii_case(name));
        let rowid = ["rowid", "_rowid_", "oid"].iter().find(|name| !hidden(name)).unwrap();
        let rowid = if key { "key_" } else { rowid };
        for (id, values) in &self.rows {
            let names: Vec<String> = self.columns.iter().map(|(name, _)| quoted(name)).collect();
            let sql = format!(
                "INSERT OR REPLACE INTO {table} ({rowid}, {}) VALUES ({})",
                names.join(", "),
                vec!["?"; values.len() + 1].join(", ")
            );
            let values = std::iter::once(Value::Integer(*id)).chain(values.iter().cloned());
            connection.execute(&sql, rusqlite::params_from_iter(values)).unwrap();
        }
    }
}

/// JSON of nodes with fields that nobody knows, and with none that everybody does.
fn any_data() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        (-1e300f64..1e300).prop_map(|number| format!("{number:e}")),
        "[a-zäß漢🎉 ]{0,9}".prop_map(|text| format!("\"{text}\"")),
    ];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec(("[a-z]{1,5}", inner), 0..4).prop_map(|fields| {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("\"{name}\" :{value}")).collect();
                format!("{{{}}}", fields.join(" ,"))
            }),
        ]
    });
    let names = prop::sample::select(vec![
        "name",
        "byte_start",
        "start_line",
        "symbol_id",
        "fqn",
        "path",
        "unknown",
        "ü",
    ]);
    let object = prop::collection::vec((names, value), 0..6).prop_map(|fields| {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", fields.join(", "))
    });
    prop_oneof![8 => object, 1 => Just(String::new()), 1 => Just("{\"half".to_owned())]
}

/// A node: id, kind, name, path and JSON.
type Node = (i64, String, String, Option<String>, String);

fn any_node() -> impl Strategy<Value = Node> {
    let kind = prop::sample::select(vec!["File", "Symbol", "Reference", "Call", "Import", "DisplayName", ""]);
    let path = prop::option::of("(/?[a-c]{1,2}){1,3}\\.rs");
    (1_000_000i64..1_000_400, kind, "[a-cÄ ]{0,3}", path, any_data())
        .prop_map(|(id, kind, name, path, data)| (id, kind.to_owned(), name, path, data))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_a_file_comes_back(
        tables in prop::collection::vec(any_table(), 0..4),
        nodes in prop::collection::vec(any_node(), 0..30),
        edges in prop::collection::vec((1_000_000i64..1_000_420, 1_000_000i64..1_000_420, "(CALLS|DEFINES|[A-Z]{0,3})"), 0..30),
        fixture in prop::sample::select(&crate::made::FIXTURES[..]),
    ) {
        let place = Place::new();
        let path = place.fixture(fixture);
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        for (number, table) in tables.iter().enumerate() {
            table.make(&connection, number);
        }
        for (id, kind, name, file, data) in &nodes {
            let sql = "INSERT OR REPLACE INTO graph_entities (id, kind, name, file_path, data) VALUES (?, ?, ?, ?, ?)";
            connection.execute(sql, (id, kind, name, file, data)).unwrap();
        }
        for (from, to, kind) in &edges {
            let sql = "INSERT INTO graph_edges (from_id, to_id, edge_type, data) VALUES (?, ?, ?, '{\"x\":1}')";
            connection.execute(sql, (from, to, kind)).unwrap();
        }
        connection.close().unwrap();

        let (folder, back) = (place.at("copy.fjall"), place.at("back.db"));
        copy(&path, &folder);
        prop_assert_eq!(differences(&path, &folder), Vec::<String>::new());
        copy(&folder, &back);
        raw::assert_same(&path, &back);
    }
}
