//! Measures of files and symbols, in the order of any of their columns.

use super::super::foreign;
use super::super::keys::{Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{self, index, of_node, record};
use super::super::leads;
use super::super::pairs::Pairs;
use super::shown::is_cut;
use super::{KvReader, edges, files, nodes, page};
use crate::model::{FileMetrics, NodeId, SymbolMetrics};
use crate::store::alike::MOST_ALIKE;
use crate::store::codec::{FileMetricsPayload, SymbolMetricsPayload, decode};
use crate::store::{FileColumn, Order, Page, Result, SymbolColumn};

pub(super) fn of_symbol(reader: &KvReader<'_>, symbol: NodeId) -> Result<Option<SymbolMetrics>> {
    let found = reader.view.keyspaces.get(Space::Records, &of_node(symbol, record::SYMBOL_METRICS))?;
    found.map(|payload| read_symbol(reader, symbol, &payload)).transpose()
}

pub(super) fn read_symbol(reader: &KvReader<'_>, symbol: NodeId, value: &[u8]) -> Result<SymbolMetrics> {
    let payload = reader.view.payload(Space::Records, value)?;
    let metrics: SymbolMetricsPayload<'_> =
        decode(payload).map_err(|error| reader.unreadable(Space::Records, &error))?;
    Ok(metrics.metrics(symbol, &reader.view.path(Space::Records, symbol, value)?))
}

/// The measures of the file with this path.
pub(super) fn of_path(reader: &KvReader<'_>, path: &str) -> Result<Option<FileMetrics>> {
    if reader.view.foreign.is_none() {
        let file = files::file(reader, path)?;
        let found = file.map(|file| reader.view.keyspaces.get(Space::Records, &of_file(file)));
        return match (file, found.transpose()?.flatten()) {
            (Some(file), Some(value)) => read_file(reader, file, &value).map(Some),
            _ => Ok(None),
        };
    }
    for form in reader.forms_of(path) {
        let owner = foreign::owner(&form);
        for pair in reader.view.keyspaces.prefix(Space::Records, &of_file(owner)) {
            let found = read_file(reader, owner, &pair?.1)?;
            if found.path == form {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// The key of a file's measures, or what those of all with one owner begin with.
fn of_file(file: NodeId) -> Key {
    of_node(file, record::FILE_METRICS)
}

/// The measures that an entry of their index leads to: in an index of our own by the file, in a foreign one
/// by their key.
fn led_to(reader: &KvReader<'_>, value: &[u8]) -> Result<FileMetrics> {
    let file = files::id_of(reader, value)?;
    let key = match reader.view.foreign {
        None => of_file(file),
        Some(_) => Key::default().raw(value),
    };
    let found = reader.view.keyspaces.get(Space::Records, &key)?;
    read_file(reader, file, &found.ok_or_else(|| reader.damaged(Space::Indexes))?)
}

/// Reads a file's measures from what is kept of them.
pub(super) fn read_file(reader: &KvReader<'_>, file: NodeId, value: &[u8]) -> Result<FileMetrics> {
    let payload = reader.view.payload(Space::Records, value)?;
    let metrics: FileMetricsPayload =
        decode(payload).map_err(|error| reader.unreadable(Space::Records, &error))?;
    Ok(metrics.metrics(&reader.view.path(Space::Records, file, value)?))
}

/// The entries of an index of measures, whose order is [`Order::Descending`], in either order.
fn ordered<'a>(
    reader: &'a KvReader<'_>,
    prefix: &Key,
    order: Order,
    after: Option<Key>,
) -> Box<dyn Iterator<Item = <Pairs<'a> as Iterator>::Item> + 'a> {
    let (mut from, mut to) = (prefix.bytes().to_vec(), behind(prefix.bytes()));
    match (order, after) {
        (Order::Descending, Some(after)) => from = behind(after.bytes()),
        (Order::Ascending, Some(after)) => to = after.into_bytes(),
        (_, None) => {}
    }
    in_order(reader, &from, &to, order)
}

/// The entries of such an index between two keys, in either order.
fn in_order<'a>(
    reader: &'a KvReader<'_>,
    from: &[u8],
    to: &[u8],
    order: Order,
) -> Box<dyn Iterator<Item = <Pairs<'a> as Iterator>::Item> + 'a> {
    let pairs = reader.view.keyspaces.range(Space::Indexes, from, to);
    match order {
        Order::Descending => Box::new(pairs),
        Order::Ascending => Box::new(pairs.rev()),
    }
}

pub(super) fn symbols_by(
    reader: &KvReader<'_>,
    column: SymbolColumn,
    order: Order,
    after: Option<&SymbolMetrics>,
    limit: usize,
) -> Result<Page<SymbolMetrics>> {
    let of = |symbol| of_symbol(reader, symbol)?.ok_or_else(|| reader.damaged(Space::Indexes));
    // Of a name that was cut the whole is what the list goes by.
    let whole = after.filter(|after| is_cut(&after.name)).map(|after| of(after.symbol)).transpose()?;
    let after = whole.as_ref().or(after);
    if column == SymbolColumn::Name && reader.view.foreign.is_some() {
        // By the names that the measures say, which may not be those of the symbols.
        let after = after.map(foreign::measured_name);
        let pairs = ordered(reader, &foreign::measured_names(), turned(order), after);
        return page(pairs.map(|pair| of(files::id_of(reader, &pair?.1)?)), limit);
    }
    if column == SymbolColumn::Name {
        let mut at = after.map(|after| (after.name.clone().into_bytes(), after.symbol));
        let ids = std::iter::from_fn(|| match next_by_name(reader, order, at.take()).transpose()? {
            Ok((name, id)) => {
                at = Some((name, id));
                Some(Ok(id))
            }
            Err(error) => Some(Err(error)),
        });
        // A symbol may have no measures.
        let rows = ids.filter_map(|id| id.and_then(|id| of_symbol(reader, id)).transpose());
        return page(rows, limit);
    }
    let prefix = Key::tagged(index::SYMBOL_MEASURE).tag(column as u8);
    let after = after.and_then(|after| Some((layout::symbol_value(column, after)?, after.symbol)));
    let after = after.map(|(value, symbol)| (layout::symbol_column(column, value), symbol));
    if reader.view.foreign.is_some() {
        let keys = ordered(reader, &prefix, order, after.map(|(key, symbol)| key.int(symbol.0)));
        return page(keys.map(|pair| of(nodes::last_id(reader, &pair?.0)?)), limit);
    }
    let symbols = measured(reader, &prefix, order, after);
    page(symbols.map(|symbol| of(symbol?)), limit)
}

/// In an index of our own the symbols of a column, of whose entries each names some of one file, in either order.
fn measured<'a>(
    reader: &'a KvReader<'_>,
    prefix: &Key,
    order: Order,
    after: Option<(Key, NodeId)>,
) -> impl Iterator<Item = Result<NodeId>> + 'a {
    let after = after.map(|(key, symbol)| (key.int(symbol.file().0), symbol));
    let (mut from, mut to) = (prefix.bytes().to_vec(), behind(prefix.bytes()));
    // What names the last symbol may name more.
    match (order, &after) {
        (Order::Descending, Some((after, _))) => from = after.bytes().to_vec(),
        (Order::Ascending, Some((after, _))) => to = behind(after.bytes()),
        (_, None) => {}
    }
    let symbols = in_order(reader, &from, &to, order).map(move |pair| {
        let (key, value) = pair?;
        let file = nodes::last_id(reader, &key)?;
        let read = leads::measured(file, &value);
        let mut symbols = read.map_err(|error| reader.unreadable(Space::Indexes, &error))?;
        if let Some((_, after)) = after.as_ref().filter(|(after, _)| after.bytes() == &*key) {
            symbols.retain(|symbol| if order == Order::Descending { symbol > after } else { symbol < after });
        }
        if order == Order::Ascending {
            symbols.reverse();
        }
        Ok(symbols)
    });
    symbols.flat_map(edges::each_of)
}

/// The symbol that follows one in the order of names. Symbols of one name stand by id, smallest first where
/// names stand largest first: their index has both smallest first, so a name is looked for, then the
/// next one.
fn next_by_name(
    reader: &KvReader<'_>,
    order: Order,
    at: Option<(Vec<u8>, NodeId)>,
) -> Result<Option<(Vec<u8>, NodeId)>> {
    let keyspaces = &reader.view.keyspaces;
    let found = |key: &[u8]| -> Result<(Vec<u8>, NodeId)> {
        let id = nodes::last_id(reader, key)?;
        let mut parts = Parts(key);
        let name = parts.tag().and_then(|_| parts.text());
        Ok((name.map_or_else(|| nodes::symbol(reader, id).map(|symbol| symbol.name.into_bytes()), Ok)?, id))
    };
    let all = Key::tagged(index::NAME);
    let (mut from, mut to) = (all.bytes().to_vec(), behind(all.bytes()));
    if let Some((name, id)) = at {
        let named = Key::tagged(index::NAME).text(&name);
        let one = named.clone().int(id.0);
        let same = match order {
            Order::Descending => {
                keyspaces.range(Space::Indexes, &behind(one.bytes()), &behind(named.bytes())).next()
            }
            Order::Ascending => keyspaces.range(Space::Indexes, named.bytes(), one.bytes()).next_back(),
        };
        if let Some((key, _)) = same.transpose()? {
            return found(&key).map(Some);
        }
        match order {
            Order::Descending => to = named.into_bytes(),
            Order::Ascending => from = behind(named.bytes()),
        }
    }
    let mut rest = keyspaces.range(Space::Indexes, &from, &to);
    let next = match order {
        Order::Descending => rest.next_back(),
        Order::Ascending => rest.next(),
    };
    let Some((key, _)) = next.transpose()? else { return Ok(None) };
    // Another name: its first symbol stands at the other end.
    let named = key.get(..key.len().saturating_sub(super::super::keys::ID)).unwrap_or_default();
    let mut same = keyspaces.range(Space::Indexes, named, &behind(named));
    let first = match order {
        Order::Descending => same.next(),
        Order::Ascending => same.next_back(),
    };
    first.transpose()?.map(|(key, _)| found(&key)).transpose()
}

pub(super) fn files_by(
    reader: &KvReader<'_>,
    column: FileColumn,
    order: Order,
    after: Option<&FileMetrics>,
    limit: usize,
) -> Result<Page<FileMetrics>> {
    let prefix = match column {
        FileColumn::Path if reader.view.foreign.is_none() => Key::tagged(index::PATH),
        _ => Key::tagged(index::FILE_MEASURE).tag(column as u8),
    };
    let key = |after: &FileMetrics| {
        let value = layout::file_value(column, after).unwrap_or_else(|| prefix.clone());
        let path = after.path.as_bytes();
        // Of a path that was cut nobody can tell the whole: the list goes on behind all that begin like it.
        if is_cut(&after.path) { value.begin_of_long_text(path) } else { value.text(path) }
    };
    let order = if column == FileColumn::Path { turned(order) } else { order };
    let pairs = ordered(reader, &prefix, order, after.map(key));
    let mut page = Page { items: Vec::<FileMetrics>::new(), more: false };
    for pair in pairs {
        let row = led_to(reader, &pair?.1)?;
        // The next page begins behind all that have this value and path.
        let is_alike = page.items.last().is_some_and(|last| last.path == row.path);
        if page.items.len() >= limit && !(is_alike && page.items.len() < limit.saturating_add(MOST_ALIKE)) {
            page.more = true;
            break;
        }
        page.items.push(row);
    }
    Ok(page)
}

/// The order of an index whose keys stand smallest first.
fn turned(order: Order) -> Order {
    match order {
        Order::Ascending => Order::Descending,
        Order::Descending => Order::Ascending,
    }
}
