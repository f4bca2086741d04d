//! Where the program goes one of several ways: what variables are in each of them, and behind.

use std::collections::BTreeMap;

use tree_sitter::{Node, TreeCursor};

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{LocalFact, ValueFact};

/// Ways of one fork whose variables are told apart behind it: where more of them give a variable another value nothing is known of it.
const MAX_WAYS: usize = 8;

/// A statement that goes one of several ways.
pub(super) struct Fork<'s, 't> {
    /// How many frames there are around it.
    frames: usize,
    node: Node<'t>,
    kind: K,
    /// Whether it always goes one of those ways that are written.
    is_whole: bool,
    /// Where its first way that is written does not lead behind it.
    first_ends: bool,
    ways: usize,
    changes: BTreeMap<&'s [u8], Changed>,
    /// How many ways lead behind it.
    open: usize,
}

/// What a variable was before, and what it is at the end of ways that lead behind the statement.
struct Changed {
    before: Option<u32>,
    /// At most one more than [`MAX_WAYS`].
    ways: Vec<Option<u32>>,
}

/// One of the ways.
pub(super) struct Way {
    frames: usize,
    scope: u32,
    /// How many changes were noted before.
    noted: usize,
    end: End,
}

/// Where a way leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Behind the statement.
    Behind,
    /// Out of the innermost loop, or on in it.
    OfLoop,
    /// Out of the function.
    OfFunction,
}

impl<'s> Fork<'s, '_> {
    /// Notes what became of variables in a way that leads behind it.
    fn take(&mut self, changed: BTreeMap<&'s [u8], (Option<u32>, Option<u32>)>) {
        for (name, (before, now)) in changed {
            let changed = self.changes.entry(name).or_insert(Changed { before, ways: Vec::new() });
            if changed.ways.len() <= MAX_WAYS {
                changed.ways.push(now);
            }
        }
        self.open += 1;
    }
}

impl<'s, 't> Extractor<'s, 't> {
    /// Comes to a statement that may fork.
    pub(super) fn fork(&mut self, node: Node<'t>, kind: K) {
        let forks = matches!(
            kind,
            K::IfStatement | K::ForStatement | K::WhileStatement | K::TryStatement | K::MatchStatement
        );
        if forks && self.scopes.is_of_function() {
            self.forks.push(Fork {
                frames: self.frames.len(),
                node,
                kind,
                is_whole: false,
                first_ends: false,
                ways: 0,
                changes: BTreeMap::new(),
                open: 0,
            });
        }
    }

    /// Goes one of the ways, where this node is one: what its condition tests is so in it, and what those before it test is not.
    pub(super) fn go_way(&mut self, node: Node<'t>, kind: K, parent: K, cursor: &TreeCursor) {
        let is_at = |field: u16| cursor.field_id().is_some_and(|id| id.get() == field);
        let is_way = match parent {
            K::IfStatement => is_at(self.fields.consequence) || matches!(kind, K::ElifClause | K::ElseClause),
            K::ForStatement | K::WhileStatement => is_at(self.fields.body),
            K::TryStatement => kind == K::ExceptClause,
            K::Block => kind == K::CaseClause,
            _ => false,
        };
        if !is_way || !self.scopes.is_of_function() {
            return;
        }
        let block = match kind {
            K::ElifClause => self.child(node, self.fields.consequence),
            K::ElseClause => self.child(node, self.fields.body),
            K::CaseClause => self.child(node, self.fields.consequence),
            K::ExceptClause => node.named_child(node.named_child_count().saturating_sub(1) as u32),
            _ => Some(node),
        };
        let is_loop = matches!(parent, K::ForStatement | K::WhileStatement);
        let end = match block.map_or(End::Behind, |block| self.end_of(block)) {
            End::OfLoop if is_loop => End::Behind,
            end => end,
        };
        let noted = self.scopes.note_changes(self.ways.is_empty());
        self.ways.push(Way { frames: self.frames.len(), scope: self.scopes.current(), noted, end });
        let Some(fork) = self.forks.last_mut() else { return };
        fork.is_whole |= kind == K::ElseClause;
        fork.first_ends |= fork.ways == 0 && end != End::Behind;
        fork.ways += 1;
        let statement = fork.node;
        if matches!(parent, K::IfStatement | K::WhileStatement)
            && let Some(condition) = self.child(statement, self.fields.condition)
        {
            self.suppose(condition, is_at(self.fields.consequence) || parent == K::WhileStatement);
        }
        if kind == K::CaseClause {
            self.suppose_case(statement, node);
        }
        if kind == K::ElifClause
            && let Some(condition) = self.child(node, self.fields.condition)
        {
            self.suppose(condition, true);
        }
    }

    /// Where the end of a block leads.
    fn end_of(&self, block: Node) -> End {
        let last = block.named_child_count().saturating_sub(1) as u32;
        match block.named_child(last).map(|last| self.kind(last)) {
            Some(K::ReturnStatement | K::RaiseStatement) => End::OfFunction,
            Some(K::LoopStatement) => End::OfLoop,
            _ => End::Behind,
        }
    }

    /// Comes to the end of a way or of a statement: variables are what they were for the next way, and behind the last one what they
    /// are at the end of one of them.
    pub(super) fn end_way(&mut self) {
        let frames = self.frames.len();
        if let Some(way) = self.ways.pop_if(|way| way.frames == frames) {
            let changed = self.scopes.take_back(way.scope, way.noted);
            let is_loop = |fork: &&mut Fork<'_, 't>| matches!(fork.kind, K::ForStatement | K::WhileStatement);
            let fork = match way.end {
                End::Behind => self.forks.last_mut(),
                End::OfLoop => self.forks.iter_mut().rev().find(is_loop),
                End::OfFunction => None,
            };
            if let Some(fork) = fork {
                fork.take(changed);
            }
        }
        let Some(fork) = self.forks.pop_if(|fork| fork.frames == frames) else { return };
        let has_other = !fork.is_whole;
        for (name, Changed { before, ways: mut all }) in fork.changes {
            if all.len() > MAX_WAYS {
                self.scopes.assign(name, None, false);
                continue;
            }
            // Where it goes another way, or one that leaves the variable as it is.
            if has_other || all.len() < fork.open {
                all.insert(0, before);
            }
            let local = self.one_of_locals(&all);
            self.scopes.assign(name, local, false);
        }
        if fork.first_ends && fork.ways == 1 && fork.kind == K::IfStatement {
            self.suppose_behind(fork.node);
        }
    }

    /// The variable that is one of these.
    fn one_of_locals(&mut self, all: &[Option<u32>]) -> Option<u32> {
        let mut known: Vec<u32> = all.iter().copied().flatten().collect();
        known.sort_unstable();
        known.dedup();
        // What holds nothing says nothing of what it is of.
        if known.iter().any(|local| !self.holds_nothing(*local)) {
            known.retain(|local| !self.holds_nothing(*local));
        }
        if let [only] = known.as_slice() {
            return Some(*only);
        }
        let mut value = None;
        for local in known {
            let one = self.out.value(ValueFact::Local(local));
            value = self.out.one_of(value, one);
        }
        value.and_then(|value| self.out.local(LocalFact { declared: None, value: Some(value) }))
    }
}
