//! What extraction finds in one source file, before anything is resolved.
//!
//! Facts are a pure function of (path, bytes, language). They are stored encoded beside the records
//! that were resolved from them, so that a change in one file never makes another be parsed again.

use serde::{Deserialize, Serialize};

use crate::model::{Diagnostic, Language, Span, SymbolKind};

/// Everything that extraction finds in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileFacts {
    /// The language that it was read as.
    pub language: Language,
    /// Lines: newline bytes, plus one for a last line without.
    pub lines: u32,
    /// Length in bytes.
    pub bytes: u64,
    /// Parts of the module that the file itself is (`["store", "sqlite"]` for
    /// `src/store/sqlite.rs`, `["pkg", "mod"]` for `pkg/mod.py`).
    pub module: Vec<String>,
    /// What it defines, outer before inner, in the order of the text.
    pub symbols: Vec<SymbolFact>,
    /// What a reader wants to see of each symbol, in the same order.
    pub details: Vec<Detail>,
    /// What it imports, in the order of the text.
    pub imports: Vec<ImportFact>,
    /// Names that it uses, in the order of the text.
    pub uses: Vec<UseFact>,
    /// Types that its text names; others refer to them by index.
    pub types: Vec<TypeFact>,
    /// What its expressions are, as far as a name hangs on it; others refer to them by index.
    pub values: Vec<ValueFact>,
    /// Variables and parameters that are no symbols; [`ValueFact::Local`] refers to them by index.
    pub locals: Vec<LocalFact>,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// A definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymbolFact {
    /// The bare name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The name with its enclosing scopes *inside the file*, as the language writes it
    /// (`Graph::add_edge`, `Graph.add_edge`). Generic arguments are left out.
    pub qualified: String,
    /// The whole definition.
    pub span: Span,
    /// First and past-the-end byte of the name.
    pub name_bytes: (u64, u64),
    /// Index in [`FileFacts::symbols`] of the symbol that it is defined in. A method of a Rust `impl`
    /// block has the block's type as parent where the file defines that.
    pub parent: Option<u32>,
    /// The type that it is a member of (`Graph`), where it is one, also where another file defines
    /// that type.
    pub member_of: Option<String>,
    /// Traits, interfaces or base classes that a type names: indices in [`FileFacts::types`], nearest first.
    /// For a Rust `impl Trait for Type` the trait stands at the type, or where another file defines
    /// the type, in [`FileFacts::uses`] alone.
    pub bases: Vec<u32>,
    /// The trait (last path segment) whose `impl` block for a type it stands in, for a Rust member that
    /// is not the type's own. A type's own member goes before a trait's of the same name.
    pub of_trait: Option<String>,
    /// The type that it is a member of, as a Rust `impl` block names it that is for only some instances of a generic type; or, without
    /// arguments, one that names a type of another file by its path. An index in [`FileFacts::types`].
    pub of_type: Option<u32>,
    /// Cyclomatic complexity of its own body (nested functions that have a name apart): decisions + 1, as
    /// `docs/control-flow.md` counts them.
    pub complexity: u32,
    /// Names and bounds of its generic parameters, in order. A bound is an index in [`FileFacts::types`].
    pub type_parameters: Vec<(String, Option<u32>)>,
    /// The type that the text gives it, an index in [`FileFacts::types`]: a variable's or field's own, what a
    /// function returns, what an alias stands for.
    pub declared: Option<u32>,
    /// Where no type is written: what is assigned to it first, or what a function returns; indices in
    /// [`FileFacts::values`].
    pub values: Vec<u32>,
    /// The types of a function's parameters, in order, where the text gives them; what closures that are given to it
    /// take is told by them, and which overload a call means. Of one that takes any number of arguments, the type of each. Empty where nothing asks.
    pub parameters: Vec<Option<u32>>,
    /// How many arguments it takes, where it is a function of a language with overloads.
    pub takes: Option<Arity>,
    /// What else is to be known of it.
    pub flags: SymbolFlags,
    /// The condition of a Rust item's `#[cfg(…)]`, where the features of its package decide.
    pub condition: Option<Box<str>>,
}

