//! Which symbols a name or path means where it is used.

use std::collections::HashSet;

use super::choose::choose;
use super::is_c;
use crate::index::SymbolFact;
use crate::index::resolve::Target;
use crate::index::resolve::names::Name;
use crate::index::resolve::place::{Found, UseWant, Want};
use crate::index::resolve::table::{ScopeId, Table, is_type};
use crate::model::{Language, SymbolKind};

/// Stands before what is named by `struct`, `union` or `enum` in C.
const TAG: &str = "struct";

/// Scopes around a use are followed so far.
const MAX_SCOPES: usize = 64;

/// Aliases of namespaces and types on the way are followed so far.
const MAX_DEPTH: usize = 8;

/// What is looked for, and from where.
pub(super) struct Wanted<'t, 'a> {
    pub(super) table: &'t Table<'a>,
    pub(super) file: u32,
    pub(super) name: &'t str,
    pub(super) want: Want,
    pub(super) is_tag: bool,
    pub(super) seen: &'t HashSet<u32>,
}

impl Wanted<'_, '_> {
    fn is_c(&self) -> bool {
        self.table.language(self.file) == Language::C
    }

    /// Whether a symbol is of the sort that is looked for, and stands where names without a value before them do.
    fn fits(&self, fact: &SymbolFact) -> bool {
        let is_tag = matches!(fact.kind, SymbolKind::Struct | SymbolKind::Union | SymbolKind::Enum);
        match self.want {
            _ if self.is_tag => is_tag,
            Want::Path => is_type(&fact.kind) || fact.kind == SymbolKind::Namespace,
            Want::Type => is_type(&fact.kind),
            Want::Use(UseWant::Call) => fact.kind != SymbolKind::Namespace,
            Want::Use(_) => true,
        }
    }
}

/// Looks a path up; its last part is the name.
pub(super) fn look_up(table: &Table<'_>, file: u32, scope: ScopeId, path: &[&str], want: Want) -> Found {
    look_deep(table, file, scope, path, want, 0)
}

fn look_deep(table: &Table<'_>, file: u32, scope: ScopeId, path: &[&str], want: Want, depth: usize) -> Found {
    let Some((&name, before)) = path.split_last() else { return Found::Nothing };
    if depth > MAX_DEPTH {
        return Found::Nothing;
    }
    let (is_tag, before) = match before {
        [TAG] => (true, &[][..]),
        before => (false, before),
    };
    let seen = table.directory.c.seen(file);
    let wanted = Wanted { table, file, name, want, is_tag, seen: &seen };
    if before.is_empty() && !is_tag && !wanted.is_c() {
        let members = implied(&wanted, scope);
        if !members.is_empty() {
            return choose(&wanted, members);
        }
    }
    let candidates: Vec<(Target, &SymbolFact)> = table
        .directory
        .names
        .free(Name::of(name))
        .filter(|target| is_c(table.language(target.file)))
        .filter_map(|target| Some((target, table.fact(target)?)))
        .filter(|(_, fact)| fact.name == name && wanted.fits(fact))
        .collect();
    if wanted.is_c() {
        let free = candidates.into_iter().filter(|(_, fact)| fact.kind != SymbolKind::Method);
        return choose(&wanted, free.map(|(target, _)| target).collect());
    }
    let found = in_scopes(&wanted, scope, before, &candidates);
    if found != Found::Nothing {
        return found;
    }
    through_imports(&wanted, before, depth)
        .or_else(|| through_type(&wanted, scope, before, depth))
        .unwrap_or_else(|| if before.first() == Some(&"std") { Found::External } else { Found::Nothing })
}

/// Members of the types around, which a bare name means before anything outside of them.
fn implied(wanted: &Wanted<'_, '_>, scope: ScopeId) -> Vec<Target> {
    let table = wanted.table;
    let mut at = scope;
    for _ in 0..MAX_SCOPES {
        let Some(symbol) = at else { break };
        let target = Target { file: wanted.file, symbol };
        let Some(fact) = table.fact(target) else { break };
        let owner = if is_type(&fact.kind) { Some(target) } else { table.owner_of(target) };
        // The name of the type itself is no member's.
        let owner = owner.filter(|of| table.fact(*of).is_some_and(|of| of.name != wanted.name));
        if let Some(owner) = owner {
            let members = table.member(owner, wanted.name, wanted.want);
            // Nor is that of a type that it derives from.
            let is_named = |fact: &SymbolFact| fact.member_of.as_ref() == Some(&fact.name);
            let fits =
                |member: &Target| table.fact(*member).is_some_and(|of| wanted.fits(of) && !is_named(of));
            let members: Vec<Target> = members.into_iter().filter(fits).collect();
            if !members.is_empty() {
                return members;
            }
        }
        at = fact.parent;
    }
    Vec::new()
}

/// What a symbol's qualified name says of its scope.
fn scope_of(fact: &SymbolFact) -> &str {
    let scope = fact.qualified.strip_suffix(fact.name.as_str()).unwrap_or_default();
    scope.strip_suffix("::").unwrap_or(scope)
}

