//! Local names: parameters, what patterns bind, and type parameters.

use std::collections::HashMap;

use tree_sitter::Node;

use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::Qualifier;

/// Which names are bound where the walk is. Looking one up costs one hash, however many there are.
#[derive(Default)]
pub(super) struct Locals<'s> {
    bindings: HashMap<&'s [u8], Vec<Binding>>,
    /// Bound names in order, and how many there were when each open scope was entered.
    log: Vec<&'s [u8]>,
    marks: Vec<(usize, u32)>,
    /// The function where the walk is: a nested one does not see the outer one's variables.
    function: u32,
    functions: u32,
}

struct Binding {
    /// The function; `None` for a type parameter, which nested items do see.
    function: Option<u32>,
    /// Its number among the file's variables, where its type may be known.
    local: Option<u32>,
}

impl<'s> Locals<'s> {
    pub(super) fn enter(&mut self, function: bool) {
        self.marks.push((self.log.len(), self.function));
        if function {
            self.functions += 1;
            self.function = self.functions;
        }
    }

    pub(super) fn leave(&mut self) {
        let Some((mark, function)) = self.marks.pop() else { return };
        for name in self.log.drain(mark..) {
            if let Some(bindings) = self.bindings.get_mut(name) {
                bindings.pop();
            }
        }
        self.function = function;
    }

    fn bind(&mut self, name: &'s [u8], local: Option<u32>) {
        self.push(name, Binding { function: Some(self.function), local });
    }

    fn push(&mut self, name: &'s [u8], binding: Binding) {
        self.log.push(name);
        self.bindings.entry(name).or_default().push(binding);
    }

    /// The variable that a name is here, where its type may be known; `None` for a name that is not bound.
    pub(super) fn get(&self, name: &[u8]) -> Option<Option<u32>> {
        let binding = self.bindings.get(name)?.last()?;
        let visible = binding.function.is_none_or(|function| function == self.function);
        visible.then_some(binding.local)
    }
}

impl<'s> Extractor<'s> {
    /// Binds the name that a pattern's node is, or refers to what it names: in a pattern a name
    /// that begins in upper case is a constant or variant, by convention and by lint.
    pub(super) fn bind(&mut self, node: Node, frame: &Frame) {
        let text = self.out.text(node);
        if text.first().is_some_and(u8::is_ascii_uppercase) {
            self.out.usage(UseKind::Reference, node, Qualifier::None);
            return;
        }
        let local = self.told.remove(&node.start_byte());
        if frame.has(flag::DEFER) {
            self.pending.push((text, local));
        } else {
            self.locals.bind(text, local);
        }
    }

    /// Puts the names that wait since `from` in force.
    pub(super) fn bind_pending(&mut self, from: usize) {
        for (name, local) in self.pending.drain(from.min(self.pending.len())..) {
            self.locals.bind(name, local);
        }
    }

    /// Binds a type or const parameter.
    pub(super) fn generic_parameter(&mut self, node: Node, frame: &mut Frame) {
        if let Some(name) = self.child(node, self.fields.name) {
            frame.name_at = name.start_byte();
            self.locals.push(self.out.text(name), Binding { function: None, local: None });
        }
    }
}
