//! Facts of a Rust file.
//!
//! What the walk visits is told apart by a node's kind, its parent's, and a few flags that pass from
//! parent to child.

mod callables;
mod conditions;
mod expand;
mod filled;
mod generics;
mod gives;
mod imports;
mod inside;
mod kinds;
mod macros;
mod made;
mod patterns;
mod scope;
mod symbols;
mod tokens;
mod types;
mod uses;
mod values;

pub(in crate::index) use conditions::is_ruled_out;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use tree_sitter::{Node, Tree, TreeCursor};

use super::builder::Builder;
use super::grammar::KindTable;
use super::walk::{Visit, Visitor, walk};
use crate::index::flow::Flow;
use expand::Macros;
use kinds::{Fields, K};
use scope::Locals;
use symbols::{Context, ImplBlock};
use tokens::Tokens;

/// Walks the tree; the line of the first syntax error with the facts.
pub(super) fn extract<'s>(
    tree: &Tree,
    builder: Builder<'s>,
    flow: &mut Flow<'_>,
) -> (Option<usize>, Builder<'s>) {
    let mut extractor = Extractor::new(builder);
    let error_line = walk(tree, &mut extractor, Some(flow));
    extractor.settle();
    (error_line, extractor.out)
}

/// Flags of a node, for its children.
mod flag {
    /// It is what a call calls.
    pub(super) const CALLEE: u16 = 1;
    /// It is a pattern: plain names in it are bound.
    pub(super) const PATTERN: u16 = 1 << 1;
    /// What it binds is bound only behind the statement or condition.
    pub(super) const DEFER: u16 = 1 << 2;
    /// It is part of a path whose last name has been recorded.
    pub(super) const IN_PATH: u16 = 1 << 3;
    /// It has opened a definition.
    pub(super) const OWNER: u16 = 1 << 4;
    /// It has opened a scope of local names.
    pub(super) const SCOPE: u16 = 1 << 5;
    /// It has opened a function's scope.
    pub(super) const FUNCTION: u16 = 1 << 6;
    /// A first child of the sort that counts from the second on was seen.
    pub(super) const SEEN: u16 = 1 << 7;
    /// It stands in an attribute.
    pub(super) const ATTRIBUTE: u16 = 1 << 8;
    /// It is the brackets of a macro, and was read as expressions or items.
    pub(super) const READ: u16 = 1 << 9;
}

/// An ancestor of the node where the walk is.
#[derive(Clone, Copy)]
struct Frame {
    kind: K,
    flags: u16,
    /// Where the name that the node defines begins; that name is no use of it.
    name_at: usize,
    /// How many bindings were waiting when the node was entered.
    pending: usize,
}

