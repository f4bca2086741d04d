//! A language of which nothing is known but that it has scopes.

use super::Rules;
use crate::index::packages::Packages;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Want};
use crate::index::resolve::table::Binding;
use crate::index::{ImportFact, SymbolFact};

/// Its rules.
pub(super) struct Plain;

impl Rules for Plain {
    fn module_of(&self, path: &str, _: &[String], _: &Packages) -> ModulePath {
        ModulePath { root: String::new(), parts: path.to_owned() }
    }

    fn sees(&self, _: &SymbolFact, _: bool) -> bool {
        true
    }

    fn imported(&self, _: &mut Search<'_, '_>, _: u32, _: &ImportFact, _: Binding, _: Want) -> Found {
        Found::External
    }

    fn globbed(&self, _: &mut Search<'_, '_>, _: u32, _: &ImportFact) -> Found {
        Found::Nothing
    }
}
