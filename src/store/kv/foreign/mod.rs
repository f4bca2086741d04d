//! The form that a database has which Magellan wrote and which was copied here.
//!
//! Nothing in it can be relied upon: ids are any numbers, paths are written in more than one way, edges lead
//! nowhere, measures and chunks are of what is not there. So each value says what its key does not: it begins
//! with a text, by its length, and the payload follows. The text is the path of what has one, and the name of
//! an edge's kind where we have no code for it. What is found by its path alone stands under an *owner*, a
//! hash of the path, in the place of a file. Where it differs from the form of our own (see `keys`):
//!
//! | keyspace | key | value |
//! | --- | --- | --- |
//! | records | node, 1 | path, node |
//! | records | node, 2, kind, edge | kind, edge that begins at the node |
//! | records | symbol, 3 | path, measures of the symbol |
//! | records | file, 4 | path, state of the file |
//! | records | owner, 5, number | path, measures of a file |
//! | texts | owner, 2, first byte, end, row | path, chunk |
//! | indexes | 4, path, file | file |
//! | indexes | 5, name as column, name, symbol turned | symbol |
//! | indexes | 6, column, value turned, path, number | key of the measures |
//! | indexes | 6, path as column, path, number | key of the measures |
//! | indexes | 0, node, kind, edge | node at which the edge that ends here begins |
//! | indexes | 5, column, value turned, symbol | |
//! | indexes | 7, path, file | key of the state |
//! | indexes | 9, owner, first byte, reference | end |
//! | indexes | 10, other kind, node | |
//! | log | 7 | what is foreign about it |

mod follow;
mod put;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::error::undecodable;
use super::keys::Key;
use super::keyspaces::{Keyspaces, Space};
use super::layout::{index, log};
use crate::model::{FileMetrics, LanguageShare, NodeId, SymbolMetrics};
use crate::store::codec::{Undecodable, append, decode};
use crate::store::{FileColumn, Result};

pub(super) use follow::follow;
pub(super) use put::{Places, Putter};

/// What the database said of itself that this one was copied from, in so far as it does not follow from the
/// records. That it stands in a log makes a database a foreign one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Foreign {
    pub(super) schema_version: i64,
    pub(super) tool_version: Option<String>,
    pub(super) root: Option<String>,
    pub(super) project: Option<String>,
    pub(super) created_at: Option<i64>,
    pub(super) languages: Vec<LanguageShare>,
}

impl Foreign {
    /// Reads it; `None` in an index of our own.
    pub(super) fn read(keyspaces: &Keyspaces) -> Result<Option<Foreign>> {
        let value = keyspaces.get(Space::Log, &Key::tagged(log::FOREIGN))?;
        let read = |value: &[u8]| {
            decode(value).map_err(|error| undecodable(keyspaces.path(), Space::Log.name(), &error))
        };
        value.map(|value| read(&value)).transpose()
    }

    /// The ways in which the database may write a path: as it is, below its root, and absolute.
    pub(super) fn forms_of(&self, path: &str) -> Vec<String> {
        let mut forms = vec![path.to_owned()];
        if let Some(root) = &self.root {
            let root = root.trim_end_matches('/');
            if let Some(below) = path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) {
                forms.push(below.to_owned());
            }
            if !path.starts_with('/') {
                forms.push(format!("{root}/{path}"));
            }
        }
        forms
    }
}

/// What stands in the place of a file for what is found by its path alone. Two paths may have one: each
/// value says whose it is.
pub(super) fn owner(path: &str) -> NodeId {
    NodeId(XxHash3_64::oneshot(path.as_bytes()).cast_signed())
}

/// Makes a value of its text and payload.
fn join(text: &str, payload: &[u8], to: &mut Vec<u8>) {
    to.clear();
    append(text, to);
    to.extend_from_slice(payload);
}

/// The text and the payload of a value.
pub(super) fn split(value: &[u8]) -> std::result::Result<(&str, &[u8]), Undecodable> {
    postcard::take_from_bytes(value).map_err(|_| Undecodable::Damaged)
}

/// The key of a symbol in the index of measured names.
pub(super) fn measured_name(metrics: &SymbolMetrics) -> Key {
    // Turned, since names stand smallest first: symbols of one name come the other way about.
    measured_names().text(metrics.name.as_bytes()).int_down(metrics.symbol.0)
}

/// What all those keys begin with.
pub(super) fn measured_names() -> Key {
    Key::tagged(index::SYMBOL_MEASURE).tag(crate::store::SymbolColumn::Name as u8)
}

/// What the keys of a file in the index of a column of measures begin with; its number follows.
fn file_measure(column: FileColumn, metrics: &FileMetrics) -> Key {
    let of_path = || Key::tagged(index::FILE_MEASURE).tag(column as u8).text(metrics.path.as_bytes());
    super::layout::file_measure(column, metrics).unwrap_or_else(of_path)
}

/// What the keys of the references begin with that stand in a file.
pub(super) fn references(path: &str) -> Key {
    Key::tagged(index::REFERENCE).int(owner(path).0)
}

/// What the keys of the nodes of a kind begin with that we do not model.
pub(super) fn of_kind(kind: &str) -> Key {
    Key::tagged(index::KIND).text(kind.as_bytes())
}
