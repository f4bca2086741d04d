//! What a symbol is related to: its callers, callees, references, and its file's imports.

use std::sync::atomic::AtomicBool;

use super::place::Place;
use crate::graph::{self, Step};
use crate::model::{Certainty, EdgeId, NodeId};
use crate::store::{Reader, Result};

/// Rows of a section that are read at once.
const SECTION_PAGE: usize = 100;
/// Rows of a section that are counted.
const COUNTED: usize = 1_000_000;

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

    /// Those that a place can have: a file as a whole has imports alone.
    pub fn of(place: &Place) -> &'static [SectionKind] {
        if place.symbol.is_some() { &SectionKind::ALL } else { &[SectionKind::Imports] }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            SectionKind::Callers => "Callers",
            SectionKind::Callees => "Callees",
            SectionKind::References => "References",
            SectionKind::Imports => "Imports",
        }
    }

    /// What its rows are, each: a caller that calls twice has two; nothing where the heading says it.
    pub fn thing(self) -> Option<&'static str> {
        match self {
            SectionKind::Callers | SectionKind::Callees => Some("call"),
            SectionKind::References => Some("use"),
            SectionKind::Imports => None,
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

impl Relation {
    /// Whether its name or file holds a text, whatever the case; `wanted` is in lower case.
    pub fn holds(&self, wanted: &str) -> bool {
        wanted.is_empty()
            || self.name.to_lowercase().contains(wanted)
            || self.at.0.to_lowercase().contains(wanted)
    }
}

/// The file whose relations of a kind are those of a place, where it is the file that has them.
///
/// # Errors
/// Where the graph cannot be read.
pub fn file_of(reader: &dyn Reader, kind: SectionKind, place: &Place) -> Result<Option<NodeId>> {
    match (kind, place.file, place.symbol) {
        (SectionKind::Imports, None, Some(symbol)) => reader.file_of_symbol(symbol),
        (SectionKind::Imports, None, None) => reader.file(&place.path),
        (_, file, _) => Ok(file),
    }
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
    let (node, relation) = followed(kind, symbol, file);
    let mut section = Section { kind, follows: after.is_some(), rows: Vec::new(), next: None };
    let Some(node) = node else { return Ok(section) };
    let steps = graph::steps(reader, relation, node, after, SECTION_PAGE)?;
    section.next = steps.next;
    for step in steps.items {
        section.rows.push(row(reader, kind, step)?);
    }
    Ok(section)
}

/// How many rows one relation has, and whether these are all; `None` where it was cancelled. Cost: of the edges alone, of
/// which there may be a million.
///
/// # Errors
/// Where the graph cannot be read.
pub fn count(
    reader: &dyn Reader,
    kind: SectionKind,
    symbol: Option<NodeId>,
    file: Option<NodeId>,
    cancel: &AtomicBool,
) -> Result<Option<(usize, bool)>> {
    let (node, relation) = followed(kind, symbol, file);
    let Some(node) = node else { return Ok(Some((0, true))) };
    let count = graph::count(reader, relation, node, COUNTED, cancel)?;
    Ok(count.map(|count| (count, count < COUNTED)))
}

/// The node that a relation is of, and what it is called in the graph.
fn followed(
    kind: SectionKind,
    symbol: Option<NodeId>,
    file: Option<NodeId>,
) -> (Option<NodeId>, graph::Relation) {
    match kind {
        SectionKind::Callers => (symbol, graph::Relation::Callers),
        SectionKind::Callees => (symbol, graph::Relation::Callees),
        SectionKind::References => (symbol, graph::Relation::References),
        SectionKind::Imports => (file, graph::Relation::Imports),
    }
}

fn row(reader: &dyn Reader, kind: SectionKind, step: Step) -> Result<Relation> {
    let sureness = match (kind, &step.to) {
        (SectionKind::Callees, None) => Sureness::Unresolved,
        _ => step.certainty.map_or(Sureness::Unsaid, Sureness::Known),
    };
    let place = match &step.to {
        // To the call itself, in the caller: that is what one wants to see.
        Some(spot) if kind == SectionKind::Callers => Place {
            file: reader.file_of_symbol(spot.id)?,
            symbol: Some(spot.id),
            label: spot.name.clone(),
            ..Place::of_step(&step)
        },
        Some(spot) => Place::of_spot(reader, spot)?,
        None => Place::of_step(&step),
    };
    Ok(Relation { name: step.name, place, at: (step.path, step.span.start.line), sureness })
}
