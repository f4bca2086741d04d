//! Functions that methods of the language's own are given, where what they give tells what the method gives; and what its own
//! functions make of what they are given.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::extract::builder::MAX_GIVEN;
use crate::index::facts::{TypeFact, ValueFact};

/// How many values that a function may give are looked at.
const MAX_RETURNED: u8 = 3;

/// What a closure gives of which somebody asked.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The type that says it.
    of: u32,
    /// What it gives, as far as the walk has come.
    value: Option<u32>,
    count: u8,
}

impl Extractor<'_, '_> {
    /// What an expression is; of a function without a name, what it gives too, once the walk has come there.
    pub(super) fn value_or_function(&mut self, node: Node, depth: usize) -> Option<u32> {
        if !matches!(self.kind(node), K::Arrow | K::FunctionExpression) {
            return self.layer_of_value(node, depth);
        }
        let of = match self.asked.get(&node.start_byte()) {
            Some(asked) => asked.of,
            None => {
                let of = self.out.type_fact(TypeFact::Callable { takes: Vec::new(), returns: None })?;
                self.asked.insert(node.start_byte(), Asked { of, value: None, count: 0 });
                of
            }
        };
        self.out.value(ValueFact::Of(of))
    }

    /// Notes what a call is given whose value is asked for: that may tell what a generic function gives, or a class is of.
    pub(super) fn note_given(&mut self, call: Node, called: Node, depth: usize) {
        let name = match self.kind(called) {
            K::Member => self.child(called, self.fields.property),
            K::Identifier => Some(called),
            _ => None,
        };
        let Some(name) = name.filter(|name| !self.out.knows_given(*name)) else { return };
        let given = self.values_given(call);
        let is_spread = |value: &Node| self.kind(*value) == K::Spread;
        if given.len() > MAX_GIVEN || given.iter().any(is_spread) {
            return;
        }
        let given: Box<[Option<u32>]> =
            given.into_iter().map(|value| self.value_or_function(value, depth)).collect();
        self.out.note_given(name, given);
    }

    /// What was asked of the function that begins here; `declared` is what it says that it returns.
    pub(super) fn asked_of(&mut self, function: Node, declared: Option<u32>) -> Option<Asked> {
        let asked = self.asked.remove(&function.start_byte())?;
        if declared.is_some() {
            self.answer(asked.of, declared);
            return None;
        }
        Some(asked)
    }

    /// Takes what the innermost function gives, if somebody asked.
    pub(super) fn tell_given(&mut self, value: Node) {
        let Some(function) = self.functions.last() else { return };
        let (Some(mut asked), is_async) = (function.asked, function.is_async) else { return };
        if asked.count >= MAX_RETURNED {
            return;
        }
        let Some(given) = self.given_back(value) else { return };
        asked.count += 1;
        asked.value = self.out.one_of(asked.value, Some(given));
        let mut of = asked.value.and_then(|value| self.out.type_fact(TypeFact::OfValue(value)));
        if is_async {
            of = of.and_then(|of| self.out.generic_type(vec!["Promise".to_owned()], vec![of]));
        }
        self.answer(asked.of, of);
        if let Some(function) = self.functions.last_mut() {
            function.asked = Some(asked);
        }
    }

    fn answer(&mut self, of: u32, given: Option<u32>) {
        if let Some(TypeFact::Callable { returns, .. }) = self.out.facts.types.get_mut(of as usize) {
            *returns = given;
        }
    }

    /// What a call is given.
    pub(super) fn values_given<'n>(&self, call: Node<'n>) -> Vec<Node<'n>> {
        let list = self.child(call, self.fields.arguments).filter(|list| self.kind(*list) == K::Arguments);
        let Some(list) = list else { return Vec::new() };
        let mut cursor = list.walk();
        list.named_children(&mut cursor).filter(|node| self.kind(*node) != K::Comment).collect()
    }

    /// What a function of an object that is the language's own makes of its only argument: a list of what that holds, or what all
    /// of its promises come to.
    pub(super) fn made_of_argument(&mut self, call: Node, called: Node, depth: usize) -> Option<u32> {
        let object = self.child(called, self.fields.object)?;
        let name = self.child(called, self.fields.property)?;
        if self.kind(object) != K::Identifier || self.is_local(object) {
            return None;
        }
        if self.out.text(object) == b"Object"
            && let name @ (b"assign" | b"freeze" | b"seal") = self.out.text(name)
        {
            return self.added_to(&self.values_given(call), name == b"assign", depth);
        }
        let makes = match (self.out.text(object), self.out.text(name)) {
            (b"Array", b"from") | (b"Object", b"values") => Makes::List,
            (b"Object", b"entries") => Makes::Entries,
            (b"Promise", b"all") => Makes::Awaited,
            _ => return None,
        };
        let arguments = self.values_given(call);
        if let ([_, function], Makes::List) = (arguments.as_slice(), makes) {
            let function = self.value_or_function(*function, depth)?;
            let each = self.out.value(ValueFact::Call(function))?;
            return self.out.many(each);
        }
        let [only] = *arguments.as_slice() else { return None };
        if self.kind(only) == K::Array && makes == Makes::Awaited {
            return self.fixed(only, true, depth);
        }
        let many = self.layer_of_value(only, depth)?;
        let mut one = self.out.value(ValueFact::Element(many))?;
        if makes == Makes::Awaited {
            one = self.out.value(ValueFact::Inside(one))?;
        }
        let mut of = self.out.type_fact(TypeFact::OfValue(one))?;
        if makes == Makes::Entries {
            let key = self.out.named_type(vec!["string".to_owned()])?;
            of = self.out.type_fact(TypeFact::Tuple(vec![key, of]))?;
        }
        let list = self.out.type_fact(TypeFact::Sequence(of))?;
        self.out.value(ValueFact::Of(list))
    }

    /// The object that the language's own function is given first; what it adds to that from others goes before its own.
    fn added_to(&mut self, given: &[Node], adds: bool, depth: usize) -> Option<u32> {
        let (first, others) = given.split_first()?;
        let mut all = Vec::new();
        for value in others.iter().rev().take(if adds { MAX_GIVEN } else { 0 }).chain([first]) {
            let value = self.layer_of_value(*value, depth);
            all.extend(value.and_then(|value| self.out.type_fact(TypeFact::OfValue(value))));
        }
        let of = self.spread(all)?;
        self.out.value(ValueFact::Of(of))
    }

    /// A list by what its text begins with: that others are spread out in it, or so many values side by side.
    pub(super) fn list(&mut self, list: Node, depth: usize) -> Option<u32> {
        let first =
            self.first_value(list).filter(|first| !matches!(self.kind(*first), K::Literal | K::String));
        let made = match first {
            Some(first) if self.kind(first) == K::Spread => {
                let many = first.named_child(0).and_then(|many| self.layer_of_value(many, depth));
                let one = many.and_then(|many| self.out.value(ValueFact::Element(many)));
                one.and_then(|one| self.out.many(one))
            }
            Some(_) => self.fixed(list, false, depth),
            None => None,
        };
        made.or_else(|| self.out.value(ValueFact::Outside))
    }
}

/// What a function of the language's own makes of what it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Makes {
    /// A list of what that holds.
    List,
    /// A list of that, each with its name before it.
    Entries,
    /// What waiting for all that it holds comes to.
    Awaited,
}
