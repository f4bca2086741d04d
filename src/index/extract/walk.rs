//! One walk over a syntax tree, without recursion: hostile text nests millions deep.

use tree_sitter::{Node, Tree, TreeCursor};

use crate::index::flow::Flow;

/// What is to be done with a node that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visit {
    /// Its children are visited.
    Children,
    /// Its children are not visited.
    Alone,
    /// It has no children, and is not to be left either: it was of no interest.
    Ignored,
}

/// What an extractor does at each node.
pub(super) trait Visitor<'t> {
    /// Called on the way down.
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> Visit;

    /// Called on the way up, once for each `enter` but of what was ignored.
    fn leave(&mut self);
}

/// Visits all that has a name, and does nothing.
pub(super) struct Everything;

impl<'t> Visitor<'t> for Everything {
    fn enter(&mut self, node: Node<'t>, _: &TreeCursor<'t>) -> Visit {
        if node.is_named() { Visit::Children } else { Visit::Ignored }
    }

    fn leave(&mut self) {}
}

/// Visits every node once, parents first, for the visitor and for what is kept of the structure, where that is
/// wanted. Returns the line (from 1) of the first syntax error.
pub(super) fn walk<'t>(
    tree: &'t Tree,
    visitor: &mut impl Visitor<'t>,
    mut flow: Option<&mut Flow<'_>>,
) -> Option<usize> {
    let mut look_for_error = tree.root_node().has_error();
    let mut error_line = None;
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if look_for_error && (node.is_error() || node.is_missing()) {
            look_for_error = false;
            error_line = Some(node.start_position().row + 1);
        }
        let visit = visitor.enter(node, &cursor);
        if visit != Visit::Ignored
            && let Some(flow) = &mut flow
        {
            flow.enter(node, &cursor);
        }
        if visit == Visit::Children && cursor.goto_first_child() {
            continue;
        }
        let mut entered = visit != Visit::Ignored;
        loop {
            if entered {
                visitor.leave();
                if let Some(flow) = &mut flow {
                    flow.leave(&cursor);
                }
            }
            entered = true;
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                // An error in a part that is not visited (an import, say) has no node of its own here.
                return error_line.or_else(|| look_for_error.then_some(0));
            }
        }
    }
}
