//! What the graph's screen shows, read from the store by its jobs.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use super::place::Place;
use super::relations::Sureness;
use crate::graph::{self, Relation, Spot, Step};
use crate::model::{EdgeId, NodeId};
use crate::store::{Reader, Result};

/// Steps that are read at once: as many as the first frame of a symbol with ten thousand callers waits for.
const PAGE: usize = 200;
/// Steps that are looked at to count what they lead to.
const COUNTED: usize = 20_000;

/// Which edges are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// Callers and callees.
    #[default]
    Calls,
    /// Where it is named.
    References,
    /// What implements it, and what it implements.
    Implements,
    /// What its file imports.
    Imports,
}

impl Kind {
    /// What they are called.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Calls => "calls",
            Kind::References => "references",
            Kind::Implements => "implements",
            Kind::Imports => "imports",
        }
    }

    /// The kind that is shown after this one.
    pub fn next(self) -> Kind {
        match self {
            Kind::Calls => Kind::References,
            Kind::References => Kind::Implements,
            Kind::Implements => Kind::Imports,
            Kind::Imports => Kind::Calls,
        }
    }

    /// What stands on a side of a symbol; `None` where nothing can.
    fn relation(self, side: Side) -> Option<Relation> {
        match (self, side) {
            (Kind::Calls, Side::Left) => Some(Relation::Callers),
            (Kind::Calls, Side::Right) => Some(Relation::Callees),
            (Kind::References, Side::Left) => Some(Relation::References),
            (Kind::Implements, Side::Left) => Some(Relation::Implementers),
            (Kind::Implements, Side::Right) => Some(Relation::Implemented),
            (Kind::Imports, Side::Right) => Some(Relation::Imports),
            (Kind::References, Side::Right) | (Kind::Imports, Side::Left) => None,
        }
    }

    /// What stands on a side, in a word; `None` where there can be none.
    pub fn thing(self, side: Side) -> Option<&'static str> {
        match (self, side) {
            (Kind::Calls, Side::Left) => Some("caller"),
            (Kind::Calls, Side::Right) => Some("callee"),
            (Kind::References, Side::Left) => Some("reference"),
            (Kind::Implements, Side::Left) => Some("implementer"),
            (Kind::Implements, Side::Right) => Some("base"),
            (Kind::Imports, Side::Right) => Some("import"),
            (Kind::References, Side::Right) | (Kind::Imports, Side::Left) => None,
        }
    }
}

/// A side of the symbol in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Where edges come from.
    Left,
    /// Where edges lead to.
    Right,
}

impl Side {
    /// Both.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];
}

/// Something next to a symbol, however many edges lead there.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The symbol; `None` for what the graph knows no symbol of.
    pub symbol: Option<NodeId>,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// How many edges lead there.
    pub uses: usize,
    /// How it was found.
    pub sureness: Sureness,
}

impl From<&Spot> for Leaf {
    fn from(spot: &Spot) -> Leaf {
        Leaf::from(&Place::from(spot))
    }
}

impl From<&Place> for Leaf {
    fn from(place: &Place) -> Leaf {
        Leaf {
            symbol: place.symbol,
            name: place.label.clone(),
            place: place.clone(),
            uses: 1,
            sureness: Sureness::Unsaid,
        }
    }
}

impl Leaf {
    /// Whether both are the same thing.
    pub fn is_same(&self, other: &Leaf) -> bool {
        match (self.symbol, other.symbol) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.name == other.name,
            _ => false,
        }
    }
}

/// Some of what is next to a symbol.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Branch {
    /// What is there, each once.
    pub leaves: Vec<Leaf>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<EdgeId>,
}

/// Reads a page of what stands on a side of a symbol.
///
/// # Errors
/// Where the graph cannot be read.
pub fn branch(
    reader: &dyn Reader,
    kind: Kind,
    side: Side,
    symbol: NodeId,
    after: Option<EdgeId>,
) -> Result<Branch> {
    let Some((relation, node)) = followed(reader, kind, side, symbol)? else { return Ok(Branch::default()) };
    let mut steps = graph::steps(reader, relation, node, after, PAGE)?;
    // The pages come by the edges' ids, which say nothing to a person.
    steps.items.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
    let mut branch = Branch { leaves: Vec::new(), next: steps.next };
    for leaf in steps.items.into_iter().map(|step| leaf(relation, step)) {
        match branch.leaves.iter_mut().find(|other| other.is_same(&leaf)) {
            Some(other) => other.uses += 1,
            None => branch.leaves.push(leaf),
        }
    }
    if relation == Relation::Callees {
        // `Some` and `len` lead nowhere: what one can go on from comes before them.
        branch.leaves.sort_by_key(|leaf| leaf.symbol.is_none());
    }
    Ok(branch)
}

/// In which relation what stands on a side of a symbol is to which node; `None` where nothing can.
fn followed(
    reader: &dyn Reader,
    kind: Kind,
    side: Side,
    symbol: NodeId,
) -> Result<Option<(Relation, NodeId)>> {
    let Some(relation) = kind.relation(side) else { return Ok(None) };
    let node = match relation {
        Relation::Imports => reader.file_of_symbol(symbol)?,
        _ => Some(symbol),
    };
    Ok(node.map(|node| (relation, node)))
}

/// How much stands on a side of a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// So many different things: as many as there are leaves in all pages.
    pub things: usize,
    /// Whether these are all: what tens of thousands of edges lead to is not counted to its end.
    pub is_all: bool,
}

/// Counts what stands on a side of a symbol; `None` where it was cancelled. Cost: a few look-ups an edge, of which
/// there may be some ten thousand.
///
/// # Errors
/// Where the graph cannot be read.
pub fn extent(
    reader: &dyn Reader,
    kind: Kind,
    side: Side,
    symbol: NodeId,
    cancel: &AtomicBool,
) -> Result<Option<Extent>> {
    let Some((relation, node)) = followed(reader, kind, side, symbol)? else { return Ok(None) };
    let (mut known, mut unknown) = (HashSet::new(), HashSet::new());
    let (mut looked_at, mut after) = (0, None);
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let steps = graph::steps(reader, relation, node, after, PAGE)?;
        for leaf in steps.items.into_iter().map(|step| leaf(relation, step)) {
            // What is the same is the same here as there: see [`Leaf::is_same`].
            match leaf.symbol {
                Some(symbol) => known.insert(symbol),
                None => unknown.insert(leaf.name),
            };
        }
        looked_at += PAGE;
        after = steps.next;
        if after.is_none() || looked_at >= COUNTED {
            return Ok(Some(Extent { things: known.len() + unknown.len(), is_all: after.is_none() }));
        }
    }
}

fn leaf(relation: Relation, step: Step) -> Leaf {
    let sureness = match (relation, &step.to) {
        (Relation::Callees, None) => Sureness::Unresolved,
        _ => step.certainty.map_or(Sureness::Unsaid, Sureness::Known),
    };
    let mut leaf = match &step.to {
        Some(spot) => Leaf::from(spot),
        None => Leaf { symbol: None, place: Place::of_step(&step), name: step.name, uses: 1, sureness },
    };
    if relation == Relation::References {
        let file = step.path.rsplit('/').next().unwrap_or(&step.path);
        leaf.name = format!("{file}:{}", step.span.start.line);
    }
    leaf.sureness = sureness;
    leaf
}
