//! Which symbols a name or path means where it is used.

use fixedbitset::FixedBitSet;

use super::candidates::{candidates, of_members};
use super::choose::{choose, is_function, is_unlikely};
use super::scope_of;
use super::whole::used_whole;
use crate::index::SymbolFact;
use crate::index::resolve::Target;
use crate::index::resolve::names::Name;
use crate::index::resolve::place::{Found, UseWant, Want};
use crate::index::resolve::table::{ScopeId, Table, is_type};
use crate::model::{Language, SymbolKind};

/// Stands before what is named by `struct`, `union` or `enum` in C.
const TAG: &str = "struct";

/// Scopes around a use are followed so far.
pub(super) const MAX_SCOPES: usize = 64;

/// Aliases of namespaces and types on the way are followed so far.
const MAX_DEPTH: usize = 8;

/// What is looked for, and from where.
pub(super) struct Wanted<'t, 'a> {
    pub(super) table: &'t Table<'a>,
    pub(super) file: u32,
    pub(super) scope: ScopeId,
    pub(super) name: &'t str,
    pub(super) want: Want,
    pub(super) is_tag: bool,
    pub(super) seen: &'t FixedBitSet,
}

impl Wanted<'_, '_> {
    /// Whether the file sees what stands in another one.
    pub(super) fn sees(&self, file: u32) -> bool {
        self.seen.contains(file as usize)
    }

    /// Whether something can be named here at all: a function's own types only in its text, and what a macro makes a
    /// test of nowhere.
    pub(super) fn can_name(&self, target: Target, fact: &SymbolFact) -> bool {
        let around = fact.parent.map(|symbol| Target { file: target.file, symbol });
        let function = around.filter(|of| self.table.fact(*of).is_some_and(|of| is_function(&of.kind)));
        !fact.flags.is_test && function.is_none_or(|function| self.is_in(function))
    }

    /// Whether a macro is still one where the use stands: one that its own file takes back is known there, and in what that
    /// includes itself.
    pub(super) fn is_still_known(&self, target: Target, fact: &SymbolFact) -> bool {
        let is_taken_back = fact.kind == SymbolKind::Macro && fact.flags.is_file_local;
        !is_taken_back || target.file == self.file || self.table.is_in_text_of(target.file)
    }

    /// Whether the use stands in the text of a symbol.
    fn is_in(&self, around: Target) -> bool {
        let mut at = self.scope.filter(|_| around.file == self.file);
        while let Some(symbol) = at.filter(|symbol| *symbol != around.symbol) {
            at = self.table.fact(Target { file: self.file, symbol }).and_then(|fact| fact.parent);
        }
        at.is_some()
    }

    pub(super) fn is_c(&self) -> bool {
        self.table.language(self.file) == Language::C
    }

