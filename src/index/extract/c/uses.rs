//! Names that are used: called, or named.

use std::collections::HashSet;

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, Told};
use crate::index::UseKind;
use crate::index::facts::{ImportedName, Qualifier};

/// Stands as the path of what is named by `struct`, `union` or `enum` in C: such names are apart from all others.
pub(super) const TAG: &str = "struct";

impl Extractor<'_, '_> {
    /// What was told of a name before the walk came to it.
    fn told(&mut self, node: Node) -> Option<Told> {
        if self.told.is_empty() { None } else { self.told.remove(&node.start_byte()) }
    }

    /// A plain name of a value.
    pub(super) fn identifier(&mut self, node: Node, parent: &Frame) {
        let told = self.told(node);
        if self.bind_told(node, told) {
            return;
        }
        // Where an error was, a keyword may stand as a name.
        if matches!(parent.kind, K::Error) && super::words::is_keyword(self.out.text(node)) {
            return;
        }
        let arguments = match told {
            Some(Told::Called(arguments)) => Some(arguments),
            _ => None,
        };
        self.plain(node, arguments);
    }

    /// Binds a name that is a variable from here on; whether the name is no use of what it names.
    fn bind_told(&mut self, node: Node, told: Option<Told>) -> bool {
        match told {
            Some(Told::Nothing) => true,
            Some(Told::Local(local)) => {
                let text = self.out.text(node);
                self.locals.bind(text, local, false);
                true
            }
            _ => false,
        }
    }

    /// A name without a path. Local variables that are not called are of no interest.
    fn plain(&mut self, node: Node, called: Option<Option<u16>>) {
        let text = self.out.text(node);
        let is_local = self.locals.get(text).is_some();
        if is_local && called.is_none() || is_words_of_the_language(text) {
            return;
        }
        let kind = if called.is_some() { UseKind::Call } else { UseKind::Reference };
        self.used(node, kind, Qualifier::None, called.flatten(), is_local);
    }

