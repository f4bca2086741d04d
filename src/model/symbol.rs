//! Symbols: what a source file defines.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Json, NodeId, Span};

/// What sort of thing a symbol is.
///
/// A Magellan file says it twice: `kind` (`Class`) and `kind_normalized` (`struct`). The second is
/// the finer one, and the one that [`SymbolKind::label`] gives back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum SymbolKind {
    Function,
    Method,
    Struct,
    Class,
    Enum,
    Variant,
    Union,
    Trait,
    TypeAlias,
    Module,
    Constant,
    Static,
    Variable,
    Field,
    Macro,
    Property,
    Namespace,
    /// A kind that we do not know, as the file names it.
    Other(String),
}

impl SymbolKind {
    /// Reads a normalized kind (`fn`, `struct`, …). Never fails: an unknown one is kept.
    pub fn from_label(label: &str) -> SymbolKind {
        match label {
            "fn" | "function" => SymbolKind::Function,
            "method" => SymbolKind::Method,
            "struct" => SymbolKind::Struct,
            "class" => SymbolKind::Class,
            "enum" => SymbolKind::Enum,
            "variant" => SymbolKind::Variant,
            "union" => SymbolKind::Union,
            "trait" | "interface" => SymbolKind::Trait,
            "type_alias" => SymbolKind::TypeAlias,
            "mod" | "module" => SymbolKind::Module,
            "const" => SymbolKind::Constant,
            "static" => SymbolKind::Static,
            "variable" => SymbolKind::Variable,
            "field" => SymbolKind::Field,
            "macro" => SymbolKind::Macro,
            "property" => SymbolKind::Property,
            "namespace" => SymbolKind::Namespace,
            other => SymbolKind::Other(other.to_owned()),
        }
    }

    /// The normalized name that files and labels hold (`fn`, `struct`, `mod`, …).
    pub fn label(&self) -> &str {
        match self {
            SymbolKind::Function => "fn",
            SymbolKind::Method => "method",
            SymbolKind::Struct => "struct",
            SymbolKind::Class => "class",
            SymbolKind::Enum => "enum",
            SymbolKind::Variant => "variant",
            SymbolKind::Union => "union",
            SymbolKind::Trait => "trait",
            SymbolKind::TypeAlias => "type_alias",
            SymbolKind::Module => "mod",
            SymbolKind::Constant => "const",
            SymbolKind::Static => "static",
            SymbolKind::Variable => "variable",
            SymbolKind::Field => "field",
            SymbolKind::Macro => "macro",
            SymbolKind::Property => "property",
            SymbolKind::Namespace => "namespace",
            SymbolKind::Other(name) => name,
        }
    }

    /// The coarse name that Magellan keeps beside it (`Function`, `Class`, `Interface`, …).
    pub fn magellan_name(&self) -> &str {
        match self {
            SymbolKind::Function => "Function",
            SymbolKind::Method => "Method",
            SymbolKind::Struct | SymbolKind::Class => "Class",
            SymbolKind::Enum => "Enum",
            SymbolKind::Union => "Union",
            SymbolKind::Trait => "Interface",
            SymbolKind::TypeAlias => "TypeAlias",
            SymbolKind::Module => "Module",
            SymbolKind::Namespace => "Namespace",
            _ => "Unknown",
        }
    }

    /// Whether something of this kind can be called and has a body.
    pub fn is_callable(&self) -> bool {
        matches!(self, SymbolKind::Function | SymbolKind::Method | SymbolKind::Macro)
    }
}

/// Fields of our own in a symbol's JSON.
const SIGNATURE: &str = "signature";
const DOCUMENTATION: &str = "documentation";
const ATTRIBUTES: &str = "attributes";
const IS_DECLARATION: &str = "is_declaration";
const IS_OVERRIDE: &str = "is_override";
const IS_TEST: &str = "is_test";
const OF_TRAIT: &str = "of_trait";

