//! A symbol as lists and graphs show it.

use crate::model::{NodeData, NodeId, Symbol, SymbolKind};
use crate::store::{self, Reader};

/// A symbol as lists and graphs show it: what it is called, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The node's id.
    pub id: NodeId,
    /// The qualified name, or the bare one where there is none.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file that defines it, as the database writes it.
    pub path: String,
    /// The line where it begins, from 1.
    pub line: u32,
    /// The column where it begins, in bytes from 0.
    pub column: u32,
}

impl Spot {
    /// That of a symbol.
    pub fn of(symbol: &Symbol) -> Spot {
        Spot {
            id: symbol.id,
            name: symbol.shown_name().to_owned(),
            kind: symbol.kind.clone(),
            path: symbol.path.clone(),
            line: symbol.span.start.line.max(1),
            column: symbol.span.start.column,
        }
    }

    /// That of a node; `None` where it is no symbol, or gone. Cost: a look-up.
    ///
    /// # Errors
    /// Where the node cannot be read.
    pub fn read(reader: &dyn Reader, id: NodeId) -> store::Result<Option<Spot>> {
        Ok(match reader.node(id)?.map(|node| node.data) {
            Some(NodeData::Symbol(symbol)) => Some(Spot::of(&symbol)),
            _ => None,
        })
    }
}
