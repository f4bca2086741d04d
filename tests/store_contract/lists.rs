//! Lists in their order, in pages of any size.

use magellan_tui::model::{
    Diagnostic, Direction, Edge, EdgeId, EdgeKind, Execution, Node, NodeId, Outcome, Severity, Symbol,
};
use magellan_tui::store::{Engine, FileColumn, FolderEntry, Order, Page, SymbolColumn};

use crate::lab::{Lab, in_pages};
use crate::made::{project, records, run, slot};

pub(crate) fn every_list_is_the_same_in_pages_of_any_size(engine: Engine) {
    let mut files = project(5);
    for file in &mut files {
        // All uses lead to the first file, so that its lists are long.
        for edge in file.edges.iter_mut().filter(|edge| edge.kind == EdgeKind::Calls) {
            edge.to = NodeId(slot(1, 1));
        }
    }
    let lab = Lab::with(engine, &files);
    lab.change(|writer| {
        for number in 2..6 {
            let run = run(&format!("tui-{number}"), Outcome::Success);
            writer.begin_run(&run).unwrap();
            let note = |line| Diagnostic {
                path: "src/f01.rs".to_owned(),
                line,
                severity: if line % 2 == 0 { Severity::Error } else { Severity::Note },
                message: format!("line {line}"),
            };
            writer.finish_run(&run, Some(&(1..8).map(note).collect::<Vec<_>>())).unwrap();
        }
    });
    lab.read(|reader| {
        let lists = |limit| {
            let edges = in_pages(
                limit,
                |edge: &Edge| edge.id,
                |after| {
                    reader.edges(NodeId(slot(1, 1)), Direction::In, &EdgeKind::Calls, after, limit).unwrap()
                },
            );
            let named = in_pages(
                limit,
                |symbol: &Symbol| symbol.id,
                |after| reader.symbols_named("outer", after, limit).unwrap(),
            );
            let defined = in_pages(
                limit,
                |(edge, _): &(EdgeId, Symbol)| *edge,
                |after| reader.symbols_of_file(files[0].file.id, after, limit).unwrap(),
            );
            let folder = in_pages(
                limit,
                |entry: &FolderEntry| entry.name().to_owned(),
                |after| reader.folder("src/", after.as_deref(), limit).unwrap(),
            );
            let runs = in_pages(
                limit,
                |run: &Execution| run.row,
                |before| reader.executions(before, limit).unwrap(),
            );
            let mut notes: Vec<Diagnostic> = Vec::new();
            loop {
                let page = reader.diagnostics("tui-3", notes.len(), limit).unwrap();
                notes.extend(page.items);
                if !page.more {
                    break;
                }
            }
            (edges, named, defined, folder, runs, notes)
        };
        let whole = lists(1000);
        assert_eq!((whole.0.len(), whole.1.len(), whole.2.len()), (5, 5, 2));
        assert_eq!((whole.3.len(), whole.4.len(), whole.5.len()), (5, 5, 7));
        assert!(whole.0.is_sorted_by_key(|edge| edge.id) && whole.1.is_sorted_by_key(|symbol| symbol.id));
        assert_eq!(whole.4[0].execution_id, "tui-5", "newest first");
        assert_eq!(
            whole.5.iter().map(|note| note.line).collect::<Vec<_>>(),
            [2, 4, 6, 1, 3, 5, 7],
            "worst first"
        );
        for limit in [1, 2, 5] {
            assert_eq!(lists(limit), whole, "pages of {limit}");
        }
    });
}

