//! Facts of a Go file.

pub(in crate::index) mod constraints;
mod imports;
mod kinds;
mod symbols;
mod types;
mod uses;
mod values;
mod variables;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use tree_sitter::{Node, Tree, TreeCursor};

use super::builder::Builder;
use super::grammar::KindTable;
use super::names::Names;
use super::walk::{Visit, Visitor, walk};
use crate::index::facts::LocalFact;
use crate::index::flow::Flow;
use kinds::{Fields, K};

/// Walks the tree; the line of the first syntax error with the facts.
pub(super) fn extract<'s>(
    path: &str,
    tree: &Tree,
    builder: Builder<'s>,
    flow: &mut Flow<'_>,
) -> (Option<usize>, Builder<'s>) {
    let mut extractor = Extractor::new(builder);
    extractor.is_unlikely = !constraints::is_usual_name(path);
    let error_line = walk(tree, &mut extractor, Some(flow));
    extractor.settle();
    (error_line, extractor.out)
}

/// Flags of a node, for its children and for when it is left.
mod flag {
    /// It has opened a definition.
    pub(super) const OWNER: u16 = 1;
    /// It has opened a scope of variables.
    pub(super) const SCOPE: u16 = 1 << 1;
    /// It has opened a scope of type parameters.
    pub(super) const TYPES: u16 = 1 << 2;
    /// It has opened its receiver's type, and itself inside that.
    pub(super) const METHOD: u16 = 1 << 3;
    /// It has a function's body.
    pub(super) const FUNCTION: u16 = 1 << 4;
    /// Plain names in it are declared by it.
    pub(super) const DECLARED: u16 = 1 << 5;
    /// It is the key of an element of a literal.
    pub(super) const KEY: u16 = 1 << 6;
    /// It is the name of a generic function that is called with its type arguments.
    pub(super) const CALLEE: u16 = 1 << 7;
}

