//! Types as the text names them.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::UseKind;
use crate::index::facts::{Hold, Qualifier, TypeFact, ValueFact};

/// Parameters of one function that are told of.
pub(super) const MAX_PARAMETERS: usize = 16;

/// How deep types are followed.
const MAX_LAYERS: usize = 16;

impl Extractor<'_, '_> {
    /// A type as its text names it.
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
                let text = self.out.text(node);
                let bound = self.bounds.iter().rev().take(MAX_PARAMETERS).find(|(name, _)| *name == text);
                if let Some((_, bound)) = bound {
                    return *bound;
                }
                let name = self.out.owned(node)?;
                self.out.named_type(vec![name])
            }
            K::PredefinedType => {
                let name = self.out.text(node);
                let is_known = matches!(name, b"string" | b"number" | b"boolean");
                let name = String::from_utf8_lossy(name).into_owned();
                if is_known { self.out.named_type(vec![name]) } else { None }
            }
            K::NestedType => {
                let mut path = self.path_of(self.child(node, self.fields.module)?)?;
                path.push(self.out.owned(self.child(node, self.fields.name)?)?);
                self.out.named_type(path)
            }
            K::Member => {
                let path = self.path_of(node)?;
                self.out.named_type(path)
            }
            K::GenericType if self.has_own_members(node) => {
                let given = self.child(node, self.fields.type_arguments)?.named_child(0)?;
                self.layer_of_type(given, next)
            }
            K::GenericType => {
                let name = self.child(node, self.fields.name)?;
                let list = self.child(node, self.fields.type_arguments);
                match self.made_of_value(name, list, next) {
                    Some(of) => Some(of),
                    None => self.generic(name, list, next),
                }
            }
            K::ArrayType => {
                let of = self.layer_of_type(node.named_child(0)?, next)?;
                self.out.type_fact(TypeFact::Sequence(of))
            }
            K::TupleType => {
                let mut cursor = node.walk();
                let is_part = |of: &Node| self.kind(*of) != K::Comment;
                let parts: Vec<Node> = node.named_children(&mut cursor).filter(is_part).collect();
                let mut types = Vec::with_capacity(parts.len());
                for part in parts {
                    let of = match self.layer_of_type(part, next) {
                        Some(of) => of,
                        None => {
                            let unknown = self.out.value(ValueFact::Unknown)?;
                            self.out.type_fact(TypeFact::OfValue(unknown))?
                        }
                    };
                    types.push(of);
                }
                self.out.type_fact(TypeFact::Tuple(types))
            }
            // A tuple's part with a name.
            K::Parameter => self.layer_of_type(self.child(node, self.fields.r#type)?, next),
            K::TypeWrapper => self.layer_of_type(node.named_child(0)?, next),
            K::UnionType => self.either(node, next),
            K::Predicate => {
                let of = self.layer_of_type(self.child(node, self.fields.r#type)?, next)?;
                self.out.type_fact(TypeFact::Says(of))
            }
            K::FunctionType | K::Signature => self.callable(node, next),
            K::TypeQuery => {
                let value = self.value_of(node.named_child(0)?)?;
                self.out.type_fact(TypeFact::OfValue(value))
            }
            K::ConditionalType => {
                let then = self.child(node, self.fields.consequence);
                let other = self.child(node, self.fields.alternative);
                let parts = then.into_iter().chain(other).collect();
                self.any_of(parts, next)
            }
            K::ObjectType => self.object_type(node, next),
            K::ThisType => self.out.type_fact(TypeFact::This),
            K::LookupType => self.part_of_type(node, next),
            _ => None,
        }
    }

    /// `{ … }`: what maps all members of another type has those, and what has nothing but one way to be called is a function.
    fn object_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        if let Some(mapped) = self.mapped(node) {
            return self.layer_of_type(mapped, depth);
        }
        if let Some(of) = self.indexed(node) {
            let key = self.out.named_type(vec!["string".to_owned()])?;
            let of = self.layer_of_type(of, depth)?;
            return self.out.generic_type(vec!["Record".to_owned()], vec![key, of]);
        }
        let only = node.named_child(0).filter(|_| node.named_child_count() == 1);
        match only.filter(|only| self.kind(*only) == K::Signature) {
            Some(signature) => self.callable(signature, depth),
            None => self.written(node),
        }
    }

    /// `T["name"]`, `T[number]`: the type of a property, or of an element.
    fn part_of_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        let value = match self.property_looked_up(node) {
            Some(name) => self.out.used(name)?,
            None => {
                let index = node.named_child(1)?;
                let of = self.layer_of_type(node.named_child(0)?, depth)?;
                let of = self.out.value(ValueFact::Of(of))?;
                let text = std::str::from_utf8(self.out.text(index)).ok()?;
                let fact = match text.parse() {
                    Ok(number) => ValueFact::Numbered(of, number),
                    Err(_) if text == "number" => ValueFact::Element(of),
                    Err(_) => return None,
                };
                self.out.value(fact)?
            }
        };
        self.out.type_fact(TypeFact::OfValue(value))
    }

    /// The name in quotes of `T["name"]`.
    fn property_looked_up<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let literal = node.named_child(1).filter(|index| self.kind(*index) == K::LiteralType)?;
        literal
            .named_child(0)
            .filter(|name| self.kind(*name) == K::String)
            .and_then(|name| self.plain_name(name))
    }

    /// `T["name"]` names a property of `T`.
    pub(super) fn lookup_type(&mut self, node: Node) {
        let (Some(name), Some(of)) = (self.property_looked_up(node), node.named_child(0)) else { return };
        let of = self.type_of(of).and_then(|of| self.out.value(ValueFact::Of(of)));
        self.out.usage(UseKind::Reference, name, Qualifier::Value(of));
    }

    /// A function's type: what it takes and what it returns.
    fn callable(&mut self, node: Node, depth: usize) -> Option<u32> {
        // Its type parameters have no symbol: each is what bounds it.
        let outer = self.bounds.len();
        if let Some(list) = self.child(node, self.fields.type_parameters) {
            let mut cursor = list.walk();
            let parameters: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARAMETERS).collect();
            for parameter in parameters {
                let bound = self.child(parameter, self.fields.constraint).and_then(|of| of.named_child(0));
                let bound = bound.and_then(|bound| self.layer_of_type(bound, depth));
                if let Some(name) = self.child(parameter, self.fields.name) {
                    self.bounds.push((self.out.text(name), bound));
                }
            }
        }
        let of = self.parts_of_callable(node, depth);
        self.bounds.truncate(outer);
        of
    }

    fn parts_of_callable(&mut self, node: Node, depth: usize) -> Option<u32> {
        let mut takes = Vec::new();
        if let Some(list) = self.child(node, self.fields.parameters) {
            let mut cursor = list.walk();
            let parameters: Vec<Node> =
                list.named_children(&mut cursor).filter(|part| self.takes_argument(*part)).collect();
            for parameter in parameters.into_iter().take(MAX_PARAMETERS) {
                let of = self.child(parameter, self.fields.r#type);
                let of = of.and_then(|of| self.layer_of_type(of, depth));
                match self.side_by_side(parameter, of) {
                    Some(parts) => takes.extend(parts.into_iter().map(Some)),
                    None => takes.push(self.each(parameter, of)),
                }
            }
        }
        let returns =
            self.child(node, self.fields.return_type).or_else(|| self.child(node, self.fields.r#type));
        let returns = returns.and_then(|of| self.layer_of_type(of, depth));
        match returns {
            Some(returns) if takes.iter().all(Option::is_none) => {
                self.out.type_fact(TypeFact::Function(returns))
            }
            None if takes.iter().all(Option::is_none) => None,
            _ => self.out.type_fact(TypeFact::Callable { takes, returns }),
        }
    }

    /// Whether a parameter is one, and not what `this` is said to be.
    pub(super) fn takes_argument(&self, parameter: Node) -> bool {
        let pattern = self.child(parameter, self.fields.pattern);
        self.kind(parameter) == K::Parameter && pattern.is_some_and(|pattern| self.kind(pattern) != K::This)
    }

    /// The types of the arguments of `...parameter: [A, B]`.
    fn side_by_side(&self, parameter: Node, of: Option<u32>) -> Option<Vec<u32>> {
        let pattern = self.child(parameter, self.fields.pattern)?;
        match self.out.facts.types.get(of? as usize) {
            Some(TypeFact::Tuple(parts)) if self.kind(pattern) == K::RestPattern => Some(parts.clone()),
            _ => None,
        }
    }

    /// The type of an argument for a parameter: of one that takes any number, that of each.
    pub(super) fn each(&self, parameter: Node, of: Option<u32>) -> Option<u32> {
        let pattern = self.child(parameter, self.fields.pattern)?;
        match self.out.facts.types.get(of? as usize) {
            Some(TypeFact::Sequence(of)) if self.kind(pattern) == K::RestPattern => Some(*of),
            _ => of,
        }
    }

    fn either(&mut self, node: Node, depth: usize) -> Option<u32> {
        let parts = self.parts_of_type(node);
        let of = self.any_of(parts, depth)?;
        let is_several = matches!(self.out.facts.types.get(of as usize), Some(TypeFact::AnyOf(_)));
        match node.kind() {
            "intersection_type" if is_several => self.out.type_fact(TypeFact::Held(Hold::Together, of)),
            _ => Some(of),
        }
    }

    /// `T` of `{ [K in keyof T]: … }`, which has the members of `T`.
    pub(super) fn mapped<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let clause = node.named_child(0)?.named_child(0)?;
        let of = self.child(clause, self.fields.r#type).filter(|_| self.kind(clause) == K::MappedType)?;
        (self.kind(of) == K::KeysType).then(|| of.named_child(0)).flatten()
    }

    /// What each property of an object type is of that says no more than that: `{ [key: string]: T }`.
    fn indexed<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let clause = node.named_child(0).filter(|clause| self.kind(*clause) == K::IndexSignature)?;
        let of = self.child(clause, self.fields.r#type).filter(|_| node.named_child_count() == 1)?;
        of.named_child(0)
    }

    /// `InstanceType<typeof Class>`, `ReturnType<typeof function>`, `Awaited<T>`.
    fn made_of_value(&mut self, name: Node, list: Option<Node>, depth: usize) -> Option<u32> {
        let name = self.out.text(name);
        if !matches!(name, b"InstanceType" | b"ReturnType" | b"Awaited") {
            return None;
        }
        let given = list?.named_child(0)?;
        let named = given.named_child(0).filter(|_| self.kind(given) == K::TypeQuery);
        if name == b"InstanceType" {
            let path = self.path_of(named?)?;
            return self.out.named_type(path);
        }
        let value = match named {
            Some(named) => self.value_of(named)?,
            None => {
                let of = self.layer_of_type(given, depth)?;
                self.out.value(ValueFact::Of(of))?
            }
        };
        let made = if name == b"ReturnType" { ValueFact::Call(value) } else { ValueFact::Inside(value) };
        let made = self.out.value(made)?;
        self.out.type_fact(TypeFact::OfValue(made))
    }

    /// Whether a type's text defines members: `{ … }`, also where it is only held in another way. What maps all members of
    /// another type has those.
    pub(super) fn has_own_members(&self, of: Node) -> bool {
        let mut of = of;
        for _ in 0..MAX_LAYERS {
            if self.kind(of) != K::GenericType {
                break;
            }
            let name = self.child(of, self.fields.name).map(|name| self.out.text(name)).unwrap_or_default();
            let given = self.child(of, self.fields.type_arguments).and_then(|list| list.named_child(0));
            match given.filter(|_| matches!(name, b"Readonly" | b"Partial" | b"Required" | b"NonNullable")) {
                Some(given) => of = given,
                None => return false,
            }
        }
        self.kind(of) == K::ObjectType && self.mapped(of).is_none() && self.indexed(of).is_none()
    }

    fn any_of(&mut self, parts: Vec<Node>, depth: usize) -> Option<u32> {
        let parts: Vec<u32> = parts.into_iter().filter_map(|part| self.layer_of_type(part, depth)).collect();
        match parts.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => self.out.type_fact(TypeFact::AnyOf(parts)),
        }
    }

    /// The types in `<A, B>`; what is not known has a place among them all the same.
    fn arguments(&mut self, list: Node, depth: usize) -> Option<Vec<u32>> {
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_LAYERS).collect();
        let mut arguments = Vec::with_capacity(given.len());
        for argument in given {
            let known = self.layer_of_type(argument, depth);
            arguments.push(known.or_else(|| self.out.type_fact(TypeFact::AnyOf(Vec::new())))?);
        }
        Some(arguments)
    }

    /// The generic arguments of a call, as a tuple.
    pub(super) fn given_to_call(&mut self, call: Node) -> Option<u32> {
        let list = self.child(call, self.fields.type_arguments)?;
        let arguments = self.arguments(list, 0)?;
        self.out.type_fact(TypeFact::Tuple(arguments))
    }

    /// `A<B, C>`.
    fn generic(&mut self, name: Node, list: Option<Node>, depth: usize) -> Option<u32> {
        let arguments = match list {
            Some(list) => self.arguments(list, depth)?,
            None => Vec::new(),
        };
        if let (b"Array" | b"ReadonlyArray", [of]) = (self.out.text(name), arguments.as_slice()) {
            return self.out.type_fact(TypeFact::Sequence(*of));
        }
        let base = self.layer_of_type(name, depth)?;
        if let Some(TypeFact::Named { arguments: given, .. }) = self.out.facts.types.get_mut(base as usize) {
            *given = arguments;
        }
        Some(base)
    }

    /// The type of what the class that an expression names makes; `given` are its type arguments.
    pub(super) fn constructed(&mut self, class: Node, given: Option<Node>) -> Option<u32> {
        let mut class = class;
        let mut given = given;
        for _ in 0..MAX_LAYERS {
            class = match self.kind(class) {
                K::Identifier | K::Member => {
                    let mut root = class;
                    while self.kind(root) == K::Member {
                        root = self.child(root, self.fields.object)?;
                    }
                    let is_bound = self.is_local(root);
                    return if is_bound { None } else { self.generic(class, given, 0) };
                }
                K::Instantiation => {
                    given = given.or(self.child(class, self.fields.type_arguments));
                    class.named_child(0)?
                }
                K::NonNull | K::Parenthesized => class.named_child(0)?,
                _ => return None,
            };
        }
        None
    }
}
