//! Methods that stand in the place of what another project defines: who calls them is not here.

use std::collections::HashSet;

use super::dispatch::{Dispatch, Function};
use crate::model::{Language, NodeId, Symbol, SymbolKind};

/// What libraries of Go call through interfaces of theirs: those of `fmt`, `errors`, `sort`, `container/heap`, `io`, `encoding`,
/// `database/sql` and `net/http`. No type says that it implements one.
const OF_GO: [&str; 42] = [
    "As",
    "Close",
    "Error",
    "Flush",
    "Format",
    "GoString",
    "GobDecode",
    "GobEncode",
    "Is",
    "Len",
    "Less",
    "MarshalBinary",
    "MarshalJSON",
    "MarshalText",
    "MarshalXML",
    "MarshalYAML",
    "Pop",
    "Push",
    "Read",
    "ReadAt",
    "ReadByte",
    "ReadFrom",
    "ReadRune",
    "RoundTrip",
    "Scan",
    "Seek",
    "ServeHTTP",
    "Set",
    "String",
    "Swap",
    "UnmarshalBinary",
    "UnmarshalJSON",
    "UnmarshalText",
    "UnmarshalXML",
    "UnmarshalYAML",
    "UnreadByte",
    "UnreadRune",
    "Unwrap",
    "Value",
    "Write",
    "WriteAt",
    "WriteTo",
];

/// What every object of Java has, and what its serialization looks for.
const OF_JAVA: [&str; 9] = [
    "clone",
    "equals",
    "finalize",
    "hashCode",
    "readObject",
    "readResolve",
    "toString",
    "writeObject",
    "writeReplace",
];

/// What JavaScript asks objects for.
const OF_JAVASCRIPT: [&str; 3] = ["toJSON", "toString", "valueOf"];

/// Whether a method has a name by which its language or the libraries that come with that call it.
pub(super) fn is_well_known(symbol: &Symbol, language: Language) -> bool {
    let names: &[&str] = match language {
        _ if symbol.kind != SymbolKind::Method => &[],
        Language::Go => &OF_GO,
        Language::Java => &OF_JAVA,
        Language::JavaScript | Language::TypeScript => &OF_JAVASCRIPT,
        Language::Cpp | Language::Cuda => return is_called_unsaid(symbol),
        _ => &[],
    };
    names.contains(&symbol.name.as_str())
}

/// Whether a member of a class of C++ is called where no call of it is written: a constructor, a destructor, an operator.
fn is_called_unsaid(symbol: &Symbol) -> bool {
    let name = symbol.name.as_str();
    let scope = symbol.qualified.strip_suffix(name).and_then(|scope| scope.strip_suffix("::"));
    let class = scope.map(|scope| scope.rsplit("::").next().unwrap_or(scope));
    let is_operator = name
        .strip_prefix("operator")
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    name.starts_with('~') || is_operator || class == Some(name)
}

/// Of functions those that say that they stand in the place of another, which is not here: in an `impl` of a trait, or with the
/// language's word for it (`@Override`), where no trait of that name and no base in the project has a method of their name. What
/// shares their name and type does so, too: a definition apart from its declaration says nothing. Cost: a look-up a function,
/// and memory of some 16 bytes a method of a base or trait.
pub(super) fn from_outside(functions: &[Function], dispatch: &Dispatch) -> Vec<NodeId> {
    let of_bases: HashSet<(u64, u64)> = functions
        .iter()
        .filter(|function| dispatch.has_below(function.scope))
        .map(|function| (function.scope, function.name))
        .collect();
    let above = dispatch.above();
    let is_of_base = |function: &Function| {
        let (mut seen, mut open) = (HashSet::from([function.scope]), vec![function.scope]);
        while let Some(scope) = open.pop() {
            let bases = above.get(&scope).into_iter().flatten().copied();
            for base in bases {
                if of_bases.contains(&(base, function.name)) {
                    return true;
                }
                if seen.insert(base) {
                    open.push(base);
                }
            }
        }
        false
    };
    let overriding: HashSet<(u64, u64)> = functions
        .iter()
        .filter(|function| function.is_override && !is_of_base(function))
        .map(|function| (function.scope, function.name))
        .collect();
    functions
        .iter()
        .filter(|function| {
            function.of_trait.is_some_and(|of_trait| !dispatch.is_of_trait(of_trait, function.name))
                || overriding.contains(&(function.scope, function.name))
        })
        .map(|function| function.id)
        .collect()
}
