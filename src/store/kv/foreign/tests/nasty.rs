//! Files that hold what no sound one does.

use proptest::prelude::*;

use super::{Lab, alike, assert_clean};
use crate::model::{Direction, EdgeKind, FileMetrics, NodeId, Symbol, SymbolMetrics};
use crate::store::{FileColumn, Order, Page, Reader, Store, SymbolColumn};

/// Tables that are emptied, so that nothing but what is made is there.
const EMPTY: &str = "DELETE FROM graph_entities; DELETE FROM graph_edges; DELETE FROM code_chunks;
    DELETE FROM execution_log; DELETE FROM file_metrics; DELETE FROM symbol_metrics;
    DELETE FROM ast_nodes; DELETE FROM cfg_blocks;";

/// Rows that no sound file has, in the columns that both versions know.
const NASTY: &str = r#"
    INSERT INTO graph_entities (id, kind, name, file_path, data) VALUES
      (-9223372036854775808, 'Symbol', 'strike', NULL, '{"byte_start":1,"byte_end":9}'),
      (-5, 'Symbol', 'strike', 'src/bell.rs', '{"fqn":"Bell::strike","symbol_id":"fffffffffffffffb"}'),
      (9223372036854775807, 'Symbol', 'strike', '/elsewhere/bell.rs', '[]'),
      (900001, 'Symbol', '', NULL, '{}'),
      (900002, 'Symbol', 'a' || char(0) || 'b', 'src/nul' || char(0) || '.rs', '{"fqn":"a\u0000b"}'),
      (900003, 'DisplayName', 'x', 'src/bell.rs', 'no JSON'),
      (900004, 'DisplayName', '', NULL, '{}'),
      (900005, '', 'no kind', NULL, '{}'),
      (900006, 'File', 'src/twice.rs', NULL, '{}'),
      (900007, 'File', 'src/twice.rs', 'src/other.rs', '{"path":"src/third.rs"}'),
      (900008, 'File', 'src/twice.rs/inner.rs', NULL, '{"path":7,"hash":"ABC"}'),
      (900009, 'File', '/', NULL, '{}'),
      (900010, 'File', 'a//b', NULL, '{}'),
      (900011, 'Reference', 'ref to strike', 'src/twice.rs', '{"byte_start":5,"byte_end":20}'),
      (900012, 'Reference', 'strike', 'src/twice.rs', '{"byte_start":5,"byte_end":10}'),
      (900013, 'Reference', 'ref to ', 'src/twice.rs', '{"byte_start":9,"byte_end":4}'),
      (900014, 'Call', 'a call', 'src/twice.rs', '{"byte_start":6,"byte_end":18446744073709551615}'),
      (900015, 'Import', 'an import', NULL, '{"file":"src/twice.rs","import_path":["a",1]}'),
      (900016, 'Symbol', 'cafe' || char(769), 'src/bell.rs', CAST(x'7b226e6577223a22ff227d' AS TEXT)),
      (900017, 'DisplayName', 'x', 'src/bell.rs', CAST(x'ff00fe' AS TEXT));
    INSERT INTO graph_edges (id, from_id, to_id, edge_type, data) VALUES
      (-7, 900006, -5, 'DEFINES', '{}'),
      (-6, 900006, 424242424242, 'DEFINES', '{}'),
      (-4, 900006, 900014, 'DEFINES', '{}'),
      (-3, 424242424242, -5, 'DEFINES', 'no JSON'),
      (-2, -5, 900014, 'CALLER', ''),
      (-1, -5, 900014, 'CALLER', ''),
      (0, -5, 900003, 'CALLER', ''),
      (900001, 900014, -5, 'CALLS', '{}'),
      (900002, 900011, -5, 'REFERENCES', '{"byte_start":1}'),
      (900003, 900012, 900001, 'REFERENCES', '{}'),
      (900004, 900012, 900001, '', '{}'),
      (900005, 900012, 900012, 'a' || char(0) || 'b', CAST(x'ff' AS TEXT)),
      (9223372036854775807, 900012, 900001, 'alias_of', '{}');
    INSERT INTO code_chunks (id, file_path, byte_start, byte_end, content, content_hash, created_at) VALUES
      (900002, 'gone.rs', 5, 9, 'later', 'x', 1),
      (900001, 'gone.rs', 5, 20, 'longer', 'AB', 1),
      (900003, 'gone.rs', 0, 9, 'a' || char(0) || CAST(x'ff' AS TEXT), '', -1);
    INSERT OR REPLACE INTO symbol_metrics
      (symbol_id, symbol_name, kind, file_path, loc, estimated_loc, fan_in, fan_out, cyclomatic_complexity, last_updated)
      VALUES
      (-77, 'gone', 'fn', 'gone.rs', -3, 1.5, 3, 1, -1, 0),
      (-5, 'strike', 'fn', 'src/bell.rs', 9223372036854775807, -1.5, 3, 1, 2, 0),
      (900001, 'another', 'fn', '', 1, 1e300, 3, 1, 2, 0),
      (900002, 'strike', '', 'src/bell.rs', 1, 0, 0, 0, 2, 0);
    INSERT INTO file_metrics
      (file_path, symbol_count, loc, estimated_loc, fan_in, fan_out, complexity_score, last_updated) VALUES
      ('gone.rs', 1, -9223372036854775808, 0, 3, 0, -2.5, 0),
      ('src/twice.rs', 1, 5, 0, 3, 0, 1e-300, 0),
      ('', 1, 5, 0, 3, 0, 0, 0);
    INSERT INTO execution_log (id, execution_id, tool_version, args, db_path, started_at, outcome, error_message)
      VALUES
      (-3, '', '', 'no JSON', '', -5, 'success', NULL),
      (900001, 'a', '9.9', '[]', 'x', 5, 'a' || char(0) || 'b', CAST(x'ff' AS TEXT)),
      (900002, 'b', '', '[]', 'x', 5, 'success', ''),
      (900003, 'c', '', '[]', 'x', 4, 'success', '');
    INSERT INTO ast_nodes (id, parent_id, kind, byte_start, byte_end, file_id) VALUES
      (900001, NULL, 'of no file', 1, 2, NULL),
      (900002, 900001, 'of file 0', 1, 2, 0),
      (900003, 900009, 'no parent', 1, 2, -8),
      (900004, 900003, '', 5, 2, -8);
    INSERT INTO cfg_blocks
      (id, function_id, kind, terminator, byte_start, byte_end, start_line, start_col, end_line, end_col) VALUES
      (900001, -5, 'entry', 'return', 1, 2, 1, 0, 1, 99999999999),
      (900002, -5, 'exit', '', 1, 2, 1, 0, 1, 2),
      (900003, -99, 'entry', '', 1, 2, 1, 0, 1, 2);
