//! Calls and constructions: what they call is a name that the walk comes to later.

use tree_sitter::Node;

use super::declarators::Declared;
use super::initializers::Filled;
use super::kinds::K;
use super::symbols::{Context, Place};
use super::words::is_shouting;
use super::{Extractor, Frame, Told};
use crate::model::SymbolKind;

/// Layers around what is called.
const MAX_LAYERS: usize = 16;

/// Of a call that gives more, what it gives is not kept.
const MAX_GIVEN: usize = 8;

/// Macros that declare the variable that is their first argument begin or end like this.
const DECLARING: [&[u8]; 2] = [b"DEFINE_", b"DECLARE_"];

impl<'s> Extractor<'s, '_> {
    /// `f(…)`, `x.f(…)`, `T(…)`, `k<<<…>>>(…)`.
    pub(super) fn call(&mut self, node: Node) {
        let Some(mut function) = self.child(node, self.fields.function) else { return };
        for _ in 0..MAX_LAYERS {
            function = match self.kind(function) {
                K::Parenthesized => match function.named_child(0) {
                    Some(inner) => inner,
                    None => return,
                },
                K::PointerExpression => match self.child(function, self.fields.argument) {
                    Some(inner) => inner,
                    None => return,
                },
                K::FieldExpression => match self.child(function, self.fields.field) {
                    Some(inner) => inner,
                    None => return,
                },
                _ => break,
            };
        }
        let Some(name) = self.last_name(function) else { return };
        let list = self.child(node, self.fields.arguments);
        let arguments = list.and_then(|list| self.count(list));
        self.told.entry(name.start_byte()).or_insert(Told::Called(arguments));
        self.give(name, list);
    }

    /// `new T(…)` and `T{…}`.
    pub(super) fn construct(&mut self, node: Node, kind: K) {
        let of = self.child(node, self.fields.r#type);
        if kind == K::CompoundLiteral {
            // C's `(T){…}` calls nothing.
            let filled = of.and_then(|of| self.type_of(of));
            if let Some(list) = self.child(node, self.fields.value) {
                let filled = filled.map_or(Filled::Unknown, Filled::Type);
                self.to_fill.insert(list.start_byte(), filled);
            }
            if !of.is_some_and(|of| self.kind(of) == K::TypeDescriptor) {
                let list = self.child(node, self.fields.value);
                self.constructs(of, list);
            }
            return;
        }
        let list = self.child(node, self.fields.arguments);
        self.constructs(of, list);
    }

    /// A type is constructed, with what stands in a list. Where a variable is declared with such a list, compilers have
    /// the type named, and not called.
    pub(super) fn constructs(&mut self, of: Option<Node>, list: Option<Node>) {
        if self.is_c {
            return;
        }
        let Some(name) = of.and_then(|of| self.last_name(of)) else { return };
        let arguments = list.map_or(Some(0), |list| self.count(list));
        self.told.entry(name.start_byte()).or_insert(Told::Called(arguments));
        self.give(name, list);
    }

    /// Keeps what a call of a name is given, where that may tell which function is called.
    fn give(&mut self, name: Node, list: Option<Node>) {
        let Some(list) = list.filter(|_| !self.is_c) else { return };
        let mut cursor = list.walk();
        let arguments: Vec<Node> = list
            .named_children(&mut cursor)
            .filter(|argument| self.kind(*argument) != K::Comment)
            .take(MAX_GIVEN + 1)
            .collect();
        if arguments.is_empty() || arguments.len() > MAX_GIVEN {
            return;
        }
        let given = arguments.into_iter().map(|argument| self.value_given(argument)).collect();
        self.given.insert(name.start_byte(), given);
    }

    /// `Base<T>(a)` or `a::Base(a)` in a constructor's list: a plain name may be a member too.
    pub(super) fn initialized(&mut self, node: Node) {
        let Some(of) = node.named_child(0) else { return };
        if matches!(self.kind(of), K::TemplateFunction | K::StructuredType | K::Qualified) {
            let list = node.named_child(1);
            self.constructs(Some(of), list);
        }
    }

    /// How many arguments a list has; `None` where that cannot be told.
    pub(super) fn count(&self, list: Node) -> Option<u16> {
        let mut cursor = list.walk();
        let mut count = 0u16;
        for argument in list.named_children(&mut cursor) {
            match self.kind(argument) {
                K::Comment => {}
                K::PackExpansion | K::Error => return None,
                _ => count = count.saturating_add(1),
            }
        }
        Some(count)
    }

    /// `DEFINE_MUTEX(lock);` at the top of a file: the macro declares its first argument.
    pub(super) fn declaring_macro(&mut self, node: Node) {
        if self.place() != Place::File {
            return;
        }
        let Some(call) = node.named_child(0).filter(|call| self.kind(*call) == K::Call) else { return };
        let Some(function) = self.child(call, self.fields.function) else { return };
        let Some(list) = self.child(call, self.fields.arguments) else { return };
        let block = node.next_named_sibling().filter(|next| self.kind(*next) == K::CompoundStatement);
        if block.is_some_and(|block| self.is_head_of_block(node, block)) {
            // The block is what is named so.
            if let Some(name) = list.named_child(0) {
                self.told.insert(name.start_byte(), Told::Nothing);
            }
            return;
        }
        let Some(name) = declared_at(self.out.text(function)).and_then(|at| list.named_child(at)) else {
            return;
        };
        if self.kind(name) != K::Identifier {
            return;
        }
        self.told.insert(name.start_byte(), Told::Nothing);
        let is_declaration = self.out.text(function).starts_with(b"DECLARE_");
        let mut frame = Frame { kind: K::Other, flags: 0, owners: 0 };
        self.macro_symbol(node, name, is_declaration, &mut frame);
        for _ in 0..frame.owners {
            self.out.close();
        }
    }

    /// `TEST_CASE(name, "text") { … }` at the top of a file: the macro makes a function of the block.
    pub(super) fn block_of_macro(&mut self, block: Node, frame: &mut Frame) {
        self.open_scope(frame);
        let made = block.prev_named_sibling().filter(|before| self.is_head_of_block(*before, block));
        let symbol = made.and_then(|head| {
            let list = self.child(head.named_child(0)?, self.fields.arguments)?;
            let name = list.named_child(0).filter(|name| self.kind(*name) == K::Identifier)?;
            let symbol = self.define(head, name, SymbolKind::Function, None, frame)?;
            let is_test = self.out.text(head).windows(4).any(|part| part == b"TEST");
            let end = self.out.span(block);
            let fact = self.out.fact(symbol)?;
            (fact.span.byte_end, fact.span.end) = (end.byte_end, end.end);
            fact.flags.is_test = is_test;
            Some(symbol)
        });
        let context = Context { place: Place::Function, returns_to: symbol, outer: None, ..self.context() };
        self.open_context(frame, context);
    }

    /// Whether a statement is a macro with arguments, and nothing ends it before a block.
    fn is_head_of_block(&self, statement: Node, block: Node) -> bool {
        let call = statement.named_child(0).filter(|_| self.kind(statement) == K::ExpressionStatement);
        let function = call.and_then(|call| self.child(call, self.fields.function));
        let is_macro = function.is_some_and(|function| is_shouting(self.out.text(function)));
        is_macro
            && self.out.bytes(statement.end_byte(), block.start_byte()).trim_ascii().is_empty()
            && self.out.text(statement).ends_with(b")")
    }

    /// `static DEFINE_MUTEX(lock);`, which the grammar takes for a variable of the type `DEFINE_MUTEX`.
    pub(super) fn declared_by_macro<'t>(&self, node: Node<'t>, all: &[Declared<'t>]) -> Option<Node<'t>> {
        let [declared] = all else { return None };
        let of = self.child(node, self.fields.r#type)?;
        let is_bare = self.kind(declared.node) == K::Parenthesized;
        let at = declared_at(self.out.text(of))?;
        (is_bare && at == 0 && self.kind(of) == K::TypeIdentifier).then_some(declared.name)
    }

    pub(super) fn macro_variable(&mut self, node: Node, name: Node, frame: &mut Frame) {
        self.told.insert(name.start_byte(), Told::Nothing);
        let symbol = self.macro_symbol(node, name, false, frame);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_file_local = true;
        }
        if let Some(of) = self.child(node, self.fields.r#type) {
            self.told.insert(of.start_byte(), Told::Called(Some(1)));
        }
    }

    fn macro_symbol(
        &mut self,
        node: Node,
        name: Node,
        is_declaration: bool,
        frame: &mut Frame,
    ) -> Option<u32> {
        let symbol = self.define(node, name, SymbolKind::Variable, None, frame)?;
        self.out.fact(symbol)?.flags.is_declaration = is_declaration;
        Some(symbol)
    }
}

/// Which argument of a macro is the variable that it declares.
fn declared_at(name: &[u8]) -> Option<u32> {
    let declares = DECLARING.iter().any(|begin| name.starts_with(begin)) || name.ends_with(b"_HEAD");
    if !is_shouting(name) || !declares {
        return None;
    }
    Some(u32::from(name.windows(7).any(|part| part == b"PER_CPU")))
}
