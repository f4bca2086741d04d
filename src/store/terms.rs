//! What the contract speaks of: engines, pages, columns, what a database says of itself.

use crate::model::{NodeId, Outcome, Record};

/// Which engine holds a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A folder that fjall keeps: the default for an index of our own.
    Fjall,
    /// A SQLite file in Magellan's schema.
    Sqlite,
}

impl Engine {
    /// The name that commands take and print.
    pub fn as_str(self) -> &'static str {
        match self {
            Engine::Fjall => "fjall",
            Engine::Sqlite => "sqlite",
        }
    }
}

/// Who made a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An index of our own: it may be brought up to date.
    Own,
    /// Written by the released Magellan: it is only ever read.
    Magellan,
}

/// What a database says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The engine.
    pub engine: Engine,
    /// Who made it.
    pub origin: Origin,
    /// Magellan's schema version (7 for 2.1.0, 21 for 4.17.0).
    pub schema_version: i64,
    /// Version of the program that wrote it last, where its log says so.
    pub tool_version: Option<String>,
    /// The project's name, where it says one; cut at 4 KiB.
    pub project: Option<String>,
    /// The folder that was indexed (absolute), as recorded; it may have moved since.
    pub root: Option<String>,
    /// When it was made, in Unix seconds.
    pub created_at: Option<i64>,
    /// Size on disk in bytes, with what belongs to it (`-wal`).
    pub size_bytes: u64,
    /// Things that a user should know: a newer schema than ours, a temporary copy, a damaged table
    /// that something above would come from, …
    pub notices: Vec<String>,
}

impl Meta {
    /// Which program wrote it, with its version (`magellan-tui 0.1.0`).
    pub fn made_by(&self) -> String {
        let program = match self.origin {
            Origin::Own => "magellan-tui",
            Origin::Magellan => "Magellan",
        };
        format!("{program} {}", self.tool_version.as_deref().unwrap_or("of an unknown version"))
    }
}

/// Some items of a longer list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Whether more follow.
    pub more: bool,
}

/// What stands in a folder of the indexed tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FolderEntry {
    /// A folder: its name, without slashes.
    Folder {
        /// Its name.
        name: String,
    },
    /// A file.
    File {
        /// Its name.
        name: String,
        /// Its node.
        id: NodeId,
    },
}

impl FolderEntry {
    /// Its name, without slashes.
    pub fn name(&self) -> &str {
        match self {
            FolderEntry::Folder { name } | FolderEntry::File { name, .. } => name,
        }
    }
}

/// A name that the finder can match.
#[derive(Debug, Clone, Copy)]
pub struct NameRow<'a> {
    /// The symbol or file.
    pub id: NodeId,
    /// Whether it is a file (then `name` is its path).
    pub is_file: bool,
    /// A symbol's bare name or a file's path.
    pub name: &'a str,
}

/// A column of the symbols' measures to sort by; a name in the order of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SymbolColumn {
    Name,
    Complexity,
    FanIn,
    FanOut,
    Lines,
}

impl SymbolColumn {
    /// All of them, in the order in which they are shown.
    pub const ALL: [SymbolColumn; 5] = [
        SymbolColumn::Name,
        SymbolColumn::Complexity,
        SymbolColumn::FanIn,
        SymbolColumn::FanOut,
        SymbolColumn::Lines,
    ];
}

/// A column of the files' measures to sort by; a path in the order of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FileColumn {
    Path,
    Complexity,
    FanIn,
    FanOut,
    Lines,
    Symbols,
}

impl FileColumn {
    /// All of them, in the order in which they are shown.
    pub const ALL: [FileColumn; 6] = [
        FileColumn::Path,
        FileColumn::Complexity,
        FileColumn::FanIn,
        FileColumn::FanOut,
        FileColumn::Lines,
        FileColumn::Symbols,
    ];
}

/// Which way a column is sorted. One way is the exact reverse of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first; equals by their key (id or path), largest first.
    Ascending,
    /// Largest first; equals by their key, smallest first.
    Descending,
}

/// An entry of a keyspace, as it lies there.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its key.
    pub key: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
    /// What it is, in a word or two: the kind of its record, else what it leads to or says. Empty where nobody knows.
    pub what: &'static str,
    /// The record that it is; `None` for what only leads to one, and for what cannot be read.
    pub record: Option<Record>,
    /// What it says, part by part, where it is no record. Empty where nobody knows.
    pub says: Vec<Saying>,
}

/// A part of what an entry says: `kind: CALLS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// What the part is.
    pub name: &'static str,
    /// What it says.
    pub value: Said,
}

/// What a part of an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A text, or a number in digits.
    Text(String),
    /// A time, in Unix seconds.
    Moment(i64),
    /// Nodes, by id, each as often as it stands there.
    Nodes(Vec<NodeId>),
}

impl From<String> for Said {
    fn from(text: String) -> Said {
        Said::Text(text)
    }
}

impl From<Vec<NodeId>> for Said {
    fn from(nodes: Vec<NodeId>) -> Said {
        Said::Nodes(nodes)
    }
}

/// What [`super::Store::verify`] found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verification {
    /// What was checked, and how many of it there are: `symbols`, `edges`, …
    pub checked: Vec<(String, u64)>,
    /// What is wrong, a line each, with what it is wrong with. Empty: all is well.
    pub damage: Vec<String>,
    /// What a user should know that is no damage: that kept counts were taken again, that a check was
    /// not possible, …
    pub notes: Vec<String>,
}

/// What a new database says of itself.
#[derive(Debug, Clone)]
pub struct NewDatabase<'a> {
    /// The folder that is indexed, absolute.
    pub root: &'a str,
    /// The project's name.
    pub project: &'a str,
    /// Now, in Unix seconds.
    pub created_at: i64,
}

/// What the execution ids of our own runs begin with, so that a writer can tell them from runs of
/// Magellan in the same log.
pub const RUN_PREFIX: &str = "tui-";

/// How a run that was killed is recorded by the next writer.
pub(crate) const KILLED: (Outcome, &str) = (Outcome::Error, "interrupted: the program was killed");
