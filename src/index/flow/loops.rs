//! Loops and comprehensions.
//!
//! Of a loop's frame, `head` is the block to which it comes back, `other` its update, `no` are the ways out of
//! it by its condition, and `out` those by `break`; `count` is 1 while its scope is open. A comprehension's
//! `head` is what makes an element, `other` the innermost loop's head, `out` what goes on from an element.

use tree_sitter::Node;

use super::body::{Ends, behind, end, join, of_kind, start};
use super::frame::Frame;
use super::graph::{BlockKind, EdgeKind};
use super::scopes::ScopeKind;
use super::table::Role;
use super::visit::Flow;

/// The state of a loop that has something before its first round.
pub(super) const INITIALIZED: u8 = 1;

impl Flow<'_> {
    pub(super) fn open_loop(&mut self, node: Node, frame: &mut Frame) {
        let outside =
            self.label.take().filter(|(_, depth)| depth + 1 == self.depth()).map(|(label, _)| label);
        frame.start = start(node);
        let label = outside.or_else(|| self.first_label(node));
        if let Some(body) = self.bodies.last_mut() {
            body.push_scope(ScopeKind::Loop, label);
            frame.count = 1;
        }
    }

    pub(super) fn begin_condition(&mut self, frame: &mut Frame, node: Node) {
        let from = if frame.state == INITIALIZED { start(node) } else { frame.start };
        let Some(body) = self.bodies.last_mut() else { return };
        match frame.role {
            Role::Loop if frame.head.is_none() => {
                frame.head = Some(body.force(BlockKind::Loop, from));
                body.touch(from);
            }
            Role::DoLoop => {
                let continues = body.scopes.last_mut().map(|scope| std::mem::take(&mut scope.continues));
                if let Some(continues) = continues.filter(|continues| !continues.is_empty()) {
                    let mut ends = body.take();
                    join(&mut ends, continues);
                    body.merge(ends);
                }
            }
            _ => {}
        }
    }

    pub(super) fn decide_loop(&mut self, frame: &mut Frame, yes: Ends, no: Ends) {
        let Some(body) = self.bodies.last_mut() else { return };
        join(&mut frame.no, of_kind(no, EdgeKind::LoopExit));
        match (frame.role, frame.head) {
            (Role::DoLoop, Some(head)) => body.connect(of_kind(yes, EdgeKind::Back), head),
            _ => body.go_on(of_kind(yes, EdgeKind::LoopEntry), BlockKind::Body),
        }
    }

    pub(super) fn end_iter(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        if frame.role != Role::Loop {
            return;
        }
        let from = if frame.state == INITIALIZED { start(node) } else { frame.start };
        let head = body.force(BlockKind::Loop, from);
        body.extend(behind(node));
        body.go_on(end(head, EdgeKind::LoopEntry), BlockKind::Body);
        frame.head = Some(head);
        frame.is_seen = true;
        frame.no = end(head, EdgeKind::LoopExit);
    }

    pub(super) fn begin_update(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        if frame.other.is_some() || frame.role != Role::Loop {
            // Java's further ones are part of the first.
            return;
        }
        if frame.head.is_none() {
            frame.head = Some(body.force(BlockKind::Loop, frame.start));
        }
        frame.saved = Some(body.leave());
        frame.other = Some(body.force(BlockKind::Update, start(node)));
    }

    pub(super) fn end_update(&mut self, frame: &mut Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        let Some(saved) = frame.saved.take() else { return };
        let ends = of_kind(body.take(), EdgeKind::Back);
        if let Some(head) = frame.head {
            body.connect(ends, head);
        }
        body.at = saved;
    }

    pub(super) fn begin_body(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        if matches!(frame.role, Role::Loop | Role::DoLoop) && frame.head.is_none() {
            frame.head = Some(body.force(BlockKind::Loop, start(node)));
        }
    }

    pub(super) fn end_body(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        if frame.role != Role::Loop {
            return;
        }
        let scope = if frame.count == 1 { body.pop_scope() } else { None };
        frame.count = 0;
        let Some(head) = frame.head else { return };
        let target = frame.other.unwrap_or(head);
        if target == head {
            body.close_block(behind(node));
            let ends = of_kind(body.take(), EdgeKind::Back);
            body.connect(ends, head);
        } else {
            let ends = body.take();
            body.connect(ends, target);
        }
        if let Some(scope) = scope {
            body.connect(scope.continues, target);
            join(&mut frame.out, scope.out);
        }
    }

    pub(super) fn close_loop(&mut self, frame: Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        let mut ends = frame.no;
        join(&mut ends, frame.out);
        if frame.count == 1
            && let Some(scope) = body.pop_scope()
        {
            join(&mut ends, scope.out);
            join(&mut ends, scope.continues);
        }
        join(&mut ends, body.take());
        body.merge(ends);
    }

    pub(super) fn begin_element(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        body.extend(start(node));
        frame.saved = Some(body.leave());
        frame.head = Some(body.force(BlockKind::Body, start(node)));
    }

    pub(super) fn end_element(&mut self, frame: &mut Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        frame.out = body.take();
        if let Some(saved) = frame.saved.take() {
            body.at = saved;
        }
    }

    pub(super) fn end_for_in(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        let head = body.force(BlockKind::Loop, start(node));
        body.extend(behind(node));
        body.go_on(end(head, EdgeKind::LoopEntry), BlockKind::Body);
        match frame.other.replace(head) {
            Some(outer) => body.edge(head, outer, EdgeKind::LoopExit),
            None => frame.no = end(head, EdgeKind::LoopExit),
        }
    }

    /// Of a comprehension's `if`: where it does not hold, the next round begins.
    pub(super) fn decide_filter(&mut self, yes: Ends, no: Ends) {
        // The filter's own frame is the last.
        let frames = self.frames.len();
        let head = frames.checked_sub(2).and_then(|at| self.frames.get(at)).and_then(|frame| frame.other);
        let Some(body) = self.bodies.last_mut() else { return };
        body.go_on(yes, BlockKind::Body);
        match head {
            Some(head) => body.connect(no, head),
            None => join(&mut body.returns, no),
        }
    }

    pub(super) fn close_comprehension(&mut self, frame: Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        let Some(round) = frame.other else {
            let mut ends = body.take();
            join(&mut ends, frame.out);
            body.merge_within(ends, behind(node));
            return;
        };
        let ends = body.take();
        match frame.head {
            Some(element) => {
                body.connect(ends, element);
                body.connect(of_kind(frame.out, EdgeKind::Back), round);
            }
            None => body.connect(of_kind(ends, EdgeKind::Back), round),
        }
        body.merge_within(frame.no, behind(node));
    }
}
