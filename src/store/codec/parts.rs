//! What one source file puts into a database, record by record.

use std::collections::BTreeSet;

use super::Encoder;
use super::node::{NodeRef, encode_node};
use super::payload::{
    CfgPayload, ChunkPayload, EdgePayload, FileMetricsPayload, StatePayload, SymbolMetricsPayload,
    begin_facts, encode_ast, encode_facts,
};
use crate::model::{
    AstNode, Cfg, Chunk, Edge, FileMetrics, FileRecords, FileState, NodeId, RecordKind, SymbolMetrics,
};

/// The sorts of records that follow from the text of a file alone, whatever its names mean.
pub(super) const TEXTS: [RecordKind; 4] =
    [RecordKind::Facts, RecordKind::Ast, RecordKind::Chunk, RecordKind::Cfg];

/// A record of a file.
#[derive(Clone, Copy)]
pub(in crate::store) enum Part<'a> {
    Node(NodeRef<'a>),
    Edge(&'a Edge),
    Chunk(&'a Chunk),
    FileMetrics(&'a FileMetrics),
    SymbolMetrics(&'a SymbolMetrics),
    Ast(NodeId, &'a [AstNode]),
    Cfg(&'a Cfg),
    State(&'a FileState),
    Facts(NodeId, &'a [u8]),
}

/// The records of a file but those that follow from its text alone.
pub(in crate::store) fn meant(file: &FileRecords) -> impl Iterator<Item = Part<'_>> {
    parts(file).filter(|part| !TEXTS.contains(&part.kind()))
}

/// Of these that which is of some nodes beside the file's own, and what the file has one of.
pub(in crate::store) fn meant_of<'f>(
    file: &'f FileRecords,
    nodes: &BTreeSet<NodeId>,
) -> impl Iterator<Item = Part<'f>> {
    let id = file.file.id;
    meant(file).filter(move |part| match part.node(id) {
        node if node == id => !matches!(part, Part::Edge(_)),
        node => nodes.contains(&node),
    })
}

/// All records of a file.
pub(in crate::store) fn parts(file: &FileRecords) -> impl Iterator<Item = Part<'_>> {
    let id = file.file.id;
    let nodes = std::iter::once(NodeRef::File(&file.file))
        .chain(file.symbols.iter().map(NodeRef::Symbol))
        .chain(file.references.iter().map(NodeRef::Reference))
        .chain(file.calls.iter().map(NodeRef::Call))
        .chain(file.imports.iter().map(NodeRef::Import));
    nodes
        .map(Part::Node)
        .chain(file.edges.iter().map(Part::Edge))
        .chain(file.symbol_metrics.iter().map(Part::SymbolMetrics))
        .chain([Part::FileMetrics(&file.metrics), Part::State(&file.state), Part::Facts(id, &file.facts)])
        .chain((!file.ast.is_empty()).then_some(Part::Ast(id, &file.ast)))
        .chain(file.chunks.iter().map(Part::Chunk))
        .chain(file.cfgs.iter().map(Part::Cfg))
}

impl<'a> Part<'a> {
    pub(in crate::store) fn kind(self) -> RecordKind {
        match self {
            Part::Node(node) => node.kind(),
            Part::Edge(_) => RecordKind::Edge,
            Part::Chunk(_) => RecordKind::Chunk,
            Part::FileMetrics(_) => RecordKind::FileMetrics,
            Part::SymbolMetrics(_) => RecordKind::SymbolMetrics,
            Part::Ast(..) => RecordKind::Ast,
            Part::Cfg(_) => RecordKind::Cfg,
            Part::State(_) => RecordKind::FileState,
            Part::Facts(..) => RecordKind::Facts,
        }
    }

    /// The node that it is of, in a file with this one.
    pub(in crate::store) fn node(self, file: NodeId) -> NodeId {
        match self {
            Part::Node(node) => node.id(),
            Part::Edge(edge) => edge.from,
            Part::SymbolMetrics(metrics) => metrics.symbol,
            Part::Cfg(cfg) => cfg.function,
            Part::Chunk(_) | Part::FileMetrics(_) | Part::Ast(..) | Part::State(_) | Part::Facts(..) => file,
        }
    }

    /// Encodes it. Gives its payload and its digest; a long payload that is there already is not copied.
    pub(in crate::store) fn encoded(self, with: &'a mut Encoder) -> (&'a [u8], u128) {
        if let Part::Facts(file, facts) = self {
            begin_facts(with, file);
            return (facts, with.digest_with(facts));
        }
        self.encode(with);
        (with.payload(), with.digest())
    }

    pub(in crate::store) fn encode(self, to: &mut Encoder) {
        match self {
            Part::Node(node) => encode_node(to, node),
            Part::Edge(edge) => EdgePayload::encode(to, edge),
            Part::Chunk(chunk) => ChunkPayload::encode(to, chunk),
            Part::FileMetrics(metrics) => FileMetricsPayload::encode(to, metrics),
            Part::SymbolMetrics(metrics) => SymbolMetricsPayload::encode(to, metrics),
            Part::Ast(file, nodes) => encode_ast(to, file, nodes),
            Part::Cfg(cfg) => CfgPayload::encode(to, cfg),
            Part::State(state) => StatePayload::encode(to, state),
            Part::Facts(file, facts) => encode_facts(to, file, facts),
        }
    }
}
