//! Records as bytes: one canonical form, whichever engine holds them.
//!
//! A record is a *heading*, by which it is found (its sort, ids, path), and a *payload*, what is known
//! of it: [`VERSION`] and the fields in postcard's encoding. fjall keeps payloads under keys; SQLite
//! keeps the same facts in columns and JSON. The digest of a record is the XXH3-128 of heading and
//! payload together, so it is the same in both, and the sum of all digests (see [`Totals`]) says whether
//! two databases hold the same, in whatever order they hold it.

mod append;
mod hex;
mod node;
mod parts;
mod payload;
#[cfg(test)]
mod tests;
mod totals;

use serde::Serialize;
use twox_hash::XxHash3_128;

use crate::model::RecordKind;

pub(super) use append::append;
pub(super) use node::{
    NodeRef, Sought, SymbolNames, decode_node, encode_node, node_kind, sought, symbol_names,
};
pub(super) use parts::{Part, meant, meant_of, parts};
pub(super) use payload::{
    CfgPayload, ChunkPayload, EdgePayload, ExecutionPayload, FileMetricsPayload, StatePayload,
    SymbolMetricsPayload, decode, encode_diagnostic, encode_record,
};
pub(super) use totals::Totals;

/// The version that every payload begins with, facts apart, which have one of their own.
pub(super) const VERSION: u8 = 1;

/// A buffer in which one record after another is encoded.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    buffer: Vec<u8>,
    heading: usize,
}

impl Encoder {
    /// Begins a record that is found by `parts`; what the encoder held is gone.
    pub(super) fn begin(&mut self, kind: RecordKind, parts: &[&[u8]]) {
        self.buffer.clear();
        self.buffer.push(kind as u8);
        for part in parts {
            // The length keeps ("a", "bc") apart from ("ab", "c").
            self.buffer.extend_from_slice(&(part.len() as u64).to_le_bytes());
            self.buffer.extend_from_slice(part);
        }
        self.heading = self.buffer.len();
    }

    /// Sets the payload: the version and `fields`.
    pub(super) fn fields(&mut self, fields: &impl Serialize) {
        self.buffer.truncate(self.heading);
        self.buffer.push(VERSION);
        append(fields, &mut self.buffer);
    }

    /// Sets the payload as it is.
    pub(super) fn raw(&mut self, payload: &[u8]) {
        self.buffer.truncate(self.heading);
        self.buffer.extend_from_slice(payload);
    }

    /// The heading of the record.
    pub(super) fn heading(&self) -> &[u8] {
        self.buffer.get(..self.heading).unwrap_or_default()
    }

    /// The payload of the record.
    pub(super) fn payload(&self) -> &[u8] {
        self.buffer.get(self.heading..).unwrap_or_default()
    }

    /// The digest of the record.
    pub(super) fn digest(&self) -> u128 {
        XxHash3_128::oneshot(&self.buffer)
    }

    /// The digest of the record with this payload, which is not copied.
    pub(super) fn digest_with(&self, payload: &[u8]) -> u128 {
        let mut digest = XxHash3_128::new();
        digest.write(self.heading());
        digest.write(payload);
        digest.finish_128()
    }
}

/// What is wrong with bytes that should have been a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Undecodable {
    /// Written by a later version of this program.
    Version(u8),
    /// Not what was written.
    Damaged,
}

impl std::fmt::Display for Undecodable {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Undecodable::Version(version) => {
                write!(to, "a record of version {version}, where this program knows {VERSION}")
            }
            Undecodable::Damaged => to.write_str("a record that cannot be read"),
        }
    }
}
