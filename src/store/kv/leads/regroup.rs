//! What follows from all records of a file together, where only some of these are others than they were: the entries
//! that say something of these are read, changed and written back, and no others.

use std::collections::BTreeSet;

use super::read::{block_leads, leading, measured};
use super::{Lead, Leads, block_bits, block_of, from_file, measure_order};
use crate::model::{EdgeKind, NodeId};
use crate::store::SymbolColumn;
use crate::store::codec::Undecodable;
use crate::store::kv::keys::{Key, Parts};
use crate::store::kv::keyspaces::behind;
use crate::store::kv::layout::{SYMBOL_COLUMNS, index, symbol_column};

/// A value that a symbol has in a column: the column, the value, the symbol's slot.
type Measure = (u8, i64, u32);

/// How entries of a file become others, where it is known what of its records does.
#[derive(Debug)]
pub(in crate::store::kv) struct Regroup {
    file: NodeId,
    went: BTreeSet<Lead>,
    came: BTreeSet<Lead>,
    went_measures: BTreeSet<Measure>,
    came_measures: BTreeSet<Measure>,
    /// How many bits of a slot tell the ends apart that stand in one block, before and now.
    bits: (u32, u32),
}

impl Regroup {
    /// Of what follows from those records of a file that may be others, before and now; `edges` says how many edges the
    /// whole file has, before and now.
    pub(in crate::store::kv) fn new(
        file: NodeId,
        (before, now): (Leads, Leads),
        edges: (u64, u64),
    ) -> Regroup {
        let parted = |leads: &Leads| {
            let edges: BTreeSet<Lead> = leads.edges.iter().cloned().collect();
            let measures: BTreeSet<Measure> = leads.measures.iter().map(measure_order).collect();
            (edges, measures)
        };
        let ((went, went_measures), (came, came_measures)) = (parted(&before), parted(&now));
        Regroup {
            file,
            went: went.difference(&came).cloned().collect(),
            came: came.difference(&went).cloned().collect(),
            went_measures: went_measures.difference(&came_measures).copied().collect(),
            came_measures: came_measures.difference(&went_measures).copied().collect(),
            bits: (block_bits(edges.0), block_bits(edges.1)),
        }
    }

    /// The keys of entries that become others, those of blocks apart where all of these do.
    pub(in crate::store::kv) fn keys(&self) -> BTreeSet<Key> {
        let leads = self.went.iter().chain(&self.came);
        let leads = leads.filter(|lead| !(lead.is_inside(self.file) && self.all_blocks().is_some()));
        let measures = self.went_measures.iter().chain(&self.came_measures);
        let measures =
            measures.filter_map(|&(tag, value, _)| Some(measure_key(self.file, column(tag)?, value)));
        leads.map(|lead| self.key(lead, self.bits.0)).chain(measures).collect()
    }

    /// Where all blocks of the file stand, where they are all others: so many edges came or went. From, and up to without.
    pub(in crate::store::kv) fn all_blocks(&self) -> Option<(Key, Vec<u8>)> {
        let key = |id: i64| Key::tagged(index::EDGE_INSIDE).int(id);
        let bounds = || (key(self.file.0), behind(key(self.file.last_of_file().0).bytes()));
        (self.bits.0 != self.bits.1).then(bounds)
    }

    /// Gives `each` what these entries come to be, and the keys of those that go. `held` are those of them that are there.
    ///
    /// # Errors
    /// Where they are not what [`Leads::end`] gave. Cost: that of these entries.
    pub(in crate::store::kv) fn end<'h>(
        self,
        held: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        each: &mut dyn FnMut(Key, Option<&[u8]>),
    ) -> Result<(), Undecodable> {
        let (mut edges, mut measures) = (BTreeSet::new(), BTreeSet::new());
        let mut gone: BTreeSet<Vec<u8>> = BTreeSet::new();
        for (key, value) in held {
            self.read(key, value, &mut edges, &mut measures)?;
            gone.insert(key.to_vec());
        }
        edges.retain(|lead| !self.went.contains(lead));
        measures.retain(|measure| !self.went_measures.contains(measure));
        edges.extend(self.came);
        measures.extend(self.came_measures);
        let measures =
            measures.into_iter().filter_map(|(tag, value, slot)| Some((column(tag)?, value, slot)));
        let leads =
            Leads { file: Some(self.file), edges: edges.into_iter().collect(), measures: measures.collect() };
        leads.end_in_blocks(self.bits.1, &mut |key, value| {
            gone.remove(key.bytes());
            each(key, Some(value));
        });
        gone.into_iter().for_each(|key| each(Key::default().raw(&key), None));
        Ok(())
    }

    /// Takes what an entry says.
    fn read(
        &self,
        key: &[u8],
        value: &[u8],
        edges: &mut BTreeSet<Lead>,
        measures: &mut BTreeSet<Measure>,
    ) -> Result<(), Undecodable> {
        let mut parts = Parts(key);
        match parts.tag() {
            Some(index::EDGE_INSIDE) => edges.extend(block_leads(self.file, value)?),
            Some(index::EDGE_IN) => {
                let (Some(to), Some(kind)) = (parts.int(), parts.edge_kind()) else {
                    return Err(Undecodable::Damaged);
                };
                let lead = |(edge, from): (i64, NodeId)| self.lead(to, kind.clone(), edge, from);
                edges.extend(leading(self.file, value)?.into_iter().map(lead));
            }
            Some(index::SYMBOL_MEASURE) => {
                let (Some(tag), Some(value_of)) = (parts.tag(), parts.int_down()) else {
                    return Err(Undecodable::Damaged);
                };
                let slot = |symbol: NodeId| (symbol.0 - self.file.0) as u32;
                let symbols = measured(self.file, value)?.into_iter();
                measures.extend(symbols.map(|symbol| (tag, value_of, slot(symbol))));
            }
            _ => return Err(Undecodable::Damaged),
        }
        Ok(())
    }

    /// An edge of this file.
    fn lead(&self, to: i64, kind: EdgeKind, edge: i64, from: NodeId) -> Lead {
        Lead { to, kind, edge: (edge - self.file.0) as u32, from: (from.0 - self.file.0) as u32 }
    }

    fn key(&self, lead: &Lead, bits: u32) -> Key {
        match lead.is_inside(self.file) {
            true => Key::tagged(index::EDGE_INSIDE).int(block_of(lead.to, bits)),
            false => from_file(NodeId(lead.to), &lead.kind).int(self.file.0),
        }
    }
}

fn column(tag: u8) -> Option<SymbolColumn> {
    SYMBOL_COLUMNS.into_iter().find(|column| *column as u8 == tag)
}

fn measure_key(file: NodeId, column: SymbolColumn, value: i64) -> Key {
    symbol_column(column, value).int(file.0)
}
