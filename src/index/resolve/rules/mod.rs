//! What differs between languages: how files are modules, how a path begins, what an import names, and
//! which scopes a bare name sees.

pub(super) mod c;
mod go;
pub(super) mod java;
mod javascript;
mod passing;
mod plain;
pub(super) mod python;
mod rust;

pub(super) use passing::{Mapped, Pass, Protocol};

use super::Target;
use super::directory::ModulePath;
use super::lookup::Search;
use super::place::{Found, Place, Want};
use super::table::{Binding, ScopeId, Table};
use crate::index::packages::Packages;
use crate::index::{ImportFact, SymbolFact, UseFact};
use crate::model::{Language, SymbolKind};

/// The rules of one language. What is not said here is the same in all of them.
pub(super) trait Rules: Sync {
    /// Where a file stands among the modules of the project.
    fn module_of(&self, path: &str, module: &[String], packages: &Packages) -> ModulePath;

    /// Whether a bare name sees what stands in the scope of `symbol`, which encloses it; `is_nearest` for the
    /// innermost scope.
    fn sees(&self, symbol: &SymbolFact, is_nearest: bool) -> bool;

    /// Whether a scope gives this symbol, which stands in it, for its name: to a bare name inside the scope, or
    /// from outside, to a path.
    fn gives(&self, symbol: &SymbolFact, is_inside: bool) -> bool {
        let _ = (symbol, is_inside);
        true
    }

    /// Whether what an import brings into a scope is seen there: from inside the scope, or from outside.
    fn binds(&self, import: &ImportFact, is_inside: bool) -> bool {
        let _ = (import, is_inside);
        true
    }

    /// Whether what an import of everything brings in is given on to those files alone that see what is private.
    fn is_private(&self, import: &ImportFact) -> bool {
        let _ = import;
        false
    }

    /// Whether what is private in the modules of a file is seen from the file `from`.
    fn sees_private(&self, table: &Table<'_>, file: u32, from: u32) -> bool {
        let _ = (table, file, from);
        true
    }

    /// Whether an import of everything in a type brings in this member of it.
    fn is_in_glob(&self, member: &SymbolFact) -> bool {
        let _ = member;
        true
    }

    /// Whether a bare name that is not called can mean a symbol of this kind.
    fn is_bare_kind(&self, kind: &SymbolKind) -> bool {
        let _ = kind;
        true
    }

    /// Whether a type and a function may have one name in one scope, of which the function is called, and the type named.
    fn has_type_names(&self) -> bool {
        false
    }

    /// Whether definitions of one name and scope are mostly there under different conditions, of which one build has one.
    fn is_conditional(&self) -> bool {
        false
    }

    /// Whether it is known of definitions and imports that most builds leave them out.
    fn has_conditions(&self) -> bool {
        self.is_conditional()
    }

    /// How many uses of a file are resolved together, see [`super::resolve`].
    fn uses_together(&self) -> u32 {
        8
    }

    /// Whether a bare name may mean something else in one scope of a file than in another.
    fn has_scopes(&self) -> bool {
        true
    }

    /// Whether types of one name in one scope are one type.
    fn merges_types(&self) -> bool {
        false
    }

    /// Whether the files of a package share one scope.
    fn has_packages(&self) -> bool {
        false
    }

    /// Of several symbols that the files of a package give by one name, leaves those that are in a program with the text
    /// of the file `from`.
    fn narrow(&self, table: &Table<'_>, from: u32, targets: &mut Vec<Target>) {
        let _ = (table, from, targets);
    }

    /// Whether functions of one name and scope differ in what they take, also those that a type inherits.
    fn has_overloads(&self) -> bool {
        false
    }

    /// Whether functions of one name and scope differ in what they take, and are declared apart from where they are
    /// defined.
    fn has_signatures(&self) -> bool {
        false
    }

    /// Whether the scopes around that of `symbol` are out of sight of a bare name inside it.
    fn ends_at(&self, symbol: &SymbolFact) -> bool {
        let _ = symbol;
        false
    }

