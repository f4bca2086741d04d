//! What stands in a macro's brackets, read as what it mostly is: expressions, statements or items.

use tree_sitter::{Node, Range, Tree};

use super::Extractor;
use crate::index::extract::parse::parse_part;
use crate::index::extract::walk::walk;
use crate::model::Language;

/// Macros in macros are read so deep; beyond, tokens are taken as tokens.
const MAX_MACROS: usize = 8;

/// Of the text of items, at most one byte in so many may be something else.
const TOLERANCE: usize = 4;

impl Extractor<'_> {
    /// Reads the brackets of a macro call, if they hold what the language itself could hold there. Gives whether
    /// they do.
    pub(super) fn inside_macro(&mut self, brackets: Node) -> bool {
        if self.macros >= MAX_MACROS {
            return false;
        }
        let Some(tree) = self.parse_brackets(brackets) else { return false };
        let (outer, before) = (self.out.container(), self.out.facts.symbols.len());
        self.macros += 1;
        walk(&tree, self, None);
        self.macros -= 1;
        if tree.root_node().has_error() {
            let made = self.out.facts.symbols.iter_mut().skip(before);
            for symbol in made.filter(|symbol| symbol.parent == outer) {
                symbol.flags.is_of_macro = true;
            }
        }
        true
    }

    fn parse_brackets(&self, brackets: Node) -> Option<Tree> {
        let mut range: Range = brackets.range();
        let is_block = self.out.text(brackets).first() == Some(&b'{');
        if is_block {
            // Without its braces: a block could hold no public item.
            range.start_byte += 1;
            range.start_point.column += 1;
            range.end_byte = range.end_byte.checked_sub(1)?.max(range.start_byte);
            range.end_point.column = range.end_point.column.saturating_sub(1);
        }
        let tree = parse_part(self.out.source(), range, Language::Rust)?;
        let root = tree.root_node();
        let is_fit = !root.has_error() || is_expression(root) || is_block && holds_items(root);
        (is_fit && root.named_child_count() > 0).then_some(tree)
    }
}

/// Whether a text is one expression, for which only the semicolon of a statement is missing.
fn is_expression(root: Node) -> bool {
    let Some(statement) = root.child(0).filter(|_| root.child_count() == 1) else { return false };
    let last = statement.child_count().checked_sub(1).and_then(|last| statement.child(last));
    let first = statement.child(0);
    statement.kind() == "expression_statement"
        && last.is_some_and(|last| last.is_missing())
        && first.is_some_and(|first| !first.has_error())
}

/// Whether a text is items, with little else between them: words of the macro's own.
fn holds_items(root: Node) -> bool {
    let mut cursor = root.walk();
    let mut errors = 0;
    let mut items = 0;
    for child in root.children(&mut cursor) {
        let kind = child.kind();
        items += usize::from(kind.ends_with("_item") && kind != "attribute_item");
        errors += if child.is_error() { child.end_byte() - child.start_byte() } else { 0 };
    }
    let length = root.end_byte().saturating_sub(root.start_byte());
    items > 0 && errors * TOLERANCE <= length
}
