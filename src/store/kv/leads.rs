//! What leads to the records of a file: all entries of `indexes` that follow from them.
//!
//! Writing, removing and checking share these functions of a file's records: some entries follow from a record alone
//! ([`follow`]), others from all of the file ([`Leads`]). What leads from one place to many stands in one entry, since a file has more uses than all else together: the edges that end inside of their file in blocks, those
//! that lead from one file to one node, and symbols of a file that have the same value in a column.

use super::keys::{Key, Parts};
use super::layout::{
    FILE_COLUMNS, SYMBOL_COLUMNS, file_measure, follow_names, index, record, symbol_column, symbol_value,
};
use crate::model::{EdgeKind, NodeId};
use crate::store::SymbolColumn;
use crate::store::codec::{
    EdgePayload, FileMetricsPayload, SymbolMetricsPayload, Undecodable, decode, symbol_names,
};

/// Edges that end inside of their file and stand together in an entry, about.
const BLOCK: usize = 32;

/// Takes an entry of an index: the key, the value.
pub(super) type Each<'e> = &'e mut dyn FnMut(Key, &[u8]);

/// Gives `each` what follows from one of `records` alone, of a file with this path.
///
/// # Errors
/// Where the record cannot be read.
pub(super) fn follow(key: &[u8], value: &[u8], path: &str, each: Each<'_>) -> Result<(), Undecodable> {
    let mut parts = Parts(key);
    let (Some(id), Some(tag)) = (parts.int(), parts.tag()) else { return Err(Undecodable::Damaged) };
    let bytes = Key::of(id);
    let bytes = bytes.bytes();
    match tag {
        record::PATH => each(Key::tagged(index::PATH).text(value), bytes),
        record::NODE => {
            if let Some(names) = symbol_names(value)? {
                follow_names(id, &names, each);
            }
        }
        record::FILE_METRICS => {
            let metrics = decode::<FileMetricsPayload>(value)?.metrics(path);
            FILE_COLUMNS
                .iter()
                .filter_map(|&column| file_measure(column, &metrics))
                .for_each(|key| each(key, bytes));
        }
        record::STATE => {
            // The state itself, so that a run that looks at all of them reads them in a row.
            each(Key::tagged(index::STATE).text(path.as_bytes()), &[bytes, value].concat());
        }
        record::EDGE | record::SYMBOL_METRICS | record::TOTALS => {}
        _ => return Err(Undecodable::Damaged),
    }
    Ok(())
}

/// What follows from all records of one file together.
#[derive(Debug, Default)]
pub(super) struct Leads {
    /// The file, once a record was seen.
    file: Option<NodeId>,
    edges: Vec<Lead>,
    /// For each symbol its values in all columns.
    measures: Vec<(SymbolColumn, i64, u32)>,
}

/// An edge, seen from its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Lead {
    to: i64,
    kind: EdgeKind,
    edge: u32,
    from: u32,
}

impl Leads {
    /// Takes one of the file's records.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub(super) fn gather(&mut self, key: &[u8], value: &[u8]) -> Result<(), Undecodable> {
        let mut parts = Parts(key);
        let (Some(id), Some(tag)) = (parts.int(), parts.tag()) else { return Err(Undecodable::Damaged) };
        let file = *self.file.get_or_insert_with(|| NodeId(id).file());
        match tag {
            record::EDGE => {
                let payload: EdgePayload<'_> = decode(value)?;
                let (Some(kind), Some(edge)) = (parts.edge_kind(), parts.int()) else {
                    return Err(Undecodable::Damaged);
                };
                let (edge, from) = (slot(file, edge)?, slot(file, id)?);
                self.edges.push(Lead { to: payload.to(), kind, edge, from });
            }
            record::SYMBOL_METRICS => {
                let metrics = decode::<SymbolMetricsPayload<'_>>(value)?.numbers(NodeId(id));
                let slot = slot(file, id)?;
                let value = |column| symbol_value(column, &metrics).map(|value| (column, value, slot));
                self.measures.extend(SYMBOL_COLUMNS.into_iter().filter_map(value));
            }
            _ => {}
        }
        Ok(())
    }

    /// Gives `each` what follows, when there are no more records.
    pub(super) fn end(self, each: Each<'_>) {
        let Some(file) = self.file else { return };
        let mut value = Vec::new();
        let mut measures = self.measures;
        measures.sort_unstable_by_key(|&(column, value, slot)| (column as u8, value, slot));
        for alike in measures.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(column, number, _)) = alike.first() else { continue };
            value.clear();
            let mut last = 0;
            for (_, _, slot) in alike {
                put(&(slot - last), &mut value);
                last = *slot;
            }
            each(symbol_column(column, number).int(file.0), &value);
        }
        let mut edges = self.edges;
        edges.sort_unstable();
        let begin = edges.partition_point(|lead| lead.to < file.0);
        let end = edges.partition_point(|lead| lead.to <= file.last_of_file().0);
        let (before, rest) = edges.split_at(begin);
        let (inside, behind) = rest.split_at(end - begin);
        for outside in [before, behind] {
            for leads in outside.chunk_by(|a, b| (a.to, &a.kind) == (b.to, &b.kind)) {
                let Some(Lead { to, kind, .. }) = leads.first() else { continue };
                value.clear();
                leads.iter().for_each(|lead| put(&(lead.edge, lead.from), &mut value));
                each(from_file(NodeId(*to), kind).int(file.0), &value);
            }
        }
        let bits = block_bits(inside.len());
        let last = |lead: &Lead| lead.to | ((1 << bits) - 1);
        for block in inside.chunk_by(|a, b| last(a) == last(b)) {
            let Some(first) = block.first() else { continue };
            value.clear();
            for lead in block {
                let kind = Key::default().edge_kind(&lead.kind);
                let to = slot(file, lead.to).unwrap_or_default();
                put(&(to, kind.bytes(), lead.edge, lead.from), &mut value);
            }
            each(Key::tagged(index::EDGE_INSIDE).int(last(first)), &value);
        }
    }
}

