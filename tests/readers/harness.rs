//! What these tests share: files as they are found, and all questions at once.

use std::path::{Path, PathBuf};

use magellan_tui::model::{Direction, EdgeKind, NodeData, NodeId, Outcome, RecordKind};
use magellan_tui::store::{FileColumn, Order, Reader, Result, SymbolColumn, open};
use rusqlite::Connection;
use tempfile::TempDir;

pub(crate) const FIXTURES: [&str; 2] = ["magellan-2.1.0.db", "magellan-4.17.0.db"];

/// A file as it was found.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A copy of a fixture in a folder of its own.
pub(crate) fn copy(name: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    std::fs::copy(fixture(name), &path).unwrap();
    (folder, path)
}

/// Changes a file with SQLite itself. No journal stays behind.
pub(crate) fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}

pub(crate) fn read<T>(path: &Path, read: impl FnOnce(&dyn Reader) -> T) -> T {
    let store = open(path).unwrap();
    let reader = store.reader().unwrap();
    read(&*reader)
}

pub(crate) fn names(reader: &dyn Reader) -> Result<Vec<(bool, NodeId, String)>> {
    let mut names = Vec::new();
    reader.names(&mut |row| {
        names.push((row.is_file, row.id, row.name.to_owned()));
        true
    })?;
    Ok(names)
}

/// Asks a reader for everything that it can give; the number of things that it gave.
pub(crate) fn ask_everything(reader: &dyn Reader) -> Result<usize> {
    let mut seen = 0;
    reader.meta()?;
    reader.counts()?;
    seen += reader.languages()?.len();
    for folder in ["", "/", "src/", "/srv/code/sample/src/"] {
        seen += reader.folder(folder, None, 50)?.items.len();
    }
    reader.file("src/lib.rs")?;
    for (is_file, id, name) in names(reader)? {
        let Some(node) = reader.node(id)? else { continue };
        if is_file {
            seen += reader.symbols_of_file(id, None, 100)?.items.len();
            reader.file_metrics(&name)?;
            reader.facts(id)?;
            continue;
        }
        seen += reader.symbols_named(&name, None, 10)?.items.len();
        let file = reader.file_of_symbol(id)?;
        if let NodeData::Symbol(symbol) = node.data {
            reader.symbol_metrics(&symbol)?;
            reader.chunk(&symbol.path, symbol.span.byte_start, symbol.span.byte_end)?;
            for edge in reader.edges(id, Direction::Out, &EdgeKind::Caller, None, 2)?.items {
                reader.node(edge.to)?;
            }
            if seen % 8 == 0 {
                let file = file.unwrap_or(NodeId(0));
                seen += reader.targets_at(file, &symbol.path, Some(id), symbol.span.byte_start + 20)?.len();
            }
        }
    }
    seen += reader.executions(None, 10)?.items.len();
    reader.diagnostics("tui-1", 0, 10)?;
    reader.executions_ended(&Outcome::Success, None, 10)?;
    reader.executions_between(0..i64::MAX, None, 10)?;
    seen += reader.symbols_prefixed("m", None, 10)?.items.len();
    for kind in RecordKind::ALL {
        reader.records(kind, &mut |_| {
            seen += 1;
            true
        })?;
    }
    reader.file_states(&mut |_| true)?;
    seen += reader.symbols_by(SymbolColumn::FanIn, Order::Descending, None, 10)?.items.len();
    seen += reader.files_by(FileColumn::Lines, Order::Descending, None, 10)?.items.len();
    Ok(seen)
}

/// As [`ask_everything`], from opening on.
pub(crate) fn open_and_ask(path: &Path) -> Result<usize> {
    let store = open(path)?;
    store.generation()?;
    let reader = store.reader()?;
    ask_everything(&*reader)
}
