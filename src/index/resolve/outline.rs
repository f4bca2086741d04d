//! What others can see of a file: the answer that it gives to each question that can be asked of it, as a number. Two
//! outlines of a file say which of its answers an edit changed.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;

use serde::Serialize;
use twox_hash::XxHash3_64;

use super::directory::ModulePath;
use super::glance::Glance;
use super::names::{Name, Traits};
use super::rules::c::is_c;
use super::rules::{python, rules};
use super::scopes::Seen;
use super::shapes::Shapes;
use super::ties::{Index, Tie};
use crate::index::packages::Packages;
use crate::model::{Language, NodeId};

/// A file as others see it.
#[derive(Debug)]
pub(crate) struct Outline {
    /// The answers that it gives, or has a part in.
    answers: HashMap<Tie, u64>,
    /// What it is asked for when it is looked into at all.
    file: Tie,
    /// The symbols in the order of its text.
    order: Vec<u64>,
    language: Language,
    module: ModulePath,
}

impl Outline {
    /// That of a file whose symbols have these ids. Cost: a pass over its facts.
    pub(crate) fn of(seen: &Seen, glance: &Glance, ids: &[NodeId], packages: &Packages) -> Outline {
        let language = glance.language;
        let module = rules(language).module_of(&seen.path, &glance.module, packages);
        let file = Tie::file(&seen.path);
        let mut outline =
            Outline { answers: HashMap::new(), file, order: glance.keys.clone(), language, module };
        outline.add_file(seen);
        outline.add_symbols(seen, glance, ids);
        outline.add_imports(seen, glance);
        outline.add_names(glance);
        outline
    }

    /// What an edit changed: answers that are others now, or that there were none of. `None` stands for a file that is
    /// not there.
    pub(crate) fn changed(before: Option<&Outline>, after: Option<&Outline>) -> HashSet<Tie> {
        let none = HashMap::new();
        let old = before.map_or(&none, |of| &of.answers);
        let new = after.map_or(&none, |of| &of.answers);
        let differs = |tie: &&Tie| old.get(tie) != new.get(tie);
        let mut changed: HashSet<Tie> = old.keys().chain(new.keys()).filter(differs).copied().collect();
        if let (Some(before), Some(after)) = (before, after)
            && !before.is_in_order_of(after)
        {
            changed.insert(after.file);
        }
        changed
    }

    /// Whether the symbols that both have stand in the same order.
    fn is_in_order_of(&self, other: &Outline) -> bool {
        let (mine, others): (HashSet<u64>, HashSet<u64>) =
            (self.order.iter().copied().collect(), other.order.iter().copied().collect());
        let mine_too = other.order.iter().filter(|key| mine.contains(key));
        self.order.iter().filter(|key| others.contains(key)).eq(mine_too)
    }

    /// Adds to an answer.
    fn add(&mut self, tie: Tie, part: u64) {
        let answer = self.answers.entry(tie).or_default();
        *answer = number(&(*answer, part));
    }

    fn add_file(&mut self, seen: &Seen) {
        let globs = seen.facts.imports.iter().filter(|import| import.is_glob);
        let globs: Vec<_> = globs
            .map(|of| (&of.kind, &of.path, of.container, of.is_unlikely, of.is_public, &of.condition))
            .collect();
        self.add(self.file, number(&(self.language, &self.module.root, &self.module.parts, globs)));
        let imports = seen.facts.imports.iter();
        let imports: Vec<_> = imports
            .map(|of| {
                (&of.kind, &of.path, &of.names, of.container, of.is_unlikely, of.is_public, &of.condition)
            })
            .collect();
        self.add(Tie::imports(&seen.path), number(&imports));
        self.add(Tie::module(self.language, &self.module), 0);
        self.add(Tie::ending(self.language, self.module.last_part()), 0);
        if self.language == Language::Python {
            if let Some(last) = python::last_part(&seen.path) {
                self.add(Tie::python_last(last), 0);
            }
            if let Some(folder) = python::package_folder(&seen.path) {
                self.add(Tie::python_folder(folder), 0);
            }
        }
    }

    fn add_symbols(&mut self, seen: &Seen, glance: &Glance, ids: &[NodeId]) {
        let mut shapes = Shapes::new(&seen.facts, &glance.keys);
        for (at, fact) in (0u32..).zip(seen.facts.symbols.iter()) {
            let id = ids.get(at as usize).map_or(0, |id| id.0);
            let shape = shapes.of_symbol(fact);
            let part = number(&(id, shape, seen.has_members(at), signature(seen, at)));
            self.add(Tie::in_file(&seen.path, Name::of(&fact.name)), part);
        }
    }

    /// What its imports bind, in whichever scope.
    fn add_imports(&mut self, seen: &Seen, glance: &Glance) {
        for (scope, name, binding) in seen.all_bindings() {
            let Some(import) = seen.facts.imports.get(binding.import as usize) else { continue };
            let scope = scope.and_then(|scope| glance.keys.get(scope as usize));
            let said = (
                &import.kind,
                &import.path,
                &import.names,
                import.is_unlikely,
                import.is_public,
                &import.condition,
            );
            let part = number(&(scope, said, binding.name));
            self.add(Tie::in_file(&seen.path, name), part);
        }
    }

    /// What the directory says of its symbols, of which it also knows the language.
    fn add_names(&mut self, glance: &Glance) {
        let language = self.language;
        let said = |place: u64, traits: Traits| number(&(language, place, traits.bits()));
        let of =
            |symbol: u32| said(0, glance.names.get(symbol as usize).map_or(Traits::default(), |of| of.1));
        for &(name, traits) in &glance.names {
            self.add(Tie::named(Index::Names, name), said(name.place(), traits));
            if is_c(language) && name.is_global() {
                self.add(Tie::named(Index::Scoped, name.in_scope("")), said(0, traits));
            }
        }
        for &(name, symbol) in &glance.scoped {
            self.add(Tie::named(Index::Scoped, name), of(symbol));
        }
        for &(name, symbol) in &glance.outer_members {
            self.add(Tie::named(Index::Outer, name), of(symbol));
        }
        for (name, _) in glance.tops() {
            let tie = Tie::in_package(language, &self.module, name);
            self.add(tie, 0);
        }
        for &(key, is_declaration, _) in &glance.defines {
            self.add(Tie::compiler(key), u64::from(is_declaration));
        }
    }
}

impl Glance {
    /// The package that its file is in, where its language has such, and what that one's name begins with.
    pub(crate) fn packages(&self, path: &str, packages: &Packages) -> Vec<(Language, String)> {
        let rules = rules(self.language);
        if !rules.has_packages() {
            return Vec::new();
        }
        let parts = rules.module_of(path, &self.module, packages).parts;
        let ends = parts.match_indices('/').map(|(end, _)| end).chain([parts.len()]);
        ends.filter_map(|end| Some((self.language, parts.get(..end)?.to_owned()))).collect()
    }
}

/// What C's rules read in the text of a definition.
fn signature(seen: &Seen, at: u32) -> Option<&str> {
    let detail = || seen.facts.details.get(at as usize).map(|detail| detail.signature.as_str());
    is_c(seen.facts.language).then(detail).flatten()
}

/// Anything as a number.
pub(super) fn number(of: &impl Serialize) -> u64 {
    let bytes = postcard::to_extend(of, Vec::new());
    debug_assert!(bytes.is_ok(), "facts are plain data");
    let mut hasher = XxHash3_64::new();
    hasher.write(&bytes.unwrap_or_default());
    hasher.finish()
}
