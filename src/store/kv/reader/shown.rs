//! Texts to show are cut where they are too long: a folder that somebody else made may hold any.

use crate::model::{
    AstNode, Cfg, Chunk, Diagnostic, Edge, EdgeKind, Execution, FileMetrics, FileState, Node, NodeData,
    Outcome, Symbol, SymbolMetrics,
};
use crate::store::Page;

/// The longest text that is shown, in bytes.
pub(super) const MAX_TEXT: usize = 64 << 10;

/// What stands for the rest.
const MARK: char = '…';

/// Cuts a text between characters.
fn cut(text: &mut String) {
    if text.len() > MAX_TEXT {
        text.truncate(text.floor_char_boundary(MAX_TEXT));
        text.push(MARK);
    }
}

fn all<const N: usize>(texts: [&mut String; N]) {
    texts.into_iter().for_each(cut);
}

/// Whether a text looks as one that was cut.
pub(super) fn is_cut(text: &str) -> bool {
    text.len() >= MAX_TEXT && text.ends_with(MARK)
}

/// What holds texts to show.
pub(super) trait Shown: Sized {
    fn cut(&mut self);

    /// The same with no text that is too long.
    fn shown(mut self) -> Self {
        self.cut();
        self
    }
}

impl Shown for Symbol {
    fn cut(&mut self) {
        all([&mut self.name, &mut self.path]);
    }
}

impl Shown for Node {
    fn cut(&mut self) {
        match &mut self.data {
            NodeData::File(file) => cut(&mut file.path),
            NodeData::Symbol(symbol) => symbol.cut(),
            NodeData::Reference(reference) => all([&mut reference.target, &mut reference.path]),
            NodeData::Call(call) => cut(&mut call.path),
            NodeData::Import(import) => cut(&mut import.path),
            NodeData::Other { kind, name, path, .. } => {
                all([kind, name]);
                path.iter_mut().for_each(cut);
            }
        }
    }
}

impl Shown for Edge {
    fn cut(&mut self) {
        if let EdgeKind::Other(name) = &mut self.kind {
            cut(name);
        }
    }
}

impl Shown for Chunk {
    fn cut(&mut self) {
        all([&mut self.path, &mut self.content_hash]);
        self.symbol_name.iter_mut().chain(&mut self.symbol_kind).for_each(cut);
    }
}

impl Shown for AstNode {
    fn cut(&mut self) {
        cut(&mut self.kind);
    }
}

impl Shown for Cfg {
    fn cut(&mut self) {
        for block in &mut self.blocks {
            all([&mut block.kind, &mut block.terminator]);
            let said = block.hash.iter_mut().chain(&mut block.statements).chain(&mut block.condition);
            said.for_each(cut);
        }
        self.edges.iter_mut().for_each(|edge| cut(&mut edge.kind));
    }
}

impl Shown for Execution {
    fn cut(&mut self) {
        all([&mut self.execution_id, &mut self.tool_version, &mut self.args, &mut self.db_path]);
        self.root.iter_mut().chain(&mut self.error_message).for_each(cut);
        if let Outcome::Other(name) = &mut self.outcome {
            cut(name);
        }
    }
}

impl Shown for Diagnostic {
    fn cut(&mut self) {
        all([&mut self.path, &mut self.message]);
    }
}

impl Shown for SymbolMetrics {
    fn cut(&mut self) {
        all([&mut self.name, &mut self.kind, &mut self.path]);
    }
}

impl Shown for FileMetrics {
    fn cut(&mut self) {
        cut(&mut self.path);
    }
}

impl Shown for FileState {
    fn cut(&mut self) {
        all([&mut self.path, &mut self.hash]);
    }
}

impl<K, T: Shown> Shown for (K, T) {
    fn cut(&mut self) {
        self.1.cut();
    }
}

impl<T: Shown> Shown for Option<T> {
    fn cut(&mut self) {
        self.iter_mut().for_each(T::cut);
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn cut(&mut self) {
        self.iter_mut().for_each(T::cut);
    }
}

impl<T: Shown> Shown for Page<T> {
    fn cut(&mut self) {
        self.items.cut();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_says_so() {
        for (whole, wanted) in [(MAX_TEXT, MAX_TEXT), (MAX_TEXT + 1, MAX_TEXT)] {
            let mut text = "a".repeat(whole);
            cut(&mut text);
            assert_eq!((text.trim_end_matches(MARK).len(), is_cut(&text)), (wanted, whole > MAX_TEXT));
        }
        let mut text = "é".repeat(MAX_TEXT);
        text.insert(0, 'a');
        cut(&mut text);
        assert_eq!(text.trim_end_matches(MARK).len(), MAX_TEXT - 1);
    }
}
