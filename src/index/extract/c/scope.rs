//! Local names: parameters, variables of functions, and template parameters.

use std::collections::HashMap;

/// What a name is bound to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binding {
    /// Its number among the file's variables, where something is known of it.
    pub(super) local: Option<u32>,
    /// Whether it is a type: a template's parameter.
    pub(super) is_type: bool,
}

/// Which names are bound where the walk is. Looking one up costs one hash, however many there are.
#[derive(Default)]
pub(super) struct Locals<'s> {
    bindings: HashMap<&'s [u8], Vec<Binding>>,
    /// Bound names in order, and how many there were when each open scope was entered.
    log: Vec<&'s [u8]>,
    marks: Vec<usize>,
}

impl<'s> Locals<'s> {
    pub(super) fn enter(&mut self) {
        self.marks.push(self.log.len());
    }

    pub(super) fn leave(&mut self) {
        let Some(mark) = self.marks.pop() else { return };
        for name in self.log.drain(mark..) {
            if let Some(bindings) = self.bindings.get_mut(name) {
                bindings.pop();
            }
        }
    }

    pub(super) fn bind(&mut self, name: &'s [u8], local: Option<u32>, is_type: bool) {
        self.log.push(name);
        self.bindings.entry(name).or_default().push(Binding { local, is_type });
    }

    pub(super) fn get(&self, name: &[u8]) -> Option<Binding> {
        self.bindings.get(name)?.last().copied()
    }

    /// Whether a name is a parameter of a template around.
    pub(super) fn is_type(&self, name: &[u8]) -> bool {
        self.get(name).is_some_and(|binding| binding.is_type)
    }
}