/// A symbol as a database holds it. What a file does not say is `None` or empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Symbol {
    /// The node's id.
    pub id: NodeId,
    /// The bare name (`add_edge`).
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file that defines it, as the database writes it.
    pub path: String,
    /// The name with its enclosing scopes (`Graph::add_edge`); empty where the file says none.
    pub qualified: String,
    /// Magellan's `canonical_fqn` (`crate::path::Kind name`); empty where the file says none.
    pub canonical: String,
    /// Magellan's `display_fqn` (`crate::name`); empty where the file says none.
    pub display: String,
    /// The id that stays the same when the symbol moves within its file: 16 hex digits; empty where
    /// the file says none.
    pub stable_id: String,
    /// From its first byte (decorators and attributes apart) to the end of its body.
    pub span: Span,
    /// Fields of the node's JSON that we do not know.
    pub extra: Json,
}

impl Symbol {
    /// The name to show a person: the qualified one where there is one.
    pub fn shown_name(&self) -> &str {
        if self.qualified.is_empty() { &self.name } else { &self.qualified }
    }

    /// The definition's text up to its body, on one line; `None` where the database says none.
    pub fn signature(&self) -> Option<&str> {
        self.extra.get(SIGNATURE)?.as_str()
    }

    /// The comment that documents it, without the comment's marks; `None` where there is none.
    pub fn documentation(&self) -> Option<&str> {
        self.extra.get(DOCUMENTATION)?.as_str()
    }

    /// Its attributes, annotations or decorators, each as it is written.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.extra
            .get(ATTRIBUTES)
            .and_then(|list| list.as_array())
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str())
    }

    /// Whether the database says that it is a test.
    pub fn is_test(&self) -> bool {
        self.extra.get(IS_TEST).and_then(|value| value.as_bool()).unwrap_or_default()
    }

    /// Whether it says that something exists whose definition stands elsewhere: a prototype, say.
    pub fn is_declaration(&self) -> bool {
        self.extra.get(IS_DECLARATION).and_then(|value| value.as_bool()).unwrap_or_default()
    }

    /// Whether it says itself that it takes the place of a member of a base, in a language that has a word for that.
    pub fn is_override(&self) -> bool {
        self.extra.get(IS_OVERRIDE).and_then(|value| value.as_bool()).unwrap_or_default()
    }

    /// The trait in whose `impl` it stands, without its path (`Display`); `None` where the database says none.
    pub fn of_trait(&self) -> Option<&str> {
        self.extra.get(OF_TRAIT)?.as_str()
    }

    /// Adds what there is to show of it; what is empty or false is left out.
    pub fn describe(&mut self, signature: &str, documentation: &str, attributes: &[String], says: Says<'_>) {
        let Says { is_declaration, is_override, is_test, of_trait } = says;
        // In the order of their names, in which they are read back from any engine.
        let fields: [(&str, bool, &dyn Fn() -> Value); 7] = [
            (ATTRIBUTES, !attributes.is_empty(), &|| attributes.into()),
            (DOCUMENTATION, !documentation.is_empty(), &|| documentation.into()),
            (IS_DECLARATION, is_declaration, &|| true.into()),
            (IS_OVERRIDE, is_override, &|| true.into()),
            (IS_TEST, is_test, &|| true.into()),
            (OF_TRAIT, !of_trait.is_empty(), &|| of_trait.into()),
            (SIGNATURE, !signature.is_empty(), &|| signature.into()),
        ];
        if self.extra.is_empty() {
            // No more room than is needed: there may be a million of them in one file.
            self.extra = Json::with_capacity(fields.iter().filter(|(_, is_there, _)| *is_there).count());
        }
        for (name, is_there, value) in fields {
            if is_there {
                self.extra.insert(name.to_owned(), value());
            }
        }
    }
}

/// What the text says of a symbol in words of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Says<'a> {
    /// Its definition stands elsewhere.
    pub is_declaration: bool,
    /// It takes the place of a member of a base.
    pub is_override: bool,
    /// It is a test.
    pub is_test: bool,
    /// The trait in whose `impl` it stands, without its path; empty where that is none.
    pub of_trait: &'a str,
}
