//! Paths that go on through what values are: `module.variable.method()`, `Class.instance.method()`.

use std::rc::Rc;

use super::Resolver;
use super::meaning::Meaning;
use super::sense::Sense;
use crate::index::UseFact;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};

impl<'t> Resolver<'t, '_> {
    /// What a name leads to behind a path that names a value.
    pub(super) fn through_value(
        &mut self,
        file: u32,
        used: &'t UseFact,
        parts: &'t [String],
        want: Want,
    ) -> Sense {
        let Some((first, rest)) = parts.split_first() else { return Sense::Unknown };
        let bare = Want::Use(UseWant::Bare);
        let Found::Places(places) = self.in_scopes(file, used.container, first, bare).0 else {
            return Sense::Unknown;
        };
        let mut meaning = self.meaning_of_places(&places);
        for part in rest {
            meaning = self.behind(&meaning, part);
        }
        match meaning {
            Meaning::Unknown | Meaning::Places(_) => Sense::Unknown,
            meaning => self.member_of(file, used, &meaning, want),
        }
    }

    /// What a name behind a dot is.
    fn behind(&mut self, of: &Meaning, name: &str) -> Meaning {
        match of {
            Meaning::Places(places) => {
                let mut found = Vec::new();
                for place in places.iter() {
                    let next = Search::new(self.table).step(*place, name, Want::Use(UseWant::Reference));
                    if let Found::Places(next) = next {
                        found.extend(next);
                    }
                }
                self.meaning_of_places(&found)
            }
            Meaning::Instance(of) => match self.members(of, name) {
                Some((members, holder)) => match members.as_slice() {
                    [only] => self.meaning_of(*only, Some(&holder)),
                    _ => Meaning::Unknown,
                },
                None => Meaning::Unknown,
            },
            Meaning::Outside => Meaning::Outside,
            _ => Meaning::Unknown,
        }
    }

    fn meaning_of_places(&mut self, places: &[Place]) -> Meaning {
        match places {
            [] => Meaning::Unknown,
            [Place::Symbol(only)] => self.meaning_of(*only, None),
            several => Meaning::Places(Rc::from(several)),
        }
    }
}