/// Holds candidates against the scopes around, inner ones first, then against namespaces that are used whole.
fn in_scopes(
    wanted: &Wanted<'_, '_>,
    scope: ScopeId,
    before: &[&str],
    candidates: &[(Target, &SymbolFact)],
) -> Found {
    if candidates.is_empty() {
        return Found::Nothing;
    }
    let (is_global, before) = match before {
        ["", rest @ ..] => (true, rest),
        before => (false, before),
    };
    let path = before.join("::");
    let around = scope.filter(|_| !is_global);
    let around = around.and_then(|symbol| wanted.table.fact(Target { file: wanted.file, symbol }));
    let mut prefix = around.map_or("", |fact| fact.qualified.as_str());
    for _ in 0..MAX_SCOPES {
        let found = in_scope(wanted, prefix, &path, candidates);
        if found != Found::Nothing {
            return found;
        }
        if prefix.is_empty() {
            break;
        }
        prefix = prefix.rsplit_once("::").map_or("", |(outer, _)| outer);
    }
    for used in used_whole(wanted) {
        let found = in_scope(wanted, &used, &path, candidates);
        if found != Found::Nothing {
            return found;
        }
    }
    if path.is_empty() {
        return Found::Nothing;
    }
    // Namespaces that macros open are not seen, and inline ones are not written.
    let ends = |long: &str, short: &str| {
        short.is_empty() || long == short || long.strip_suffix(short).is_some_and(|rest| rest.ends_with("::"))
    };
    let close: Vec<&(Target, &SymbolFact)> = candidates
        .iter()
        .filter(|(_, fact)| {
            let scope = scope_of(fact);
            scope != path
                && before.first() != Some(&"std")
                && (ends(&path, scope) || ends(scope, &path) || within(scope, before))
        })
        .collect();
    let is_one = close.windows(2).all(|pair| match pair {
        [(_, a), (_, b)] => scope_of(a) == scope_of(b),
        _ => true,
    });
    if is_one {
        choose(wanted, close.into_iter().map(|(target, _)| *target).collect())
    } else {
        Found::Nothing
    }
}

/// Whether a scope has all the parts of a path, in order, the first and last of them at its ends.
fn within(scope: &str, path: &[&str]) -> bool {
    let mut parts = scope.split("::");
    let (first, last) = (path.first(), path.last());
    if scope.split("::").next() != first.copied()
        || scope.rsplit("::").next() != last.copied() && path.len() > 1
    {
        return false;
    }
    path.iter().all(|part| parts.any(|known| known == *part))
}

fn in_scope(
    wanted: &Wanted<'_, '_>,
    prefix: &str,
    path: &str,
    candidates: &[(Target, &SymbolFact)],
) -> Found {
    let is_there = |fact: &SymbolFact| {
        let scope = scope_of(fact);
        let is_there = match scope.strip_prefix(prefix) {
            Some(rest) if prefix.is_empty() || rest.is_empty() => rest == path,
            Some(rest) => rest.strip_prefix("::") == Some(path),
            None => false,
        };
        // A constructor is not what its type's name means inside of the type.
        is_there && !(path.is_empty() && fact.member_of.as_ref() == Some(&fact.name))
    };
    let there = candidates.iter().filter(|(_, fact)| is_there(fact)).map(|(target, _)| *target);
    choose(wanted, there.collect())
}

/// Namespaces that the file uses whole.
fn used_whole(wanted: &Wanted<'_, '_>) -> Vec<String> {
    let Some(unit) = wanted.table.unit(wanted.file) else { return Vec::new() };
    let used = unit.facts.imports.iter().filter(|import| import.kind == "using_namespace");
    used.take(MAX_SCOPES).map(|import| import.path.join("::")).collect()
}

/// `using a::b;` and `namespace a = b;` of the file.
fn through_imports(wanted: &Wanted<'_, '_>, before: &[&str], depth: usize) -> Option<Found> {
    let unit = wanted.table.unit(wanted.file)?;
    let first = before.first().copied().unwrap_or(wanted.name);
    for import in unit.facts.imports.iter().filter(|import| import.kind == "using") {
        let Some(named) = import.names.first() else { continue };
        if named.alias.as_ref().unwrap_or(&named.name) != first {
            continue;
        }
        let mut path: Vec<&str> = import.path.iter().map(String::as_str).collect();
        path.push(&named.name);
        if !before.is_empty() {
            path.extend(before.get(1..)?);
            path.push(wanted.name);
        }
        let is_itself = path.len() == before.len() + 1 && path.first() == Some(&first);
        if is_itself {
            continue;
        }
        return Some(match look_deep(wanted.table, wanted.file, None, &path, wanted.want, depth + 1) {
            Found::Nothing => Found::External,
            found => found,
        });
    }
    None
}

/// A member that the type before it inherits, or that stands in what an alias stands for.
fn through_type(wanted: &Wanted<'_, '_>, scope: ScopeId, before: &[&str], depth: usize) -> Option<Found> {
    if before.is_empty() || wanted.is_tag {
        return None;
    }
    let of = look_deep(wanted.table, wanted.file, scope, before, Want::Type, depth + 1);
    let Found::Places(places) = of else { return None };
    let [place] = places.as_slice() else { return None };
    let of = place.target()?;
    let members = wanted.table.member(of, wanted.name, wanted.want);
    if members.is_empty() {
        return wanted.table.is_open(of).then_some(Found::External);
    }
    Some(choose(wanted, members))
}
