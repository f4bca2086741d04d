//! What a test has told of a value: in the branch behind `if (x instanceof Type)`, in a `case`, and behind an `if` that the walk
//! does not come out of where it holds.

use tree_sitter::Node;

use super::kinds::K;
use super::visit::At;
use super::{Extractor, Frame};
use crate::index::extract::javascript::scope::ScopeKind;
use crate::index::facts::{Is, TypeFact, ValueFact};
use crate::model::Language;

/// Tests in tests are read so deep.
const MAX_LAYERS: usize = 8;

/// So much is told by one test, and so many values of one property.
const MAX_TOLD: usize = 16;

/// So many properties of one object tell which type is expected of it.
const MAX_TELLING: usize = 3;

/// A longer text is no variable, and no property of one, that is tested.
const MAX_TEXT: usize = 64;

/// A node whose parts are visited as far as a condition holds.
pub(super) struct Test<'t> {
    /// How many frames there are around it.
    depth: usize,
    node: Node<'t>,
    /// Whether it is told behind it what was not so, when the walk leaves it.
    is_left: bool,
    /// Of a `switch`, what the cases are that go on into the next one; `None` where one of them is not known.
    labels: Option<Vec<String>>,
}

/// What a test says of a variable, or of a property: its text, and what it is where that is so.
type Told<'s> = Vec<(&'s [u8], u32)>;