pub(crate) fn folders_are_listed_in_the_order_of_their_names(engine: Engine) {
    let paths = [
        "a.rs",
        "a/x.rs",
        "a-b.rs",
        "a-b/y.rs",
        "a/b/c/d.rs",
        "a!/z.rs",
        "b/a.rs",
        "b.rs",
        "é/ü.rs",
        "b/a/x.rs",
        "ab/x.rs",
        "zz",
        "a.b.c/x.rs",
        "a.b.rs",
        "a/x-y.rs",
        "a/x/q.rs",
    ];
    let files: Vec<_> = (1..).zip(paths).map(|(id, path)| records(id, path, id)).collect();
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        for folder in ["", "a/", "a/b/", "b/", "nothing/"] {
            let mut wanted: Vec<FolderEntry> = files
                .iter()
                .filter_map(|file| {
                    let rest = file.file.path.strip_prefix(folder)?;
                    Some(match rest.split_once('/') {
                        Some((name, _)) => FolderEntry::Folder { name: name.to_owned() },
                        None => FolderEntry::File { name: rest.to_owned(), id: file.file.id },
                    })
                })
                .collect();
            wanted.sort_by(|a, b| a.name().cmp(b.name()));
            wanted.dedup();
            for limit in [1, 2, 3, 100] {
                let found = in_pages(
                    limit,
                    |entry: &FolderEntry| entry.name().to_owned(),
                    |after| reader.folder(folder, after.as_deref(), limit).unwrap(),
                );
                assert_eq!(found, wanted, "{folder:?} in pages of {limit}");
            }
        }
    });
}

pub(crate) fn names_stop_when_told(engine: Engine) {
    let lab = Lab::with(engine, &project(3));
    lab.read(|reader| {
        let take = |count: usize| {
            let mut seen: Vec<(bool, i64, String)> = Vec::new();
            reader
                .names(&mut |row| {
                    seen.push((row.is_file, row.id.0, row.name.to_owned()));
                    seen.len() < count
                })
                .unwrap();
            seen
        };
        let all = take(usize::MAX);
        assert_eq!(all.len(), 9);
        assert!(all.is_sorted_by_key(|(is_file, _, _)| !is_file), "files first");
        let mut wanted: Vec<_> = project(3)
            .into_iter()
            .flat_map(|file| {
                let symbols = file.symbols.into_iter().map(|symbol| (false, symbol.id.0, symbol.name));
                symbols.chain([(true, file.file.id.0, file.file.path)])
            })
            .collect();
        wanted.sort();
        let mut sorted = all.clone();
        sorted.sort();
        assert_eq!(sorted, wanted);
        for count in [1, 3, 4] {
            assert_eq!(take(count), all[..count]);
        }
    });
}

pub(crate) fn the_largest_come_first_and_equals_by_key(engine: Engine) {
    let mut files = project(3);
    files[2].metrics.fan_in = 9;
    files[0].symbol_metrics[1].cyclomatic_complexity = 30;
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        let symbols = |column| {
            let top = reader.symbols_by(column, Order::Descending, None, 3).unwrap().items;
            top.into_iter().map(|metrics| metrics.symbol.0).collect::<Vec<_>>()
        };
        assert_eq!(symbols(SymbolColumn::Complexity), [slot(1, 2), slot(1, 1), slot(2, 1)]);
        assert_eq!(symbols(SymbolColumn::Lines), [slot(3, 1), slot(3, 2), slot(2, 1)]);
        assert_eq!(symbols(SymbolColumn::FanIn), symbols(SymbolColumn::FanOut));
        let paths = |column| {
            let top = reader.files_by(column, Order::Descending, None, 2).unwrap().items;
            top.into_iter().map(|metrics| metrics.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(FileColumn::FanIn), ["src/f03.rs", "src/f01.rs"]);
        for column in [FileColumn::Complexity, FileColumn::FanOut, FileColumn::Lines, FileColumn::Symbols] {
            assert_eq!(paths(column), ["src/f01.rs", "src/f02.rs"]);
        }
        assert_eq!(reader.files_by(FileColumn::Lines, Order::Descending, None, 0).unwrap().items, []);
    });
}

pub(crate) fn a_node_of_an_unknown_id_has_no_lists(engine: Engine) {
    let lab = Lab::with(engine, &project(1));
    lab.read(|reader| {
        let none: Option<Node> = reader.node(NodeId(i64::MAX)).unwrap();
        assert_eq!(none, None);
        let last = Some(EdgeId(i64::MAX));
        let edges = reader.edges(NodeId(slot(1, 0)), Direction::Out, &EdgeKind::Defines, last, 5).unwrap();
        assert_eq!(edges, Page { items: Vec::new(), more: false });
    });
}
