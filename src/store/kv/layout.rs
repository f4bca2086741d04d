//! Which keys there are, and which a file has.

use std::collections::BTreeSet;

use super::keys::{ID, Key, Parts};
use super::keyspaces::Space;
use crate::model::{EdgeId, EdgeKind, FileMetrics, FileRecords, NodeId, RecordKind, SymbolMetrics};
use crate::store::codec::{
    EdgePayload, Encoder, FileMetricsPayload, Part, StatePayload, SymbolMetricsPayload, SymbolNames, Totals,
    Undecodable, decode, decode_node, encode_node, meant, meant_of, node_kind, parts,
};
use crate::store::{FileColumn, SymbolColumn};

/// Second parts of the keys of `records`, behind the id of a node.
pub(super) mod record {
    pub(in crate::store::kv) const PATH: u8 = 0;
    pub(in crate::store::kv) const NODE: u8 = 1;
    pub(in crate::store::kv) const EDGE: u8 = 2;
    pub(in crate::store::kv) const SYMBOL_METRICS: u8 = 3;
    pub(in crate::store::kv) const STATE: u8 = 4;
    pub(in crate::store::kv) const FILE_METRICS: u8 = 5;
    pub(in crate::store::kv) const TOTALS: u8 = 6;

    /// What each of them is called.
    pub(in crate::store::kv) const NAMES: [&str; 7] =
        ["path", "node", "edge", "measures of a symbol", "state", "measures of a file", "totals"];
}

/// Second parts of the keys of `texts`.
pub(super) mod text {
    pub(in crate::store::kv) const FACTS: u8 = 0;
    pub(in crate::store::kv) const AST: u8 = 1;
    pub(in crate::store::kv) const CHUNK: u8 = 2;
    pub(in crate::store::kv) const CFG: u8 = 3;

    /// What each of them is called.
    pub(in crate::store::kv) const NAMES: [&str; 4] = ["facts", "syntax tree", "chunk", "control flow"];
}

/// First parts of the keys of `indexes`.
pub(super) mod index {
    pub(in crate::store::kv) const EDGE_IN: u8 = 0;
    pub(in crate::store::kv) const NAME: u8 = 1;
    pub(in crate::store::kv) const QUALIFIED: u8 = 2;
    pub(in crate::store::kv) const STABLE_ID: u8 = 3;
    pub(in crate::store::kv) const PATH: u8 = 4;
    pub(in crate::store::kv) const SYMBOL_MEASURE: u8 = 5;
    pub(in crate::store::kv) const FILE_MEASURE: u8 = 6;
    pub(in crate::store::kv) const STATE: u8 = 7;
    pub(in crate::store::kv) const EDGE_INSIDE: u8 = 8;
    pub(in crate::store::kv) const REFERENCE: u8 = 9;
    pub(in crate::store::kv) const KIND: u8 = 10;

    /// What each index is called; those behind [`OWN`] stand in the foreign form alone.
    pub(in crate::store::kv) const NAMES: [&str; 11] = [
        "edges by their end",
        "names",
        "qualified names",
        "stable ids",
        "paths",
        "measures of symbols",
        "measures of files",
        "states of files",
        "edges inside of files",
        "references by place",
        "nodes of other kinds",
    ];

    /// How many indexes the form of our own has.
    pub(in crate::store::kv) const OWN: usize = 9;
}

/// First parts of the keys of `log`.
pub(super) mod log {
    pub(in crate::store::kv) const META: u8 = 0;
    pub(in crate::store::kv) const TOTALS: u8 = 1;
    pub(in crate::store::kv) const RUN: u8 = 2;
    pub(in crate::store::kv) const RUN_BY_ID: u8 = 3;
    pub(in crate::store::kv) const RUN_BY_OUTCOME: u8 = 4;
    pub(in crate::store::kv) const RUN_BY_TIME: u8 = 5;
    pub(in crate::store::kv) const DIAGNOSTIC: u8 = 6;
    pub(in crate::store::kv) const FOREIGN: u8 = 7;
    pub(in crate::store::kv) const CARRIED: u8 = 8;

    /// What each of them is called.
    pub(in crate::store::kv) const NAMES: [&str; 9] = [
        "database",
        "totals",
        "run",
        "runs by id",
        "runs by outcome",
        "runs by time",
        "complaint",
        "magellan's file",
        "copied file",
    ];
}

/// What an entry is called, by its key: empty where nobody knows.
pub(super) fn told(space: Space, key: &[u8]) -> &'static str {
    let (names, tag): (&[&'static str], _) = match space {
        Space::Records => (&record::NAMES, key.get(ID)),
        Space::Texts => (&text::NAMES, key.get(ID)),
        Space::Indexes => (&index::NAMES, key.first()),
        Space::Log => (&log::NAMES, key.first()),
    };
    tag.and_then(|tag| names.get(usize::from(*tag))).copied().unwrap_or_default()
}

