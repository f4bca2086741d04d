//! The steps from a symbol to what is next to it, in pages.

use std::sync::atomic::{AtomicBool, Ordering};

use super::spot::Spot;
use crate::model::{
    Certainty, Direction, Edge, EdgeId, EdgeKind, Import, Language, NodeData, NodeId, Reference, Span,
};
use crate::store::{Reader, Result};

/// In which relation a node stands to those next to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Who calls the symbol, a step a call.
    Callers,
    /// What the symbol calls, a step a call.
    Callees,
    /// Where the symbol is named without being called.
    References,
    /// What implements or extends the symbol.
    Implementers,
    /// What the symbol implements or extends.
    Implemented,
    /// What a file imports.
    Imports,
}

impl Relation {
    /// The edges that are followed, and which way.
    fn edges(self) -> (Direction, EdgeKind) {
        match self {
            Relation::Callers => (Direction::In, EdgeKind::Calls),
            Relation::Callees => (Direction::Out, EdgeKind::Caller),
            Relation::References => (Direction::In, EdgeKind::References),
            Relation::Implementers => (Direction::In, EdgeKind::Implements),
            Relation::Implemented => (Direction::Out, EdgeKind::Implements),
            Relation::Imports => (Direction::Out, EdgeKind::Imports),
        }
    }
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The symbol that it leads to; `None` where the graph knows none: a call that is not resolved or that stands
    /// outside of any symbol, a reference, most imports.
    pub to: Option<Spot>,
    /// What is there: the symbol's name, else what the source says.
    pub name: String,
    /// The file in which the call, reference or import stands, as the database writes it; of an implementation, in which
    /// what is there is defined.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// How its target was found; `None` where it was not, or where the database does not say.
    pub certainty: Option<Certainty>,
}

/// A page of steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    /// The steps, by their edges' ids. Those whose ends are gone are left out: real files have them.
    pub items: Vec<Step>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<EdgeId>,
}

/// Reads the steps from a symbol, of imports from a file: at most `limit` after the edge `after`. Cost: a few look-ups a
/// step.
///
/// # Errors
/// Where the graph cannot be read.
pub fn steps(
    reader: &dyn Reader,
    relation: Relation,
    node: NodeId,
    after: Option<EdgeId>,
    limit: usize,
) -> Result<Steps> {
    let (direction, kind) = relation.edges();
    let page = reader.edges(node, direction, &kind, after, limit)?;
    let next = page.items.last().map(|edge| edge.id).filter(|_| page.more);
    let mut items = Vec::with_capacity(page.items.len());
    for edge in &page.items {
        items.extend(match relation {
            Relation::Callers => caller(reader, edge)?,
            Relation::Callees => callee(reader, edge)?,
            Relation::References => reference(reader, edge)?,
            Relation::Implementers => of_symbol(reader, edge.from)?,
            Relation::Implemented => of_symbol(reader, edge.to)?,
            Relation::Imports => import(reader, edge)?,
        });
    }
    Ok(Steps { items, next })
}

/// How many steps lead from a symbol, of imports from a file: those that [`steps`] gives in all its pages, and those whose
/// ends are gone. Not more than `most` are counted; `None` where it was cancelled. Cost: of the edges alone.
///
/// # Errors
/// Where the graph cannot be read.
pub fn count(
    reader: &dyn Reader,
    relation: Relation,
    node: NodeId,
    most: usize,
    cancel: &AtomicBool,
) -> Result<Option<usize>> {
    const PAGE: usize = 1000;
    let (direction, kind) = relation.edges();
    let (mut count, mut after) = (0, None);
    while !cancel.load(Ordering::Relaxed) {
        let page = reader.edges(node, direction, &kind, after, PAGE.min(most.saturating_sub(count)))?;
        count += page.items.len();
        after = page.items.last().map(|edge| edge.id);
        if !page.more || after.is_none() || count >= most {
            return Ok(Some(count));
        }
    }
    Ok(None)
}

/// The node at the far end of the first edge of a kind.
fn far(reader: &dyn Reader, node: NodeId, direction: Direction, kind: &EdgeKind) -> Result<Option<NodeId>> {
    let page = reader.edges(node, direction, kind, None, 1)?;
    Ok(page.items.first().map(|edge| if direction == Direction::In { edge.from } else { edge.to }))
}

