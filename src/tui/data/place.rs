//! A place to go to.

use crate::graph::{Spot, Step};
use crate::model::{NodeId, Symbol};
use crate::store::{Reader, Result};

/// A place in the indexed sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file's node, where it is known.
    pub file: Option<NodeId>,
    /// The file's path, as the database writes it.
    pub path: String,
    /// The symbol that is meant, where one is.
    pub symbol: Option<NodeId>,
    /// What to call it: a symbol's qualified name, or empty.
    pub label: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in bytes, from 0.
    pub column: u32,
}

impl Place {
    /// The beginning of a file.
    pub fn of_file(id: NodeId, path: &str) -> Place {
        let path = path.to_owned();
        Place { file: Some(id), path, symbol: None, label: String::new(), line: 1, column: 0 }
    }

    /// Where a symbol is defined.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn of_symbol(reader: &dyn Reader, symbol: &Symbol) -> Result<Place> {
        Place::of_spot(reader, &Spot::of(symbol))
    }

    /// The same of a symbol of which no more is known.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn of_spot(reader: &dyn Reader, spot: &Spot) -> Result<Place> {
        Ok(Place { file: reader.file_of_symbol(spot.id)?, ..Place::from(spot) })
    }

    /// Where a call, reference or import itself stands.
    pub fn of_step(step: &Step) -> Place {
        Place {
            file: None,
            path: step.path.clone(),
            symbol: None,
            label: String::new(),
            line: step.span.start.line.max(1),
            column: step.span.start.column,
        }
    }
}

impl From<&Spot> for Place {
    /// Where a symbol is defined; its file's node is found later.
    fn from(spot: &Spot) -> Place {
        Place {
            file: None,
            path: spot.path.clone(),
            symbol: Some(spot.id),
            label: spot.name.clone(),
            line: spot.line,
            column: spot.column,
        }
    }
}
