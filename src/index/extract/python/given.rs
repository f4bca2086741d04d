//! What expressions are that are made of others, and what the language's own functions give of what they are given.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{TypeFact, ValueFact};

/// How deep expressions in expressions are followed.
const MAX_LAYERS: usize = 8;

/// How many parts of one expression are followed.
const MAX_PARTS: usize = 32;

impl Extractor<'_, '_> {
    /// What an expression is whose parts tell that.
    pub(super) fn given_by(&mut self, node: Node) -> Option<u32> {
        if self.layers >= MAX_LAYERS {
            return None;
        }
        self.layers += 1;
        let found = self.layer_given(node);
        self.layers -= 1;
        found
    }

    /// What an expression is that another one of its sort begins with.
    pub(super) fn deeper(&mut self, node: Node) -> Option<u32> {
        if self.layers >= MAX_LAYERS {
            return None;
        }
        self.layers += 1;
        let found = self.value_of(node);
        self.layers -= 1;
        found
    }

    fn layer_given(&mut self, node: Node) -> Option<u32> {
        match self.kind(node) {
            K::BooleanOperator => {
                let right = self.child(node, self.fields.right);
                let right = right.and_then(|right| self.value_of(right));
                if self.child(node, self.fields.operator).map(|of| self.out.text(of)) == Some(b"and") {
                    return right;
                }
                let left = self.child(node, self.fields.left).and_then(|left| self.value_of(left));
                self.out.one_of(left, right)
            }
            K::ConditionalExpression => {
                let then = node.named_child(0).and_then(|then| self.value_of(then));
                let otherwise = node.named_child(2).and_then(|otherwise| self.value_of(otherwise));
                self.out.one_of(then, otherwise)
            }
            K::BinaryOperator => {
                let left = self.child(node, self.fields.left).and_then(|left| self.value_of(left))?;
                let right = self.child(node, self.fields.right).and_then(|right| self.value_of(right));
                self.out.value(ValueFact::Operated(left, right.unwrap_or(left)))
            }
            K::NamedExpression => self.value_of(self.child(node, self.fields.value)?),
            K::Sequence => match node.kind() {
                "parenthesized_expression" => self.value_of(node.named_child(0)?),
                "list" => {
                    let first = node.named_child(0).filter(|first| self.kind(*first) != K::Splat);
                    match first.and_then(|first| self.value_of(first)) {
                        Some(first) => self.out.many(first),
                        None => self.out.value(ValueFact::Outside),
                    }
                }
                "tuple" | "expression_list" => self.value_of_tuple(node),
                "set" => {
                    let first = node.named_child(0).filter(|first| self.kind(*first) != K::Splat)?;
                    let first = self.value_of(first)?;
                    self.out.many(first)
                }
                _ => None,
            },
            K::Lambda => {
                let body = self.child(node, self.fields.body);
                let body = body.filter(|of| matches!(self.kind(*of), K::Call | K::Attribute))?;
                let given = self.value_of(body)?;
                let given = self.out.type_fact(TypeFact::OfValue(given))?;
                let of = self.out.type_fact(TypeFact::Function(given))?;
                self.out.value(ValueFact::Of(of))
            }
            K::Dictionary => self.dictionary(node),
            K::Comprehension => {
                let each = node.named_child(0)?;
                if node.kind() != "dictionary_comprehension" {
                    let each = self.comprehended(node, each)?;
                    return self.out.many(each);
                }
                let held = self.child(each, self.fields.value)?;
                let held = self.comprehended(node, held)?;
                let held = self.out.type_fact(TypeFact::OfValue(held))?;
                let of = self.dictionary_of(held)?;
                self.out.value(ValueFact::Of(of))
            }
            _ => None,
        }
    }