/// An ancestor of the node where the walk is.
#[derive(Clone, Copy)]
struct Frame {
    kind: K,
    flags: u16,
    /// Where the name begins that the node defines; that name is no use of it.
    name_at: usize,
    /// How many variables were waiting when the node was entered.
    pending: usize,
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
    locals: Names<'s>,
    type_names: Names<'s>,
    /// Variables that are declared, and bound only behind the statement that does so.
    pending: Vec<(&'s [u8], Option<u32>)>,
    /// How many functions there are around.
    functions: usize,
    methods: Vec<u32>,
    /// A declaration of just one type, constant or variable, which is about to come.
    declaration: Option<Node<'t>>,
    /// What the last constant of a declaration is: one that says nothing repeats it.
    constant: LocalFact,
    /// Structs and interfaces by where they are written, and the types that they are.
    unnamed: HashMap<usize, Option<u32>>,
    /// Names that the grammar takes for types, by where they begin.
    misread: HashSet<usize>,
    /// The literals around, as instances of their types.
    literals: Vec<Option<u32>>,
    /// The braces of literals around, likewise.
    composites: Vec<Option<u32>>,
    /// The type switches around: the name that each binds, and what it is over.
    switches: Vec<(&'s [u8], Option<u32>)>,
    /// Whether the package clause has come, and whether a constraint before it leaves the file out: of every build, or
    /// of most.
    is_in_package: bool,
    is_left_out: bool,
    is_unlikely: bool,
}

impl<'s, 't> Extractor<'s, 't> {
    fn new(out: Builder<'s>) -> Self {
        static TABLES: OnceLock<(KindTable<K>, Fields)> = OnceLock::new();
        let (kinds, fields) = TABLES.get_or_init(|| {
            let language = tree_sitter_go::LANGUAGE.into();
            (KindTable::new(&language), Fields::new(&language))
        });
        Extractor {
            out,
            kinds,
            fields,
            frames: Vec::new(),
            locals: Names::default(),
            type_names: Names::default(),
            pending: Vec::new(),
            functions: 0,
            methods: Vec::new(),
            declaration: None,
            constant: LocalFact::default(),
            unnamed: HashMap::new(),
            misread: HashSet::new(),
            literals: Vec::new(),
            composites: Vec::new(),
            switches: Vec::new(),
            is_in_package: false,
            is_left_out: false,
            is_unlikely: false,
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
            K::ShortVar | K::RangeClause | K::Receive
                if parent.has(flag::DECLARED) && stands_at(self.fields.left) =>
            {
                flag::DECLARED
            }
            K::TypeSwitch if stands_at(self.fields.alias) => flag::DECLARED,
            K::KeyedElement if stands_at(self.fields.key) => flag::KEY,
            K::ExpressionList => parent.flags & flag::DECLARED,
            // The grammar takes `f[T](x)` for a conversion.
            K::Conversion if kind == K::GenericType => flag::CALLEE,
            K::GenericType if stands_at(self.fields.r#type) => parent.flags & flag::CALLEE,
            // And `f[T]()` for a call of an element.
            K::Call
                if kind == K::Index
                    && stands_at(self.fields.function)
                    && self.may_hold_type(cursor.node()) =>
            {
                flag::CALLEE
            }
            _ => 0,
        }
    }

    /// Whether what stands between brackets may be a type: no literal, and no variable of a function.
    fn may_hold_type(&self, node: Node) -> bool {
        self.child(node, self.fields.index).is_some_and(|index| match self.kind(index) {
            K::Identifier => self.locals.get(self.out.text(index)).is_none(),
            K::Selector | K::Index => true,
            K::Unary => self.out.text(index).starts_with(b"*"),
            _ => false,
        })
    }

    /// Records what a node says; whether its children are to be visited.
    fn visit(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame, cursor: &TreeCursor) -> bool {
        match frame.kind {
            K::Identifier => {
                self.identifier(node, frame, parent, cursor);
                return false;
            }
            K::TypeIdentifier => {
                self.type_identifier(node, frame, parent);
                return false;
            }
            K::FieldIdentifier | K::PackageIdentifier => return false,
            K::Selector => self.selector(node, parent, cursor),
            K::QualifiedType => self.qualified_type(node, frame),
            K::CompositeLiteral => {
                let of = self.value_of(node);
                self.literals.push(of);
            }
            K::LiteralValue => self.literal_value(parent),
            K::Comment => {
                self.comment(node);
                return false;
            }
            K::Package => {
                self.package(node);
                self.is_in_package = true;
                return false;
            }
            K::ImportSpec => {
                self.import(node);
                return false;
            }
            _ => self.binding(node, frame, parent),
        }
        true
    }

    /// Binds what a node defines, if it does.
    fn binding(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame) {
        match frame.kind {
            K::Function | K::Method => self.function(node, frame),
            K::FuncLiteral => {
                self.open_scope(frame);
                self.parameters(node);
                self.functions += 1;
                frame.flags |= flag::FUNCTION;
            }
            K::ConstDeclaration | K::VarDeclaration | K::TypeDeclaration => {
                let grouped = node.child(1).map(|child| self.kind(child));
                let is_grouped = matches!(grouped, Some(K::Parenthesis | K::VarSpecList));
                self.declaration = Some(node).filter(|_| !is_grouped);
                self.constant = LocalFact::default();
            }
            K::ConstSpec | K::VarSpec if self.functions > 0 => {
                self.declaration = None;
                self.local_spec(node);
            }
            K::ConstSpec | K::VarSpec => self.package_spec(node, frame),
            K::TypeSpec | K::TypeAlias => self.type_spec(node, frame),
            K::StructType | K::InterfaceType => self.type_body(node, frame, parent),
            K::FieldDeclaration => self.field(node, frame),
            K::MethodElement => self.method_element(node, frame),
            K::TypeElement if parent.kind == K::InterfaceType => self.embedded_interface(node),
            K::Block => self.open_scope(frame),
            K::ShortVar | K::RangeClause | K::Receive => self.short_declaration(node, frame),
            K::TypeSwitch => {
                self.open_scope(frame);
                self.type_switch(node);
            }
            K::TypeCase | K::DefaultCase => {
                self.open_scope(frame);
                if parent.kind == K::TypeSwitch {
                    self.type_case(node);
                }
            }
            _ => {}
        }
    }

    fn open_scope(&mut self, frame: &mut Frame) {
        frame.flags |= flag::SCOPE | flag::TYPES;
        self.locals.enter();
        self.type_names.enter();
    }

    fn comment(&mut self, node: Node) {
        if !self.is_in_package {
            self.constraint(self.out.text(node));
        }
        // What stands behind code on its line is about that.
        if self.out.is_first_on_line(node) {
            self.out.comment(node);
        }
    }
}

impl<'t> Visitor<'t> for Extractor<'_, 't> {
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> Visit {
        let root = Frame { kind: K::Other, flags: 0, name_at: usize::MAX, pending: 0 };
        let parent = self.frames.last().copied().unwrap_or(root);
        let id = node.kind_id();
        if self.kinds.is_noise(id) {
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
            K::ShortVar | K::RangeClause | K::Receive | K::VarSpec | K::ConstSpec => {
                self.bind_pending(frame.pending);
            }
            K::CompositeLiteral => {
                self.literals.pop();
            }
            K::LiteralValue => {
                self.composites.pop();
            }
            K::TypeSwitch => {
                self.switches.pop();
            }
            _ => {}
        }
        if frame.has(flag::FUNCTION) {
            self.functions -= 1;
        }
        if frame.has(flag::SCOPE) {
            self.locals.leave();
        }
        if frame.has(flag::TYPES) {
            self.type_names.leave();
        }
        if frame.has(flag::OWNER) {
            self.out.close();
        }
        if frame.has(flag::METHOD) {
            self.out.close();
        }
    }
}
