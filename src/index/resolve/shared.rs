//! Packages whose files share one scope: those of Java and Go.

use std::collections::HashMap;

use super::place::{Found, Place, Want};
use super::rules::rules;
use super::table::{ModulePath, Table};
use super::{Target, Unit};
use crate::model::{Language, SymbolKind};

/// What the files of each package define for each other, and which packages there are.
#[derive(Debug, Default)]
pub(super) struct Shared<'a> {
    /// The first file of each file's package, which stands for the package.
    first: Vec<u32>,
    /// What stands at the top of the files, by package and name.
    symbols: HashMap<(u32, &'a str), Vec<Target>>,
    /// Names of packages, and of what is before a dot in one, with the first file that has such a package.
    prefixes: HashMap<(Language, String), u32>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(
        units: &'a [Unit],
        modules: &[ModulePath],
        files_by_module: &HashMap<(Language, ModulePath), Vec<u32>>,
    ) -> Shared<'a> {
        let mut shared = Shared::default();
        for (file, (unit, module)) in (0u32..).zip(units.iter().zip(modules)) {
            let language = unit.facts.language;
            if !rules(language).has_packages() {
                shared.first.push(file);
                continue;
            }
            let of_package = files_by_module.get(&(language, module.clone()));
            let first = of_package.and_then(|files| files.first().copied()).unwrap_or(file);
            shared.first.push(first);
            if first == file {
                for (end, _) in module.parts.match_indices('/') {
                    let prefix = module.parts.get(..end).unwrap_or_default().to_owned();
                    shared.prefixes.entry((language, prefix)).or_insert(file);
                }
                // A package itself goes before those whose names begin with its own.
                shared.prefixes.insert((language, module.parts.clone()), file);
            }
            for (symbol, fact) in (0u32..).zip(&unit.facts.symbols) {
                let is_top = fact.parent.is_none() && fact.member_of.is_none();
                if is_top && fact.kind != SymbolKind::Module {
                    let target = Target { file, symbol };
                    shared.symbols.entry((first, &fact.name)).or_default().push(target);
                }
            }
        }
        shared
    }
}

impl Table<'_> {
    /// What the package of a file defines by this name.
    pub(super) fn in_package(&self, file: u32, name: &str, want: Want) -> Found {
        let rules = self.rules(file);
        let Some(&first) = self.shared.first.get(file as usize) else { return Found::Nothing };
        let all = self.shared.symbols.get(&(first, name)).into_iter().flatten();
        let fitting =
            all.filter(|target| self.fact(**target).is_some_and(|fact| want.fits(rules, &fact.kind)));
        Found::of(fitting.map(|&target| Place::Symbol(target)).collect())
    }

    /// A package, or what is before a dot in the names of some: its parts joined by `/`.
    pub(super) fn package(&self, language: Language, parts: &str) -> Option<Place> {
        let depth = if parts.is_empty() { 0 } else { parts.matches('/').count() + 1 };
        let &file = self.shared.prefixes.get(&(language, parts.to_owned()))?;
        Some(Place::Package { file, depth: u16::try_from(depth).ok()? })
    }

    /// One step from a package: what it defines, or a package further in.
    pub(super) fn step_in_package(&self, file: u32, depth: u16, name: &str, want: Want) -> Found {
        let Some(module) = self.modules.get(file as usize) else { return Found::Nothing };
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
