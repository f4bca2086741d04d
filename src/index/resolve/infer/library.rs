//! What the language's own library gives and hands on, where it is known what its methods say (Java's).

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::facts::Qualifier;
use crate::index::resolve::place::Place;
use crate::index::resolve::rules::java::library::{LibraryMethod, Shape, library_type};
use crate::index::{UseFact, ValueFact};
use crate::model::SymbolKind;

/// Bases of bases are followed through at most so many types.
const MAX_TYPES: usize = 64;

/// Types in types are looked through so deep.
const MAX_LAYERS: usize = 8;

/// A type of the library, with what stands for its parameters.
type Library = (Rc<str>, Rc<[Type]>);

impl<'t> Resolver<'t, '_> {
    /// What a call of a method of the library gives.
    pub(super) fn library_result(&mut self, file: u32, called: u32) -> Option<Meaning> {
        let (index, used) = self.called_use(file, called)?;
        if let Some((method, arguments)) = self.library_method(file, used) {
            let own = self.own_parameters(file, (index, used), method, None);
            return match shaped(&method.gives, &arguments, &own, 0) {
                Type::Outside { name, .. } if &*name == "void" => None,
                of => Some(Meaning::instance(of)),
            };
        }
        // What every object has.
        let name = match (used.name.as_str(), used.arguments) {
            ("toString", Some(0)) => "String",
            ("hashCode", Some(0)) => "int",
            ("equals", Some(1)) => "boolean",
            ("getClass", Some(0)) => "Class",
            _ => return None,
        };
        Some(Meaning::Instance(Type::Outside { name: name.into(), arguments: Rc::new([]) }))
    }

    /// What a field of the library holds, or how many an array does.
    pub(super) fn library_field(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let used = self.table.bodies(file)?.uses.get(used as usize)?;
        if !self.home_rules().has_library() {
            return None;
        }
        if used.name == "length"
            && let Qualifier::Value(Some(of)) = used.qualifier
            && matches!(self.value(file, of), Meaning::Instance(Type::Sequence(_)))
        {
            return Some(Meaning::Instance(Type::Outside { name: "int".into(), arguments: Rc::new([]) }));
        }
        let types = self.types_before(file, used)?;
        types.into_iter().find_map(|(name, arguments)| {
            let field = library_type(&name)?.fields.get(used.name.as_str())?;
            Some(Meaning::instance(shaped(field, &arguments, &[], 0)))
        })
    }

    /// What a method of the library takes as its argument of this number.
    pub(super) fn library_takes(&mut self, file: u32, called: u32, number: u16) -> Option<Meaning> {
        let (index, used) = self.called_use(file, called)?;
        let (method, arguments) = self.library_method(file, used)?;
        let shape = method.takes.get(usize::from(number))?;
        let own = match self.own_around(file, index, method) {
            own if own.is_empty() => self.own_parameters(file, (index, used), method, Some(number)),
            own => own,
        };
        Some(Meaning::instance(shaped(shape, &arguments, &own, 0)))
    }

    /// What something of a type of the library takes when it is called, and what it gives.
    pub(super) fn library_function(&self, name: &str, arguments: &[Type]) -> Option<(Rc<[Type]>, Type)> {
        if !self.home_rules().has_library() {
            return None;
        }
        let function = library_type(name)?.function.as_ref()?;
        let takes = function.takes.iter().map(|of| shaped(of, arguments, &[], 0)).collect();
        Some((takes, shaped(&function.gives, arguments, &[], 0)))
    }

    fn called_use(&self, file: u32, called: u32) -> Option<(u32, &'t UseFact)> {
        let ValueFact::Use(index) = *self.table.bodies(file)?.values.get(called as usize)? else {
            return None;
        };
        let used = self.use_of(file, called).filter(|_| self.home_rules().has_library())?;
        Some((index, used))
    }

    /// The use that a value is.
    pub(super) fn use_of(&self, file: u32, value: u32) -> Option<&'t UseFact> {
        let facts = self.table.bodies(file)?;
        let ValueFact::Use(used) = *facts.values.get(value as usize)? else { return None };
        facts.uses.get(used as usize)
    }

    pub(super) fn library_method(
        &mut self,
        file: u32,
        used: &UseFact,
    ) -> Option<(&'static LibraryMethod, Rc<[Type]>)> {
        let types = self.types_before(file, used)?;
        let (methods, arguments) = types.into_iter().find_map(|(name, arguments)| {
            let methods = library_type(&name)?.methods(&used.name, used.arguments);
            (!methods.is_empty()).then_some((methods, arguments))
        })?;
        match methods.as_slice() {
            [only] => Some((only, arguments)),
            _ => Some((self.chosen_of_library(file, used, &methods, &arguments)?, arguments)),
        }
    }

    /// The types of the library that what stands before a name is of.
    fn types_before(&mut self, file: u32, used: &UseFact) -> Option<Vec<Library>> {
        Some(match used.qualifier {
            Qualifier::Value(Some(value)) => match self.value(file, value) {
                Meaning::Instance(of) => self.library_types(&of),
                Meaning::Super(of) => self.library_types(&Type::of(of)),
                Meaning::Places(places) => match *places {
                    [Place::Symbol(of)] => self.library_types(&Type::of(of)),
                    _ => return None,
                },
                // A type of the library itself.
                Meaning::Outside => {
                    let facts = self.table.bodies(file)?;
                    let ValueFact::Use(of) = *facts.values.get(value as usize)? else { return None };
                    let of = facts.uses.get(of as usize)?;
                    vec![(of.name.as_str().into(), Rc::new([]) as Rc<[Type]>)]
                }
                Meaning::Method(..) | Meaning::Unknown => return None,
            },
            Qualifier::None => {
                let own = self.this_in(file, used.container);
                let mut all = own.map(|own| self.library_types(&own)).unwrap_or_default();
                let bindings = self.table.bindings(file, None, &used.name);
                let imports = bindings.iter().filter_map(|binding| self.table.import(file, binding.import));
                let types = imports.filter_map(|import| import.path.last());
                all.extend(types.map(|of| (of.as_str().into(), Rc::new([]) as Rc<[Type]>)));
                all
            }
            Qualifier::Path(_) | Qualifier::Value(None) => return None,
        })
    }

    /// Whether a type has a method of a name from the library.
    pub(super) fn library_has(&mut self, of: &Type, name: &str) -> bool {
        self.home_rules().has_library()
            && self.library_types(of).iter().any(|(of, _)| library_type(of).is_some_and(|of| of.has(name)))
    }

    /// The types of the library that a type is or extends, nearest first.
    pub(super) fn library_types(&mut self, of: &Type) -> Vec<Library> {
        let mut all: Vec<Library> = Vec::new();
        let mut inside = vec![of.clone()];
        let mut at = 0;
        while let Some(of) = inside.get(at).cloned() {
            at += 1;
            let next = match &of {
                Type::Outside { name, arguments } => {
                    all.push((Rc::clone(name), Rc::clone(arguments)));
                    Vec::new()
                }
                Type::Held(_, inner) => vec![(**inner).clone()],
                Type::Parameter { of, index } => self.bound(*of, *index).into_iter().collect(),
                Type::Project { target, .. } => {
                    let mut next = self.bases_of(&of);
                    next.extend(self.outside_bases(&of));
                    let kind = self.table.fact(*target).map(|fact| &fact.kind);
                    if kind == Some(&SymbolKind::Enum) {
                        next.push(Type::Outside { name: "Enum".into(), arguments: Rc::new([of.clone()]) });
                    }
                    next
                }
                _ => Vec::new(),
            };
            for of in next {
                if inside.len() < MAX_TYPES && !inside.contains(&of) {
                    inside.push(of);
                }
            }
        }
        let mut at = 0;
        while let Some((name, arguments)) = all.get(at).cloned() {
            at += 1;
            for base in library_type(&name).map_or(&[][..], |of| &of.bases) {
                if let Type::Outside { name, arguments } = shaped(base, &arguments, &[], 0)
                    && all.len() < MAX_TYPES
                    && all.iter().all(|(known, _)| *known != name)
                {
                    all.push((name, arguments));
                }
            }
        }
        all
    }

    /// The bases of a type that are not the project's.
    pub(super) fn outside_bases(&mut self, of: &Type) -> Vec<Type> {
        let Type::Project { target, .. } = of else { return Vec::new() };
        let table = self.table;
        let Some(fact) = table.fact(*target) else { return Vec::new() };
        let mut bases = Vec::new();
        for &base in &fact.bases {
            if table.bases_of(*target).iter().all(|(_, named)| *named != base) {
                let base = self.type_of(target.file, base);
                bases.push(self.filled(&base, of));
            }
        }
        bases
    }

    /// What a method's own parameters are made to be by the arguments of a call, but for one.
    pub(super) fn own_parameters(
        &mut self,
        file: u32,
        (index, used): (u32, &UseFact),
        method: &LibraryMethod,
        but: Option<u16>,
    ) -> Vec<Option<Type>> {
        let mut own = self.own_around(file, index, method);
        for (at, value) in used.given.iter().enumerate() {
            let shape = match method.takes.get(at) {
                Some(Shape::Sequence(of)) if method.takes.len() == at + 1 && used.given.len() != at + 1 => of,
                Some(shape) => shape,
                None => match method.takes.last() {
                    Some(Shape::Sequence(of)) => of,
                    _ => continue,
                },
            };
            if but.map(usize::from) != Some(at) && says_own(shape, 0) {
                let given = self.type_given(file, *value);
                // The only one of any number.
                let shape = match shape {
                    Shape::Sequence(of) if !matches!(given.bare(), Type::Sequence(_)) => of,
                    shape => shape,
                };
                self.unify_shape(shape, &given, &mut own, 0);
            }
        }
        own
    }

    pub(super) fn unify_shape(
        &mut self,
        shape: &Shape,
        given: &Type,
        own: &mut Vec<Option<Type>>,
        depth: usize,
    ) {
        if depth > MAX_LAYERS || *given == Type::Unknown {
            return;
        }
        match (shape, given.bare()) {
            (Shape::Own(index), given) if *index < MAX_LAYERS => {
                own.resize(own.len().max(index + 1), None);
                if let Some(slot) = own.get_mut(*index)
                    && slot.is_none()
                {
                    *slot = Some(given.clone());
                }
            }
            (Shape::Sequence(of), Type::Sequence(given)) => {
                self.unify_shape(of, given, own, depth + 1);
            }
            (Shape::Named(name, inner), Type::Function { returned, .. }) => {
                let function = library_type(name).and_then(|of| of.function.as_ref());
                if let Some(Shape::Parameter(index)) = function.map(|of| &of.gives)
                    && let Some(inner) = inner.get(*index)
                {
                    self.unify_shape(inner, returned, own, depth + 1);
                }
            }
            (Shape::Named(name, inner), given) => {
                let Some(given) = self.as_outside(given, name) else { return };
                for (inner, given) in inner.iter().zip(given.iter()) {
                    self.unify_shape(inner, given, own, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// Whether a shape is said in a method's own parameters.
pub(super) fn says_own(shape: &Shape, depth: usize) -> bool {
    match shape {
        Shape::Own(_) => true,
        Shape::Named(_, inner) => depth < MAX_LAYERS && inner.iter().any(|of| says_own(of, depth + 1)),
        Shape::Sequence(of) => depth < MAX_LAYERS && says_own(of, depth + 1),
        Shape::Parameter(_) | Shape::Any => false,
    }
}

/// A shape as a type.
pub(super) fn shaped(shape: &Shape, arguments: &[Type], own: &[Option<Type>], depth: usize) -> Type {
    if depth > MAX_LAYERS {
        return Type::Unknown;
    }
    match shape {
        Shape::Named(name, inner) => Type::Outside {
            name: (*name).into(),
            arguments: inner.iter().map(|of| shaped(of, arguments, own, depth + 1)).collect(),
        },
        Shape::Sequence(of) => Type::Sequence(Rc::new(shaped(of, arguments, own, depth + 1))),
        Shape::Parameter(index) => arguments.get(*index).cloned().unwrap_or(Type::Unknown),
        Shape::Own(index) => own.get(*index).cloned().flatten().unwrap_or(Type::Unknown),
        Shape::Any => Type::Unknown,
    }
}
