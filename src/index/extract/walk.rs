//! One walk over a syntax tree, without recursion: hostile text nests millions deep.

use tree_sitter::{Node, Tree, TreeCursor};

/// What an extractor does at each node.
pub(super) trait Visitor<'t> {
    /// Called on the way down. Whether to visit the node's children too.
    fn enter(&mut self, node: Node<'t>, cursor: &TreeCursor<'t>) -> bool;

    /// Called on the way up, once for each `enter`.
    fn leave(&mut self);
}

/// Visits every node once, parents first. Returns the line (from 1) of the first syntax error.
pub(super) fn walk<'t>(tree: &'t Tree, visitor: &mut impl Visitor<'t>) -> Option<usize> {
    let mut look_for_error = tree.root_node().has_error();
    let mut error_line = None;
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if look_for_error && (node.is_error() || node.is_missing()) {
            look_for_error = false;
            error_line = Some(node.start_position().row + 1);
        }
        if visitor.enter(node, &cursor) && cursor.goto_first_child() {
            continue;
        }
        loop {
            visitor.leave();
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
