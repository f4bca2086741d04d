//! Look-ups in Magellan's files: each gives what a pass over all records would, in pages of any size.

use std::fmt::Debug;

use magellan_tui::model::{
    AstNode, Cfg, Chunk, Execution, FileMetrics, NodeData, NodeId, Outcome, Record, RecordKind, Symbol,
    SymbolMetrics,
};
use magellan_tui::store::{FileColumn, Order, Page, Reader, SymbolColumn};

use crate::harness::{FIXTURES, change, copy, read};

fn records(reader: &dyn Reader, kind: RecordKind) -> Vec<Record> {
    let mut records = Vec::new();
    reader
        .records(kind, &mut |record| {
            records.push(record);
            true
        })
        .unwrap();
    records
}

/// Asserts that a list is what is wanted, in pages of any size.
fn assert_pages<T: Clone + PartialEq + Debug>(wanted: &[T], page: impl Fn(Option<&T>, usize) -> Page<T>) {
    for limit in [1, 3, 1000] {
        let mut found: Vec<T> = Vec::new();
        loop {
            let next = page(found.last(), limit);
            assert!(next.items.len() <= limit);
            found.extend(next.items);
            assert!(found.len() <= wanted.len(), "pages without end");
            if !next.more {
                break;
            }
        }
        assert_eq!(found, wanted, "pages of {limit}");
    }
}

fn symbols(reader: &dyn Reader) -> Vec<Symbol> {
    let symbol = |record| match record {
        Record::Node(node) => match node.data {
            NodeData::Symbol(symbol) => symbol,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    records(reader, RecordKind::Symbol).into_iter().map(symbol).collect()
}

#[test]
fn symbols_are_found_by_all_their_names() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        read(&path, |reader| {
            let all = symbols(reader);
            assert!(all.len() > 20, "{name}");
            let of = |wanted: &dyn Fn(&Symbol) -> bool| -> Vec<Symbol> {
                all.iter().filter(|symbol| wanted(symbol)).cloned().collect()
            };
            for prefix in ["", "m", "ma", "main", "zzz", "_"] {
                let mut wanted = of(&|symbol| symbol.name.starts_with(prefix));
                wanted.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
                assert_pages(&wanted, |after, limit| {
                    let after = after.map(|symbol| (symbol.name.as_str(), symbol.id));
                    reader.symbols_prefixed(prefix, after, limit).unwrap()
                });
            }
            for symbol in &all {
                let same = of(&|other| other.qualified == symbol.qualified);
                assert_pages(&same, |after, limit| {
                    reader.symbols_qualified(&symbol.qualified, after.map(|after| after.id), limit).unwrap()
                });
                let same = of(&|other| other.stable_id == symbol.stable_id);
                assert_pages(&same, |after, limit| {
                    reader
                        .symbols_with_stable_id(&symbol.stable_id, after.map(|after| after.id), limit)
                        .unwrap()
                });
            }
            assert_eq!(reader.symbols_qualified("none", None, 5).unwrap().items, []);
        });
    }
}

#[test]
fn measures_are_listed_by_every_column_both_ways() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        // Equals, and what no measure should be.
        change(&path, "UPDATE symbol_metrics SET fan_in = x'01', loc = 'x' WHERE symbol_id % 3 = 0");
        read(&path, |reader| {
            let all: Vec<SymbolMetrics> = records(reader, RecordKind::SymbolMetrics)
                .into_iter()
                .map(|record| match record {
                    Record::SymbolMetrics(metrics) => metrics,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert!(all.len() > 10);
            type SymbolKey = fn(&SymbolMetrics) -> (i64, String);
            let columns: [(SymbolColumn, SymbolKey); 5] = [
                (SymbolColumn::Name, |row| (0, row.name.clone())),
                (SymbolColumn::Complexity, |row| (row.cyclomatic_complexity, String::new())),
                (SymbolColumn::FanIn, |row| (row.fan_in, String::new())),
                (SymbolColumn::FanOut, |row| (row.fan_out, String::new())),
                (SymbolColumn::Lines, |row| (row.loc, String::new())),
            ];
            for (column, key) in columns {
                let mut wanted = all.clone();
                wanted.sort_by(|a, b| key(b).cmp(&key(a)).then(a.symbol.cmp(&b.symbol)));
                for order in [Order::Descending, Order::Ascending] {
                    assert_pages(&wanted, |after, limit| {
                        reader.symbols_by(column, order, after, limit).unwrap()
                    });
                    let mut passed = Vec::new();
                    let mut each = |row| {
                        passed.push(row);
                        true
                    };
                    reader.each_symbol_by(column, order, &mut each).unwrap();
                    assert_eq!(passed, wanted, "in one pass");
                    wanted.reverse();
                }
            }
            let all: Vec<FileMetrics> = records(reader, RecordKind::FileMetrics)
                .into_iter()
                .map(|record| match record {
                    Record::FileMetrics(metrics) => metrics,
                    other => panic!("{other:?}"),
                })
                .collect();
            type FileKey = fn(&FileMetrics) -> (f64, &str);
            let columns: [(FileColumn, FileKey); 6] = [
                (FileColumn::Path, |row| (0.0, &row.path)),
                (FileColumn::Complexity, |row| (row.complexity_score, "")),
                (FileColumn::FanIn, |row| (row.fan_in as f64, "")),
                (FileColumn::FanOut, |row| (row.fan_out as f64, "")),
                (FileColumn::Lines, |row| (row.loc as f64, "")),
                (FileColumn::Symbols, |row| (row.symbol_count as f64, "")),
            ];
            for (column, key) in columns {
                let mut wanted = all.clone();
                wanted.sort_by(|a, b| key(b).partial_cmp(&key(a)).unwrap().then(a.path.cmp(&b.path)));
                for order in [Order::Descending, Order::Ascending] {
                    assert_pages(&wanted, |after, limit| {
                        reader.files_by(column, order, after, limit).unwrap()
                    });
                    let mut passed = Vec::new();
                    let mut each = |row| {
                        passed.push(row);
                        true
                    };
                    reader.each_file_by(column, order, &mut each).unwrap();
                    assert_eq!(passed, wanted, "in one pass");
                    wanted.reverse();
                }
            }
        });
    }
}

