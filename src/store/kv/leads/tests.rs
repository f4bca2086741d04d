use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::model::{Edge, EdgeId};
use crate::store::codec::Encoder;

/// Edges of one file by their slots: from which slot, of what kind, to which node.
type Edges = BTreeMap<u32, (u32, EdgeKind, NodeId)>;

fn edge(file: NodeId, (id, (from, kind, to)): (&u32, &(u32, EdgeKind, NodeId))) -> Edge {
    let (id, from) = (file.0 + i64::from(*id), NodeId(file.0 + i64::from(*from)));
    Edge { id: EdgeId(id), from, to: *to, kind: kind.clone(), data: String::new() }
}

fn gathered<'e>(edges: impl Iterator<Item = (&'e u32, &'e (u32, EdgeKind, NodeId))>, file: NodeId) -> Leads {
    let mut leads = Leads::default();
    let mut with = Encoder::default();
    for edge in edges.map(|told| edge(file, told)) {
        EdgePayload::encode(&mut with, &edge);
        let key = crate::store::kv::layout::edges(edge.from, &edge.kind).int(edge.id.0);
        leads.gather(key.bytes(), with.payload()).unwrap();
    }
    leads
}

/// What leads to the ends of these edges, all of one file.
fn entries(edges: &Edges, file: NodeId) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut entries = BTreeMap::new();
    gathered(edges.iter(), file).end(&mut |key: Key, value: &[u8]| {
        assert!(entries.insert(key.into_bytes(), value.to_vec()).is_none(), "no two entries have one key");
    });
    entries
}

const FILE: NodeId = NodeId(5 << NodeId::SLOT_BITS);

fn any_edges() -> impl Strategy<Value = Edges> {
    let end = prop_oneof![0i64..4, 0i64..1 << NodeId::SLOT_BITS];
    let kinds = [EdgeKind::Calls, EdgeKind::Defines, EdgeKind::Other("SEES".to_owned())];
    let edge = (0u32..9, prop::sample::select(kinds.to_vec()), 4i64..7, end)
        .prop_map(|(from, kind, of, slot)| (from, kind, NodeId((of << NodeId::SLOT_BITS) + slot)));
    prop::collection::btree_map(prop_oneof![0u32..300, 0u32..1 << NodeId::SLOT_BITS], edge, 0..200)
}

proptest! {
    #[test]
    fn each_edge_is_found_from_its_end(edges in any_edges()) {
        let file = FILE;
        let entries = entries(&edges, file);
        let ends: BTreeSet<(NodeId, EdgeKind)> = edges.values().map(|(_, kind, to)| (*to, kind.clone())).collect();
        for (to, kind) in ends {
            let wanted: Vec<(i64, NodeId)> = edges
                .iter()
                .filter(|(_, (_, of, end))| (of, end) == (&kind, &to))
                .map(|(id, (from, ..))| (file.0 + i64::from(*id), NodeId(file.0 + i64::from(*from))))
                .collect();
            let found = if to.file() == file {
                let block = Key::tagged(index::EDGE_INSIDE).int(to.0).into_bytes();
                let (_, block) = entries.range(block..).next().unwrap();
                leading_inside(to, &kind, block)
            } else {
                leading(file, &entries[from_file(to, &kind).int(file.0).bytes()])
            };
            prop_assert_eq!(found, Ok(wanted));
        }
    }

    #[test]
    fn of_a_change_only_its_groups_are_told(
        before in any_edges(),
        others in any_edges(),
        share in 0u32..9,
    ) {
        // What begins at some slots is another thing.
        let is_other = |edge: &(&u32, &(u32, EdgeKind, NodeId))| edge.1.0 < share;
        let mut after: Edges = before.clone();
        after.retain(|_, edge| edge.0 >= share);
        let free = |(id, _): &(&u32, &(u32, EdgeKind, NodeId))| !before.contains_key(id);
        after.extend(others.iter().filter(is_other).filter(free).map(|(id, edge)| (*id, edge.clone())));
        let went = gathered(before.iter().filter(is_other), FILE);
        let came = gathered(after.iter().filter(is_other), FILE);
        let mut found = entries(&before, FILE);
        let regroup = Regroup::new(FILE, (went, came), (before.len() as u64, after.len() as u64));
        let mut held: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
        for key in regroup.keys() {
            held.extend(found.get(key.bytes()).map(|value| (key.bytes().to_vec(), value.clone())));
        }
        if let Some((from, to)) = regroup.all_blocks() {
            let blocks = found.range(from.into_bytes()..to);
            held.extend(blocks.map(|(key, value)| (key.clone(), value.clone())));
        }
        let held = held.iter().map(|(key, value)| (key.as_slice(), value.as_slice()));
        let told = regroup.end(held, &mut |key, value| match value {
            Some(value) => drop(found.insert(key.into_bytes(), value.to_vec())),
            None => assert!(found.remove(key.bytes()).is_some(), "what is gone was there"),
        });
        prop_assert_eq!(told, Ok(()));
        prop_assert_eq!(found, entries(&after, FILE));
    }

    #[test]
    fn what_is_no_entry_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let to = NodeId(5 << NodeId::SLOT_BITS);
        // None of them panics, and none gives what lies in another file.
        let found = [leading(to, &bytes), leading_inside(to, &EdgeKind::Calls, &bytes)];
        for (edge, from) in found.into_iter().flatten().flatten() {
            prop_assert_eq!((NodeId(edge).file(), from.file()), (to, to));
        }
        for symbol in measured(to, &bytes).into_iter().flatten() {
            prop_assert_eq!(symbol.file(), to);
        }
    }
}
