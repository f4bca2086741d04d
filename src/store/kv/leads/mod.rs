//! What leads to the records of a file: all entries of `indexes` that follow from them.
//!
//! Writing, removing and checking share these functions of a file's records: some entries follow from a record alone
//! ([`follow`]), others from all of the file ([`Leads`]). What leads from one place to many stands in one entry, since a file has more uses than all else together: the edges that end inside of their file in blocks, those
//! that lead from one file to one node, and symbols of a file that have the same value in a column.

mod read;
mod regroup;
#[cfg(test)]
mod tests;

pub(super) use read::{all_inside, leading, leading_inside, measured};
pub(super) use regroup::Regroup;

use super::keys::{Key, Parts};
use super::layout::{
    FILE_COLUMNS, SYMBOL_COLUMNS, file_measure, follow_names, index, record, symbol_column, symbol_value,
};
use crate::model::{EdgeKind, NodeId};
use crate::store::SymbolColumn;
use crate::store::codec::{
    EdgePayload, FileMetricsPayload, SymbolMetricsPayload, Undecodable, append, decode, symbol_names,
};

/// Edges of a file for each block of those that end inside of it: more than half of them do, as a rule.
const BLOCK: u64 = 48;

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

impl Lead {
    fn is_inside(&self, file: NodeId) -> bool {
        NodeId(self.to).file() == file
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
        let bits = block_bits(self.edges.len() as u64);
        self.end_in_blocks(bits, each);
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
                append(&(slot - last), &mut value);
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
                leads.iter().for_each(|lead| append(&(lead.edge, lead.from), &mut value));
                each(from_file(NodeId(*to), kind).int(file.0), &value);
            }
        }
        for block in inside.chunk_by(|a, b| block_of(a.to, bits) == block_of(b.to, bits)) {
            let Some(first) = block.first() else { continue };
            value.clear();
            for lead in block {
                let kind = Key::default().edge_kind(&lead.kind);
                let to = slot(file, lead.to).unwrap_or_default();
                append(&(to, kind.bytes(), lead.edge, lead.from), &mut value);
            }
            each(Key::tagged(index::EDGE_INSIDE).int(block_of(first.to, bits)), &value);
        }
    }
}

/// How many of a slot's lowest bits tell the ends apart that stand in one block, where a file has so many edges: what its
/// totals say, so that nobody has to count those that end inside.
fn block_bits(edges: u64) -> u32 {
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

/// What the keys of all edges of a kind begin with that end at a node and come from other files; the file follows.
pub(super) fn from_file(to: NodeId, kind: &EdgeKind) -> Key {
    Key::tagged(index::EDGE_IN).int(to.0).edge_kind(kind)
}