/// How many of a slot's lowest bits tell the ends apart that stand in one block, where a file has so many edges inside.
fn block_bits(edges: usize) -> u32 {
    NodeId::SLOT_BITS.saturating_sub((edges / BLOCK).next_power_of_two().ilog2())
}

/// The place of an id in its file.
fn slot(file: NodeId, id: i64) -> Result<u32, Undecodable> {
    if NodeId(id).file() != file {
        return Err(Undecodable::Damaged);
    }
    u32::try_from(id - file.0).map_err(|_| Undecodable::Damaged)
}

fn put(what: &impl serde::Serialize, to: &mut Vec<u8>) {
    // Writing to memory cannot fail.
    let written = postcard::to_io(what, to);
    debug_assert!(written.is_ok());
}

/// What the keys of all edges of a kind begin with that end at a node and come from other files; the file follows.
pub(super) fn from_file(to: NodeId, kind: &EdgeKind) -> Key {
    Key::tagged(index::EDGE_IN).int(to.0).edge_kind(kind)
}

/// The symbols of a file that an entry of a column names, by id.
///
/// # Errors
/// Where they cannot be read.
pub(super) fn measured(file: NodeId, mut value: &[u8]) -> Result<Vec<NodeId>, Undecodable> {
    let mut symbols = Vec::new();
    let mut last = 0u32;
    while !value.is_empty() {
        let (more, rest) = postcard::take_from_bytes::<u32>(value).map_err(|_| Undecodable::Damaged)?;
        last = last.checked_add(more).filter(|slot| within(*slot)).ok_or(Undecodable::Damaged)?;
        symbols.push(NodeId(file.0 + i64::from(last)));
        value = rest;
    }
    Ok(symbols)
}

/// The edges that an entry of one file names, and where they begin, by id.
///
/// # Errors
/// Where they cannot be read.
pub(super) fn leading(file: NodeId, mut value: &[u8]) -> Result<Vec<(i64, NodeId)>, Undecodable> {
    let mut edges = Vec::new();
    while !value.is_empty() {
        let ((edge, from), rest) =
            postcard::take_from_bytes::<(u32, u32)>(value).map_err(|_| Undecodable::Damaged)?;
        edges.push(at(file, edge, from)?);
        value = rest;
    }
    Ok(edges)
}

/// The edges of a kind that end at a node, and where they begin, by id, of a block of edges inside of a file.
///
/// # Errors
/// Where they cannot be read.
pub(super) fn leading_inside(
    to: NodeId,
    kind: &EdgeKind,
    mut block: &[u8],
) -> Result<Vec<(i64, NodeId)>, Undecodable> {
    let file = to.file();
    let wanted = to.0 - file.0;
    let kind = Key::default().edge_kind(kind);
    let mut edges = Vec::new();
    while !block.is_empty() {
        let ((slot, known, edge, from), rest) =
            postcard::take_from_bytes::<(u32, &[u8], u32, u32)>(block).map_err(|_| Undecodable::Damaged)?;
        if i64::from(slot) > wanted {
            break;
        }
        if i64::from(slot) == wanted && known == kind.bytes() {
            edges.push(at(file, edge, from)?);
        }
        block = rest;
    }
    Ok(edges)
}

fn at(file: NodeId, edge: u32, from: u32) -> Result<(i64, NodeId), Undecodable> {
    if !within(edge) || !within(from) {
        return Err(Undecodable::Damaged);
    }
    Ok((file.0 + i64::from(edge), NodeId(file.0 + i64::from(from))))
}

fn within(slot: u32) -> bool {
    slot < 1 << NodeId::SLOT_BITS
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::model::{Edge, EdgeId};
    use crate::store::codec::Encoder;

    /// What leads to the ends of these edges, all of one file.
    fn entries(edges: &BTreeMap<u32, (u32, EdgeKind, NodeId)>, file: NodeId) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut entries = BTreeMap::new();
        let each = &mut |key: Key, value: &[u8]| {
            assert!(
                entries.insert(key.into_bytes(), value.to_vec()).is_none(),
                "no two entries have one key"
            );
        };
        let mut leads = Leads::default();
        let mut with = Encoder::default();
        for (id, (from, kind, to)) in edges {
            let (id, from) = (file.0 + i64::from(*id), NodeId(file.0 + i64::from(*from)));
            let edge = Edge { id: EdgeId(id), from, to: *to, kind: kind.clone(), data: String::new() };
            EdgePayload::encode(&mut with, &edge);
            let key = super::super::layout::edges(from, kind).int(id);
            leads.gather(key.bytes(), with.payload()).unwrap();
        }
        leads.end(each);
        entries
    }

    proptest! {
        #[test]
        fn each_edge_is_found_from_its_end(
            made in prop::collection::btree_map(
                0u32..1 << NodeId::SLOT_BITS,
                (0u32..9, 0usize..3, 4i64..7, prop_oneof![0i64..4, 0i64..1 << NodeId::SLOT_BITS]),
                0..200,
            ),
        ) {
            let file = NodeId(5 << NodeId::SLOT_BITS);
            let kinds = [EdgeKind::Calls, EdgeKind::Defines, EdgeKind::Other("SEES".to_owned())];
            let edges: BTreeMap<u32, (u32, EdgeKind, NodeId)> = made
                .into_iter()
                .map(|(id, (from, kind, of, slot))| (id, (from, kinds[kind].clone(), NodeId((of << NodeId::SLOT_BITS) + slot))))
                .collect();
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
}