"#;

#[test]
fn a_copy_of_a_nasty_file_answers_as_the_file_does() {
    for version in ["2.1.0", "4.17.0"] {
        for (empty, most) in [("", 100), (EMPTY, usize::MAX)] {
            let lab = Lab::fixture(version);
            lab.change(&format!("{empty} {NASTY}"));
            let (source, copy) = lab.both();
            alike::assert_alike(&source, &copy, most);
            assert_clean(&copy);
        }
    }
}

/// Tables and columns that older files lack, and those of our own in a file that is not.
#[test]
fn a_copy_of_a_file_of_other_tables_answers_as_the_file_does() {
    let changes = [
        "DROP TABLE graph_edges; DROP TABLE code_chunks; DROP TABLE execution_log;",
        "DROP TABLE symbol_metrics; DROP TABLE file_metrics; DROP TABLE ast_nodes; DROP TABLE cfg_blocks;",
        "ALTER TABLE ast_nodes DROP COLUMN file_id",
        "CREATE TABLE tui_files (file_id INTEGER PRIMARY KEY, path TEXT, size INTEGER, modified_ns INTEGER,
             hash TEXT, digest BLOB, facts BLOB);
         INSERT INTO tui_files VALUES (8, 'b.rs', 1, 2, 'ab', x'00', x'ff00'), (9, 'a.rs', 1, 2, '', NULL, NULL);
         CREATE TABLE tui_diagnostics (execution_id TEXT, seq INTEGER, path TEXT, line INTEGER, severity TEXT,
             message TEXT);
         INSERT INTO execution_log (execution_id, tool_version, args, db_path, started_at, outcome)
             VALUES ('of ours', '', '', '', 5, 'success');
         INSERT INTO tui_diagnostics VALUES ('gone', 1, 'b', 1, 'note', 'm'), ('gone', 0, 'b', 2, 'error', 'n'),
             ('of ours', 1, 'z', 1, 'warning', 'm'), ('of ours', 0, 'b', 2, 'note', 'n'),
             ('also gone', 0, 'b', 2, 'note', 'n');",
    ];
    for change in changes {
        let lab = Lab::fixture("2.1.0");
        lab.change(&format!("DROP INDEX idx_ast_nodes_file_id; {change}"));
        let (source, copy) = lab.both();
        alike::assert_alike(&source, &copy, 100);
        assert_clean(&copy);
    }
}

