//! Packages whose files share one scope: those of Java and Go.

use std::collections::{BTreeMap, HashMap};

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
    /// The package of each file.
    package: Vec<Option<u32>>,
    /// What stands at the top of the files, by package and name.
    symbols: HashMap<(u32, Name), Vec<Target>>,
    /// Packages by what they are called.
    packages: HashMap<Language, BTreeMap<String, Package>>,
    count: u32,
}

/// A package that has files.
#[derive(Debug)]
struct Package {
    number: u32,
    /// Its first file, which stands for it.
    first: u32,
}

impl Shared {
    /// Adds the next file.
    pub(super) fn add(&mut self, file: u32, glance: &Glance, module: &ModulePath) {
        if !rules(glance.language).has_packages() {
            self.package.push(None);
            return;
        }
        let packages = self.packages.entry(glance.language).or_default();
        let package = packages.entry(module.parts.clone()).or_insert_with(|| {
            self.count += 1;
            Package { number: self.count, first: file }
        });
        self.package.push(Some(package.number));
        for (name, symbol) in glance.tops() {
            self.symbols.entry((package.number, name)).or_default().push(Target { file, symbol });
        }
    }

    /// Puts what stands at the top of a file in the place of what stood there.
    pub(super) fn replace(&mut self, file: u32, before: &Glance, after: &Glance) {
        let Some(package) = self.package.get(file as usize).copied().flatten() else { return };
        for (name, _) in before.tops() {
            if let Some(targets) = self.symbols.get_mut(&(package, name)) {
                targets.retain(|target| target.file != file);
            }
        }
        for (name, symbol) in after.tops() {
            let targets = self.symbols.entry((package, name)).or_default();
            targets.push(Target { file, symbol });
            targets.sort_unstable();
        }
    }

    /// What stands by that name at the top of the files of a file's package.
    pub(super) fn tops(&self, file: u32, name: Name) -> &[Target] {
        let package = self.package.get(file as usize).copied().flatten();
        let symbols = package.and_then(|package| self.symbols.get(&(package, name)));
        symbols.map_or(&[], Vec::as_slice)
    }

    /// A file of a package, or of one whose name begins like this: a package itself goes before those.
    pub(super) fn file_of(&self, language: Language, parts: &str) -> Option<u32> {
        let packages = self.packages.get(&language)?;
        if let Some(package) = packages.get(parts) {
            return Some(package.first);
        }
        let inside = format!("{parts}/");
        let (name, package) = packages.range(inside.clone()..).next()?;
        name.starts_with(&inside).then_some(package.first)
    }

    /// What there is by that name: a package, and one that it is, or whose name begins like this.
    pub(super) fn has(&self, language: Language, parts: &str) -> (bool, bool) {
        let is_package = self.packages.get(&language).is_some_and(|packages| packages.contains_key(parts));
        (is_package, self.file_of(language, parts).is_some())
    }
}

impl Table<'_> {
    /// What the package of a file defines by this name, for the text of the file `from`.
    pub(super) fn in_package(&self, file: u32, name: &str, want: Want, from: u32) -> Found {
        let rules = self.rules(file);
        let fitting = self.tops(file, name).iter().copied().filter(|target| {
            self.fact(*target).is_some_and(|fact| fact.name == name && want.fits(rules, &fact.kind))
        });
        let mut fitting: Vec<Target> = fitting.collect();
        if fitting.len() > 1 {
            rules.narrow(self, from, &mut fitting);
        }
        Found::of(fitting.into_iter().map(Place::Symbol).collect())
    }

    /// A package, or what is before a dot in the names of some: its parts joined by `/`.
    pub(super) fn package(&self, language: Language, parts: &str) -> Option<Place> {
        let depth = if parts.is_empty() { 0 } else { parts.matches('/').count() + 1 };
        let file = self.file_of_package(language, parts)?;
        Some(Place::Package { file, depth: u16::try_from(depth).ok()? })
    }

    /// One step from a package: what it defines, or a package further in.
    pub(super) fn step_in_package(&self, file: u32, depth: u16, name: &str, want: Want) -> Found {
        let Some(module) = self.module(file) else { return Found::Nothing };
        let depth = usize::from(depth);
        let parts: Vec<&str> = module.parts.split('/').filter(|part| !part.is_empty()).collect();
        if parts.len() == depth {
            let found = self.in_package(file, name, want, self.home());
            if found != Found::Nothing {
                return found;
            }
        }
        let mut inner = parts.get(..depth).unwrap_or_default().to_vec();
        inner.push(name);
        Found::of(self.package(self.language(file), &inner.join("/")).into_iter().collect())
    }
}
