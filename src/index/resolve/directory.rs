//! What is known of all files of a project without looking into any: which module each is, and where names are
//! defined.

use std::collections::HashMap;

use ahash::AHashSet;

use super::Target;
use super::glance::Glance;
use super::globs::ManyGlobs;
use super::names::{Entry, Name, NameIndex, Traits};
use super::namesakes::Namesakes;
use super::rules::{c, python, rules};
use super::shared::Shared;
use crate::index::packages::Packages;
use crate::model::Language;

/// Where a file stands among the modules of its crate or package.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ModulePath {
    /// Folder (or file) of the crate's root; for Python always empty.
    pub(super) root: String,
    /// The module's parts below it, joined by `/`.
    pub(super) parts: String,
}

impl ModulePath {
    /// The last of its parts; empty for a root.
    pub(super) fn last_part(&self) -> &str {
        self.parts.rsplit('/').next().unwrap_or_default()
    }
}

/// One file, from outside.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) language: Language,
    pub(super) module: ModulePath,
}

/// The files and names of a whole project.
#[derive(Debug)]
pub(crate) struct Directory {
    pub(super) packages: Packages,
    pub(super) files: Vec<Listed>,
    /// Files by module; a library and a binary may both be the root of one crate.
    pub(super) files_by_module: HashMap<(Language, ModulePath), Vec<u32>>,
    /// The last parts of the modules of each language.
    pub(super) endings: AHashSet<(Language, Name)>,
    /// Packages whose files share one scope.
    pub(super) shared: Shared,
    pub(super) python: python::Modules,
    /// What files of the C languages include.
    pub(super) c: c::Includes,
    /// All symbols by their name.
    pub(super) names: NameIndex,
    /// Those of the C languages by their name and the scope that they stand in, if in one; nothing where none of the
    /// languages has scopes.
    pub(super) scoped: NameIndex,
    has_scopes: bool,
    /// Members that do not stand in their type's own text, by its name and theirs.
    pub(super) outer_members: NameIndex,
    /// What is known of symbols by their name.
    pub(super) namesakes: Namesakes,
    pub(super) many_globs: ManyGlobs,
}

impl Directory {
    /// One of no files yet, with room for those that these are glances at.
    pub(crate) fn new<'g>(
        packages: &Packages,
        glances: impl Iterator<Item = &'g Glance> + Clone,
    ) -> Directory {
        let is_scoped = |glance: &Glance| c::is_c(glance.language) && glance.language != Language::C;
        let has_scopes = glances.clone().any(is_scoped);
        let room = |count: fn(&Glance) -> usize| NameIndex::with_room(glances.clone().map(count).sum());
        Directory {
            packages: packages.clone(),
            files: Vec::new(),
            files_by_module: HashMap::new(),
            endings: AHashSet::new(),
            shared: Shared::default(),
            python: python::Modules::default(),
            c: c::Includes::default(),
            names: room(|glance| glance.names.len()),
            scoped: if has_scopes { room(|glance| glance.scoped.len()) } else { NameIndex::default() },
            has_scopes,
            outer_members: room(|glance| glance.outer_members.len()),
            namesakes: Namesakes::default(),
            many_globs: ManyGlobs::default(),
        }
    }

    /// Adds the next file. Cost: a step for each of its symbols.
    pub(crate) fn add(&mut self, path: &str, glance: &Glance) {
        let Ok(file) = u32::try_from(self.files.len()) else { return };
        let language = glance.language;
        let module = rules(language).module_of(path, &glance.module, &self.packages);
        self.endings.insert((language, Name::of(module.last_part())));
        self.files_by_module.entry((language, module.clone())).or_default().push(file);
        if language == Language::Python {
            self.python.add(file, path);
        }
        self.shared.add(file, glance, &module);
        let [names, scoped, outer] = self.entries(file, glance);
        self.names.extend(names);
        self.scoped.extend(scoped);
        self.outer_members.extend(outer);
        if c::is_c(language) {
            self.c.add(file, path, glance.includes.clone());
        }
        self.files.push(Listed { path: path.to_owned(), language, module });
    }

    /// Puts the symbols of a file in the place of those that it had, where it stands as it did
    /// ([`Glance::stands_like`]). Cost: a step for each of its symbols, and where there are others than before a pass
    /// over all names.
    pub(crate) fn replace(&mut self, file: u32, before: &Glance, after: &Glance) {
        let (known, new) = (self.entries(file, before), self.entries(file, after));
        let indexes = [&mut self.names, &mut self.scoped, &mut self.outer_members];
        for (index, (known, new)) in indexes.into_iter().zip(known.into_iter().zip(new)) {
            index.replace(file, known, new);
        }
        self.shared.replace(file, before, after);
        self.namesakes.clear();
        self.many_globs.clear();
    }

    /// What the indexes have of a file.
    fn entries(&self, file: u32, glance: &Glance) -> [Vec<(Name, Entry)>; 3] {
        let entry = |symbol: u32, traits: Traits| Entry::new(Target { file, symbol }, traits);
        let traits = |symbol: u32| glance.names.get(symbol as usize).map_or(Traits::default(), |of| of.1);
        let known = |of: &(Name, u32)| (of.0, entry(of.1, traits(of.1)));
        let named = (0u32..).zip(&glance.names);
        let names = named.map(|(symbol, &(name, traits))| (name, entry(symbol, traits))).collect();
        let scoped = if self.has_scopes { glance.scoped.iter().map(known).collect() } else { Vec::new() };
        [names, scoped, glance.outer_members.iter().map(known).collect()]
    }

    /// Ends the adding: names can be looked up from here on.
    pub(crate) fn complete(&mut self) {
        self.names.complete();
        self.scoped.complete();
        self.c.complete();
        self.outer_members.complete();
    }

    /// Whether one of the languages has scopes with names.
    pub(crate) fn has_scopes(&self) -> bool {
        self.has_scopes
    }

    /// What there is by that name: a package, and one that it is, or whose name begins like this.
    pub(crate) fn has_package(&self, language: Language, parts: &str) -> (bool, bool) {
        self.shared.has(language, parts)
    }

    /// Files of the C languages that may see others than in the directory of before, of which `moves` has the numbers
    /// of now.
    pub(crate) fn included_otherwise(&self, before: &Directory, moves: &[Option<u32>]) -> Vec<u32> {
        self.c.otherwise(&before.c, moves)
    }
}
