//! Facts of a Python file.
//!
//! A name that a function binds anywhere is local in all of it, so what is local is settled when
//! the whole file is known.

mod conditions;
mod containers;
mod forks;
mod generics;
mod given;
mod imports;
mod kinds;
mod narrowed;
mod quoted;
mod scope;
mod symbols;
mod targets;
mod types;
mod uses;
mod values;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use tree_sitter::{Node, Tree, TreeCursor};

use super::builder::Builder;
use super::grammar::KindTable;
use super::walk::{Visit, Visitor, walk};
use crate::index::flow::Flow;
use forks::{Fork, Way};
use kinds::{Fields, K};
use narrowed::{Narrowed, Supposing};
use scope::{ScopeKind, Scopes};
use symbols::{Definition, Statement};

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
    /// It is what a call or decorator calls.
    pub(super) const CALLEE: u16 = 1;
    /// It is assigned to.
    pub(super) const TARGET: u16 = 1 << 1;
    /// It is a parameter, as it is bound.
    pub(super) const PARAMETER: u16 = 1 << 2;
    /// It stands in a `case` pattern.
    pub(super) const CASE: u16 = 1 << 3;
    /// It has opened a definition.
    pub(super) const OWNER: u16 = 1 << 4;
    /// It has opened the definition of a function or class.
    pub(super) const DEFINITION: u16 = 1 << 5;
    /// A first child of the sort that counts from the second on was seen.
    pub(super) const SEEN: u16 = 1 << 6;
    /// It is decorated as a static method.
    pub(super) const STATIC: u16 = 1 << 7;
    /// It stands in a branch that most programs never run.
    pub(super) const UNLIKELY: u16 = 1 << 8;
    /// It is decorated as something that is read like a field.
    pub(super) const PROPERTY: u16 = 1 << 9;
    /// It is decorated as a class that is made of its fields.
    pub(super) const RECORD: u16 = 1 << 10;
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
}

