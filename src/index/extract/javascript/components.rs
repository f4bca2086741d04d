//! Components that a function of React's, or of what goes with it, makes of a function.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{TypeFact, ValueFact};

/// So many imports of a file are looked through.
const MAX_IMPORTS: usize = 256;

/// The library's type of what is a component, with what it takes as its argument.
const COMPONENT: [&str; 2] = ["React", "FC"];

/// What makes a component of another one, or of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Maker {
    /// `forwardRef<Element, Properties>(…)`
    ForwardRef,
    /// `memo<Properties>(…)`, `observer<Properties>(…)`
    Wrapper,
}

impl Extractor<'_, '_> {
    /// The component that a call makes, where it is such a call.
    pub(super) fn component(&mut self, call: Node, depth: usize) -> Option<u32> {
        let maker = self.maker(call)?;
        let properties = match self.properties_given(call, maker) {
            Some(properties) => Some(properties),
            None => {
                let made_of = self.first_argument(call)?;
                match self.kind(made_of) {
                    K::Arrow | K::FunctionExpression => self.properties_taken(made_of),
                    // One that is a component before.
                    K::Identifier | K::Member | K::Call => return self.layer_of_value(made_of, depth),
                    _ => None,
                }
            }
        };
        let properties = properties?;
        let path = COMPONENT.map(str::to_owned).to_vec();
        let component = self.out.generic_type(path, vec![properties])?;
        self.out.value(ValueFact::Of(component))
    }

    /// What such a call takes: a function of the properties that its generic arguments say.
    pub(super) fn made_component(&mut self, call: Node) -> Option<u32> {
        let maker = self.maker(call)?;
        let properties = self.properties_given(call, maker)?;
        let taken = TypeFact::Callable { takes: vec![Some(properties)], returns: None };
        let taken = self.out.type_fact(taken)?;
        let makes = self.out.type_fact(TypeFact::Callable { takes: vec![Some(taken)], returns: None })?;
        self.out.value(ValueFact::Of(makes))
    }

    fn properties_given(&mut self, call: Node, maker: Maker) -> Option<u32> {
        let list = self.child(call, self.fields.type_arguments)?;
        let mut cursor = list.walk();
        let mut given = list.named_children(&mut cursor).filter(|part| self.kind(*part) != K::Comment);
        let of = match maker {
            Maker::ForwardRef => given.nth(1)?,
            Maker::Wrapper => given.next()?,
        };
        self.type_of(of)
    }

    /// The type that a function gives its first parameter.
    fn properties_taken(&mut self, function: Node) -> Option<u32> {
        let parameters = self.child(function, self.fields.parameters)?;
        let first = self.first_value(parameters).filter(|first| self.kind(*first) == K::Parameter)?;
        let of = self.child(first, self.fields.r#type)?;
        self.type_of(of)
    }

    fn first_argument<'n>(&self, call: Node<'n>) -> Option<Node<'n>> {
        let list = self.child(call, self.fields.arguments)?;
        self.first_value(list)
    }

    /// What a call makes a component with: `React.memo`, or `memo` where it comes from there.
    fn maker(&self, call: Node) -> Option<Maker> {
        let function = self.child(call, self.fields.function)?;
        let name = match self.kind(function) {
            K::Identifier => function,
            K::Member => {
                let object = self.child(function, self.fields.object)?;
                if self.out.text(object) != b"React" {
                    return None;
                }
                self.child(function, self.fields.property)?
            }
            _ => return None,
        };
        let maker = match self.out.text(name) {
            b"forwardRef" => Maker::ForwardRef,
            b"memo" | b"observer" => Maker::Wrapper,
            _ => return None,
        };
        (self.kind(function) == K::Member || self.is_of_react(name)).then_some(maker)
    }

    fn is_of_react(&self, name: Node) -> bool {
        let text = self.out.text(name);
        self.out.facts.imports.iter().take(MAX_IMPORTS).any(|import| {
            let is_react = |from: &String| {
                matches!(from.as_str(), "react" | "preact" | "mobx-react" | "mobx-react-lite")
            };
            let is_name = |name: &str| name.as_bytes() == text;
            import.path.first().is_some_and(is_react) && import.names.iter().any(|of| is_name(&of.name))
        })
    }
}
