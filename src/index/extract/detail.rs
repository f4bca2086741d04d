//! What a reader wants to see of a definition: its signature, its comment, its attributes.

use tree_sitter::Node;

use crate::index::facts::Detail;

/// The longest signature, attribute and comment that are kept, in bytes.
const MAX_SIGNATURE_BYTES: usize = 320;
const MAX_DOC_BYTES: usize = 1 << 10;

/// At most so many attributes of one definition are kept.
const MAX_ATTRIBUTES: usize = 16;

/// Comments and attributes that stand before what comes next, line under line.
#[derive(Default)]
pub(super) struct Leading {
    /// Bytes of the comments.
    comment: Option<(usize, usize)>,
    attributes: Vec<String>,
    /// Bytes of the attributes; those that a definition begins with are no part of its signature.
    attribute_bytes: Vec<(usize, usize)>,
    /// The line that they end on.
    end_row: usize,
}

impl Leading {
    /// A comment, where the walk meets it.
    pub(super) fn comment(&mut self, node: Node) {
        self.go_on(node);
        let begin = self.comment.map_or(node.start_byte(), |(begin, _)| begin);
        self.comment = Some((begin, node.end_byte()));
    }

    /// An attribute, annotation or decorator, where the walk meets it.
    pub(super) fn attribute(&mut self, node: Node, source: &[u8]) {
        self.go_on(node);
        if self.attributes.len() < MAX_ATTRIBUTES {
            let text = source.get(node.byte_range()).unwrap_or_default();
            self.attributes.push(one_line(text, MAX_SIGNATURE_BYTES));
            self.attribute_bytes.push((node.start_byte(), node.end_byte()));
        }
    }

    /// The attributes that stand right before what is no symbol.
    pub(super) fn take_attributes(&mut self, node: Node, source: &[u8]) -> Vec<String> {
        let Leading { mut attributes, attribute_bytes, .. } = std::mem::take(self);
        let mut next = node.start_byte();
        let mut count = 0;
        for (begin, end) in attribute_bytes.into_iter().rev() {
            if !source.get(end..next).is_some_and(|between| between.trim_ascii().is_empty()) {
                break;
            }
            (next, count) = (begin, count + 1);
        }
        attributes.split_off(attributes.len().saturating_sub(count))
    }

    fn go_on(&mut self, node: Node) {
        if node.start_position().row > self.end_row + 1 {
            *self = Leading::default();
        }
        // Some grammars count the line's end as a part of a comment.
        let end = node.end_position();
        self.end_row = if end.column == 0 { end.row.saturating_sub(1) } else { end.row };
    }

    /// What belongs to a definition that the walk has come to: `body` is left out of its signature.
    pub(super) fn detail(&mut self, node: Node, body: Option<Node>, source: &[u8]) -> Detail {
        let leading = std::mem::take(self);
        let is_adjacent = node.start_position().row <= leading.end_row + 1;
        let end = body.map_or(node.end_byte(), |body| body.start_byte());
        let mut begin = node.start_byte();
        for (from, to) in leading.attribute_bytes {
            let between = source.get(begin..from).map(|between| between.trim_ascii().is_empty());
            if between == Some(true) {
                begin = to;
            }
        }
        let text = source.get(begin..end).unwrap_or_default();
        let mut signature = one_line(text, MAX_SIGNATURE_BYTES);
        let shorter = signature.trim_end_matches(['{', ':', '=', ';', ',', ' ']).len();
        signature.truncate(shorter);
        let comment = leading.comment.filter(|_| is_adjacent);
        let comment = comment.and_then(|(begin, end)| source.get(begin..end)).unwrap_or_default();
        let attributes = if is_adjacent { leading.attributes } else { Vec::new() };
        Detail { signature, doc: without_marks(comment), attributes }
    }
}

/// A text with its white space made plain, cut where it is too long.
fn one_line(text: &[u8], most: usize) -> String {
    // A byte more than is kept says whether something was cut.
    let text = String::from_utf8_lossy(text.get(..text.len().min(4 * most)).unwrap_or_default());
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() + word.len() + 1 > most {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A comment's lines without what makes them a comment.
pub(super) fn without_marks(comment: &[u8]) -> String {
    let comment =
        String::from_utf8_lossy(comment.get(..comment.len().min(4 * MAX_DOC_BYTES)).unwrap_or_default());
    let mut doc = String::new();
    for line in comment.lines() {
        let line = line.trim();
        let line = line.trim_start_matches(['/', '*', '#', '!']).trim_end_matches('/').trim_end_matches('*');
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if doc.len() + line.len() + 1 > MAX_DOC_BYTES {
            doc.push('…');
            break;
        }
        if !doc.is_empty() {
            doc.push('\n');
        }
        doc.push_str(line);
    }
    doc.truncate(doc.trim_end().len());
    doc
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::extract::extract;
    use crate::model::Language;

    #[test]
    fn annotations_that_a_definition_begins_with_are_no_part_of_its_signature() {
        let source = b"/** Says it. */\n@A\n@B(1) public @C int f(@D int a) { return 1; }";
        let facts = extract("A.java", source, Language::Java);
        let detail = &facts.details[0];
        assert_eq!(detail.signature, "public @C int f(@D int a)");
        assert_eq!(detail.attributes, ["@A", "@B(1)", "@C"]);
        assert_eq!(detail.doc, "Says it.");
    }

    #[test]
    fn a_comment_loses_its_marks_and_keeps_its_lines() {
        assert_eq!(without_marks(b"/// One.\n///\n///  Two.\n"), "One.\n\n Two.");
        assert_eq!(without_marks(b"/**\n * One.\n * Two.\n */"), "One.\nTwo.");
        assert_eq!(without_marks(b"# One.\n# Two."), "One.\nTwo.");
        assert_eq!(without_marks(b"/* One. */"), "One. ".trim_end());
        assert!(without_marks(&b"// long\n".repeat(1000)).len() < 2 * MAX_DOC_BYTES);
    }

    #[test]
    fn white_space_is_made_plain_and_what_is_long_is_cut() {
        assert_eq!(one_line(b"fn  a(\n  b: C,\n)", 100), "fn a( b: C, )");
        assert_eq!(one_line(b"one two three", 8), "one two…");
    }
}
