//! Facts and what they were resolved to, as the records of a file.

mod altered;
mod digest;
mod layout;
mod places;
mod uses;

pub(crate) use altered::{Altered, Before, Moved, altered};
pub(crate) use digest::{digest, has_print};
pub(crate) use layout::Layout;
pub(crate) use places::encode as encode_places;

use std::collections::BTreeSet;

use super::graph::{Graph, Member};
use super::ids::{Slots, stable_id};
use super::links::Links;
use super::measure::{self, FanIn};
use super::resolve::Unit;
use super::{Detail, ImportFact, SymbolFact};
use crate::model::{
    Edge, File, FileRecords, FileState, Import, Json, NodeId, Says, Symbol, SymbolKind, SymbolMetrics,
};

/// The whole project.
#[derive(Clone, Copy)]
pub(crate) struct Project<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// What its files' digests say of it, see [`Packages::print`](super::packages::Packages::print).
    pub(crate) print: [u8; 4],
    pub(crate) graph: &'a Graph,
}

/// The nodes of a file's symbols, from the keys that a glance at it has. They depend on nothing but its path and its
/// symbols' names.
pub(crate) fn symbol_ids(file: NodeId, keys: &[u64]) -> Vec<NodeId> {
    Slots::new(file).place(keys).into_iter().map(NodeId).collect()
}

/// The records of a file, complete but for its facts, its chunks, its structure and the digest of its state, and with all
/// times zero; of its nodes but its own only those that are `wanted`, where that is said.
pub(crate) fn build(
    (project, file): (Project<'_>, u32),
    unit: &Unit,
    (links, layout): (&Links, Layout),
    heading: Heading<'_>,
    wanted: Option<&BTreeSet<NodeId>>,
) -> Option<FileRecords> {
    let member = project.graph.members.get(file as usize)?;
    let Member { symbols, fan_in, .. } = member;
    let builder = Builder { project, unit, symbols, wanted };
    let Layout { imports, uses, edges } = layout;
    let is_wanted = |edge: &Edge| wanted.is_none_or(|wanted| wanted.contains(&edge.from));
    let edges = if wanted.is_none() { edges } else { edges.into_iter().filter(is_wanted).collect() };
    let uses = unit.facts.uses.iter().zip(&links.uses).zip(&uses);
    let uses = uses.filter_map(|((used, link), node)| Some((used, link, (*node)?)));
    let (calls, references) = builder.uses(uses);
    Some(FileRecords {
        symbols: builder.symbol_nodes(),
        references,
        calls,
        imports: builder.imports(&imports),
        edges,
        symbol_metrics: builder.symbol_metrics(links, fan_in),
        ..heading.records(unit, member)
    })
}

/// Likewise, of nothing but the file's own node and those uses that lead elsewhere. Cost: that of these.
pub(crate) fn build_moved(
    (project, file): (Project<'_>, u32),
    unit: &Unit,
    moved: Moved,
    heading: Heading<'_>,
) -> Option<FileRecords> {
    let member = project.graph.members.get(file as usize)?;
    let builder = Builder { project, unit, symbols: &member.symbols, wanted: None };
    let uses = moved.uses.iter();
    let uses = uses.filter_map(|(at, node, link)| Some((unit.facts.uses.get(*at as usize)?, link, *node)));
    let (calls, references) = builder.uses(uses);
    Some(FileRecords { references, calls, edges: moved.edges, ..heading.records(unit, member) })
}

/// What the file's own records say beside what its text does.
#[derive(Clone, Copy)]
pub(crate) struct Heading<'a> {
    /// The hash of its text, and how many bytes that has.
    pub(crate) found: (&'a str, u64),
    /// How many of its uses lead to other files.
    pub(crate) fan_out: u32,
}

impl Heading<'_> {
    /// A file with nothing in it.
    fn records(self, unit: &Unit, Member { id, fan_in, .. }: &Member) -> FileRecords {
        let (hash, size) = self.found;
        let file = File {
            id: *id,
            path: unit.path.clone(),
            hash: hash.to_owned(),
            last_indexed_at: 0,
            last_modified: 0,
            extra: Json::new(),
        };
        let state = FileState {
            file: *id,
            path: unit.path.clone(),
            size,
            modified_ns: 0,
            hash: hash.to_owned(),
            digest: [0; 16],
        };
        let metrics = measure::file_metrics(unit, self.fan_out, fan_in);
        FileRecords { state, metrics, ..FileRecords::of(file) }
    }
}

/// Writes the time of indexing, and that of the file's last change, into all of a file's records.
pub(crate) fn stamp(records: &mut FileRecords, now: i64, modified_ns: i64) {
    records.file.last_indexed_at = now;
    records.file.last_modified = modified_ns.div_euclid(1_000_000_000);
    records.metrics.last_updated = now;
    for metrics in &mut records.symbol_metrics {
        metrics.last_updated = now;
    }
}

/// Stands for the time of a file that changed so shortly before it was read that it may have changed
/// once more within the same tick of the clock: it is read again next time.
pub(crate) const UNTRUSTED: i64 = i64::MIN;

struct Builder<'a> {
    project: Project<'a>,
    unit: &'a Unit,
    symbols: &'a [NodeId],
    wanted: Option<&'a BTreeSet<NodeId>>,
}

