//! Facts of a JavaScript or TypeScript file, with or without JSX.
//!
//! A block's names are in force in all of it, so they are bound when the walk comes to the block. `var` binds in the
//! function around, when it is met; so what is local is settled when the whole file is known.

mod assigned;
mod closures;
mod components;
mod constants;
mod definitions;
mod documented;
mod exports;
mod filled;
mod functions;
mod hoist;
mod imports;
mod kinds;
mod members;
mod narrowed;
mod objects;
mod patterns;
mod scope;
mod terminate;
mod tested;
mod types;
mod uses;
mod values;
mod variables;
mod visit;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use tree_sitter::{Node, Tree};

use super::builder::Builder;
use super::grammar::KindTable;
use super::walk::walk;
use crate::index::flow::Flow;
use crate::model::Language;
use crate::syntax::grammar;
use functions::Function;
use kinds::{Fields, K};
use narrowed::Test;
use scope::Scopes;
pub(super) use terminate::terminated;

/// Walks the tree; the line of the first syntax error with the facts.
pub(super) fn extract<'s>(
    tree: &Tree,
    builder: Builder<'s>,
    flow: &mut Flow<'_>,
) -> (Option<usize>, Builder<'s>) {
    let Some(tables) = tables(builder.facts.language) else { return (None, builder) };
    let mut extractor = Extractor::new(tables, builder);
    let error_line = walk(tree, &mut extractor, Some(flow));
    extractor.settle();
    (error_line, extractor.out)
}

/// Keywords of a definition stand among its first so many children, also where those before them are decorators.
const MAX_WORDS: usize = 24;

/// Flags of a node, for its children.
mod flag {
    /// It is what a call or `new` calls.
    pub(super) const CALLEE: u16 = 1;
    /// Names in it are bound.
    pub(super) const BIND: u16 = 1 << 1;
    /// What it binds are symbols.
    pub(super) const SYMBOLS: u16 = 1 << 2;
    /// What it binds is bound by `var`.
    pub(super) const VAR: u16 = 1 << 3;
    /// What it binds does not change.
    pub(super) const CONST: u16 = 1 << 4;
    /// The function or class that is its value is its own symbol's.
    pub(super) const NAMED: u16 = 1 << 5;
    /// It is an object whose properties are members of the innermost symbol.
    pub(super) const MEMBERS: u16 = 1 << 6;
    /// Its type is written.
    pub(super) const TYPED: u16 = 1 << 7;
    /// It has opened a function.
    pub(super) const FUNCTION: u16 = 1 << 8;
    /// It says that something is there, and defines nothing.
    pub(super) const AMBIENT: u16 = 1 << 9;
    /// It is an object that a module gives out.
    pub(super) const EXPORTS: u16 = 1 << 10;
    /// Names in it are assigned to.
    pub(super) const TARGET: u16 = 1 << 11;
    /// It stands in `declare global`.
    pub(super) const GLOBAL: u16 = 1 << 12;
    /// It is part of what the innermost symbol takes or returns: members of object types in it are symbols.
    pub(super) const SIGNATURE: u16 = 1 << 13;
}

/// An ancestor of the node where the walk is.
#[derive(Clone, Copy)]
struct Frame {
    kind: K,
    flags: u16,
    /// Where the name that the node defines begins; that name is no use of it.
    name_at: usize,
    /// The scope to go back to behind the node.
    outer_scope: Option<u32>,
    /// Definitions that it has opened.
    owners: u16,
    /// How many arguments a call has, or how many parts of a pattern are behind the walk.
    count: u16,
    /// What a pattern takes apart; of an expression, something of the type that it is expected to have.
    value: Option<u32>,
    /// The type whose members an object type writes out, where something is of that type.
    written: Option<u32>,
}

impl Frame {
    fn new(kind: K, flags: u16) -> Frame {
        Frame {
            kind,
            flags,
            name_at: usize::MAX,
            outer_scope: None,
            owners: 0,
            count: 0,
            value: None,
            written: None,
        }
    }

    fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

struct Extractor<'s, 't> {
    out: Builder<'s>,
    kinds: &'static KindTable<K>,
    fields: &'static Fields,
    frames: Vec<Frame>,
    scopes: Scopes<'s>,
    /// Conditions around, and what is tested in them.
    tests: Vec<Test<'t>>,
    /// Functions around.
    functions: Vec<Function>,
    /// What things are of that began empty: by the value, the type of what was put into it, and how often something was.
    filled: HashMap<u32, (u32, u8)>,
    /// Where functions begin of which somebody asked what they give.
    asked: HashMap<usize, closures::Asked>,
    /// Type parameters of the function types around that have no symbol, and what bounds them.
    bounds: Vec<(&'s [u8], Option<u32>)>,
    /// The declaration that the walk has last come to, where it declares just one variable.
    statement: Option<Node<'t>>,
    /// Plain names that the assignments around give other values to, with those and the number of the frame.
    assigned: Vec<(usize, Node<'t>, Option<u32>)>,
    /// Members of classes and of functions, by symbol and name, and the symbols of those that may be given more values.
    members: HashMap<(u32, &'s [u8]), Option<u32>>,
    /// Where the name begins of a property that is taken out of an object, and what it is where that has none.
    default: Option<(usize, u32)>,
    /// Where names stand that a pattern binds to properties whose types are written behind it, and those types.
    parts: HashMap<usize, u32>,
    /// Where object types begin that something is of, and those types.
    written: HashMap<usize, u32>,
    /// Symbols of the file's own scope, by name.
    top: HashMap<&'s [u8], u32>,
    /// Names that the module gives out; `None` while it is not known to be a module.
    exported: Option<HashSet<&'s [u8]>>,
    /// Uses of plain names, the scopes that they stand in, and whether they are types.
    plain_uses: Vec<(usize, u32, bool)>,
}

/// Kinds and fields of the grammar of a language.
fn tables(language: Language) -> Option<&'static (KindTable<K>, Fields)> {
    static TABLES: [OnceLock<(KindTable<K>, Fields)>; 3] =
        [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let at = match language {
        Language::TypeScript => 0,
        Language::Tsx => 1,
        _ => 2,
    };
    let parser = grammar(language)?.parser;
    Some(TABLES.get(at)?.get_or_init(|| {
        let language = parser();
        (KindTable::new(&language), Fields::new(&language))
    }))
}

impl<'s> Extractor<'s, '_> {
    fn new((kinds, fields): &'static (KindTable<K>, Fields), out: Builder<'s>) -> Self {
        Extractor {
            out,
            kinds,
            fields,
            frames: Vec::new(),
            scopes: Scopes::new(),
            tests: Vec::new(),
            functions: Vec::new(),
            filled: HashMap::new(),
            asked: HashMap::new(),
            bounds: Vec::new(),
            statement: None,
            assigned: Vec::new(),
            members: HashMap::new(),
            default: None,
            parts: HashMap::new(),
            written: HashMap::new(),
            top: HashMap::new(),
            exported: None,
            plain_uses: Vec::new(),
        }
    }

    fn kind(&self, node: Node) -> K {
        self.kinds.get(node.kind_id())
    }

    fn child<'n>(&self, node: Node<'n>, field: u16) -> Option<Node<'n>> {
        node.child_by_field_id(field)
    }

    /// Whether one of the first children of a node is this keyword.
    fn has_word(&self, node: Node, word: K) -> bool {
        let mut cursor = node.walk();
        node.children(&mut cursor).take(MAX_WORDS).any(|child| !child.is_named() && self.kind(child) == word)
    }
}
