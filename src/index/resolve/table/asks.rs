//! Every question that can be asked of other files and of the directory: each is noted here, as one of the ties of the
//! file that is being resolved. There is no other way to what stands elsewhere.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::{Binding, Looked, MAX_OF_A_NAME, ScopeId, Table};
use crate::index::crates::Crates;
use crate::index::encoding::OpenFacts;
use crate::index::extract::is_ruled_out;
use crate::index::facts::{LocalFact, TypeFact, UseFact, ValueFact};
use crate::index::lists::List;
use crate::index::resolve::Target;
use crate::index::resolve::directory::{Listed, ModulePath};
use crate::index::resolve::globs::Globs;
use crate::index::resolve::names::{Entry, Name};
use crate::index::resolve::namesakes::Namesake;
use crate::index::resolve::ties::{Index, Tie};
use crate::index::{Detail, ImportFact, SymbolFact};
use crate::model::Language;

/// What the symbols of a file are made from. All of it is seen through a symbol that was asked for.
#[derive(Clone, Copy)]
pub(in crate::index::resolve) struct Bodies<'f> {
    pub(in crate::index::resolve) types: &'f List<TypeFact>,
    pub(in crate::index::resolve) values: &'f List<ValueFact>,
    pub(in crate::index::resolve) uses: &'f List<UseFact>,
    pub(in crate::index::resolve) locals: &'f List<LocalFact>,
}

/// What can be asked of another file.
impl<'p> Table<'p> {
    /// What is in a file. That it was looked into is noted; what was seen there is not.
    fn look(&self, file: u32) -> Option<&Looked> {
        if file == self.file {
            return Some(&self.own);
        }
        if let Some(looked) = self.looked.get(&file) {
            return Some(looked);
        }
        let seen = self.source.seen(file)?;
        self.note(|| Tie::file(&seen.path));
        Some(self.looked.insert(file, Box::new(Looked { seen, noted: Default::default() })))
    }

    fn facts(&self, file: u32) -> Option<&OpenFacts> {
        Some(&self.look(file)?.seen.facts)
    }

    /// Notes a question, where somebody wants to know them.
    fn note(&self, tie: impl FnOnce() -> Tie) {
        if let Some(asked) = &self.asked {
            asked.borrow_mut().note(tie());
        }
    }

    /// Notes that a file was asked for a name.
    fn note_name(&self, file: u32, name: &str) {
        if file != self.file
            && self.asked.is_some()
            && let Some(path) = self.path(file)
        {
            self.note(|| Tie::in_file(path, Name::of(name)));
        }
    }

    pub(in crate::index::resolve) fn fact(&self, target: Target) -> Option<&SymbolFact> {
        if target.file != self.file
            && self.looked.get(&target.file).is_none()
            && let Some(lent) = self.lent.get(&target)
        {
            return Some(lent);
        }
        let looked = self.look(target.file)?;
        let fact = looked.seen.facts.symbols.get(target.symbol as usize)?;
        if target.file != self.file && self.asked.is_some() {
            let mut noted = looked.noted.borrow_mut();
            noted.grow(looked.seen.facts.symbols.len());
            if !noted.put(target.symbol as usize) {
                self.note_name(target.file, &fact.name);
            }
        }
        Some(fact)
    }

    /// What a reader is shown of a symbol.
    pub(in crate::index::resolve) fn detail(&self, target: Target) -> Option<&Detail> {
        self.fact(target)?;
        self.facts(target.file)?.details.get(target.symbol as usize)
    }

    /// The symbols of that name that stand in a scope of a file; of very many the first ones.
    pub(in crate::index::resolve) fn symbols_in(
        &self,
        file: u32,
        scope: ScopeId,
        name: &str,
    ) -> impl Iterator<Item = u32> {
        self.note_name(file, name);
        let all = self.look(file).into_iter().flat_map(move |looked| looked.seen.symbols(scope, name));
        // Two names may have one hash.
        all.filter(move |&symbol| {
            let facts = self.facts(file);
            facts.and_then(|facts| facts.symbols.get(symbol as usize)).is_some_and(|fact| fact.name == name)
        })
        .take(MAX_OF_A_NAME)
    }

    /// What imports bind a name to in a scope of a file.
    pub(in crate::index::resolve) fn bindings(&self, file: u32, scope: ScopeId, name: &str) -> &[Binding] {
        self.note_name(file, name);
        self.look(file).map_or(&[], |looked| looked.seen.bindings(scope, name))
    }

    /// The imports of everything in a scope of a file.
    pub(in crate::index::resolve) fn globs(&self, file: u32, scope: ScopeId) -> &[u32] {
        self.look(file).map_or(&[], |looked| looked.seen.globs(scope))
    }

