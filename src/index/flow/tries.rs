//! `try`, its handlers, and what is done finally.
//!
//! Where something in a `try` throws, control goes from the block with which it begins to its handlers; by way of
//! a block that chooses where there are several. What throws by a statement goes there from that. A `finally`
//! is one block however it is entered, and goes on to wherever it was left for.
//!
//! Of its frame, `head` is its first block, `other` the one that chooses, `count` how many handlers there are, `on`
//! are the ways on from its body, and `out` those out of handlers.

use tree_sitter::Node;

use super::body::{Ends, behind, end, join, start};
use super::frame::Frame;
use super::graph::{BlockKind, EdgeKind};
use super::scopes::ScopeKind;
use super::table::Role;
use super::visit::Flow;

/// The scope of what its handlers catch is open.
const CATCHES: u8 = 1;
/// The scope of what has a `finally` behind it is open.
const GUARDED: u8 = 1 << 1;
/// Its body is over, and `on` holds the ways on from it.
const OVER: u8 = 1 << 2;
/// Its `finally` is entered not by jumps alone.
const FALLS: u8 = 1 << 3;

impl Flow<'_> {
    pub(super) fn open_try(&mut self, node: Node, frame: &mut Frame) {
        let Some(table) = self.table else { return };
        let Some(body) = self.bodies.last_mut() else { return };
        let mut has_finally = false;
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match table.kind(child.kind_id()).role {
                Role::Handler => frame.count = frame.count.saturating_add(1),
                Role::Finally => has_finally = true,
                _ => {}
            }
        }
        if has_finally {
            body.push_scope(ScopeKind::Finally, None);
            frame.state |= GUARDED;
        }
        if frame.count > 0 {
            frame.head = Some(body.force(BlockKind::Try, start(node)));
            body.push_scope(ScopeKind::Try, None);
            frame.state |= CATCHES;
        }
    }

    pub(super) fn open_with(&mut self, node: Node, frame: &mut Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        frame.head = Some(body.touch(start(node)));
    }

    /// Where nothing else leads behind it, what stands there is for what it swallows.
    pub(super) fn close_with(&mut self, frame: &Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        if let Some(head) = frame.head.filter(|_| body.is_nowhere()) {
            body.at.otherwise = end(head, EdgeKind::Resume);
        }
    }

    /// The body is over: the ways on from it are kept, and what was thrown in it is given.
    fn end_guarded(&mut self, frame: &mut Frame) -> Ends {
        let Some(body) = self.bodies.last_mut() else { return Ends::new() };
        if frame.state & OVER == 0 {
            frame.state |= OVER;
            frame.on = body.take();
        }
        if frame.state & CATCHES == 0 {
            return Ends::new();
        }
        frame.state &= !CATCHES;
        body.pop_scope().map(|scope| scope.out).unwrap_or_default()
    }

    pub(super) fn begin_handler(&mut self, frame: &mut Frame) {
        let is_first = frame.state & CATCHES != 0;
        let thrown = self.end_guarded(frame);
        let Some(body) = self.bodies.last_mut() else { return };
        let Some(head) = frame.head else { return };
        if is_first {
            let mut ends = end(head, EdgeKind::Exception);
            join(&mut ends, thrown);
            body.go_on(ends, BlockKind::Catch);
        } else if let Some(chooses) = frame.other {
            body.go_on(end(chooses, EdgeKind::Exception), BlockKind::Catch);
        }
    }

    pub(super) fn open_handler(&mut self, node: Node) {
        let try_at = self.frames.len().wrapping_sub(1);
        let Some(frame) = self.frames.get_mut(try_at).filter(|frame| frame.role == Role::Try) else { return };
        let Some(body) = self.bodies.last_mut() else { return };
        if frame.count > 1 && frame.other.is_none() {
            let chooses = body.force(BlockKind::Catch, start(node));
            frame.other = Some(chooses);
            body.go_on(end(chooses, EdgeKind::Exception), BlockKind::Catch);
        }
        body.force(BlockKind::Catch, start(node));
        body.touch(start(node));
    }

    pub(super) fn end_handler(&mut self, frame: &mut Frame) {
        let Some(body) = self.bodies.last_mut() else { return };
        join(&mut frame.out, body.take());
    }

    /// Python's `else`: nothing was thrown, and what is thrown in it is not caught here.
    pub(super) fn begin_unharmed(&mut self, frame: &mut Frame) {
        let thrown = self.end_guarded(frame);
        let Some(body) = self.bodies.last_mut() else { return };
        join(&mut frame.out, thrown);
        body.go_on(std::mem::take(&mut frame.on), BlockKind::Else);
    }

    pub(super) fn begin_finally(&mut self, frame: &mut Frame, node: Node) {
        let thrown = self.end_guarded(frame);
        let Some(body) = self.bodies.last_mut() else { return };
        let mut ends = std::mem::take(&mut frame.on);
        join(&mut ends, std::mem::take(&mut frame.out));
        join(&mut ends, thrown);
        join(&mut ends, body.take());
        if !ends.is_empty() {
            frame.state |= FALLS;
        }
        if frame.state & GUARDED != 0 {
            frame.state &= !GUARDED;
            if let Some(scope) = body.pop_scope() {
                join(&mut ends, scope.out);
                frame.through = scope.through;
            }
        }
        body.go_on(ends, BlockKind::Finally);
        body.force(BlockKind::Finally, start(node));
    }

    pub(super) fn end_finally(&mut self, frame: &mut Frame, node: Node) {
        let Some(body) = self.bodies.last_mut() else { return };
        let through = std::mem::take(&mut frame.through);
        if through.is_empty() {
            return;
        }
        body.close_block(behind(node));
        let ends = body.take();
        for (jump, target) in through {
            let ends = ends.iter().map(|way| super::body::End { kind: EdgeKind::Resume, ..*way }).collect();
            body.send(ends, jump, target);
        }
        if frame.state & FALLS != 0 {
            body.merge(ends);
        }
    }

    pub(super) fn close_try(&mut self, mut frame: Frame) {
        let thrown = self.end_guarded(&mut frame);
        let Some(body) = self.bodies.last_mut() else { return };
        let mut ends = body.take();
        join(&mut ends, thrown);
        join(&mut ends, frame.on);
        join(&mut ends, frame.out);
        if frame.state & GUARDED != 0
            && let Some(scope) = body.pop_scope()
        {
            join(&mut ends, scope.out);
        }
        body.merge(ends);
    }
}
