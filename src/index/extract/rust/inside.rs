//! Expressions that bind names of their own, of which it is asked from outside what they give.

use tree_sitter::Node;

use super::Extractor;

/// So many nodes of one pattern are looked at.
const MAX_PARTS: usize = 32;

/// An expression is looked through for the names in it if it is not longer than this, in bytes.
const MAX_TEXT: usize = 1024;

/// Something that binds names.
#[derive(Clone, Copy)]
pub(super) enum Binds<'t> {
    /// A `let`; a condition that is none binds nothing that is known.
    Let(Node<'t>),
    /// An arm, by its pattern and what is matched.
    Arm(Node<'t>, Node<'t>),
}

impl<'s> Extractor<'s> {
    /// What an expression is in which these bind names. What is not asked for is not looked at: a name that it binds is only known
    /// to be no variable of what is around.
    pub(super) fn inside_of(&mut self, node: Node, bound: &[Binds]) -> Option<u32> {
        let before = self.hidden.len();
        let mut asked: Vec<&[u8]> = self.words_of(Some(node));
        let mut meant = Vec::new();
        for binds in bound {
            let names = words(self.out.text(self.pattern_of(*binds)));
            self.hidden.extend(names.map(|name| (name, None)));
        }
        for binds in bound.iter().rev() {
            if words(self.out.text(self.pattern_of(*binds))).any(|name| asked.contains(&name)) {
                let value = match binds {
                    Binds::Let(of) => self.child(*of, self.fields.value),
                    Binds::Arm(_, matched) => Some(*matched),
                };
                asked.extend(self.words_of(value));
                meant.push(*binds);
            }
        }
        for binds in meant.into_iter().rev() {
            let (pattern, value) = match binds {
                Binds::Let(of) => (self.child(of, self.fields.pattern), self.value_of_let(of)),
                Binds::Arm(pattern, matched) => (pattern.named_child(0), self.value_of(matched)),
            };
            if let Some(pattern) = pattern {
                self.tell_inside(pattern, value);
            }
        }
        let found = self.value_of(node);
        self.hidden.truncate(before);
        found
    }

    fn pattern_of<'t>(&self, binds: Binds<'t>) -> Node<'t> {
        match binds {
            Binds::Let(of) => self.child(of, self.fields.pattern).unwrap_or(of),
            Binds::Arm(pattern, _) => pattern,
        }
    }

    /// The words of an expression, if it is short.
    fn words_of(&self, node: Option<Node>) -> Vec<&'s [u8]> {
        let text = node.map(|node| self.out.text(node)).filter(|text| text.len() <= MAX_TEXT);
        text.map(|text| words(text).collect()).unwrap_or_default()
    }

    /// Notes what the names are that a pattern binds of which it is asked before the walk comes there.
    fn tell_inside(&mut self, pattern: Node, value: Option<u32>) {
        self.tell(pattern, value, 0);
        let mut nodes = vec![pattern];
        let mut at = 0;
        while let Some(node) = nodes.get(at).copied() {
            at += 1;
            if let Some(local) = self.told.remove(&node.start_byte()) {
                self.hidden.push((self.out.text(node), Some(local)));
            } else if nodes.len() < MAX_PARTS {
                let mut cursor = node.walk();
                nodes.extend(node.named_children(&mut cursor).take(MAX_PARTS));
            }
        }
    }
}

/// The names in a text that variables may have.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    text.split(move |byte| !is_of_name(byte)).filter(|word| !word.is_empty())
}
