//! Symbols by their names in SCIP: `magellan-tui . <project> . <file>/<scopes><name>`.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use protobuf::{EnumOrUnknown, MessageField};
use scip::types::descriptor::Suffix;
use scip::types::symbol_information::Kind;
use scip::types::{Descriptor, Package};

use crate::export::ExportError;
use crate::model::{Node, NodeData, NodeId, Record, RecordKind, Symbol, SymbolKind};
use crate::store::{Meta, Reader};

/// What begins the name of every symbol.
const SCHEME: &str = env!("CARGO_PKG_NAME");

/// How symbols and files are named.
pub(super) struct Naming {
    project: String,
    root: Option<String>,
    /// The ranks of symbols that an earlier one of their file equals in kind and name.
    ranks: HashMap<NodeId, u32>,
}

impl Naming {
    /// Looks for symbols of one name in one file. Cost: a scan of all symbols; memory for one file's, and for each
    /// of those that are not the first.
    pub(super) fn new(reader: &dyn Reader, meta: &Meta, cancel: &AtomicBool) -> Result<Naming, ExportError> {
        let root = meta.root.clone().map(|root| root.trim_end_matches('/').to_owned());
        let project = meta.project.clone().filter(|name| !name.is_empty());
        let mut ranks = HashMap::new();
        let mut path = String::new();
        let mut seen: HashMap<(String, SymbolKind), u32> = HashMap::new();
        let mut done = Ok(());
        reader.records(RecordKind::Symbol, &mut |record| {
            if let Record::Node(Node { id, data: NodeData::Symbol(symbol) }) = record {
                if symbol.path != path {
                    seen.clear();
                    path = symbol.path;
                }
                let name = if symbol.qualified.is_empty() { symbol.name } else { symbol.qualified };
                let rank = seen.entry((name, symbol.kind)).or_default();
                if *rank > 0 {
                    ranks.insert(id, *rank);
                }
                *rank += 1;
            }
            if cancel.load(Ordering::Relaxed) {
                done = Err(ExportError::Interrupted);
            }
            done.is_ok()
        })?;
        done?;
        Ok(Naming { project: project.unwrap_or_else(|| ".".to_owned()), root, ranks })
    }