/// The symbols that call a symbol, or that it calls, each as often as there are calls. Cost: a look-up a call.
pub(super) fn neighbours(reader: &dyn Reader, symbol: NodeId, direction: Direction) -> Result<Vec<NodeId>> {
    const PAGE: usize = 256;
    let (near_kind, far_kind) = match direction {
        Direction::In => (EdgeKind::Calls, EdgeKind::Caller),
        Direction::Out => (EdgeKind::Caller, EdgeKind::Calls),
    };
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = reader.edges(symbol, direction, &near_kind, after, PAGE)?;
        for edge in &page.items {
            let call = if direction == Direction::In { edge.from } else { edge.to };
            found.extend(far(reader, call, direction, &far_kind)?);
        }
        after = page.items.last().map(|edge| edge.id);
        if !page.more || after.is_none() {
            return Ok(found);
        }
    }
}

fn caller(reader: &dyn Reader, edge: &Edge) -> Result<Option<Step>> {
    let Some(NodeData::Call(call)) = reader.node(edge.from)?.map(|node| node.data) else { return Ok(None) };
    let to = match far(reader, call.id, Direction::In, &EdgeKind::Caller)? {
        Some(symbol) => Spot::read(reader, symbol)?,
        None => None,
    };
    let name = match &to {
        Some(spot) => spot.name.clone(),
        // A call outside of any symbol: the file itself calls.
        None if call.caller.is_empty() => {
            format!("{} itself", call.path.rsplit('/').next().unwrap_or("file"))
        }
        None => call.caller,
    };
    Ok(Some(Step { to, name, path: call.path, span: call.span, certainty: call.certainty }))
}

fn callee(reader: &dyn Reader, edge: &Edge) -> Result<Option<Step>> {
    let Some(NodeData::Call(call)) = reader.node(edge.to)?.map(|node| node.data) else { return Ok(None) };
    let to = match far(reader, call.id, Direction::Out, &EdgeKind::Calls)? {
        Some(symbol) => Spot::read(reader, symbol)?,
        None => None,
    };
    let name = to.as_ref().map_or(call.callee, |spot| spot.name.clone());
    Ok(Some(Step { to, name, path: call.path, span: call.span, certainty: call.certainty }))
}

fn reference(reader: &dyn Reader, edge: &Edge) -> Result<Option<Step>> {
    Ok(match reader.node(edge.from)?.map(|node| node.data) {
        Some(NodeData::Reference(Reference { target: name, path, span, .. })) => {
            Some(Step { to: None, name, path, span, certainty: None })
        }
        _ => None,
    })
}

fn of_symbol(reader: &dyn Reader, id: NodeId) -> Result<Option<Step>> {
    Ok(match reader.node(id)?.map(|node| node.data) {
        Some(NodeData::Symbol(symbol)) => {
            let to = Spot::of(&symbol);
            let (name, path) = (to.name.clone(), symbol.path);
            Some(Step { to: Some(to), name, path, span: symbol.span, certainty: None })
        }
        _ => None,
    })
}

fn import(reader: &dyn Reader, edge: &Edge) -> Result<Option<Step>> {
    let Some(NodeData::Import(import)) = reader.node(edge.to)?.map(|node| node.data) else { return Ok(None) };
    let mut to = None;
    // One name that only one symbol has is followed to its definition.
    if let [name] = import.imported_names.as_slice() {
        let named = reader.symbols_named(name, None, 2)?;
        if let ([symbol], false) = (named.items.as_slice(), named.more) {
            to = Some(Spot::of(symbol));
        }
    }
    let name = import_text(&import);
    Ok(Some(Step { to, name, path: import.path, span: import.span, certainty: None }))
}

/// An import on one line: `std::collections::{HashMap, HashSet}`, `logging.handlers`.
fn import_text(import: &Import) -> String {
    let separator = Language::of_path(&import.path).separator();
    let path = import.import_path.join(separator);
    let names = match (import.is_glob, import.imported_names.as_slice()) {
        (true, _) => "*".to_owned(),
        (false, [one]) => one.clone(),
        (false, many) => format!("{{{}}}", many.join(", ")),
    };
    match (path.is_empty(), names == "{}" || path == names) {
        (true, _) => names,
        (false, true) => path,
        (false, false) if path.ends_with(&format!("{separator}{names}")) => path,
        (false, false) => format!("{path}{separator}{names}"),
    }
}
