//! Variables that a test has told the type of: `isinstance(name, Type)`, `type(name) is Type`.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::{LocalFact, ValueFact};

/// Tests in tests are read so deep.
const MAX_LAYERS: usize = 8;

/// A variable that is known to be more in a part of the text than around it.
pub(super) struct Narrowed<'s> {
    /// How many frames there are around that part.
    frames: usize,
    scope: u32,
    name: &'s [u8],
    /// What it is there, and what it was before.
    local: u32,
    before: Option<u32>,
}

/// An expression whose second part is only looked at where the first one holds, or does not.
pub(super) struct Supposing<'t> {
    /// How many frames there are around it.
    frames: usize,
    condition: Node<'t>,
    /// The parts for which it holds, and does not, by where they begin.
    then: Option<usize>,
    otherwise: Option<usize>,
}

impl<'s, 't> Extractor<'s, 't> {
    /// Comes to an expression of which a part is looked at where another one holds.
    pub(super) fn supposing(&mut self, node: Node<'t>, kind: K) {
        let begin = |node: Option<Node>| node.map(|node| node.start_byte());
        let (condition, then, otherwise) = match kind {
            K::BooleanOperator => {
                let right = begin(self.child(node, self.fields.right));
                let is_and =
                    self.child(node, self.fields.operator).map(|of| self.out.text(of)) == Some(b"and");
                let (then, otherwise) = if is_and { (right, None) } else { (None, right) };
                (self.child(node, self.fields.left), then, otherwise)
            }
            K::ConditionalExpression => {
                (node.named_child(1), begin(node.named_child(0)), begin(node.named_child(2)))
            }
            _ => return,
        };
        if let Some(condition) = condition {
            self.supposed.push(Supposing { frames: self.frames.len(), condition, then, otherwise });
        }
    }

    /// Comes to such a part.
    pub(super) fn suppose_in(&mut self, node: Node) {
        let Some(supposing) = self.supposed.last() else { return };
        if supposing.frames + 1 != self.frames.len() {
            return;
        }
        let (at, condition) = (Some(node.start_byte()), supposing.condition);
        if at == supposing.then {
            self.suppose(condition, true);
        } else if at == supposing.otherwise {
            self.suppose(condition, false);
        }
    }

    /// In what is gone into a condition holds, or does not.
    pub(super) fn suppose(&mut self, condition: Node, holds: bool) {
        self.suppose_within(condition, holds, self.frames.len());
    }

    /// Behind a statement whose condition held for those who do not come there.
    pub(super) fn suppose_behind(&mut self, statement: Node) {
        if let Some(condition) = self.child(statement, self.fields.condition) {
            self.suppose_within(condition, false, self.frames.len().saturating_sub(1));
        }
    }

    /// Goes into a case of a statement that is about a variable.
    pub(super) fn suppose_case(&mut self, statement: Node, case: Node) {
        let subject = self.child(statement, self.fields.subject);
        let Some(subject) = subject.filter(|of| self.kind(*of) == K::Identifier) else { return };
        let of = case.named_child(0).filter(|of| self.kind(*of) == K::CasePattern);
        let declared = of.and_then(|of| self.class_in(of));
        let fact = LocalFact { declared, value: None };
        if let Some(local) = declared.and_then(|_| self.out.local(fact)) {
            let name = self.out.text(subject);
            self.narrow(name, local, self.frames.len());
        }
    }

    /// Notes that a variable of the function is this within so many frames.
    fn narrow(&mut self, name: &'s [u8], local: u32, frames: usize) {
        let scope = self.scopes.current();
        if let Some(before) = self.scopes.here(name).filter(|of| of.bound == Bound::Local) {
            self.narrowed.push(Narrowed { frames, scope, name, local, before: before.local });
            self.scopes.assign(name, Some(local), false);
        }
    }

    fn suppose_within(&mut self, condition: Node, holds: bool, frames: usize) {
        for (name, local) in self.tested(condition, holds, 0) {
            self.narrow(name, local, frames);
        }
    }

