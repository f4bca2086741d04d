//! Facts of a Java file.
//!
//! Variables, types and methods have names of their own each, so a call never means a variable. A dotted name in
//! an expression may be a package's, a type's or a field's: each part is a use, and what stands before it a value.

mod classes;
mod imports;
mod kinds;
mod lambdas;
mod symbols;
mod types;
mod uses;
mod values;
mod variables;

use std::collections::HashMap;
use std::sync::OnceLock;

use tree_sitter::{Node, Tree, TreeCursor};

use super::builder::Builder;
use super::grammar::KindTable;
use super::names::Names;
use super::walk::{Visit, Visitor, walk};
use crate::index::flow::Flow;
use kinds::{Fields, K};
use lambdas::Taker;
use symbols::Context;

/// Walks the tree; the line of the first syntax error with the facts.
pub(super) fn extract<'s>(
    tree: &Tree,
    builder: Builder<'s>,
    flow: &mut Flow<'_>,
) -> (Option<usize>, Builder<'s>) {
    let mut extractor = Extractor::new(builder);
    let error_line = walk(tree, &mut extractor, Some(flow));
    (error_line, extractor.out)
}

/// Flags of a node.
mod flag {
    /// It has opened a definition.
    pub(super) const OWNER: u16 = 1;
    /// It has opened a scope of variables.
    pub(super) const SCOPE: u16 = 1 << 1;
    /// It has opened a scope of type parameters.
    pub(super) const TYPES: u16 = 1 << 2;
    /// It holds a record's components.
    pub(super) const COMPONENTS: u16 = 1 << 3;
}

/// An ancestor of the node where the walk is.
#[derive(Clone, Copy)]
struct Frame {
    kind: K,
    flags: u16,
    /// Where the name begins that the node defines, or that has been recorded as what it uses.
    name_at: usize,
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
    locals: Names<'s>,
    type_names: Names<'s>,
    /// What the variables or fields are that a declaration is about to name, the next one last.
    told: Vec<Option<u32>>,
    /// What the loops around bind.
    loops: Vec<(&'s [u8], Option<u32>)>,
    /// What the switches around are over.
    switches: Vec<Option<u32>>,
    /// The annotations around, as instances of their types.
    annotations: Vec<Option<u32>>,
    /// The `new` expressions around, and the classes without a name that they define.
    creations: Vec<Option<u32>>,
    /// Lambdas that are yet to come, by where they begin: the types that stand for them, and what they are made to be.
    lambdas: HashMap<usize, u32>,
    takers: HashMap<usize, Taker>,
    /// The constant of an enum whose body is about to come.
    constant: Option<&'s [u8]>,
}

impl<'s> Extractor<'s> {
    fn new(out: Builder<'s>) -> Extractor<'s> {
        static TABLES: OnceLock<(KindTable<K>, Fields)> = OnceLock::new();
        let (kinds, fields) = TABLES.get_or_init(|| {
            let language = tree_sitter_java::LANGUAGE.into();
            (KindTable::new(&language), Fields::new(&language))
        });
        Extractor {
            out,
            kinds,
            fields,
            frames: Vec::new(),
            contexts: Vec::new(),
            locals: Names::default(),
            type_names: Names::default(),
            told: Vec::new(),
            loops: Vec::new(),
            switches: Vec::new(),
            annotations: Vec::new(),
            creations: Vec::new(),
            lambdas: HashMap::new(),
            takers: HashMap::new(),
            constant: None,
        }
    }

    fn kind(&self, node: Node) -> K {
        self.kinds.get(node.kind_id())
    }

    fn child<'t>(&self, node: Node<'t>, field: u16) -> Option<Node<'t>> {
        node.child_by_field_id(field)
    }

