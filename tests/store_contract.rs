//! The store's contract: one suite, run for every engine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::path::PathBuf;

use magellan_tui::model::{
    Call, Certainty, Chunk, Diagnostic, Direction, Edge, EdgeId, EdgeKind, Execution, File, FileMetrics,
    FileRecords, FileState, Import, Json, Language, Node, NodeData, NodeId, NodeKind, Outcome, Position,
    Reference, Severity, Span, Symbol, SymbolKind, SymbolMetrics,
};
use magellan_tui::store::{
    Engine, FileColumn, FolderEntry, NewDatabase, Origin, Page, RUN_PREFIX, Reader, StoreError, SymbolColumn,
    Writer, create, identify, open, open_writer,
};
use tempfile::TempDir;

/// Runs the whole suite for an engine.
macro_rules! contract {
    ($name:ident, $engine:expr) => {
        mod $name {
            use super::*;
            contract!(@ $engine, everything_is_read_back_as_it_was_put, a_file_is_replaced_whole,
                a_file_is_removed_whole, every_list_is_the_same_in_pages_of_any_size,
                folders_are_listed_in_the_order_of_their_names, a_reader_sees_one_commit,
                a_killed_run_is_marked_and_others_are_left, a_dropped_writer_leaves_nothing,
                a_database_appears_whole_or_not_at_all, there_is_one_writer, times_alone_can_be_updated,
                what_leads_away_is_found_by_its_place, names_stop_when_told,
                the_largest_come_first_and_equals_by_key);
        }
    };
    (@ $engine:expr, $($test:ident),*) => {
        $(#[test] fn $test() { super::$test($engine) })*
    };
}

contract!(sqlite, Engine::Sqlite);

/// A folder of its own, with the place of a database in it.
struct Lab {
    engine: Engine,
    folder: TempDir,
}

impl Lab {
    fn new(engine: Engine) -> Lab {
        Lab { engine, folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("index.db")
    }

    fn create(&self) -> Result<Box<dyn Writer>, StoreError> {
        create(
            &self.path(),
            self.engine,
            &NewDatabase { root: "/src/lab", project: "lab", created_at: 1_700_000_000 },
        )
    }

    /// A database of these files.
    fn with(engine: Engine, files: &[FileRecords]) -> Lab {
        let lab = Lab::new(engine);
        let mut writer = lab.create().unwrap();
        writer.begin_run(&run("tui-1", Outcome::Running)).unwrap();
        for file in files {
            writer.put_file(file).unwrap();
        }
        writer.finish_run(&run("tui-1", Outcome::Success), &[]).unwrap();
        writer.commit().unwrap();
        lab
    }

    fn change(&self, change: impl FnOnce(&mut dyn Writer)) {
        let mut writer = open_writer(&self.path()).unwrap();
        change(&mut *writer);
        writer.commit().unwrap();
    }

    /// What a new reader sees.
    fn read<T>(&self, read: impl FnOnce(&dyn Reader) -> T) -> T {
        let store = open(&self.path()).unwrap();
        let reader = store.reader().unwrap();
        read(&*reader)
    }
}

fn run(id: &str, outcome: Outcome) -> Execution {
    Execution {
        row: 0,
        execution_id: id.to_owned(),
        tool_version: "0.1.0".to_owned(),
        args: r#"["index","."]"#.to_owned(),
        root: Some("/src/lab".to_owned()),
        db_path: "index.db".to_owned(),
        started_at: 100,
        finished_at: (outcome != Outcome::Running).then_some(101),
        duration_ms: (outcome != Outcome::Running).then_some(1000),
        outcome,
        error_message: None,
        files_indexed: 1,
        symbols_indexed: 2,
        references_indexed: 3,
    }
}

/// The id of a node or edge of the `file`-th file, as an index gives them.
fn slot(file: i64, slot: i64) -> i64 {
    file << 23 | slot
}

fn span(from: u64, to: u64) -> Span {
    Span {
        byte_start: from,
        byte_end: to,
        start: Position { line: 1, column: from as u32 },
        end: Position { line: 1, column: to as u32 },
    }
}

/// A file with two symbols `outer` ⊃ `inner` and one use of every kind of the symbols of `target`.
fn records(file: i64, path: &str, target: i64) -> FileRecords {
    let node = |number| NodeId(slot(file, number));
    let symbol = |number, name: &str, kind, span| Symbol {
        id: node(number),
        name: name.to_owned(),
        kind,
        path: path.to_owned(),
        qualified: format!("Scope::{name}"),
        canonical: format!("lab::{path}::Function {name}"),
        display: format!("lab::{name}"),
        stable_id: format!("{:016x}", slot(file, number)),
        span,
        extra: Json::from_iter([("later".to_owned(), "kept".into())]),
    };
    let symbols = vec![
        symbol(1, "outer", SymbolKind::Function, span(10, 90)),
        symbol(2, "inner", SymbolKind::Struct, span(20, 40)),
    ];
    let reference = Reference {
        id: node(3),
        target: "inner".to_owned(),
        path: path.to_owned(),
        span: span(50, 55),
        extra: Json::new(),
    };
    let call = Call {
        id: node(4),
        path: path.to_owned(),
        caller: "outer".to_owned(),
        callee: "outer".to_owned(),
        caller_symbol_id: symbols[0].stable_id.clone(),
        callee_symbol_id: format!("{:016x}", slot(target, 1)),
        span: span(60, 65),
        certainty: Some(Certainty::Import),
        candidates: vec!["a".to_owned(), "b".to_owned()],
        extra: Json::new(),
    };
    let import = Import {
        id: node(5),
        path: path.to_owned(),
        import_kind: "plain_use".to_owned(),
        import_path: vec!["lab".to_owned()],
        imported_names: vec!["outer".to_owned()],
        is_glob: false,
        span: span(0, 9),
        extra: Json::new(),
    };
    let edge = |number, from, to, kind| Edge {
        id: EdgeId(slot(file, number)),
        from: node(from),
        to,
        kind,
        data: "{}".to_owned(),
    };
    let edges = vec![
        edge(1, 0, node(1), EdgeKind::Defines),
        edge(2, 0, node(2), EdgeKind::Defines),
        edge(3, 3, NodeId(slot(target, 2)), EdgeKind::References),
        edge(4, 1, node(4), EdgeKind::Caller),
        edge(5, 4, NodeId(slot(target, 1)), EdgeKind::Calls),
        edge(6, 0, node(5), EdgeKind::Imports),
    ];
    let chunk = |symbol: &Symbol| Chunk {
        row: 0,
        path: path.to_owned(),
        byte_start: symbol.span.byte_start,
        byte_end: symbol.span.byte_end,
        content: format!("text of {}", symbol.name),
        content_hash: "c0ffee".to_owned(),
        symbol_name: Some(symbol.name.clone()),
        symbol_kind: Some(symbol.kind.label().to_owned()),
        created_at: 7,
    };
    let measure = |symbol: &Symbol| SymbolMetrics {
        symbol: symbol.id,
        name: symbol.name.clone(),
        kind: symbol.kind.label().to_owned(),
        path: path.to_owned(),
        loc: file,
        estimated_loc: 1.5,
        fan_in: 1,
        fan_out: 2,
        cyclomatic_complexity: 3,
        last_updated: 7,
    };
    FileRecords {
        file: File {
            id: node(0),
            path: path.to_owned(),
            hash: "0f".to_owned(),
            last_indexed_at: 7,
            last_modified: 6,
            extra: Json::new(),
        },
        state: FileState {
            file: node(0),
            path: path.to_owned(),
            size: 100,
            modified_ns: 6_000_000_000,
            hash: "0f".to_owned(),
            digest: [9; 16],
        },
        chunks: symbols.iter().map(chunk).collect(),
        metrics: FileMetrics {
            path: path.to_owned(),
            symbol_count: 2,
            loc: 5,
            estimated_loc: 2.5,
            fan_in: 1,
            fan_out: 1,
            complexity_score: 1.3,
            last_updated: 7,
        },
        symbol_metrics: symbols.iter().map(measure).collect(),
        symbols,
        references: vec![reference],
        calls: vec![call],
        imports: vec![import],
        edges,
        facts: vec![0, 255, 1],
    }
}

/// `count` files whose uses lead to the next one.
fn project(count: i64) -> Vec<FileRecords> {
    (1..=count).map(|file| records(file, &format!("src/f{file:02}.rs"), file % count + 1)).collect()
}

fn data(reader: &dyn Reader, id: NodeId) -> NodeData {
    reader.node(id).unwrap().unwrap().data
}

/// Asserts that everything in `file` is there, and nothing else of it.
fn assert_holds(reader: &dyn Reader, file: &FileRecords) {
    assert_eq!(data(reader, file.file.id), NodeData::File(file.file.clone()));
    for symbol in &file.symbols {
        assert_eq!(data(reader, symbol.id), NodeData::Symbol(symbol.clone()));
        assert_eq!(reader.file_of_symbol(symbol.id).unwrap(), Some(file.file.id));
        let named = reader.symbols_named(&symbol.name, None, 1000).unwrap().items;
        assert!(named.contains(symbol));
    }
    for reference in &file.references {
        assert_eq!(data(reader, reference.id), NodeData::Reference(reference.clone()));
    }
    for call in &file.calls {
        assert_eq!(data(reader, call.id), NodeData::Call(call.clone()));
    }
    for import in &file.imports {
        assert_eq!(data(reader, import.id), NodeData::Import(import.clone()));
    }
    for edge in &file.edges {
        for (end, direction) in [(edge.from, Direction::Out), (edge.to, Direction::In)] {
            let edges = reader.edges(end, direction, &edge.kind, None, 1000).unwrap();
            assert!(edges.items.contains(edge), "{edge:?} not {direction:?} of {end:?}");
        }
    }
    for chunk in &file.chunks {
        let found = reader.chunk(&chunk.path, chunk.byte_start, chunk.byte_end).unwrap().unwrap();
        assert_eq!(Chunk { row: 0, ..found }, *chunk);
    }
    assert_eq!(reader.file_metrics(&file.file.path).unwrap().as_ref(), Some(&file.metrics));
    for (symbol, metrics) in file.symbols.iter().zip(&file.symbol_metrics) {
        assert_eq!(reader.symbol_metrics(symbol).unwrap().as_ref(), Some(metrics));
    }
    assert_eq!(reader.facts(file.file.id).unwrap().as_ref(), Some(&file.facts));
    let defined = reader.symbols_of_file(file.file.id, None, 1000).unwrap().items;
    assert_eq!(defined.into_iter().map(|(_, symbol)| symbol).collect::<Vec<_>>(), file.symbols);
    assert!(states(reader).contains(&file.state));
}

fn states(reader: &dyn Reader) -> Vec<FileState> {
    let mut states = Vec::new();
    reader
        .file_states(&mut |state| {
            states.push(state);
            true
        })
        .unwrap();
    states
}

fn everything_is_read_back_as_it_was_put(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    assert_eq!(identify(&lab.path()).unwrap(), magellan_tui::store::Found::Database(engine));
    lab.read(|reader| {
        files.iter().for_each(|file| assert_holds(reader, file));
        let meta = reader.meta().unwrap();
        assert_eq!((meta.engine, meta.origin, meta.schema_version), (engine, Origin::Own, 21));
        assert_eq!((meta.root.as_deref(), meta.project.as_deref()), (Some("/src/lab"), Some("lab")));
        assert_eq!((meta.created_at, meta.tool_version.as_deref()), (Some(1_700_000_000), Some("0.1.0")));
        let counts = reader.counts().unwrap();
        assert_eq!((counts.files, counts.symbols, counts.references), (3, 6, 3));
        assert_eq!((counts.calls, counts.imports, counts.edges), (3, 3, 18));
        assert_eq!((counts.chunks, counts.executions), (6, 1));
        assert_eq!((counts.file_metrics, counts.symbol_metrics), (3, 6));
        assert_eq!(reader.count_nodes(&NodeKind::Call).unwrap(), 3);
        assert_eq!(reader.count_nodes(&NodeKind::Other("Nothing".to_owned())).unwrap(), 0);
        let shares = reader.languages().unwrap();
        assert_eq!(
            (shares.len(), shares[0].language, shares[0].files, shares[0].lines),
            (1, Language::Rust, 3, 15)
        );
        for path in ["src/f02.rs", "/src/lab/src/f02.rs"] {
            assert_eq!(reader.file(path).unwrap(), Some(files[1].file.id), "{path}");
        }
        assert_eq!(reader.file("src/f0").unwrap(), None);
        assert_eq!(reader.node(NodeId(1)).unwrap(), None);
    });
}

fn a_file_is_replaced_whole(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    let mut new = files[1].clone();
    let gone = new.symbols.remove(1);
    new.chunks.remove(1);
    new.symbol_metrics.remove(1);
    new.edges.retain(|edge| edge.to != gone.id);
    new.symbols[0].name = "renamed".to_owned();
    new.symbol_metrics[0].name = "renamed".to_owned();
    new.facts = vec![1];
    new.state.digest = [1; 16];
    lab.change(|writer| writer.put_file(&new).unwrap());
    lab.read(|reader| {
        [&files[0], &new, &files[2]].into_iter().for_each(|file| assert_holds(reader, file));
        assert_eq!(reader.node(gone.id).unwrap(), None);
        assert_eq!(reader.chunk(&gone.path, gone.span.byte_start, gone.span.byte_end).unwrap(), None);
        assert_eq!(reader.symbol_metrics(&gone).unwrap(), None);
        assert_eq!(reader.symbol_metrics(&files[1].symbols[0]).unwrap(), None, "the old name's measures");
        let counts = reader.counts().unwrap();
        assert_eq!((counts.files, counts.symbols, counts.edges, counts.chunks), (3, 5, 17, 5));
        assert_eq!((counts.file_metrics, counts.symbol_metrics), (3, 5));
    });
}

fn a_file_is_removed_whole(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    lab.change(|writer| writer.remove_file(files[1].file.id).unwrap());
    lab.read(|reader| {
        assert_holds(reader, &files[0]);
        assert_holds(reader, &files[2]);
        let of_file = |id: NodeId| id.0 >> 23 == 2;
        let mut ids = Vec::new();
        reader
            .names(&mut |row| {
                ids.push(row.id);
                true
            })
            .unwrap();
        assert!(!ids.is_empty() && !ids.iter().any(|id| of_file(*id)));
        assert_eq!(reader.file("src/f02.rs").unwrap(), None);
        assert_eq!(reader.facts(files[1].file.id).unwrap(), None);
        assert_eq!(reader.file_metrics("src/f02.rs").unwrap(), None);
        assert_eq!(states(reader).len(), 2);
        let counts = reader.counts().unwrap();
        assert_eq!((counts.files, counts.symbols, counts.edges, counts.chunks), (2, 4, 12, 4));
        assert_eq!((counts.file_metrics, counts.symbol_metrics), (2, 4));
    });
}

/// Everything that a list gives in pages of `limit`.
fn in_pages<T: Clone, K>(limit: usize, key: impl Fn(&T) -> K, page: impl Fn(Option<K>) -> Page<T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    loop {
        let found = page(all.last().map(&key));
        assert!(found.items.len() <= limit);
        assert!(!found.items.is_empty() || !found.more, "an empty page that says more follow");
        all.extend(found.items);
        if !found.more {
            return all;
        }
        assert!(all.len() < 10_000, "pages without end");
    }
}

fn every_list_is_the_same_in_pages_of_any_size(engine: Engine) {
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
            writer.finish_run(&run, &(1..8).map(note).collect::<Vec<_>>()).unwrap();
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

fn folders_are_listed_in_the_order_of_their_names(engine: Engine) {
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

fn a_reader_sees_one_commit(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files[..2]);
    let store = open(&lab.path()).unwrap();
    let before = store.reader().unwrap();
    let first = store.generation().unwrap();
    assert_eq!(store.generation().unwrap(), first, "nothing has changed");
    let mut writer = open_writer(&lab.path()).unwrap();
    writer.put_file(&files[2]).unwrap();
    assert_eq!(store.reader().unwrap().counts().unwrap().files, 2, "not committed yet");
    assert_eq!(store.generation().unwrap(), first);
    writer.commit().unwrap();
    assert_ne!(store.generation().unwrap(), first);
    assert_eq!(before.counts().unwrap().files, 2, "the old snapshot");
    assert_eq!(store.reader().unwrap().counts().unwrap().files, 3);
    drop(before);
    assert_eq!(store.reader().unwrap().counts().unwrap().files, 3, "a reader that is used again");
}

fn a_killed_run_is_marked_and_others_are_left(engine: Engine) {
    let lab = Lab::with(engine, &project(1));
    let runs = || lab.read(|reader| reader.executions(None, 100).unwrap().items);
    let outcomes = || runs().into_iter().map(|run| (run.execution_id, run.outcome)).collect::<Vec<_>>();
    let begin = |id: &str| {
        let mut writer = open_writer(&lab.path()).unwrap();
        writer.begin_run(&run(id, Outcome::Running)).unwrap();
        writer.put_file(&project(2)[1]).unwrap();
        drop(writer);
    };
    assert_eq!(RUN_PREFIX, "tui-");
    begin("6b044019-19ab");
    begin("tui-2");
    let ids = |outcomes: Vec<(String, Outcome)>| {
        outcomes.into_iter().map(|(id, outcome)| format!("{id} {}", outcome.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(ids(outcomes()), ["tui-2 running", "6b044019-19ab running", "tui-1 success"], "seen at once");
    assert_eq!(lab.read(|reader| reader.counts().unwrap().files), 1, "but what it put is gone");
    begin("tui-3");
    assert_eq!(ids(outcomes()), ["tui-3 running", "tui-2 error", "6b044019-19ab running", "tui-1 success"]);
    assert_eq!(runs()[1].error_message.as_deref(), Some("interrupted: the program was killed"));
}

fn names_in(lab: &Lab) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(lab.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn a_dropped_writer_leaves_nothing(engine: Engine) {
    let lab = Lab::new(engine);
    let mut writer = lab.create().unwrap();
    writer.put_file(&project(1)[0]).unwrap();
    drop(writer);
    assert_eq!(names_in(&lab), ["index.db.lock"]);
    assert!(matches!(open(&lab.path()), Err(StoreError::NotFound { .. })));

    let files = project(2);
    let lab = Lab::with(engine, &files);
    let mut writer = open_writer(&lab.path()).unwrap();
    writer.remove_file(files[0].file.id).unwrap();
    writer.put_file(&records(2, "src/f02.rs", 2)).unwrap();
    drop(writer);
    lab.read(|reader| files.iter().for_each(|file| assert_holds(reader, file)));
}

fn a_database_appears_whole_or_not_at_all(engine: Engine) {
    let lab = Lab::new(engine);
    std::fs::write(lab.folder.path().join("index.db.building"), "left behind by a killed process").unwrap();
    let mut writer = lab.create().unwrap();
    writer.put_file(&project(1)[0]).unwrap();
    assert!(!lab.path().exists());
    writer.commit().unwrap();
    assert_eq!(names_in(&lab), ["index.db", "index.db.lock"]);
    let again = lab.create().err().unwrap();
    assert!(
        matches!(&again, StoreError::Io { source, .. } if source.kind() == std::io::ErrorKind::AlreadyExists)
    );
    lab.read(|reader| assert_holds(reader, &project(1)[0]));
}

fn there_is_one_writer(engine: Engine) {
    let lab = Lab::new(engine);
    let first = lab.create().unwrap();
    assert!(matches!(lab.create(), Err(StoreError::Locked { .. })));
    first.commit().unwrap();
    let first = open_writer(&lab.path()).unwrap();
    assert!(matches!(open_writer(&lab.path()), Err(StoreError::Locked { .. })));
    drop(first);
    open_writer(&lab.path()).unwrap();
}

fn times_alone_can_be_updated(engine: Engine) {
    let mut file = project(1).remove(0);
    let lab = Lab::with(engine, std::slice::from_ref(&file));
    file.state.modified_ns = 8_999_999_999;
    file.state.size = 101;
    file.file.last_modified = 8;
    lab.change(|writer| writer.put_state(&file.state).unwrap());
    lab.read(|reader| assert_holds(reader, &file));
}

fn what_leads_away_is_found_by_its_place(engine: Engine) {
    let files = project(2);
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        let at = |offset| {
            let file = &files[0].file;
            reader.targets_at(file.id, &file.path, Some(files[0].symbols[0].id), offset).unwrap()
        };
        assert_eq!(at(50), [NodeId(slot(2, 2))]);
        assert_eq!(at(54), [NodeId(slot(2, 2))]);
        assert_eq!(at(55), []);
        assert_eq!(at(60), [NodeId(slot(2, 1))]);
        assert_eq!(at(0), [], "an import leads nowhere");
    });
}

fn names_stop_when_told(engine: Engine) {
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
        assert!(all.is_sorted_by_key(|(is_file, id, _)| (!is_file, *id)), "by kind and id");
        for count in [1, 3, 4] {
            assert_eq!(take(count), all[..count]);
        }
    });
}

fn the_largest_come_first_and_equals_by_key(engine: Engine) {
    let mut files = project(3);
    files[2].metrics.fan_in = 9;
    files[0].symbol_metrics[1].cyclomatic_complexity = 30;
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        let symbols = |column| {
            let top = reader.top_symbols(column, 3).unwrap();
            top.into_iter().map(|metrics| metrics.symbol.0).collect::<Vec<_>>()
        };
        assert_eq!(symbols(SymbolColumn::Complexity), [slot(1, 2), slot(1, 1), slot(2, 1)]);
        assert_eq!(symbols(SymbolColumn::Lines), [slot(3, 1), slot(3, 2), slot(2, 1)]);
        assert_eq!(symbols(SymbolColumn::FanIn), symbols(SymbolColumn::FanOut));
        let paths = |column| {
            let top = reader.top_files(column, 2).unwrap();
            top.into_iter().map(|metrics| metrics.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(FileColumn::FanIn), ["src/f03.rs", "src/f01.rs"]);
        for column in [FileColumn::Complexity, FileColumn::FanOut, FileColumn::Lines, FileColumn::Symbols] {
            assert_eq!(paths(column), ["src/f01.rs", "src/f02.rs"]);
        }
        assert_eq!(reader.top_files(FileColumn::Lines, 0).unwrap(), []);
    });
}

#[test]
fn a_node_of_an_unknown_id_has_no_lists() {
    let lab = Lab::with(Engine::Sqlite, &project(1));
    lab.read(|reader| {
        let none: Option<Node> = reader.node(NodeId(i64::MAX)).unwrap();
        assert_eq!(none, None);
        let last = Some(EdgeId(i64::MAX));
        let edges = reader.edges(NodeId(slot(1, 0)), Direction::Out, &EdgeKind::Defines, last, 5).unwrap();
        assert_eq!(edges, Page { items: Vec::new(), more: false });
    });
}

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
