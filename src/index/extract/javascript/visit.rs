//! What is done at each node, and what a node has from the one around it.

use tree_sitter::{Node, TreeCursor};

use super::kinds::K;
use super::scope::{Bound, ScopeKind};
use super::{Extractor, Frame, flag};
use crate::index::extract::walk::{Visit, Visitor};
use crate::index::facts::ValueFact;

/// What is passed on from a pattern to the patterns in it.
const PATTERN: u16 = flag::BIND | flag::SYMBOLS | flag::VAR | flag::CONST | flag::TARGET;

/// What is passed on from a definition to its value.
const VALUE: u16 = flag::NAMED | flag::MEMBERS | flag::EXPORTS;

impl<'t> Visitor<'t> for Extractor<'_, 't> {
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> Visit {
        let id = node.kind_id();
        if self.kinds.is_noise(id) {
            return Visit::Ignored;
        }
        let kind = self.kinds.get(id);
        if !node.is_named() {
            // A place of an array pattern ends here, also one that binds nothing.
            if kind == K::Comma
                && let Some(parent) = self.frames.last_mut()
                && parent.kind == K::ArrayPattern
            {
                parent.count = parent.count.saturating_add(1);
            }
            return Visit::Ignored;
        }
        let parent = self.frames.last().copied().unwrap_or(Frame::new(K::Other, 0));
        let at = At(cursor.field_id().map_or(0, std::num::NonZero::get));
        let mut frame = Frame::new(kind, self.inherited(kind, &parent, at));
        frame.value = self.inherited_value(&frame, &parent, at);
        if parent.kind == K::Arrow && at.is(self.fields.body) && kind != K::Block {
            frame.value = self.returned(node);
        }
        if matches!(parent.kind, K::Arguments | K::FormalParameters)
            && kind != K::Comment
            && (kind != K::Parameter || self.takes_argument(node))
            && let Some(parent) = self.frames.last_mut()
        {
            parent.count = parent.count.saturating_add(1);
        }
        self.come_to(node, &mut frame, &parent, at);
        let descend = self.visit(node, &mut frame, &parent, at);
        self.frames.push(frame);
        if descend { Visit::Children } else { Visit::Alone }
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let is_behind = |(around, ..): &mut (usize, Node<'_>, Option<u32>)| *around == self.frames.len();
        if let Some((_, name, value)) = self.assigned.pop_if(is_behind) {
            self.assign(name, value);
        }
        if let Some(scope) = frame.outer_scope {
            self.scopes.go_to(scope);
        }
        for _ in 0..frame.owners {
            self.out.close();
        }
        if frame.has(flag::FUNCTION) {
            self.functions.pop();
        }
        self.come_out();
    }
}

/// The field of its parent that a node is in.
#[derive(Clone, Copy)]
pub(super) struct At(u16);

impl At {
    pub(super) fn is(self, field: u16) -> bool {
        self.0 != 0 && self.0 == field
    }
}

impl<'t> Extractor<'_, 't> {
    /// Flags that a node has from where it stands.
    fn inherited(&self, kind: K, parent: &Frame, at: At) -> u16 {
        let fields = self.fields;
        let from_parent = match parent.kind {
            K::Call if at.is(fields.function) => return flag::CALLEE | parent.flags & flag::AMBIENT,
            K::New if at.is(fields.constructor) => return flag::CALLEE | parent.flags & flag::AMBIENT,
            K::NonNull | K::Instantiation => flag::CALLEE,
            K::Parenthesized => flag::CALLEE | VALUE,
            K::As | K::Satisfies | K::Class | K::Interface => VALUE,
            K::VariableDeclarator if at.is(fields.name) => PATTERN,
            K::VariableDeclarator | K::Field | K::Pair if at.is(fields.value) => VALUE,
            K::VariableDeclarator | K::Field | K::PropertySignature if at.is(fields.r#type) => flag::MEMBERS,
            K::TypeAlias if at.is(fields.value) => flag::MEMBERS,
            K::UnionType | K::ArrayType | K::TupleType | K::ConditionalType => flag::MEMBERS,
            K::TypeWrapper | K::GenericType | K::TypeArguments => flag::MEMBERS | flag::SIGNATURE,
            K::Function | K::Method if at.is(fields.parameters) || at.is(fields.return_type) => {
                flag::SIGNATURE
            }
            K::FormalParameters => flag::SIGNATURE,
            K::Parameter if at.is(fields.r#type) => flag::SIGNATURE,
            K::Assignment if at.is(fields.right) => VALUE,
            K::ExportStatement if at.is(fields.value) => VALUE,
            K::ForIn if at.is(fields.left) => PATTERN,
            K::ObjectPattern | K::ArrayPattern | K::RestPattern => PATTERN,
            K::PairPattern if at.is(fields.value) => PATTERN,
            K::AssignmentPattern if at.is(fields.left) => PATTERN,
            _ => 0,
        };
        let own = match parent.kind {
            K::VariableDeclarator if at.is(fields.name) => flag::BIND,
            K::Parameter if at.is(fields.pattern) => flag::BIND,
            K::FormalParameters if kind != K::Parameter => flag::BIND,
            K::Arrow if at.is(fields.parameter) => flag::BIND,
            K::CatchClause if at.is(fields.parameter) => flag::BIND,
            K::Assignment if at.is(fields.left) => flag::TARGET,
            _ => 0,
        };
        parent.flags & (from_parent | flag::AMBIENT | flag::GLOBAL) | own
    }

    /// What a pattern takes apart, or something of the type that an expression is expected to have, told by where
    /// it stands.
    fn inherited_value(&mut self, frame: &Frame, parent: &Frame, at: At) -> Option<u32> {
        let fields = self.fields;
        let value = parent.value?;
        match parent.kind {
            K::VariableDeclarator | K::Field | K::Parameter if at.is(fields.value) => {
                parent.has(flag::TYPED).then_some(value)
            }
            K::VariableDeclarator if at.is(fields.name) => Some(value),
            K::Parameter if at.is(fields.pattern) => Some(value),
            K::ForIn | K::AssignmentPattern if at.is(fields.left) => Some(value),
            K::PairPattern | K::Pair if at.is(fields.value) => Some(value),
            K::Assignment if at.is(fields.right) => Some(value),
            K::Ternary if !at.is(fields.condition) => Some(value),
            K::ArrayPattern if frame.kind != K::RestPattern => {
                self.out.value(ValueFact::Part(value, parent.count))
            }
            K::Call | K::New if at.is(fields.arguments) => Some(value),
            K::Arrow | K::FunctionExpression | K::Method if at.is(fields.parameters) => Some(value),
            K::Arrow if at.is(fields.parameter) => self.out.value(ValueFact::Parameter(value, 0)),
            K::FormalParameters => self.out.value(ValueFact::Parameter(value, parent.count)),
            K::Arguments if expects(frame.kind) => self.out.value(ValueFact::Parameter(value, parent.count)),
            K::Array if expects(frame.kind) => self.out.value(ValueFact::Element(value)),
            K::JsxExpression => expects(frame.kind).then_some(value),
            K::JsxOpening if frame.kind == K::JsxAttribute => Some(value),
            K::JsxAttribute if frame.kind == K::JsxExpression => Some(value),
            K::ObjectPattern
            | K::ArrayPattern
            | K::RestPattern
            | K::Return
            | K::Parenthesized
            | K::As
            | K::Satisfies
            | K::Binary => Some(value),
            _ => None,
        }
    }

    fn visit(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame, at: At) -> bool {
        match frame.kind {
            K::Comment => {
                if self.out.text(node).starts_with(b"/**") {
                    self.documented_types(node);
                    self.out.comment(node);
                    self.documented_imports(node);
                }
                return false;
            }
            K::Identifier => {
                self.identifier(node, frame, parent, at);
                return false;
            }
            K::TypeIdentifier => self.type_identifier(node, parent),
            K::NestedType => self.nested_type(node),
            K::LookupType => self.lookup_type(node),
            K::Shorthand => self.shorthand(node, parent),
            K::ShorthandPattern => self.shorthand_pattern(node, frame, parent),
            K::PairPattern => self.pair_pattern(node, frame, parent),
            K::AssignmentPattern => self.default_value(node, frame),
            K::Member => return self.member(node, frame, parent),
            K::Subscript => self.subscript(node, frame, parent),
            K::PropertyName | K::String if parent.kind == K::EnumBody => self.enum_member(node, node, frame),
            K::EnumAssignment => {
                if let Some(name) = self.child(node, self.fields.name) {
                    self.enum_member(node, name, frame);
                }
            }
            K::Function => self.function(node, frame),
            K::FunctionExpression | K::Arrow => self.closure(node, frame),
            K::Class => self.class(node, frame),
            K::Method => self.method(node, frame, parent),
            K::Field | K::PropertySignature => self.property(node, frame, parent),
            K::Pair => self.pair(node, frame, parent),
            K::StaticBlock => self.static_block(frame),
            K::Interface => self.interface(node, frame),
            K::TypeAlias => self.type_alias(node, frame),
            K::Enum => self.enumeration(node, frame),
            K::Module => self.namespace(node, frame),
            K::Ambient => frame.flags |= flag::AMBIENT,
            K::ObjectType => frame.written = self.written.get(&node.start_byte()).copied(),
            K::Signature | K::FunctionType => {
                self.enter(ScopeKind::Function, frame);
                self.type_parameters(node, None);
                self.call_signature(node, parent);
            }
            K::ConditionalType | K::IndexSignature => self.enter(ScopeKind::Block, frame),
            K::MappedType | K::InferType | K::TypeParameter => self.type_parameter(node, frame),
            K::Lexical | K::Var => self.declaration(node, frame),
            K::VariableDeclarator => return self.variable(node, frame, parent),
            K::Parameter => self.parameter(node, frame, parent),
            K::For | K::CatchClause | K::SwitchBody => {
                self.enter(ScopeKind::Block, frame);
                self.hoist(node);
            }
            K::Object => frame.value = frame.value.map(|expected| self.told_by_object(node, expected)),
            K::ForIn => self.for_in(node, frame),
            K::Block => self.block(node, frame, parent),
            K::ImportStatement => {
                self.import_statement(node);
                return false;
            }
            K::ImportAlias => self.import_alias(node, frame),
            K::ExportStatement => return self.export_statement(node, frame),
            K::Call => {
                self.import_call(node);
                self.call(node, self.fields.function, frame);
            }
            K::New => self.call(node, self.fields.constructor, frame),
            K::Assignment => self.assignment(node, frame, parent),
            K::Return => frame.value = node.named_child(0).and_then(|value| self.returned(value)),
            K::Yield => self.yielded(node),
            K::As | K::Satisfies => self.expected_by_cast(node, frame),
            K::Decorator if matches!(parent.kind, K::ClassBody | K::ExportStatement) => {
                self.out.attribute(node);
            }
            K::JsxNamespace => return false,
            K::JsxOpening => self.element(node, frame),
            K::JsxAttribute => frame.value = frame.value.and_then(|value| self.attribute(node, value)),
            _ => {}
        }
        true
    }

    /// Goes into a scope, until the walk leaves the node.
    pub(super) fn enter(&mut self, kind: ScopeKind, frame: &mut Frame) {
        let outer = self.scopes.enter(kind);
        frame.outer_scope.get_or_insert(outer);
    }

    fn block(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        match parent.kind {
            K::Ambient => {
                self.enter(ScopeKind::Module, frame);
                frame.flags |= flag::GLOBAL;
            }
            K::Module => self.enter(ScopeKind::Module, frame),
            // A function's body is in the scope of its parameters.
            _ if parent.has(flag::FUNCTION) => self.hoist(node),
            _ => {
                self.enter(ScopeKind::Block, frame);
                self.hoist(node);
            }
        }
    }

    /// `for (const x of xs)`: an element of what is looped over.
    fn for_in(&mut self, node: Node, frame: &mut Frame) {
        let right = self.child(node, self.fields.right);
        let value = right.and_then(|right| self.value_of(right));
        frame.value = value.and_then(|value| self.out.value(ValueFact::Element(value)));
        self.enter(ScopeKind::Block, frame);
        match self.child(node, self.fields.kind).map(|kind| self.out.text(kind)) {
            Some(b"var") => frame.flags |= flag::BIND | flag::VAR,
            Some(_) => frame.flags |= flag::BIND,
            None => frame.flags |= flag::TARGET,
        }
    }

    fn type_parameter(&mut self, node: Node, frame: &mut Frame) {
        let name = self.child(node, self.fields.name).or_else(|| node.named_child(0));
        if let Some(name) = name {
            frame.name_at = name.start_byte();
            self.scopes.bind_type(self.out.text(name), Bound::Local(None));
        }
    }
}

/// Whether it matters of what type an expression of this kind is expected to be.
pub(super) fn expects(kind: K) -> bool {
    matches!(
        kind,
        K::Object
            | K::Array
            | K::Arrow
            | K::FunctionExpression
            | K::Ternary
            | K::Parenthesized
            | K::Binary
            | K::As
            | K::Satisfies
    )
}
