//! Which nodes of a file are others than they were, where its text stays.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::layout::{Layout, edge_key, has_node};
use super::places::{self, Places};
use crate::index::UseKind;
use crate::index::ids::{Keys, natural};
use crate::index::links::{Link, Links, Relink};
use crate::index::resolve::Unit;
use crate::model::{Edge, EdgeId, EdgeKind, NodeId};

/// What of a file is another thing than it was, where its text stays.
#[derive(Debug, Default)]
pub(crate) struct Altered {
    /// The nodes beside its own of which something is, or may be.
    pub(crate) nodes: BTreeSet<NodeId>,
    /// Those of uses that lead elsewhere, where they are all there is: which uses they are, and the edges that begin there.
    pub(crate) moved: Option<Moved>,
}

/// Uses that lead elsewhere, where nothing but that is another thing.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    /// Which of the file's uses, its node, and what it leads to now.
    pub(crate) uses: Vec<(u32, NodeId, Link)>,
    /// In the order of their ids.
    pub(crate) edges: Vec<Edge>,
    /// Where all stand now, as [`Places::read`] takes it; `None` where that is what is known already.
    pub(crate) places: Option<Vec<u8>>,
}

/// What is known of a file as it was.
pub(crate) struct Before<'a> {
    /// Those of its uses that lead elsewhere now, where they are known and that is all.
    pub(crate) relinked: Option<&'a [Relink]>,
    /// Where its uses and edges stood, as bytes, where that was kept.
    pub(crate) places: Option<&'a [u8]>,
    /// What its uses led to; `None` where that cannot be read.
    pub(crate) links: &'a dyn Fn() -> Option<Links>,
}

/// What of a file is another thing, for its names lead elsewhere, which is told by `after`; `None` where something of its
/// own node is, or what they led to before cannot be read. Cost: that of the uses that lead elsewhere, where they and the places are
/// known; else a look at each use, or, where some have a node that had none, that of two layouts.
pub(crate) fn altered(
    unit: &Unit,
    (file, symbols): (NodeId, &[NodeId]),
    before: &Before<'_>,
    after: &dyn Fn() -> Option<Links>,
) -> Option<Altered> {
    let found = match before.relinked {
        Some(_) => None,
        None => after()?.relinked(&(before.links)()?),
    };
    if let Some(relinked) = before.relinked.or(found.as_deref()) {
        let made = match before.places {
            Some(_) => None,
            None => Some(places::encode(&Layout::of(unit, file, symbols, &(before.links)()?), file)),
        };
        let places = Places::read(before.places.or(made.as_deref())?)?;
        if let Some(mut moved) = moved(unit, file, relinked, places) {
            moved.places = moved.places.or(made);
            let nodes = moved.uses.iter().map(|(_, node, _)| *node).collect();
            return Some(Altered { nodes, moved: Some(moved) });
        }
    }
    let (before, after) = ((before.links)()?, after()?);
    let (was, now) = (Layout::of(unit, file, symbols, &before), Layout::of(unit, file, symbols, &after));
    let mut nodes = BTreeSet::new();
    let links = unit.facts.uses.iter().zip(before.uses.iter().zip(&after.uses));
    for ((used, (before, after)), (was, now)) in links.zip(was.uses.iter().zip(&now.uses)) {
        if before != after || was != now {
            nodes.extend(was.iter().chain(now));
        }
        if (*before == Link::Local) != (*after == Link::Local) {
            // It calls more than it did, or less.
            nodes.extend(used.container.and_then(|at| symbols.get(at as usize)));
        }
    }
    differing(&was.edges, &now.edges, &mut |edge| {
        nodes.insert(edge.from);
    });
    (!nodes.contains(&file)).then_some(Altered { nodes, moved: None })
}

