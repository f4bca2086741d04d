//! What there is of a file, and how one state of it becomes another.

use std::convert::Infallible;

use fjall::UserKey;

use super::super::entries::{Entries, Pair};
use super::super::error::undecodable;
use super::super::keys::Key;
use super::super::keyspaces::{Keyspaces, Space, behind};
use super::super::layout::{self, of_node, record};
use super::super::long;
use super::super::packed::{self, packed_in};
use super::super::pairs::Pair as Record;
use super::file::FileEntries;
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
    /// In order, as are what leads to them and the texts.
    pub(super) records: Entries,
    pub(super) indexes: Entries,
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
        let mut held = Held::default();
        held.take_records(keyspaces, keyspaces.range(Space::Records, from.bytes(), &to))?;
        if held.records.is_empty() {
            return Ok(None);
        }
        if with_texts {
            for pair in keyspaces.stored(Space::Texts, from.bytes(), &to) {
                let (key, value) = pair?;
                held.texts.put(&key, &value);
            }
        }
        held.known(keyspaces, file).map(Some)
    }

    /// Reads no more of it than [`Held::put_state`] changes; `None` where the file is not there.
    pub(super) fn read_state(keyspaces: &Keyspaces, file: NodeId) -> Result<Option<Held>, StoreError> {
        let of_file = [record::PATH, record::NODE, record::STATE].map(|tag| of_node(file, tag));
        let keys = of_file.into_iter().chain([layout::of_totals(file)]);
        let pairs = keys.filter_map(|key| {
            let found = keyspaces.get(Space::Records, &key).transpose()?;
            Some(found.map(|value| (UserKey::from(key.bytes()), value)))
        });
        let mut held = Held::default();
        held.take_records(keyspaces, pairs)?;
        if held.records.is_empty() { Ok(None) } else { held.known(keyspaces, file).map(Some) }
    }

    /// Takes these records, and what follows from them.
    fn take_records(
        &mut self,
        keyspaces: &Keyspaces,
        pairs: impl Iterator<Item = Result<Record, StoreError>>,
    ) -> Result<(), StoreError> {
        let Held { records, indexes, .. } = self;
        let mut entries = FileEntries::default();
        for pair in pairs {
            let (key, value) = pair?;
            entries.record(&key, &value, records, indexes);
        }
        entries.end(records, indexes).map_err(|error| unreadable(keyspaces, &error))?;
        records.sort();
        indexes.sort();
        Ok(())
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

    /// What there is to be of it; without its texts where `kept` are the totals of before, see [`layout::put_file`].
    ///
    /// # Errors
    /// Where a record does not come back from its bytes.
    pub(super) fn of(
        file: &FileRecords,
        kept: Option<&Totals>,
        with: &mut Encoder,
    ) -> Result<Held, Undecodable> {
        let mut held = Held { path: file.file.path.clone(), ..Held::default() };
        let Held { records, indexes, texts, .. } = &mut held;
        let mut entries = FileEntries::default();
        let put = &mut |space: Space, key: Key, value: &[u8]| -> Result<(), Infallible> {
            if space == Space::Texts {
                return long::put(&key, value, &mut |key, value| {
                    texts.put(key, value);
                    Ok(())
                });
            }
            entries.record(key.bytes(), value, records, indexes);
            Ok(())
        };
        let Ok(totals) = layout::put_file(file, kept, with, put);
        entries.end(records, indexes)?;
        [records, indexes, texts].into_iter().for_each(Entries::sort);
        held.totals = totals;
        Ok(held)
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

        let mut entries = FileEntries::default();
        let (mut same, mut indexes) = (Entries::default(), Entries::default());
        for (key, value) in self.records.iter() {
            entries.record(key, value.unwrap_or_default(), &mut same, &mut indexes);
        }
        entries.end(&mut same, &mut indexes)?;
        indexes.sort();
        self.indexes = indexes;
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
