//! What leads to the records of a file: all entries of `indexes` that follow from them.
//!
//! Writing, removing and checking share these functions of a file's records: some entries follow from a record alone
//! ([`follow`]), others from all of the file ([`Leads`]). What leads from one place to many stands in one entry, since a file has more uses than all else together: the edges that end inside of their file in blocks, those
//! that lead from one file to one node, and symbols of a file that have the same value in a column.

use std::collections::BTreeSet;

use super::keys::{Key, Parts};
use super::layout::{
    FILE_COLUMNS, SYMBOL_COLUMNS, file_measure, follow_names, index, record, symbol_column, symbol_value,
};
use crate::model::{EdgeKind, FileRecords, NodeId};
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

/// Which entries that follow from all records of a file together are others than they were.
#[derive(Debug, Default)]
struct Groups {
    /// By end and kind, those that lead to other files.
    outside: BTreeSet<(i64, EdgeKind)>,
    /// By the last node, blocks of edges inside.
    blocks: BTreeSet<i64>,
    measures: BTreeSet<(u8, i64)>,
}

impl Groups {
    /// Those that what is in `of` and not in `other` stands in; both are in order.
    fn add(&mut self, of: &Leads, other: &Leads, file: NodeId, bits: u32) {
        for lead in of.edges.iter().filter(|lead| other.edges.binary_search(lead).is_err()) {
            match lead.is_inside(file) {
                true => drop(self.blocks.insert(block_of(lead.to, bits))),
                false => drop(self.outside.insert((lead.to, lead.kind.clone()))),
            }
        }
        let others: BTreeSet<_> = other.measures.iter().map(measure_order).collect();
        let measures = of.measures.iter().map(measure_order).filter(|measure| !others.contains(measure));
        self.measures.extend(measures.map(|(column, value, _)| (column, value)));
    }

    fn has(&self, lead: &Lead, file: NodeId, bits: u32) -> bool {
        match lead.is_inside(file) {
            true => self.blocks.contains(&block_of(lead.to, bits)),
            false => self.outside.contains(&(lead.to, lead.kind.clone())),
        }
    }
}

impl Lead {
    fn is_inside(&self, file: NodeId) -> bool {
        NodeId(self.to).file() == file
    }
}

/// Gives `each` the entries that follow from all of a file's records together and are others than they were, and the
/// keys of those that are gone. `went` and `came` are what follows from those of its records that may be others, before
/// and now. Gives `false`, and nothing to `each`, where all entries may be others.
///
/// # Errors
/// Where an id is not of the file. Cost: a look at each edge and measure of the file.
pub(super) fn regroup(
    file: &FileRecords,
    (mut went, mut came): (Leads, Leads),
    each: &mut dyn FnMut(Key, Option<&[u8]>),
) -> Result<bool, Undecodable> {
    let id = file.file.id;
    [&mut went, &mut came].into_iter().for_each(|leads| leads.edges.sort_unstable());
    let inside = |leads: &Leads| leads.edges.iter().filter(|lead| lead.is_inside(id)).count();
    let now = file.edges.iter().filter(|edge| edge.to.file() == id).count();
    let before = (now + inside(&went)).saturating_sub(inside(&came));
    let bits = block_bits(now);
    if bits != block_bits(before) {
        return Ok(false);
    }
    let mut groups = Groups::default();
    groups.add(&went, &came, id, bits);
    groups.add(&came, &went, id, bits);
    let mut gone: BTreeSet<Key> = groups.keys(id);
    let mut leads = Leads { file: Some(id), ..Leads::default() };
    for edge in &file.edges {
        let (at, from) = (slot(id, edge.id.0)?, slot(id, edge.from.0)?);
        let lead = Lead { to: edge.to.0, kind: edge.kind.clone(), edge: at, from };
        leads.edges.extend(groups.has(&lead, id, bits).then_some(lead));
    }
    for metrics in &file.symbol_metrics {
        let slot = slot(id, metrics.symbol.0)?;
        let values =
            SYMBOL_COLUMNS.into_iter().filter_map(|column| Some((column, symbol_value(column, metrics)?)));
        let values = values.filter(|&(column, value)| groups.measures.contains(&(column as u8, value)));
        leads.measures.extend(values.map(|(column, value)| (column, value, slot)));
    }
    leads.end_in_blocks(bits, &mut |key, value| {
        gone.remove(&key);
        each(key, Some(value));
    });
    gone.into_iter().for_each(|key| each(key, None));
    Ok(true)
}

