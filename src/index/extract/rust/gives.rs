//! What expressions give that are made of others: tuples, arrays, blocks, branches, and closures when they are called.

use tree_sitter::Node;

use super::Extractor;
use super::inside::Binds;
use super::kinds::K;
use super::patterns::parts;
use crate::index::extract::builder::MAX_GIVEN;
use crate::index::facts::{TypeFact, ValueFact};

/// How deep expressions in expressions are followed.
const MAX_LAYERS: usize = 8;

/// How many parts, branches or statements of one expression are looked at.
const MAX_PARTS: usize = 32;

/// What the library makes of its only argument, and what holds it then.
const HOLDERS: [(&str, &str); 2] = [("Some", "Option"), ("Ok", "Result")];

/// Types of the library whose `new` takes what they hold.
const HOLDING: [&str; 9] = ["Box", "Rc", "Arc", "RefCell", "Cell", "Mutex", "RwLock", "Pin", "Wrapping"];

/// Methods of the library's whose result what they are given tells.
const MAPPING: [&[u8]; 12] = [
    b"map",
    b"and_then",
    b"filter_map",
    b"flat_map",
    b"then",
    b"map_or",
    b"map_or_else",
    b"fold",
    b"zip",
    b"map_while",
    b"then_some",
    b"map_err",
];