    /// What a part of a comprehension is, whose variables are not bound here.
    fn comprehended(&mut self, node: Node, each: Node) -> Option<u32> {
        match self.kind(each) {
            K::Call | K::Attribute => return self.value_of(each),
            K::Identifier => {}
            _ => return None,
        }
        let name = self.out.text(each);
        let mut cursor = node.walk();
        let tests = node.named_children(&mut cursor).filter(|of| self.kind(*of) == K::IfClause);
        for test in tests.take(MAX_PARTS).collect::<Vec<_>>() {
            let condition = test.named_child(0);
            let told = condition.map(|condition| self.tested(condition, true, 0)).unwrap_or_default();
            if let Some((_, local)) = told.into_iter().find(|(told, _)| *told == name) {
                return self.out.value(ValueFact::Local(local));
            }
        }
        let mut cursor = node.walk();
        let clauses = node.named_children(&mut cursor).filter(|of| self.kind(*of) == K::ForInClause);
        for clause in clauses.take(MAX_PARTS).collect::<Vec<_>>() {
            let Some(target) = self.child(clause, self.fields.left) else { continue };
            let mut cursor = target.walk();
            let parts: Vec<Node> = match self.kind(target) {
                K::Sequence => target.named_children(&mut cursor).take(MAX_PARTS).collect(),
                _ => Vec::new(),
            };
            let is_it = |of: &Node| self.kind(*of) == K::Identifier && self.out.text(*of) == name;
            let part = parts.iter().position(is_it);
            if part.is_none() && !is_it(&target) {
                continue;
            }
            let looped = self.child(clause, self.fields.right).and_then(|right| self.looped(right))?;
            return match part {
                Some(at) => self.out.value(ValueFact::Part(looped, u16::try_from(at).ok()?)),
                None => Some(looped),
            };
        }
        None
    }