impl Frame {
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
    /// Functions and classes around.
    definitions: Vec<Definition<'s>>,
    /// Assignments around.
    statements: Vec<Statement<'s, 't>>,
    /// Where plain names stand that are variables of which something is known, and those variables.
    told: HashMap<usize, u32>,
    /// Variables that are known to be more where the walk is than around it.
    narrowed: Vec<Narrowed<'s>>,
    /// Expressions around of which a part is looked at where another one holds.
    supposed: Vec<Supposing<'t>>,
    /// Statements around that go one of several ways, and the ways that the walk is in.
    forks: Vec<Fork<'s, 't>>,
    ways: Vec<Way>,
    /// How many expressions, one in the other, are being asked what they are.
    layers: usize,
    /// Where the parameter stands that is the object itself.
    receiver_at: Option<usize>,
    /// Where the name stands that a `type` statement defines, inside other nodes.
    alias_at: Option<usize>,
    /// Members of classes so far, by class and name.
    members: HashMap<(u32, &'s [u8]), Option<u32>>,
    /// Symbols of the module's variables, by name.
    top: HashMap<&'s [u8], u32>,
    /// Variables that stand for types (`T = TypeVar("T")`).
    type_variables: HashMap<&'s [u8], Option<u32>>,
    /// What variables and symbols hold that were given something that holds nothing.
    held: HashMap<containers::Holder, containers::Held>,
    /// Branches that most programs never run, and that the walk has not come to.
    left_out: HashSet<usize>,
    /// Variables that only such branches assign so far, by scope and name.
    unlikely: HashSet<(u32, &'s [u8])>,
    /// Uses of plain names, and the scopes that they stand in.
    plain_uses: Vec<(usize, u32)>,
}

impl<'s> Extractor<'s, '_> {
    fn new(out: Builder<'s>) -> Self {
        static TABLES: OnceLock<(KindTable<K>, Fields)> = OnceLock::new();
        let (kinds, fields) = TABLES.get_or_init(|| {
            let language = tree_sitter_python::LANGUAGE.into();
            (KindTable::new(&language), Fields::new(&language))
        });
        Extractor {
            out,
            kinds,
            fields,
            frames: Vec::new(),
            scopes: Scopes::new(),
            definitions: Vec::new(),
            statements: Vec::new(),
            told: HashMap::new(),
            narrowed: Vec::new(),
            supposed: Vec::new(),
            forks: Vec::new(),
            ways: Vec::new(),
            layers: 0,
            receiver_at: None,
            alias_at: None,
            members: HashMap::new(),
            top: HashMap::new(),
            type_variables: HashMap::new(),
            held: HashMap::new(),
            left_out: HashSet::new(),
            unlikely: HashSet::new(),
            plain_uses: Vec::new(),
        }
    }

    fn kind(&self, node: Node) -> K {
        self.kinds.get(node.kind_id())
    }

    fn child<'n>(&self, node: Node<'n>, field: u16) -> Option<Node<'n>> {
        node.child_by_field_id(field)
    }

    /// Flags that a node has from where it stands.
    fn inherited(&self, kind: K, parent: &Frame, cursor: &TreeCursor) -> u16 {
        let stands_at = |field: u16| cursor.field_id().is_some_and(|id| id.get() == field);
        match parent.kind {
            K::Call if kind != K::ArgumentList => flag::CALLEE,
            K::Decorator => flag::CALLEE,
            K::Assignment | K::AugmentedAssignment | K::ForStatement | K::ForInClause
                if stands_at(self.fields.left) =>
            {
                flag::TARGET
            }
            K::NamedExpression if stands_at(self.fields.name) => flag::TARGET,
            K::AsPatternTarget => flag::TARGET,
            K::Parameters => flag::PARAMETER,
            K::TypedParameter if kind != K::Type => flag::PARAMETER,
            K::DefaultParameter if stands_at(self.fields.name) => flag::PARAMETER,
            K::Sequence | K::Splat => parent.flags & (flag::TARGET | flag::PARAMETER | flag::CASE),
            K::CaseClause if kind == K::CasePattern => flag::CASE,
            _ => parent.flags & flag::CASE,
        }
    }

    fn visit(&mut self, node: Node, frame: &mut Frame, parent: &Frame, cursor: &TreeCursor) -> bool {
        match frame.kind {
            K::Identifier => {
                self.identifier(node, frame, parent, cursor);
                return false;
            }
            K::Attribute => self.attribute(node, frame, parent),
            K::IfStatement => self.branches(node),
            K::AssertStatement => self.asserted(node),
            K::ForStatement | K::ForInClause => self.tell_loop(node),
            K::AsPattern => self.tell_as(node, parent),
            K::ExceptClause => self.tell_caught(node),
            K::NamedExpression => self.tell_named(node),
            K::DottedName if frame.has(flag::CASE) => {
                self.case_name(node, parent);
                return false;
            }
            K::FunctionDefinition => self.function(node, frame, parent),
            K::ClassDefinition => self.class(node, frame, parent),
            K::Call => {
                self.named_arguments(node);
                self.put_into(node);
                self.tell_lambda(node);
            }
            K::Decorator => self.decorator(node),
            K::TypeAlias => self.type_alias(node, frame),
            K::TypedParameter | K::DefaultParameter => self.tell_parameter(node),
            K::ReturnStatement => self.returned(node),
            K::Yield => self.yielded(node),
            K::Type => {
                self.leave_signature(frame, parent);
                self.quoted_type(node);
            }
            K::TypeParameter if parent.has(flag::DEFINITION) => self.type_parameters(node),
            K::ImportStatement => {
                self.import_statement(node);
                return false;
            }
            K::ImportFrom | K::FutureImport => {
                self.import_from(node);
                return false;
            }
            K::Lambda | K::Comprehension => {
                let kind =
                    if frame.kind == K::Lambda { ScopeKind::Function } else { ScopeKind::Comprehension };
                frame.outer_scope = Some(self.scopes.enter(kind));
                self.tell_comprehension(node);
            }
            _ if parent.kind == K::DefaultParameter => self.leave_default(frame, cursor),
            _ => {}
        }
        true
    }

    fn decorator(&mut self, node: Node) {
        self.out.attribute(node);
        let text = self.out.text(node);
        if text == b"@staticmethod" {
            self.mark_parent(flag::STATIC);
        }
        let name = text.split(|byte| *byte == b'(').next().unwrap_or(text);
        if name.ends_with(b"property") {
            self.mark_parent(flag::PROPERTY);
        }
        let last = name.rsplit(|byte| matches!(byte, b'.' | b'@')).next().unwrap_or(name);
        if matches!(last, b"dataclass" | b"define" | b"frozen" | b"mutable" | b"attrs") || name == b"@attr.s"
        {
            self.mark_parent(flag::RECORD);
        }
    }

    fn mark_parent(&mut self, flags: u16) {
        if let Some(parent) = self.frames.last_mut() {
            parent.flags |= flags;
        }
    }

    /// A parameter's default is evaluated outside the function.
    fn leave_default(&mut self, frame: &mut Frame, cursor: &TreeCursor) {
        if cursor.field_id().is_some_and(|id| id.get() == self.fields.value) {
            frame.outer_scope = Some(self.scopes.go_out());
        }
    }

    /// So is what a signature says of types.
    fn leave_signature(&mut self, frame: &mut Frame, parent: &Frame) {
        let in_signature = matches!(parent.kind, K::TypedParameter | K::DefaultParameter)
            || (parent.kind == K::FunctionDefinition && parent.has(flag::DEFINITION));
        if in_signature && self.scopes.kind() == ScopeKind::Function {
            frame.outer_scope = Some(self.scopes.go_out());
        }
    }
}