/// Columns of symbols that have an index of their own (names have one already).
pub(super) const SYMBOL_COLUMNS: [SymbolColumn; 4] =
    [SymbolColumn::Complexity, SymbolColumn::FanIn, SymbolColumn::FanOut, SymbolColumn::Lines];

/// Columns of files that have one (paths have one already).
pub(super) const FILE_COLUMNS: [FileColumn; 5] =
    [FileColumn::Complexity, FileColumn::FanIn, FileColumn::FanOut, FileColumn::Lines, FileColumn::Symbols];

/// The key of what `tag` says of a node in `records` or `texts`.
pub(super) fn of_node(node: NodeId, tag: u8) -> Key {
    Key::of(node.0).tag(tag)
}

/// What the keys of all edges of a kind that begin at a node begin with, in `records`.
pub(super) fn edges(node: NodeId, kind: &EdgeKind) -> Key {
    of_node(node, record::EDGE).edge_kind(kind)
}

/// The key of a chunk in `texts`.
pub(super) fn chunk(file: NodeId, byte_start: u64, byte_end: u64) -> Key {
    of_node(file, text::CHUNK).size(byte_start).size(byte_end)
}

/// A symbol's value in a column that has an index; `None` for its name, which has another one.
pub(super) fn symbol_value(column: SymbolColumn, metrics: &SymbolMetrics) -> Option<i64> {
    match column {
        SymbolColumn::Name => None,
        SymbolColumn::Complexity => Some(metrics.cyclomatic_complexity),
        SymbolColumn::FanIn => Some(metrics.fan_in),
        SymbolColumn::FanOut => Some(metrics.fan_out),
        SymbolColumn::Lines => Some(metrics.loc),
    }
}

/// What the keys of all symbols with a value in a column begin with, larger values first.
pub(super) fn symbol_column(column: SymbolColumn, value: i64) -> Key {
    Key::tagged(index::SYMBOL_MEASURE).tag(column as u8).int_down(value)
}

/// The key of a file in the index of one of its columns; `None` for its path, which has another one.
pub(super) fn file_measure(column: FileColumn, metrics: &FileMetrics) -> Option<Key> {
    file_value(column, metrics).map(|key| key.text(metrics.path.as_bytes()))
}

/// The part of that key before the path.
pub(super) fn file_value(column: FileColumn, metrics: &FileMetrics) -> Option<Key> {
    let key = Key::tagged(index::FILE_MEASURE).tag(column as u8);
    match column {
        FileColumn::Path => None,
        FileColumn::Complexity => Some(key.real_down(metrics.complexity_score)),
        FileColumn::FanIn => Some(key.int_down(metrics.fan_in)),
        FileColumn::FanOut => Some(key.int_down(metrics.fan_out)),
        FileColumn::Lines => Some(key.int_down(metrics.loc)),
        FileColumn::Symbols => Some(key.int_down(metrics.symbol_count)),
    }
}

/// Takes an entry of a file: the keyspace, the key, the value.
pub(super) type Each<'e, E> = &'e mut dyn FnMut(Space, Key, &[u8]) -> Result<(), E>;

/// How much of a file is put.
#[derive(Clone, Copy)]
pub(super) enum Extent<'a> {
    All,
    /// All but what follows from its text alone (`texts`): that stays, and these totals of before say what it is.
    Meaning(&'a Totals),
    /// Of that what is of these nodes, and what the file has one of; these are the totals of all that stays.
    Nodes(&'a Totals, &'a BTreeSet<NodeId>),
}

impl Extent<'_> {
    fn parts<'f>(&self, file: &'f FileRecords) -> Vec<Part<'f>> {
        match self {
            Extent::All => parts(file).collect(),
            Extent::Meaning(_) => meant(file).collect(),
            Extent::Nodes(_, nodes) => meant_of(file, nodes).collect(),
        }
    }

    /// The totals of what is not put, and of what is no record of its own.
    fn totals(&self, file: &FileRecords) -> Totals {
        let mut totals = match self {
            Extent::All | Extent::Meaning(_) => Totals::default(),
            Extent::Nodes(rest, _) => return (*rest).clone(),
        };
        totals.add_beside(file);
        if let Extent::Meaning(before) = self {
            totals.take_texts(before);
        }
        totals
    }
}

