//! Variables that a test has told the type of: `isinstance(name, Type)`.

use tree_sitter::{Node, TreeCursor};

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::LocalFact;

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

impl<'s> Extractor<'s, '_> {
    /// Goes into a branch: what its condition tests is so in it.
    pub(super) fn narrow_branch(&mut self, node: Node, cursor: &TreeCursor) {
        if cursor.field_id().is_none_or(|id| id.get() != self.fields.consequence) {
            return;
        }
        let condition = node.parent().and_then(|of| self.child(of, self.fields.condition));
        for (name, local) in condition.map(|of| self.tested(of, 0)).unwrap_or_default() {
            let scope = self.scopes.current();
            let Some(before) = self.scopes.here(name).filter(|of| of.bound == Bound::Local) else { continue };
            let frames = self.frames.len();
            self.narrowed.push(Narrowed { frames, scope, name, local, before: before.local });
            self.scopes.assign(name, Some(local), false);
        }
    }

    /// `assert isinstance(…)`: from there on it is so.
    pub(super) fn asserted(&mut self, node: Node) {
        let Some(condition) = node.named_child(0) else { return };
        for (name, local) in self.tested(condition, 0) {
            if self.scopes.here(name).is_some_and(|of| of.bound == Bound::Local) {
                self.scopes.assign(name, Some(local), false);
            }
        }
    }

    /// Comes out of what was entered: variables that were not assigned again are what they were.
    pub(super) fn widen(&mut self) {
        while let Some(last) = self.narrowed.pop_if(|last| last.frames == self.frames.len()) {
            let is_same = self.scopes.here(last.name).is_some_and(|of| of.local == Some(last.local));
            if is_same && self.scopes.current() == last.scope {
                self.scopes.assign(last.name, last.before, false);
            }
        }
    }

    /// The variables that a condition tells the types of where it holds.
    fn tested(&mut self, condition: Node, depth: usize) -> Vec<(&'s [u8], u32)> {
        if depth > MAX_LAYERS {
            return Vec::new();
        }
        match self.kind(condition) {
            K::BooleanOperator => {
                let operator = self.child(condition, self.fields.operator);
                if operator.map(|of| self.out.text(of)) != Some(b"and") {
                    return Vec::new();
                }
                let mut all = Vec::new();
                for side in [self.fields.left, self.fields.right] {
                    if let Some(side) = self.child(condition, side) {
                        all.extend(self.tested(side, depth + 1));
                    }
                }
                all
            }
            K::Sequence if condition.kind() == "parenthesized_expression" => {
                condition.named_child(0).map(|of| self.tested(of, depth + 1)).unwrap_or_default()
            }
            K::Call => self.tested_by(condition).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// `isinstance(name, Type)`.
    fn tested_by(&mut self, call: Node) -> Option<(&'s [u8], u32)> {
        let function = self.child(call, self.fields.function)?;
        if self.out.text(function) != b"isinstance" {
            return None;
        }
        let list = self.child(call, self.fields.arguments)?;
        let name = list.named_child(0).filter(|of| self.kind(*of) == K::Identifier)?;
        let declared = self.classes_of(list.named_child(1)?)?;
        let local = self.out.local(LocalFact { declared: Some(declared), value: None })?;
        Some((self.out.text(name), local))
    }
}
