//! What extraction finds in one source file, before anything is resolved.
//!
//! Facts are a pure function of (path, bytes, language). They are stored encoded beside the records
//! that were resolved from them, so that a change in one file never makes another be parsed again.

use serde::{Deserialize, Serialize};

use crate::model::{Diagnostic, Language, Span, SymbolKind};

/// Everything that extraction finds in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// What it imports, in the order of the text.
    pub imports: Vec<ImportFact>,
    /// Names that it uses, in the order of the text.
    pub uses: Vec<UseFact>,
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
    /// Traits or base classes that a type names, as written (last path segment, generics left out).
    /// For a Rust `impl Trait for Type` the trait stands at the type, or where another file defines
    /// the type, in [`FileFacts::uses`] alone.
    pub bases: Vec<String>,
    /// The trait (last path segment) whose `impl` block for a type it stands in, for a Rust member that
    /// is not the type's own. A type's own member goes before a trait's of the same name.
    pub of_trait: Option<String>,
    /// Cyclomatic complexity of its own body (nested functions that have a name apart): decisions + 1, as
    /// `docs/control-flow.md` counts them.
    pub complexity: u32,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportFact {
    /// Magellan's name of the form: Rust `plain_use`, `use_crate`, `use_super`, `use_self`,
    /// `extern_crate`; Python `import`, `from_import`.
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
    /// `super().name` has `super` alone.
    Path(Vec<String>),
    /// The object itself: `self.name`.
    SelfValue,
    /// A variable: `x.name`, with the type that the text gives `x` (annotation, or the constructor that
    /// it was assigned from) where it is plain to see.
    Variable {
        /// The variable's name.
        name: String,
        /// Last segment of its type's name.
        type_name: Option<String>,
    },
    /// Any other expression: `f().name`.
    Expression,
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
}