    /// Records what a node says; whether its children are to be visited.
    fn visit(&mut self, node: Node, frame: &mut Frame, parent: &Frame, cursor: &TreeCursor) -> bool {
        match frame.kind {
            K::Identifier => {
                self.identifier(node, parent, cursor);
                return false;
            }
            K::TypeIdentifier => {
                self.type_identifier(node, parent);
                return false;
            }
            // Names in these are recorded by what they stand in.
            K::ScopedIdentifier | K::ReceiverParameter | K::ModulePackages => return false,
            K::FieldAccess => self.field_access(node, frame),
            K::MethodCall => self.method_call(node, frame),
            K::Creation => self.creation(node, frame),
            K::ConstructorCall => self.constructor_call(node),
            K::MethodReference => self.method_reference(node, frame),
            K::ScopedType => self.scoped_type(node, frame, parent),
            K::GenericType | K::AnnotatedType => frame.name_at = parent.name_at,
            K::Switch => self.switch(node),
            K::Assignment => self.assignment(node),
            K::Cast => self.cast(node),
            K::Annotation => self.annotation(node, frame),
            K::ElementPair => self.element(node, frame),
            K::Block | K::ForStatement | K::CatchClause | K::Try => self.open_scope(frame),
            K::Comment => {
                if self.out.text(node).starts_with(b"/**") {
                    self.out.comment(node);
                }
                return false;
            }
            K::Import => {
                self.import(node);
                return false;
            }
            K::ModuleTypes => {
                self.module_types(node);
                return false;
            }
            K::Package => self.package(node),
            _ => self.binding(node, frame, parent),
        }
        true
    }

    /// Binds what a node defines, if it does.
    fn binding(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        match frame.kind {
            K::ClassDeclaration
            | K::Interface
            | K::EnumDeclaration
            | K::Record
            | K::AnnotationDeclaration => self.class_declaration(node, frame),
            K::Method | K::Constructor | K::CompactConstructor | K::AnnotationElement => {
                self.method(node, frame);
            }
            K::ModuleDeclaration => self.module_declaration(node, frame),
            K::FieldDeclaration => self.fields(node, frame),
            K::EnumConstant => self.enum_constant(node, frame),
            K::Body if parent.kind == K::Creation => self.anonymous_body(node, frame),
            K::Body if parent.kind == K::EnumConstant => self.constant_body(frame),
            K::TypeParameter => {
                frame.name_at = self.first_type(node).map_or(usize::MAX, |name| name.start_byte());
            }
            K::LocalDeclaration => self.local_declaration(node),
            K::VariableDeclarator if parent.kind == K::FieldDeclaration => self.field(node, frame),
            K::VariableDeclarator if parent.kind == K::LocalDeclaration => self.local_variable(node, frame),
            K::VariableDeclarator => frame.name_at = parent.name_at,
            K::FormalParameters if parent.kind == K::Record => frame.flags |= flag::COMPONENTS,
            K::FormalParameter | K::SpreadParameter => self.parameter(node, frame, parent),
            K::CatchParameter => self.catch_parameter(node, frame),
            K::Lambda => {
                self.open_scope(frame);
                self.lambda(node, parent);
            }
            K::EnhancedFor => {
                self.open_scope(frame);
                self.enhanced_for(node, frame);
            }
            K::Resource => self.resource(node, frame),
            K::InstanceOf | K::TypePattern | K::RecordComponentPattern => self.pattern(node, frame),
            _ => {}
        }
    }

    fn open_scope(&mut self, frame: &mut Frame) {
        frame.flags |= flag::SCOPE;
        self.locals.enter();
    }
}

impl<'t> Visitor<'t> for Extractor<'_> {
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> Visit {
        let root = Frame { kind: K::Other, flags: 0, name_at: usize::MAX };
        let parent = self.frames.last().copied().unwrap_or(root);
        let id = node.kind_id();
        if self.kinds.is_noise(id) {
            return Visit::Ignored;
        }
        let mut frame = Frame { kind: self.kinds.get(id), flags: 0, name_at: usize::MAX };
        if parent.kind == K::EnhancedFor && cursor.field_id().is_some_and(|id| id.get() == self.fields.body) {
            self.enter_loop();
        }
        let descend = self.visit(node, &mut frame, &parent, cursor);
        self.frames.push(frame);
        if descend { Visit::Children } else { Visit::Alone }
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.kind {
            K::EnhancedFor => {
                self.loops.pop();
            }
            K::Switch => {
                self.switches.pop();
            }
            K::Annotation => {
                self.annotations.pop();
            }
            K::Creation => {
                self.creations.pop();
            }
            _ => {}
        }
        if frame.has(flag::SCOPE) {
            self.locals.leave();
        }
        if frame.has(flag::TYPES) {
            self.type_names.leave();
        }
        if frame.has(flag::OWNER) {
            self.out.close();
            self.contexts.pop();
        }
    }
}
