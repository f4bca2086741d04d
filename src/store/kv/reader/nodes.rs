//! Nodes by their ids, symbols by their names.

use super::super::foreign::of_kind;
use super::super::keys::{ID, Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{index, of_node, own_id, record};
use super::shown::is_cut;
use super::{KvReader, page};
use crate::model::{Node, NodeData, NodeId, Symbol};
use crate::store::codec::decode_node;
use crate::store::{Page, Result};

pub(super) fn node(reader: &KvReader<'_>, id: NodeId) -> Result<Option<Node>> {
    let found = reader.view.keyspaces.get(Space::Records, &of_node(id, record::NODE))?;
    found.map(|value| read(reader, id, &value)).transpose()
}

/// How many nodes there are of a kind that we do not model.
pub(super) fn count_others(reader: &KvReader<'_>, kind: &str) -> Result<u64> {
    let mut count = 0;
    for pair in reader.view.keyspaces.prefix(Space::Indexes, &of_kind(kind)) {
        pair?;
        count += 1;
    }
    Ok(count)
}

/// Reads a node from what is kept of it.
pub(super) fn read(reader: &KvReader<'_>, id: NodeId, value: &[u8]) -> Result<Node> {
    let path = reader.view.path(Space::Records, id, value)?;
    let payload = reader.view.payload(Space::Records, value)?;
    decode_node(id, &path, payload).map_err(|error| reader.unreadable(Space::Records, &error))
}

/// The symbol with this id, which an index leads to.
pub(super) fn symbol(reader: &KvReader<'_>, id: NodeId) -> Result<Symbol> {
    match node(reader, id)?.map(|node| node.data) {
        Some(NodeData::Symbol(symbol)) => Ok(symbol),
        _ => Err(reader.damaged(Space::Indexes)),
    }
}

/// The id that a key ends with.
pub(super) fn last_id(reader: &KvReader<'_>, key: &[u8]) -> Result<NodeId> {
    let id = key.last_chunk::<ID>().and_then(|id| Parts(id).int());
    id.map(NodeId).ok_or_else(|| reader.damaged(Space::Indexes))
}

/// Symbols whose keys begin with `prefix`, and go on with their ids, after one of them.
fn symbols(
    reader: &KvReader<'_>,
    prefix: Key,
    after: Option<NodeId>,
    is_meant: impl Fn(&Symbol) -> bool,
    limit: usize,
) -> Result<Page<Symbol>> {
    let end = behind(prefix.bytes());
    let from = match after {
        Some(after) => behind(prefix.int(after.0).bytes()),
        None => prefix.into_bytes(),
    };
    let keys = reader.view.keyspaces.range(Space::Indexes, &from, &end);
    let found = keys.map(|pair| symbol(reader, last_id(reader, &pair?.0)?));
    // Two texts may have one hash, or one beginning.
    page(found.filter(|found| found.as_ref().map_or(true, &is_meant)), limit)
}

pub(super) fn symbols_named(
    reader: &KvReader<'_>,
    name: &str,
    after: Option<NodeId>,
    limit: usize,
) -> Result<Page<Symbol>> {
    symbols(
        reader,
        Key::tagged(index::NAME).text(name.as_bytes()),
        after,
        |symbol| symbol.name == name,
        limit,
    )
}

pub(super) fn symbols_prefixed(
    reader: &KvReader<'_>,
    prefix: &str,
    after: Option<(&str, NodeId)>,
    limit: usize,
) -> Result<Page<Symbol>> {
    let begin = Key::tagged(index::NAME).begin_of_text(prefix.as_bytes());
    let end = behind(begin.bytes());
    let from = match after {
        Some((name, id)) => {
            // Of one that was cut the whole is what the list goes by.
            let whole = is_cut(name).then(|| symbol(reader, id)).transpose()?;
            let name = whole.as_ref().map_or(name, |symbol| symbol.name.as_str());
            let after = behind(Key::tagged(index::NAME).text(name.as_bytes()).int(id.0).bytes());
            after.max(begin.into_bytes())
        }
        None => begin.into_bytes(),
    };
    let keys = reader.view.keyspaces.range(Space::Indexes, &from, &end);
    let found = keys.map(|pair| symbol(reader, last_id(reader, &pair?.0)?));
    page(found.filter(|found| found.as_ref().map_or(true, |found| found.name.starts_with(prefix))), limit)
}

pub(super) fn symbols_qualified(
    reader: &KvReader<'_>,
    qualified: &str,
    after: Option<NodeId>,
    limit: usize,
) -> Result<Page<Symbol>> {
    let prefix = Key::tagged(index::QUALIFIED).hash(qualified);
    symbols(reader, prefix, after, |symbol| symbol.qualified == qualified, limit)
}

pub(super) fn symbols_with_stable_id(
    reader: &KvReader<'_>,
    stable_id: &str,
    after: Option<NodeId>,
    limit: usize,
) -> Result<Page<Symbol>> {
    // As a rule the id says which node it is.
    let own = own_id(stable_id).map(NodeId).filter(|own| after.is_none_or(|after| after < *own));
    let own = match own.map(|own| node(reader, own)).transpose()?.flatten().map(|node| node.data) {
        Some(NodeData::Symbol(symbol)) if symbol.stable_id == stable_id => Some(symbol),
        _ => None,
    };
    let prefix = Key::tagged(index::STABLE_ID).hash(stable_id);
    let mut found = symbols(reader, prefix, after, |symbol| symbol.stable_id == stable_id, limit)?;
    found.items.extend(own);
    found.items.sort_by_key(|symbol| symbol.id);
    found.more |= found.items.len() > limit;
    found.items.truncate(limit);
    Ok(found)
}
