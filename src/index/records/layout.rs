//! Which nodes and edges a file has: their ids, before anything else is made of them.

use crate::index::ids::{Keys, Slots, Tag};
use crate::index::links::{Link, Links};
use crate::index::resolve::Unit;
use crate::index::{UseFact, UseKind};
use crate::model::{Edge, EdgeId, EdgeKind, NodeId};

/// The ids of a file's nodes, its symbols' apart, and its edges.
pub(crate) struct Layout {
    pub(super) imports: Vec<NodeId>,
    /// Of each use its node, where it has one: every call has; a reference only where it is known what it refers to.
    pub(super) uses: Vec<Option<NodeId>>,
    /// In the order of their ids.
    pub(super) edges: Vec<Edge>,
}

impl Layout {
    /// That of a file with this node, whose symbols have these. Cost: one look at each use, and a sort.
    pub(crate) fn of(unit: &Unit, file: NodeId, symbols: &[NodeId], links: &Links) -> Layout {
        let mut slots = Slots::new(file);
        slots.take(symbols);
        let imports = imports(unit, &mut slots);
        let placed = uses(unit, links, &mut slots);
        // An edge says nothing of its own: what it is about stands in the nodes at its ends.
        let mut edges: Vec<(EdgeKind, NodeId, NodeId)> =
            Vec::with_capacity(imports.len() + 2 * placed.len() + symbols.len() + links.implements.len());
        edges.extend(imports.iter().map(|&import| (EdgeKind::Imports, file, import)));
        for Placed { at, node, is_call, container } in &placed {
            let to = links.uses.get(*at).and_then(Link::known);
            if *is_call {
                let caller = container.and_then(|at| symbols.get(at as usize));
                edges.extend(caller.map(|caller| (EdgeKind::Caller, *caller, *node)));
                edges.extend(to.map(|callee| (EdgeKind::Calls, *node, callee)));
            } else {
                edges.extend(to.map(|to| (EdgeKind::References, *node, to)));
            }
        }
        edges.extend(symbols.iter().map(|&symbol| (EdgeKind::Defines, file, symbol)));
        for &(symbol, to) in &links.implements {
            edges.extend(symbols.get(symbol as usize).map(|from| (EdgeKind::Implements, *from, to)));
        }
        let mut uses = vec![None; links.uses.len()];
        for Placed { at, node, .. } in placed {
            if let Some(place) = uses.get_mut(at) {
                *place = Some(node);
            }
        }
        Layout { imports, uses, edges: numbered(file, edges) }
    }
}

fn imports(unit: &Unit, slots: &mut Slots) -> Vec<NodeId> {
    let mut keys = Keys::default();
    let keys: Vec<u64> = unit
        .facts
        .imports
        .iter()
        .map(|import| {
            let names = import.names.iter().map(|name| name.name.as_bytes());
            let glob = import.is_glob.then_some(b"*".as_slice());
            let path = import.path.iter().map(|part| part.as_bytes());
            keys.next(Tag::Import, path.chain([b"".as_slice()]).chain(names).chain(glob))
        })
        .collect();
    slots.place(&keys).into_iter().map(NodeId).collect()
}

/// A use that has a node.
struct Placed {
    /// Which of the file's uses.
    at: usize,
    node: NodeId,
    is_call: bool,
    container: Option<u32>,
}

fn uses(unit: &Unit, links: &Links, slots: &mut Slots) -> Vec<Placed> {
    let facts = &unit.facts;
    let mut keys = Keys::with_room(links.uses.len());
    let (mut calls, mut references) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for (at, (used, link)) in facts.uses.iter().zip(&links.uses).enumerate() {
        if !has_node(used, link) {
            continue;
        }
        let is_call = used.kind != UseKind::Reference;
        let (tag, (placed, of_kind)) = match is_call {
            true => (Tag::Call, &mut calls),
            false => (Tag::Reference, &mut references),
        };
        let container = used.container.and_then(|at| facts.symbols.get(at as usize));
        let container = container.map_or("", |symbol| symbol.qualified.as_str());
        of_kind.push(keys.next(tag, [container.as_bytes(), used.name.as_bytes()]));
        placed.push(Placed { at, node: NodeId(0), is_call, container: used.container });
    }
    // Calls have their ids before references.
    let (mut placed, keys) = calls;
    give(&mut placed, &keys, slots);
    let (mut behind, keys) = references;
    give(&mut behind, &keys, slots);
    placed.append(&mut behind);
    placed
}

/// Gives uses their nodes.
fn give(placed: &mut [Placed], keys: &[u64], slots: &mut Slots) {
    for (placed, id) in placed.iter_mut().zip(slots.place(keys)) {
        placed.node = NodeId(id);
    }
}

/// Edges of a file with their ids, in order.
fn numbered(file: NodeId, edges: Vec<(EdgeKind, NodeId, NodeId)>) -> Vec<Edge> {
    let mut keys = Keys::default();
    let keys: Vec<u64> = edges.iter().map(|(kind, from, to)| edge_key(&mut keys, kind, *from, *to)).collect();
    let edge = |(id, at): (i64, usize)| {
        let (kind, from, to) = edges.get(at)?;
        Some(Edge { id: EdgeId(id), from: *from, to: *to, kind: kind.clone(), data: String::new() })
    };
    let placed = Slots::new(file).place_in_order(&keys);
    // How many there are is not seen from outside of a filter, and they are long.
    let mut numbered = Vec::with_capacity(placed.len());
    numbered.extend(placed.into_iter().filter_map(edge));
    numbered
}

/// Whether a use has a node.
pub(super) fn has_node(used: &UseFact, link: &Link) -> bool {
    match used.kind {
        UseKind::Reference => link.known().is_some(),
        UseKind::Call | UseKind::MacroCall => *link != Link::Local,
    }
}

/// What an edge's id is made from. A use has one edge of a kind: it keeps its id when it leads elsewhere. Of all kinds
/// only what a type implements may be there twice.
pub(super) fn edge_key(keys: &mut Keys, kind: &EdgeKind, from: NodeId, to: NodeId) -> u64 {
    let (from, to) = (from.0.to_be_bytes(), to.0.to_be_bytes());
    let parts = [kind.as_str().as_bytes(), &from, &to];
    match kind {
        EdgeKind::Calls | EdgeKind::References => {
            keys.only(Tag::Edge, [kind.as_str().as_bytes(), &from, &[]])
        }
        EdgeKind::Implements => keys.next(Tag::Edge, parts),
        _ => keys.only(Tag::Edge, parts),
    }
}
