//! Packages whose files share one scope: those of Java and Go.

use std::collections::HashMap;

use super::Target;
use super::directory::ModulePath;
use super::glance::Glance;
use super::names::Name;
use super::place::{Found, Place, Want};
use super::rules::rules;
use super::table::Table;
use crate::model::Language;

/// What the files of each package define for each other, and which packages there are.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The first file of each file's package, which stands for the package.
    first: Vec<u32>,
    /// What stands at the top of the files, by package and name.
    symbols: HashMap<(u32, Name), Vec<Target>>,
    /// Names of packages, and of what is before a dot in one, with the first file that has such a package.
    prefixes: HashMap<(Language, String), u32>,
    /// The first file of each package.
    packages: HashMap<(Language, ModulePath), u32>,
}

impl Shared {
    /// Adds the next file.
    pub(super) fn add(&mut self, file: u32, glance: &Glance, module: &ModulePath) {
        let language = glance.language;
        if !rules(language).has_packages() {
            self.first.push(file);
            return;
        }
        let first = *self.packages.entry((language, module.clone())).or_insert(file);
        self.first.push(first);
        if first == file {
            for (end, _) in module.parts.match_indices('/') {
                let prefix = module.parts.get(..end).unwrap_or_default().to_owned();
                self.prefixes.entry((language, prefix)).or_insert(file);
            }
            // A package itself goes before those whose names begin with its own.
            self.prefixes.insert((language, module.parts.clone()), file);
        }
        for &symbol in &glance.tops {
            if let Some(&(name, _)) = glance.names.get(symbol as usize) {
                self.symbols.entry((first, name)).or_default().push(Target { file, symbol });
            }
        }
    }
}

impl Table<'_> {
    /// What the package of a file defines by this name.
    pub(super) fn in_package(&self, file: u32, name: &str, want: Want) -> Found {
        let rules = self.rules(file);
        let Some(&first) = self.directory.shared.first.get(file as usize) else { return Found::Nothing };
        let all = self.directory.shared.symbols.get(&(first, Name::of(name))).into_iter().flatten();
        let fitting = all.filter(|target| {
            self.fact(**target).is_some_and(|fact| fact.name == name && want.fits(rules, &fact.kind))
        });
        Found::of(fitting.map(|&target| Place::Symbol(target)).collect())
    }

    /// A package, or what is before a dot in the names of some: its parts joined by `/`.
    pub(super) fn package(&self, language: Language, parts: &str) -> Option<Place> {
        let depth = if parts.is_empty() { 0 } else { parts.matches('/').count() + 1 };
        let &file = self.directory.shared.prefixes.get(&(language, parts.to_owned()))?;
        Some(Place::Package { file, depth: u16::try_from(depth).ok()? })
    }

    /// One step from a package: what it defines, or a package further in.
    pub(super) fn step_in_package(&self, file: u32, depth: u16, name: &str, want: Want) -> Found {
        let Some(module) = self.module(file) else { return Found::Nothing };
        let depth = usize::from(depth);
        let parts: Vec<&str> = module.parts.split('/').filter(|part| !part.is_empty()).collect();
        if parts.len() == depth {
            let found = self.in_package(file, name, want);
            if found != Found::Nothing {
                return found;
            }
        }
        let mut inner = parts.get(..depth).unwrap_or_default().to_vec();
        inner.push(name);
        Found::of(self.package(self.language(file), &inner.join("/")).into_iter().collect())
    }
}
