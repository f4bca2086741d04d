//! A database in a folder of its own, and what is asked of it.

use std::path::PathBuf;

use magellan_tui::model::{Chunk, Direction, FileRecords, FileState, NodeData, NodeId, Outcome};
use magellan_tui::store::{Engine, NewDatabase, Page, Reader, StoreError, Writer, create, open, open_writer};
use tempfile::TempDir;

use crate::made::run;

/// A folder of its own, with the place of a database in it.
pub(crate) struct Lab {
    pub(crate) engine: Engine,
    pub(crate) folder: TempDir,
}

impl Lab {
    pub(crate) fn new(engine: Engine) -> Lab {
        Lab { engine, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("index.db")
    }

    pub(crate) fn create(&self) -> Result<Box<dyn Writer>, StoreError> {
        create(
            &self.path(),
            self.engine,
            &NewDatabase { root: "/src/lab", project: "lab", created_at: 1_700_000_000 },
            std::time::Duration::ZERO,
        )
    }

    /// A database of these files.
    pub(crate) fn with(engine: Engine, files: &[FileRecords]) -> Lab {
        let lab = Lab::new(engine);
        let mut writer = lab.create().unwrap();
        writer.begin_run(&run("tui-1", Outcome::Running)).unwrap();
        for file in files {
            writer.put_file(file).unwrap();
        }
        writer.finish_run(&run("tui-1", Outcome::Success), Some(&[])).unwrap();
        writer.commit().unwrap();
        lab
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut dyn Writer)) {
        let mut writer = open_writer(&self.path(), std::time::Duration::ZERO).unwrap();
        change(&mut *writer);
        writer.commit().unwrap();
    }

    /// What a new reader sees.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&dyn Reader) -> T) -> T {
        let store = open(&self.path()).unwrap();
        let reader = store.reader().unwrap();
        read(&*reader)
    }
}

pub(crate) fn data(reader: &dyn Reader, id: NodeId) -> NodeData {
    reader.node(id).unwrap().unwrap().data
}

/// Asserts that everything in `file` is there, and nothing else of it.
pub(crate) fn assert_holds(reader: &dyn Reader, file: &FileRecords) {
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

pub(crate) fn states(reader: &dyn Reader) -> Vec<FileState> {
    let mut states = Vec::new();
    reader
        .file_states(&mut |state| {
            states.push(state);
            true
        })
        .unwrap();
    states
}

/// Everything that a list gives in pages of `limit`.
pub(crate) fn in_pages<T: Clone, K>(
    limit: usize,
    key: impl Fn(&T) -> K,
    page: impl Fn(Option<K>) -> Page<T>,
) -> Vec<T> {
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

pub(crate) fn names_in(lab: &Lab) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(lab.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
