//! A file's part of the graph: nodes, their labels, and edges.
//!
//! When a file changes, most of its nodes and edges are what they were, but for the places in their
//! JSON. So a file that is put again is compared with what is there, and what no index holds is
//! written over: finding a row's place in every index costs more than everything else.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, Row, params};

use super::super::reader::SLOT_MASK;
use super::super::row::{int, text, whole_text};
use super::names::Names;
use super::{At, Failure, encode};
use crate::model::{Edge, EdgeKind, FileRecords, Language, Node, NodeData, NodeId, Span, Symbol};

/// A row of `graph_entities`.
struct Entity<'a> {
    id: i64,
    kind: &'static str,
    name: String,
    path: &'a str,
    data: String,
}

/// What a row of an indexed table was: what its indexes hold, and the rest of it.
struct Before<K> {
    indexed: K,
    data: String,
}

/// Writes a file's part of the graph, of which nothing is there. Gives its nodes' names.
pub(super) fn insert(connection: &Connection, records: &FileRecords) -> Result<Names, Failure> {
    let entities = entities(records);
    put_entities(connection, &entities, HashMap::new())?;
    put_labels(connection, records, HashSet::new())?;
    put_edges(connection, records, records.edges.iter(), HashMap::new())?;
    Ok(entities.into_iter().map(|entity| (entity.id, entity.name)).collect())
}

/// Writes a file's part of the graph over what is there of it.
pub(super) fn replace(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    let file = records.file.id;
    let sql = "SELECT id, kind, name, file_path, data FROM graph_entities WHERE id BETWEEN ?1 AND ?2";
    let before = of_file(connection, sql, file, entity_before).at("graph_entities")?;
    put_entities(connection, &entities(records), before)?;
    let sql = "SELECT entity_id, label FROM graph_labels WHERE entity_id BETWEEN ?1 AND ?2";
    let labels = of_file(connection, sql, file, |row| (int(row, 0), whole_text(row, 1)));
    put_labels(connection, records, labels.at("graph_labels")?)?;
    let sql = "SELECT id, from_id, to_id, edge_type, data FROM graph_edges WHERE id BETWEEN ?1 AND ?2";
    let before = of_file(connection, sql, file, edge_before).at("graph_edges")?;
    put_edges(connection, records, records.edges.iter(), before)
}

/// Likewise, its own node and these others, with the edges that begin at the latter. Labels follow from the text: they
/// stay, and a node that may come or go has none.
pub(super) fn replace_nodes(
    connection: &Connection,
    records: &FileRecords,
    nodes: &BTreeSet<NodeId>,
) -> Result<(), Failure> {
    let file = records.file.id;
    let mut entities = entities(records);
    entities.retain(|Entity { id, .. }| *id == file.0 || nodes.contains(&NodeId(*id)));
    let (mut before, mut edges_before) = (HashMap::new(), HashMap::new());
    for node in nodes.iter().chain([&file]) {
        let sql = "SELECT id, kind, name, file_path, data FROM graph_entities WHERE id = ?1";
        before.extend(of_node(connection, sql, *node, entity_before).at("graph_entities")?);
    }
    for node in nodes {
        let sql = "SELECT id, from_id, to_id, edge_type, data FROM graph_edges WHERE from_id = ?1";
        edges_before.extend(of_node(connection, sql, *node, edge_before).at("graph_edges")?);
    }
    put_entities(connection, &entities, before)?;
    let edges = records.edges.iter().filter(|edge| nodes.contains(&edge.from));
    put_edges(connection, records, edges, edges_before)
}

/// An entity that stands in a row, by its id.
fn entity_before(row: &Row<'_>) -> (i64, Before<(String, String, String)>) {
    let indexed = (whole_text(row, 1), whole_text(row, 2), text(row, 3));
    (int(row, 0), Before { indexed, data: whole_text(row, 4) })
}

