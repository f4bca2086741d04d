//! Declarations: variables, fields, prototypes and typedefs that are symbols, and variables of functions, which
//! are not.

use tree_sitter::Node;

use super::declarators::Declared;
use super::initializers::Filled;
use super::kinds::K;
use super::symbols::{Context, MAX_PARAMETERS, Opening, Place};
use super::{Extractor, Frame, Told, flag};
use crate::index::facts::{LocalFact, ValueFact};
use crate::model::SymbolKind;

/// What stands before a declaration's type.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Specifiers {
    pub(super) is_static: bool,
    pub(super) is_extern: bool,
    /// `inline` or `constexpr`.
    pub(super) is_inline: bool,
    pub(super) is_constant: bool,
    /// Of C++, whether what the type is of must not change.
    pub(super) is_const: bool,
    pub(super) is_typedef: bool,
}

/// At most so many names of one structured binding are told apart.
const MAX_PARTS: usize = 64;

impl Extractor<'_, '_> {
    /// Reads what stands before a declaration's type.
    pub(super) fn specifiers(&self, node: Node) -> Specifiers {
        let mut specifiers =
            Specifiers { is_typedef: self.kind(node) == K::TypeDefinition, ..Specifiers::default() };
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match self.kind(child) {
                K::StorageClass => match self.out.text(child) {
                    b"static" => specifiers.is_static = true,
                    b"extern" => specifiers.is_extern = true,
                    b"inline" => specifiers.is_inline = true,
                    _ => {}
                },
                K::TypeQualifier => {
                    let is_const = self.out.text(child) == b"const";
                    specifiers.is_const |= is_const && !self.is_c;
                    let is_constexpr = self.out.text(child) == b"constexpr";
                    specifiers.is_constant |= is_const || is_constexpr;
                    specifiers.is_inline |= is_constexpr;
                }
                K::FunctionDeclarator | K::InitDeclarator | K::CompoundStatement => break,
                _ => {}
            }
        }
        specifiers
    }

    /// A declaration, of whatever.
    pub(super) fn declaration(&mut self, node: Node, frame: &mut Frame) {
        let specifiers = self.specifiers(node);
        if frame.flags & flag::FRIEND != 0 {
            return;
        }
        if self.place() == Place::Function && !specifiers.is_typedef {
            self.variables(node);
            return;
        }
        let all = self.declarators(node);
        let of = self.child(node, self.fields.r#type);
        let has_body = of.is_some_and(|of| self.child(of, self.fields.body).is_some());
        if !has_body && self.is_astray(node, specifiers, &all) {
            self.variables(node);
            return;
        }
        let is_nameless = has_body && of.is_some_and(|of| self.child(of, self.fields.name).is_none());
        if all.is_empty() {
            return;
        }
        if let Some(macro_made) = self.declared_by_macro(node, &all) {
            self.macro_variable(node, macro_made, frame);
            return;
        }
        let base = if is_nameless { None } else { of.and_then(|of| self.type_of(of)) };
        let opening = Opening { specifiers, base };
        self.enum_scope = self.out.qualify("").len();
        for (index, declared) in all.iter().enumerate() {
            if index == 0 && (is_nameless || (all.len() == 1 && !has_body)) {
                let symbol = self.declare(node, declared, opening, frame);
                if let (true, Some(of), Some(symbol)) = (is_nameless, of, symbol) {
                    self.named_type(of, declared, specifiers, symbol, frame);
                }
            } else {
                self.opening.insert(declared.node.start_byte(), opening);
            }
        }
    }

    /// Whether variables are a function's, though the walk is in none: they are set in, in a file whose braces the grammar
    /// could not match.
    fn is_astray(&self, node: Node, specifiers: Specifiers, all: &[Declared]) -> bool {
        self.has_errors
            && self.place() == Place::File
            && node.start_position().column > 0
            && !(specifiers.is_typedef || specifiers.is_extern || specifiers.is_static)
            && self.out.qualify("").is_empty()
            && all.iter().all(|declared| declared.function.is_none())
    }

    /// A type without a name of its own is known by what it declares first.
    fn named_type(
        &mut self,
        of: Node,
        declared: &Declared,
        specifiers: Specifiers,
        symbol: u32,
        frame: &mut Frame,
    ) {
        self.named_by_declarator = of.start_byte();
        let kind = match self.kind(of) {
            K::UnionSpecifier => SymbolKind::Union,
            K::ClassSpecifier => SymbolKind::Class,
            K::EnumSpecifier => SymbolKind::Enum,
            _ => SymbolKind::Struct,
        };
        if let Some(fact) = self.out.fact(symbol).filter(|_| specifiers.is_typedef) {
            fact.kind = kind.clone();
        }
        if kind == SymbolKind::Enum {
            return;
        }
        let name = self.out.text(declared.name);
        let context = Context { place: Place::Type, name: Some(name), ..self.context() };
        self.open_context(frame, context);
    }

    /// A declarator that the walk has come to and that opens a symbol.
    pub(super) fn open_declarator(&mut self, node: Node, frame: &mut Frame, opening: Opening) {
        if let Some(declared) = self.declared(node) {
            self.declare(node, &declared, opening, frame);
        }
    }

    /// Adds the symbol of a declarator.
    fn declare(
        &mut self,
        node: Node,
        declared: &Declared,
        opening: Opening,
        frame: &mut Frame,
    ) -> Option<u32> {
        let specifiers = opening.specifiers;
        if self.kind(declared.name) == K::Bindings {
            return None;
        }
        if declared.function.is_some() && !specifiers.is_typedef {
            if let Some(parameters) =
                declared.function.and_then(|function| self.child(function, self.fields.parameters))
            {
                self.own_parameters = parameters.start_byte();
            }
            let symbol = self.function_symbol(node, declared, specifiers, frame);
            self.is_taking = symbol.is_some() && !self.is_c;
            self.open_scope(frame);
            return symbol;
        }
        let in_type = self.place() == Place::Type;
        if let Some(has_body) = self.mask.made(declared.name.start_byte()) {
            self.told.insert(declared.name.start_byte(), Told::Nothing);
            let kind = if in_type { SymbolKind::Method } else { SymbolKind::Function };
            let symbol = self.define(node, declared.name, kind, None, frame)?;
            self.out.fact(symbol)?.flags.is_declaration = !has_body;
            return Some(symbol);
        }
        let is_constant = specifiers.is_constant && !declared.is_pointer;
        let kind = match (specifiers.is_typedef, in_type) {
            (true, _) => SymbolKind::TypeAlias,
            (_, true) if is_constant && specifiers.is_static => SymbolKind::Constant,
            (_, true) => SymbolKind::Field,
            _ if is_constant => SymbolKind::Constant,
            _ => SymbolKind::Variable,
        };
        let path = self.open_path(declared.whole, frame);
        let of_type = path.filter(|(name, _)| !self.namespaces.contains(name));
        self.told.insert(declared.name.start_byte(), Told::Nothing);
        let symbol = self.define(node, declared.name, kind, None, frame)?;
        let of = self.layered(opening.base, specifiers.is_const, declared);
        let value = declared.value.or_else(|| self.child(node, self.fields.default_value));
        let value = value.filter(|_| of.is_none()).and_then(|value| self.value_of(value));
        self.fills(declared, of);
        let fact = self.out.fact(symbol)?;
        fact.declared = of;
        fact.values.extend(value);
        fact.flags.is_static = in_type && specifiers.is_static;
        let is_elsewhere = specifiers.is_extern || in_type && specifiers.is_static && !specifiers.is_inline;
        fact.flags.is_declaration = is_elsewhere && declared.value.is_none();
        fact.flags.is_file_local |= specifiers.is_static && !in_type && of_type.is_none();
        if let Some((name, parent)) = of_type {
            fact.kind = if is_constant { SymbolKind::Constant } else { SymbolKind::Field };
            fact.member_of = Some(String::from_utf8_lossy(name).into_owned());
            fact.flags.is_static = true;
            fact.parent = parent.or(fact.parent);
        }
        Some(symbol)
    }

    /// Says what the initialiser of a declarator fills.
    fn fills(&mut self, declared: &Declared, of: Option<u32>) {
        if let Some(value) = declared.value.filter(|value| self.kind(*value) == K::InitializerList) {
            self.to_fill.insert(value.start_byte(), of.map_or(Filled::Unknown, Filled::Type));
        }
    }

    /// Variables of a function.
    pub(super) fn variables(&mut self, node: Node) {
        let specifiers = self.specifiers(node);
        let of = self.child(node, self.fields.r#type);
        let base = of.and_then(|of| self.type_of(of));
        let condition = self.child(node, self.fields.value);
        for mut declared in self.declarators(node) {
            declared.value = declared.value.or(condition);
            if declared.function.is_some() {
                let is_variable = !self.is_c && self.is_initialized(&declared);
                if !is_variable {
                    self.told.insert(declared.name.start_byte(), Told::Nothing);
                    continue;
                }
            }
            if specifiers.is_extern {
                self.told.insert(declared.name.start_byte(), Told::Nothing);
                continue;
            }
            let declared_type = if declared.function.is_some() {
                base
            } else {
                self.layered(base, specifiers.is_const, &declared)
            };
            self.fills(&declared, declared_type);
            let value = declared.value.filter(|_| declared_type.is_none());
            let value = value.and_then(|value| self.value_of(value));
            self.bind_automatic(declared.name, specifiers.is_const, declared_type, value);
        }
    }

    /// Whether what looks like a function's declaration in a function is a variable with its arguments:
    /// `Guard guard(mutex);`.
    fn is_initialized(&mut self, declared: &Declared) -> bool {
        let Some(list) = declared.function.and_then(|function| self.child(function, self.fields.parameters))
        else {
            return false;
        };
        let mut cursor = list.walk();
        let parameters: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARTS).collect();
        let is_name = |parameter: &Node| {
            self.kind(*parameter) == K::Parameter
                && self.child(*parameter, self.fields.declarator).is_none()
                && self
                    .child(*parameter, self.fields.r#type)
                    .is_some_and(|of| matches!(self.kind(of), K::TypeIdentifier | K::Qualified))
        };
        if parameters.is_empty() || !parameters.iter().all(is_name) {
            return false;
        }
        for parameter in parameters {
            let Some(name) = self.child(parameter, self.fields.r#type) else { continue };
            if self.locals.get(self.out.text(name)).is_some() {
                self.told.insert(name.start_byte(), Told::Nothing);
            }
        }
        true
    }

    /// Likewise, of a variable that must not change though only its value says its type.
    fn bind_automatic(&mut self, name: Node, is_const: bool, declared: Option<u32>, value: Option<u32>) {
        let of = value.filter(|_| is_const && declared.is_none() && self.kind(name) != K::Bindings);
        let of = of.and_then(|value| self.constant_of(value));
        self.bind_later(name, declared.or(of), value);
    }

    /// The name becomes a variable where the walk comes to it.
    fn bind_later(&mut self, name: Node, declared: Option<u32>, value: Option<u32>) {
        if self.kind(name) == K::Bindings {
            let mut cursor = name.walk();
            let parts: Vec<Node> = name.named_children(&mut cursor).take(MAX_PARTS).collect();
            for (part, name) in (0u16..).zip(parts) {
                let value = value.and_then(|value| self.out.value(ValueFact::Part(value, part)));
                let local = value.and_then(|value| self.new_local(None, Some(value)));
                self.told.insert(name.start_byte(), Told::Local(local));
            }
            return;
        }
        let local = self.new_local(declared, value);
        self.told.insert(name.start_byte(), Told::Local(local));
    }

    fn new_local(&mut self, declared: Option<u32>, value: Option<u32>) -> Option<u32> {
        if declared.is_none() && value.is_none() {
            return None;
        }
        self.out.local(LocalFact { declared, value })
    }

    /// A parameter, of a function, lambda, `catch`, or a template's value.
    pub(super) fn parameter(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        let function = self.out.container().filter(|_| parent.flags & flag::OWN != 0);
        let base = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        let is_const = self.is_constant(node);
        let declared = self.child(node, self.fields.declarator).and_then(|of| self.declared(of));
        let Some(declared) = declared else {
            if self.out.text(node) != b"void" {
                let of = base.and_then(|of| self.taken_without_name(node, of, is_const));
                self.takes(function, of);
            }
            return;
        };
        let of = base.filter(|_| declared.function.is_none());
        let of = of.and_then(|of| self.taken(of, is_const, &declared));
        self.takes(function, of);
        if frame.flags & flag::PARAMETERS != 0 {
            let name = self.out.owned(declared.name);
            self.template.extend(name.map(|name| (name, None)));
        }
        self.bind_later(declared.name, of, None);
    }

    /// Keeps what a function takes next.
    fn takes(&mut self, function: Option<u32>, of: Option<u32>) {
        if let Some(fact) = function.and_then(|function| self.out.fact(function))
            && fact.parameters.len() < MAX_PARAMETERS
        {
            fact.parameters.push(of);
        }
    }

    /// Opens a scope for parameters that are not the innermost function's own.
    pub(super) fn parameter_list(&mut self, node: Node, frame: &mut Frame) {
        if self.own_parameters == node.start_byte() {
            self.own_parameters = usize::MAX;
            if self.is_taking {
                frame.flags |= flag::OWN;
            }
            self.old_parameters(node);
        } else {
            self.open_scope(frame);
        }
    }

    /// Names alone (`f(a, b) int a, b; {`) are parameters whose types come later.
    fn old_parameters(&mut self, list: Node) {
        let mut cursor = list.walk();
        let names: Vec<Node> = list.named_children(&mut cursor).collect();
        for name in names {
            if self.kind(name) == K::Identifier {
                self.told.insert(name.start_byte(), Told::Local(None));
            }
        }
    }

    /// `for (T x : xs)`.
    pub(super) fn for_range(&mut self, node: Node) {
        let Some(declared) =
            self.child(node, self.fields.declarator).and_then(|declarator| self.declared(declarator))
        else {
            return;
        };
        let base = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        let right = self.child(node, self.fields.right).filter(|_| base.is_none());
        let value = right.and_then(|right| self.value_of(right));
        let value = value.and_then(|value| self.out.value(ValueFact::Looped(value)));
        let is_const = self.is_constant(node);
        let of = self.layered(base, is_const, &declared);
        self.bind_automatic(declared.name, is_const, of, value);
    }

    pub(super) fn lambda(&mut self, node: Node, frame: &mut Frame) {
        self.open_scope(frame);
        let context = Context { place: Place::Function, returns_to: None, ..self.context() };
        self.open_context(frame, context);
        let list = self.child(node, self.fields.parameters).or_else(|| {
            self.child(node, self.fields.declarator)
                .and_then(|declarator| self.child(declarator, self.fields.parameters))
        });
        if let Some(list) = list {
            self.own_parameters = list.start_byte();
            self.is_taking = false;
        }
    }

    /// `[name = value]`.
    pub(super) fn lambda_capture(&mut self, node: Node) {
        let Some(name) = self.child(node, self.fields.left) else { return };
        let value = self.child(node, self.fields.right).and_then(|value| self.value_of(value));
        self.bind_later(name, None, value);
    }

    /// `template <…>`: what stands in it waits for what comes behind.
    pub(super) fn template_parameters(&mut self, node: Node) {
        self.out.attribute(node);
    }

    /// A type that a template takes.
    pub(super) fn type_parameter(&mut self, node: Node) {
        let name = self.child(node, self.fields.name).or_else(|| {
            let mut cursor = node.walk();
            node.named_children(&mut cursor).find(|child| self.kind(*child) == K::TypeIdentifier)
        });
        let Some(name) = name else { return };
        self.told.insert(name.start_byte(), Told::Nothing);
        self.locals.bind(self.out.text(name), None, true);
        if let Some(owned) = self.out.owned(name) {
            self.template.push((owned, None));
        }
    }
}
