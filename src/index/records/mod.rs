//! Facts and what they were resolved to, as the records of a file.

mod altered;
mod digest;
mod layout;
mod uses;

pub(crate) use altered::altered;
pub(crate) use digest::{digest, has_print};
pub(crate) use layout::Layout;

use std::collections::BTreeSet;

use super::graph::{Graph, Member};
use super::ids::{Slots, stable_id};
use super::links::Links;
use super::measure::{self, FanIn};
use super::resolve::Unit;
use super::{Detail, ImportFact, SymbolFact};
use crate::model::{
    File, FileRecords, FileState, Import, Json, NodeId, Says, Symbol, SymbolKind, SymbolMetrics,
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
/// times zero; of its nodes but its own only those that are `wanted`, where that is said, and measures of symbols only where one of
/// them is.
pub(crate) fn build(
    project: Project<'_>,
    (file, unit): (u32, &Unit),
    (links, layout): (&Links, Layout),
    (hash, size): (&str, u64),
    wanted: Option<&BTreeSet<NodeId>>,
) -> Option<FileRecords> {
    let Member { id, symbols, fan_in, .. } = project.graph.members.get(file as usize)?;
    let id = *id;
    let builder = Builder { project, unit, symbols, wanted };
    let Layout { imports, uses, edges } = layout;
    let (calls, references) = builder.uses(links, &uses);
    Some(FileRecords {
        file: File {
            id,
            path: unit.path.clone(),
            hash: hash.to_owned(),
            last_indexed_at: 0,
            last_modified: 0,
            extra: Json::new(),
        },
        state: FileState {
            file: id,
            path: unit.path.clone(),
            size,
            modified_ns: 0,
            hash: hash.to_owned(),
            digest: [0; 16],
        },
        symbols: builder.symbol_nodes(),
        references,
        calls,
        imports: builder.imports(&imports),
        edges,
        chunks: Vec::new(),
        metrics: measure::file_metrics(id, unit, links, fan_in),
        symbol_metrics: builder.symbol_metrics(links, fan_in),
        ast: Vec::new(),
        cfgs: Vec::new(),
        facts: Vec::new(),
    })
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

    /// The measures of all symbols, for they stand together.
    fn symbol_metrics(&self, links: &Links, fan_in: &FanIn) -> Vec<SymbolMetrics> {
        match self.symbols.iter().any(|symbol| self.is_wanted(*symbol)) {
            true => measure::symbol_metrics(self.unit, links, fan_in, self.symbols),
            false => Vec::new(),
        }
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
