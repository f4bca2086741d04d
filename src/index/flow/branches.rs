//! `if` and its like, and conditions.
//!
//! Of an `if`'s frame, `no` are the ways where no condition held so far, `out` those out of what was entered.
//! `saved` is where the condition goes on that stands behind what it guards (Python's `a if b else c`), and
//! `head` what it guards.

use tree_sitter::Node;

use super::body::{Ends, behind, end, join, of_kind, start};
use super::frame::Frame;
use super::graph::{BlockKind, EdgeKind};
use super::table::{Logic, Role};
use super::visit::Flow;

impl Flow<'_> {
    /// The ways out of a condition that was just left: where it holds, and where not.
    pub(super) fn decided(&mut self, node: Node) -> (Ends, Ends) {
        let split = self.split.take();
        let body = self.bodies.last_mut();
        split.or_else(|| Some(body?.decide(start(node), behind(node)))).unwrap_or_default()
    }

    pub(super) fn begin_then(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        if frame.role == Role::Ternary {
            frame.saved = Some(body.leave());
            frame.head = Some(body.force(BlockKind::Then, start(node)));
        }
    }

    pub(super) fn end_then(&mut self, frame: &mut Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        join(&mut frame.out, body.take());
        if let Some(saved) = frame.saved.take() {
            body.at = saved;
        }
    }

    pub(super) fn begin_else(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        match frame.role {
            Role::LetElse => {
                let block = body.touch(start(node));
                body.extend(start(node));
                body.take();
                frame.on = end(block, EdgeKind::True);
                body.go_on(end(block, EdgeKind::False), BlockKind::Else);
            }
            Role::Try => self.begin_unharmed(frame),
            Role::Choice => {
                join(&mut frame.out, body.take());
                if let Some(head) = frame.head {
                    body.go_on(end(head, EdgeKind::Alternative), BlockKind::Else);
                }
            }
            _ if frame.is_seen => {
                // With nothing in between (GNU's `a ?: b`) what holds goes on behind.
                join(&mut frame.out, body.take());
                body.go_on(std::mem::take(&mut frame.no), BlockKind::Else);
            }
            _ => {}
        }
    }

    pub(super) fn end_else(&mut self, frame: &mut Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        match frame.role {
            Role::LetElse => {
                let mut ends = std::mem::take(&mut frame.on);
                join(&mut ends, body.take());
                body.merge(ends);
            }
            Role::Try => frame.on = body.take(),
            Role::Loop => frame.no = body.take(),
            _ => join(&mut frame.out, body.take()),
        }
    }

    /// What stands between `#if` and `#else` is one way, what stands behind that another; one of them is there.
    pub(super) fn open_choice(&mut self, node: Node, frame: &mut Frame) {
        let Some(table) = self.table else { return };
        if node.child_by_field_id(table.alternative).is_none() {
            return;
        }
        let Some(body) = self.bodies.last_mut() else { return };
        let head = body.block(start(node));
        body.take();
        frame.head = Some(head);
        body.go_on(end(head, EdgeKind::Alternative), BlockKind::Then);
    }

    pub(super) fn close_choice(&mut self, frame: Frame) {
        if frame.head.is_none() {
            return;
        }
        let Some(body) = self.bodies.last_mut() else { return };
        let mut ends = frame.out;
        join(&mut ends, body.take());
        body.merge(ends);
    }

    pub(super) fn end_elif(&mut self, frame: &mut Frame) {
        let Some((out, no)) = self.elif.take() else { return };
        join(&mut frame.out, out);
        frame.no = no;
    }

    pub(super) fn close_if(&mut self, frame: Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        let mut ends = frame.out;
        join(&mut ends, frame.no);
        join(&mut ends, body.take());
        body.merge_within(ends, behind(node));
    }

    pub(super) fn end_condition(&mut self, frame: &mut Frame, node: Node) {
        let (yes, no) = self.decided(node);
        frame.is_seen |= frame.role != Role::Filter;
        match frame.role {
            Role::Loop | Role::DoLoop => self.decide_loop(frame, yes, no),
            Role::Filter if frame.is_seen => self.decide_filter(yes, no),
            Role::Filter | Role::Guard => self.decide_guard(yes, no),
            _ => {
                let Some(body) = self.bodies.last_mut() else { return };
                match frame.head {
                    Some(then) => body.connect(yes, then),
                    None => body.go_on(yes, BlockKind::Then),
                }
                frame.no = no;
            }
        }
    }

    pub(super) fn end_left(&mut self, frame: &mut Frame, node: Node) {
        let (yes, no) = self.decided(node);
        let Some(body) = self.bodies.last_mut() else { return };
        let (on, left) = match frame.logic {
            Some(Logic::Or) => (no, yes),
            _ => (yes, no),
        };
        join(&mut frame.no, left);
        body.go_on(on, BlockKind::Operand);
    }

    pub(super) fn end_right(&mut self, frame: &mut Frame, node: Node) {
        let left = std::mem::take(&mut frame.no);
        if frame.in_condition {
            let (mut yes, mut no) = self.decided(node);
            join(if frame.logic == Some(Logic::Or) { &mut yes } else { &mut no }, left);
            self.split = Some((yes, no));
            return;
        }
        let Some(body) = self.bodies.last_mut() else { return };
        // The right side is a block also where nothing in it is a statement.
        body.touch(start(node));
        body.extend(behind(node));
        let mut ends = body.take();
        join(&mut ends, left);
        body.merge_within(ends, behind(node));
    }

    /// What a `!` stands before is turned around where it has parts; else the whole is one condition.
    pub(super) fn end_operand(&mut self, frame: &Frame) {
        if frame.role == Role::Unary {
            self.split = self.split.take().map(|(yes, no)| (no, yes));
        }
    }

    pub(super) fn close_chain(&mut self, frame: Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        let yes = body.take();
        if frame.in_condition {
            self.split = Some((yes, frame.no));
        } else {
            let mut ends = of_kind(yes, EdgeKind::True);
            join(&mut ends, frame.no);
            body.merge_within(ends, behind(node));
        }
    }
}
