//! What there is of a file, and how one state of it becomes another.

use std::collections::BTreeMap;

use super::super::entries::Entries;
use super::super::error::undecodable;
use super::super::keys::Key;
use super::super::keyspaces::{Keyspaces, Space, behind};
use super::super::layout::{self, of_node, record};
use crate::model::{FileRecords, FileState, NodeData, NodeId, RecordKind};
use crate::store::StoreError;
use crate::store::codec::{
    Encoder, NodeRef, StatePayload, Totals, Undecodable, decode, decode_node, encode_node,
};

/// Keys with values.
pub(super) type Pairs = BTreeMap<Vec<u8>, Vec<u8>>;

/// All that a database holds of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub(super) path: String,
    pub(super) totals: Totals,
    pub(super) records: Pairs,
    pub(super) texts: Pairs,
}

impl Held {
    /// Reads it; `None` where the file is not there.
    pub(super) fn read(keyspaces: &Keyspaces, file: NodeId) -> Result<Option<Held>, StoreError> {
        let (from, to) = (Key::of(file.0), behind(Key::of(file.last_of_file().0).bytes()));
        let all = |space| -> Result<Pairs, StoreError> {
            let pairs = keyspaces.range(space, from.bytes(), &to);
            pairs.map(|pair| pair.map(|(key, value)| (key.to_vec(), value.to_vec()))).collect()
        };
        let records = all(Space::Records)?;
        if records.is_empty() {
            return Ok(None);
        }
        Held::of_pairs(keyspaces, file, records, all(Space::Texts)?).map(Some)
    }

    /// Reads no more of it than [`Held::put_state`] changes; `None` where the file is not there.
    pub(super) fn read_state(keyspaces: &Keyspaces, file: NodeId) -> Result<Option<Held>, StoreError> {
        let mut records = Pairs::new();
        for tag in [record::PATH, record::NODE, record::STATE, record::TOTALS] {
            let key = of_node(file, tag);
            let Some(value) = keyspaces.get(Space::Records, &key)? else { continue };
            records.insert(key.into_bytes(), value.to_vec());
        }
        if records.is_empty() {
            return Ok(None);
        }
        Held::of_pairs(keyspaces, file, records, Pairs::new()).map(Some)
    }

    fn of_pairs(
        keyspaces: &Keyspaces,
        file: NodeId,
        records: Pairs,
        texts: Pairs,
    ) -> Result<Held, StoreError> {
        let unreadable = |error: &Undecodable| undecodable(keyspaces.path(), Space::Records.name(), error);
        let of_file = |tag| {
            let value = records.get(of_node(file, tag).bytes());
            value.ok_or_else(|| unreadable(&Undecodable::Damaged))
        };
        let path = String::from_utf8_lossy(of_file(record::PATH)?).into_owned();
        let totals = decode(of_file(record::TOTALS)?).map_err(|error| unreadable(&error))?;
        Ok(Held { path, totals, records, texts })
    }

    /// What there is to be of it.
    pub(super) fn of(file: &FileRecords, with: &mut Encoder) -> Held {
        let (mut records, mut texts) = (Entries::default(), Entries::default());
        let totals = layout::put_file(file, with, &mut records, &mut texts);
        let pairs = |entries: &Entries| {
            let pairs = entries.iter().filter_map(|(key, value)| Some((key.to_vec(), value?.to_vec())));
            pairs.collect::<Pairs>()
        };
        Held { path: file.file.path.clone(), totals, records: pairs(&records), texts: pairs(&texts) }
    }

    /// Makes it one that was found with another time but the same content.
    ///
    /// # Errors
    /// Where its node or state cannot be read.
    pub(super) fn put_state(&mut self, state: &FileState, with: &mut Encoder) -> Result<(), Undecodable> {
        let id = state.file;
        let key = of_node(id, record::NODE).into_bytes();
        let node =
            decode_node(id, &self.path, self.records.get(&key).map(Vec::as_slice).unwrap_or_default())?;
        encode_node(with, (&node).into());
        self.totals.forget(RecordKind::File, with.digest());
        let NodeData::File(mut file) = node.data else { return Err(Undecodable::Damaged) };
        file.last_modified = state.modified_ns.div_euclid(1_000_000_000);
        encode_node(with, NodeRef::File(&file));
        self.totals.note(RecordKind::File, with.digest());
        self.records.insert(key, with.payload().to_vec());

        let key = of_node(id, record::STATE).into_bytes();
        let before = self.records.get(&key).map(Vec::as_slice).unwrap_or_default();
        let before = decode::<StatePayload<'_>>(before)?.state(id, &self.path);
        StatePayload::encode(with, &before);
        self.totals.forget(RecordKind::FileState, with.digest());
        StatePayload::encode(with, &FileState { path: self.path.clone(), ..state.clone() });
        self.totals.note(RecordKind::FileState, with.digest());
        self.records.insert(key, with.payload().to_vec());

        let key = layout::put_totals(id, &self.totals, with);
        self.records.insert(key.into_bytes(), with.payload().to_vec());
        Ok(())
    }
}

/// What is in `of` and not just so in `other`.
pub(super) fn missing<'a>(of: &'a Pairs, other: &Pairs) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    of.iter()
        .filter(|(key, value)| other.get(*key) != Some(*value))
        .map(|(key, value)| (key.as_slice(), value.as_slice()))
}
