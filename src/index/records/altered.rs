//! Which nodes of a file are others than they were, where its text stays.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::layout::{Layout, edge_key, has_node};
use crate::index::UseKind;
use crate::index::ids::{Keys, natural};
use crate::index::links::{Link, Links, Relink};
use crate::index::resolve::Unit;
use crate::model::{Edge, EdgeId, EdgeKind, NodeId};

/// The nodes of a file beside its own of which something is other than it was, for its names lead elsewhere; `None` where something of its
/// own node is, or what they led to before cannot be read. `relinked` are those of its uses that do, where they are known and that is all; `now` is the layout of what is
/// after. Cost: that of these uses, where they are known, else a look at each; where some have a node that had none, that of a layout.
pub(crate) fn altered(
    unit: &Unit,
    (file, symbols): (NodeId, &[NodeId]),
    relinked: Option<&[Relink]>,
    (before, after): (&dyn Fn() -> Option<Links>, &Links),
    now: &Layout,
) -> Option<BTreeSet<NodeId>> {
    let by_uses = |relinked: &[Relink]| relinked_nodes(unit, file, relinked, now);
    if let Some(nodes) = relinked.and_then(by_uses) {
        return Some(nodes);
    }
    let before = before()?;
    let found = if relinked.is_none() { after.relinked(&before) } else { None };
    if let Some(nodes) = found.and_then(|found| by_uses(&found)) {
        return Some(nodes);
    }
    let was = Layout::of(unit, file, symbols, &before);
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
    (!nodes.contains(&file)).then_some(nodes)
}

/// The nodes of which something is other than it was where these uses of a file lead elsewhere, and all else is what it was: they are those
/// of the uses, where these had nodes before, too, and no edge that stays has another id because another one comes or
/// goes; `None` where that is not so. `now` is the layout of what is after. Cost: that of the uses.
fn relinked_nodes(unit: &Unit, file: NodeId, relinked: &[Relink], now: &Layout) -> Option<BTreeSet<NodeId>> {
    let is_taken = |id: i64| now.edges.binary_search_by_key(&EdgeId(id), |edge| edge.id).is_ok();
    let (mut nodes, mut went) = (BTreeSet::new(), BTreeSet::new());
    for Relink { at, before, after } in relinked {
        let used = unit.facts.uses.get(*at as usize)?;
        if has_node(used, before) != has_node(used, after) {
            return None;
        }
        let Some(node) = *now.uses.get(*at as usize)? else { continue };
        nodes.insert(node);
        if before.known().is_some() == after.known().is_some() {
            // Its edge leads elsewhere.
            continue;
        }
        let kind = if used.kind == UseKind::Reference { EdgeKind::References } else { EdgeKind::Calls };
        let wanted = natural(file, edge_key(&mut Keys::default(), &kind, node, file));
        if wanted == file.0 || wanted == file.last_of_file().0 {
            return None;
        }
        let is_alone = match after.known() {
            // What comes stands where it wants to, and nothing had to go on because of it.
            Some(_) => {
                let own = now.edges.binary_search_by_key(&EdgeId(wanted), |edge| edge.id).ok();
                let own = own.and_then(|at| now.edges.get(at));
                own.is_some_and(|edge| edge.from == node && edge.kind == kind) && !is_taken(wanted + 1)
            }
            // What goes had a place that nobody else has now, or wanted then.
            None => !is_taken(wanted) && went.insert(wanted),
        };
        if !is_alone {
            return None;
        }
    }
    Some(nodes)
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
            let found = altered(&unit, (FILE, &symbols), None, (&|| Some(before.clone()), &after), &now);
            prop_assert_eq!(found.is_none(), others.contains(&FILE));
            prop_assert!(found.is_none_or(|found| found.is_superset(&others)));
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
            if let Some(found) = relinked_nodes(&unit, FILE, &relinked, &now) {
                prop_assert_eq!(found, others);
            }
        }
    }
}