    fn used(&mut self, node: Node, kind: UseKind, qualifier: Qualifier, arguments: Option<u16>, local: bool) {
        let usage = self.out.usage(kind, node, qualifier);
        if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
            usage.arguments = arguments;
            usage.local = local;
            if kind == UseKind::Call && !self.given.is_empty() {
                usage.given = self.given.remove(&node.start_byte()).unwrap_or_default();
            }
        }
    }

    /// The name of a type.
    pub(super) fn type_identifier(&mut self, node: Node, parent: &Frame) {
        let told = self.told(node);
        if self.bind_told(node, told) || self.locals.is_type(self.out.text(node)) {
            return;
        }
        let is_tag =
            self.is_c && matches!(parent.kind, K::StructSpecifier | K::UnionSpecifier | K::EnumSpecifier);
        if is_tag {
            return;
        }
        match told {
            Some(Told::Called(arguments)) => {
                self.used(node, UseKind::Call, Qualifier::None, arguments, false);
            }
            _ => self.used(node, UseKind::Reference, Qualifier::None, None, false),
        }
    }

    /// The name behind `struct`, `union` or `enum` in C.
    pub(super) fn tag(&mut self, node: Node) {
        self.used(node, UseKind::Reference, Qualifier::Path(vec![TAG.to_owned()]), None, false);
    }

    /// The name of a member that no expression stands before: in a constructor's list.
    pub(super) fn field_identifier(&mut self, node: Node, parent: &Frame) {
        let told = self.told(node);
        if self.bind_told(node, told) {
            return;
        }
        if parent.kind == K::FieldInitializer || matches!(told, Some(Told::Called(_))) {
            let arguments = match told {
                Some(Told::Called(arguments)) => arguments,
                _ => None,
            };
            let kind = if told.is_some() { UseKind::Call } else { UseKind::Reference };
            self.used(node, kind, Qualifier::None, arguments, false);
        }
    }

    /// A path: its last name is what is used, and each one on the way is referred to.
    pub(super) fn qualified(&mut self, node: Node) {
        let mut path: Vec<String> = Vec::new();
        let is_global = self.child(node, self.fields.scope).is_none();
        for part in self.path_before(node) {
            let is_parameter = path.is_empty() && self.locals.is_type(self.out.text(part));
            // Those with template arguments are met again.
            self.told.insert(part.start_byte(), Told::Nothing);
            if !is_parameter {
                let qualifier = if path.is_empty() { Qualifier::None } else { Qualifier::Path(path.clone()) };
                self.used(part, UseKind::Reference, qualifier, None, false);
            }
            path.extend(self.out.owned(part));
        }
        let Some(name) = self.last_name(node) else { return };
        if matches!(self.kind(name), K::DestructorName | K::OperatorName | K::OperatorCast) {
            return;
        }
        let told = self.told.insert(name.start_byte(), Told::Nothing);
        let (kind, arguments) = match told {
            Some(Told::Nothing | Told::Local(_)) => return,
            Some(Told::Called(arguments)) => (UseKind::Call, arguments),
            None => (UseKind::Reference, None),
        };
        if is_global {
            path.insert(0, String::new());
        }
        self.used(name, kind, Qualifier::Path(path), arguments, false);
    }

    /// `receiver.name` or `receiver->name`, called or not.
    pub(super) fn field_expression(&mut self, node: Node) {
        let (Some(receiver), Some(field)) =
            (self.child(node, self.fields.argument), self.child(node, self.fields.field))
        else {
            return;
        };
        if self.kind(field) == K::Qualified {
            return;
        }
        let Some(name) = self.last_name(field) else { return };
        if self.kind(name) != K::FieldIdentifier {
            return;
        }
        let told = self.told.insert(name.start_byte(), Told::Nothing);
        let (kind, arguments) = match told {
            Some(Told::Called(arguments)) => (UseKind::Call, arguments),
            _ => (UseKind::Reference, None),
        };
        let receiver = self.value_of(receiver);
        self.used(name, kind, Qualifier::Value(receiver), arguments, false);
    }

    /// `using a::b;`, `using namespace a;`, `namespace a = b;`
    pub(super) fn using(&mut self, node: Node, kind: K) {
        let mut cursor = node.walk();
        let children: Vec<Node> = node.children(&mut cursor).collect();
        let is_namespace = children.iter().any(|child| self.kind(*child) == K::UsingNamespace);
        let target = children.into_iter().rev().find(|child| {
            matches!(
                self.kind(*child),
                K::Qualified | K::Identifier | K::TypeIdentifier | K::Namespaces | K::NamespaceIdentifier
            )
        });
        let Some(target) = target else { return };
        let span = self.out.span(node);
        let mut names = match self.kind(target) {
            K::Namespaces => {
                let mut cursor = target.walk();
                target.named_children(&mut cursor).collect()
            }
            K::Qualified => {
                let mut names = self.path_before(target);
                names.extend(self.last_name(target));
                names
            }
            _ => vec![target],
        };
        let path = self.path_text(&names);
        for (at, name) in names.drain(..).enumerate() {
            let before = path.get(..at).unwrap_or_default().to_vec();
            let qualifier = if before.is_empty() { Qualifier::None } else { Qualifier::Path(before) };
            self.used(name, UseKind::Reference, qualifier, None, false);
        }
        if kind == K::Using && is_namespace {
            self.out.import("using_namespace", path, Vec::new(), true, span);
            return;
        }
        let mut path = path;
        let Some(name) = path.pop() else { return };
        let alias = self.child(node, self.fields.name).filter(|_| kind == K::NamespaceAlias);
        let alias = alias.and_then(|alias| self.out.owned(alias));
        self.out.import("using", path, vec![ImportedName { name, alias }], false, span);
    }

    /// Notes what is defined in a scope that takes a name of the library as well: the one or the other is compiled.
    pub(super) fn settle_stand_ins(&mut self) {
        let facts = &mut self.out.facts;
        let taken = facts.imports.iter().filter(|import| {
            import.kind == "using" && import.path.first().is_some_and(|first| first == "std")
        });
        let taken: HashSet<(Option<u32>, &str)> = taken
            .flat_map(|import| import.names.iter().map(|of| (import.container, of)))
            .filter(|(_, of)| of.alias.is_none())
            .map(|(container, of)| (container, of.name.as_str()))
            .collect();
        if taken.is_empty() {
            return;
        }
        for symbol in facts.symbols.iter_mut().filter(|symbol| symbol.member_of.is_none()) {
            symbol.flags.is_stand_in = taken.contains(&(symbol.parent, symbol.name.as_str()));
        }
    }
}

/// Words that look like names to the grammar and are none.
fn is_words_of_the_language(name: &[u8]) -> bool {
    matches!(
        name,
        b"static_cast"
            | b"dynamic_cast"
            | b"const_cast"
            | b"reinterpret_cast"
            | b"typeid"
            | b"defined"
            | b"__func__"
            | b"__FUNCTION__"
            | b"__PRETTY_FUNCTION__"
            | b"NULL"
            | b"__FILE__"
            | b"__LINE__"
    )
}
