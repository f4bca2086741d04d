//! Types, as their text names them.

use tree_sitter::Node;

use super::Extractor;
use super::declarators::Declared;
use super::kinds::K;
use super::uses::TAG;
use crate::index::facts::{Hold, TypeFact, ValueFact};

/// How deep types are followed.
const MAX_LAYERS: usize = 16;

/// At most so many arguments of a template are kept.
const MAX_ARGUMENTS: usize = 32;

impl Extractor<'_, '_> {
    /// A type as its text names it; `None` for `auto` and what else says nothing.
    pub(super) fn type_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_type(node, 0)
    }

    fn layer_of_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        match self.kind(node) {
            K::TypeIdentifier | K::Identifier | K::PrimitiveType | K::FieldIdentifier => {
                let name = self.out.owned(node)?;
                self.out.named_type(vec![name])
            }
            K::Qualified | K::StructuredType | K::TemplateFunction => self.path_type(node, next),
            K::ClassSpecifier | K::StructSpecifier | K::UnionSpecifier | K::EnumSpecifier => {
                let name = self.child(node, self.fields.name)?;
                if !self.is_c {
                    return self.layer_of_type(name, next);
                }
                // Which may be defined where the file does not see it.
                let name = self.out.owned(name)?;
                self.out.named_type(vec![TAG.to_owned(), name])
            }
            K::DependentName => self.layer_of_type(node.named_child(0)?, next),
            K::PackExpansion => self.layer_of_type(node.named_child(0)?, next),
            K::TypeDescriptor => {
                let of = self.layer_of_type(self.child(node, self.fields.r#type)?, next)?;
                let declarator = self.child(node, self.fields.declarator);
                match declarator.map(|declarator| self.kind(declarator)) {
                    Some(K::AbstractFunction) => self.out.type_fact(TypeFact::Function(of)),
                    Some(K::ArrayDeclarator) => self.out.type_fact(TypeFact::Sequence(of)),
                    _ => {
                        let stars = declarator.map_or(0, |declarator| self.stars(declarator));
                        self.held(of, self.is_constant(node), stars)
                    }
                }
            }
            K::Decltype => {
                let value = self.value_of(node.named_child(0)?)?;
                self.out.type_fact(TypeFact::OfValue(value))
            }
            _ => None,
        }
    }

    /// A path, with the template arguments of its last part.
    fn path_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        let last = self.last_name(node)?;
        let scopes = self.path_before(node);
        let mut path = self.path_text(&scopes);
        path.push(self.out.owned(last)?);
        let mut arguments = self.template_arguments(last, depth);
        // What it leads to is told by what it leads into.
        if let Some(of) =
            scopes.last().filter(|_| arguments.is_empty() && self.out.text(last).ends_with(b"iterator"))
        {
            arguments = self.template_arguments(*of, depth);
        }
        let container = self.out.container();
        self.out.type_fact(TypeFact::Named { path, arguments, container })
    }

    fn template_arguments(&mut self, name: Node, depth: usize) -> Vec<u32> {
        let Some(around) = name.parent() else { return Vec::new() };
        if !matches!(self.kind(around), K::StructuredType | K::TemplateFunction) {
            return Vec::new();
        }
        let Some(list) = self.child(around, self.fields.arguments) else { return Vec::new() };
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_ARGUMENTS).collect();
        given.into_iter().filter_map(|argument| self.layer_of_type(argument, depth + 1)).collect()
    }

    /// How many pointers to pointers begin here in what declares no name.
    fn stars(&self, declarator: Node) -> usize {
        let mut stars = 0;
        let mut at = Some(declarator);
        while let Some(pointer) = at.filter(|at| stars < MAX_LAYERS && self.out.text(*at).starts_with(b"*")) {
            stars += 1;
            at = self.child(pointer, self.fields.declarator);
        }
        stars
    }

    /// Whether a declaration, parameter or type says that what it is of must not change.
    pub(super) fn is_constant(&self, node: Node) -> bool {
        let mut cursor = node.walk();
        let is_const = |child: Node| self.kind(child) == K::TypeQualifier && self.out.text(child) == b"const";
        !self.is_c && node.named_children(&mut cursor).take(MAX_ARGUMENTS).any(is_const)
    }

    /// A type that is held like this, where the language cares.
    fn held(&mut self, of: u32, is_constant: bool, stars: usize) -> Option<u32> {
        let mut of = of;
        if self.is_c {
            return Some(of);
        }
        if is_constant {
            of = self.out.type_fact(TypeFact::Held(Hold::Constant, of))?;
        }
        for _ in 0..stars.min(MAX_LAYERS) {
            of = self.out.type_fact(TypeFact::Held(Hold::Pointer, of))?;
        }
        Some(of)
    }

    /// What a variable is whose type is that of its value: `const auto &x = y;`.
    pub(super) fn constant_of(&mut self, value: u32) -> Option<u32> {
        let of = self.out.type_fact(TypeFact::OfValue(value))?;
        self.out.type_fact(TypeFact::Held(Hold::Constant, of))
    }

    /// A pointer to a value.
    pub(super) fn pointer_to(&mut self, value: u32) -> Option<u32> {
        let of = self.out.type_fact(TypeFact::OfValue(value))?;
        let of = self.out.type_fact(TypeFact::Held(Hold::Pointer, of))?;
        self.out.value(ValueFact::Of(of))
    }

    /// What a parameter takes: that one must not change which is a copy concerns no caller.
    pub(super) fn taken(&mut self, base: u32, is_constant: bool, declared: &Declared) -> Option<u32> {
        let of = self.layered(Some(base), is_constant && declared.is_pointer, declared)?;
        if !declared.is_rvalue || self.is_c {
            return Some(of);
        }
        self.out.type_fact(TypeFact::Held(Hold::Fresh, of))
    }

    /// Likewise, of one without a name.
    pub(super) fn taken_without_name(&mut self, node: Node, base: u32, is_constant: bool) -> Option<u32> {
        let declarator = self.child(node, self.fields.declarator);
        let text = declarator.map(|declarator| self.out.text(declarator)).unwrap_or_default();
        if matches!(declarator.map(|of| self.kind(of)), Some(K::AbstractFunction)) {
            return self.out.type_fact(TypeFact::Function(base));
        }
        let stars = declarator.map_or(0, |declarator| self.stars(declarator));
        let of = self.held(base, is_constant && !text.is_empty(), stars)?;
        if !text.starts_with(b"&&") || self.is_c {
            return Some(of);
        }
        self.out.type_fact(TypeFact::Held(Hold::Fresh, of))
    }

    /// A declaration's type with what its declarator makes of it. References are the type that they lead to, and so are
    /// pointers in C.
    pub(super) fn layered(
        &mut self,
        base: Option<u32>,
        is_constant: bool,
        declared: &Declared,
    ) -> Option<u32> {
        let mut of = self.held(base?, is_constant, declared.stars)?;
        if declared.is_function_pointer || declared.function.is_some() {
            of = self.out.type_fact(TypeFact::Function(of))?;
        }
        for _ in 0..declared.arrays.min(MAX_LAYERS) {
            of = self.out.type_fact(TypeFact::Sequence(of))?;
        }
        Some(of)
    }

    /// What a function returns, as it is written.
    pub(super) fn returned_type(&mut self, node: Node, declared: &Declared) -> Option<u32> {
        if self.kind(declared.name) == K::OperatorCast {
            return self.type_of(self.child(declared.name, self.fields.r#type)?);
        }
        let function = declared.function?;
        let mut cursor = function.walk();
        let trailing =
            function.named_children(&mut cursor).find(|child| self.kind(*child) == K::TrailingType);
        if let Some(trailing) = trailing {
            return self.type_of(trailing.named_child(0)?);
        }
        let around = if self.child(node, self.fields.r#type).is_some() { node } else { node.parent()? };
        let of = self.type_of(self.child(around, self.fields.r#type)?)?;
        self.held(of, self.is_constant(around), declared.stars)
    }
}
