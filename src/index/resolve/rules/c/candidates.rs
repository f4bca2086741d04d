//! Which symbols of a name a file can mean at all: what it sees through its includes, and what is declared there and
//! defined wherever.

use super::choose::is_function;
use super::is_c;
use super::look::Wanted;
use crate::index::SymbolFact;
use crate::index::resolve::Target;
use crate::index::resolve::names::{Entry, Name, Traits};
use crate::index::resolve::table::{MAX_OF_A_NAME, is_type};
use crate::model::SymbolKind;

/// Of the definitions that a declaration may stand for, so many are looked at.
const MAX_BEYOND: usize = 256;

/// What the directory is to say of a symbol.
pub(in crate::index::resolve) fn traits(fact: &SymbolFact) -> Traits {
    let is_definition = !fact.flags.is_declaration && !fact.flags.is_file_local;
    let is_linked = is_linked(&fact.kind) || is_type(&fact.kind) && fact.kind != SymbolKind::TypeAlias;
    Traits::default().and(Traits::LINKED, is_definition && is_linked)
}

/// Whether a symbol stands in a scope that has a name.
pub(in crate::index::resolve) fn is_scoped(fact: &SymbolFact) -> bool {
    !scope_of(fact).is_empty()
}

/// What a symbol's qualified name says of its scope.
pub(super) fn scope_of(fact: &SymbolFact) -> &str {
    let scope = fact.qualified.strip_suffix(fact.name.as_str()).unwrap_or_default();
    scope.strip_suffix("::").unwrap_or(scope)
}

/// Of the symbols that the directory has for a name those that are of the sort that is wanted, and `hold`, in order.
pub(super) fn candidates(
    wanted: &Wanted<'_, '_>,
    entries: impl Iterator<Item = Entry> + Clone,
    holds: impl Fn(&SymbolFact) -> bool,
) -> Vec<Target> {
    let table = wanted.table;
    let fits = |target: &Target| {
        is_c(table.language(target.file))
            && table.fact(*target).is_some_and(|fact| {
                fact.name == wanted.name
                    && wanted.fits(fact)
                    && holds(fact)
                    && wanted.can_name(*target, fact)
                    && wanted.is_still_known(*target, fact)
            })
    };
    let seen = entries.clone().filter(|entry| wanted.sees(entry.file)).map(Entry::target).filter(fits);
    let seen = seen.take(MAX_OF_A_NAME);
    let beyond = entries.filter(|entry| entry.has(Traits::LINKED) && !wanted.sees(entry.file));
    let beyond = beyond.take(MAX_BEYOND).map(Entry::target).filter(fits);
    let found = with_definitions(wanted, seen.collect(), beyond);
    let Some(&declared) = found.first().filter(|_| !wanted.is_c() && are_declared(wanted, &found)) else {
        return found;
    };
    if table.fact(declared).is_some_and(|fact| is_type(&fact.kind)) {
        return shorter_definition(wanted, declared).map_or(found, |defined| vec![defined]);
    }
    match table.owner_of(declared) {
        Some(owner) => of_members(wanted, table.own_members(owner, wanted.name)),
        None => found,
    }
}

/// Whether all that was found only says that a type, or a function of one, exists.
fn are_declared(wanted: &Wanted<'_, '_>, found: &[Target]) -> bool {
    let mut facts = found.iter().map(|target| wanted.table.fact(*target));
    facts.all(|fact| {
        fact.is_some_and(|fact| {
            let is_member = is_function(&fact.kind) && fact.member_of.is_some();
            fact.flags.is_declaration && (is_type(&fact.kind) || is_member)
        })
    })
}

/// What defines a nested type by less than all of its scopes, as a file can that uses a namespace whole.
fn shorter_definition(wanted: &Wanted<'_, '_>, declared: Target) -> Option<Target> {
    let table = wanted.table;
    let whole = &table.fact(declared)?.qualified;
    let is_end = |short: &str| {
        short.contains("::") && whole.strip_suffix(short).is_some_and(|scope| scope.ends_with("::"))
    };
    let all = table.entries(Name::of(wanted.name)).filter(|entry| entry.has(Traits::LINKED));
    let mut fitting = all.take(MAX_BEYOND).map(Entry::target).filter(|target| {
        table.fact(*target).is_some_and(|fact| {
            fact.name == wanted.name
                && is_type(&fact.kind)
                && !fact.flags.is_declaration
                && is_end(&fact.qualified)
        })
    });
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Likewise of members of a type.
pub(super) fn of_members(wanted: &Wanted<'_, '_>, members: Vec<Target>) -> Vec<Target> {
    let (seen, beyond): (Vec<Target>, Vec<Target>) =
        members.into_iter().partition(|target| wanted.sees(target.file));
    with_definitions(wanted, seen, beyond.into_iter())
}

/// What is seen, and the definitions of functions and variables that are declared there; likewise the definition of a
/// type of which only a forward declaration is seen.
fn with_definitions(
    wanted: &Wanted<'_, '_>,
    seen: Vec<Target>,
    beyond: impl Iterator<Item = Target>,
) -> Vec<Target> {
    let is =
        |target: &Target, holds: &dyn Fn(&SymbolFact) -> bool| wanted.table.fact(*target).is_some_and(holds);
    let is_defined = seen.iter().any(|target| is(target, &|fact| !fact.flags.is_declaration));
    let is_shared = |fact: &SymbolFact| {
        !fact.flags.is_file_local && (is_linked(&fact.kind) || !is_defined && is_type(&fact.kind))
    };
    let mut all = seen;
    // `struct a` declares one, if nothing else does.
    let is_declared_so = wanted.is_tag && all.is_empty();
    // Where only definitions are seen, those of other files are other functions.
    let is_open = |fact: &SymbolFact| is_shared(fact) && fact.flags.is_declaration;
    if is_declared_so || all.iter().any(|target| is(target, &is_open)) {
        let defined = beyond.filter(|target| is(target, &|of| is_shared(of) && !of.flags.is_declaration));
        let mut defined: Vec<Target> = defined.collect();
        keep_declared(wanted, &all, &mut defined);
        all.extend(defined);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Of several definitions leaves those in files that see one of the declarations, if there are any: the others are other programs'.
fn keep_declared(wanted: &Wanted<'_, '_>, declared: &[Target], defined: &mut Vec<Target>) {
    if defined.len() < 2 || declared.is_empty() {
        return;
    }
    let sees_one = |target: &Target| {
        let seen = wanted.table.included(target.file);
        declared.iter().any(|of| seen.contains(of.file as usize))
    };
    if defined.iter().any(sees_one) {
        defined.retain(sees_one);
    }
}

/// Whether a declaration of this kind stands for a definition in whatever file.
fn is_linked(kind: &SymbolKind) -> bool {
    is_function(kind) || matches!(kind, SymbolKind::Variable | SymbolKind::Constant | SymbolKind::Field)
}
