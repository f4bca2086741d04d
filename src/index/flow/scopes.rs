//! What jumps lead out of.

use std::collections::BTreeSet;
use std::ops::Range;

use super::body::{Body, Ends, join};

/// How many scopes outward a label is looked for.
const MAX_LABELS: usize = 256;

/// What a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Loop,
    Switch {
        /// Whether a plain `break` leaves it.
        breaks: bool,
    },
    /// A block or statement with a label.
    Labeled,
    /// A `try` with handlers.
    Try,
    /// What has a `finally` behind it.
    Finally,
    Closure,
}

/// A jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Jump {
    Break,
    Continue,
    /// Leaves a `switch` with a value.
    Yield,
    Return,
    Throw,
}

/// Something that jumps lead out of.
#[derive(Debug)]
pub(super) struct Scope {
    kind: ScopeKind,
    label: Option<Range<usize>>,
    /// What leaves it: by `break`, or to its handlers, or through its `finally`.
    pub(super) out: Ends,
    pub(super) continues: Ends,
    /// The jumps that go through its `finally`, and the scopes that they go to.
    pub(super) through: BTreeSet<(Jump, Option<u32>)>,
    outer: Nearest,
}

/// The nearest scopes of each sort, by number, around a place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Nearest {
    breaks: Option<u32>,
    continues: Option<u32>,
    switch: Option<u32>,
    throws: Option<u32>,
    closure: Option<u32>,
    finally: Option<u32>,
}

impl Body {
    pub(super) fn push_scope(&mut self, kind: ScopeKind, label: Option<Range<usize>>) {
        let number = Some(self.scopes.len() as u32);
        let outer = self.nearest;
        let nearest = &mut self.nearest;
        match kind {
            ScopeKind::Loop => (nearest.breaks, nearest.continues) = (number, number),
            ScopeKind::Switch { breaks } => {
                nearest.switch = number;
                if breaks {
                    nearest.breaks = number;
                }
            }
            ScopeKind::Labeled => {}
            ScopeKind::Try => nearest.throws = number,
            ScopeKind::Finally => nearest.finally = number,
            ScopeKind::Closure => {
                *nearest = Nearest { throws: number, closure: number, ..Nearest::default() };
            }
        }
        self.scopes.push(Scope {
            kind,
            label,
            out: Ends::new(),
            continues: Ends::new(),
            through: BTreeSet::new(),
            outer,
        });
    }

    pub(super) fn pop_scope(&mut self) -> Option<Scope> {
        let scope = self.scopes.pop()?;
        self.nearest = scope.outer;
        Some(scope)
    }

    /// Jumps from `ends`.
    pub(super) fn jump(&mut self, ends: Ends, jump: Jump, label: Option<&[u8]>, source: &[u8]) {
        let nearest = self.nearest;
        let target = match (jump, label) {
            (Jump::Break | Jump::Continue, Some(label)) => self.labeled(label, source),
            (Jump::Break, None) => nearest.breaks,
            (Jump::Continue, None) => nearest.continues,
            (Jump::Yield, _) => nearest.switch,
            (Jump::Return, _) => nearest.closure,
            (Jump::Throw, _) => nearest.throws,
        };
        self.send(ends, jump, target.or(nearest.closure));
    }

    fn labeled(&self, label: &[u8], source: &[u8]) -> Option<u32> {
        let outermost = self.nearest.closure.map_or(0, |closure| closure as usize + 1);
        let scopes = self.scopes.iter().enumerate().skip(outermost).rev().take(MAX_LABELS);
        let mut found = scopes.filter(|(_, scope)| {
            scope.label.as_ref().and_then(|range| source.get(range.clone())) == Some(label)
        });
        found.next().map(|(number, _)| number as u32)
    }

    /// Takes `ends` to a scope, or out of the function; a `finally` on the way comes first.
    pub(super) fn send(&mut self, ends: Ends, jump: Jump, target: Option<u32>) {
        let nearest = self.nearest;
        if let Some(finally) = nearest.finally
            && target.is_none_or(|target| finally > target)
            && let Some(scope) = self.scopes.get_mut(finally as usize)
        {
            join(&mut scope.out, ends);
            scope.through.insert((jump, target));
            return;
        }
        match target.and_then(|target| self.scopes.get_mut(target as usize)) {
            Some(scope) if jump == Jump::Continue && scope.kind == ScopeKind::Loop => {
                join(&mut scope.continues, ends);
            }
            Some(scope) => join(&mut scope.out, ends),
            None => join(&mut self.returns, ends),
        }
    }
}