/// Likewise, an edge.
fn edge_before(row: &Row<'_>) -> (i64, Before<(i64, i64, String)>) {
    let indexed = (int(row, 1), int(row, 2), whole_text(row, 3));
    (int(row, 0), Before { indexed, data: whole_text(row, 4) })
}

/// The rows of a file.
fn of_file<T, C: FromIterator<T>>(
    connection: &Connection,
    sql: &str,
    file: NodeId,
    read: impl Fn(&Row<'_>) -> T,
) -> rusqlite::Result<C> {
    let mut select = connection.prepare_cached(sql)?;
    select.query_map([file.0, file.0 | SLOT_MASK], |row| Ok(read(row)))?.collect()
}

/// The rows of a node.
fn of_node<T>(
    connection: &Connection,
    sql: &str,
    node: NodeId,
    read: impl Fn(&Row<'_>) -> T,
) -> rusqlite::Result<Vec<T>> {
    let mut select = connection.prepare_cached(sql)?;
    select.query_map([node.0], |row| Ok(read(row)))?.collect()
}

fn entities(records: &FileRecords) -> Vec<Entity<'_>> {
    let file = &records.file;
    let mut entities = vec![Entity {
        id: file.id.0,
        kind: "File",
        name: file.path.clone(),
        path: &file.path,
        data: encode::file(file),
    }];
    entities.extend(records.symbols.iter().map(|symbol| Entity {
        id: symbol.id.0,
        kind: "Symbol",
        name: symbol.name.clone(),
        path: &symbol.path,
        data: encode::symbol(symbol),
    }));
    entities.extend(records.references.iter().map(|reference| {
        let (name, data) = encode::reference(reference);
        Entity { id: reference.id.0, kind: "Reference", name, path: &reference.path, data }
    }));
    entities.extend(records.calls.iter().map(|call| {
        let (name, data) = encode::call(call);
        Entity { id: call.id.0, kind: "Call", name, path: &call.path, data }
    }));
    entities.extend(records.imports.iter().map(|import| {
        let (name, data) = encode::import(import);
        Entity { id: import.id.0, kind: "Import", name, path: &import.path, data }
    }));
    // Ascending ids append to the table instead of splitting its pages.
    entities.sort_unstable_by_key(|entity| entity.id);
    entities
}

fn put_entities(
    connection: &Connection,
    entities: &[Entity<'_>],
    mut before: HashMap<i64, Before<(String, String, String)>>,
) -> Result<(), Failure> {
    let at = "graph_entities";
    let insert = "INSERT INTO graph_entities (id, kind, name, file_path, data) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = connection.prepare_cached(insert).at(at)?;
    let mut update = connection.prepare_cached("UPDATE graph_entities SET data = ?2 WHERE id = ?1").at(at)?;
    let mut delete = connection.prepare_cached("DELETE FROM graph_entities WHERE id = ?1").at(at)?;
    for Entity { id, kind, name, path, data } in entities {
        match before.remove(id) {
            Some(Before { indexed: (was, called, stood), data: old })
                if (was.as_str(), &called, stood.as_str()) == (*kind, name, *path) =>
            {
                if old != *data {
                    update.execute(params![id, data]).at(at)?;
                }
                continue;
            }
            Some(_) => drop(delete.execute([id]).at(at)?),
            None => {}
        }
        insert.execute(params![id, kind, name, path, data]).at(at)?;
    }
    for id in before.keys() {
        delete.execute([id]).at(at)?;
    }
    Ok(())
}

/// The labels of a node.
pub(in crate::store::sqlite) fn labels(node: &Node) -> Vec<&str> {
    match &node.data {
        NodeData::File(_) => vec!["File"],
        NodeData::Symbol(symbol) => labels_of(symbol, Language::of_path(&symbol.path).label()).collect(),
        NodeData::Import(_) => vec!["Import"],
        NodeData::Reference(_) | NodeData::Call(_) | NodeData::Other { .. } => Vec::new(),
    }
}

/// A symbol's language and kind, once where they have the same name.
fn labels_of<'a>(symbol: &'a Symbol, language: &'a str) -> impl Iterator<Item = &'a str> {
    let kind = symbol.kind.label();
    std::iter::once(language).chain(Some(kind).filter(move |kind| *kind != language))
}

fn put_labels(
    connection: &Connection,
    records: &FileRecords,
    mut before: HashSet<(i64, String)>,
) -> Result<(), Failure> {
    let at = "graph_labels";
    let insert = "INSERT OR IGNORE INTO graph_labels (entity_id, label) VALUES (?1, ?2)";
    let mut insert = connection.prepare_cached(insert).at(at)?;
    let mut put = |id: NodeId, label: &str| {
        if before.remove(&(id.0, label.to_owned())) {
            return Ok(());
        }
        insert.execute(params![id.0, label]).map(drop).at(at)
    };
    put(records.file.id, "File")?;
    let language = Language::of_path(&records.file.path).label();
    for symbol in &records.symbols {
        for label in labels_of(symbol, language) {
            put(symbol.id, label)?;
        }
    }
    records.imports.iter().try_for_each(|import| put(import.id, "Import"))?;
    let delete = "DELETE FROM graph_labels WHERE entity_id = ?1 AND label = ?2";
    let mut delete = connection.prepare_cached(delete).at(at)?;
    before.into_iter().try_for_each(|label| delete.execute(label).map(drop).at(at))
}

/// The JSON of an edge that says nothing of its own: what Magellan's does. `span` gives the place of a node
/// of the same file.
pub(in crate::store::sqlite) fn edge_data(
    kind: &EdgeKind,
    from: NodeId,
    to: NodeId,
    span: impl Fn(NodeId) -> Option<Span>,
) -> String {
    match kind {
        EdgeKind::References => span(from).map(|span| encode::reference_edge(&span)),
        EdgeKind::Imports => span(to).map(|span| encode::import_edge(&span)),
        _ => None,
    }
    .unwrap_or_else(|| "{}".to_owned())
}

fn put_edges<'r>(
    connection: &Connection,
    records: &FileRecords,
    edges: impl Iterator<Item = &'r Edge>,
    mut before: HashMap<i64, Before<(i64, i64, String)>>,
) -> Result<(), Failure> {
    let references = records.references.iter().map(|reference| (reference.id, reference.span));
    let imports = records.imports.iter().map(|import| (import.id, import.span));
    let spans: HashMap<NodeId, Span> = references.chain(imports).collect();
    let data = |edge: &Edge| match edge.data.as_str() {
        "" => edge_data(&edge.kind, edge.from, edge.to, |node| spans.get(&node).copied()),
        data => data.to_owned(),
    };
    let mut edges: Vec<&Edge> = edges.collect();
    edges.sort_unstable_by_key(|edge| edge.id);
    let at = "graph_edges";
    let insert = "INSERT INTO graph_edges (id, from_id, to_id, edge_type, data) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = connection.prepare_cached(insert).at(at)?;
    let mut update = connection.prepare_cached("UPDATE graph_edges SET data = ?2 WHERE id = ?1").at(at)?;
    let mut delete = connection.prepare_cached("DELETE FROM graph_edges WHERE id = ?1").at(at)?;
    for edge in edges {
        let (id, from, to, kind, data) = (edge.id.0, edge.from.0, edge.to.0, edge.kind.as_str(), data(edge));
        match before.remove(&id) {
            Some(Before { indexed: (start, end, was), data: old })
                if (start, end, was.as_str()) == (from, to, kind) =>
            {
                if old != data {
                    update.execute(params![id, data]).at(at)?;
                }
                continue;
            }
            Some(_) => drop(delete.execute([id]).at(at)?),
            None => {}
        }
        insert.execute(params![id, from, to, kind, data]).at(at)?;
    }
    for id in before.keys() {
        delete.execute([id]).at(at)?;
    }
    Ok(())
}