impl<'t> Visitor<'t> for Extractor<'_, 't> {
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> Visit {
        let root = Frame { kind: K::Other, flags: 0, name_at: usize::MAX, outer_scope: None };
        let parent = self.frames.last().copied().unwrap_or(root);
        let id = node.kind_id();
        if self.kinds.is_noise(id) {
            return Visit::Ignored;
        }
        let kind = self.kinds.get(id);
        let mut flags = self.inherited(kind, &parent, cursor) | parent.flags & flag::UNLIKELY;
        if !self.left_out.is_empty() && self.left_out.remove(&node.id()) {
            flags |= flag::UNLIKELY;
        }
        self.out.is_unlikely = flags & flag::UNLIKELY != 0;
        let mut frame = Frame { kind, flags, name_at: usize::MAX, outer_scope: None };
        if kind == K::Assignment {
            self.tell_assignment(node);
            self.statements.push(Statement { node, frame: self.frames.len(), assigned: Vec::new() });
        }
        // An identifier that stands as a default is visited as such, outside the function's scope.
        if kind == K::Identifier && parent.kind == K::DefaultParameter {
            self.leave_default(&mut frame, cursor);
        }
        self.suppose_in(node);
        self.go_way(node, kind, parent.kind, cursor);
        self.supposing(node, kind);
        self.fork(node, kind);
        let descend = self.visit(node, &mut frame, &parent, cursor);
        self.frames.push(frame);
        if descend { Visit::Children } else { Visit::Alone }
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.kind == K::Assignment
            && let Some(Statement { assigned, .. }) = self.statements.pop()
        {
            for (name, told) in assigned {
                self.scopes.assign(name, told, false);
            }
        }
        self.widen();
        self.end_way();
        if let Some(scope) = frame.outer_scope {
            self.scopes.go_to(scope);
        }
        if frame.has(flag::OWNER) {
            self.out.close();
        }
        if frame.has(flag::DEFINITION) {
            self.definitions.pop();
        }
    }
}