impl Frame {
    fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

struct Extractor<'s> {
    out: Builder<'s>,
    kinds: &'static KindTable<K>,
    fields: &'static Fields,
    frames: Vec<Frame>,
    contexts: Vec<Context<'s>>,
    locals: Locals<'s>,
    /// Names of a `let` or `for` that are not in force yet, and the variables that they are.
    pending: Vec<(&'s [u8], Option<u32>)>,
    /// Where names stand that patterns bind, and the variables that they are.
    told: HashMap<usize, u32>,
    /// Variables that are lists which began empty, and the types of those.
    empty: HashMap<u32, &'static str>,
    /// What each `match` around matches.
    matched: Vec<Option<u32>>,
    /// Where closures stand that calls are given, and what the calls ask of them.
    closures: HashMap<usize, u32>,
    /// Where the bodies of closures begin of which somebody asked what they give, and the types that will say it.
    returning: HashMap<usize, u32>,
    /// How many calls around what is asked for have what they are given noted.
    noting: usize,
    /// Names that something inside of an expression binds of which it is asked from outside what it gives, and the variables that
    /// they are there.
    hidden: Vec<(&'s [u8], Option<u32>)>,
    /// How many expressions, one in the other, are being asked what they give.
    layers: usize,
    /// Types of the struct literals and patterns around.
    struct_types: Vec<Vec<String>>,
    tokens: Vec<Tokens<'s>>,
    /// How many macro calls, one in the other, the walk is in.
    macros: usize,
    /// The macros that the file defines.
    defined: Macros<'s>,
    /// Where names stand by which macros define something; those are no uses.
    made: HashSet<usize>,
    impls: Vec<ImplBlock>,
    /// Literals, which are the same wherever they stand, by the names of their types.
    literals: HashMap<&'static str, u32>,
}

impl<'s> Extractor<'s> {
    fn new(out: Builder<'s>) -> Extractor<'s> {
        static TABLES: OnceLock<(KindTable<K>, Fields)> = OnceLock::new();
        let (kinds, fields) = TABLES.get_or_init(|| {
            let language = tree_sitter_rust::LANGUAGE.into();
            (KindTable::new(&language), Fields::new(&language))
        });
        let defined = Macros::new(out.source());
        Extractor {
            out,
            kinds,
            fields,
            frames: Vec::new(),
            contexts: Vec::new(),
            locals: Locals::default(),
            pending: Vec::new(),
            told: HashMap::new(),
            empty: HashMap::new(),
            matched: Vec::new(),
            closures: HashMap::new(),
            returning: HashMap::new(),
            noting: 0,
            hidden: Vec::new(),
            layers: 0,
            struct_types: Vec::new(),
            tokens: Vec::new(),
            macros: 0,
            defined,
            made: HashSet::new(),
            impls: Vec::new(),
            literals: HashMap::new(),
        }
    }

    fn kind(&self, node: Node) -> K {
        self.kinds.get(node.kind_id())
    }

    fn child<'t>(&self, node: Node<'t>, field: u16) -> Option<Node<'t>> {
        node.child_by_field_id(field)
    }

    /// Flags that a node has from where it stands.
    fn inherited(&self, kind: K, parent: &Frame, cursor: &TreeCursor) -> u16 {
        let mut flags = parent.flags & flag::ATTRIBUTE;
        let field = || cursor.field_id().map_or(0, std::num::NonZero::get);
        let is_callee = match parent.kind {
            K::CallExpression => kind != K::Arguments,
            K::GenericFunction => parent.has(flag::CALLEE) && kind != K::TypeArguments,
            _ => false,
        };
        if is_callee {
            flags |= flag::CALLEE;
        }
        match parent.kind {
            K::LetDeclaration | K::LetCondition | K::ForExpression if field() == self.fields.pattern => {
                flags |= flag::PATTERN | flag::DEFER;
            }
            K::Parameter if field() == self.fields.pattern => flags |= flag::PATTERN,
            K::ClosureParameters if kind != K::Parameter => flags |= flag::PATTERN,
            K::MatchPattern if field() != self.fields.condition => flags |= flag::PATTERN,
            K::ScopedIdentifier | K::ScopedTypeIdentifier => flags |= flag::IN_PATH,
            K::GenericType if parent.has(flag::IN_PATH) && kind != K::TypeArguments => flags |= flag::IN_PATH,
            K::LetDeclaration
            | K::LetCondition
            | K::ForExpression
            | K::Parameter
            | K::ClosureParameters
            | K::MatchPattern => {}
            _ if !matches!(
                kind,
                K::ConstBlock | K::MacroInvocation | K::ClosureExpression | K::TokenTree
            ) =>
            {
                flags |= parent.flags & (flag::PATTERN | flag::DEFER);
            }
            _ => {}
        }
        flags
    }

    fn visit(&mut self, node: Node, frame: &mut Frame, parent: &Frame, cursor: &TreeCursor) -> bool {
        if matches!(parent.kind, K::TokenTree | K::TokenRepetition) {
            return self.token(node, frame);
        }
        if parent.kind == K::ClosureExpression && !self.returning.is_empty() {
            self.tell_returned(node);
        }
        match frame.kind {
            K::Identifier => {
                self.identifier(node, frame, parent);
                return false;
            }
            K::TypeIdentifier => {
                self.type_identifier(node, frame, parent);
                return false;
            }
            K::ScopedIdentifier | K::ScopedTypeIdentifier => self.scoped(node, frame, parent),
            K::FieldExpression => self.field_expression(node, frame),
            K::FieldIdentifier => self.field_name(node, parent),
            K::ShorthandFieldIdentifier => {
                self.struct_field(node);
                self.bind(node, frame);
            }
            K::StructExpression | K::StructPattern => self.struct_type(node),
            K::LetDeclaration | K::LetCondition | K::Parameter => self.tell_type(node),
            K::ForExpression => {
                self.tell_loop(node);
                self.open_scope(frame, false);
            }
            K::IfExpression | K::WhileExpression => self.open_scope(frame, false),
            K::MatchExpression => {
                let matched = self.child(node, self.fields.value).and_then(|value| self.value_of(value));
                self.matched.push(matched);
            }
            K::MatchPattern => self.tell_arm(node),
            K::CallExpression => self.tell_call(node),
            K::MatchArm => {
                self.open_scope(frame, false);
            }
            K::ElseClause if parent.has(flag::SCOPE) => {
                // What `if let` binds does not reach into its `else`.
                self.locals.leave();
                self.locals.enter(false);
            }
            K::ClosureExpression => {
                self.tell_closure(node);
                self.open_block(frame, parent, cursor);
            }
            K::Block => self.open_block(frame, parent, cursor),
            K::TypeParameter | K::ConstParameter => self.generic_parameter(node, frame),
            K::TokenTree if parent.kind == K::MacroInvocation && self.called_with(node) => {
                frame.flags |= flag::READ;
                return false;
            }
            // What it names is a macro of another crate, though there may be a trait of that name.
            K::TokenTree if parent.kind == K::Attribute && self.is_derive(node) => return false,
            K::TokenTree => {
                self.tokens.push(Tokens::default());
                frame.flags |= parent.flags & flag::ATTRIBUTE;
            }
            K::AttributeItem => {
                self.out.attribute(node);
                frame.flags |= flag::ATTRIBUTE;
            }
            K::UseDeclaration => {
                self.use_declaration(node);
                return false;
            }
            K::ExternCrate => {
                self.extern_crate(node);
                return false;
            }
            K::Comment => {
                if self.out.text(node).starts_with(b"///") || self.out.text(node).starts_with(b"/**") {
                    self.out.comment(node);
                }
                return false;
            }
            K::Skipped => return false,
            _ => return self.definition(node, frame),
        }
        true
    }

    fn open_scope(&mut self, frame: &mut Frame, function: bool) {
        frame.flags |= flag::SCOPE | if function { flag::FUNCTION } else { 0 };
        self.locals.enter(function);
    }

    fn open_block(&mut self, frame: &mut Frame, parent: &Frame, cursor: &TreeCursor) {
        let is_body = cursor.field_id().map_or(0, std::num::NonZero::get) == self.fields.body;
        if parent.kind == K::ForExpression && is_body {
            self.bind_pending(parent.pending);
        }
        self.open_scope(frame, false);
    }
}

impl<'t> Visitor<'t> for Extractor<'_> {
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> Visit {
        let root = Frame { kind: K::Other, flags: 0, name_at: usize::MAX, pending: 0 };
        let parent = self.frames.last().copied().unwrap_or(root);
        let id = node.kind_id();
        if self.kinds.is_noise(id) && !matches!(parent.kind, K::TokenTree | K::TokenRepetition) {
            return Visit::Ignored;
        }
        let kind = self.kinds.get(id);
        let flags = self.inherited(kind, &parent, cursor);
        let mut frame = Frame { kind, flags, name_at: usize::MAX, pending: self.pending.len() };
        let descend = self.visit(node, &mut frame, &parent, cursor);
        self.frames.push(frame);
        if descend { Visit::Children } else { Visit::Alone }
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.kind {
            // One that was read as something else was never opened.
            K::TokenTree if !frame.has(flag::READ) => self.close_tokens(),
            K::StructExpression | K::StructPattern => {
                self.struct_types.pop();
            }
            K::LetDeclaration | K::LetCondition => self.bind_pending(frame.pending),
            K::MatchExpression => {
                self.matched.pop();
            }
            _ => {}
        }
        if frame.has(flag::SCOPE) {
            self.locals.leave();
        }
        if frame.has(flag::OWNER) {
            self.out.close();
            if let Some(Context::Impl { block, parameters, uses, .. }) = self.contexts.pop() {
                self.close_impl(block, &parameters, uses);
            }
        }
    }
}
