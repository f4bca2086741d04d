//! Node kinds of a grammar as an enum of ours, told by number instead of by name.

use tree_sitter::Language;

/// An enum of node kinds; made by [`kinds!`](super::grammar::kinds).
pub(super) trait Kind: Copy + PartialEq {
    /// What is of no interest.
    const OTHER: Self;

    /// The kind of a node's name; an anonymous node's is written with a `'` before it (`'&&`).
    fn of_name(name: &str) -> Self;
}

/// Makes an enum of node kinds from the grammar's names for them.
macro_rules! kinds {
    ($name:ident { $($variant:ident = $($text:literal)|+,)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $name { Other, $($variant,)* }

        impl $crate::index::extract::grammar::Kind for $name {
            const OTHER: Self = $name::Other;

            fn of_name(name: &str) -> Self {
                match name {
                    $($($text)|+ => $name::$variant,)*
                    _ => $name::Other,
                }
            }
        }
    };
}
pub(super) use kinds;

/// Kinds by tree-sitter's number. Comparing names would cost more than the walk itself.
pub(super) struct KindTable<K>(Vec<Row<K>>);

#[derive(Clone, Copy)]
struct Row<K> {
    kind: K,
    /// Whether it is of no interest and never has children, as anonymous nodes have none.
    is_noise: bool,
}

impl<K: Kind> KindTable<K> {
    /// Reads the names of a grammar.
    pub(super) fn new(language: &Language) -> KindTable<K> {
        let kind = |id: u16| match language.node_kind_for_id(id) {
            Some(name) if language.node_kind_is_named(id) => Row { kind: K::of_name(name), is_noise: false },
            Some(name) => {
                let kind = K::of_name(&format!("'{name}"));
                Row { kind, is_noise: kind == K::OTHER }
            }
            None => Row { kind: K::OTHER, is_noise: false },
        };
        KindTable((0..=u16::MAX).take(language.node_kind_count()).map(kind).collect())
    }

    /// The kind of a number; errors have one beyond the table.
    pub(super) fn get(&self, id: u16) -> K {
        self.0.get(usize::from(id)).map_or(K::OTHER, |row| row.kind)
    }

    /// Whether a node of this number is a mark or keyword that nobody asks about.
    pub(super) fn is_noise(&self, id: u16) -> bool {
        self.0.get(usize::from(id)).is_some_and(|row| row.is_noise)
    }
}

/// Makes a struct of a grammar's field numbers.
macro_rules! fields {
    ($name:ident { $($field:ident = $text:literal,)* }) => {
        /// Numbers of the grammar's fields; 0, which no field has, for one that it lacks.
        pub(super) struct $name { $(pub(super) $field: u16,)* }

        impl $name {
            pub(super) fn new(language: &tree_sitter::Language) -> $name {
                let id = |name| language.field_id_for_name(name).map_or(0, std::num::NonZero::get);
                $name { $($field: id($text),)* }
            }
        }
    };
}
pub(super) use fields;