    /// The folder that was indexed, as recorded.
    pub(super) fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// A path from the root, without dots in it. One that leads elsewhere is that from the top.
    pub(super) fn relative(&self, path: &Path) -> String {
        let inside = self.root.as_ref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        let parts = inside.components().filter_map(|part| match part {
            std::path::Component::Normal(part) => Some(part.to_string_lossy()),
            _ => None,
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The name of a symbol.
    pub(super) fn of(&self, symbol: &Symbol) -> String {
        let rank = self.ranks.get(&symbol.id).copied().unwrap_or_default();
        let suffix = suffix_of(&symbol.kind);
        let mut descriptors =
            vec![descriptor(&self.relative(Path::new(&symbol.path)), Suffix::Namespace, "")];
        let mut scopes = scopes(symbol);
        let owner = if is_member(&symbol.kind) { scopes.pop() } else { None };
        descriptors.extend(scopes.into_iter().map(|scope| descriptor(scope, Suffix::Namespace, "")));
        descriptors.extend(owner.map(|owner| descriptor(owner, Suffix::Type, "")));
        let number = if rank > 0 { format!("+{rank}") } else { String::new() };
        if suffix != Suffix::Method && rank > 0 {
            descriptors.push(descriptor(&number, Suffix::Namespace, ""));
        }
        descriptors.push(descriptor(&symbol.name, suffix, &number));
        let package = Package { name: self.project.replace(' ', "  "), ..Default::default() };
        scip::symbol::format_symbol(scip::types::Symbol {
            scheme: SCHEME.to_owned(),
            package: MessageField::some(package),
            descriptors,
            ..Default::default()
        })
    }
}

fn descriptor(name: &str, suffix: Suffix, disambiguator: &str) -> Descriptor {
    Descriptor {
        // A name is never empty in SCIP.
        name: if name.is_empty() { " ".to_owned() } else { name.to_owned() },
        disambiguator: disambiguator.to_owned(),
        suffix: EnumOrUnknown::new(suffix),
        ..Default::default()
    }
}

/// The scopes that a symbol's qualified name says before its bare one.
fn scopes(symbol: &Symbol) -> Vec<&str> {
    let Some(scopes) = symbol.qualified.strip_suffix(symbol.name.as_str()) else { return Vec::new() };
    let separator = if scopes.contains("::") { "::" } else { "." };
    scopes.split(separator).filter(|scope| !scope.is_empty()).collect()
}

/// Whether symbols of this kind stand in types.
fn is_member(kind: &SymbolKind) -> bool {
    matches!(kind, SymbolKind::Method | SymbolKind::Field | SymbolKind::Variant | SymbolKind::Property)
}

fn suffix_of(kind: &SymbolKind) -> Suffix {
    match kind {
        SymbolKind::Function | SymbolKind::Method => Suffix::Method,
        SymbolKind::Struct
        | SymbolKind::Class
        | SymbolKind::Enum
        | SymbolKind::Union
        | SymbolKind::Trait
        | SymbolKind::TypeAlias => Suffix::Type,
        SymbolKind::Module | SymbolKind::Namespace => Suffix::Namespace,
        SymbolKind::Macro => Suffix::Macro,
        SymbolKind::Variant
        | SymbolKind::Constant
        | SymbolKind::Static
        | SymbolKind::Variable
        | SymbolKind::Field
        | SymbolKind::Property
        | SymbolKind::Other(_) => Suffix::Term,
    }
}

/// What SCIP calls a kind.
pub(super) fn kind_of(kind: &SymbolKind) -> Kind {
    match kind {
        SymbolKind::Function => Kind::Function,
        SymbolKind::Method => Kind::Method,
        SymbolKind::Struct => Kind::Struct,
        SymbolKind::Class => Kind::Class,
        SymbolKind::Enum => Kind::Enum,
        SymbolKind::Variant => Kind::EnumMember,
        SymbolKind::Union => Kind::Union,
        SymbolKind::Trait => Kind::Trait,
        SymbolKind::TypeAlias => Kind::TypeAlias,
        SymbolKind::Module => Kind::Module,
        SymbolKind::Constant => Kind::Constant,
        SymbolKind::Static => Kind::StaticVariable,
        SymbolKind::Variable => Kind::Variable,
        SymbolKind::Field => Kind::Field,
        SymbolKind::Macro => Kind::Macro,
        SymbolKind::Property => Kind::Property,
        SymbolKind::Namespace => Kind::Namespace,
        SymbolKind::Other(_) => Kind::UnspecifiedKind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Json, Span};

    fn symbol(name: &str, qualified: &str, kind: SymbolKind) -> Symbol {
        Symbol {
            id: NodeId(7),
            name: name.to_owned(),
            kind,
            path: "/src/a b/lib.rs".to_owned(),
            qualified: qualified.to_owned(),
            canonical: String::new(),
            display: String::new(),
            stable_id: String::new(),
            span: Span::default(),
            extra: Json::new(),
        }
    }

    #[test]
    fn names_follow_the_grammar_and_are_read_back() {
        let mut naming =
            Naming { project: "my lab".to_owned(), root: Some("/src".to_owned()), ranks: HashMap::new() };
        let file = "magellan-tui . my  lab . `a b/lib.rs`/";
        for (name, qualified, kind, expected) in [
            ("add", "Graph::add", SymbolKind::Method, "Graph#add()."),
            ("add", "", SymbolKind::Function, "add()."),
            ("Graph", "inner::Graph", SymbolKind::Struct, "inner/Graph#"),
            ("x", "inner.Graph.x", SymbolKind::Field, "inner/Graph#x."),
            ("check", "check", SymbolKind::Macro, "check!"),
            ("tests", "tests", SymbolKind::Module, "tests/"),
            ("operator+", "V::operator+", SymbolKind::Method, "V#operator+()."),
            ("we`ird", "we`ird", SymbolKind::Variable, "`we``ird`."),
            ("", "", SymbolKind::Function, "` `()."),
        ] {
            let said = naming.of(&symbol(name, qualified, kind));
            assert_eq!(said, format!("{file}{expected}"));
            let read = scip::symbol::parse_symbol(&said).unwrap();
            assert_eq!(scip::symbol::format_symbol(read.clone()).replace("my lab", "my  lab"), said);
            assert_eq!(read.package.name, "my lab");
        }
        naming.ranks.insert(NodeId(7), 2);
        assert_eq!(naming.of(&symbol("add", "G::add", SymbolKind::Method)), format!("{file}G#add(+2)."));
        assert_eq!(naming.of(&symbol("G", "G", SymbolKind::Struct)), format!("{file}+2/G#"));
    }

    #[test]
    fn paths_are_from_the_root() {
        let naming = Naming { project: String::new(), root: Some("/src".to_owned()), ranks: HashMap::new() };
        for (path, relative) in [
            ("/src/a/b.rs", "a/b.rs"),
            ("./a/b.rs", "a/b.rs"),
            ("/other/a.rs", "other/a.rs"),
            ("a.rs", "a.rs"),
        ] {
            assert_eq!(naming.relative(Path::new(path)), relative);
        }
    }
}