impl Groups {
    fn keys(&self, file: NodeId) -> BTreeSet<Key> {
        let outside = self.outside.iter().map(|(to, kind)| from_file(NodeId(*to), kind).int(file.0));
        let blocks = self.blocks.iter().map(|last| Key::tagged(index::EDGE_INSIDE).int(*last));
        let column = |tag: u8| SYMBOL_COLUMNS.into_iter().find(|column| *column as u8 == tag);
        let measures = self.measures.iter();
        let measures =
            measures.filter_map(|&(tag, value)| Some(symbol_column(column(tag)?, value).int(file.0)));
        outside.chain(blocks).chain(measures).collect()
    }
}

/// By what measures stand in order.
fn measure_order(&(column, value, slot): &(SymbolColumn, i64, u32)) -> (u8, i64, u32) {
    (column as u8, value, slot)
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
        let inside = self.edges.iter().filter(|lead| lead.is_inside(file)).count();
        self.end_in_blocks(block_bits(inside), each);
    }

    /// Likewise, where so many bits tell the ends apart that stand in one block.
    fn end_in_blocks(self, bits: u32, each: Each<'_>) {
        let Some(file) = self.file else { return };
        let mut value = Vec::new();
        let mut measures = self.measures;
        measures.sort_unstable_by_key(measure_order);
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
        for block in inside.chunk_by(|a, b| block_of(a.to, bits) == block_of(b.to, bits)) {
            let Some(first) = block.first() else { continue };
            value.clear();
            for lead in block {
                let kind = Key::default().edge_kind(&lead.kind);
                let to = slot(file, lead.to).unwrap_or_default();
                put(&(to, kind.bytes(), lead.edge, lead.from), &mut value);
            }
            each(Key::tagged(index::EDGE_INSIDE).int(block_of(first.to, bits)), &value);
        }
    }
}

/// How many of a slot's lowest bits tell the ends apart that stand in one block, where a file has so many edges inside.
fn block_bits(edges: usize) -> u32 {
    NodeId::SLOT_BITS.saturating_sub((edges / BLOCK).next_power_of_two().ilog2())
}

/// The last end that stands in one block with this one.
fn block_of(to: i64, bits: u32) -> i64 {
    to | ((1 << bits) - 1)
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
    use crate::model::{Edge, EdgeId, File};
    use crate::store::codec::Encoder;

    /// Edges of one file by their slots: from which slot, of what kind, to which node.
    type Edges = BTreeMap<u32, (u32, EdgeKind, NodeId)>;

    fn edge(file: NodeId, (id, (from, kind, to)): (&u32, &(u32, EdgeKind, NodeId))) -> Edge {
        let (id, from) = (file.0 + i64::from(*id), NodeId(file.0 + i64::from(*from)));
        Edge { id: EdgeId(id), from, to: *to, kind: kind.clone(), data: String::new() }
    }

    fn gathered<'e>(
        edges: impl Iterator<Item = (&'e u32, &'e (u32, EdgeKind, NodeId))>,
        file: NodeId,
    ) -> Leads {
        let mut leads = Leads::default();
        let mut with = Encoder::default();
        for edge in edges.map(|told| edge(file, told)) {
            EdgePayload::encode(&mut with, &edge);
            let key = super::super::layout::edges(edge.from, &edge.kind).int(edge.id.0);
            leads.gather(key.bytes(), with.payload()).unwrap();
        }
        leads
    }

    /// What leads to the ends of these edges, all of one file.
    fn entries(edges: &Edges, file: NodeId) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut entries = BTreeMap::new();
        gathered(edges.iter(), file).end(&mut |key: Key, value: &[u8]| {
            assert!(
                entries.insert(key.into_bytes(), value.to_vec()).is_none(),
                "no two entries have one key"
            );
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
            let mut file = FileRecords::of(File {
                id: FILE,
                path: String::new(),
                hash: String::new(),
                last_indexed_at: 0,
                last_modified: 0,
                extra: crate::model::Json::new(),
            });
            file.edges = after.iter().map(|told| edge(FILE, told)).collect();
            let went = gathered(before.iter().filter(is_other), FILE);
            let came = gathered(after.iter().filter(is_other), FILE);
            let mut found = entries(&before, FILE);
            let is_told = regroup(&file, (went, came), &mut |key, value| match value {
                Some(value) => drop(found.insert(key.into_bytes(), value.to_vec())),
                None => assert!(found.remove(key.bytes()).is_some(), "what is gone was there"),
            });
            let inside = |edges: &Edges| edges.values().filter(|(_, _, to)| to.file() == FILE).count();
            prop_assert_eq!(is_told.clone(), Ok(block_bits(inside(&before)) == block_bits(inside(&after))));
            if is_told == Ok(true) {
                prop_assert_eq!(found, entries(&after, FILE));
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