    fn value_of_tuple(&mut self, node: Node) -> Option<u32> {
        let mut cursor = node.walk();
        let parts: Vec<Node> = node.named_children(&mut cursor).take(MAX_PARTS).collect();
        if parts.iter().any(|part| self.kind(*part) == K::Splat) {
            return self.out.value(ValueFact::Outside);
        }
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            values.push(self.value_of(part));
        }
        self.tuple(&values)
    }

    fn tuple(&mut self, values: &[Option<u32>]) -> Option<u32> {
        let mut types = Vec::with_capacity(values.len());
        for value in values {
            let value = match value {
                Some(value) => *value,
                None => self.out.value(ValueFact::Unknown)?,
            };
            types.push(self.out.type_fact(TypeFact::OfValue(value))?);
        }
        let of = self.out.type_fact(TypeFact::Tuple(types))?;
        self.out.value(ValueFact::Of(of))
    }

    /// What a call of one of the language's own functions gives, where that is about what it is given.
    pub(super) fn given_by_builtin(&mut self, call: Node, function: Node) -> Option<u32> {
        let name = self.out.text(function);
        let is_known = matches!(
            name,
            b"enumerate"
                | b"zip"
                | b"reversed"
                | b"sorted"
                | b"list"
                | b"tuple"
                | b"set"
                | b"iter"
                | b"frozenset"
                | b"next"
                | b"cast"
                | b"filter"
                | b"deepcopy"
                | b"copy"
                | b"map"
                | b"max"
                | b"min"
        );
        if !is_known || self.layers >= MAX_LAYERS {
            return None;
        }
        // One of the file's own is another one.
        let bound = self.scopes.find(self.scopes.current(), name).map(|of| of.bound);
        if !matches!(bound, None | Some(super::scope::Bound::Import)) {
            return None;
        }
        let list = self.child(call, self.fields.arguments)?;
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARTS).collect();
        let is_plain = |of: &Node| !matches!(self.kind(*of), K::Splat | K::KeywordArgument);
        let first = given.first().copied().filter(is_plain)?;
        self.layers += 1;
        let found = self.builtin(name, first, &given);
        self.layers -= 1;
        found
    }

    fn builtin(&mut self, name: &[u8], first: Node, given: &[Node]) -> Option<u32> {
        match name {
            b"enumerate" => {
                let each = self.looped(first);
                let number = self.out.value(ValueFact::Outside);
                let pair = self.tuple(&[number, each])?;
                self.out.many(pair)
            }
            b"zip" => {
                let mut each = Vec::with_capacity(given.len());
                for &of in given {
                    if self.kind(of) != K::KeywordArgument {
                        each.push(self.looped(of));
                    }
                }
                let together = self.tuple(&each)?;
                self.out.many(together)
            }
            b"next" => {
                let of = self.looped(first);
                let otherwise = given.get(1).and_then(|of| self.value_of(*of));
                self.out.one_of(of, otherwise)
            }
            b"cast" if given.len() == 2 => {
                let of = self.type_of(first)?;
                self.out.value(ValueFact::Of(of))
            }
            b"copy" | b"deepcopy" if given.len() == 1 => self.value_of(first),
            b"filter" => {
                let each = given.get(1).copied().and_then(|of| self.looped(of))?;
                self.out.many(each)
            }
            b"map" => {
                let is_named = matches!(self.kind(first), K::Identifier | K::Attribute);
                let function = if is_named { self.value_of(first)? } else { return None };
                let each = self.out.value(ValueFact::Call(function))?;
                self.out.many(each)
            }
            b"max" | b"min" => {
                let rest = given.get(1..).unwrap_or_default();
                let is_only = rest.iter().all(|of| self.kind(*of) == K::KeywordArgument);
                if is_only { self.looped(first) } else { None }
            }
            b"reversed" | b"sorted" | b"list" | b"tuple" | b"set" | b"iter" | b"frozenset" => {
                let each = self.looped(first)?;
                self.out.many(each)
            }
            _ => None,
        }
    }

    /// What a function of one of the language's own modules makes of what it is given, where that is named by its module.
    pub(super) fn given_by_module(&mut self, call: Node, function: Node) -> Option<u32> {
        let module = self.child(function, self.fields.object).filter(|of| self.kind(*of) == K::Identifier)?;
        let name = self.child(function, self.fields.attribute)?;
        let bound = self.scopes.find(self.scopes.current(), self.out.text(module)).map(|of| of.bound);
        if bound != Some(super::scope::Bound::Import) || self.layers >= MAX_LAYERS {
            return None;
        }
        let makes = match (self.out.text(module), self.out.text(name)) {
            // Waiting for it is left out: what an asynchronous function gives is told as what it comes to.
            (b"asyncio", b"create_task" | b"ensure_future" | b"wait_for" | b"shield" | b"run")
            | (b"dataclasses", b"replace")
            | (b"copy", b"copy" | b"deepcopy") => Makes::Same,
            (b"asyncio", b"gather") => Makes::Tuple,
            (b"collections", b"deque") | (b"itertools", b"chain" | b"islice" | b"cycle") => Makes::Many,
            (b"collections", b"defaultdict") => Makes::Dictionary,
            _ => return None,
        };
        let list = self.child(call, self.fields.arguments)?;
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARTS).collect();
        if given.iter().any(|of| self.kind(*of) == K::Splat) {
            return None;
        }
        let first = given.first().copied()?;
        self.layers += 1;
        let found = match makes {
            Makes::Same => self.value_of(first),
            Makes::Tuple => {
                let given: Vec<Option<u32>> = given.into_iter().map(|of| self.value_of(of)).collect();
                self.tuple(&given)
            }
            Makes::Many => self.looped(first).and_then(|each| self.out.many(each)),
            Makes::Dictionary => {
                let made = self.value_of(first).and_then(|class| self.out.value(ValueFact::Call(class)));
                let made = made.and_then(|made| self.out.type_fact(TypeFact::OfValue(made)));
                let of = made.and_then(|made| self.dictionary_of(made));
                of.and_then(|of| self.out.value(ValueFact::Of(of)))
            }
        };
        self.layers -= 1;
        found
    }

    fn looped(&mut self, node: Node) -> Option<u32> {
        let value = self.value_of(node)?;
        self.out.value(ValueFact::Looped(value))
    }
}

/// What a function of the language's own makes of what it is given.
#[derive(Clone, Copy)]
enum Makes {
    /// The same as its first argument, or what that comes to.
    Same,
    /// Its arguments, side by side.
    Tuple,
    /// Many of what its first argument holds.
    Many,
    /// A dictionary of what a call of its first argument gives.
    Dictionary,
}
