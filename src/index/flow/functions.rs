//! Functions, closures, labels, and jumps.

use std::ops::Range;

use tree_sitter::Node;

use super::body::{Body, behind, end, join, start};
use super::frame::Frame;
use super::graph::{BlockKind, EdgeKind};
use super::scopes::{Jump, ScopeKind};
use super::table::Role;
use super::visit::{Flow, Found};

/// How many children of a jump are looked at for its label.
const MAX_CHILDREN: usize = 4;

impl Flow<'_> {
    pub(super) fn open_function(&mut self, node: Node, frame: &mut Frame) {
        frame.outer_switch = self.switch.take();
        self.bodies.push(Body::new(start(node)));
    }

    pub(super) fn close_function(&mut self, frame: Frame, node: Node) {
        self.switch = frame.outer_switch;
        let Some(body) = self.bodies.pop() else { return };
        // One without a body is a declaration.
        if frame.is_seen {
            let graph = body.finish(behind(node), self.source);
            self.found.push(Found { bytes: (node.start_byte(), node.end_byte()), graph });
        }
    }

    /// A closure is part of the function around it. What is in it may run, at any time and any number of times:
    /// control goes there from where it is made, and goes on from there as well.
    pub(super) fn open_closure(&mut self, node: Node, frame: &mut Frame) {
        if self.bodies.is_empty() || self.parent_role() == Some(Role::Naming) {
            frame.role = Role::Function;
            self.open_function(node, frame);
            return;
        }
        let Some(body) = self.bodies.last_mut() else { return };
        frame.outer_switch = self.switch.take();
        let maker = body.touch(start(node));
        body.extend(start(node));
        body.take();
        frame.edge = body.edges.len();
        frame.count = body.gotos.len() as u32;
        let first = body.add(BlockKind::Closure, start(node));
        body.edge(maker, first, EdgeKind::Closure);
        body.reopen(first);
        body.push_scope(ScopeKind::Closure, None);
        (frame.head, frame.other) = (Some(maker), Some(first));
    }

    pub(super) fn close_closure(&mut self, frame: Frame, node: Node) {
        self.switch = frame.outer_switch;
        let Some(body) = self.bodies.last_mut() else { return };
        let scope = body.pop_scope();
        let (Some(maker), Some(first)) = (frame.head, frame.other) else { return };
        let is_plain = body.blocks.len() == first as usize + 1
            && body.edges.len() == frame.edge + 1
            && body.gotos.len() == frame.count as usize;
        if is_plain {
            // Nothing in it decides anything: it is part of the block in which it is made.
            body.cut(first, frame.edge);
            body.reopen(maker);
            body.extend(behind(node));
            return;
        }
        let mut ends = end(maker, EdgeKind::Fallthrough);
        join(&mut ends, body.take());
        join(&mut ends, scope.map(|scope| scope.out).unwrap_or_default());
        body.merge_within(ends, behind(node));
    }

    pub(super) fn open_labeled(&mut self, node: Node, frame: &mut Frame) {
        let Some(table) = self.table else { return };
        if frame.role == Role::Block && !table.description.labeled_blocks {
            return;
        }
        let Some(label) = self.first_label(node) else { return };
        let Some(body) = self.bodies.last_mut() else { return };
        if frame.role == Role::Labeled {
            if table.description.goto {
                let block = body.force(BlockKind::Label, start(node));
                body.labels.push((block, label.clone()));
            }
            self.label = Some((label.clone(), self.depth()));
        }
        if let Some(body) = self.bodies.last_mut() {
            body.push_scope(ScopeKind::Labeled, Some(label));
        }
        frame.is_seen = true;
    }

    pub(super) fn close_labeled(&mut self, frame: &Frame) {
        if !frame.is_seen {
            return;
        }
        let Some(body) = self.bodies.last_mut() else { return };
        let Some(scope) = body.pop_scope() else { return };
        if !scope.out.is_empty() {
            let mut ends = body.take();
            join(&mut ends, scope.out);
            body.merge(ends);
        }
    }

    /// The label that a node begins with.
    pub(super) fn first_label(&self, node: Node) -> Option<Range<usize>> {
        let first = node.child(0)?;
        self.table?.kind(first.kind_id()).is_label.then(|| first.byte_range())
    }

    /// The label that a jump names.
    fn label_of(&self, node: Node) -> Option<Range<usize>> {
        let table = self.table?;
        let mut cursor = node.walk();
        let mut children = node.named_children(&mut cursor).take(MAX_CHILDREN);
        children.find(|child| table.kind(child.kind_id()).is_label).map(|label| label.byte_range())
    }

    pub(super) fn close_jump(&mut self, role: Role, node: Node) {
        let label = match role {
            Role::Break | Role::Continue | Role::Goto => self.label_of(node),
            _ => None,
        };
        let source = self.source;
        let Some(body) = self.bodies.last_mut() else { return };
        let (kind, jump) = match role {
            Role::Break => (EdgeKind::Break, Jump::Break),
            Role::Continue => (EdgeKind::Continue, Jump::Continue),
            Role::Yield => (EdgeKind::Break, Jump::Yield),
            Role::Throw => (EdgeKind::Throw, Jump::Throw),
            Role::Goto => (EdgeKind::Goto, Jump::Return),
            _ => (EdgeKind::Return, Jump::Return),
        };
        let ends = body.depart(start(node), behind(node), kind);
        if role == Role::Goto {
            // One that is computed may lead anywhere: out, as far as we know.
            body.gotos.push((ends, label.unwrap_or_default()));
            return;
        }
        let label = label.and_then(|range| source.get(range));
        body.jump(ends, jump, label, source);
    }

    /// `?`: leaves the function where it finds an error.
    pub(super) fn close_question(&mut self, node: Node) {
        let source = self.source;
        let Some(body) = self.bodies.last_mut() else { return };
        let block = body.touch(start(node));
        body.extend(behind(node));
        body.take();
        body.jump(end(block, EdgeKind::Error), Jump::Return, None, source);
        body.merge_within(end(block, EdgeKind::Fallthrough), behind(node));
    }
}
