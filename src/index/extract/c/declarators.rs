//! Declarators: which name is declared in the midst of stars, brackets and parentheses.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::words::is_shouting;

/// How many layers a declarator or a qualified name may have; real ones have a handful.
const MAX_LAYERS: usize = 64;

/// What a declarator declares.
#[derive(Clone, Copy)]
pub(super) struct Declared<'t> {
    /// The declarator with its initialiser.
    pub(super) node: Node<'t>,
    /// The name with the path before it.
    pub(super) whole: Node<'t>,
    /// The bare name.
    pub(super) name: Node<'t>,
    /// The declarator with the parameters, where it is a function.
    pub(super) function: Option<Node<'t>>,
    /// Whether it is a pointer to a function.
    pub(super) is_function_pointer: bool,
    /// Whether it is a pointer or reference to something, or many of that.
    pub(super) is_pointer: bool,
    /// How many pointers to pointers it is.
    pub(super) stars: usize,
    /// Whether it is a reference to what nobody else has (`T&&`).
    pub(super) is_rvalue: bool,
    /// How many arrays in arrays.
    pub(super) arrays: usize,
    /// The initialiser.
    pub(super) value: Option<Node<'t>>,
}

impl<'s> Extractor<'s, '_> {
    /// Takes a declarator apart.
    pub(super) fn declared<'t>(&self, node: Node<'t>) -> Option<Declared<'t>> {
        let (mut function, mut is_function_pointer, mut is_pointer) = (None, false, false);
        let (mut arrays, mut value) = (0, None);
        let (mut stars, mut is_rvalue) = (0, false);
        let mut at = node;
        for _ in 0..MAX_LAYERS {
            let inner = self.child(at, self.fields.declarator);
            let made_up = function.and_then(|_: Node| self.name_in_macro(at));
            let mut found = made_up.map(|name| (name, name));
            // A type or a field that a macro names so is a pointer: `typedef void CALLBACK(name)(int)`.
            if made_up.is_some() && self.is_pointer_in_macro(at) {
                (function, is_function_pointer, is_pointer) = (None, true, true);
            }
            match self.kind(at) {
                _ if found.is_some() => {}
                K::InitDeclarator => value = self.child(at, self.fields.value),
                K::PointerDeclarator => {
                    let is_to_function = function.take().is_some();
                    is_function_pointer |= is_to_function;
                    is_pointer = true;
                    stars += usize::from(!is_to_function && self.out.text(at).starts_with(b"*"));
                    is_rvalue |= self.out.text(at).starts_with(b"&&");
                }
                K::ArrayDeclarator => arrays += 1,
                K::FunctionDeclarator => {
                    is_function_pointer = false;
                    function = Some(at);
                }
                K::Parenthesized => {}
                _ => {
                    let name = self.last_name(at)?;
                    if self.kind(name) == K::OperatorCast {
                        function = self.cast_parameters(name);
                    }
                    found = Some((at, name));
                }
            }
            if let Some((whole, name)) = found {
                return Some(Declared {
                    node,
                    whole,
                    name,
                    function,
                    is_function_pointer,
                    is_pointer,
                    stars,
                    is_rvalue,
                    arrays,
                    value,
                });
            }
            at = match inner {
                Some(inner) => inner,
                None => at.named_child(u32::try_from(at.named_child_count().checked_sub(1)?).ok()?)?,
            };
        }
        None
    }

    /// The name that a macro makes a function's name of: `void PREFIXED(name)(int a)`.
    fn name_in_macro<'t>(&self, function: Node<'t>) -> Option<Node<'t>> {
        if self.kind(function) != K::FunctionDeclarator {
            return None;
        }
        let made_by = self.child(function, self.fields.declarator)?;
        let is_name = matches!(self.kind(made_by), K::Identifier | K::FieldIdentifier | K::TypeIdentifier);
        if !is_name || !is_shouting(self.out.text(made_by)) {
            return None;
        }
        match self.plain_parameters(self.child(function, self.fields.parameters)?).as_slice() {
            [name] if matches!(self.kind(*name), K::Identifier | K::TypeIdentifier) => Some(*name),
            _ => None,
        }
    }

    /// Whether what a macro makes a name of stands where no function can: in a `typedef`, or among the fields of C.
    fn is_pointer_in_macro(&self, function: Node) -> bool {
        match self.child(function, self.fields.declarator).map(|made_by| self.kind(made_by)) {
            Some(K::TypeIdentifier) => true,
            Some(K::FieldIdentifier) => self.is_c,
            _ => false,
        }
    }

    /// The parameters of a conversion operator.
    fn cast_parameters<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = self.child(node, self.fields.declarator)?;
        for _ in 0..MAX_LAYERS {
            if matches!(self.kind(at), K::AbstractFunction | K::FunctionDeclarator) {
                return Some(at);
            }
            at = self.child(at, self.fields.declarator)?;
        }
        None
    }

    /// The last name of a path, without template arguments.
    pub(super) fn last_name<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = node;
        for _ in 0..MAX_LAYERS {
            at = match self.kind(at) {
                K::Qualified | K::TemplateFunction | K::StructuredType => self.child(at, self.fields.name)?,
                K::DependentName => at.named_child(0)?,
                K::Identifier
                | K::TypeIdentifier
                | K::FieldIdentifier
                | K::NamespaceIdentifier
                | K::DestructorName
                | K::OperatorName
                | K::OperatorCast
                | K::Bindings => return Some(at),
                _ => return None,
            };
        }
        None
    }

    /// The nodes of the names before the last one of a path, outer first.
    pub(super) fn path_before<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut path = Vec::new();
        let mut at = node;
        for _ in 0..MAX_LAYERS {
            if self.kind(at) == K::DependentName {
                let Some(inner) = at.named_child(0) else { break };
                at = inner;
                continue;
            }
            if self.kind(at) != K::Qualified {
                break;
            }
            path.extend(self.child(at, self.fields.scope).and_then(|scope| self.last_name(scope)));
            let Some(name) = self.child(at, self.fields.name) else { break };
            at = name;
        }
        path
    }

    /// Their text.
    pub(super) fn path_text(&self, nodes: &[Node]) -> Vec<String> {
        nodes.iter().filter_map(|node| self.out.owned(*node)).collect()
    }

    /// The declarators of a declaration, in order.
    pub(super) fn declarators<'t>(&self, node: Node<'t>) -> Vec<Declared<'t>> {
        let mut cursor = node.walk();
        let nodes: Vec<Node> = node.children_by_field_id(self.declarator_field(), &mut cursor).collect();
        nodes.into_iter().filter_map(|declarator| self.declared(declarator)).collect()
    }

    fn declarator_field(&self) -> std::num::NonZeroU16 {
        std::num::NonZeroU16::new(self.fields.declarator).unwrap_or(std::num::NonZeroU16::MAX)
    }
}
