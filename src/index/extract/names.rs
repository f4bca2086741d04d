//! Names that blocks bind: variables and parameters, of languages in which a name is bound where it is declared.

use std::collections::HashMap;

/// Which names are bound where the walk is. Looking one up costs one hash, however many there are.
#[derive(Default)]
pub(super) struct Names<'s> {
    bindings: HashMap<&'s [u8], Vec<Binding>>,
    /// Bound names in order, and how many there were when each open scope was entered.
    log: Vec<&'s [u8]>,
    marks: Vec<usize>,
}

#[derive(Clone, Copy)]
enum Binding {
    /// A variable, and its number among the file's.
    Variable(Option<u32>),
    /// A member of a class inside the function whose variable it hides.
    Member,
}

impl<'s> Names<'s> {
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

    pub(super) fn bind(&mut self, name: &'s [u8], local: Option<u32>) {
        self.push(name, Binding::Variable(local));
    }

    /// From here to the end of the scope the name is a member's.
    pub(super) fn hide(&mut self, name: &'s [u8]) {
        // Where no variable has that name there is nothing to hide.
        if self.get(name).is_some() {
            self.push(name, Binding::Member);
        }
    }

    fn push(&mut self, name: &'s [u8], binding: Binding) {
        self.log.push(name);
        self.bindings.entry(name).or_default().push(binding);
    }

    /// The variable that a name is here; `None` for a name that is none.
    pub(super) fn get(&self, name: &[u8]) -> Option<Option<u32>> {
        match self.bindings.get(name)?.last()? {
            Binding::Variable(local) => Some(*local),
            Binding::Member => None,
        }
    }

    /// Whether nothing is bound at all.
    pub(super) fn is_empty(&self) -> bool {
        self.log.is_empty()
    }
}
