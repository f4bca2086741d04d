//! What a test has told of a value: in the branch behind `if (x instanceof Type)`, in a `case`, and behind an `if` that the walk
//! does not come out of where it holds.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::ScopeKind;
use super::visit::At;
use super::{Extractor, Frame};

/// So much is told by one test, and so many values of one property.
pub(super) const MAX_TOLD: usize = 16;

/// A node whose parts are visited as far as a condition holds.
pub(super) struct Test<'t> {
    /// How many frames there are around it.
    depth: usize,
    node: Node<'t>,
    /// Whether it is told behind it what was not so, when the walk leaves it.
    is_left: bool,
    /// Of a `switch`, what the cases are that go on into the next one; `None` where one of them is not known.
    labels: Option<Vec<String>>,
}

/// What a test says of a variable, or of a property: its text, and what it is where that is so.
pub(super) type Told<'s> = Vec<(&'s [u8], u32)>;

impl<'s, 't> Extractor<'s, 't> {
    /// Comes to a node; `parent` is the one around it. What was tested is told in the scope that is entered for it.
    pub(super) fn come_to(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame, at: At) {
        let told = match parent.kind {
            K::If | K::Ternary | K::While | K::Binary => self.told_in_branch(parent, at),
            K::SwitchBody if frame.kind == K::SwitchCase => {
                // What one case declares the others see, too.
                self.hoist(node);
                let depth = self.frames.len();
                let switch = self.tests.last().filter(|test| test.depth + 2 == depth).map(|test| test.node);
                switch.map(|switch| self.told_in_case(switch, node)).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        if !told.is_empty() {
            self.enter(ScopeKind::Block, frame);
            self.tell(told);
        }
        if matches!(frame.kind, K::If | K::Ternary | K::While | K::Binary | K::Switch) {
            let is_left = frame.kind == K::If && parent.kind == K::Block && self.is_left_in(node);
            self.tests.push(Test { depth: self.frames.len(), node, is_left, labels: Some(Vec::new()) });
        }
    }

    /// Comes out of a node.
    pub(super) fn come_out(&mut self) {
        let depth = self.frames.len();
        let Some(test) = self.tests.pop_if(|test| test.depth == depth) else { return };
        if test.is_left
            && let Some(condition) = self.child(test.node, self.fields.condition)
        {
            let told = self.tested(condition, false, 0);
            self.tell(told);
        }
    }

    fn tell(&mut self, told: Told<'s>) {
        for (text, value) in told {
            self.scopes.narrow(text, value);
        }
    }

    fn told_in_branch(&mut self, parent: &Frame, at: At) -> Told<'s> {
        let depth = self.frames.len();
        let Some(node) = self.tests.last().filter(|test| test.depth + 1 == depth).map(|test| test.node)
        else {
            return Vec::new();
        };
        let fields = self.fields;
        let (condition, holds) = match parent.kind {
            K::Binary if at.is(fields.right) => {
                let operator = self.child(node, fields.operator).map(|of| self.out.text(of));
                match operator {
                    Some(b"&&") => (fields.left, true),
                    Some(b"||") => (fields.left, false),
                    _ => return Vec::new(),
                }
            }
            K::If | K::Ternary if at.is(fields.consequence) => (fields.condition, true),
            K::If | K::Ternary if at.is(fields.alternative) => (fields.condition, false),
            K::While if at.is(fields.body) => (fields.condition, true),
            _ => return Vec::new(),
        };
        self.child(node, condition).map(|of| self.tested(of, holds, 0)).unwrap_or_default()
    }

    /// Whether the walk does not go on behind an `if` where its condition holds.
    fn is_left_in(&self, node: Node) -> bool {
        if self.child(node, self.fields.alternative).is_some() {
            return false;
        }
        self.child(node, self.fields.consequence).is_some_and(|branch| self.ends(branch))
    }

    /// Whether a statement, or the last one of a block, goes on elsewhere.
    fn ends(&self, statement: Node) -> bool {
        let last = match self.kind(statement) {
            K::Block => statement
                .named_child_count()
                .checked_sub(1)
                .and_then(|last| statement.named_child(u32::try_from(last).ok()?)),
            _ => Some(statement),
        };
        last.is_some_and(|last| matches!(self.kind(last), K::Return | K::Leave))
    }

    /// What is so in a `case`: of those before it that come to it, too. In `default` none of them is.
    fn told_in_case(&mut self, switch: Node, case: Node) -> Told<'s> {
        let label = self.child(case, self.fields.value);
        let is_default = label.is_none();
        let labels = match label {
            Some(label) => self.labels_at(label, case),
            None => self.all_labels(switch),
        };
        let (Some(labels), Some(of)) = (labels, self.child(switch, self.fields.value)) else {
            return Vec::new();
        };
        let of = self.first_value(of).unwrap_or(of);
        self.is_one_of(of, labels, !is_default).into_iter().collect()
    }

    /// The labels of a case and of those that go on into it.
    fn labels_at(&mut self, label: Node, case: Node) -> Option<Vec<String>> {
        let label = self.constant(label);
        let mut cursor = case.walk();
        let last = case.children_by_field_id(std::num::NonZero::new(self.fields.body)?, &mut cursor).last();
        let is_last = last.is_some_and(|last| self.ends(last));
        let known = &mut self.tests.last_mut()?.labels;
        match (known.as_mut(), label) {
            (Some(known), Some(label)) if known.len() < MAX_TOLD => known.push(label),
            _ => *known = None,
        }
        if is_last { known.replace(Vec::new()) } else { known.clone() }
    }

    fn all_labels(&self, switch: Node) -> Option<Vec<String>> {
        let body = self.child(switch, self.fields.body)?;
        let mut cursor = body.walk();
        let cases = body.named_children(&mut cursor).take(4 * MAX_TOLD);
        let labels = cases.filter_map(|case| self.child(case, self.fields.value));
        labels.map(|label| self.constant(label)).collect()
    }
}