impl FileFacts {
    /// Those of a file in which nothing was found.
    pub(crate) fn new(language: Language) -> FileFacts {
        FileFacts {
            language,
            lines: 0,
            bytes: 0,
            module: Vec::new(),
            symbols: Vec::new(),
            details: Vec::new(),
            imports: Vec::new(),
            uses: Vec::new(),
            types: Vec::new(),
            values: Vec::new(),
            locals: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

impl SymbolFact {
    /// A definition of which no more is known than where it stands.
    pub(crate) fn new(name: String, kind: SymbolKind, qualified: String, span: Span) -> SymbolFact {
        SymbolFact {
            name,
            kind,
            qualified,
            span,
            name_bytes: (0, 0),
            parent: None,
            member_of: None,
            bases: Vec::new(),
            of_trait: None,
            of_type: None,
            complexity: 1,
            type_parameters: Vec::new(),
            declared: None,
            values: Vec::new(),
            parameters: Vec::new(),
            takes: None,
            flags: SymbolFlags::default(),
            condition: None,
        }
    }
}

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arity {
    /// At least.
    pub least: u16,
    /// At most; `u16::MAX` where there is no bound.
    pub most: u16,
}

/// Yes or no about a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SymbolFlags {
    /// It says that something exists whose definition stands elsewhere (a C prototype, an `extern` variable, a
    /// forward declaration of a type, a TypeScript overload, an abstract method of Java's).
    pub is_declaration: bool,
    /// Nobody outside of its file can name it (C `static`, a C++ unnamed namespace).
    pub is_file_local: bool,
    /// It stands in a function, of a language where compilers see no symbol in such, or in a type that does: like a
    /// variable it is the function's own business.
    pub is_inner: bool,
    /// It is a member of the type itself, not of its instances.
    pub is_static: bool,
    /// It can be called on what must not change (`const` behind the parameters of a C++ member).
    pub is_constant: bool,
    /// It is a function that is read like a field.
    pub is_property: bool,
    /// It is a class that is made of its fields: what makes one names them.
    pub is_record: bool,
    /// It has no body: a trait asks whoever implements it for one.
    pub is_required: bool,
    /// It is a variable for what is required of a package (`const fs = require("fs")`): the project's own where the package is not.
    pub is_required_module: bool,
    /// It is a test.
    pub is_test: bool,
    /// It says itself that it takes the place of a base's member: `@Override` in Java, `override` in TypeScript, in C++ that or
    /// `final`.
    pub is_override: bool,
    /// All files can name it without an import, as what stands at the top of a script of JavaScript's.
    pub is_global: bool,
    /// It stands in the brackets of a macro that has words of its own: what the macro makes of it is not certain.
    pub is_of_macro: bool,
    /// It stands in a branch of the preprocessor's that most likely is not compiled, or in a file of Go's that most builds
    /// leave out.
    pub is_unlikely: bool,
    /// It stands in for what newer libraries of C++ have: where there is such a one, its scope takes that (`using std::name;`).
    pub is_stand_in: bool,
}

/// What a reader wants to see of a symbol without its body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Detail {
    /// Its text up to its body, on one line, shortened where it is long.
    pub signature: String,
    /// The comment that documents it, without the comment's marks, shortened where it is long.
    pub doc: String,
    /// Its attributes, annotations or decorators, as written, each on one line.
    pub attributes: Vec<String>,
}

/// A type, as the text names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TypeFact {
    /// By name. What is only a way to hold another (`&T`, `*T`, `const T`) is left out: it is the other. C++ keeps it,
    /// as [`TypeFact::Held`].
    Named {
        /// The parts of its path, as written.
        path: Vec<String>,
        /// Its generic arguments, indices of types.
        arguments: Vec<u32>,
        /// Index of the symbol in whose text it stands; `None` at the top of the file.
        container: Option<u32>,
    },
    /// The type of the object itself (`Self`, `this`).
    This,
    /// An array or slice, and what it is of.
    Sequence(u32),
    /// So many types side by side.
    Tuple(Vec<u32>),
    /// A function's, and what it returns.
    Function(u32),
    /// A function's of which the text says also what it takes. Of an interface whose objects can be called, it stands
    /// as what the interface is declared as.
    Callable {
        /// The types of its parameters, in order.
        takes: Vec<Option<u32>>,
        /// What it returns.
        returns: Option<u32>,
    },
    /// One whose members are written out where it is named: these symbols. Those of what a function takes or returns are members
    /// of `{}`, which no type is called.
    Written(Vec<u32>),
    /// An object's that a function makes: the names in its text and their values.
    Object(Vec<(String, u32)>),
    /// One of these; what stands for nothing (`None`, `null`, `undefined`) is left out.
    AnyOf(Vec<u32>),
    /// That of a value (`typeof x`, `decltype(x)`).
    OfValue(u32),
    /// Another, held in some way, in a language where functions of one name differ in that.
    Held(Hold, u32),
    /// One that has just these values: literals, and constants by the last two parts of their paths.
    Values(Vec<String>),
    /// What is found of a property of this name: it tells which one of several types an object is of. Stands only in
    /// [`ValueFact::Narrowed`] and [`ValueFact::Without`].
    With(String, Is),
    /// What a function says with what it returns: whether what it is given is of this type (`x is T`).
    Says(u32),
    /// That of which this function says whether it is what it is given. Stands where [`TypeFact::With`] may.
    SaidBy(u32),
}

