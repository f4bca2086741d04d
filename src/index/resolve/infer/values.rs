//! What values are: through names, members and what is written of their types.

use std::rc::Rc;

use super::made::is_left_open;
use super::meaning::{Meaning, Type};
use super::sense::Sense;
use super::{MAX_CANDIDATES, MAX_DEPTH, Resolver};
use crate::index::ValueFact;
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, Want};
use crate::index::resolve::table::is_type;
use crate::model::{Certainty, SymbolKind};

impl<'t> Resolver<'t, '_> {
    /// What one of a file's values is.
    pub(super) fn value(&mut self, file: u32, index: u32) -> Meaning {
        if let Some(known) = self.values.get(&(file, index)) {
            return known.clone();
        }
        if self.depth >= MAX_DEPTH {
            return Meaning::Unknown;
        }
        // A value that leads back to itself is not known.
        self.values.insert((file, index), Meaning::Unknown);
        self.depth += 1;
        let found = self.read_value(file, index).unwrap_or(Meaning::Unknown);
        self.depth -= 1;
        self.values.insert((file, index), found.clone());
        found
    }

    fn read_value(&mut self, file: u32, index: u32) -> Option<Meaning> {
        let facts = self.table.bodies(file)?;
        Some(match *facts.values.get(index as usize)? {
            ValueFact::Use(used) => self.meaning_of_use(file, used),
            ValueFact::Local(local) => {
                let local = *facts.locals.get(local as usize)?;
                match (local.declared, local.value) {
                    (Some(declared), _) => Meaning::instance(self.type_of(file, declared)),
                    (None, Some(value)) => self.value(file, value),
                    (None, None) => Meaning::Unknown,
                }
            }
            ValueFact::This(scope) => match self.this_in(file, scope) {
                Some(of) => Meaning::instance(of),
                None => self.this_outside(file, scope)?,
            },
            ValueFact::Super(scope) => Meaning::Super(self.enclosing_type(file, scope)?),
            ValueFact::Call(of) => self.called(file, of, None),
            ValueFact::CallWith(of, given) => self.called(file, of, Some(given)),
            ValueFact::Common(of) => self.value(file, of),
            ValueFact::Of(of) => Meaning::instance(self.type_of(file, of)),
            ValueFact::Constructed(of, called) => match self.type_of(file, of) {
                // A class that a variable holds.
                Type::Outside { .. } | Type::Unknown => match self.called(file, called, None) {
                    Meaning::Unknown | Meaning::Outside => Meaning::instance(self.type_of(file, of)),
                    made => made,
                },
                of => Meaning::instance(self.constructed(file, of, called)),
            },
            ValueFact::Element(of) => match self.value(file, of) {
                Meaning::Instance(of) => Meaning::instance(self.element(&of)),
                Meaning::Outside => Meaning::Outside,
                same @ Meaning::Places(_) if self.home_rules().has_type_brackets() => same,
                _ => Meaning::Unknown,
            },
            ValueFact::Numbered(of, part) => match self.value(file, of) {
                Meaning::Instance(of) => Meaning::instance(self.numbered(&of, part)),
                Meaning::Outside => Meaning::Outside,
                _ => Meaning::Unknown,
            },
            ValueFact::Looped(of) => match self.value(file, of) {
                Meaning::Instance(of) => Meaning::instance(self.one_of_many(&of)),
                Meaning::Outside => Meaning::Outside,
                // A class that can be looped over is an enumeration: of its instances.
                Meaning::Places(places) if self.home_rules().has_type_brackets() => match *places {
                    [Place::Symbol(class)]
                        if self.table.fact(class).is_some_and(|fact| is_type(&fact.kind)) =>
                    {
                        Meaning::Instance(Type::of(class))
                    }
                    _ => Meaning::Unknown,
                },
                _ => Meaning::Unknown,
            },
            ValueFact::Entered(of) => match self.value(file, of) {
                Meaning::Instance(of) => Meaning::instance(self.entered(&of)),
                other => other,
            },
            ValueFact::Inside(of) => match self.value(file, of) {
                Meaning::Instance(held) => {
                    let pointed = self.pointed_by_this(file, of, &held);
                    let pointed = pointed.or_else(|| self.come_to(&held));
                    Meaning::instance(pointed.unwrap_or_else(|| self.led_to(&held)))
                }
                other => other,
            },
            ValueFact::Part(of, part) if self.payload(file, of).is_some() => {
                let payload = self.payload(file, of)?;
                Meaning::instance(Self::part(&payload, part))
            }
            ValueFact::Part(of, part) if self.pair_in_loop(file, of).is_some() => {
                let (key, value) = self.pair_in_loop(file, of)?;
                Meaning::instance(match part {
                    0 => key,
                    1 => value,
                    _ => return None,
                })
            }
            ValueFact::Part(of, part) => match self.value(file, of) {
                Meaning::Instance(of) => {
                    let held = self.held_by_struct(&of);
                    Meaning::instance(self.part_of(held.as_ref().unwrap_or(&of), part))
                }
                Meaning::Outside => Meaning::Outside,
                _ => Meaning::Unknown,
            },
            ValueFact::Parameter(of, number) => self.parameter_of(file, of, number),
            ValueFact::Either(a, b) => match (self.value(file, a), self.value(file, b)) {
                (Meaning::Instance(a), Meaning::Instance(b)) if is_left_open(&b) => {
                    Meaning::Instance(self.list_of(&a, b))
                }
                (Meaning::Instance(a), Meaning::Instance(b)) if a != b => {
                    Meaning::Instance(Type::AnyOf(Rc::new([a, b])))
                }
                (Meaning::Unknown | Meaning::Outside, b) => b,
                (a, _) => a,
            },
            ValueFact::Fields(of) => match self.value(file, of) {
                Meaning::Places(places) => self.made_of_fields(&places).unwrap_or(Meaning::Outside),
                _ => Meaning::Outside,
            },
            ValueFact::Operated(of, with) => match (self.value(file, of), self.value(file, with)) {
                // What a type of the project does with others only its own operators say.
                (_, Meaning::Instance(with)) if matches!(with.bare(), Type::Project { .. }) => {
                    Meaning::Unknown
                }
                (Meaning::Outside, _) => Meaning::Outside,
                (Meaning::Instance(of @ Type::Outside { .. }), _) => Meaning::Instance(of),
                _ => Meaning::Unknown,
            },
            ValueFact::Narrowed(of, by) => self.tested(file, (of, by), true)?,
            ValueFact::Without(of, by) => self.tested(file, (of, by), false)?,
            ValueFact::Outside => Meaning::Outside,
            ValueFact::Unknown => Meaning::Unknown,
        })
    }

    /// What brackets give that hold a number.
    fn numbered(&mut self, of: &Type, part: u16) -> Type {
        match of.bare() {
            Type::Tuple(_) => Self::part(of, part),
            Type::Outside { name, arguments } => match arguments.first() {
                Some(held @ Type::Tuple(_)) if self.home_rules().is_transparent(name) => {
                    Self::part(held, part)
                }
                _ => self.element(of),
            },
            _ => self.element(of),
        }
    }

    /// What a pattern's variant or struct holds, where the value is the name of one.
    fn payload(&mut self, file: u32, of: u32) -> Option<Type> {
        let facts = self.table.bodies(file)?;
        let ValueFact::Use(used) = *facts.values.get(of as usize)? else { return None };
        let Sense::Places { places, .. } = self.sense(file, used) else { return None };
        let [Place::Symbol(target)] = *places else { return None };
        let fact = self.table.fact(target)?;
        let declared =
            fact.declared.filter(|_| matches!(fact.kind, SymbolKind::Variant | SymbolKind::Struct))?;
        let declared = self.type_of(target.file, declared);
        Some(self.with_own(declared, target))
    }

    /// What a loop binds over what holds pairs.
    fn pair_in_loop(&mut self, file: u32, of: u32) -> Option<(Type, Type)> {
        let facts = self.table.bodies(file)?;
        let ValueFact::Element(many) = *facts.values.get(of as usize)? else { return None };
        match self.value(file, many) {
            Meaning::Instance(many) => self.pair(&many),
            _ => None,
        }
    }

    /// What a struct holds whose fields have no names.
    fn held_by_struct(&mut self, of: &Type) -> Option<Type> {
        let Type::Project { target, .. } = of.bare() else { return None };
        let fact = self.table.fact(*target).filter(|fact| fact.kind == SymbolKind::Struct)?;
        let declared = self.type_of(target.file, fact.declared?);
        Some(self.filled(&declared, of.bare())).filter(|held| matches!(held, Type::Tuple(_)))
    }

    fn meaning_of_use(&mut self, file: u32, used: u32) -> Meaning {
        match self.sense(file, used) {
            // What is guessed is no ground for more.
            Sense::Places { certainty: Certainty::UniqueName, .. } => Meaning::Unknown,
            Sense::Places { places, .. } if self.is_added_to(&places) => Meaning::Places(places),
            Sense::Places { places, holder, .. } => match &*places {
                [Place::Symbol(only)] => {
                    let implied =
                        if holder.is_none() { self.implied_holder(file, used, *only) } else { None };
                    self.meaning_of(*only, holder.as_deref().or(implied.as_ref()))
                }
                // Overloads: what the first one gives they mostly all do.
                [Place::Symbol(first), ..] if self.is_function(*first) => {
                    if self.give_others(&places) {
                        return Meaning::Unknown;
                    }
                    self.meaning_of(*first, holder.as_deref())
                }
                _ => match self.only_value(&places).or_else(|| self.getter(&places)) {
                    Some(only) => self.meaning_of(only, holder.as_deref()),
                    None => Meaning::Places(places),
                },
            },
            Sense::Outside => {
                let known = self.library_field(file, used).or_else(|| self.property_made(file, used));
                let known = known.or_else(|| self.component_member(file, used));
                let known = known.or_else(|| self.part_of_pair(file, used));
                let known = known.or_else(|| self.property_of_any_name(file, used));
                let known = known.or_else(|| self.given_for_any(file, used));
                known.unwrap_or(Meaning::Outside)
            }
            Sense::Unknown => self.global_object(file, used).unwrap_or(Meaning::Unknown),
            Sense::Local => Meaning::Unknown,
        }
    }

    /// Whether overloads give objects of different types of the project.
    fn give_others(&mut self, places: &[Place]) -> bool {
        let mut known = None;
        for target in places.iter().filter_map(|place| place.target()).take(MAX_CANDIDATES) {
            if let Type::Project { target: given, .. } = *self.returned(target).bare()
                && *known.get_or_insert(given) != given
            {
                return true;
            }
        }
        false
    }

    /// What a member is that a type does not have, where it says what it gives for any such.
    fn given_for_any(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let method = self.table.rules(file).unknown_member()?;
        let Qualifier::Value(Some(of)) = self.table.bodies(file)?.uses.get(used as usize)?.qualifier else {
            return None;
        };
        let Meaning::Instance(of) = self.value(file, of) else { return None };
        let (methods, holder) = self.members(&of, method)?;
        let method = *methods.first()?;
        Some(Meaning::instance(self.returned_by(method, Some(&holder)))).filter(|of| *of != Meaning::Unknown)
    }

    /// Whether these are a function or class, and a namespace of its name that adds to it.
    fn is_added_to(&self, places: &[Place]) -> bool {
        let [Place::Symbol(first), others @ ..] = places else { return false };
        let is_named = self.is_function(*first)
            || self.table.fact(*first).is_some_and(|fact| fact.kind == SymbolKind::Class);
        is_named && others.iter().any(|place| matches!(place, Place::Module { .. }))
    }

    /// The object whose members all names are that no scope binds, as the project adds to it.
    fn global_object(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let used = self.table.bodies(file)?.uses.get(used as usize)?;
        let name = self.table.rules(file).global_object(&used.name)?;
        let Found::Places(places) = Search::new(self.table).in_scopes(file, None, name, Want::Type).0 else {
            return None;
        };
        let parts: Vec<Type> = places.iter().filter_map(|place| place.target()).map(Type::of).collect();
        let is_free = used.qualifier == Qualifier::None;
        is_free.then(|| match parts.as_slice() {
            [only] => Meaning::Instance(only.clone()),
            _ => Meaning::Instance(Type::AnyOf(parts.into())),
        })
    }

    /// The only one of several symbols that is a value, where the others are types of the same name.
    fn only_value(&self, places: &[Place]) -> Option<Target> {
        let is_value = |target: &Target| {
            let rules = self.table.rules(target.file);
            self.table.fact(*target).is_some_and(|fact| rules.is_value(&fact.kind))
        };
        let mut values = places.iter().filter_map(|place| match place {
            Place::Symbol(target) => Some(*target).filter(is_value),
            Place::Module { .. } | Place::Package { .. } => None,
        });
        values.next().filter(|_| values.next().is_none())
    }

    /// What is asked for the value of a property that has functions for that and for setting it.
    fn getter(&self, places: &[Place]) -> Option<Target> {
        let fact = |place: &Place| place.target().and_then(|target| self.table.fact(target));
        let is_accessor = |place: &Place| {
            fact(place).is_some_and(|fact| fact.kind == SymbolKind::Property && fact.takes.is_some())
        };
        let gives =
            |place: &&Place| fact(place).and_then(|fact| fact.takes).is_some_and(|takes| takes.most == 0);
        if !places.iter().all(is_accessor) {
            return None;
        }
        places.iter().find(gives).and_then(|place| place.target())
    }

    pub(super) fn is_function(&self, target: Target) -> bool {
        let kind = self.table.fact(target).map(|fact| &fact.kind);
        matches!(kind, Some(SymbolKind::Function | SymbolKind::Method))
    }

    /// What a symbol is as a value; `holder` is the type whose member it was found as.
    pub(super) fn meaning_of(&mut self, target: Target, holder: Option<&Type>) -> Meaning {
        let Some(fact) = self.table.fact(target) else { return Meaning::Unknown };
        if fact.flags.is_required_module {
            return Meaning::Outside;
        }
        match &fact.kind {
            _ if fact.flags.is_property => Meaning::instance(self.returned_by(target, holder)),
            SymbolKind::Function | SymbolKind::Method | SymbolKind::Macro => {
                let places: Rc<[Place]> = Rc::new([Place::Symbol(target)]);
                match holder {
                    Some(holder) => Meaning::Method(places, Rc::new(holder.clone())),
                    None => Meaning::Places(places),
                }
            }
            SymbolKind::Module | SymbolKind::Namespace => {
                Meaning::Places(Rc::new([self.table.place(target)]))
            }
            SymbolKind::Variant => match self.table.owner_of(target) {
                Some(owner) => Meaning::Instance(Type::of(owner)),
                None => Meaning::Unknown,
            },
            kind if is_type(kind) => Meaning::Places(Rc::new([Place::Symbol(target)])),
            SymbolKind::Property => match self.returned_by(target, holder) {
                Type::Unknown if self.table.has_members(target) => Meaning::Instance(Type::of(target)),
                of => Meaning::instance(of),
            },
            _ => match self.held(target) {
                // What is an object with members of its own is a type of its own.
                Meaning::Unknown | Meaning::Outside | Meaning::Instance(Type::Object { .. })
                    if self.table.has_members(target) =>
                {
                    Meaning::Instance(Type::of(target))
                }
                Meaning::Instance(of) => match holder {
                    Some(holder) => Meaning::Instance(self.filled(&of, holder)),
                    None => Meaning::Instance(of),
                },
                other => other,
            },
        }
    }

    /// What a variable, field or constant holds.
    pub(super) fn held(&mut self, target: Target) -> Meaning {
        if let Some(known) = self.held.get(&target) {
            return known.clone();
        }
        self.held.insert(target, Meaning::Unknown);
        let found = match self.table.fact(target) {
            Some(fact) => match fact.declared {
                Some(declared) => {
                    let declared = self.type_of(target.file, declared);
                    Meaning::instance(self.with_own(declared, target))
                }
                None => self.first_known(target.file, &fact.values),
            },
            None => Meaning::Unknown,
        };
        self.held.insert(target, found.clone());
        found
    }

    /// The first of some values of which something is known.
    fn first_known(&mut self, file: u32, values: &[u32]) -> Meaning {
        let mut found = Meaning::Unknown;
        for &value in values {
            match self.value(file, value) {
                Meaning::Unknown => {}
                Meaning::Outside => found = Meaning::Outside,
                known => return known,
            }
        }
        found
    }
}
