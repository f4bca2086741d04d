//! Files made at random.

use proptest::prelude::*;

use super::super::super::columns::quoted;
use super::*;

/// A name that SQLite takes for a table or column, once it is quoted.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "select", "rowid", "oid", "_rowid_", "a b", "\"", "'", "`", "]", "", "é", "日本", "\n", "a;--",
            "x", "main", "values", "c0", "frame1", "😀",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z_\"'. ]{1,6}",
    ]
}

/// A value as SQL writes it.
fn any_literal() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("NULL".to_owned()),
        any::<i64>().prop_map(|number| match number {
            i64::MIN => "-1".to_owned(),
            number => number.to_string(),
        }),
        (-3i64..3).prop_map(|number| number.to_string()),
        any::<f64>().prop_filter("finite", |real| real.is_finite()).prop_map(|real| format!("{real:e}")),
        prop::sample::select(vec!["-0.0", "1.0", "9e999", "'12'", "' 1e3 '", "''", "x''"])
            .prop_map(str::to_owned),
        ".{0,8}".prop_map(|text| format!("'{}'", text.replace('\0', "").replace('\'', "''"))),
        hex(0..20).prop_map(|hex| format!("x'{hex}'")),
        // Text of any bytes.
        hex(0..10).prop_map(|hex| format!("CAST(x'{hex}' AS TEXT)")),
        (1000usize..9000).prop_map(|length| format!("zeroblob({length})")),
    ]
}

fn hex(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), length)
        .prop_map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[derive(Debug, Clone)]
struct Column {
    name: String,
    sort: &'static str,
    collation: &'static str,
    generated: u8,
}

fn any_column() -> impl Strategy<Value = Column> {
    let sorts = vec!["", "INTEGER", "INT", "TEXT", "REAL", "NUMERIC", "BLOB", "VARCHAR(5)", "ANY"];
    let collations = vec!["", "COLLATE NOCASE", "COLLATE RTRIM", "COLLATE BINARY"];
    (any_name(), prop::sample::select(sorts), prop::sample::select(collations), 0u8..8)
        .prop_map(|(name, sort, collation, generated)| Column { name, sort, collation, generated })
}

#[derive(Debug, Clone)]
struct MadeTable {
    name: String,
    columns: Vec<Column>,
    /// 0 no key, 1 the rowid, 2 one that counts up, 3 another, 4 without rowid, 5 two columns without rowid.
    key: u8,
    rows: Vec<Vec<String>>,
    indexes: Vec<(u8, bool)>,
    first: i64,
}

fn any_table() -> impl Strategy<Value = MadeTable> {
    let rows = prop::collection::vec(prop::collection::vec(any_literal(), 6), 0..12);
    let indexes = prop::collection::vec((0u8..6, any::<bool>()), 0..3);
    (any_name(), prop::collection::vec(any_column(), 1..6), 0u8..6, rows, indexes, -5i64..i64::MAX / 2)
        .prop_map(|(name, columns, key, rows, indexes, first)| MadeTable {
            name,
            columns,
            key,
            rows,
            indexes,
            first,
        })
}

/// The statements that make a table, of which any may fail: a name is there twice, a key is too.
fn statements(number: usize, table: &MadeTable) -> Vec<String> {
    let name = quoted(&table.name);
    let mut names: Vec<&str> = Vec::new();
    let mut columns = Vec::new();
    for Column { name, sort, collation, generated } in &table.columns {
        let rest = match (columns.is_empty(), generated) {
            (false, 0) => "AS (1 + 1) STORED",
            (false, 1) => "AS ('v' || 5)",
            (false, 2) => "DEFAULT 'd'",
            _ => "",
        };
        if !rest.starts_with("AS") {
            names.push(name);
        }
        columns.push(format!("{} {sort} {collation} {rest}", quoted(name)));
    }
    let (first, last) = (quoted(names[0]), quoted(names[names.len() - 1]));
    let mut rest = "";
    match table.key {
        1 | 2 => {
            let counts = if table.key == 2 { "AUTOINCREMENT" } else { "" };
            columns[0] = format!("{first} INTEGER PRIMARY KEY {counts}");
        }
        3 => columns.push(format!("PRIMARY KEY ({last}, {first} DESC)")),
        4 => {
            columns.push(format!("PRIMARY KEY ({last} DESC)"));
            rest = "WITHOUT ROWID";
        }
        5 => {
            columns.push(format!("PRIMARY KEY ({last} COLLATE NOCASE, {first} DESC)"));
            rest = "WITHOUT ROWID";
        }
        _ => {}
    }
    let mut made = vec![format!("CREATE TABLE {name} ({}) {rest}", columns.join(", "))];
    let listed = names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    for (place, row) in table.rows.iter().enumerate() {
        let mut values: Vec<&str> = row.iter().map(String::as_str).take(names.len()).collect();
        let rowid = (table.first + place as i64 * 3).to_string();
        if table.key == 1 || table.key == 2 {
            values[0] = &rowid;
        }
        made.push(format!("INSERT INTO {name} ({listed}) VALUES ({})", values.join(", ")));
    }
    if table.rows.len() > 3 {
        made.push(format!(
            "DELETE FROM {name} WHERE {first} IN (SELECT {first} FROM {name} LIMIT 1 OFFSET 2)"
        ));
    }
    for (place, (sort, unique)) in table.indexes.iter().enumerate() {
        let unique = if *unique { "UNIQUE" } else { "" };
        let of = match sort {
            0 => format!("({first})"),
            1 => format!("({last} DESC, {first})"),
            2 => format!("(length({first}), {last} COLLATE NOCASE)"),
            3 => format!("({first}) WHERE {last} IS NOT NULL"),
            4 => format!("(upper({last}) DESC) WHERE typeof({first}) <> 'text'"),
            _ => format!("({listed})"),
        };
        made.push(format!("CREATE {unique} INDEX \"i{number}.{place}\" ON {name} {of}"));
    }
    made.push(format!("CREATE TRIGGER \"t{number}\" AFTER DELETE ON {name} BEGIN DELETE FROM {name}; END"));
    made.push(format!("CREATE VIEW \"v{number}\" AS SELECT * FROM {name}"));
    made
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_file_is_made_again(
        encoding in prop::sample::select(vec!["UTF-8", "UTF-16le", "UTF-16be"]),
        size in prop::sample::select(vec![512, 1024, 4096, 65_536]),
        vacuum in 0..3,
        version in any::<i32>(),
        wal in any::<bool>(),
        analyze in any::<bool>(),
        tables in prop::collection::vec(any_table(), 1..5),
    ) {
        let file = File::new(&format!(
            "PRAGMA page_size = {size}; PRAGMA auto_vacuum = {vacuum}; PRAGMA encoding = '{encoding}';
             PRAGMA user_version = {version}; PRAGMA application_id = {version};"
        ));
        let mut kept = 0;
        for (number, table) in tables.iter().enumerate() {
            for sql in statements(number, table) {
                kept += u32::from(file.connection.execute_batch(&sql).is_ok());
            }
        }
        prop_assume!(kept > 0);
        if analyze {
            file.connection.execute_batch("ANALYZE").unwrap();
        }
        if wal {
            file.connection.execute_batch("PRAGMA journal_mode = WAL").unwrap();
        }
        match file.schema() {
            Ok(_) => drop(assert_file_same(file)),
            Err(error) => prop_assert!(error.to_string().contains("hide every name of its rowid"), "{error}"),
        }
    }
}
