//! What there is to ask of a database.

use std::collections::BTreeSet;

use crate::model::{EdgeKind, Node, NodeData, NodeId, Record, RecordKind, Span, Symbol};
use crate::store::Reader;

/// All that a database can be asked for, and some of what it cannot.
#[derive(Default)]
pub(super) struct Queries {
    pub(super) ids: BTreeSet<i64>,
    pub(super) edge_kinds: BTreeSet<String>,
    pub(super) node_kinds: BTreeSet<String>,
    pub(super) names: BTreeSet<String>,
    pub(super) prefixes: BTreeSet<String>,
    pub(super) qualified: BTreeSet<String>,
    pub(super) stable_ids: BTreeSet<String>,
    pub(super) paths: BTreeSet<String>,
    pub(super) folders: BTreeSet<String>,
    pub(super) chunks: BTreeSet<(String, u64, u64)>,
    pub(super) runs: BTreeSet<String>,
    pub(super) outcomes: BTreeSet<String>,
    pub(super) times: BTreeSet<i64>,
    pub(super) symbols: Vec<Symbol>,
    /// Where names are used: file, symbol around it, place.
    pub(super) places: BTreeSet<(String, Option<NodeId>, u64)>,
}

impl Queries {
    pub(super) fn of(reader: &dyn Reader) -> Queries {
        let mut queries = Queries::default();
        queries.ids.extend([i64::MIN, -1, 0, 1, i64::MAX]);
        queries.edge_kinds.extend(["DEFINES", "CALLS", "no such kind", ""].map(str::to_owned));
        queries.node_kinds.extend(["File", "DisplayName", "no such kind"].map(str::to_owned));
        queries.names.extend(["", "no such name"].map(str::to_owned));
        queries.prefixes.extend(["", "zz", "\u{10FFFF}"].map(str::to_owned));
        queries.qualified.extend(["", "no such name"].map(str::to_owned));
        queries.stable_ids.extend(["", "0000000000000001", "no such id"].map(str::to_owned));
        queries.paths.extend(["", "/", "no/such/path", "/no/such/path"].map(str::to_owned));
        queries.folders.extend(["", "/", "no/such/path/"].map(str::to_owned));
        queries.runs.insert("no such run".to_owned());
        queries.outcomes.extend(["running", "no such outcome"].map(str::to_owned));
        queries.times.extend([i64::MIN, 0, i64::MAX]);
        for kind in RecordKind::ALL {
            reader
                .records(kind, &mut |record| {
                    queries.add(&record);
                    true
                })
                .unwrap();
        }
        let root = reader.meta().unwrap().root.unwrap_or_default();
        let forms: Vec<String> = queries
            .paths
            .iter()
            .flat_map(|path| {
                let below = path.strip_prefix(&root).map(|below| below.trim_start_matches('/').to_owned());
                [Some(format!("{root}/{path}")), below]
            })
            .flatten()
            .collect();
        queries.paths.extend(forms);
        for path in queries.paths.clone() {
            for (slash, _) in path.match_indices('/') {
                let folder = path.get(..slash).unwrap();
                queries.folders.extend([folder.to_owned(), format!("{folder}/")]);
            }
        }
        queries
    }

    fn add(&mut self, record: &Record) {
        match record {
            Record::Node(node) => self.add_node(node),
            Record::Edge(edge) => {
                self.ids.extend([edge.from.0, edge.to.0]);
                self.edge_kinds.insert(edge.kind.as_str().to_owned());
            }
            Record::Chunk(chunk) => {
                self.paths.insert(chunk.path.clone());
                let (start, end) = (chunk.byte_start, chunk.byte_end);
                self.chunks.extend([
                    (chunk.path.clone(), start, end),
                    (chunk.path.clone(), start, end + 1),
                    (chunk.path.clone(), u64::MAX, u64::MAX),
                ]);
            }
            Record::FileMetrics(metrics) => {
                self.paths.insert(metrics.path.clone());
            }
            Record::SymbolMetrics(metrics) => {
                self.ids.insert(metrics.symbol.0);
            }
            Record::Ast { file, .. } => {
                self.ids.insert(file.0);
            }
            Record::Cfg(cfg) => {
                self.ids.insert(cfg.function.0);
            }
            Record::Execution(run) => {
                self.runs.insert(run.execution_id.clone());
                self.outcomes.insert(run.outcome.as_str().to_owned());
                self.times.extend([run.started_at, run.started_at.saturating_add(1)]);
            }
            Record::Diagnostic { execution_id, .. } => {
                self.runs.insert(execution_id.clone());
            }
            Record::FileState(_) | Record::Facts { .. } => {}
        }
    }

    fn add_node(&mut self, node: &Node) {
        self.ids.extend([node.id.0, node.id.0.saturating_add(1)]);
        self.node_kinds.insert(node.kind().as_str().to_owned());
        self.paths.extend(node.path().filter(|path| !path.is_empty()).map(str::to_owned));
        if let NodeData::Symbol(symbol) = &node.data {
            self.names.insert(symbol.name.clone());
            let ends = symbol.name.char_indices().map(|(at, _)| at).chain([symbol.name.len()]);
            self.prefixes.extend(ends.take(4).map(|end| symbol.name.get(..end).unwrap().to_owned()));
            self.qualified.insert(symbol.qualified.clone());
            self.stable_ids.insert(symbol.stable_id.clone());
            self.symbols.push(symbol.clone());
        }
        if let (NodeData::Reference(_) | NodeData::Call(_), Some(path), Some(span)) =
            (&node.data, node.path().filter(|path| !path.is_empty()), node.span())
        {
            self.places.extend(offsets(span).map(|offset| (path.to_owned(), None, offset)));
        }
    }

    /// Asks for the places of calls again, with who makes them around them.
    pub(super) fn add_enclosing(&mut self, reader: &dyn Reader) {
        let mut calls = Vec::new();
        reader
            .records(RecordKind::Edge, &mut |record| {
                if let Record::Edge(edge) = record
                    && edge.kind == EdgeKind::Caller
                {
                    calls.push((edge.from, edge.to));
                }
                true
            })
            .unwrap();
        for (caller, call) in calls {
            let Some(node) = reader.node(call).unwrap() else { continue };
            // What has no path stands in no file that one could ask for.
            let path = node.path().filter(|path| !path.is_empty());
            let (Some(path), Some(span)) = (path, node.span()) else { continue };
            self.places.extend(offsets(span).map(|offset| (path.to_owned(), Some(caller), offset)));
        }
    }
}

/// The start, middle and end of a span, and what is beside it.
fn offsets(span: Span) -> impl Iterator<Item = u64> {
    let (start, end) = (span.byte_start, span.byte_end);
    [start.saturating_sub(1), start, start / 2 + end / 2, end.saturating_sub(1), end].into_iter()
}