/// Bytes that are no text: the engines need not find them by what is shown of them, but both give all.
#[test]
fn a_copy_holds_what_is_no_text() {
    let lab = Lab::fixture("4.17.0");
    lab.change(
        "INSERT INTO graph_entities (id, kind, name, file_path, data) VALUES
           (900001, 'Symbol', CAST(x'61ff' AS TEXT), CAST(x'ff' AS TEXT), '{}'),
           (900002, 'Symbol', CAST(x'61fe' AS TEXT), CAST(x'fe' AS TEXT), '{}'),
           (900003, 'File', CAST(x'ff2f61' AS TEXT), NULL, '{}'),
           (900004, 'File', CAST(x'fe2f61' AS TEXT), NULL, '{}');
         INSERT INTO code_chunks (file_path, byte_start, byte_end, content, content_hash, created_at) VALUES
           (CAST(x'ff' AS TEXT), 1, 2, 'one', '', 1), (CAST(x'fe' AS TEXT), 1, 2, 'other', '', 1);
         INSERT INTO file_metrics (file_path, last_updated) VALUES
           (CAST(x'ff' AS TEXT), 1), (CAST(x'fe' AS TEXT), 1), (NULL, 1), (NULL, 2);",
    );
    let (source, copy) = lab.both();
    alike::assert_records(&source, &copy);
    assert_clean(&copy);
    let reader = copy.reader().unwrap();
    let named = |reader: &dyn Reader| reader.symbols_named("a\u{FFFD}", None, 9).unwrap().items;
    assert_eq!(named(&*reader).iter().map(|symbol| symbol.id.0).collect::<Vec<_>>(), [900_001, 900_002]);
    assert_eq!(reader.file("\u{FFFD}/a").unwrap(), Some(NodeId(900_003)));
    assert_eq!(reader.chunks_of_file("\u{FFFD}", None, 9).unwrap().items.len(), 2);
}

