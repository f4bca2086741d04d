//! The records of a file on their way into entries.

use super::super::entries::Entries;
use super::super::keys::Key;
use super::super::leads::Leads;
use super::super::packed::Packer;
use crate::store::codec::Undecodable;

/// Brings the records of one file together, node by node, and gathers what leads to them.
#[derive(Debug, Default)]
pub(super) struct FileEntries {
    packer: Packer,
    leads: Leads,
    /// What went wrong first.
    unread: Option<Undecodable>,
}

impl FileEntries {
    /// Takes a record; those of one node come together, and that with the path comes first.
    pub(super) fn record(&mut self, key: &[u8], value: &[u8], records: &mut Entries, indexes: &mut Entries) {
        let lead = &mut |key: Key, value: &[u8]| indexes.put(key.bytes(), value);
        if let Err(error) = self.leads.record(key, value, lead) {
            self.unread.get_or_insert(error);
        }
        self.packer.put(key, value, &mut |key, value| records.put(key, value));
    }

    /// Gathers what is left when there are no more.
    ///
    /// # Errors
    /// Where a record could not be read.
    pub(super) fn end(mut self, records: &mut Entries, indexes: &mut Entries) -> Result<(), Undecodable> {
        self.packer.end(&mut |key, value| records.put(key, value));
        self.leads.end(&mut |key, value| indexes.put(key.bytes(), value));
        self.unread.map_or(Ok(()), Err)
    }
}