impl<'s, 't> Extractor<'s, 't> {
    /// Comes to a node; `parent` is the one around it. What was tested is told in the scope that is entered for it.
    pub(super) fn come_to(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame, at: At) {
        let told = match parent.kind {
            K::If | K::Ternary | K::While | K::Binary => self.told_in_branch(parent, at),
            K::SwitchBody if frame.kind == K::SwitchCase => {
                // What one case declares the others see, too.
                self.hoist(node);
                let depth = self.frames.len();
                let switch = self.tests.last().filter(|test| test.depth + 2 == depth).map(|test| test.node);
                switch.map(|switch| self.told_in_case(switch, node)).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        if !told.is_empty() {
            self.enter(ScopeKind::Block, frame);
            self.tell(told);
        }
        if matches!(frame.kind, K::If | K::Ternary | K::While | K::Binary | K::Switch) {
            let is_left = frame.kind == K::If && parent.kind == K::Block && self.is_left_in(node);
            self.tests.push(Test { depth: self.frames.len(), node, is_left, labels: Some(Vec::new()) });
        }
    }

    /// Comes out of a node.
    pub(super) fn come_out(&mut self) {
        let depth = self.frames.len();
        let Some(test) = self.tests.pop_if(|test| test.depth == depth) else { return };
        if test.is_left
            && let Some(condition) = self.child(test.node, self.fields.condition)
        {
            let told = self.tested(condition, false, 0);
            self.tell(told);
        }
    }

    fn tell(&mut self, told: Told<'s>) {
        for (text, value) in told {
            self.scopes.narrow(text, value);
        }
    }

    fn told_in_branch(&mut self, parent: &Frame, at: At) -> Told<'s> {
        let depth = self.frames.len();
        let Some(node) = self.tests.last().filter(|test| test.depth + 1 == depth).map(|test| test.node)
        else {
            return Vec::new();
        };
        let fields = self.fields;
        let (condition, holds) = match parent.kind {
            K::Binary if at.is(fields.right) => {
                let operator = self.child(node, fields.operator).map(|of| self.out.text(of));
                match operator {
                    Some(b"&&") => (fields.left, true),
                    Some(b"||") => (fields.left, false),
                    _ => return Vec::new(),
                }
            }
            K::If | K::Ternary if at.is(fields.consequence) => (fields.condition, true),
            K::If | K::Ternary if at.is(fields.alternative) => (fields.condition, false),
            K::While if at.is(fields.body) => (fields.condition, true),
            _ => return Vec::new(),
        };
        self.child(node, condition).map(|of| self.tested(of, holds, 0)).unwrap_or_default()
    }

    /// Whether the walk does not go on behind an `if` where its condition holds.
    fn is_left_in(&self, node: Node) -> bool {
        if self.child(node, self.fields.alternative).is_some() {
            return false;
        }
        self.child(node, self.fields.consequence).is_some_and(|branch| self.ends(branch))
    }

    /// Whether a statement, or the last one of a block, goes on elsewhere.
    fn ends(&self, statement: Node) -> bool {
        let last = match self.kind(statement) {
            K::Block => statement
                .named_child_count()
                .checked_sub(1)
                .and_then(|last| statement.named_child(u32::try_from(last).ok()?)),
            _ => Some(statement),
        };
        last.is_some_and(|last| matches!(self.kind(last), K::Return | K::Leave))
    }

    /// What a condition tells where it holds, or where it does not.
    fn tested(&mut self, condition: Node, holds: bool, depth: usize) -> Told<'s> {
        if depth > MAX_LAYERS {
            return Vec::new();
        }
        let fields = self.fields;
        match self.kind(condition) {
            K::Parenthesized => match self.first_value(condition) {
                Some(inner) => self.tested(inner, holds, depth + 1),
                None => Vec::new(),
            },
            K::Unary => {
                let is_not = self.child(condition, fields.operator).map(|of| self.out.text(of)) == Some(b"!");
                match self.child(condition, fields.argument).filter(|_| is_not) {
                    Some(inner) => self.tested(inner, !holds, depth + 1),
                    None => Vec::new(),
                }
            }
            K::Binary => self.tested_by_operator(condition, holds, depth),
            K::Call => self.tested_by_function(condition, holds).into_iter().collect(),
            K::Member => {
                let of = self.child(condition, fields.object);
                let name = self.child(condition, fields.property);
                self.with(of, name, Is::True, holds).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn tested_by_operator(&mut self, node: Node, holds: bool, depth: usize) -> Told<'s> {
        let fields = self.fields;
        let (Some(left), Some(right), Some(operator)) = (
            self.child(node, fields.left),
            self.child(node, fields.right),
            self.child(node, fields.operator),
        ) else {
            return Vec::new();
        };
        match self.out.text(operator) {
            // Of `a && b` both hold, of `a || b` neither where it does not.
            both @ (b"&&" | b"||") if (both == b"&&") == holds => {
                let mut told = self.tested(left, holds, depth + 1);
                told.extend(self.tested(right, holds, depth + 1));
                told.truncate(MAX_TOLD);
                told
            }
            b"===" | b"==" => self.compared(left, right, holds).into_iter().collect(),
            b"!==" | b"!=" => self.compared(left, right, !holds).into_iter().collect(),
            b"instanceof" => {
                let told = self.constructed(right, None).and_then(|of| self.narrowed(left, of, holds));
                told.into_iter().collect()
            }
            b"in" => {
                let name = Some(left).filter(|name| self.kind(*name) == K::String);
                let name = name.and_then(|name| self.plain_name(name));
                self.with(Some(right), name, Is::There, holds).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// `x.name === "value"`.
    fn compared(&mut self, left: Node, right: Node, holds: bool) -> Option<(&'s [u8], u32)> {
        let (of, value) = match self.constant(right) {
            Some(value) => (left, value),
            None => (right, self.constant(left)?),
        };
        self.is_one_of(of, vec![value], holds)
    }

    fn is_one_of(&mut self, member: Node, values: Vec<String>, holds: bool) -> Option<(&'s [u8], u32)> {
        let member = match self.kind(member) {
            K::Parenthesized => self.first_value(member)?,
            _ => member,
        };
        if self.kind(member) != K::Member {
            return None;
        }
        let (of, name) = (self.child(member, self.fields.object), self.child(member, self.fields.property));
        self.with(of, name, Is::OneOf(values), holds)
    }

    /// A literal, or a constant by the last two parts of its path.
    pub(super) fn constant(&self, node: Node) -> Option<String> {
        let text = std::str::from_utf8(self.out.text(node)).ok().filter(|text| text.len() <= MAX_TEXT)?;
        match self.kind(node) {
            K::String => {
                let inner = text.get(1..text.len().checked_sub(1)?)?;
                Some(format!("\"{inner}\""))
            }
            K::Literal if !text.starts_with(['`', '/']) => Some(text.to_owned()),
            K::Nothing | K::Identifier if matches!(text, "undefined" | "null") => Some(text.to_owned()),
            K::Member => {
                let of = self.child(node, self.fields.object)?;
                let of = match self.kind(of) {
                    K::Member => self.child(of, self.fields.property)?,
                    _ => of,
                };
                let name = self.child(node, self.fields.property)?;
                // What begins with a small letter is hardly a constant's or an enumeration's name.
                let is_constant = self.out.text(of).first().is_some_and(u8::is_ascii_uppercase);
                is_constant.then(|| Some(format!("{}.{}", self.out.owned(of)?, self.out.owned(name)?)))?
            }
            _ => None,
        }
    }

    /// What a property tells of an object.
    fn with(&mut self, of: Option<Node>, name: Option<Node>, is: Is, holds: bool) -> Option<(&'s [u8], u32)> {
        // Of what is written without types the properties tell nothing.
        if self.out.facts.language == Language::JavaScript {
            return None;
        }
        let name = self.out.owned(name?)?;
        let of = of.filter(|of| self.is_tested(*of))?;
        let by = self.out.type_fact(TypeFact::With(name, is))?;
        self.narrowed(of, by, holds)
    }

    /// `isShape(x)`, where that says what it is.
    fn tested_by_function(&mut self, call: Node, holds: bool) -> Option<(&'s [u8], u32)> {
        let called = self.child(call, self.fields.function)?;
        let list = self.child(call, self.fields.arguments).filter(|list| self.kind(*list) == K::Arguments)?;
        let of = list.named_child(0).filter(|of| self.is_tested(*of))?;
        let called = self.value_of(called)?;
        let by = self.out.type_fact(TypeFact::SaidBy(called))?;
        self.narrowed(of, by, holds)
    }

    /// Whether it is a variable, or a property of one.
    fn is_tested(&self, node: Node) -> bool {
        let mut root = node;
        for _ in 0..MAX_LAYERS {
            match self.kind(root) {
                K::Identifier | K::This => return self.out.text(node).len() <= MAX_TEXT,
                K::Member => match self.child(root, self.fields.object) {
                    Some(object) => root = object,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    fn narrowed(&mut self, of: Node, by: u32, holds: bool) -> Option<(&'s [u8], u32)> {
        let of = if self.kind(of) == K::Parenthesized { self.first_value(of)? } else { of };
        if !self.is_tested(of) || self.kind(of) == K::This {
            return None;
        }
        let text = self.out.text(of);
        let known = match self.value_of(of) {
            Some(known) => known,
            None if holds => self.out.value(ValueFact::Unknown)?,
            None => return None,
        };
        let fact = if holds { ValueFact::Narrowed(known, by) } else { ValueFact::Without(known, by) };
        Some((text, self.out.value(fact)?))
    }

    /// What is so in a `case`: of those before it that come to it, too. In `default` none of them is.
    fn told_in_case(&mut self, switch: Node, case: Node) -> Told<'s> {
        let label = self.child(case, self.fields.value);
        let is_default = label.is_none();
        let labels = match label {
            Some(label) => self.labels_at(label, case),
            None => self.all_labels(switch),
        };
        let (Some(labels), Some(of)) = (labels, self.child(switch, self.fields.value)) else {
            return Vec::new();
        };
        let of = self.first_value(of).unwrap_or(of);
        self.is_one_of(of, labels, !is_default).into_iter().collect()
    }

    /// The labels of a case and of those that go on into it.
    fn labels_at(&mut self, label: Node, case: Node) -> Option<Vec<String>> {
        let label = self.constant(label);
        let mut cursor = case.walk();
        let last = case.children_by_field_id(std::num::NonZero::new(self.fields.body)?, &mut cursor).last();
        let is_last = last.is_some_and(|last| self.ends(last));
        let known = &mut self.tests.last_mut()?.labels;
        match (known.as_mut(), label) {
            (Some(known), Some(label)) if known.len() < MAX_TOLD => known.push(label),
            _ => *known = None,
        }
        if is_last { known.replace(Vec::new()) } else { known.clone() }
    }

    fn all_labels(&self, switch: Node) -> Option<Vec<String>> {
        let body = self.child(switch, self.fields.body)?;
        let mut cursor = body.walk();
        let cases = body.named_children(&mut cursor).take(4 * MAX_TOLD);
        let labels = cases.filter_map(|case| self.child(case, self.fields.value));
        labels.map(|label| self.constant(label)).collect()
    }

    /// What an object's own text tells of which of the types it is that are expected of it.
    pub(super) fn told_by_object(&mut self, node: Node, expected: u32) -> u32 {
        if self.out.facts.language == Language::JavaScript {
            return expected;
        }
        let mut cursor = node.walk();
        let pairs: Vec<Node> = node.named_children(&mut cursor).take(MAX_TOLD).collect();
        let mut told = expected;
        let mut count = 0;
        for pair in pairs {
            if self.kind(pair) != K::Pair {
                continue;
            }
            let key = self.child(pair, self.fields.key).and_then(|key| self.plain_name(key));
            let key = key.filter(|key| self.kind(*key) != K::ComputedName);
            let value = self.child(pair, self.fields.value).and_then(|value| self.constant(value));
            let (Some(key), Some(value)) = (key.and_then(|key| self.out.owned(key)), value) else { continue };
            let by = self.out.type_fact(TypeFact::With(key, Is::OneOf(vec![value])));
            let Some(by) = by else { break };
            told = self.out.value(ValueFact::Narrowed(told, by)).unwrap_or(told);
            count += 1;
            if count == MAX_TELLING {
                break;
            }
        }
        told
    }

    /// The values that a type names, where it names nothing else: literals and, beside such, constants.
    pub(super) fn values_of_type(&mut self, annotation: Node) -> Option<u32> {
        let of = match self.kind(annotation) {
            K::TypeWrapper => annotation.named_child(0)?,
            _ => annotation,
        };
        let mut values = Vec::new();
        let mut has_literal = false;
        for part in self.parts_of_type(of) {
            has_literal |= matches!(self.kind(part), K::LiteralType | K::PredefinedType);
            values.push(match self.kind(part) {
                K::LiteralType | K::TypeQuery => self.constant(part.named_child(0)?)?,
                K::PredefinedType if self.out.text(part) == b"never" => "undefined".to_owned(),
                K::NestedType => {
                    let of = self.path_of(self.child(part, self.fields.module)?)?;
                    format!("{}.{}", of.last()?, self.out.owned(self.child(part, self.fields.name)?)?)
                }
                _ => return None,
            });
        }
        has_literal.then(|| self.out.type_fact(TypeFact::Values(values)))?
    }
}
