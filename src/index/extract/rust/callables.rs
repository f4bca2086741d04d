//! What can be called: the types of functions, and closures that calls are given.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::patterns::parts;
use crate::index::facts::{TypeFact, ValueFact};

/// Parameters of one function that are told of.
const MAX_PARAMETERS: usize = 16;

/// What puts a closure into a pointer.
const POINTERS: [&[u8]; 3] = [b"Box::new", b"Rc::new", b"Arc::new"];

impl Extractor<'_> {
    /// A function's type, or the bound of a closure's: `fn(A) -> B`, `Fn(A) -> B`.
    pub(super) fn callable(&mut self, node: Node, depth: usize) -> Option<u32> {
        let mut takes = Vec::new();
        if let Some(list) = self.child(node, self.fields.parameters) {
            let mut cursor = list.walk();
            let parameters: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARAMETERS).collect();
            for parameter in parameters {
                let of = match self.kind(parameter) {
                    K::Parameter => self.child(parameter, self.fields.r#type),
                    _ => Some(parameter),
                };
                takes.push(of.and_then(|of| self.layer_of_type(of, depth)));
            }
        }
        let returns = self.child(node, self.fields.return_type);
        let returns = returns.and_then(|of| self.layer_of_type(of, depth));
        self.out.type_fact(TypeFact::Callable { takes, returns })
    }

    /// What a function takes beside the object itself, where something of that can be called, as closures that it is
    /// given ask for it, or the function is generic, as what it is given tells what it is of.
    pub(super) fn taken(&mut self, function: Node, is_generic: bool) -> Vec<Option<u32>> {
        let end =
            self.child(function, self.fields.body).map_or(function.end_byte(), |body| body.start_byte());
        let head = self.out.source().get(function.start_byte()..end).unwrap_or_default();
        let names_one = head.windows(3).any(|word| matches!(word, b"Fn(" | b"Mut" | b"nce" | b"fn("));
        let parameters = self.child(function, self.fields.parameters).filter(|_| names_one || is_generic);
        let Some(parameters) = parameters else { return Vec::new() };
        let mut cursor = parameters.walk();
        let all: Vec<Node> = parameters
            .named_children(&mut cursor)
            .filter(|parameter| self.kind(*parameter) == K::Parameter)
            .take(MAX_PARAMETERS)
            .collect();
        let mut takes = Vec::with_capacity(all.len());
        for parameter in all {
            takes.push(self.child(parameter, self.fields.r#type).and_then(|of| self.type_of(of)));
        }
        takes
    }

    /// Notes what a call says of what it is given, and of what it is called on.
    pub(super) fn tell_call(&mut self, call: Node) {
        self.tell_closures(call);
        self.tell_filled(call);
    }

    /// Notes what a call asks of the closures that it is given.
    fn tell_closures(&mut self, call: Node) {
        let Some(arguments) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = arguments.walk();
        let given = (0u16..).zip(arguments.named_children(&mut cursor).take(MAX_PARAMETERS));
        let closures = given.filter_map(|(at, argument)| Some((at, self.closure_in(argument)?.start_byte())));
        let closures: Vec<(u16, usize)> = closures.collect();
        if closures.is_empty() {
            return;
        }
        let Some(called) = self.value_of_called(call) else { return };
        if arguments.named_child_count() > 1 {
            self.note_given(call);
        }
        for (at, closure) in closures {
            if let Some(asked) = self.out.value(ValueFact::Parameter(called, at)) {
                // What puts one into a pointer asks nothing.
                self.closures.entry(closure).or_insert(asked);
            }
        }
    }

    /// The closure that an argument is, or that it puts into a pointer: `Box::new(|x| …)`.
    fn closure_in<'t>(&self, argument: Node<'t>) -> Option<Node<'t>> {
        let closure = match self.kind(argument) {
            K::CallExpression
                if POINTERS.contains(&self.out.text(self.child(argument, self.fields.function)?)) =>
            {
                self.child(argument, self.fields.arguments)?.named_child(0)?
            }
            _ => argument,
        };
        Some(closure).filter(|of| self.kind(*of) == K::ClosureExpression)
    }

    /// Notes what the parameters of a closure are that a call is given.
    pub(super) fn tell_closure(&mut self, node: Node) {
        let Some(asked) = self.closures.remove(&node.start_byte()) else { return };
        let Some(parameters) = self.child(node, self.fields.parameters) else { return };
        for (at, parameter) in parts(parameters, 0) {
            // One with a type tells itself.
            if self.kind(parameter) != K::Parameter
                && let Some(given) = self.out.value(ValueFact::Parameter(asked, at))
            {
                self.tell(parameter, Some(given), 0);
            }
        }
    }
}