impl Extractor<'_> {
    /// What an expression gives whose parts or branches tell that.
    pub(super) fn given_by(&mut self, node: Node) -> Option<u32> {
        if self.layers >= MAX_LAYERS {
            return None;
        }
        self.layers += 1;
        let found = match self.kind(node) {
            K::TupleExpression => self.value_of_tuple(node),
            K::ArrayExpression => self.value_of_array(node),
            K::ClosureExpression => self.value_of_closure(node),
            K::Block | K::UnsafeBlock | K::IfExpression | K::MatchExpression | K::ElseClause => {
                self.tail(node)
            }
            _ => None,
        };
        self.layers -= 1;
        found
    }

    /// What a call gives of the library's that only puts its argument into something: `Some(x)`, `Box::new(x)`.
    pub(super) fn held_by_call(&mut self, call: Node) -> Option<u32> {
        let function = self.child(call, self.fields.function)?;
        let name = match self.kind(function) {
            K::Identifier => self.out.text(function),
            K::ScopedIdentifier
                if self.child(function, self.fields.name).map(|of| self.out.text(of)) == Some(b"new") =>
            {
                let of = self.child(function, self.fields.path)?;
                if self.kind(of) == K::Identifier { self.out.text(of) } else { return None }
            }
            _ => return None,
        };
        let name = std::str::from_utf8(name).ok()?;
        let holder = match self.kind(function) {
            K::Identifier => HOLDERS.iter().find(|(makes, _)| *makes == name)?.1,
            _ => HOLDING.iter().find(|holder| **holder == name)?,
        };
        let arguments = self.child(call, self.fields.arguments)?;
        let only = arguments.named_child(0).filter(|_| arguments.named_child_count() == 1)?;
        if self.layers >= MAX_LAYERS {
            return None;
        }
        self.layers += 1;
        let held = self.value_of(only);
        self.layers -= 1;
        let held = self.out.type_fact(TypeFact::OfValue(held?))?;
        let of = self.out.generic_type(vec![holder.to_owned()], vec![held])?;
        self.out.value(ValueFact::Of(of))
    }

    /// What a call gives of the library's that gives just what its first argument is: `Arc::clone(&x)`, `mem::take(&mut x)`.
    pub(super) fn same_by_call(&mut self, call: Node) -> Option<u32> {
        let function =
            self.child(call, self.fields.function).filter(|of| self.kind(*of) == K::ScopedIdentifier)?;
        let of = self.child(function, self.fields.path)?;
        let of = if self.kind(of) == K::ScopedIdentifier { self.child(of, self.fields.name)? } else { of };
        let of = self.out.text(of);
        let is_same = match self.out.text(self.child(function, self.fields.name)?) {
            b"clone" | b"downgrade" => {
                matches!(of, b"Weak" | b"Clone") || HOLDING.iter().any(|holder| holder.as_bytes() == of)
            }
            b"take" | b"replace" => of == b"mem",
            _ => false,
        };
        let argument = self.child(call, self.fields.arguments)?.named_child(0).filter(|_| is_same)?;
        if self.layers >= MAX_LAYERS {
            return None;
        }
        self.layers += 1;
        let found = self.value_of(argument);
        self.layers -= 1;
        found
    }

    fn value_of_tuple(&mut self, node: Node) -> Option<u32> {
        let mut cursor = node.walk();
        let is_part = |of: &Node| !matches!(self.kind(*of), K::AttributeItem | K::Comment);
        let parts: Vec<Node> = node.named_children(&mut cursor).filter(is_part).take(MAX_PARTS).collect();
        let mut types = Vec::with_capacity(parts.len());
        let mut is_known = false;
        for part in parts {
            let value = self.value_of(part);
            is_known |= value.is_some();
            let value = match value {
                Some(value) => value,
                None => self.out.value(ValueFact::Unknown)?,
            };
            types.push(self.out.type_fact(TypeFact::OfValue(value))?);
        }
        let of = self.out.type_fact(TypeFact::Tuple(types)).filter(|_| is_known)?;
        self.out.value(ValueFact::Of(of))
    }

    /// An array is of what its first element is.
    fn value_of_array(&mut self, node: Node) -> Option<u32> {
        let first = node.named_child(0).filter(|first| self.kind(*first) != K::AttributeItem)?;
        let value = self.value_of(first)?;
        let of = self.out.type_fact(TypeFact::OfValue(value))?;
        let of = self.out.type_fact(TypeFact::Sequence(of))?;
        self.out.value(ValueFact::Of(of))
    }

    /// What the last expression of a block gives, or those of branches. Variables that are bound inside are told
    /// before: one of the same name outside is another one.
    fn tail(&mut self, node: Node) -> Option<u32> {
        match self.kind(node) {
            K::UnsafeBlock | K::ElseClause => self.value_of(node.named_child(0)?),
            K::Block => {
                let mut cursor = node.walk();
                let last =
                    node.named_children(&mut cursor).filter(|of| self.kind(*of) != K::Comment).last()?;
                let last = match self.kind(last) {
                    K::ExpressionStatement if last.child_count() == 1 => last.child(0)?,
                    K::ExpressionStatement => return None,
                    _ => last,
                };
                let mut cursor = node.walk();
                let bound: Vec<Binds> = node
                    .named_children(&mut cursor)
                    .filter(|of| self.kind(*of) == K::LetDeclaration)
                    .take(MAX_PARTS + 1)
                    .map(Binds::Let)
                    .collect();
                if bound.len() > MAX_PARTS { None } else { self.inside_of(last, &bound) }
            }
            K::IfExpression => {
                let condition = self.child(node, self.fields.condition)?;
                let then = self.child(node, self.fields.consequence)?;
                let binds = matches!(self.kind(condition), K::LetCondition | K::LetChain);
                let bound = [Binds::Let(condition)];
                let then = self.inside_of(then, if binds { &bound } else { &[] });
                let otherwise = self.child(node, self.fields.alternative);
                let otherwise = otherwise.and_then(|of| self.value_of(of));
                self.out.one_of(then, otherwise)
            }
            K::MatchExpression => {
                let matched = self.child(node, self.fields.value)?;
                let body = self.child(node, self.fields.body)?;
                let mut cursor = body.walk();
                let is_arm = |of: &Node| self.kind(*of) == K::MatchArm;
                let arms: Vec<Node> =
                    body.named_children(&mut cursor).filter(is_arm).take(MAX_PARTS).collect();
                let mut found = None;
                let mut seen = 0;
                for arm in arms {
                    let (Some(pattern), Some(value)) =
                        (self.child(arm, self.fields.pattern), self.child(arm, self.fields.value))
                    else {
                        continue;
                    };
                    let value = self.inside_of(value, &[Binds::Arm(pattern, matched)]);
                    seen += usize::from(value.is_some());
                    found = self.out.one_of(found, value);
                    if seen >= MAX_BRANCHES {
                        break;
                    }
                }
                found
            }
            _ => None,
        }
    }

    /// What a closure is: something that takes so much. What it gives is known once its parameters are.
    fn value_of_closure(&mut self, node: Node) -> Option<u32> {
        let count = self.child(node, self.fields.parameters).map_or(0, |list| parts(list, 0).len());
        let body = self.child(node, self.fields.body)?;
        if let Some(known) = self.returning.get(&body.start_byte()) {
            return self.out.value(ValueFact::Of(*known));
        }
        let written = self.child(node, self.fields.return_type).and_then(|of| self.type_of(of));
        let of = self.out.type_fact(TypeFact::Callable { takes: vec![None; count], returns: written })?;
        if written.is_none() {
            self.returning.insert(body.start_byte(), of);
        }
        self.out.value(ValueFact::Of(of))
    }

    /// Goes into what a closure gives, of which somebody asked what that is.
    pub(super) fn tell_returned(&mut self, body: Node) {
        let Some(of) = self.returning.remove(&body.start_byte()) else { return };
        let given = self.value_of(body).and_then(|given| self.out.type_fact(TypeFact::OfValue(given)));
        if let Some(TypeFact::Callable { returns, .. }) = self.out.facts.types.get_mut(of as usize) {
            *returns = given;
        }
    }

    /// Notes what a call is given whose value is asked for: that may tell what a generic function gives.
    pub(super) fn note_given(&mut self, call: Node) {
        let Some(function) = self.child(call, self.fields.function) else { return };
        let name = match self.kind(function) {
            K::Identifier => Some(function),
            K::ScopedIdentifier => self.child(function, self.fields.name),
            K::FieldExpression => self.child(function, self.fields.field),
            _ => None,
        };
        let is_new = |name: &Node| !self.out.knows_given(*name);
        let Some(name) = name.filter(is_new).filter(|_| self.noting < MAX_NOTING) else { return };
        let Some(list) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_GIVEN).collect();
        self.noting += 1;
        let given = given.into_iter().map(|argument| self.value_of(argument)).collect();
        self.noting -= 1;
        self.out.note_given(name, given);
    }

    /// What a method of the library's is given, where that tells what it gives.
    pub(super) fn given_to_method(&mut self, field: Node, name: &[u8]) -> Box<[Option<u32>]> {
        if !MAPPING.contains(&name) {
            return Box::default();
        }
        let call = field.parent().filter(|call| self.kind(*call) == K::CallExpression);
        let Some(list) = call.and_then(|call| self.child(call, self.fields.arguments)) else {
            return Box::default();
        };
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(2).collect();
        given.into_iter().map(|argument| self.value_of(argument)).collect()
    }
}

/// Calls in calls have what they are given noted so deep.
const MAX_NOTING: usize = 8;

/// How many branches are asked what they give.
const MAX_BRANCHES: usize = 3;
