//! What a symbol is related to: its callers, callees, references, and its file's imports.

use super::place::Place;
use crate::model::{
    Certainty, Direction, Edge, EdgeId, EdgeKind, Import, Language, NodeData, NodeId, Span, Symbol,
};
use crate::store::{Reader, Result};

/// Rows of a section that are read at once.
const SECTION_PAGE: usize = 100;

/// Which relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// Who calls the symbol.
    Callers,
    /// What the symbol calls.
    Callees,
    /// Where the symbol is named.
    References,
    /// What its file imports.
    Imports,
}

impl SectionKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [SectionKind; 4] =
        [SectionKind::Callers, SectionKind::Callees, SectionKind::References, SectionKind::Imports];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            SectionKind::Callers => "Callers",
            SectionKind::Callees => "Callees",
            SectionKind::References => "References",
            SectionKind::Imports => "Imports",
        }
    }
}

/// Some rows of one relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Which.
    pub kind: SectionKind,
    /// Whether they follow rows that the screen has, or begin the list.
    pub follows: bool,
    /// The rows.
    pub rows: Vec<Relation>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<EdgeId>,
}

/// How a row's target was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sureness {
    /// The database does not say.
    Unsaid,
    /// It says how.
    Known(Certainty),
    /// Not found: the place is the call site itself.
    Unresolved,
}

/// A step from the symbol to something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// What is there.
    pub name: String,
    /// Where to go.
    pub place: Place,
    /// Where the use itself stands: file as the database writes it, and line from 1.
    pub at: (String, u32),
    /// How it was found.
    pub sureness: Sureness,
}

/// Reads a page of one relation of `symbol`, or of `file` for imports.
///
/// # Errors
/// Where the graph cannot be read.
pub fn section(
    reader: &dyn Reader,
    kind: SectionKind,
    symbol: Option<NodeId>,
    file: Option<NodeId>,
    after: Option<EdgeId>,
) -> Result<Section> {
    let (node, direction, edge_kind) = match kind {
        SectionKind::Callers => (symbol, Direction::In, EdgeKind::Calls),
        SectionKind::Callees => (symbol, Direction::Out, EdgeKind::Caller),
        SectionKind::References => (symbol, Direction::In, EdgeKind::References),
        SectionKind::Imports => (file, Direction::Out, EdgeKind::Imports),
    };
    let mut section = Section { kind, follows: after.is_some(), rows: Vec::new(), next: None };
    let Some(node) = node else { return Ok(section) };
    let page = reader.edges(node, direction, &edge_kind, after, SECTION_PAGE)?;
    if page.more {
        section.next = page.items.last().map(|edge| edge.id);
    }
    for edge in &page.items {
        let row = match kind {
            SectionKind::Callers => caller(reader, edge)?,
            SectionKind::Callees => callee(reader, edge)?,
            SectionKind::References => reference(reader, edge)?,
            SectionKind::Imports => import(reader, edge)?,
        };
        // An edge whose end is gone is not shown: real files have them.
        section.rows.extend(row);
    }
    Ok(section)
}

/// The symbol at the far end of the first edge of a kind.
fn far_symbol(
    reader: &dyn Reader,
    node: NodeId,
    direction: Direction,
    kind: &EdgeKind,
) -> Result<Option<Symbol>> {
    let page = reader.edges(node, direction, kind, None, 1)?;
    let Some(edge) = page.items.first() else { return Ok(None) };
    let far = if direction == Direction::In { edge.from } else { edge.to };
    Ok(match reader.node(far)?.map(|node| node.data) {
        Some(NodeData::Symbol(symbol)) => Some(symbol),
        _ => None,
    })
}

fn site(path: &str, span: Span) -> Place {
    Place {
        file: None,
        path: path.to_owned(),
        symbol: None,
        label: String::new(),
        line: span.start.line.max(1),
        column: span.start.column,
    }
}

fn caller(reader: &dyn Reader, edge: &Edge) -> Result<Option<Relation>> {
    let Some(NodeData::Call(call)) = reader.node(edge.from)?.map(|node| node.data) else { return Ok(None) };
    let symbol = far_symbol(reader, call.id, Direction::In, &EdgeKind::Caller)?;
    let name = match &symbol {
        Some(symbol) => symbol.shown_name().to_owned(),
        // A call outside of any symbol: the file itself calls.
        None if call.caller.is_empty() => {
            format!("{} itself", call.path.rsplit('/').next().unwrap_or("file"))
        }
        None => call.caller.clone(),
    };
    let mut place = site(&call.path, call.span);
    if let Some(symbol) = &symbol {
        // To the call itself, in the caller: that is what one wants to see.
        place.symbol = Some(symbol.id);
        place.label.clone_from(&name);
        place.file = reader.file_of_symbol(symbol.id)?;
    }
    let at = (call.path, call.span.start.line);
    Ok(Some(Relation { name, place, at, sureness: call.certainty.map_or(Sureness::Unsaid, Sureness::Known) }))
}

fn callee(reader: &dyn Reader, edge: &Edge) -> Result<Option<Relation>> {
    let Some(NodeData::Call(call)) = reader.node(edge.to)?.map(|node| node.data) else { return Ok(None) };
    let at = (call.path.clone(), call.span.start.line);
    Ok(Some(match far_symbol(reader, call.id, Direction::Out, &EdgeKind::Calls)? {
        Some(symbol) => Relation {
            name: symbol.shown_name().to_owned(),
            place: Place::of_symbol(reader, &symbol)?,
            at,
            sureness: call.certainty.map_or(Sureness::Unsaid, Sureness::Known),
        },
        None => Relation {
            place: site(&call.path, call.span),
            name: call.callee,
            at,
            sureness: Sureness::Unresolved,
        },
    }))
}

fn reference(reader: &dyn Reader, edge: &Edge) -> Result<Option<Relation>> {
    let Some(NodeData::Reference(found)) = reader.node(edge.from)?.map(|node| node.data) else {
        return Ok(None);
    };
    let at = (found.path.clone(), found.span.start.line);
    Ok(Some(Relation {
        name: found.target,
        place: site(&found.path, found.span),
        at,
        sureness: Sureness::Unsaid,
    }))
}

fn import(reader: &dyn Reader, edge: &Edge) -> Result<Option<Relation>> {
    let Some(NodeData::Import(import)) = reader.node(edge.to)?.map(|node| node.data) else { return Ok(None) };
    let mut place = site(&import.path, import.span);
    // One name that only one symbol has is followed to its definition.
    if let [name] = import.imported_names.as_slice() {
        let named = reader.symbols_named(name, None, 2)?;
        if let ([symbol], false) = (named.items.as_slice(), named.more) {
            place = Place::of_symbol(reader, symbol)?;
        }
    }
    let at = (import.path.clone(), import.span.start.line);
    Ok(Some(Relation { name: import_text(&import), place, at, sureness: Sureness::Unsaid }))
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