    /// Those, and where they lead as far as that was found.
    pub(in crate::index::resolve) fn glob_imports(&self, file: u32, scope: ScopeId) -> &Globs {
        if let Some(known) = self.globs.get(&(file, scope)) {
            return known;
        }
        self.globs.insert((file, scope), self.make_globs(file, scope))
    }

    /// Likewise where they are many.
    pub(in crate::index::resolve) fn many_globs(&self, file: u32, scope: ScopeId) -> Arc<Globs> {
        let globs = self.directory.many_globs(self.source, file, scope);
        globs.ties.iter().for_each(|tie| self.note(|| *tie));
        globs
    }

    /// The names that imports bind in a scope of a file, in no order.
    pub(in crate::index::resolve) fn bound_names(
        &self,
        file: u32,
        scope: ScopeId,
    ) -> impl Iterator<Item = Name> {
        let looked = self.look(file);
        if let Some(looked) = looked
            && file != self.file
        {
            self.note(|| Tie::imports(&looked.seen.path));
        }
        looked.into_iter().flat_map(move |looked| looked.seen.bound_names(scope))
    }

    /// An import that binds a name or everything.
    pub(in crate::index::resolve) fn import(&self, file: u32, import: u32) -> Option<&ImportFact> {
        self.facts(file)?.imports.get(import as usize)
    }

    /// The imports of everything of a whole file.
    pub(in crate::index::resolve) fn all_globs(&self, file: u32) -> impl Iterator<Item = &ImportFact> {
        let imports = self.facts(file).into_iter().flat_map(|facts| facts.imports.iter());
        imports.filter(|import| import.is_glob)
    }

    /// All that a file imports.
    pub(in crate::index::resolve) fn imports(&self, file: u32) -> impl Iterator<Item = &ImportFact> {
        let looked = self.look(file);
        if let Some(looked) = looked
            && file != self.file
        {
            self.note(|| Tie::imports(&looked.seen.path));
        }
        looked.into_iter().flat_map(|looked| looked.seen.facts.imports.iter())
    }

    /// What the symbols of a file are made from.
    pub(in crate::index::resolve) fn bodies(&self, file: u32) -> Option<Bodies<'_>> {
        let OpenFacts { types, values, uses, locals, .. } = self.facts(file)?;
        Some(Bodies { types, values, uses, locals })
    }

    /// Whether something that is no type has members, as an object has.
    pub(in crate::index::resolve) fn has_members(&self, target: Target) -> bool {
        let is_there = self.fact(target).is_some();
        is_there && self.look(target.file).is_some_and(|looked| looked.seen.has_members(target.symbol))
    }
}

