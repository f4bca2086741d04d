//! What becomes of each node that the walk comes to.

use tree_sitter::{Node, TreeCursor};

use super::body::{Body, Ends, behind, start};
use super::frame::Frame;
use super::graph::Graph;
use super::loops::INITIALIZED;
use super::table::{Kind, Logic, NOTHING, Part, Role, Table};
use super::tree::Tree;
use crate::model::Language;

/// A function whose graph is known: where it stands, and the graph.
pub(super) struct Found {
    pub(super) bytes: (usize, usize),
    pub(super) graph: Graph,
}

/// Makes the graphs of a file's functions, and keeps its syntax tree, while somebody walks it.
pub(in crate::index) struct Flow<'s> {
    pub(super) source: &'s [u8],
    pub(super) table: Option<&'static Table>,
    depth: u32,
    pub(super) frames: Vec<Frame>,
    /// The functions around, innermost last.
    pub(super) bodies: Vec<Body>,
    /// The condition that was just left: where it holds, and where not.
    pub(super) split: Option<(Ends, Ends)>,
    /// An `elif` that was just left: ways out of it, and ways where it does not hold.
    pub(super) elif: Option<(Ends, Ends)>,
    /// The innermost `switch`, by its frame's number.
    pub(super) switch: Option<usize>,
    /// A label, and the depth of the node that has it.
    pub(super) label: Option<(std::ops::Range<usize>, u32)>,
    pub(super) found: Vec<Found>,
    pub(super) tree: Tree,
}