impl Builder<'_> {
    fn is_wanted(&self, node: NodeId) -> bool {
        self.wanted.is_none_or(|wanted| wanted.contains(&node))
    }

    fn symbol_metrics(&self, links: &Links, fan_in: &FanIn) -> Vec<SymbolMetrics> {
        if !self.symbols.iter().any(|symbol| self.is_wanted(*symbol)) {
            return Vec::new();
        }
        let mut metrics = measure::symbol_metrics(self.unit, links, fan_in, self.symbols);
        metrics.retain(|metrics| self.is_wanted(metrics.symbol));
        metrics
    }

    fn symbol_nodes(&self) -> Vec<Symbol> {
        let language = self.unit.facts.language;
        let project = self.project.name;
        let symbols = self.unit.facts.symbols.iter().zip(self.symbols).enumerate();
        let symbols = symbols.filter(|(_, (_, id))| self.is_wanted(**id));
        let node = |(at, (fact, &id)): (usize, (&SymbolFact, &NodeId))| {
            let mut symbol = Symbol {
                id,
                name: fact.name.clone(),
                kind: fact.kind.clone(),
                path: self.unit.path.clone(),
                qualified: fact.qualified.clone(),
                canonical: [project, "::", &self.unit.path, "::", word(&fact.kind), " ", &fact.name].concat(),
                display: [project, language.separator(), &fact.qualified].concat(),
                stable_id: stable_id(id),
                span: fact.span,
                extra: Json::new(),
            };
            // A compiler's definitions have none.
            if let Some(Detail { signature, doc, attributes }) = self.unit.facts.details.get(at) {
                let says = Says {
                    is_declaration: fact.flags.is_declaration,
                    is_override: fact.flags.is_override,
                    is_test: fact.flags.is_test,
                    of_trait: fact.of_trait.as_deref().unwrap_or_default(),
                };
                symbol.describe(signature, doc, attributes, says);
            }
            symbol
        };
        let mut nodes = Vec::with_capacity(if self.wanted.is_none() { self.symbols.len() } else { 0 });
        nodes.extend(symbols.map(node));
        nodes
    }

    fn imports(&self, ids: &[NodeId]) -> Vec<Import> {
        let imports = self.unit.facts.imports.iter().zip(ids).filter(|(_, id)| self.is_wanted(**id));
        let node = |(import, &id): (&ImportFact, &NodeId)| Import {
            id,
            path: self.unit.path.clone(),
            import_kind: import.kind.clone(),
            import_path: import.path.clone(),
            imported_names: import.names.iter().map(|name| name.name.clone()).collect(),
            is_glob: import.is_glob,
            span: import.span,
            extra: Json::new(),
        };
        imports.map(node).collect()
    }
}

/// The word that Magellan's canonical names have for a kind.
fn word(kind: &SymbolKind) -> &str {
    match kind {
        SymbolKind::Struct => "Struct",
        SymbolKind::Trait => "Trait",
        SymbolKind::Variant => "Variant",
        SymbolKind::Constant => "Const",
        SymbolKind::Static => "Static",
        SymbolKind::Variable => "Variable",
        SymbolKind::Field => "Field",
        SymbolKind::Macro => "Macro",
        SymbolKind::Property => "Property",
        other => other.magellan_name(),
    }
}