/// What can be asked of the directory.
impl<'p> Table<'p> {
    fn listed(&self, file: u32) -> Option<&'p Listed> {
        self.directory.files.get(file as usize)
    }

    /// The file that is being resolved.
    pub(in crate::index::resolve) fn home(&self) -> u32 {
        self.file
    }

    pub(in crate::index::resolve) fn path(&self, file: u32) -> Option<&'p str> {
        Some(&self.listed(file)?.path)
    }

    /// Which module a file is.
    pub(in crate::index::resolve) fn module(&self, file: u32) -> Option<&'p ModulePath> {
        let listed = self.listed(file)?;
        if file != self.file {
            self.note(|| Tie::file(&listed.path));
        }
        Some(&listed.module)
    }

    pub(in crate::index::resolve) fn language(&self, file: u32) -> Language {
        self.listed(file).map_or(Language::Other, |listed| listed.language)
    }

    /// Files that are a module.
    pub(in crate::index::resolve) fn files_of(&self, language: Language, module: ModulePath) -> &'p [u32] {
        self.note(|| Tie::module(language, &module));
        self.directory.files_by_module.get(&(language, module)).map_or(&[], Vec::as_slice)
    }

    /// Whether any module of a language ends with this part.
    pub(in crate::index::resolve) fn has_modules_ending(&self, language: Language, last: &str) -> bool {
        self.note(|| Tie::ending(language, last));
        self.directory.endings.contains(&(language, Name::of(last)))
    }

    /// All symbols of that name in files of a language; none where they are very many: who asks wants just one of
    /// them, and each has to be looked at.
    pub(in crate::index::resolve) fn named(
        &self,
        language: Language,
        name: &str,
    ) -> impl Iterator<Item = Target> {
        self.note(|| Tie::named(Index::Names, Name::of(name)));
        let all = self.directory.namesakes(self.source, language, Name::of(name));
        let all = all.iter().filter(|namesake| namesake.fact.name == name);
        let all: Vec<Target> = all.map(|namesake| self.borrow(namesake)).collect();
        all.into_iter()
    }

    /// Has what is known of a symbol at hand, and what it stands in.
    fn borrow(&self, Namesake { target, fact, around }: &Namesake) -> Target {
        let around = around.iter().map(|(target, fact)| (*target, fact));
        for (target, fact) in around.chain([(*target, fact)]) {
            if target.file == self.file || self.looked.get(&target.file).is_some() {
                self.fact(target);
                continue;
            }
            if self.lent.get(&target).is_some() {
                continue;
            }
            if let Some(path) = self.path(target.file) {
                self.note(|| Tie::file(path));
            }
            self.note_name(target.file, &fact.name);
            self.lent.insert(target, Arc::clone(fact));
        }
        *target
    }

    /// Likewise without fields, and without a look at them: some may have another name, and all languages are there.
    pub(in crate::index::resolve) fn entries(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.note(|| Tie::named(Index::Names, name));
        self.directory.names.free(name)
    }

    /// Likewise, of the C languages, what stands in no scope.
    pub(in crate::index::resolve) fn globals(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.note(|| Tie::named(Index::Scoped, name.in_scope("")));
        let has_scopes = self.directory.has_scopes();
        self.directory.names.exactly(name).filter(move |_| has_scopes)
    }

    /// Likewise, by a name and the scope that it stands in.
    pub(in crate::index::resolve) fn scoped(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.note(|| Tie::named(Index::Scoped, name));
        self.directory.scoped.exactly(name)
    }

    /// Likewise, members that do not stand in their type's own text, by its name and theirs; of very many the first ones.
    pub(in crate::index::resolve) fn outer_members(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.note(|| Tie::named(Index::Outer, name));
        self.directory.outer_members.exactly(name).take(MAX_OF_A_NAME)
    }

    /// What stands by that name at the top of the files of a file's package; some may have another name.
    pub(in crate::index::resolve) fn tops(&self, file: u32, name: &str) -> &'p [Target] {
        let Some(listed) = self.listed(file) else { return &[] };
        let name = Name::of(name);
        self.note(|| Tie::in_package(listed.language, &listed.module, name));
        self.directory.shared.tops(file, name)
    }

    /// A file of a package, or of one whose name begins like this.
    pub(in crate::index::resolve) fn file_of_package(&self, language: Language, parts: &str) -> Option<u32> {
        self.note(|| Tie::package(language, parts));
        self.directory.shared.file_of(language, parts)
    }

    /// The files that a file of the C languages sees.
    pub(in crate::index::resolve) fn included(&self, file: u32) -> Arc<FixedBitSet> {
        if file != self.file
            && self.asked.is_some()
            && let Some(path) = self.path(file)
        {
            self.note(|| Tie::includes(path));
        }
        self.directory.c.seen(file)
    }

    /// Whether a file of one of the C languages includes the one that is resolved in its own text.
    pub(in crate::index::resolve) fn is_in_text_of(&self, file: u32) -> bool {
        if let Some(path) = self.path(file).filter(|_| file != self.file) {
            self.note(|| Tie::includes(path));
        }
        self.directory.c.has_in_text(file, self.file)
    }

    /// Whether the file that is resolved, one of the C languages, sees something from outside of the project.
    pub(in crate::index::resolve) fn sees_outside(&self) -> bool {
        self.directory.c.sees_outside(self.file)
    }

    /// Whether a folder is a package of Python's.
    pub(in crate::index::resolve) fn is_python_package(&self, folder: &str) -> bool {
        self.note(|| Tie::python_folder(folder));
        self.directory.python.is_package(folder)
    }

    /// Modules of Python's whose path ends like this.
    pub(in crate::index::resolve) fn python_modules(&self, last: &str) -> &'p [u32] {
        self.note(|| Tie::python_last(last));
        self.directory.python.ending(last)
    }

    /// The packages of Rust. A project whose packages are others is resolved anew.
    pub(in crate::index::resolve) fn crates(&self) -> &'p Crates {
        self.directory.packages.crates()
    }

    /// Whether the features of the package of a file rule out what stands in it under this condition, likewise.
    pub(in crate::index::resolve) fn is_ruled_out(&self, file: u32, condition: Option<&str>) -> bool {
        let Some((condition, looked)) = condition.zip(self.look(file)) else { return false };
        is_ruled_out(condition, &|feature| self.crates().has_feature(&looked.seen.path, feature))
    }

    /// The folder of the Go package that a file imports by this path, likewise.
    pub(in crate::index::resolve) fn go_folder(&self, from: &str, path: &str) -> Option<String> {
        self.directory.packages.go_folder(from, path)
    }

    /// What a path that a file of JavaScript imports may be from the root, likewise.
    pub(in crate::index::resolve) fn script_places(&self, from: &str, path: &str) -> Vec<String> {
        self.directory.packages.script_places(from, path)
    }

    /// The folders in which a Go file finds what its project keeps of others, likewise.
    pub(in crate::index::resolve) fn go_vendors(&self, from: &str) -> Vec<String> {
        self.directory.packages.go_vendors(from)
    }
}
