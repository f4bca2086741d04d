//! The constructs around the place where the walk is.

use std::collections::BTreeSet;

use super::body::{At, Ends};
use super::graph::Place;
use super::scopes::Jump;
use super::table::{Kind, Logic, Part, Role, Table};

/// A construct around the place where the walk is. Which of its lists a construct uses, and what for, its
/// own file says.
pub(super) struct Frame {
    pub(super) depth: u32,
    pub(super) kind: Kind,
    pub(super) role: Role,
    /// What the child is in which the walk is.
    pub(super) part: Part,
    /// Whether it is a condition, or part of one: ways out of it are told apart by whether it holds.
    pub(super) in_condition: bool,
    pub(super) logic: Option<Logic>,
    /// Ways where its condition does not hold.
    pub(super) no: Ends,
    /// Ways out of it.
    pub(super) out: Ends,
    /// Ways on from its body.
    pub(super) on: Ends,
    /// Its first block.
    pub(super) head: Option<u32>,
    /// Another one that it needs: an update, a body that stands before its condition, …
    pub(super) other: Option<u32>,
    pub(super) saved: Option<At>,
    /// How many there are of what can be many (handlers, rounds), or whether there is one.
    pub(super) count: u32,
    /// Whether what decides how it goes on was seen: a condition, a default arm, a body.
    pub(super) is_seen: bool,
    /// What a `try` has behind it, see [`super::tries`].
    pub(super) state: u8,
    pub(super) through: BTreeSet<(Jump, Option<u32>)>,
    /// The `switch` around it.
    pub(super) outer_switch: Option<usize>,
    pub(super) start: Place,
    /// How many edges there were before it.
    pub(super) edge: usize,
}

/// What a node is to its parent by its own role, whatever field it stands in.
fn role_part(role: Role) -> Option<Part> {
    match role {
        Role::Elif => Some(Part::Elif),
        Role::Else => Some(Part::Else),
        Role::Handler => Some(Part::Handler),
        Role::Finally => Some(Part::Finally),
        Role::ForIn => Some(Part::ForIn),
        Role::Guard => Some(Part::Label),
        Role::Header | Role::Case { .. } | Role::Default { .. } | Role::Empty | Role::Function => {
            Some(Part::None)
        }
        _ => None,
    }
}

impl Frame {
    /// What a child is that begins now.
    pub(super) fn part_of(&mut self, table: &Table, child: Kind, field: u16) -> Part {
        if self.role == Role::Ternary {
            self.count = self.count.saturating_add(1);
            return match self.count {
                1 => Part::Then,
                2 => Part::Condition,
                _ => Part::Else,
            };
        }
        if self.role == Role::Labeled && child.is_label {
            return Part::None;
        }
        role_part(child.role).unwrap_or_else(|| table.part(self.kind, field))
    }

    pub(super) fn is_switch(&self) -> bool {
        matches!(self.role, Role::Switch { .. })
    }

    pub(super) fn new(kind: Kind, depth: u32, in_condition: bool) -> Frame {
        Frame {
            depth,
            kind,
            role: kind.role,
            part: Part::None,
            in_condition,
            logic: None,
            no: Ends::new(),
            out: Ends::new(),
            on: Ends::new(),
            head: None,
            other: None,
            saved: None,
            count: 0,
            is_seen: false,
            state: 0,
            through: BTreeSet::new(),
            outer_switch: None,
            start: Place::default(),
            edge: 0,
        }
    }
}
