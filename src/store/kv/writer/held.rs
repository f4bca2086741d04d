//! What there is of a file, and how one state of it becomes another.

use std::collections::BTreeSet;
use std::convert::Infallible;

use super::super::entries::{Entries, Pair};
use super::super::error::undecodable;
use super::super::keys::Key;
use super::super::keyspaces::{Keyspaces, Space, behind};
use super::super::layout::{self, Extent, of_node, record};
use super::super::leads::Leads;
use super::super::long;
use super::super::packed::{self, Packer, packed_in};
use crate::model::{FileRecords, FileState, NodeData, NodeId, RecordKind};
use crate::store::StoreError;
use crate::store::codec::{
    Encoder, NodeRef, StatePayload, SymbolMetricsPayload, Totals, Undecodable, decode, decode_node,
    encode_node,
};

/// All that a database holds of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub(super) path: String,
    pub(super) totals: Totals,
    /// As they stand there, in order, as are the texts.
    pub(super) records: Entries,
    pub(super) texts: Entries,
}

impl Held {
    /// Reads it, with the texts or without; `None` where the file is not there.
    pub(super) fn read(
        keyspaces: &Keyspaces,
        file: NodeId,
        with_texts: bool,
    ) -> Result<Option<Held>, StoreError> {
        let (from, to) = (Key::of(file.0), behind(Key::of(file.last_of_file().0).bytes()));
        let all = |space| -> Result<Entries, StoreError> {
            let mut all = Entries::default();
            for pair in keyspaces.stored(space, from.bytes(), &to) {
                let (key, value) = pair?;
                all.put(&key, &value);
            }
            Ok(all)
        };
        let records = all(Space::Records)?;
        if records.is_empty() {
            return Ok(None);
        }
        let texts = if with_texts { all(Space::Texts)? } else { Entries::default() };
        Held { records, texts, ..Held::default() }.known(keyspaces, file).map(Some)
    }

    /// Reads no more of it than [`Held::put_state`] changes; `None` where the file is not there.
    pub(super) fn read_state(keyspaces: &Keyspaces, file: NodeId) -> Result<Option<Held>, StoreError> {
        let mut records = Entries::default();
        let of_file = [record::PATH, record::NODE, record::STATE].map(|tag| of_node(file, tag));
        for key in of_file.into_iter().chain([layout::of_totals(file)]) {
            let Some(value) = keyspaces.get(Space::Records, &key)? else { continue };
            records.put(key.bytes(), &value);
        }
        if records.is_empty() {
            return Ok(None);
        }
        records.sort();
        Held { records, ..Held::default() }.known(keyspaces, file).map(Some)
    }

    /// Reads what there is of some of its nodes, and what it has one of; `None` where the file is not there.
    pub(super) fn read_nodes(
        keyspaces: &Keyspaces,
        file: NodeId,
        nodes: &BTreeSet<NodeId>,
    ) -> Result<Option<Held>, StoreError> {
        let of_file = [record::PATH, record::NODE, record::STATE, record::FILE_METRICS];
        let of_file = of_file.map(|tag| of_node(file, tag)).into_iter().chain([layout::of_totals(file)]);
        let mut records = Entries::default();
        for key in of_file.chain(nodes.iter().map(|node| Key::of(node.0))) {
            let Some(value) = keyspaces.stored_at(Space::Records, &key)? else { continue };
            records.put(key.bytes(), &value);
        }
        if records.is_empty() {
            return Ok(None);
        }
        records.sort();
        Held { records, ..Held::default() }.known(keyspaces, file).map(Some)
    }

    /// Reads the path and the totals.
    fn known(mut self, keyspaces: &Keyspaces, file: NodeId) -> Result<Held, StoreError> {
        let of_key = |key: Key| self.records.get(key.bytes()).ok_or(Undecodable::Damaged);
        let path = of_key(of_node(file, record::PATH)).map(|path| String::from_utf8_lossy(path).into_owned());
        let totals = of_key(layout::of_totals(file)).and_then(decode);
        self.path = path.map_err(|error| unreadable(keyspaces, &error))?;
        self.totals = totals.map_err(|error| unreadable(keyspaces, &error))?;
        Ok(self)
    }

    /// What there is to be of it.
    pub(super) fn of(file: &FileRecords, extent: Extent<'_>, with: &mut Encoder) -> Held {
        let (mut records, mut texts) = (Entries::default(), Entries::default());
        let mut packer = Packer::default();
        let put = &mut |space: Space, key: Key, value: &[u8]| -> Result<(), Infallible> {
            if space == Space::Texts {
                return long::put(&key, value, &mut |key, value| {
                    texts.put(key, value);
                    Ok(())
                });
            }
            packer.put(key.bytes(), value, &mut |key, value| records.put(key, value));
            Ok(())
        };
        let Ok(totals) = layout::put_file(file, extent, with, put);
        packer.end(&mut |key, value| records.put(key, value));
        records.sort();
        texts.sort();
        Held { path: file.file.path.clone(), totals, records, texts }
    }