    /// How a path names the type of the object itself.
    fn own_type(&self) -> Option<&'static str> {
        None
    }

    /// Whether what is of a type from outside, or extends it, is called with one value of the type's first argument.
    fn is_component(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// Which of the arguments of such a type one of its members is of.
    fn component_member(&self, name: &str) -> Option<usize> {
        let _ = name;
        None
    }

    /// The method that is called where an object is, in a language where objects may be functions.
    fn call_method(&self) -> Option<&'static str> {
        None
    }

    /// Whether a use names a field by the path of its type, or else says that it means a function: a type may have both of one name.
    fn names_fields(&self, used: &UseFact) -> bool {
        let _ = used;
        false
    }

    /// Whether a name that leads to nothing but a symbol of this kind refers to that.
    fn is_named_kind(&self, kind: &SymbolKind) -> bool {
        let _ = kind;
        true
    }

    /// Whether what is no type has fields all the same, which a path names.
    fn has_fields(&self, kind: &SymbolKind) -> bool {
        let _ = kind;
        false
    }

    /// Whether a bare name in a type's scope means members of the type, also those that it inherits.
    fn has_implicit_this(&self) -> bool {
        false
    }

    /// What a name means that no scope of the file binds: what other files of the package or of the whole program
    /// give to this one without an import.
    fn around(&self, search: &mut Search<'_, '_>, file: u32, name: &str, want: Want) -> Found {
        let _ = (search, file, name, want);
        Found::Nothing
    }

    /// What a whole path means, of one part or more, in a language where that is not found part by part.
    fn whole_path(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        scope: ScopeId,
        path: &[&str],
        want: Want,
    ) -> Option<Found> {
        let _ = (search, file, scope, path, want);
        None
    }

    /// The path of the type that a member is one of, where the member's own name says it.
    fn owner_path<'f>(&self, member: &'f SymbolFact) -> Option<Vec<&'f str>> {
        let _ = member;
        None
    }

    /// Where a path begins.
    fn begin(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        scope: ScopeId,
        first: &str,
        want: Want,
    ) -> Found {
        search.in_scopes(file, scope, first, want).0
    }

    /// What an import binds a name to.
    fn imported(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        import: &ImportFact,
        binding: Binding,
        want: Want,
    ) -> Found;

    /// The modules from which an import of everything imports.
    fn globbed(&self, search: &mut Search<'_, '_>, file: u32, import: &ImportFact) -> Found;

    /// What a word of the language means in the middle of a path (Rust's `self` and `super`).
    fn relative(&self, table: &Table<'_>, file: u32, scope: ScopeId, name: &str) -> Option<Vec<Place>> {
        let _ = (table, file, scope, name);
        None
    }

    /// Files that are the module `name` inside a module.
    fn child_files<'t>(&self, table: &'t Table<'_>, file: u32, scope: ScopeId, name: &str) -> &'t [u32] {
        let _ = (table, file, scope, name);
        &[]
    }

    /// Whether any module of the project may be the module `name` inside another.
    fn has_child_files(&self, table: &Table<'_>, name: &str) -> bool {
        let _ = (table, name);
        false
    }

    /// Whether a symbol of this kind can be what is called.
    fn is_callable(&self, kind: &SymbolKind) -> bool {
        !matches!(kind, SymbolKind::Module | SymbolKind::Namespace)
    }

    /// Whether what is written as a path may go on through values.
    fn has_values_in_paths(&self) -> bool {
        false
    }

    /// Whether a symbol of this kind is a value; where another of the same name is not, an expression means this one.
    fn is_value(&self, kind: &SymbolKind) -> bool {
        let _ = kind;
        true
    }

    /// Whether `x.name` can mean this member, called or not.
    fn is_reached(&self, member: &SymbolFact, is_called: bool) -> bool {
        let _ = (member, is_called);
        true
    }

    /// Whether what an element of a literal is for is written like a field's name, where it may be any value: the key of
    /// a map. Types there are made of others, too, and have their fields.
    fn has_keys(&self) -> bool {
        false
    }

    /// Whether a type from outside gives pairs in a loop, of its first two arguments, where behind brackets it gives the second.
    fn holds_pairs(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// Which argument of a type from outside says what it holds many of, where that is not the last one.
    fn held_argument(&self, type_name: &str) -> Option<usize> {
        let _ = type_name;
        None
    }

    /// The type from outside that what holds pairs gives one by one, and what its two parts are called.
    fn pair_type(&self) -> Option<(&'static str, [&'static str; 2])> {
        None
    }

    /// Whether a loop over a value of this type from outside gives its first argument, where brackets give the last.
    fn loops_over_first(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// The members that say what `with` binds, or of what type the elements are that a loop gives.
    fn protocol(&self, of: Protocol) -> &'static [&'static str] {
        let _ = of;
        &[]
    }

    /// Whether it is known what the methods of the language's own library take and give.
    fn has_library(&self) -> bool {
        false
    }

    /// Whether variables hold what is required of packages.
    fn holds_packages(&self) -> bool {
        false
    }

    /// Whether of several definitions of one name in one scope the first stands for all.
    fn first_stands_for_all(&self) -> bool {
        false
    }

    /// Whether a member of a value that may be of several types means that of each, so that the first stands for all.
    fn first_of_union_stands_for_all(&self) -> bool {
        false
    }

    /// Whether a bare name that no scope binds may be taken for the only symbol of that name; a `member` is one
    /// behind a dot, on a value of which nothing is known.
    fn guesses(&self, want: Want, is_member: bool) -> bool {
        let _ = (want, is_member);
        true
    }

    /// Languages in which a name has to be the only one too, to be guessed at: dialects of one language.
    fn dialects(&self) -> &'static [Language] {
        &[]
    }

    /// Whether a member that is not found where all bases are known may still be elsewhere in the project.
    fn has_open_types(&self) -> bool {
        false
    }

    /// Whether types from outside can have members that the project gives them.
    fn has_extensions(&self) -> bool {
        false
    }

    /// What a call of a method of the language's own library gives, as far as that is about its receiver.
    fn passes(&self, method: &str) -> Option<Pass> {
        let _ = method;
        None
    }

    /// What a method of the language's own library gives to the closure that is its argument number `argument`, as
    /// the closure's parameter number `parameter`.
    fn hands(&self, method: &str, argument: u16, parameter: u16) -> Option<Pass> {
        let _ = (method, argument, parameter);
        None
    }

    /// What a call of a method of the language's own library gives, as far as what it is given tells that.
    fn maps(&self, method: &str) -> Option<Mapped> {
        let _ = method;
        None
    }

    /// The method that makes an object of what a class is called with.
    fn maker(&self) -> Option<&'static str> {
        None
    }

    /// Whether what extends a class from outside is made of its fields.
    fn is_record(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// Whether brackets behind a class or function say what it is of.
    fn has_type_brackets(&self) -> bool {
        false
    }

    /// Whether a variable that holds a class is a name of a type.
    fn variables_may_be_classes(&self) -> bool {
        false
    }

    /// Whether what a method gives that gives its own object is of the type that it was called on, also where a base has the
    /// method.
    fn keeps_receivers(&self) -> bool {
        false
    }

    /// Whether a function with members of its own may be a class: what `new` makes of it has them.
    fn functions_may_be_classes(&self) -> bool {
        false
    }

    /// Whether a type from outside is that of a class itself, which is its argument.
    fn is_of_class(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// Whether a field that is only assigned is a base's, where one says of what type it is.
    fn assigns_inherited(&self) -> bool {
        false
    }

    /// Whether all that a type extends stands in one order, in which its members are looked for (Python's): a base of two
    /// others behind both.
    fn puts_bases_in_order(&self) -> bool {
        false
    }

    /// The method that gives what a type's members are that it does not have itself.
    fn unknown_member(&self) -> Option<&'static str> {
        None
    }

    /// Whether objects of a type from outside have properties of any name, of the type that its second argument says.
    fn has_any_property(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// What the member is called that makes instances of a type.
    fn constructor(&self) -> Option<&'static str> {
        None
    }

    /// Whether a function of this name, which a type is given by a trait from outside, makes a value of that type.
    fn makes_own(&self, function: &str) -> bool {
        let _ = function;
        false
    }

    /// Whether a type of the language's own library is used like what it holds: members of its first argument are
    /// reached through it.
    fn is_transparent(&self, type_name: &str) -> bool {
        let _ = type_name;
        false
    }

    /// The member that says what a value of the project's own types points to, whose members are reached through it.
    fn pointer_member(&self) -> Option<&'static str> {
        None
    }

    /// The member that says what waiting for a value of the project's own types comes to, and the traits that have it.
    fn future(&self) -> Option<(&'static str, &'static [&'static str])> {
        None
    }

    /// The type of the object whose members all names are that no scope binds, where it goes by this name.
    fn global_object(&self, name: &str) -> Option<&'static str> {
        let _ = name;
        None
    }

    /// The member that says what a loop or an index gives of a value of the project's own types.
    fn element_members(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether an element of what has no such member is of the same type: what is many of it is not told apart from
    /// it.
    fn is_its_own_element(&self) -> bool {
        false
    }
}

/// The rules of a language.
pub(super) fn rules(language: Language) -> &'static dyn Rules {
    match language {
        Language::Rust => &rust::Rust,
        Language::Python => &python::Python,
        Language::Java => &java::Java,
        Language::Go => &go::Go,
        Language::JavaScript => &javascript::JavaScript { is_typed: false },
        Language::TypeScript | Language::Tsx => &javascript::JavaScript { is_typed: true },
        Language::C => &c::C { has_classes: false },
        Language::Cpp | Language::Cuda => &c::C { has_classes: true },
        _ => &plain::Plain,
    }
}

impl Table<'_> {
    /// The rules of a file's language.
    pub(super) fn rules(&self, file: u32) -> &'static dyn Rules {
        rules(self.language(file))
    }

    /// Files as modules.
    pub(super) fn modules_of(files: &[u32]) -> Vec<Place> {
        files.iter().map(|&file| Place::Module { file, scope: None, declared: None }).collect()
    }
}
