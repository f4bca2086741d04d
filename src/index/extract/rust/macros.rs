//! What stands in a macro's brackets, read as what it mostly is: expressions, statements or items.

use tree_sitter::{Node, Point, Range, Tree};

use super::Extractor;
use crate::index::extract::parse::parse_parts;
use crate::index::extract::walk::walk;
use crate::model::Language;

/// Macros in macros are read so deep; beyond, tokens are taken as tokens.
const MAX_MACROS: usize = 8;

/// Of the text of items, at most one byte in so many may be something else.
const TOLERANCE: usize = 4;

/// A semicolon is looked for so far behind a macro's brackets, in bytes.
const MAX_GAP: usize = 4 << 10;

/// Keywords that the grammar takes for names between a macro's brackets, before which another name stands.
const KEYWORDS: [&[u8]; 10] =
    [b"box", b"do", b"dyn", b"else", b"extern", b"raw", b"ref", b"safe", b"try", b"yield"];

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

    /// What stands first between the brackets of `vec![a, b]`.
    pub(super) fn first_in_brackets(&mut self, call: Node) -> Option<u32> {
        let brackets = call.named_child(1).filter(|of| of.kind() == "token_tree")?;
        let is_told = brackets.named_child(0).is_some_and(|first| !first.kind().ends_with("_literal"));
        if !is_told || self.macros >= MAX_MACROS || self.out.text(brackets).len() > MAX_GAP {
            return None;
        }
        let tree = self.parse_brackets(brackets)?;
        let list = tree.root_node().named_child(0).and_then(|statement| statement.named_child(0))?;
        let first = list.named_child(0).filter(|_| list.kind() == "array_expression")?;
        self.macros += 1;
        let found = self.value_of(first);
        self.macros -= 1;
        found
    }

    fn parse_brackets(&self, brackets: Node) -> Option<Tree> {
        let mut range: Range = brackets.range();
        let is_block = self.out.text(brackets).first() == Some(&b'{');
        if !is_block && !self.may_be_expressions(brackets) {
            return None;
        }
        if is_block {
            // Without its braces: a block could hold no public item.
            range.start_byte += 1;
            range.start_point.column += 1;
            range.end_byte = range.end_byte.checked_sub(1)?.max(range.start_byte);
            range.end_point.column = range.end_point.column.saturating_sub(1);
        }
        // A block may hold anything: items, or statements of which the last has its semicolon.
        let semicolon = if is_block { None } else { semicolon(self.out.source(), range) };
        let parts = [Some(range), semicolon];
        let parts: Vec<Range> = parts.into_iter().flatten().collect();
        let tree = parse_parts(self.out.source(), &parts, Language::Rust)?;
        let root = tree.root_node();
        let is_fit = !root.has_error() || is_expression(root) || is_block && holds_items(root);
        (is_fit && root.named_child_count() > 0).then_some(tree)
    }

    /// Whether what stands right between brackets can be expressions at all, as far as its first words tell: a parser that is
    /// given something else takes long to find out.
    fn may_be_expressions(&self, brackets: Node) -> bool {
        let mut cursor = brackets.walk();
        let mut before: Option<Node> = None;
        for token in brackets.children(&mut cursor) {
            let is_name = |of: Node| of.kind() == "identifier" && !KEYWORDS.contains(&self.out.text(of));
            let is_literal = |of: Node| of.kind().ends_with("_literal");
            if matches!(token.kind(), "line_comment" | "block_comment") {
                continue;
            }
            let is_behind = before.is_some_and(|before| is_literal(before) || is_name(before));
            if token.kind() == "=>" || is_behind && (is_literal(token) || token.kind() == "identifier") {
                return false;
            }
            before = Some(token);
        }
        true
    }
}

/// The next semicolon behind a part of a text: a parser that is told that it stands right there need not find out that the
/// one is missing that would make an expression a statement.
fn semicolon(source: &[u8], part: Range) -> Option<Range> {
    let gap = source.get(part.end_byte..)?.iter().take(MAX_GAP).position(|byte| *byte == b';')?;
    let at = part.end_byte + gap;
    // Nobody asks for its line.
    let point = |column: usize| Point { row: part.end_point.row, column: part.end_point.column + column };
    Some(Range { start_byte: at, end_byte: at + 1, start_point: point(gap), end_point: point(gap + 1) })
}

/// Whether a text is one expression, for which only the semicolon of a statement is missing: no other stands behind it.
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