/// Gives `each` what a file puts into `records` and `texts`, node by node, so that the keys of either go up but
/// for those of one node. Gives its totals.
///
/// # Errors
/// Those of `each`.
pub(super) fn put_file<E>(
    file: &FileRecords,
    extent: Extent<'_>,
    with: &mut Encoder,
    each: Each<'_, E>,
) -> Result<Totals, E> {
    let id = file.file.id;
    let mut totals = extent.totals(file);
    let mut by_node = extent.parts(file);
    by_node.sort_by_cached_key(|part| part.node(id));
    each(Space::Records, of_node(id, record::PATH), file.file.path.as_bytes())?;
    for part in by_node {
        let node = part.node(id);
        let (payload, digest) = part.encoded(with);
        totals.note(part.kind(), digest);
        let (space, key) = match part {
            Part::Node(_) => (Space::Records, of_node(node, record::NODE)),
            Part::Edge(edge) => (Space::Records, edges(node, &edge.kind).int(edge.id.0)),
            Part::SymbolMetrics(_) => (Space::Records, of_node(node, record::SYMBOL_METRICS)),
            Part::State(_) => (Space::Records, of_node(node, record::STATE)),
            Part::FileMetrics(_) => (Space::Records, of_node(node, record::FILE_METRICS)),
            Part::Facts(..) => (Space::Texts, of_node(node, text::FACTS)),
            Part::Ast(..) => (Space::Texts, of_node(node, text::AST)),
            Part::Chunk(part) => (Space::Texts, chunk(node, part.byte_start, part.byte_end)),
            Part::Cfg(_) => (Space::Texts, of_node(node, text::CFG)),
        };
        each(space, key, payload)?;
    }
    let key = put_totals(id, &totals, with);
    each(Space::Records, key, with.payload())?;
    Ok(totals)
}

/// Encodes one of `records` as it was before it was put there. Gives its sort; `None` for what is no record of its own.
///
/// # Errors
/// Where it cannot be read.
pub(super) fn encode_again(
    key: &[u8],
    value: &[u8],
    path: &str,
    with: &mut Encoder,
) -> Result<Option<RecordKind>, Undecodable> {
    let mut key = Parts(key);
    let (Some(id), Some(tag)) = (key.int().map(NodeId), key.tag()) else { return Err(Undecodable::Damaged) };
    match tag {
        record::NODE => encode_node(with, (&decode_node(id, path, value)?).into()),
        record::EDGE => {
            let (Some(kind), Some(edge)) = (key.edge_kind(), key.int()) else {
                return Err(Undecodable::Damaged);
            };
            EdgePayload::encode(with, &decode::<EdgePayload<'_>>(value)?.edge(EdgeId(edge), id, kind));
        }
        record::SYMBOL_METRICS => {
            let metrics = decode::<SymbolMetricsPayload<'_>>(value)?.metrics(id, path);
            SymbolMetricsPayload::encode(with, &metrics);
        }
        record::FILE_METRICS => {
            FileMetricsPayload::encode(with, &decode::<FileMetricsPayload>(value)?.metrics(path));
        }
        record::STATE => StatePayload::encode(with, &decode::<StatePayload<'_>>(value)?.state(id, path)),
        record::PATH | record::TOTALS => return Ok(None),
        _ => return Err(Undecodable::Damaged),
    }
    Ok(match tag {
        record::NODE => node_kind(value),
        record::EDGE => Some(RecordKind::Edge),
        record::SYMBOL_METRICS => Some(RecordKind::SymbolMetrics),
        record::FILE_METRICS => Some(RecordKind::FileMetrics),
        _ => Some(RecordKind::FileState),
    })
}

/// Where the totals of a file stand: behind all its nodes, as they are known when these are written.
pub(super) fn of_totals(file: NodeId) -> Key {
    of_node(file.last_of_file(), record::TOTALS)
}

/// Encodes a file's totals, and gives the key that they stand under.
pub(super) fn put_totals(file: NodeId, totals: &Totals, with: &mut Encoder) -> Key {
    with.begin(RecordKind::File, &[]);
    with.fields(totals);
    of_totals(file)
}

/// Gives the entries that a symbol is found by.
pub(super) fn follow_names(id: i64, names: &SymbolNames<'_>, each: &mut dyn FnMut(Key, &[u8])) {
    each(Key::tagged(index::NAME).text(names.name.as_bytes()).int(id), &[]);
    if !names.qualified.is_empty() {
        each(Key::tagged(index::QUALIFIED).hash(names.qualified).int(id), &[]);
    }
    // Most are the node's own.
    if !names.stable_id.is_empty() && names.stable_id.number() != Some(id) {
        each(Key::tagged(index::STABLE_ID).hash(&names.stable_id.text()).int(id), &[]);
    }
}

/// The node whose own id a stable id is: 16 hexadecimal digits.
pub(super) fn own_id(stable_id: &str) -> Option<i64> {
    let is_own =
        stable_id.len() == 16 && !stable_id.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'+');
    if is_own { u64::from_str_radix(stable_id, 16).ok().map(u64::cast_signed) } else { None }
}