#[test]
fn structure_and_chunks_are_found_by_what_they_are_of() {
    let mut seen = (0, 0);
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        read(&path, |reader| {
            let trees: Vec<(NodeId, Vec<AstNode>)> = records(reader, RecordKind::Ast)
                .into_iter()
                .map(|record| match record {
                    Record::Ast { file, nodes } => (file, nodes),
                    other => panic!("{other:?}"),
                })
                .collect();
            assert!(!trees.is_empty());
            for (file, nodes) in &trees {
                assert_eq!(reader.ast(*file).unwrap(), *nodes);
                for (place, node) in nodes.iter().enumerate() {
                    assert!(node.parent.is_none_or(|parent| (parent as usize) < place), "outer before inner");
                }
            }
            assert!(trees.iter().any(|(_, nodes)| nodes.iter().any(|node| node.parent.is_some())));
            let flows: Vec<Cfg> = records(reader, RecordKind::Cfg)
                .into_iter()
                .map(|record| match record {
                    Record::Cfg(cfg) => cfg,
                    other => panic!("{other:?}"),
                })
                .collect();
            for cfg in &flows {
                assert_eq!(reader.cfg(cfg.function).unwrap().as_ref(), Some(cfg));
            }
            assert_eq!(reader.cfg(NodeId(-1)).unwrap(), None);
            let counts = reader.counts().unwrap();
            assert_eq!(counts.ast_nodes, trees.iter().map(|(_, nodes)| nodes.len() as u64).sum::<u64>());
            assert_eq!(counts.cfg_blocks, flows.iter().map(|cfg| cfg.blocks.len() as u64).sum::<u64>());
            assert_eq!(counts.cfg_edges, flows.iter().map(|cfg| cfg.edges.len() as u64).sum::<u64>());
            let all: Vec<Chunk> = records(reader, RecordKind::Chunk)
                .into_iter()
                .map(|record| match record {
                    Record::Chunk(chunk) => chunk,
                    other => panic!("{other:?}"),
                })
                .collect();
            for path in all.iter().map(|chunk| &chunk.path) {
                let mut wanted: Vec<Chunk> =
                    all.iter().filter(|chunk| chunk.path == *path).cloned().collect();
                wanted.sort_by_key(|chunk| (chunk.byte_start, chunk.byte_end));
                assert_pages(&wanted, |after, limit| {
                    let after = after.map(|chunk| (chunk.byte_start, chunk.byte_end));
                    reader.chunks_of_file(path, after, limit).unwrap()
                });
            }
            seen = (seen.0 + flows.len(), seen.1 + all.len());
        });
    }
    assert!(seen.0 > 10 && seen.1 > 100, "{seen:?}");
}

