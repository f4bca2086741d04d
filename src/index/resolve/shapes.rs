//! What a symbol is made from, as a number: all that can be reached from its facts, wherever in the file's lists it
//! stands. An edit elsewhere in the file moves those lists, and leaves the shape.

use std::collections::HashMap;

use super::outline::number;
use crate::index::SymbolFact;
use crate::index::encoding::OpenFacts;
use crate::index::facts::{Qualifier, TypeFact, ValueFact};

/// Parts of parts are followed so deep; what is deeper is taken for all of the file.
const MAX_DEPTH: usize = 64;

/// A list of the facts, and an index in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Type(u32),
    Value(u32),
    Use(u32),
    Local(u32),
}

/// The shapes of one file's symbols.
pub(super) struct Shapes<'f> {
    facts: &'f OpenFacts,
    /// What the symbols are, wherever they stand.
    keys: &'f [u64],
    /// Shapes that are known; `None` for those that are being looked at.
    known: HashMap<Part, Option<u64>>,
    depth: usize,
    /// That of everything.
    whole: Option<u64>,
}

impl<'f> Shapes<'f> {
    pub(super) fn new(facts: &'f OpenFacts, keys: &'f [u64]) -> Shapes<'f> {
        Shapes { facts, keys, known: HashMap::new(), depth: 0, whole: None }
    }

    /// That of a symbol. Cost: that of what it is made from, once for the whole file.
    pub(super) fn of_symbol(&mut self, fact: &SymbolFact) -> u64 {
        let bases = self.all(fact.bases.iter().map(|of| Part::Type(*of)));
        let bounds = fact.type_parameters.iter();
        let bounds: Vec<(&String, Option<u64>)> =
            bounds.map(|(name, bound)| (name, bound.map(|of| self.of(Part::Type(of))))).collect();
        let declared = fact.declared.map(|of| self.of(Part::Type(of)));
        let of_type = fact.of_type.map(|of| self.of(Part::Type(of)));
        let values = self.all(fact.values.iter().map(|of| Part::Value(*of)));
        let parameters = self.perhaps(fact.parameters.iter().map(|of| of.map(Part::Type)));
        let names = (&fact.name, &fact.kind, &fact.qualified, self.key(fact.parent));
        let ties = (&fact.member_of, bases, &fact.of_trait, of_type, bounds);
        number(&(names, ties, declared, values, parameters, fact.takes, fact.flags, &fact.condition))
    }

    /// A symbol of the file.
    fn key(&self, symbol: Option<u32>) -> Option<u64> {
        self.keys.get(symbol? as usize).copied()
    }

    fn all(&mut self, parts: impl Iterator<Item = Part>) -> Vec<u64> {
        parts.map(|part| self.of(part)).collect()
    }

    fn perhaps(&mut self, parts: impl Iterator<Item = Option<Part>>) -> Vec<Option<u64>> {
        parts.map(|part| part.map(|part| self.of(part))).collect()
    }

    fn of(&mut self, part: Part) -> u64 {
        if let Some(Some(known)) = self.known.get(&part) {
            return *known;
        }
        if self.known.contains_key(&part) || self.depth >= MAX_DEPTH {
            return self.whole();
        }
        self.known.insert(part, None);
        self.depth += 1;
        let shape = match part {
            Part::Type(of) => self.of_type(of),
            Part::Value(of) => self.of_value(of),
            Part::Use(of) => self.of_use(of),
            Part::Local(of) => self.of_local(of),
        };
        self.depth -= 1;
        let shape = shape.unwrap_or_default();
        self.known.insert(part, Some(shape));
        shape
    }

    fn of_type(&mut self, of: u32) -> Option<u64> {
        let facts = self.facts;
        let types = |of: &[u32]| of.iter().map(|of| Part::Type(*of)).collect::<Vec<_>>().into_iter();
        Some(match facts.types.get(of as usize)? {
            TypeFact::Named { path, arguments, container } => {
                number(&(0, path, self.all(types(arguments)), self.key(*container)))
            }
            TypeFact::This => 1,
            TypeFact::Sequence(of) => number(&(2, self.of(Part::Type(*of)))),
            TypeFact::Tuple(of) => number(&(3, self.all(types(of)))),
            TypeFact::Function(of) => number(&(4, self.of(Part::Type(*of)))),
            TypeFact::Callable { takes, returns } => {
                let takes = self.perhaps(takes.iter().map(|of| of.map(Part::Type)));
                number(&(5, takes, returns.map(|of| self.of(Part::Type(of)))))
            }
            TypeFact::AnyOf(of) => number(&(6, self.all(types(of)))),
            TypeFact::OfValue(of) => number(&(7, self.of(Part::Value(*of)))),
            TypeFact::Written(members) => {
                let members: Vec<_> = members.iter().map(|member| self.key(Some(*member))).collect();
                number(&(9, members))
            }
            TypeFact::Object(parts) => {
                let values = self.all(parts.iter().map(|(_, value)| Part::Value(*value)));
                number(&(10, parts.iter().map(|(name, _)| name).collect::<Vec<_>>(), values))
            }
            TypeFact::Held(hold, of) => number(&(8, hold, self.of(Part::Type(*of)))),
            TypeFact::Values(of) => number(&(11, of)),
            TypeFact::With(name, is) => number(&(12, name, is)),
            TypeFact::Says(of) => number(&(13, self.of(Part::Type(*of)))),
            TypeFact::SaidBy(of) => number(&(14, self.of(Part::Value(*of)))),
        })
    }

    fn of_value(&mut self, of: u32) -> Option<u64> {
        let fact = *self.facts.values.get(of as usize)?;
        let value = |shapes: &mut Self, sort: u8, of: u32| number(&(sort, shapes.of(Part::Value(of))));
        Some(match fact {
            ValueFact::Use(of) => number(&(0, self.of(Part::Use(of)))),
            ValueFact::Local(of) => number(&(1, self.of(Part::Local(of)))),
            ValueFact::This(scope) => number(&(2, self.key(scope))),
            ValueFact::Super(scope) => number(&(3, self.key(scope))),
            ValueFact::Call(of) => value(self, 4, of),
            ValueFact::CallWith(of, given) => {
                number(&(16, self.of(Part::Value(of)), self.of(Part::Type(given))))
            }
            ValueFact::Constructed(of, called) => {
                number(&(22, self.of(Part::Type(of)), self.of(Part::Value(called))))
            }
            ValueFact::Common(of) => value(self, 17, of),
            ValueFact::Of(of) => number(&(5, self.of(Part::Type(of)))),
            ValueFact::Element(of) => value(self, 6, of),
            ValueFact::Inside(of) => value(self, 7, of),
            ValueFact::Part(of, part) => number(&(8, part, self.of(Part::Value(of)))),
            ValueFact::Parameter(of, at) => number(&(9, at, self.of(Part::Value(of)))),
            ValueFact::Either(a, b) => number(&(10, self.of(Part::Value(a)), self.of(Part::Value(b)))),
            ValueFact::Outside => 11,
            ValueFact::Unknown => 12,
            ValueFact::Looped(of) => value(self, 13, of),
            ValueFact::Entered(of) => value(self, 14, of),
            ValueFact::Numbered(of, part) => number(&(15, part, self.of(Part::Value(of)))),
            ValueFact::Narrowed(of, by) => number(&(18, self.of(Part::Value(of)), self.of(Part::Type(by)))),
            ValueFact::Fields(of) => value(self, 21, of),
            ValueFact::Operated(a, b) => number(&(20, self.of(Part::Value(a)), self.of(Part::Value(b)))),
            ValueFact::Without(of, by) => number(&(19, self.of(Part::Value(of)), self.of(Part::Type(by)))),
        })
    }

    fn of_use(&mut self, of: u32) -> Option<u64> {
        let used = self.facts.uses.get(of as usize)?;
        let (path, value) = match &used.qualifier {
            Qualifier::None => (None, None),
            Qualifier::Path(path) => (Some(path), None),
            Qualifier::Value(value) => (None, Some(value.map(|value| self.of(Part::Value(value))))),
        };
        let given = self.perhaps(used.given.iter().map(|of| of.map(Part::Value)));
        let named = (used.kind, &used.name, path, value, self.key(used.container));
        Some(number(&(named, used.local, used.arguments, given)))
    }

    fn of_local(&mut self, of: u32) -> Option<u64> {
        let local = *self.facts.locals.get(of as usize)?;
        let declared = local.declared.map(|of| self.of(Part::Type(of)));
        Some(number(&(declared, local.value.map(|of| self.of(Part::Value(of))))))
    }

    /// All that the file's symbols may be made from. What leads back to itself, or too deep, is as good as that.
    fn whole(&mut self) -> u64 {
        let facts = self.facts;
        *self.whole.get_or_insert_with(|| {
            let symbols = facts.symbols.iter().map(|fact| (&fact.name, fact.declared, &fact.values));
            let symbols: Vec<_> = symbols.collect();
            let uses = facts.uses.iter();
            let uses: Vec<_> = uses.map(|of| (&of.name, &of.qualifier, of.container, &of.given)).collect();
            let types: Vec<_> = facts.types.iter().collect();
            let values: Vec<_> = facts.values.iter().collect();
            let locals: Vec<_> = facts.locals.iter().collect();
            number(&(symbols, uses, types, values, locals))
        })
    }
}
