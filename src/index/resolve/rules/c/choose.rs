//! Of the symbols that a name may mean those that it does: by what the file sees, and by what stands for what.

use super::look::Wanted;
use crate::index::SymbolFact;
use crate::index::resolve::Target;
use crate::index::resolve::common;
use crate::index::resolve::place::{Found, UseWant, Want};
use crate::index::resolve::table::{Table, is_type};
use crate::model::{Language, SymbolKind};

/// Chooses among symbols of one name and scope.
pub(super) fn choose(wanted: &Wanted<'_, '_>, mut targets: Vec<Target>) -> Found {
    let table = wanted.table;
    let is = |target: &Target, holds: &dyn Fn(&SymbolFact) -> bool| table.fact(*target).is_some_and(holds);
    let are_stand_ins =
        !targets.is_empty() && targets.iter().all(|of| is(of, &|fact| fact.flags.is_stand_in));
    if are_stand_ins || is_only_renamed(wanted, &targets) {
        return Found::External;
    }
    let is_defined =
        |fact: &SymbolFact| (is_function(&fact.kind) || is_type(&fact.kind)) && !fact.flags.is_declaration;
    let is_likely = |fact: &SymbolFact| !fact.flags.is_unlikely;
    let has_likely = targets.iter().any(|target| is(target, &|fact| is_defined(fact) && is_likely(fact)));
    // What is nowhere else defined is not left for its declaration.
    prefer(&mut targets, |target| is(target, &|fact| is_likely(fact) || !has_likely && is_defined(fact)));
    let is_own = |target: &Target| target.file == wanted.file;
    // What the file keeps for itself hides what others have of that name, but for overloads.
    let hides = |fact: &SymbolFact| fact.flags.is_file_local && (wanted.is_c() || !is_function(&fact.kind));
    prefer(&mut targets, |target| is_own(target) && is(target, &hides));
    // In C it has one function of a name: where it defines that itself, others' are other programs'.
    let is_function_of = |fact: &SymbolFact| is_function(&fact.kind);
    if wanted.is_c()
        && targets
            .iter()
            .any(|target| is_own(target) && is(target, &|fact| is_function_of(fact) && is_defined(fact)))
    {
        targets.retain(|target| is_own(target) || !is(target, &is_function_of));
    }
    if wanted.is_c() {
        leave_programs(wanted, &mut targets);
    }
    // Where a macro has the name of a function that its header is seen by, it stood aside for the function.
    let gives_way = targets.iter().any(|target| {
        is(target, &|fact| is_function(&fact.kind) && is_defined(fact)) && {
            let seen = table.included(target.file);
            let is_macro = |of: &Target| is(of, &|fact| fact.kind == SymbolKind::Macro);
            targets.iter().any(|of| is_macro(of) && of.file != target.file && seen.contains(of.file as usize))
        }
    });
    let is_macro = |fact: &SymbolFact| fact.kind == SymbolKind::Macro;
    prefer(&mut targets, |target| is(target, &|fact| is_macro(fact) != gives_way));
    if targets.iter().any(|target| is(target, &|fact| is_type(&fact.kind))) {
        choose_type(wanted, &mut targets);
    }
    if !targets.iter().all(|target| is(target, &|fact| is_function(&fact.kind))) {
        prefer(&mut targets, |target| is(target, &|fact| !fact.flags.is_declaration));
        prefer(&mut targets, is_own);
    }
    let are_functions = targets.iter().all(|target| is(target, &|fact| is_function(&fact.kind)));
    let is_c = table.language(wanted.file) == Language::C;
    if !are_functions || is_c {
        one_of_alternatives(wanted, &mut targets);
    }
    if let ([only], Want::Use(UseWant::Call)) = (targets.as_slice(), wanted.want) {
        let constructors = constructors(wanted, *only);
        if !constructors.is_empty() {
            targets = constructors;
        }
    }
    Found::of(targets.into_iter().map(|target| table.place(target)).collect())
}

/// Whether a function of C's library is meant, which the project declares once more, or calls otherwise on some systems.
fn is_only_renamed(wanted: &Wanted<'_, '_>, targets: &[Target]) -> bool {
    // What compilers have themselves some do not, for which a macro stands in.
    let is_of_compilers = wanted.name.starts_with("__builtin_");
    let of_library = |fact: &SymbolFact| match fact.kind {
        SymbolKind::Macro => fact.flags.is_unlikely || is_of_compilers,
        // Who sees nothing from outside does not see the library either: what is declared there is no function of that.
        SymbolKind::Function => {
            fact.flags.is_declaration && wanted.table.sees_outside()
                || fact.flags.is_unlikely && fact.flags.is_file_local
        }
        _ => false,
    };
    !targets.is_empty()
        && (is_of_compilers || common::is_of_c_library(wanted.name))
        && targets.iter().all(|target| wanted.table.fact(*target).is_some_and(of_library))
}

