//! What expressions are, as far as that tells their type.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{Hold, TypeFact, ValueFact};

/// How deep expressions are followed.
const MAX_LAYERS: usize = 16;

/// How deep what may be one or the other is followed.
const MAX_CHOICES: usize = 3;

/// The type of `nullptr`.
const NULL_POINTER: &str = "nullptr_t";

/// Stands for the type of a string's text.
const CHARACTERS: &str = "characters";

/// At most so many returned values are kept.
const MAX_VALUES: usize = 8;

impl Extractor<'_, '_> {
    /// What an expression is.
    pub(super) fn value_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_value(node, 0, 0)
    }

    fn layer_of_value(&mut self, node: Node, depth: usize, choices: usize) -> Option<u32> {
        let mut node = node;
        for depth in depth..MAX_LAYERS {
            let next = depth + 1;
            node = match self.kind(node) {
                K::This => {
                    let container = self.out.container();
                    return self.out.value(ValueFact::This(container));
                }
                K::Identifier => {
                    return match self.locals.get(self.out.text(node)) {
                        Some(binding) => self.out.value(ValueFact::Local(binding.local?)),
                        None => self.out.used(node),
                    };
                }
                K::Qualified | K::TemplateFunction => {
                    let name = self.last_name(node)?;
                    return self.out.used(name);
                }
                K::FieldExpression => {
                    let field = self.child(node, self.fields.field)?;
                    let name = self.last_name(field)?;
                    return self.out.used(name);
                }
                K::Call => return self.called_value(node, next, choices),
                K::New | K::CompoundLiteral | K::Cast => {
                    let made = self.type_of(self.child(node, self.fields.r#type)?)?;
                    return self.out.value(ValueFact::Of(made));
                }
                K::PointerExpression if self.out.text(node).first() == Some(&b'*') => {
                    let inner =
                        self.layer_of_value(self.child(node, self.fields.argument)?, next, choices)?;
                    return self.out.value(ValueFact::Inside(inner));
                }
                K::PointerExpression | K::Update => self.child(node, self.fields.argument)?,
                K::Subscript => {
                    let inner =
                        self.layer_of_value(self.child(node, self.fields.argument)?, next, choices)?;
                    return self.out.value(ValueFact::Element(inner));
                }
                K::Parenthesized | K::CoAwait => node.named_child(0)?,
                K::Assignment | K::Binary => self.child(node, self.fields.left)?,
                K::Comma => self.child(node, self.fields.right)?,
                K::Conditional if choices < MAX_CHOICES => {
                    let one = self.child(node, self.fields.consequence);
                    let other = self.child(node, self.fields.alternative);
                    let one = one.and_then(|one| self.layer_of_value(one, next, choices + 1));
                    let other = other.and_then(|other| self.layer_of_value(other, next, choices + 1));
                    return self.out.one_of(one, other);
                }
                K::Literal if !self.is_c => return self.literal(node),
                K::Literal => return self.out.value(ValueFact::Outside),
                _ => return None,
            };
        }
        None
    }

    /// A literal of C++.
    fn literal(&mut self, node: Node) -> Option<u32> {
        let text = self.out.text(node);
        let name = match (text.first()?, text) {
            (_, b"true" | b"false") => "bool",
            (_, b"nullptr" | b"NULL") => NULL_POINTER,
            (b'\'', _) => "char",
            (b'"', _) => CHARACTERS,
            (b'0'..=b'9' | b'.', _) => number(text),
            _ => return self.out.value(ValueFact::Outside),
        };
        self.literal_of(name)
    }

    /// A literal of one of the language's own types.
    fn literal_of(&mut self, name: &'static str) -> Option<u32> {
        if let Some(known) = self.literals.get(name) {
            return Some(*known);
        }
        let of = if name == CHARACTERS { "char" } else { name };
        let mut of = self.out.type_fact(TypeFact::Named {
            path: vec![of.to_owned()],
            arguments: Vec::new(),
            container: None,
        })?;
        if name == CHARACTERS {
            of = self.out.type_fact(TypeFact::Held(Hold::Constant, of))?;
            of = self.out.type_fact(TypeFact::Held(Hold::Pointer, of))?;
        }
        let value = self.out.value(ValueFact::Of(of))?;
        self.literals.insert(name, value);
        Some(value)
    }

    /// What an argument of a call is.
    pub(super) fn value_given(&mut self, node: Node) -> Option<u32> {
        match self.kind(node) {
            K::This => {
                let this = self.value_of(node)?;
                self.pointer_to(this)
            }
            K::PointerExpression if self.out.text(node).starts_with(b"&") => {
                let of = self.child(node, self.fields.argument).and_then(|of| self.value_of(of))?;
                self.pointer_to(of)
            }
            K::Binary => self.value_of_binary(node),
            // What is moved is no longer what its name says.
            K::Call if self.is_moved(node) => None,
            _ => self.value_of(node),
        }
    }

    fn is_moved(&self, call: Node) -> bool {
        let name = self.child(call, self.fields.function).and_then(|function| self.last_name(function));
        name.is_some_and(|name| matches!(self.out.text(name), b"move" | b"forward"))
    }

    /// `a < b` is a truth value; of what else an operator makes nothing is known.
    fn value_of_binary(&mut self, node: Node) -> Option<u32> {
        let left = self.child(node, self.fields.left)?;
        let right = self.child(node, self.fields.right)?;
        let operator = self.out.bytes(left.end_byte(), right.start_byte()).trim_ascii();
        match operator {
            b"==" | b"!=" | b"<" | b">" | b"<=" | b">=" | b"&&" | b"||" => self.literal_of("bool"),
            _ => None,
        }
    }

    /// What a call gives.
    fn called_value(&mut self, call: Node, depth: usize, choices: usize) -> Option<u32> {
        let function = self.child(call, self.fields.function)?;
        let name = self.last_name(function);
        let text = name.map(|name| self.out.text(name)).unwrap_or_default();
        match text {
            b"static_cast" | b"dynamic_cast" | b"const_cast" | b"reinterpret_cast" => {
                let made = self.first_template_argument(function)?;
                return self.out.value(ValueFact::Of(made));
            }
            b"make_unique" | b"make_shared" | b"static_pointer_cast" | b"dynamic_pointer_cast" => {
                if let Some(made) = self.first_template_argument(function) {
                    let pointer = if text == b"make_unique" { "unique_ptr" } else { "shared_ptr" };
                    let path = vec!["std".to_owned(), pointer.to_owned()];
                    let container = self.out.container();
                    let made =
                        self.out.type_fact(TypeFact::Named { path, arguments: vec![made], container })?;
                    return self.out.value(ValueFact::Of(made));
                }
            }
            b"move" | b"forward" => {
                let arguments = self.child(call, self.fields.arguments)?;
                return self.layer_of_value(arguments.named_child(0)?, depth, choices);
            }
            _ => {}
        }
        let called = self.layer_of_value(function, depth, choices)?;
        let named = self.child(function, self.fields.field).unwrap_or(function);
        let given = self.given_to_template(named);
        self.out.value(given.map_or(ValueFact::Call(called), |given| ValueFact::CallWith(called, given)))
    }

    /// What a call of a template says of its first parameters, until one that is no type.
    fn given_to_template(&mut self, named: Node) -> Option<u32> {
        let around =
            self.last_name(named)?.parent().filter(|around| self.kind(*around) == K::TemplateFunction)?;
        let list = self.child(around, self.fields.arguments)?;
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_VALUES).collect();
        let given: Vec<u32> = given.into_iter().map_while(|given| self.type_of(given)).collect();
        if given.is_empty() { None } else { self.out.type_fact(TypeFact::Tuple(given)) }
    }

    /// `T` of `f<T>` or `a::f<T>`.
    fn first_template_argument(&mut self, function: Node) -> Option<u32> {
        let name = self.last_name(function)?;
        let list = self.child(name.parent()?, self.fields.arguments)?;
        self.type_of(list.named_child(0)?)
    }

    /// What a function returns that says no type.
    pub(super) fn returned(&mut self, node: Node) {
        let Some(symbol) = self.context().returns_to else { return };
        let known = self.out.fact(symbol).map_or(MAX_VALUES, |fact| fact.values.len());
        if known >= MAX_VALUES {
            return;
        }
        let Some(value) = node.named_child(0).and_then(|value| self.value_of(value)) else { return };
        if let Some(fact) = self.out.fact(symbol) {
            fact.values.push(value);
        }
    }
}

/// The type of a number as it is written.
fn number(text: &[u8]) -> &'static str {
    let is_hexadecimal = text.starts_with(b"0x") || text.starts_with(b"0X");
    let has = |letters: &[u8]| text.iter().any(|byte| letters.contains(byte));
    let is_floating = has(b".") || !is_hexadecimal && has(b"eE");
    let digits = text.iter().rposition(|byte| byte.is_ascii_hexdigit() || *byte == b'.');
    let suffix = text.get(digits.map_or(0, |last| last + 1)..).unwrap_or_default();
    let is_unsigned = suffix.iter().any(|byte| matches!(byte, b'u' | b'U'));
    let longs = suffix.iter().filter(|byte| matches!(byte, b'l' | b'L')).count();
    let is_long = longs > 0;
    match (is_floating, is_unsigned, is_long) {
        (true, _, _) if !is_hexadecimal && text.ends_with(b"f") => "float",
        (true, _, true) => "long double",
        (true, ..) => "double",
        (false, true, _) if longs > 1 => "unsigned long long",
        (false, false, _) if longs > 1 => "long long",
        (false, true, true) => "unsigned long",
        (false, true, false) => "unsigned",
        (false, false, true) => "long",
        (false, false, false) => "int",
    }
}