impl<'s> Flow<'s> {
    /// Goes into a node. All its ancestors that are named must have been entered; of their named children any
    /// may be left out that hold nothing but names.
    pub(in crate::index) fn enter<'t>(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) {
        self.depth += 1;
        let Some(table) = self.table else { return };
        let kind = table.kind(node.kind_id());
        if kind.kept != 0 {
            self.tree.open(kind.kept, node.byte_range(), self.depth);
        }
        if self.bodies.is_empty() && !matches!(kind.role, Role::Function | Role::Closure) {
            return;
        }
        let mut in_condition = false;
        let top = self.frames.len().wrapping_sub(1);
        if let Some(frame) = self.frames.get_mut(top).filter(|frame| frame.depth + 1 == self.depth) {
            if node.is_extra() || !node.is_named() {
                frame.part = Part::None;
            } else {
                let field = cursor.field_id().map_or(0, std::num::NonZero::get);
                let part = frame.part_of(table, kind, field);
                let part = match self.frames.get(self.owner(top)) {
                    // A header does not know what it is the header of.
                    Some(owner) if part == Part::Condition && owner.is_switch() => Part::Subject,
                    _ => part,
                };
                let Some(frame) = self.frames.get_mut(top) else { return };
                frame.part = part;
                in_condition = match part {
                    Part::Condition | Part::Left => true,
                    Part::Right | Part::Operand => frame.in_condition,
                    _ => false,
                };
                if part != Part::None {
                    self.begin(self.owner(top), part, node, kind.role);
                }
            }
        }
        if kind.role != Role::None {
            self.open(node, kind, in_condition);
        }
    }

    /// Comes out of a node that was entered.
    pub(in crate::index) fn leave<'t>(&mut self, cursor: &TreeCursor<'t>) {
        if self.table.is_none() {
            return;
        }
        self.tree.close(self.depth);
        if let Some(frame) = self.frames.pop_if(|frame| frame.depth == self.depth) {
            self.close(frame, cursor.node());
        }
        self.depth -= 1;
        let top = self.frames.len().wrapping_sub(1);
        if let Some(frame) = self.frames.get_mut(top).filter(|frame| frame.depth == self.depth) {
            let part = std::mem::replace(&mut frame.part, Part::None);
            if part != Part::None {
                self.end(self.owner(top), part, cursor.node());
            }
        }
    }

    /// The frame whose parts the children of a frame are: a header's are those of what it is in.
    fn owner(&self, mut frame: usize) -> usize {
        let depth = |at: usize| self.frames.get(at).map(|frame| frame.depth);
        while self.frames.get(frame).is_some_and(|frame| frame.role == Role::Header)
            && let Some(around) = frame.checked_sub(1)
            && depth(around).map(|depth| depth + 1) == depth(frame)
        {
            frame = around;
        }
        frame
    }

    fn open(&mut self, node: Node, kind: Kind, in_condition: bool) {
        let mut frame = Frame::new(kind, self.depth, in_condition);
        match kind.role {
            Role::Function => self.open_function(node, &mut frame),
            Role::Closure => self.open_closure(node, &mut frame),
            Role::Binary => {
                frame.logic = self.logic(node);
                if frame.logic.is_none() {
                    return;
                }
            }
            Role::Unary if !self.is_negation(node) => return,
            Role::Loop | Role::DoLoop => self.open_loop(node, &mut frame),
            Role::Labeled | Role::Block => self.open_labeled(node, &mut frame),
            Role::Switch { .. } => self.open_switch(&mut frame),
            Role::Case { .. } | Role::Default { .. } => self.open_case(node, &mut frame),
            Role::Try => self.open_try(node, &mut frame),
            Role::With => self.open_with(node, &mut frame),
            Role::Handler => self.open_handler(node),
            Role::Choice => self.open_choice(node, &mut frame),
            Role::Filter => frame.is_seen = self.parent_role() == Some(Role::Comprehension),
            _ => {}
        }
        self.frames.push(frame);
    }

    fn begin(&mut self, at: usize, part: Part, node: Node, role: Role) {
        if matches!(part, Part::Statement | Part::Subject | Part::Init) {
            if let Some(frame) = self.frames.get_mut(at).filter(|_| part == Part::Init) {
                // What a loop comes back to begins behind it.
                frame.state = INITIALIZED;
            }
            self.touch(node, role);
            return;
        }
        let Some(mut frame) = self.lift(at) else { return };
        match part {
            Part::Then => self.begin_then(&mut frame, node),
            Part::Else | Part::Elif => self.begin_else(&mut frame, node),
            Part::Condition => self.begin_condition(&mut frame, node),
            Part::Update => self.begin_update(&mut frame, node),
            Part::Body => self.begin_body(&mut frame, node),
            Part::Element => self.begin_element(&mut frame, node),
            Part::Handler => self.begin_handler(&mut frame),
            Part::Finally => self.begin_finally(&mut frame, node),
            Part::Whole => frame.is_seen = true,
            _ => {}
        }
        if matches!(part, Part::Then | Part::Else | Part::Body | Part::Whole | Part::Element) {
            self.touch(node, role);
        }
        self.put_back(at, frame);
    }

    fn end(&mut self, at: usize, part: Part, node: Node) {
        match part {
            Part::Label | Part::Subject | Part::Init => self.extend(node),
            Part::Statement
            | Part::Then
            | Part::Else
            | Part::Body
            | Part::Whole
            | Part::Element
            | Part::Update => {
                let role = self.table.map_or(Role::None, |table| table.kind(node.kind_id()).role);
                if !matches!(role, Role::Block | Role::Else) {
                    self.extend(node);
                }
            }
            _ => {}
        }
        if matches!(part, Part::Statement | Part::Label | Part::Subject | Part::Init) {
            return;
        }
        let Some(mut frame) = self.lift(at) else { return };
        match part {
            Part::Condition => self.end_condition(&mut frame, node),
            Part::Then => self.end_then(&mut frame),
            Part::Elif => self.end_elif(&mut frame),
            Part::Else => self.end_else(&mut frame),
            Part::Left => self.end_left(&mut frame, node),
            Part::Right => self.end_right(&mut frame, node),
            Part::Operand => self.end_operand(&frame),
            Part::Iter => self.end_iter(&mut frame, node),
            Part::Update => self.end_update(&mut frame),
            Part::Body => self.end_body(&mut frame, node),
            Part::Element => self.end_element(&mut frame),
            Part::ForIn => self.end_for_in(&mut frame, node),
            Part::Handler => self.end_handler(&mut frame),
            Part::Finally => self.end_finally(&mut frame, node),
            _ => {}
        }
        self.put_back(at, frame);
    }

    /// Takes a frame out while its construct is at work on the function and on other frames.
    fn lift(&mut self, at: usize) -> Option<Frame> {
        self.frames.get_mut(at).map(|frame| std::mem::replace(frame, Frame::new(NOTHING, 0, false)))
    }

    fn put_back(&mut self, at: usize, frame: Frame) {
        if let Some(place) = self.frames.get_mut(at) {
            *place = frame;
        }
    }

    /// A statement or expression begins, unless it begins a block of its own.
    fn touch(&mut self, node: Node, role: Role) {
        let begins_itself = matches!(
            role,
            Role::Block | Role::Wrapper | Role::Loop | Role::DoLoop | Role::Try | Role::Labeled | Role::Else
        );
        if !begins_itself && let Some(body) = self.bodies.last_mut() {
            body.touch(start(node));
        }
    }

    fn close(&mut self, frame: Frame, node: Node) {
        match frame.role {
            Role::Function => self.close_function(frame, node),
            Role::Closure => self.close_closure(frame, node),
            Role::If | Role::Ternary => self.close_if(frame, node),
            Role::Choice => self.close_choice(frame),
            Role::Elif => self.elif = Some((frame.out, frame.no)),
            Role::Chain => self.close_chain(frame, node),
            Role::Loop | Role::DoLoop => self.close_loop(frame),
            Role::Comprehension => self.close_comprehension(frame, node),
            Role::Switch { .. } => self.close_switch(frame, node),
            Role::Case { falls } | Role::Default { falls } => self.close_case(falls),
            Role::Try => self.close_try(frame),
            Role::With => self.close_with(&frame),
            Role::Labeled | Role::Block => self.close_labeled(&frame),
            Role::Return | Role::Break | Role::Continue | Role::Yield | Role::Throw | Role::Goto => {
                self.close_jump(frame.role, node);
            }
            Role::Fallthrough => self.close_fallthrough(node),
            Role::Question => self.close_question(node),
            _ => {}
        }
    }

    /// Makes the graphs of a text's functions.
    pub(in crate::index) fn new(source: &'s [u8], language: Language) -> Flow<'s> {
        Flow {
            source,
            table: Table::of(language),
            depth: 0,
            frames: Vec::new(),
            bodies: Vec::new(),
            split: None,
            elif: None,
            switch: None,
            label: None,
            found: Vec::new(),
            tree: Tree::default(),
        }
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// The frame of the node around the one that is being opened, where that has one.
    pub(super) fn parent_role(&self) -> Option<Role> {
        self.frames.last().filter(|frame| frame.depth + 1 == self.depth).map(|frame| frame.role)
    }

    fn extend(&mut self, node: Node) {
        if let Some(body) = self.bodies.last_mut() {
            body.extend(behind(node));
        }
    }

    fn is_negation(&self, node: Node) -> bool {
        // Python's has a kind of its own.
        matches!(self.source.get(node.start_byte()), Some(b'!' | b'n'))
    }

    fn logic(&self, node: Node) -> Option<Logic> {
        let table = self.table?;
        table.kind(node.child_by_field_id(table.operator)?.kind_id()).logic
    }
}