#[test]
fn runs_are_found_by_id_outcome_and_time() {
    for name in FIXTURES {
        let (_folder, path) = copy(name);
        change(
            &path,
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20)
             INSERT INTO execution_log (execution_id, tool_version, args, db_path, started_at, outcome)
             SELECT 'more-' || n, '', '[]', '', 5000 - n / 3, iif(n % 2, 'error', 'odd') FROM n",
        );
        read(&path, |reader| {
            let mut all: Vec<Execution> = records(reader, RecordKind::Execution)
                .into_iter()
                .map(|record| match record {
                    Record::Execution(run) => run,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert!(all.len() > 20);
            for run in &all {
                assert_eq!(reader.execution(&run.execution_id).unwrap().as_ref(), Some(run));
            }
            assert_eq!(reader.execution("none").unwrap(), None);
            all.reverse();
            for outcome in ["error", "odd", "success", "none"].map(Outcome::from_text) {
                let wanted: Vec<Execution> =
                    all.iter().filter(|run| run.outcome == outcome).cloned().collect();
                assert_pages(&wanted, |after, limit| {
                    reader.executions_ended(&outcome, after.map(|run| run.row), limit).unwrap()
                });
            }
            all.sort_by_key(|run| std::cmp::Reverse((run.started_at, run.row)));
            for started in [i64::MIN..i64::MAX, 4994..5000, 4995..4996, 7..8] {
                let within = |run: &&Execution| started.contains(&run.started_at);
                let wanted: Vec<Execution> = all.iter().filter(within).cloned().collect();
                assert_pages(&wanted, |after, limit| {
                    let before = after.map(|run| (run.started_at, run.row));
                    reader.executions_between(started.clone(), before, limit).unwrap()
                });
            }
        });
    }
}

/// Of names that cannot be shown as they are none is left out where its row is known, and else those alone that are shown
/// like another one.
#[test]
fn pages_come_to_an_end_whatever_stands_in_a_file() {
    let (_folder, path) = copy(FIXTURES[1]);
    change(
        &path,
        "INSERT INTO graph_entities (kind, name, data) VALUES ('Symbol', CAST(x'6DFF' AS TEXT), '{}'),
             ('Symbol', CAST(x'6DFFFF' AS TEXT), '{}'), ('Symbol', CAST(zeroblob(70000) AS TEXT), '{}'),
             ('Symbol', CAST(x'6D80' AS TEXT), '{}'), ('Symbol', x'6D', '{}'), ('Symbol', 7, '{}');
         INSERT INTO file_metrics (file_path, last_updated) VALUES (CAST(x'6DFF' AS TEXT), 1),
             (CAST(x'6DFFFF' AS TEXT), 1), (CAST(x'6D80' AS TEXT), 1), (x'6D', 1), (NULL, 1);
         INSERT INTO symbol_metrics (symbol_id, symbol_name, kind, file_path, last_updated)
             SELECT id, name, '', '', 1 FROM graph_entities ORDER BY id DESC LIMIT 6;
         INSERT INTO code_chunks (file_path, byte_start, byte_end, content, content_hash, created_at)
             VALUES ('c', 'x', 1, '', '', 1), ('c', -5, 1, '', '', 1), ('c', 1, x'00', '', '', 1)",
    );
    fn walk<T>(page: impl Fn(Option<&T>) -> Page<T>) -> usize {
        let mut found: Vec<T> = Vec::new();
        loop {
            let next = page(found.last());
            found.extend(next.items);
            assert!(found.len() < 1000, "pages without end");
            if !next.more {
                return found.len();
            }
        }
    }
    read(&path, |reader| {
        let by_name = |limit: usize| {
            walk(|after: Option<&Symbol>| {
                let after = after.map(|symbol| (symbol.name.as_str(), symbol.id));
                reader.symbols_prefixed("", after, limit).unwrap()
            })
        };
        assert!(by_name(1) > 10);
        assert_eq!(by_name(1), by_name(999));
        walk(|after: Option<&Chunk>| {
            reader.chunks_of_file("c", after.map(|chunk| (chunk.byte_start, chunk.byte_end)), 1).unwrap()
        });
        for order in [Order::Ascending, Order::Descending] {
            for column in [SymbolColumn::Name, SymbolColumn::Lines] {
                let count = walk(|after| reader.symbols_by(column, order, after, 1).unwrap());
                let mut passed = 0;
                let mut each = |_| {
                    passed += 1;
                    true
                };
                reader.each_symbol_by(column, order, &mut each).unwrap();
                assert!(count > 10);
                // The number of a row tells what its name is, however that is shown.
                assert_eq!(passed, count, "{column:?} {order:?}");
            }
            for column in [FileColumn::Path, FileColumn::Lines] {
                let count = walk(|after| reader.files_by(column, order, after, 1).unwrap());
                let mut passed = 0;
                let mut each = |_| {
                    passed += 1;
                    true
                };
                reader.each_file_by(column, order, &mut each).unwrap();
                // Two paths are shown alike (`m` and a mark): they stand on one page.
                assert!(count > 3, "{column:?} {order:?}: {count}");
                assert_eq!(passed, count, "{column:?} {order:?}");
            }
        }
    });
}
