//! What follows from all records of a file together, where only some of these are others than they were.

use std::collections::BTreeSet;

use super::{Lead, Leads, block_bits, block_of, from_file, measure_order, slot};
use crate::model::{Edge, EdgeKind, FileRecords, NodeId};
use crate::store::codec::Undecodable;
use crate::store::kv::keys::Key;
use crate::store::kv::layout::{SYMBOL_COLUMNS, index, symbol_column, symbol_value};

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

    /// The keys of all of them.
    fn keys(&self, file: NodeId) -> BTreeSet<Key> {
        let outside = self.outside.iter().map(|(to, kind)| from_file(NodeId(*to), kind).int(file.0));
        let blocks = self.blocks.iter().copied().map(key_of_block);
        let column = |tag: u8| SYMBOL_COLUMNS.into_iter().find(|column| *column as u8 == tag);
        let measures = self.measures.iter();
        let measures =
            measures.filter_map(|&(tag, value)| Some(symbol_column(column(tag)?, value).int(file.0)));
        outside.chain(blocks).chain(measures).collect()
    }
}

/// Gives `each` the entries that follow from all of a file's records together and are others than they were, and the
/// keys of those that are gone. `went` and `came` are what follows from those of its records that may be others, before
/// and now; of `file` its edges and measures are looked at, and all of them are there.
///
/// # Errors
/// Where an id is not of the file. Cost: a look at each edge and measure of the file.
pub(in crate::store::kv) fn regroup(
    file: &FileRecords,
    (mut went, mut came): (Leads, Leads),
    each: &mut dyn FnMut(Key, Option<&[u8]>),
) -> Result<(), Undecodable> {
    let id = file.file.id;
    [&mut went, &mut came].into_iter().for_each(|leads| leads.edges.sort_unstable());
    let lead = |edge: &Edge| {
        let (at, from) = (slot(id, edge.id.0)?, slot(id, edge.from.0)?);
        Ok(Lead { to: edge.to.0, kind: edge.kind.clone(), edge: at, from })
    };
    let edges: Vec<Lead> = file.edges.iter().map(lead).collect::<Result<_, _>>()?;
    let inside = |edges: &[Lead]| edges.iter().filter(|lead| lead.is_inside(id)).count();
    let bits = block_bits(inside(&edges));
    let bits_before = block_bits((inside(&edges) + inside(&went.edges)).saturating_sub(inside(&came.edges)));
    let mut groups = Groups::default();
    groups.add(&went, &came, id, bits);
    groups.add(&came, &went, id, bits);
    let mut gone: BTreeSet<Key> = BTreeSet::new();
    if bits != bits_before {
        // All blocks are others.
        let stay = edges.iter().filter(|lead| came.edges.binary_search(lead).is_err());
        let before = stay.chain(&went.edges).filter(|lead| lead.is_inside(id));
        gone.extend(before.map(|lead| key_of_block(block_of(lead.to, bits_before))));
        let now = edges.iter().filter(|lead| lead.is_inside(id));
        groups.blocks = now.map(|lead| block_of(lead.to, bits)).collect();
    }
    gone.append(&mut groups.keys(id));
    let mut leads = Leads { file: Some(id), ..Leads::default() };
    leads.edges.extend(edges.into_iter().filter(|lead| groups.has(lead, id, bits)));
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
    Ok(())
}

fn key_of_block(last: i64) -> Key {
    Key::tagged(index::EDGE_INSIDE).int(last)
}