    /// The totals of what it has beside these records.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub(super) fn rest(&self, with: &mut Encoder) -> Result<Totals, Undecodable> {
        let mut rest = self.totals.clone();
        for (key, value) in self.records.iter() {
            let each = &mut |key: &[u8], value: &[u8]| {
                if let Some(kind) = layout::encode_again(key, value, &self.path, with)? {
                    rest.forget(kind, with.digest());
                }
                Ok(())
            };
            packed::each_record(key, value.unwrap_or_default(), each)?;
        }
        Ok(rest)
    }

    /// What leads to it, as its records say together.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub(super) fn gathered(&self) -> Result<Leads, Undecodable> {
        let mut leads = Leads::default();
        for (key, value) in self.records.iter() {
            packed::each_record(key, value.unwrap_or_default(), &mut |key, value| leads.gather(key, value))?;
        }
        Ok(leads)
    }

    /// The entries of that, in order.
    ///
    /// # Errors
    /// Likewise.
    pub(super) fn leads(&self) -> Result<Entries, Undecodable> {
        let leads = self.gathered()?;
        let mut entries = Entries::default();
        leads.end(&mut |key, value| entries.put(key.bytes(), value));
        entries.sort();
        Ok(entries)
    }

    /// The record with this key.
    fn record(&self, key: &Key) -> Result<Option<&[u8]>, Undecodable> {
        let key = key.bytes();
        let Some(node) = packed_in(key) else { return Ok(self.records.get(key)) };
        let Some(whole) = self.records.get(node) else { return Ok(None) };
        let part = packed::find(whole, key.get(node.len()..).unwrap_or_default())?;
        Ok(part.and_then(|part| whole.get(part)))
    }

    /// Gives the measures of symbols that are as they were the time at which they came to be so.
    ///
    /// # Errors
    /// Where measures cannot be read.
    pub(super) fn keep_times(&self, file: &mut FileRecords) -> Result<(), Undecodable> {
        for metrics in &mut file.symbol_metrics {
            let key = of_node(metrics.symbol, record::SYMBOL_METRICS);
            let Some(before) = self.record(&key)? else { continue };
            let before: SymbolMetricsPayload<'_> = decode(before)?;
            metrics.keep_time(&before.metrics(metrics.symbol, &metrics.path));
        }
        Ok(())
    }

    /// Makes it one that was found with another time but the same content.
    ///
    /// # Errors
    /// Where its node or state cannot be read.
    pub(super) fn put_state(&mut self, state: &FileState, with: &mut Encoder) -> Result<(), Undecodable> {
        let id = state.file;
        let key = of_node(id, record::NODE);
        let node = decode_node(id, &self.path, self.records.get(key.bytes()).unwrap_or_default())?;
        encode_node(with, (&node).into());
        self.totals.forget(RecordKind::File, with.digest());
        let NodeData::File(mut file) = node.data else { return Err(Undecodable::Damaged) };
        file.last_modified = state.modified_ns.div_euclid(1_000_000_000);
        encode_node(with, NodeRef::File(&file));
        self.totals.note(RecordKind::File, with.digest());
        self.records.put(key.bytes(), with.payload());
        self.records.sort();

        let key = of_node(id, record::STATE);
        let before = self.records.get(key.bytes()).unwrap_or_default();
        let before = decode::<StatePayload<'_>>(before)?.state(id, &self.path);
        StatePayload::encode(with, &before);
        self.totals.forget(RecordKind::FileState, with.digest());
        StatePayload::encode(with, &FileState { path: self.path.clone(), ..state.clone() });
        self.totals.note(RecordKind::FileState, with.digest());
        self.records.put(key.bytes(), with.payload());
        let key = layout::put_totals(id, &self.totals, with);
        self.records.put(key.bytes(), with.payload());
        self.records.sort();
        Ok(())
    }
}

fn unreadable(keyspaces: &Keyspaces, error: &Undecodable) -> StoreError {
    undecodable(keyspaces.path(), Space::Records.name(), error)
}

/// What is in `of` and not just so in `other`; both are in order. Cost: a step for each of both.
pub(super) fn missing<'a>(of: &'a Entries, other: &'a Entries) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let mut others = other.iter().peekable();
    of.iter().filter_map(move |pair: Pair<'a>| {
        while others.next_if(|other| other.0 < pair.0).is_some() {}
        let is_there = others.peek().is_some_and(|other| *other == pair);
        pair.1.filter(|_| !is_there).map(|value| (pair.0, value))
    })
}
