//! Types as the text names them.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::TypeFact;
use crate::model::SymbolKind;

/// How deep types are followed.
const MAX_LAYERS: usize = 16;

/// Types that the language itself has. A package can define others by these names, and nobody does.
const OWN_TYPES: [&[u8]; 22] = [
    b"any",
    b"bool",
    b"byte",
    b"comparable",
    b"complex128",
    b"complex64",
    b"error",
    b"float32",
    b"float64",
    b"int",
    b"int16",
    b"int32",
    b"int64",
    b"int8",
    b"rune",
    b"string",
    b"uint",
    b"uint16",
    b"uint32",
    b"uint64",
    b"uint8",
    b"uintptr",
];

/// Whether a type's name is the language's own.
pub(super) fn is_own_type(name: &[u8]) -> bool {
    OWN_TYPES.binary_search(&name).is_ok()
}

impl Extractor<'_, '_> {
    /// A type as the text names it. What a pointer points to stands for it.
    pub(super) fn type_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_type(node, 0)
    }

    fn layer_of_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        match self.kind(node) {
            K::TypeIdentifier | K::Identifier => {
                let name = self.out.owned(node)?;
                self.out.named_type(vec![name])
            }
            K::QualifiedType => {
                let package = self.out.owned(self.child(node, self.fields.package)?)?;
                let name = self.out.owned(self.child(node, self.fields.name)?)?;
                self.out.named_type(vec![package, name])
            }
            K::Selector => {
                let package = self.out.owned(self.child(node, self.fields.operand)?)?;
                let name = self.out.owned(self.child(node, self.fields.field)?)?;
                self.out.named_type(vec![package, name])
            }
            K::GenericType => {
                let base = self.layer_of_type(self.child(node, self.fields.r#type)?, next)?;
                let given = self.child(node, self.fields.type_arguments);
                let given = given.map(|list| self.types_in(list, next)).unwrap_or_default();
                if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(base as usize) {
                    *arguments = given;
                }
                Some(base)
            }
            K::PointerType
            | K::Parenthesized
            | K::NegatedType
            | K::Unary
            | K::TypeElement
            | K::TypeConstraint => {
                let inner = node.named_child(0)?;
                if node.named_child_count() > 1
                    && matches!(self.kind(node), K::TypeElement | K::TypeConstraint)
                {
                    return None;
                }
                self.layer_of_type(inner, next)
            }
            K::ArrayType => {
                let of = self.layer_of_type(self.child(node, self.fields.element)?, next)?;
                self.out.type_fact(TypeFact::Sequence(of))
            }
            K::MapType => {
                let key = self.child(node, self.fields.key)?;
                let key = self.layer_of_type(key, next).or_else(|| self.unknown())?;
                let value = self.child(node, self.fields.value)?;
                let value = self.layer_of_type(value, next).or_else(|| self.unknown())?;
                self.holder("map", vec![key, value])
            }
            K::ChannelType => {
                let of = self.layer_of_type(self.child(node, self.fields.value)?, next)?;
                self.holder("chan", vec![of])
            }
            K::FunctionType | K::FuncLiteral => {
                let returned = self.child(node, self.fields.result)?;
                let returned = self.result_type(returned, next)?;
                self.out.type_fact(TypeFact::Function(returned))
            }
            K::StructType | K::InterfaceType => {
                let symbol = self.unnamed_type(node)?;
                let path = vec![self.out.facts.symbols.get(symbol as usize)?.name.clone()];
                self.out.type_fact(TypeFact::Named { path, arguments: Vec::new(), container: Some(symbol) })
            }
            _ => None,
        }
    }

    /// A type of the language's own that holds others.
    fn holder(&mut self, name: &str, arguments: Vec<u32>) -> Option<u32> {
        let container = self.out.container();
        self.out.type_fact(TypeFact::Named { path: vec![name.to_owned()], arguments, container })
    }

    /// What stands where a type is not known, so that those beside it keep their places.
    fn unknown(&mut self) -> Option<u32> {
        self.holder("any", Vec::new())
    }

    pub(super) fn types_in(&mut self, list: Node, depth: usize) -> Vec<u32> {
        let mut cursor = list.walk();
        let parts: Vec<Node> = list.named_children(&mut cursor).collect();
        let mut types = Vec::with_capacity(parts.len());
        for part in parts {
            if self.kind(part) != K::Comment {
                let of = self.layer_of_type(part, depth).or_else(|| self.unknown());
                types.extend(of);
            }
        }
        types
    }

    /// What a function returns: several types are a tuple.
    pub(super) fn returned(&mut self, result: Node) -> Option<u32> {
        self.result_type(result, 0)
    }

    fn result_type(&mut self, result: Node, depth: usize) -> Option<u32> {
        if self.kind(result) != K::ParameterList {
            return self.layer_of_type(result, depth + 1);
        }
        let mut types = Vec::new();
        let mut cursor = result.walk();
        let parameters: Vec<Node> = result.named_children(&mut cursor).collect();
        for parameter in parameters {
            let Some(of) = self.child(parameter, self.fields.r#type) else { continue };
            let of = self.layer_of_type(of, depth + 1).or_else(|| self.unknown());
            let mut cursor = parameter.walk();
            let names = parameter.children_by_field_name("name", &mut cursor).count();
            types.extend(of.into_iter().flat_map(|of| std::iter::repeat_n(of, names.max(1))));
        }
        match types.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => self.out.type_fact(TypeFact::Tuple(types)),
        }
    }

    /// A struct or interface that is written where it is used: a type that goes by its keyword. `None` where
    /// nothing is in it.
    pub(super) fn unnamed_type(&mut self, node: Node) -> Option<u32> {
        if let Some(known) = self.unnamed.get(&node.start_byte()) {
            return *known;
        }
        let (kind, body) = match self.kind(node) {
            K::StructType => (SymbolKind::Struct, node.named_child(0)),
            _ => (SymbolKind::Trait, self.opening(node)),
        };
        let is_empty = match kind {
            SymbolKind::Struct => body.is_none_or(|list| list.named_child_count() == 0),
            _ => node.named_child_count() == 0,
        };
        let keyword = node.child(0).filter(|_| !is_empty);
        let (parent, member_of) = (self.out.container(), None);
        let symbol =
            keyword.and_then(|name| self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of }));
        self.unnamed.insert(node.start_byte(), symbol);
        symbol
    }

    /// The brace that opens a node's body.
    pub(super) fn opening<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut cursor = node.walk();
        node.children(&mut cursor).take(4).find(|child| self.kind(*child) == K::Opening)
    }

    /// The bare name of a type, without what it points to and its arguments.
    pub(super) fn base_name<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut node = node;
        for _ in 0..MAX_LAYERS {
            node = match self.kind(node) {
                K::TypeIdentifier => return Some(node),
                K::QualifiedType => self.child(node, self.fields.name)?,
                K::GenericType => self.child(node, self.fields.r#type)?,
                K::PointerType | K::Parenthesized => node.named_child(0)?,
                _ => return None,
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_own_types_are_in_order() {
        assert!(OWN_TYPES.is_sorted());
        assert!(is_own_type(b"error") && !is_own_type(b"Error"));
    }
}
