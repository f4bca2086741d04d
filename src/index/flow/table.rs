//! What the kinds of a grammar's nodes are to control flow: a table a language, compiled to numbers.

use std::sync::OnceLock;

use crate::model::Language;
use crate::syntax::grammar;

/// What a node is to control flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: what is in it is part of what surrounds it.
    None,
    /// A function with a graph of its own.
    Function,
    /// A function without a name: part of the function around it.
    Closure,
    /// Gives a closure in it a name, so that it has a graph of its own.
    Naming,
    /// Statements, one after another.
    Block,
    /// A statement or two within something.
    Wrapper,
    If,
    /// An `if` whose parts have no fields: what it gives, its condition, what it gives otherwise.
    Ternary,
    /// A further condition of an `if`, as a node of its own.
    Elif,
    /// The `else` of an `if`, a loop or a `try`, as a node of its own.
    Else,
    /// A binary expression; `&&`, `||` and the like decide.
    Binary,
    /// Conditions that must all hold.
    Chain,
    /// A unary expression; `!` turns a condition around.
    Unary,
    Paren,
    /// A definition that may have an `else`.
    LetElse,
    Loop,
    /// A loop that asks behind its body.
    DoLoop,
    /// Holds parts of the construct around it.
    Header,
    Comprehension,
    /// A `for` of a comprehension.
    ForIn,
    /// An `if` of a comprehension, or a guard.
    Filter,
    Switch {
        /// Whether one of its arms always fits.
        exhaustive: bool,
    },
    Case {
        /// Whether an arm goes on into the next one.
        falls: bool,
    },
    /// An arm for everything else.
    Default {
        falls: bool,
    },
    Guard,
    Try,
    Handler,
    Finally,
    Return,
    Break,
    Continue,
    Yield,
    Throw,
    Goto,
    /// Goes on into the next arm.
    Fallthrough,
    /// What the preprocessor chooses from.
    Choice,
    /// Does nothing when control comes there: an empty statement, a definition.
    Empty,
    /// Python's `with`, which may swallow what is raised in it.
    With,
    /// Leaves the function with an error, or goes on.
    Question,
    Labeled,
}

/// What a child is to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    None,
    Condition,
    Then,
    Elif,
    Else,
    Left,
    Right,
    Operand,
    Init,
    Iter,
    Update,
    Body,
    Subject,
    /// What an arm or a handler says of when it is entered.
    Label,
    Statement,
    Element,
    ForIn,
    Handler,
    Finally,
    /// A function's body.
    Whole,
}

/// A row of a language's table: nodes of these kinds have this role, and their fields these parts.
pub(super) struct Row {
    pub(super) kinds: &'static [&'static str],
    pub(super) role: Role,
    pub(super) fields: &'static [(&'static str, Part)],
    /// What children in other fields, or in none, are.
    pub(super) rest: Part,
}

/// A row whose nodes' children have parts by their fields alone.
pub(super) const fn row(
    kinds: &'static [&'static str],
    role: Role,
    fields: &'static [(&'static str, Part)],
) -> Row {
    Row { kinds, role, fields, rest: Part::None }
}

impl Row {
    /// The same row, with `rest` for children in other fields.
    pub(super) const fn rest(self, rest: Part) -> Row {
        Row { rest, ..self }
    }
}

/// What a language's table says.
pub(super) struct Description {
    pub(super) rows: &'static [&'static [Row]],
    /// Kinds that name a label.
    pub(super) labels: &'static [&'static str],
    /// Whether a plain `break` leaves a `switch`.
    pub(super) breaks_switch: bool,
    /// Whether any labelled statement can be jumped to.
    pub(super) goto: bool,
    /// Whether a block can have a label.
    pub(super) labeled_blocks: bool,
    /// How an arm for everything else is told that is of the same kind as others.
    pub(super) default: DefaultArm,
    /// Kinds that are kept of a file's syntax tree.
    pub(super) kept: &'static [&'static [&'static str]],
}

/// How an arm for everything else is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DefaultArm {
    /// By its kind alone.
    Kind,
    /// It has no child in this field.
    WithoutField(&'static str),
    /// Its first child has no child with a name (Java's `default`).
    BareLabel,
    /// Its pattern is a name without dots, and it has no guard (Python's `case _`).
    Name,
}

/// A logical operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logic {
    And,
    Or,
}