/// What a test finds of a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Is {
    /// There is one.
    There,
    /// It is as good as true.
    True,
    /// It is one of these, as [`TypeFact::Values`] names them.
    OneOf(Vec<String>),
}

/// What a symbol is a member of whose type has no name.
pub(crate) const UNNAMED: &str = "{}";

/// A way to hold a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Hold {
    /// It must not change: `const T`.
    Constant,
    /// By a pointer: `T *`.
    Pointer,
    /// It is nobody else's: `T &&`.
    Fresh,
    /// It is all of these at once: `A & B`.
    Together,
    /// It is made of all of these (`{ ...a, ...b }`): what the first of them has goes before that of the others.
    Spread,
    /// It is some type that has this trait, and nobody is told which: what a Rust function returns as `impl T`.
    Some,
}

/// What an expression is, as far as that tells its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueFact {
    /// What a used name means: an index in [`FileFacts::uses`]. While the file is walked, the byte where
    /// the name begins.
    Use(u32),
    /// A variable or parameter: an index in [`FileFacts::locals`].
    Local(u32),
    /// The object itself, in the text of this symbol (`self`, `this`).
    This(Option<u32>),
    /// The object itself, seen as its base (`super`).
    Super(Option<u32>),
    /// What a call of this value gives.
    Call(u32),
    /// Likewise, with generic arguments that the text gives: an index of a tuple of types.
    CallWith(u32, u32),
    /// This value, where a key of an object's text is named: it means something only if all of the types have it which that value
    /// may be of.
    Common(u32),
    /// An instance of a type: constructed, cast to it, asserted to be it.
    Of(u32),
    /// An instance of a type that a call of this value makes: what the type's own parameters stand for, the arguments may tell.
    Constructed(u32, u32),
    /// What this value holds many of: `x[i]`, and what a loop over it binds.
    Element(u32),
    /// What brackets give of this value that hold a number: of a tuple its part, counted from 0.
    Numbered(u32, u16),
    /// What a loop over this value gives, in a language where that may be something else than what brackets give.
    Looped(u32),
    /// What `with` binds where it is given this value.
    Entered(u32),
    /// What this value wraps: `await x`, `x?`, `x!`, `*x`, `x.unwrap()`.
    Inside(u32),
    /// A part of this value, counted from 0: what `a, b = x` binds.
    Part(u32, u16),
    /// What this function takes as its parameter of this number, counted from 0: what a closure's parameter is, where
    /// the closure is such an argument itself.
    Parameter(u32, u16),
    /// One or the other: `a if c else b`, `a || b`.
    Either(u32, u32),
    /// Something of the language's own: a literal.
    Outside,
    /// Nothing is known of it.
    Unknown,
    /// This value where a test has found it to be of a type.
    Narrowed(u32, u32),
    /// This value where a test has found it not to be of a type.
    Without(u32, u32),
    /// What a call of this value makes, where its arguments are named as the fields of that.
    Fields(u32),
    /// What an operator makes of this value and another one.
    Operated(u32, u32),
}