/// What is another thing where these uses of a file lead elsewhere, and all else is what it was: the nodes
/// of the uses, where these had nodes before, too, and no edge that stays has another id because another one comes or
/// goes; `None` where that is not so. `places` are those of before. Cost: that of the uses, and of copying the places.
fn moved(unit: &Unit, file: NodeId, relinked: &[Relink], mut places: Places<'_>) -> Option<Moved> {
    let mut moved = Moved::default();
    let mut is_other = false;
    for Relink { at, before, after } in relinked {
        let used = unit.facts.uses.get(*at as usize)?;
        if has_node(used, before) != has_node(used, after) {
            return None;
        }
        let from = places.of_use(*at)?;
        if from == 0 {
            continue;
        }
        let node = NodeId(file.0 + i64::from(from));
        moved.uses.push((*at, node, after.clone()));
        if before.known().is_none() && after.known().is_none() {
            continue;
        }
        let kind = if used.kind == UseKind::Reference { EdgeKind::References } else { EdgeKind::Calls };
        let id = natural(file, edge_key(&mut Keys::default(), &kind, node, file));
        if id == file.0 || id == file.last_of_file().0 {
            return None;
        }
        let slot = u32::try_from(id - file.0).ok()?;
        let stands = |places: &Places<'_>| places.of_edge(slot) == Some(from);
        let is_alone = match (before.known(), after.known()) {
            // It stands where it wants to, and nobody went on because of it.
            (Some(_), None) => stands(&places) && places.of_edge(slot + 1).is_none(),
            (None, Some(_)) => places.of_edge(slot).is_none(),
            _ => stands(&places),
        };
        if !is_alone {
            return None;
        }
        if before.known().is_some() != after.known().is_some() {
            places.set_edge(slot, after.known().map(|_| from));
            is_other = true;
        }
        let edge = |to| Edge { id: EdgeId(id), from: node, to, kind: kind.clone(), data: String::new() };
        moved.edges.extend(after.known().map(edge));
    }
    moved.edges.sort_unstable_by_key(|edge| edge.id);
    moved.places = is_other.then(|| places.encode());
    Some(moved)
}