/// What is known of a kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) role: Role,
    /// Its number among kept kinds; 0 for one that is not kept.
    pub(super) kept: u16,
    pub(super) logic: Option<Logic>,
    pub(super) is_label: bool,
    parts: u16,
}

pub(super) const NOTHING: Kind = Kind { role: Role::None, kept: 0, logic: None, is_label: false, parts: 0 };

struct Parts {
    fields: Vec<(u16, Part)>,
    rest: Part,
}

/// A compiled table.
pub(super) struct Table {
    pub(super) description: &'static Description,
    kinds: Vec<Kind>,
    parts: Vec<Parts>,
    kept: Vec<&'static str>,
    pub(super) operator: u16,
    pub(super) alternative: u16,
    /// The field that [`DefaultArm::WithoutField`] names, or that holds a guard.
    pub(super) default_field: u16,
}

impl Table {
    /// The table of a language; `None` for one without.
    pub(super) fn of(language: Language) -> Option<&'static Table> {
        static TABLES: [OnceLock<Option<Table>>; Language::COUNT] =
            [const { OnceLock::new() }; Language::COUNT];
        let cell = TABLES.get(language as usize)?;
        cell.get_or_init(|| Some(Table::new(language, super::languages::description(language)?))).as_ref()
    }

    fn new(language: Language, description: &'static Description) -> Table {
        let grammar = grammar(language).map(|grammar| (grammar.parser)());
        let count = grammar.as_ref().map_or(0, tree_sitter::Language::node_kind_count);
        let field = |name: &str| {
            let id = grammar.as_ref().and_then(|grammar| grammar.field_id_for_name(name));
            id.map_or(0, std::num::NonZero::get)
        };
        let rows: Vec<&'static Row> = description.rows.iter().copied().flatten().collect();
        let parts = rows.iter().map(|row| Parts {
            fields: row.fields.iter().map(|&(name, part)| (field(name), part)).collect(),
            rest: row.rest,
        });
        let mut table = Table {
            description,
            kinds: Vec::with_capacity(count),
            parts: parts.collect(),
            kept: description.kept.iter().copied().flatten().copied().collect(),
            operator: field("operator"),
            alternative: field("alternative"),
            default_field: match description.default {
                DefaultArm::WithoutField(name) => field(name),
                _ => field("guard"),
            },
        };
        let Some(grammar) = grammar else { return table };
        for id in (0..=u16::MAX).take(count) {
            let name = grammar.node_kind_for_id(id).unwrap_or_default();
            let kind =
                if grammar.node_kind_is_named(id) { table.named(&rows, name) } else { anonymous(name) };
            table.kinds.push(kind);
        }
        table
    }

    fn named(&self, rows: &[&'static Row], name: &str) -> Kind {
        // A later row wins: a language that builds on another says what is different.
        let row = rows.iter().enumerate().rev().find(|(_, row)| row.kinds.contains(&name));
        Kind {
            role: row.map_or(Role::None, |(_, row)| row.role),
            parts: row.map_or(0, |(number, _)| number as u16),
            kept: self.kept.iter().position(|kept| *kept == name).map_or(0, |at| at as u16 + 1),
            is_label: self.description.labels.contains(&name),
            logic: None,
        }
    }

    /// What a number's kind is; errors have a number beyond the table.
    pub(super) fn kind(&self, id: u16) -> Kind {
        self.kinds.get(usize::from(id)).copied().unwrap_or(NOTHING)
    }

    /// What the child in a field is to a node of a kind that has a role.
    pub(super) fn part(&self, kind: Kind, field: u16) -> Part {
        let Some(parts) = self.parts.get(usize::from(kind.parts)) else { return Part::None };
        let mut fields = parts.fields.iter();
        fields.find(|(id, _)| *id == field && field != 0).map_or(parts.rest, |(_, part)| *part)
    }

    /// The name of a kept kind, by its number.
    pub(super) fn kept_name(&self, number: u16) -> Option<&'static str> {
        self.kept.get(usize::from(number).checked_sub(1)?).copied()
    }
}

fn anonymous(name: &str) -> Kind {
    let logic = match name {
        "&&" | "and" | "&&=" => Some(Logic::And),
        "||" | "or" | "??" | "||=" | "??=" => Some(Logic::Or),
        _ => None,
    };
    Kind { logic, ..NOTHING }
}
