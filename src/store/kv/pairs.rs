//! Keys with their values, in order, from either end.
//!
//! Records come one by one, those that stand together, too; a text that stands in pieces comes whole.

use std::collections::VecDeque;

use fjall::{Guard, Iter, UserKey, UserValue};

use super::error::undecodable;
use super::keys::Key;
use super::keyspaces::{Keyspaces, Space};
use super::long;
use super::packed::{self, Value, is_packed};
use crate::store::Result;

/// A key with its value.
pub(super) type Pair = (UserKey, Value);

/// How the entries of a keyspace are to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As they stand there.
    Stored,
    /// As records.
    Records,
    /// As texts.
    Texts,
}

/// Keys with their values, in order, from either end.
pub(super) struct Pairs<'a> {
    of: &'a Keyspaces,
    iter: Option<Iter>,
    /// In `records`: what was unpacked and is still to come, at either end.
    first: VecDeque<Result<Pair>>,
    last: VecDeque<Result<Pair>>,
    shape: Shape,
    /// Where the range ends that is asked for: an entry of records may go on behind it.
    to: Option<Vec<u8>>,
}

impl<'a> Pairs<'a> {
    /// Those of `iter`; of records those that stand before `to`.
    pub(super) fn new(of: &'a Keyspaces, iter: Option<Iter>, shape: Shape, to: Option<&[u8]>) -> Pairs<'a> {
        let to = to.map(<[u8]>::to_vec);
        Pairs { of, iter, first: VecDeque::new(), last: VecDeque::new(), shape, to }
    }

    /// Puts before all others those parts of an entry of records, if there is one, whose keys are `from` or come behind it.
    pub(super) fn begin_within(&mut self, entry: fjall::Result<Option<UserValue>>, node: &[u8], from: &[u8]) {
        match entry {
            Ok(None) => {}
            Ok(Some(value)) => {
                let parts = unpacked(self.of, node, &value, self.to.as_deref());
                self.first.extend(parts.filter(|part| part.as_ref().map_or(true, |(key, _)| **key >= *from)));
            }
            Err(error) => self.first.push_back(Err(self.of.failed(error))),
        }
    }

    /// Reads an entry. What is one by itself is given, if it is any; where it has records in it, they go to `parts`.
    fn read(&self, found: Guard, parts: &mut VecDeque<Result<Pair>>) -> Option<Result<Pair>> {
        let (key, value) = match found.into_inner() {
            Ok(entry) => entry,
            Err(error) => return Some(Err(self.of.failed(error))),
        };
        match self.shape {
            Shape::Records if is_packed(&key) => {
                parts.extend(unpacked(self.of, &key, &value, self.to.as_deref()));
                None
            }
            Shape::Texts if long::is_piece(&key) => None,
            Shape::Texts => Some(self.of.whole_text(&key, value).map(|value| (key, value))),
            Shape::Records | Shape::Stored => Some(Ok((key, value.into()))),
        }
    }
}

/// The records of an entry with keys before `to`.
fn unpacked<'p>(
    of: &'p Keyspaces,
    node: &'p [u8],
    value: &'p UserValue,
    to: Option<&'p [u8]>,
) -> impl Iterator<Item = Result<Pair>> {
    packed::parts(value)
        .map(move |part| match part {
            Ok((rest, at)) => {
                Ok((UserKey::from(Key::default().raw(node).raw(rest).bytes()), Value::part(value, at)))
            }
            Err(error) => Err(undecodable(of.path(), Space::Records.name(), &error)),
        })
        .filter(move |part| match (part, to) {
            (Ok((key, _)), Some(to)) => **key < *to,
            _ => true,
        })
}

impl Iterator for Pairs<'_> {
    type Item = Result<Pair>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(part) = self.first.pop_front() {
                return Some(part);
            }
            let Some(found) = self.iter.as_mut().and_then(Iterator::next) else {
                return self.last.pop_front();
            };
            let mut parts = std::mem::take(&mut self.first);
            let pair = self.read(found, &mut parts);
            self.first = parts;
            if pair.is_some() {
                return pair;
            }
        }
    }
}

impl DoubleEndedIterator for Pairs<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(part) = self.last.pop_back() {
                return Some(part);
            }
            let found = self.iter.as_mut().and_then(DoubleEndedIterator::next_back);
            let Some(found) = found else { return self.first.pop_back() };
            let mut parts = std::mem::take(&mut self.last);
            let pair = self.read(found, &mut parts);
            self.last = parts;
            if pair.is_some() {
                return pair;
            }
        }
    }
}
