//! What the imports of a scope bring in by name, and what it may define beside.

use super::lookup::Search;
use super::place::{Found, Place, Want};
use super::table::{Binding, ScopeId};

impl Search<'_, '_> {
    /// What a name means that a scope both defines and imports: under different conditions, so that one build has one.
    pub(super) fn defined_or_imported(
        &mut self,
        (file, scope, name, is_inside): (u32, ScopeId, &str, bool),
        mut defined: Vec<Place>,
        want: Want,
    ) -> Found {
        let table = self.table;
        let binds = |binding: &Binding| {
            table
                .import(file, binding.import)
                .is_some_and(|of| table.rules(file).binds(of, is_inside) && !of.is_unlikely)
        };
        let mut bindings: Vec<Binding> =
            table.bindings(file, scope, name).iter().copied().filter(binds).collect();
        // Where features decide, one of the two is what the package has by default.
        let is_defined =
            defined.iter().any(|place| place.target().is_none_or(|target| !table.is_left_out(target)));
        let is_bound = |binding: &Binding| !table.leaves_import_out(file, binding.import);
        match (is_defined, bindings.iter().any(is_bound)) {
            (true, _) => bindings.retain(is_bound),
            (false, true) => defined.clear(),
            (false, false) => {}
        }
        if bindings.is_empty() {
            return Found::Places(defined);
        }
        self.enter((file, scope, name, is_inside));
        let imported = self.imported(file, &bindings, want);
        self.open.pop();
        match imported {
            Found::Places(_) | Found::External if defined.iter().all(|of| table.is_unlikely(*of)) => imported,
            Found::Places(found) => {
                defined
                    .extend(found.into_iter().filter(|place| !defined.contains(place)).collect::<Vec<_>>());
                Found::Places(defined)
            }
            Found::External | Found::Nothing => Found::of(defined),
        }
    }

    /// What the bindings of a name lead to. A binding that leads nowhere in the project leads out of it; where one build
    /// has one of several, they may all do.
    pub(super) fn imported(&mut self, file: u32, bindings: &[Binding], want: Want) -> Found {
        let mut places = Vec::new();
        let mut is_outside = false;
        let rules = self.table.rules(file);
        for &binding in bindings {
            let Some(import) = self.table.import(file, binding.import) else { continue };
            match rules.imported(self, file, import, binding, want) {
                Found::Places(found) => places.extend(found),
                Found::External => is_outside |= rules.is_conditional() && !import.is_unlikely,
                Found::Nothing => {}
            }
        }
        places.dedup();
        match places.is_empty() {
            true if bindings.is_empty() => Found::Nothing,
            true => Found::External,
            false if is_outside => Found::External,
            false => Found::Places(places),
        }
    }
}