/// Gives `each` the edges that one of two lists has and the other has not, or has otherwise; both in the order of their ids.
fn differing(was: &[Edge], now: &[Edge], each: &mut dyn FnMut(&Edge)) {
    let (mut was, mut now) = (was.iter().peekable(), now.iter().peekable());
    loop {
        let order = match (was.peek(), now.peek()) {
            (Some(old), Some(new)) if old == new => {
                was.next();
                now.next();
                continue;
            }
            (Some(old), Some(new)) => old.id.cmp(&new.id),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        if order.is_le() {
            was.next().into_iter().for_each(&mut *each);
        }
        if order.is_ge() {
            now.next().into_iter().for_each(&mut *each);
        }
    }
}

#[cfg(test)]
mod tests {

    use proptest::prelude::*;

    use super::*;
    use crate::index::bytes::Bytes;
    use crate::index::encoding;
    use crate::index::extract::extract;
    use crate::index::records::symbol_ids;
    use crate::index::resolve::Glance;
    use crate::model::{Certainty, Language};

    const FILE: NodeId = NodeId(9 << NodeId::SLOT_BITS);

    /// So many that some of their edges want the same place.
    const USES: usize = 4000;

    fn unit() -> (Unit, Vec<NodeId>) {
        let uses = (0..USES).map(|at| match at % 3 {
            0 => format!("f(A{at});"),
            _ => format!("f{at}(f);"),
        });
        let text = format!("fn f() {{ {} }}\nstruct B;\nimpl C for B {{}}", uses.collect::<String>());
        let facts = extract("a.rs", text.as_bytes(), Language::Rust);
        let symbols = symbol_ids(FILE, &Glance::of(&facts, None).keys);
        (Unit::open("a.rs".to_owned(), Bytes::from(&*encoding::encode(&facts, None))).unwrap(), symbols)
    }

    fn link(seed: u8) -> Link {
        let known = |to: i64| Link::Known { to: NodeId(to), certainty: Certainty::Import, is_call: true };
        match seed % 4 {
            0 => Link::Unknown,
            1 => known(FILE.0 + 1),
            2 => known(7),
            _ if seed > 250 => Link::Local,
            _ => known(FILE.0 + 2),
        }
    }

    fn said(layout: &Layout, links: &Links) -> BTreeSet<(NodeId, String)> {
        let uses = layout.uses.iter().zip(&links.uses).enumerate();
        let uses = uses.filter_map(|(at, (node, link))| Some(((*node)?, format!("{at} {link:?}"))));
        uses.chain(layout.edges.iter().map(|edge| (edge.from, format!("{edge:?}")))).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn no_node_that_is_another_is_left_out(
            before in prop::collection::vec(any::<u8>(), 3 * USES),
            edits in prop::collection::btree_map(0..2 * USES, any::<u8>(), 0..600),
            bases in any::<[bool; 2]>(),
        ) {
            let (unit, symbols) = unit();
            let links = |seeds: &[u8], has_base: bool| Links {
                uses: (0..unit.facts.uses.len()).map(|at| link(seeds[at])).collect(),
                implements: has_base.then_some((1, NodeId(7))).into_iter().collect(),
            };
            let mut after = before.clone();
            edits.iter().for_each(|(at, seed)| after[*at] = *seed);
            let (before, after) = (links(&before, bases[0]), links(&after, bases[0] && bases[1]));
            let now = Layout::of(&unit, FILE, &symbols, &after);
            let was = Layout::of(&unit, FILE, &symbols, &before);
            let others = &said(&was, &before) ^ &said(&now, &after);
            let others: BTreeSet<NodeId> = others.into_iter().map(|(node, _)| node).collect();
            let relinked = after.relinked(&before);
            let places = places::encode(&was, FILE);
            for (relinked, places) in [(None, None), (relinked.as_deref(), Some(&*places))] {
                let links = &|| Some(before.clone());
                let after = &|| Some(after.clone());
                let found = altered(&unit, (FILE, &symbols), &Before { relinked, places, links }, after);
                prop_assert_eq!(found.is_none(), others.contains(&FILE));
                prop_assert!(found.is_none_or(|found| found.nodes.is_superset(&others)));
            }
        }

        #[test]
        fn edges_that_come_and_go_where_others_are_move_them(
            seeds in prop::collection::vec(any::<bool>(), 3 * USES),
            edits in prop::collection::btree_set(0..2 * USES, 0..2000),
        ) {
            // Calls alone, which have nodes whatever they lead to.
            let (unit, symbols) = unit();
            let is_call = |at: usize| unit.facts.uses.get(at).unwrap().kind != UseKind::Reference;
            let links = |seeds: &[bool]| Links {
                uses: (0..unit.facts.uses.len()).map(|at| link(u8::from(seeds[at] && is_call(at)))).collect(),
                implements: Vec::new(),
            };
            let mut after = seeds.clone();
            edits.iter().for_each(|at| after[*at] = !after[*at]);
            let (before, after) = (links(&seeds), links(&after));
            let now = Layout::of(&unit, FILE, &symbols, &after);
            let was = Layout::of(&unit, FILE, &symbols, &before);
            let others = &said(&was, &before) ^ &said(&now, &after);
            let others: BTreeSet<NodeId> = others.into_iter().map(|(node, _)| node).collect();
            let relinked = after.relinked(&before).unwrap();
            let kept = places::encode(&was, FILE);
            if let Some(found) = moved(&unit, FILE, &relinked, Places::read(&kept).unwrap()) {
                let nodes: BTreeSet<NodeId> = found.uses.iter().map(|(_, node, _)| *node).collect();
                let of_nodes = now.edges.iter().filter(|edge| nodes.contains(&edge.from));
                prop_assert_eq!(found.edges, of_nodes.cloned().collect::<Vec<Edge>>());
                prop_assert_eq!(found.places.unwrap_or(kept), places::encode(&now, FILE));
                prop_assert_eq!(nodes, others);
            }
        }
    }
}
