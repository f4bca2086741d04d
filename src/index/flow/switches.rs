//! `switch`, `match` and `select`.
//!
//! Of a switch's frame, `head` is the block that chooses, `no` are ways where a guard did not hold (to the next
//! arm), `on` those that go on into the next arm, and `out` those out of arms; `is_seen` says whether one of its
//! arms always fits.

use tree_sitter::Node;

use super::body::{Ends, behind, end, join, start};
use super::frame::Frame;
use super::graph::{BlockKind, EdgeKind};
use super::scopes::ScopeKind;
use super::table::{DefaultArm, Role};
use super::visit::Flow;

impl Flow<'_> {
    pub(super) fn open_switch(&mut self, frame: &mut Frame) {
        frame.outer_switch = self.switch.replace(self.frames.len());
        let breaks = self.table.is_some_and(|table| table.description.breaks_switch);
        if let Some(body) = self.bodies.last_mut() {
            body.push_scope(ScopeKind::Switch { breaks }, None);
        }
    }

    fn switch_frame(&mut self) -> Option<&mut Frame> {
        self.frames.get_mut(self.switch?)
    }

    pub(super) fn open_case(&mut self, node: Node, frame: &mut Frame) {
        let is_default = match frame.role {
            Role::Default { .. } => true,
            _ => self.is_default(node),
        };
        let falls = matches!(frame.role, Role::Case { falls: true } | Role::Default { falls: true });
        let Some(switch) = self.switch.and_then(|at| self.frames.get_mut(at)) else { return };
        let Some(body) = self.bodies.last_mut() else { return };
        let head = match switch.head {
            Some(head) => {
                let before = body.take();
                join(if falls { &mut switch.on } else { &mut switch.out }, before);
                head
            }
            None => {
                let head = body.block(start(node));
                body.take();
                switch.head = Some(head);
                head
            }
        };
        switch.is_seen |= is_default;
        let kind = if is_default { EdgeKind::Default } else { EdgeKind::Case };
        let mut ends = end(head, kind);
        join(&mut ends, std::mem::take(&mut switch.no));
        join(&mut ends, std::mem::take(&mut switch.on));
        body.go_on(ends, BlockKind::Arm);
        body.force(BlockKind::Arm, start(node));
        body.touch(start(node));
    }

    fn is_default(&self, node: Node) -> bool {
        let Some(table) = self.table else { return false };
        match table.description.default {
            DefaultArm::Kind => false,
            DefaultArm::WithoutField(_) => node.child_by_field_id(table.default_field).is_none(),
            DefaultArm::BareLabel => node.named_child(0).is_some_and(|label| label.named_child_count() == 0),
            DefaultArm::Name => {
                let patterns = node.named_child_count();
                let pattern = node.named_child(0).and_then(|pattern| self.source.get(pattern.byte_range()));
                let is_name = |text: &[u8]| {
                    text.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                        && !text.first().is_none_or(u8::is_ascii_digit)
                        && !matches!(text, b"None" | b"True" | b"False")
                };
                patterns <= 2
                    && node.child_by_field_id(table.default_field).is_none()
                    && pattern.is_some_and(is_name)
            }
        }
    }

    pub(super) fn close_case(&mut self, falls: bool) {
        if falls {
            return;
        }
        let Some(body) = self.bodies.last_mut() else { return };
        let ends = body.take();
        if let Some(switch) = self.switch_frame() {
            join(&mut switch.out, ends);
        }
    }

    /// Of a guard: where it does not hold, the next arm is tried.
    pub(super) fn decide_guard(&mut self, yes: Ends, no: Ends) {
        let Some(body) = self.bodies.last_mut() else { return };
        body.go_on(yes, BlockKind::Body);
        match self.switch_frame() {
            Some(switch) => join(&mut switch.no, no),
            None => self.return_ends(no),
        }
    }

    fn return_ends(&mut self, ends: Ends) {
        if let Some(body) = self.bodies.last_mut() {
            join(&mut body.returns, ends);
        }
    }

    pub(super) fn close_fallthrough(&mut self, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        let ends = body.depart(start(node), behind(node), EdgeKind::Fallthrough);
        match self.switch_frame() {
            Some(switch) => join(&mut switch.on, ends),
            None => self.return_ends(ends),
        }
    }

    pub(super) fn close_switch(&mut self, frame: Frame, node: Node) {
        self.switch = frame.outer_switch;
        let Some(body) = self.bodies.last_mut() else { return };
        let scope = body.pop_scope();
        let mut ends = body.take();
        join(&mut ends, scope.map(|scope| scope.out).unwrap_or_default());
        join(&mut ends, frame.out);
        join(&mut ends, frame.no);
        join(&mut ends, frame.on);
        let is_exhaustive = frame.is_seen || frame.role == Role::Switch { exhaustive: true };
        if let Some(head) = frame.head.filter(|_| !is_exhaustive) {
            join(&mut ends, end(head, EdgeKind::NoMatch));
        }
        body.merge_within(ends, behind(node));
    }
}
