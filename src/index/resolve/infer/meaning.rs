//! What a value may be, and of which type.

use std::rc::Rc;

use crate::index::facts::Hold;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;

/// A type, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Type {
    /// One that the project defines, with its generic arguments as far as the text gives them.
    Project { target: Target, arguments: Rc<[Type]> },
    /// One that something outside defines.
    Outside { name: Rc<str>, arguments: Rc<[Type]> },
    /// One that has no name, whose members are written out: one of a file's types. It may stand in the text of another one, which
    /// says what stands for the parameters in it.
    Written { file: u32, of: u32, within: Option<Rc<Type>> },
    /// That of an object that a function makes, whose properties are no symbols: one of a file's types.
    Object { file: u32, of: u32 },
    /// A generic parameter of a symbol, by its place among them.
    Parameter { of: Target, index: usize },
    /// An array or slice.
    Sequence(Rc<Type>),
    /// So many side by side.
    Tuple(Rc<[Type]>),
    /// A function's: what it takes, as far as that is known, and what it returns.
    Function { takes: Rc<[Type]>, returned: Rc<Type> },
    /// One of these.
    AnyOf(Rc<[Type]>),
    /// Another, held in some way.
    Held(Hold, Rc<Type>),
    /// That of these themselves: of a module, or of what makes instances of a type.
    Places(Rc<[Place]>),
    /// That of the object whose member it stands in.
    This,
    /// Nothing is known.
    Unknown,
}

impl Type {
    /// A type of the project of whose arguments nothing is known.
    pub(super) fn of(target: Target) -> Type {
        Type::Project { target, arguments: Rc::new([]) }
    }

    /// Without what only holds it.
    pub(super) fn bare(&self) -> &Type {
        let mut of = self;
        while let Type::Held(_, inner) = of {
            of = inner;
        }
        of
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// What these places are: types, functions or modules themselves.
    Places(Rc<[Place]>),
    /// A member that is a function, of a value of this type.
    Method(Rc<[Place]>, Rc<Type>),
    /// Something of this type.
    Instance(Type),
    /// The object itself, seen as one of its type's bases.
    Super(Target),
    /// Something that is not the project's.
    Outside,
    /// Nothing is known of it.
    Unknown,
}

impl Meaning {
    /// Something of a type, if that is known.
    pub(super) fn instance(of: Type) -> Meaning {
        match of {
            Type::Unknown => Meaning::Unknown,
            Type::Places(places) => Meaning::Places(places),
            of => Meaning::Instance(of),
        }
    }
}