/// Leaves out, of several functions of one name that are defined, those in files with a `main` of their own: nobody is linked with
/// two programs.
fn leave_programs(wanted: &Wanted<'_, '_>, targets: &mut Vec<Target>) {
    let table = wanted.table;
    let is_defined = |target: &Target| {
        table.fact(*target).is_some_and(|fact| is_function(&fact.kind) && !fact.flags.is_declaration)
    };
    let mut defined: Vec<Target> = targets.iter().copied().filter(is_defined).collect();
    if defined.len() < 2 || wanted.name == "main" {
        return;
    }
    let is_program = |file: u32| {
        let mut mains = table.symbols_in(file, None, "main").map(|symbol| Target { file, symbol });
        mains.any(|main| is_defined(&main))
    };
    defined.retain(|target| target.file == wanted.file || !is_program(target.file));
    if !defined.is_empty() {
        let mut kept = defined.iter().peekable();
        targets.retain(|target| !is_defined(target) || kept.next_if(|kept| *kept == target).is_some());
    }
}

/// Whether a type is a template for just some of what it may take: the template itself goes before it.
pub(in crate::index::resolve) fn is_special(table: &Table<'_>, target: Target) -> bool {
    let (Some(fact), Some(detail)) = (table.fact(target), table.detail(target)) else { return false };
    let behind = detail.signature.split_once(fact.name.as_str()).map_or("", |(_, behind)| behind);
    is_type(&fact.kind) && fact.kind != SymbolKind::TypeAlias && behind.trim_start().starts_with('<')
}

/// Of definitions in one file, which conditions of the preprocessor keep apart, the last stands for all: it is for
/// those who ask for nothing special. Of namespaces, which are opened again and again, it is the first.
fn one_of_alternatives(wanted: &Wanted<'_, '_>, targets: &mut Vec<Target>) {
    let is =
        |target: &Target, holds: &dyn Fn(&SymbolFact) -> bool| wanted.table.fact(*target).is_some_and(holds);
    prefer(targets, |target| is(target, &|fact| !fact.flags.is_declaration));
    if targets.iter().all(|target| is(target, &|fact| fact.kind == SymbolKind::Namespace)) {
        targets.truncate(1);
    }
    let is_of_special = |target: &Target| {
        let parent = wanted.table.fact(*target).and_then(|fact| fact.parent);
        parent.is_some_and(|symbol| is_special(wanted.table, Target { file: target.file, symbol }))
    };
    if let (Some(first), Some(last)) = (targets.first().copied(), targets.last().copied())
        && targets.iter().all(|target| target.file == first.file)
        && !targets.iter().any(is_of_special)
    {
        *targets = vec![last];
    }
}

/// A type goes by what it is where types are wanted, by its tag where that is written, else by its other name.
fn choose_type(wanted: &Wanted<'_, '_>, targets: &mut Vec<Target>) {
    let table = wanted.table;
    let is = |target: &Target, holds: &dyn Fn(&SymbolFact) -> bool| table.fact(*target).is_some_and(holds);
    let is_alias = |target: &Target| is(target, &|fact| fact.kind == SymbolKind::TypeAlias);
    let is_c = table.language(wanted.file) == Language::C;
    match wanted.want {
        Want::Type | Want::Path => prefer(targets, |target| !is_alias(target)),
        Want::Use(_) if is_c && !wanted.is_tag => {
            let has_name = |fact: &SymbolFact| is_type(&fact.kind) && fact.kind != SymbolKind::TypeAlias;
            let is_typedef = |target: &Target| {
                table.detail(*target).is_some_and(|detail| detail.signature.starts_with("typedef"))
            };
            prefer(targets, |target| !is(target, &has_name) || is_typedef(target));
        }
        // `typedef struct a a;`
        Want::Use(_) => prefer(targets, is_alias),
    }
    prefer(targets, |target| !is_special(table, *target));
    prefer(targets, |target| is(target, &|fact| !fact.flags.is_declaration));
}

/// The constructors of a class.
fn constructors(wanted: &Wanted<'_, '_>, of: Target) -> Vec<Target> {
    let table = wanted.table;
    let is_class =
        |fact: &SymbolFact| matches!(fact.kind, SymbolKind::Class | SymbolKind::Struct | SymbolKind::Union);
    let Some(fact) = table.fact(of).filter(|fact| is_class(fact)) else { return Vec::new() };
    let all = table.own_members(of, &fact.name).into_iter();
    all.filter(|member| table.fact(*member).is_some_and(|fact| fact.kind == SymbolKind::Method)).collect()
}

/// Whether all that was found are macros that most builds leave out.
pub(super) fn is_unlikely(wanted: &Wanted<'_, '_>, found: &Found) -> bool {
    let Found::Places(places) = found else { return false };
    places.iter().all(|place| {
        let fact = place.target().and_then(|target| wanted.table.fact(target));
        fact.is_some_and(|fact| fact.kind == SymbolKind::Macro && fact.flags.is_unlikely)
    })
}

pub(super) fn is_function(kind: &SymbolKind) -> bool {
    matches!(kind, SymbolKind::Function | SymbolKind::Method)
}

/// Leaves those of several that are better, if there are any.
fn prefer(targets: &mut Vec<Target>, is_better: impl Fn(&Target) -> bool) {
    if targets.len() > 1 && targets.iter().any(&is_better) {
        targets.retain(is_better);
    }
}