    /// Whether a symbol is of the sort that is looked for, and stands where names without a value before them do.
    pub(super) fn fits(&self, fact: &SymbolFact) -> bool {
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
    let seen = table.included(file);
    let wanted = Wanted { table, file, scope, name, want, is_tag, seen: &seen };
    if before.is_empty() && !is_tag && !wanted.is_c() {
        let members = implied(&wanted, scope);
        if !members.is_empty() && !gives_way_to_type(&wanted, scope, &members) {
            return choose(&wanted, of_members(&wanted, members));
        }
    }
    if wanted.is_c() {
        let free = table.entries(Name::of(name));
        return choose(&wanted, candidates(&wanted, free, |fact| fact.kind != SymbolKind::Method));
    }
    let found = in_scopes(&wanted, scope, before);
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

/// Whether members are functions, which are not called, and there is a type of the same name: that is what is meant
/// before `::`.
fn gives_way_to_type(wanted: &Wanted<'_, '_>, scope: ScopeId, members: &[Target]) -> bool {
    let is_called = wanted.want == Want::Use(UseWant::Call);
    let is = |target: &Target, holds: &dyn Fn(&SymbolKind) -> bool| {
        wanted.table.fact(*target).is_some_and(|fact| holds(&fact.kind))
    };
    if is_called || !members.iter().all(|member| is(member, &is_function)) {
        return false;
    }
    match in_scopes(wanted, scope, &[]) {
        Found::Places(places) => {
            places.iter().all(|place| place.target().is_some_and(|of| is(&of, &is_type)))
        }
        Found::External | Found::Nothing => false,
    }
}

/// Looks in the scopes around, inner ones first, then in namespaces that are used whole.
fn in_scopes(wanted: &Wanted<'_, '_>, scope: ScopeId, before: &[&str]) -> Found {
    let (is_global, before) = match before {
        ["", rest @ ..] => (true, rest),
        before => (false, before),
    };
    let path = before.join("::");
    let around = scope.filter(|_| !is_global);
    let around = around.and_then(|symbol| wanted.table.fact(Target { file: wanted.file, symbol }));
    let mut prefix = around.map_or("", |fact| fact.qualified.as_str());
    // What most builds leave out is meant where there is nothing else.
    let mut unlikely = Found::Nothing;
    for _ in 0..MAX_SCOPES {
        match in_scope(wanted, prefix, &path) {
            Found::Nothing => {}
            found if is_unlikely(wanted, &found) => unlikely = found,
            found => return found,
        }
        if prefix.is_empty() {
            break;
        }
        prefix = prefix.rsplit_once("::").map_or("", |(outer, _)| outer);
    }
    for used in used_whole(wanted) {
        let found = in_scope(wanted, &used, &path);
        if found != Found::Nothing {
            return found;
        }
    }
    if unlikely != Found::Nothing {
        return unlikely;
    }
    in_close_scopes(wanted, before, &path)
}

/// Looks in just one scope: that of a path inside of another.
fn in_scope(wanted: &Wanted<'_, '_>, prefix: &str, path: &str) -> Found {
    let joint = if prefix.is_empty() || path.is_empty() { "" } else { "::" };
    let scope = format!("{prefix}{joint}{path}");
    let (table, name) = (wanted.table, Name::of(wanted.name));
    let globals = scope.is_empty().then(|| table.globals(name)).into_iter().flatten();
    let scoped = (!scope.is_empty()).then(|| table.scoped(name.in_scope(&scope))).into_iter().flatten();
    let there = globals.chain(scoped);
    // A constructor is not what its type's name means inside of the type.
    let is_own_name = |fact: &SymbolFact| path.is_empty() && fact.member_of.as_ref() == Some(&fact.name);
    let there = candidates(wanted, there, |fact| scope_of(fact) == scope && !is_own_name(fact));
    choose(wanted, there)
}

/// Looks in scopes that may be meant by a path, though they are not called just that: namespaces that macros open are
/// not seen, and inline ones are not written.
fn in_close_scopes(wanted: &Wanted<'_, '_>, before: &[&str], path: &str) -> Found {
    let (Some(first), Some(last)) = (before.first(), before.last()) else { return Found::Nothing };
    if *first == "std" {
        return Found::Nothing;
    }
    let ends = |long: &str, short: &str| {
        short.is_empty() || long == short || long.strip_suffix(short).is_some_and(|rest| rest.ends_with("::"))
    };
    let (table, name) = (wanted.table, Name::of(wanted.name));
    let all = table.globals(name).chain(table.scoped(name.in_last(last)));
    let of_one = before.len() == 1;
    let all = all.chain(table.scoped(name.in_first(first)).filter(|_| of_one));
    let close = candidates(wanted, all, |fact| {
        let scope = scope_of(fact);
        scope != path && (ends(path, scope) || ends(scope, path) || within(scope, before))
    });
    let is_one = close.windows(2).all(|pair| {
        let [a, b] = pair else { return true };
        wanted.table.fact(*a).map(scope_of) == wanted.table.fact(*b).map(scope_of)
    });
    if is_one { choose(wanted, close) } else { Found::Nothing }
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

/// `using a::b;` and `namespace a = b;` of the file.
fn through_imports(wanted: &Wanted<'_, '_>, before: &[&str], depth: usize) -> Option<Found> {
    let first = before.first().copied().unwrap_or(wanted.name);
    for import in wanted.table.imports(wanted.file).filter(|import| import.kind == "using") {
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
    Some(choose(wanted, of_members(wanted, members)))
}