/// Texts that are cut before they are shown. Pages of them still come to an end, and lack nothing where a key
/// tells what was cut.
#[test]
fn a_copy_cuts_what_is_too_long_to_show() {
    let lab = Lab::fixture("4.17.0");
    let long = |end: &str| quoted(&format!("{}{end}", "x".repeat(70_000)));
    let (a, b) = (long("a"), long("b"));
    lab.change(&format!(
        "{EMPTY}
         INSERT INTO graph_entities (id, kind, name, file_path, data) VALUES
           (1, 'Symbol', {a}, {b}, '{{}}'), (2, 'Symbol', {b}, {a}, '{{}}'), (3, 'Symbol', {b}, 'c', '{{}}'),
           (4, 'File', {a}, NULL, '{{}}'), (5, 'File', {b}, NULL, '{{}}'), (6, {a}, {b}, {b}, '{{}}');
         INSERT INTO graph_edges (id, from_id, to_id, edge_type, data) VALUES (1, 4, 1, {a}, '{{}}');
         INSERT INTO code_chunks (file_path, byte_start, byte_end, content, content_hash, created_at) VALUES
           ({a}, 1, 2, {a}, {b}, 1), ({b}, 1, 2, '', '', 1);
         INSERT INTO symbol_metrics (symbol_id, symbol_name, kind, file_path, last_updated) VALUES
           (1, {a}, '', {a}, 1), (2, {b}, '', {b}, 1), (3, {b}, {a}, '', 1);
         INSERT INTO file_metrics (file_path, last_updated) VALUES ({a}, 1), ({b}, 1), ('y', 1);
         INSERT INTO execution_log (id, execution_id, tool_version, args, db_path, started_at, outcome)
           VALUES (1, {a}, {a}, {a}, {a}, 1, {a}), (2, {b}, '', '', '', 1, {b});"
    ));
    let (source, copy) = lab.both();
    alike::assert_records(&source, &copy);
    assert_clean(&copy);
    let (wanted, found) = (source.reader().unwrap(), copy.reader().unwrap());
    for id in (0..7).map(NodeId) {
        assert!(found.node(id).unwrap() == wanted.node(id).unwrap(), "{id:?}");
    }
    let kind = EdgeKind::from_text(&format!("{}a", "x".repeat(70_000)));
    let edges = |reader: &dyn Reader| reader.edges(NodeId(4), Direction::Out, &kind, None, 9).unwrap();
    assert!(edges(&*found) == edges(&*wanted) && edges(&*found).items.len() == 1);
    assert!(found.executions(None, 9).unwrap() == wanted.executions(None, 9).unwrap());
    let content = found.chunks_of_file(&format!("{}a", "x".repeat(70_000)), None, 9).unwrap().items;
    assert!(content.iter().map(|chunk| (chunk.content.len(), chunk.path.len())).eq([(70_001, 65_539)]));

    let symbols = |page: &dyn Fn(Option<&Symbol>) -> Page<Symbol>| {
        let mut all: Vec<Symbol> = Vec::new();
        loop {
            let found = page(all.last());
            all.extend(found.items);
            if !found.more || all.len() > 9 {
                break all.iter().map(|symbol| symbol.id.0).collect::<Vec<_>>();
            }
        }
    };
    let prefixed = symbols(&|last| {
        found.symbols_prefixed("x", last.map(|symbol| (symbol.name.as_str(), symbol.id)), 1).unwrap()
    });
    assert!(prefixed == [1, 2, 3] || prefixed == [2, 3, 1], "by name and id: {prefixed:?}");
    for order in [Order::Ascending, Order::Descending] {
        let (mut rows, mut files) = (Vec::<SymbolMetrics>::new(), Vec::<FileMetrics>::new());
        while let Page { items, more: true } =
            found.symbols_by(SymbolColumn::Name, order, rows.last(), 1).unwrap()
        {
            rows.extend(items);
        }
        assert_eq!(rows.len(), 2, "and one on the last page");
        while let Page { items, more: true } =
            found.files_by(FileColumn::Path, order, files.last(), 1).unwrap()
        {
            files.extend(items);
            assert!(files.len() < 9, "pages without end");
        }
        assert!(!files.is_empty());
    }
}

/// A few texts, so that many rows share theirs.
fn text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "a",
        "ab",
        "abc",
        "b",
        "a/b",
        "/a",
        "/a/b",
        "src/a.rs",
        "/r/src/a.rs",
        "/r/",
        "r",
        "é",
        "a\u{0}b",
        "'",
    ])
}