    /// `assert isinstance(…)`: from there on it is so, as it is in a comprehension behind its `if`.
    pub(super) fn asserted(&mut self, node: Node) {
        let Some(condition) = node.named_child(0) else { return };
        for (name, local) in self.tested(condition, true, 0) {
            if self.scopes.here(name).is_some_and(|of| of.bound == Bound::Local) {
                self.scopes.assign(name, Some(local), false);
            }
        }
    }

    /// Comes out of what was entered: variables that were not assigned again are what they were.
    pub(super) fn widen(&mut self) {
        self.supposed.pop_if(|last| last.frames == self.frames.len());
        while let Some(last) = self.narrowed.pop_if(|last| last.frames == self.frames.len()) {
            let is_same = self.scopes.here(last.name).is_some_and(|of| of.local == Some(last.local));
            if is_same && self.scopes.current() == last.scope {
                self.scopes.assign(last.name, last.before, false);
            }
        }
    }

    /// The variables that a condition tells the types of where it holds, or does not.
    pub(super) fn tested(&mut self, condition: Node, holds: bool, depth: usize) -> Vec<(&'s [u8], u32)> {
        if depth > MAX_LAYERS {
            return Vec::new();
        }
        match self.kind(condition) {
            K::BooleanOperator => {
                let operator = self.child(condition, self.fields.operator).map(|of| self.out.text(of));
                // Of several one may be the reason.
                if (operator == Some(b"and")) != holds {
                    return Vec::new();
                }
                let mut all = Vec::new();
                for side in [self.fields.left, self.fields.right] {
                    if let Some(side) = self.child(condition, side) {
                        all.extend(self.tested(side, holds, depth + 1));
                    }
                }
                all
            }
            K::NotOperator => {
                condition.named_child(0).map(|of| self.tested(of, !holds, depth + 1)).unwrap_or_default()
            }
            K::Sequence if condition.kind() == "parenthesized_expression" => {
                condition.named_child(0).map(|of| self.tested(of, holds, depth + 1)).unwrap_or_default()
            }
            K::Call => self.tested_by(condition, holds).into_iter().collect(),
            K::Comparison if holds => self.compared(condition).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// `isinstance(name, Type)`.
    fn tested_by(&mut self, call: Node, holds: bool) -> Option<(&'s [u8], u32)> {
        let function = self.child(call, self.fields.function)?;
        if self.out.text(function) != b"isinstance" {
            return None;
        }
        let list = self.child(call, self.fields.arguments)?;
        let name = list.named_child(0).filter(|of| self.kind(*of) == K::Identifier)?;
        let of = self.classes_of(list.named_child(1)?)?;
        let fact = if holds {
            LocalFact { declared: Some(of), value: None }
        } else {
            let value = self.value_of(name)?;
            LocalFact { declared: None, value: self.out.value(ValueFact::Without(value, of)) }
        };
        Some((self.out.text(name), self.out.local(fact)?))
    }

    /// `type(name) is Type`.
    fn compared(&mut self, comparison: Node) -> Option<(&'s [u8], u32)> {
        let operator = comparison.child(1).filter(|_| comparison.named_child_count() == 2)?;
        let call = comparison.named_child(0).filter(|of| self.kind(*of) == K::Call)?;
        let is_type = self.out.text(self.child(call, self.fields.function)?) == b"type";
        if !is_type || !matches!(self.out.text(operator), b"is" | b"==") {
            return None;
        }
        let list = self.child(call, self.fields.arguments).filter(|list| list.named_child_count() == 1)?;
        let name = list.named_child(0).filter(|of| self.kind(*of) == K::Identifier)?;
        let declared = self.classes_of(comparison.named_child(1)?)?;
        let local = self.out.local(LocalFact { declared: Some(declared), value: None })?;
        Some((self.out.text(name), local))
    }
}
