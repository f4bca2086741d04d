//! Objects whose type has no name: what is written out of them where they are taken, made or given.

use super::Resolver;
use super::meaning::{Meaning, Type};
use super::members::Members;
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::{TypeFact, UseFact, ValueFact};

impl Resolver<'_, '_> {
    /// The members of a type without a name.
    pub(super) fn look_in_written(
        &self,
        of: &Type,
        (file, written): (u32, u32),
        name: &str,
        fits: &dyn Fn(Target) -> bool,
    ) -> Members {
        let fact = self.table.bodies(file).and_then(|bodies| bodies.types.get(written as usize));
        let Some(TypeFact::Written(members)) = fact else { return Members::Unknown };
        let members = members.iter().map(|&symbol| Target { file, symbol });
        let is_meant =
            |member: &Target| self.table.fact(*member).is_some_and(|fact| fact.name == name) && fits(*member);
        let found: Vec<Target> = members.filter(is_meant).collect();
        let holder = match of {
            Type::Written { within: Some(within), .. } => &**within,
            of => of,
        };
        if found.is_empty() { Members::Outside } else { Members::Found(found, holder.clone()) }
    }

    /// Whether each of the types that an object may be of has what is named in it, where the name is a key of its text.
    pub(super) fn is_of_each(&mut self, used: &UseFact) -> bool {
        let Qualifier::Value(Some(value)) = used.qualifier else { return true };
        let fact = self.table.bodies(self.file).and_then(|bodies| bodies.values.get(value as usize));
        let Some(&ValueFact::Common(object)) = fact else { return true };
        match self.value(self.file, object) {
            Meaning::Instance(Type::AnyOf(types)) => {
                types.iter().all(|of| self.members(of, &used.name).is_some())
            }
            _ => true,
        }
    }

    /// The value of a property of an object that a function makes.
    pub(super) fn property_made(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let used = self.table.bodies(file)?.uses.get(used as usize)?;
        let Qualifier::Value(Some(object)) = used.qualifier else { return None };
        let Meaning::Instance(of) = self.value(file, object) else { return None };
        let objects = match of.bare() {
            Type::AnyOf(all) => all.to_vec(),
            only => vec![only.clone()],
        };
        objects.iter().find_map(|of| {
            let (file, value) = self.property_in(of, &used.name)?;
            Some(self.value(file, value))
        })
    }

    /// A property of an object that has such of any name.
    pub(super) fn property_of_any_name(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let used = self.table.bodies(file)?.uses.get(used as usize)?;
        let Qualifier::Value(Some(object)) = used.qualifier else { return None };
        let Meaning::Instance(of) = self.value(file, object) else { return None };
        match of.bare() {
            Type::Outside { name, arguments } if self.home_rules().has_any_property(name) => {
                Some(Meaning::instance(arguments.get(1)?.clone()))
            }
            _ => None,
        }
    }

    /// The value of a property in an object's text: its file and number.
    pub(super) fn property_in(&self, of: &Type, name: &str) -> Option<(u32, u32)> {
        let Type::Object { file, of } = *of.bare() else { return None };
        let TypeFact::Object(parts) = self.table.bodies(file)?.types.get(of as usize)? else { return None };
        let (_, value) = parts.iter().find(|(known, _)| known == name)?;
        Some((file, *value))
    }

    /// What a component has of its base from outside (`this.props`), as what that is given says.
    pub(super) fn component_member(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let used = self.table.bodies(file)?.uses.get(used as usize)?;
        let part = self.home_rules().component_member(&used.name)?;
        let Qualifier::Value(Some(object)) = used.qualifier else { return None };
        let Meaning::Instance(of) = self.value(file, object) else { return None };
        self.outside_bases(of.bare()).into_iter().find_map(|base| match base {
            Type::Outside { name, arguments } if self.home_rules().is_component(&name) => {
                Some(Meaning::instance(arguments.get(part)?.clone()))
            }
            _ => None,
        })
    }

    /// An instance of a class that is made of its fields: one that says so, or that extends one from outside which does.
    pub(super) fn made_of_fields(&mut self, places: &[Place]) -> Option<Meaning> {
        let [Place::Symbol(class)] = *places else { return None };
        let lineage = self.lineage(class);
        let has_own = |of: &Target| {
            self.home_rules().maker().is_some_and(|maker| !self.table.own_members(*of, maker).is_empty())
        };
        if lineage.iter().any(has_own) {
            return None;
        }
        let is_said = lineage.iter().any(|of| self.table.fact(*of).is_some_and(|fact| fact.flags.is_record));
        let is_record = is_said || lineage.iter().any(|of| {
            let bases = self.outside_bases(&Type::of(*of));
            let is_record =
                |base: &Type| matches!(base, Type::Outside { name, .. } if self.home_rules().is_record(name));
            bases.iter().any(is_record)
        });
        is_record.then(|| Meaning::Instance(Type::of(class)))
    }
}