fn id() -> impl Strategy<Value = i64> {
    prop_oneof![6 => 0i64..12, 1 => -3i64..0, 1 => Just(i64::MAX), 1 => Just(i64::MIN)]
}

fn json() -> impl Strategy<Value = String> {
    (text(), text(), 0u64..9, 0u64..9).prop_map(|(one, other, start, end)| {
        serde_json::json!({
            "fqn": one, "symbol_id": other, "byte_start": start, "byte_end": start + end, "new": [one]
        })
        .to_string()
    })
}

fn quoted(text: &str) -> String {
    // A literal ends at a NUL.
    let bytes: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("CAST(x'{bytes}' AS TEXT)")
}

fn node() -> impl Strategy<Value = String> {
    let kinds = vec!["File", "Symbol", "Symbol", "Symbol", "Reference", "Call", "Import", "DisplayName"];
    (id(), prop::sample::select(kinds), text(), prop::option::of(text()), json()).prop_map(
        |(id, kind, name, path, json)| {
            // A file without a name is called by its path, by which SQLite does not find it.
            let path = path.filter(|_| kind != "File" || !name.is_empty()).map_or("NULL".to_owned(), quoted);
            let (name, json) = (quoted(name), quoted(&json));
            format!(
                "INSERT OR IGNORE INTO graph_entities (id, kind, name, file_path, data)
                     VALUES ({id}, '{kind}', {name}, {path}, {json});"
            )
        },
    )
}

fn edge() -> impl Strategy<Value = String> {
    let kinds = vec!["DEFINES", "DEFINES", "CALLER", "CALLS", "REFERENCES", "alias_of", ""];
    (id(), id(), id(), prop::sample::select(kinds), json()).prop_map(|(id, from, to, kind, json)| {
        let json = quoted(&json);
        format!(
            "INSERT OR IGNORE INTO graph_edges (id, from_id, to_id, edge_type, data)
                 VALUES ({id}, {from}, {to}, '{kind}', {json});"
        )
    })
}

fn measures() -> impl Strategy<Value = String> {
    (id(), text(), text(), -2i64..3, -2i64..3, -2i64..3).prop_map(|(id, name, path, one, two, three)| {
        let (name, path) = (quoted(name), quoted(path));
        format!(
            "INSERT OR IGNORE INTO symbol_metrics (symbol_id, symbol_name, kind, file_path, loc, estimated_loc, fan_in,
               fan_out, cyclomatic_complexity, last_updated)
             VALUES ({id}, {name}, 'fn', {path}, {one}, 0.5, {two}, {three}, {one}, 1);
             INSERT OR IGNORE INTO file_metrics (file_path, symbol_count, loc, estimated_loc, fan_in, fan_out,
               complexity_score, last_updated)
             VALUES ({path}, {one}, {two}, 0.5, {three}, {one}, {two} * 0.5, 1);
             INSERT OR IGNORE INTO code_chunks (id, file_path, byte_start, byte_end, content, content_hash, created_at)
             VALUES ({id}, {path}, abs({one}), abs({two}), {name}, '', {three});
             INSERT OR IGNORE INTO execution_log (id, execution_id, tool_version, args, root, db_path, started_at, outcome)
             VALUES ({id}, {name}, {path}, '', {path}, '', {one}, {path});"
        )
    })
}

fn any_rows() -> impl Strategy<Value = String> {
    let row = prop_oneof![4 => node(), 4 => edge(), 1 => measures()];
    prop::collection::vec(row, 0..60).prop_map(|rows| rows.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_copy_of_any_rows_answers_as_their_file_does(rows in any_rows(), is_new: bool) {
        let lab = Lab::fixture(if is_new { "4.17.0" } else { "2.1.0" });
        lab.change(&format!("{EMPTY} {rows}"));
        let (source, copy) = lab.both();
        alike::assert_alike(&source, &copy, usize::MAX);
        let found = copy.verify(&mut |_, _| true).unwrap();
        prop_assert_eq!(found.damage, Vec::<String>::new());
    }
}