/// A variable or parameter that is no symbol. One that is assigned again is another one from there on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalFact {
    /// The type that the text gives it, an index in [`FileFacts::types`].
    pub declared: Option<u32>,
    /// What it is bound to, an index in [`FileFacts::values`].
    pub value: Option<u32>,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportFact {
    /// Magellan's name of the form: Rust `plain_use`, `use_crate`, `use_super`, `use_self`,
    /// `extern_crate`; Python `import`, `from_import`. Others: JavaScript `es_import`, `export` (names that the
    /// module gives on), `require`, `typedef` (of a comment); Go `go_import`; Java `import`, `static_import`; C `include`; C++
    /// `using` and `using_namespace`.
    pub kind: String,
    /// The parts of the path that is imported from; of a Python `import a.b` (without names, or with the
    /// one name `b` where there is an alias) the whole of it. `use a::{self}` is `a` from the empty path. Leading dots of a relative Python import stand
    /// as one `"."` part each.
    pub path: Vec<String>,
    /// The names that it brings in.
    pub names: Vec<ImportedName>,
    /// Whether it brings in everything.
    pub is_glob: bool,
    /// The whole statement's span (for a nested Rust `use` tree, each leaf group is an import with the
    /// span of its own part).
    pub span: Span,
    /// Index of the symbol in whose body it stands; `None` at the top of the file.
    pub container: Option<u32>,
    /// Whether most builds leave it out.
    pub is_unlikely: bool,
    /// Whether a Rust `use` says to whom it gives on what it brings in (`pub use`, `pub(crate) use`): one that does not gives it to
    /// its own module and those inside.
    pub is_public: bool,
    /// The condition of its `#[cfg(…)]`, where the features of its package decide.
    pub condition: Option<Box<str>>,
}

/// A name that an import brings in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedName {
    /// What it is called where it comes from.
    pub name: String,
    /// What it is called here, where that differs.
    pub alias: Option<String>,
}

/// How a name is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UseKind {
    /// It is called.
    Call,
    /// It is called as a macro (`name!`).
    MacroCall,
    /// It is named: a type, a constant, a function passed as a value, a field, a base class …
    Reference,
}

/// What stands before a used name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Qualifier {
    /// Nothing: `name`.
    None,
    /// A path: `a::b::name`, `Type::name`; in Python `module.name` where `module` is a plain name.
    /// Generic arguments are left out; `self`, `Self`, `super`, `crate` stand as written. Python's
    /// `super().name` has `super` alone. In Java a path of no parts stands before what can only be a type.
    Path(Vec<String>),
    /// A value, `x.name`, `f().name`, `self.name`: an index in [`FileFacts::values`]. `None` where nothing can
    /// be known of it.
    Value(Option<u32>),
}

/// A name that is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UseFact {
    /// How.
    pub kind: UseKind,
    /// The bare name.
    pub name: String,
    /// What stands before it.
    pub qualifier: Qualifier,
    /// The span of the bare name alone.
    pub span: Span,
    /// Index of the innermost symbol in whose text it stands; `None` at the top of the file.
    pub container: Option<u32>,
    /// Whether a parameter or local variable of that name is in scope, so that an unqualified name
    /// means that one and not a symbol.
    pub local: bool,
    /// Whether it means a function though it is not called, where fields and functions have names of their own: `x::name`;
    /// in Rust, what makes a value that a pattern takes apart: `Some` of `Some(x)`.
    pub is_function: bool,
    /// How many arguments it is called with, where the text says so.
    pub arguments: Option<u16>,
    /// What those are, in a language with overloads: indices in [`FileFacts::values`], `None` where nothing is
    /// known. Empty where there are none, or too many.
    pub given: Box<[Option<u32>]>,
}
