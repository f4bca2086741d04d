//! Keyspaces, entry by entry, as they lie there.

use super::super::keyspaces::Space;
use super::super::layout;
use super::{KvReader, page, says, scan};
use crate::store::{Entry, Order, Page, Result};

pub(super) fn entries(
    reader: &KvReader<'_>,
    keyspace: &str,
    order: Order,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Entry>> {
    let Some(space) = Space::ALL.into_iter().find(|space| space.name() == keyspace) else {
        return Ok(Page { items: Vec::new(), more: false });
    };
    let keyspaces = &reader.view.keyspaces;
    // The next key behind one is that with a zero behind it.
    let behind = after.map(|key| [key, &[0]].concat());
    let pairs: Box<dyn Iterator<Item = _>> = match (order, after, &behind) {
        (Order::Ascending, _, Some(behind)) => Box::new(keyspaces.from(space, behind)),
        (Order::Descending, Some(after), _) => Box::new(keyspaces.range(space, &[], after).rev()),
        (Order::Ascending, ..) => Box::new(keyspaces.all(space)),
        (Order::Descending, ..) => Box::new(keyspaces.all(space).rev()),
    };
    let entries = pairs.map(|pair| {
        let (key, value) = pair?;
        // What cannot be read is shown as it is.
        let record = scan::record_of(reader, space, &key, &value).ok().flatten();
        let what = record.as_ref().map_or_else(|| layout::told(space, &key), |record| record.kind().as_str());
        let says = if record.is_none() { says::says(reader, space, &key, &value) } else { Vec::new() };
        Ok(Entry { key: key.to_vec(), value: value.to_vec(), what, record, says })
    });
    page(entries, limit)
}
