//! Definitions, and what they belong to.

use std::collections::HashMap;

use tree_sitter::Node;

use super::conditions::{both, is_unlikely, of_features};
use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::Qualifier;
use crate::model::SymbolKind;

/// A definition around the place where the walk is, as far as what is in it must know.
pub(super) enum Context<'s> {
    /// An `impl` block, and the number of it.
    Impl {
        name: Option<&'s [u8]>,
        block: usize,
        parameters: Vec<(String, Option<u32>)>,
        /// Whether it is for the type of that name, and not for references to it or what is generic.
        is_of_type: bool,
        /// How many uses there were before it.
        uses: usize,
    },
    /// A trait.
    Trait { name: &'s [u8] },
    /// A struct, union, enum or variant.
    Type { name: &'s [u8] },
    /// A function, module, …
    Other,
}

/// An `impl` block, to be tied to its type when the whole file is known.
pub(super) struct ImplBlock {
    /// The type's qualified name, if the file defines it in the same module.
    qualified: String,
    name: String,
    /// The trait, as a type.
    base: Option<u32>,
    of_trait: Option<String>,
    /// The type, where only some instances of it are meant.
    of_type: Option<u32>,
    /// The type, where its path is written, without its arguments.
    by_path: Option<u32>,
    members: Vec<u32>,
    is_unlikely: bool,
    /// What it asks of the features of its package.
    condition: Option<Box<str>>,
}

impl<'s> Extractor<'s> {
    /// Opens the definition that a node is, if it is one.
    pub(super) fn definition(&mut self, node: Node, frame: &mut Frame) -> bool {
        let kind = match frame.kind {
            K::ImplItem => {
                self.impl_block(node, frame);
                return true;
            }
            K::FunctionItem | K::FunctionSignature => match self.contexts.last() {
                Some(Context::Impl { .. } | Context::Trait { .. }) => SymbolKind::Method,
                _ => SymbolKind::Function,
            },
            K::StructItem => SymbolKind::Struct,
            K::EnumItem => SymbolKind::Enum,
            K::EnumVariant => SymbolKind::Variant,
            K::UnionItem => SymbolKind::Union,
            K::TraitItem => SymbolKind::Trait,
            K::TypeItem | K::AssociatedType => SymbolKind::TypeAlias,
            K::ModItem => SymbolKind::Module,
            K::ConstItem => SymbolKind::Constant,
            K::StaticItem => SymbolKind::Static,
            K::FieldDeclaration => SymbolKind::Field,
            K::MacroDefinition => SymbolKind::Macro,
            _ => return true,
        };
        let Some(name) = self.child(node, self.fields.name) else { return true };
        frame.name_at = name.start_byte();
        let text = self.out.text(name);
        if text == b"_" || self.kind(name) == K::Metavariable {
            return true;
        }
        if kind == SymbolKind::Macro {
            self.defined.add(text, node.start_byte(), node.end_byte());
        }
        let is_function = matches!(kind, SymbolKind::Function | SymbolKind::Method);
        let symbol = self.symbol(node, name, kind.clone());
        let around = match self.contexts.last() {
            Some(Context::Impl { parameters, .. }) => parameters.clone(),
            _ => Vec::new(),
        };
        let shown = String::from_utf8_lossy(text);
        self.out.open(symbol, Some(&shown));
        self.contexts.push(match frame.kind {
            K::TraitItem => Context::Trait { name: text },
            K::StructItem | K::EnumItem | K::UnionItem | K::EnumVariant => Context::Type { name: text },
            _ => Context::Other,
        });
        frame.flags |= flag::OWNER;
        self.open_scope(frame, is_function);
        self.complete(node, symbol, &kind, around);
        true
    }

    /// Adds what is read in the definition's own scope: its types. The parameters of the `impl` `around` it are seen
    /// in it too.
    fn complete(
        &mut self,
        node: Node,
        symbol: Option<u32>,
        kind: &SymbolKind,
        around: Vec<(String, Option<u32>)>,
    ) {
        let Some(symbol) = symbol else { return };
        let mut type_parameters = self.type_parameters(node);
        type_parameters.extend(around);
        let declared = self.declared_type(node, kind);
        // Of an associated type these are what may be done with it.
        let bounds = match kind {
            SymbolKind::Trait | SymbolKind::TypeAlias => self.child(node, self.fields.bounds),
            _ => None,
        };
        let bases = bounds.map(|bounds| self.bounds(bounds)).unwrap_or_default();
        let detail = self.out.detail(symbol);
        let attributes = detail.map(|detail| detail.attributes.as_slice()).unwrap_or_default();
        let is_test = attributes.iter().any(|of| is_test(of));
        let is_unlikely = is_unlikely(attributes);
        let condition = of_features(attributes);
        let is_static = *kind == SymbolKind::Method && !self.takes_self(node);
        let parameters = match kind {
            SymbolKind::Method if self.is_conversion(node) => self.converted(node),
            SymbolKind::Method | SymbolKind::Function => self.taken(node, !type_parameters.is_empty()),
            _ => Vec::new(),
        };
        let is_required = *kind == SymbolKind::Method && self.kind(node) == K::FunctionSignature;
        if let Some(fact) = self.out.fact(symbol) {
            let flags = &mut fact.flags;
            (flags.is_test, flags.is_unlikely, flags.is_static) = (is_test, is_unlikely, is_static);
            flags.is_required = is_required;
            fact.condition = condition;
            fact.parameters = parameters;
            (fact.type_parameters, fact.declared, fact.bases) = (type_parameters, declared, bases);
        }
    }

    /// What `from` takes: of several a call means the one that takes what it is given.
    fn converted(&mut self, function: Node) -> Vec<Option<u32>> {
        let parameters = self.child(function, self.fields.parameters);
        let only = parameters.filter(|of| of.named_child_count() == 1).and_then(|of| of.named_child(0));
        let of = only.and_then(|only| self.child(only, self.fields.r#type));
        of.map(|of| vec![self.type_of(of)]).unwrap_or_default()
    }

    fn is_conversion(&self, function: Node) -> bool {
        self.child(function, self.fields.name).map(|name| self.out.text(name)) == Some(b"from")
    }

    /// Whether a function can be called on a value.
    fn takes_self(&self, function: Node) -> bool {
        let parameters = self.child(function, self.fields.parameters);
        let mut first = parameters.and_then(|of| of.named_child(0));
        while let Some(attribute) = first.filter(|of| self.kind(*of) == K::AttributeItem) {
            first = attribute.next_named_sibling();
        }
        let is_named_so =
            |of: Node| self.child(of, self.fields.pattern).map(|of| self.out.text(of)) == Some(b"self");
        first.is_some_and(|first| self.kind(first) == K::SelfParameter || is_named_so(first))
    }

    /// Adds a symbol where the walk is.
    pub(super) fn symbol(&mut self, node: Node, name: Node, kind: SymbolKind) -> Option<u32> {
        let member_of = match self.contexts.last() {
            Some(Context::Impl { name, .. }) => *name,
            Some(Context::Trait { name } | Context::Type { name }) => Some(*name),
            _ => None,
        };
        let body = self.child(node, self.fields.body).filter(|_| kind != SymbolKind::Macro);
        let block = match self.contexts.last() {
            Some(Context::Impl { block, .. }) => self.impls.get_mut(*block),
            _ => None,
        };
        let parent = if block.is_some() { None } else { self.out.container() };
        let member_of = member_of.map(|name| String::from_utf8_lossy(name).into_owned());
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        if let (Some(block), Some(symbol)) = (block, symbol) {
            block.members.push(symbol);
        }
        symbol
    }

    /// Adds a member of a type in whose `impl` a macro defines it.
    pub(super) fn symbol_of(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        owner: &[u8],
    ) -> Option<u32> {
        let owner = String::from_utf8_lossy(owner).into_owned();
        let member_of = Some(owner.clone());
        let qualified = self.out.qualify(&owner);
        self.out.open(None, Some(&owner));
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body: None, parent: None, member_of });
        self.out.close();
        let symbol = symbol?;
        self.impls.push(ImplBlock {
            qualified,
            name: owner,
            base: None,
            of_trait: None,
            of_type: None,
            by_path: None,
            members: vec![symbol],
            is_unlikely: false,
            condition: None,
        });
        Some(symbol)
    }

    fn impl_block(&mut self, node: Node, frame: &mut Frame) {
        let plain = |field| self.child(node, field).and_then(|node| self.plain_type(node));
        let name = plain(self.fields.r#type);
        let of_trait = plain(self.fields.r#trait).map(|name| String::from_utf8_lossy(name).into_owned());
        let base = self.child(node, self.fields.r#trait).and_then(|node| self.type_of(node));
        let shown = name.map(String::from_utf8_lossy);
        let block = self.impls.len();
        let name_text = shown.as_deref().unwrap_or_default();
        let qualified = self.out.qualify(name_text);
        let attributes = self.out.take_attributes(node);
        self.impls.push(ImplBlock {
            qualified,
            name: name_text.to_owned(),
            base,
            of_trait,
            of_type: None,
            by_path: None,
            members: Vec::new(),
            is_unlikely: is_unlikely(&attributes),
            condition: of_features(&attributes),
        });
        self.out.open(None, shown.as_deref());
        let parameters = self.type_parameters(node);
        let of_type = self.instances(node, &parameters);
        let by_path = self.child(node, self.fields.r#type).and_then(|of| self.named_by_path(of));
        if let Some(block) = self.impls.last_mut() {
            (block.of_type, block.by_path) = (of_type, by_path);
        }
        let of = self.child(node, self.fields.r#type);
        let is_bare = of.is_some_and(|of| {
            matches!(self.kind(of), K::TypeIdentifier | K::ScopedTypeIdentifier | K::GenericType)
        });
        let is_parameter = |(parameter, _): &(String, Option<u32>)| Some(parameter.as_bytes()) == name;
        let is_of_type = is_bare && !parameters.iter().any(is_parameter);
        let uses = self.out.facts.uses.len();
        self.contexts.push(Context::Impl { name, block, parameters, is_of_type, uses });
        frame.flags |= flag::OWNER;
        self.open_scope(frame, false);
    }

    /// Ends an `impl`: what its head says of its parameters (`where T::Item: Copy`) is looked for as in its first member, which has them.
    pub(super) fn close_impl(&mut self, block: usize, parameters: &[(String, Option<u32>)], uses: usize) {
        let first = self.impls.get(block).and_then(|block| block.members.first().copied());
        let begin = first.and_then(|first| self.out.facts.symbols.get(first as usize));
        let Some(begin) = begin.map(|fact| fact.span.byte_start) else { return };
        let head = self.out.facts.uses.iter_mut().skip(uses).take_while(|used| used.span.byte_start < begin);
        for used in head {
            if let Qualifier::Path(path) = &used.qualifier
                && path.first().is_some_and(|own| parameters.iter().any(|(parameter, _)| parameter == own))
            {
                used.container = first;
            }
        }
    }

    /// `module::Type` of an `impl` for that.
    fn named_by_path(&mut self, of: Node) -> Option<u32> {
        let of = match self.kind(of) {
            K::GenericType => self.child(of, self.fields.r#type)?,
            _ => of,
        };
        if self.kind(of) == K::ScopedTypeIdentifier { self.type_of(of) } else { None }
    }

    /// The type of an `impl`, where it is a generic one of which only some instances are meant.
    fn instances(&mut self, block: Node, parameters: &[(String, Option<u32>)]) -> Option<u32> {
        let of = self.child(block, self.fields.r#type).filter(|of| self.kind(*of) == K::GenericType)?;
        let list = self.child(of, self.fields.type_arguments)?;
        let mut cursor = list.walk();
        let mut arguments = list.named_children(&mut cursor);
        let is_any = |argument: Node| match self.kind(argument) {
            K::Skipped => true,
            K::TypeIdentifier => {
                let text = self.out.text(argument);
                parameters.iter().any(|(name, _)| name.as_bytes() == text)
            }
            _ => false,
        };
        if arguments.all(is_any) { None } else { self.type_of(of) }
    }

    /// Settles what needs the whole file: the types of `impl` blocks.
    pub(super) fn settle(&mut self) {
        let types = TypeIndex::new(self);
        for block in std::mem::take(&mut self.impls) {
            let target = types.find(&block);
            let by_path = block.by_path.filter(|_| target.is_none());
            for &member in &block.members {
                if let Some(symbol) = self.out.facts.symbols.get_mut(member as usize) {
                    symbol.of_trait.clone_from(&block.of_trait);
                    symbol.of_type = block.of_type.or(by_path);
                    symbol.flags.is_unlikely |= block.is_unlikely;
                    symbol.condition = both(symbol.condition.take(), block.condition.as_deref());
                }
            }
            let Some(target) = target else { continue };
            for member in block.members {
                if let Some(symbol) = self.out.facts.symbols.get_mut(member as usize) {
                    symbol.parent = Some(target);
                }
            }
            let symbol = self.out.facts.symbols.get_mut(target as usize);
            if let (Some(symbol), Some(base)) = (symbol, block.base)
                && !symbol.bases.contains(&base)
            {
                symbol.bases.push(base);
            }
        }
    }
}

/// Whether an attribute makes a function a test: `#[test]`, also of another crate (`#[tokio::test]`), with or without
/// arguments.
fn is_test(attribute: &str) -> bool {
    let name = attribute.trim_start_matches("#[").trim_end_matches(']').split('(').next().unwrap_or_default();
    matches!(name.rsplit("::").next().map(str::trim), Some("test" | "rstest" | "test_case"))
}

/// The types that a file defines.
struct TypeIndex {
    by_qualified: HashMap<String, u32>,
    /// By bare name; `None` where several types have it.
    by_name: HashMap<String, Option<u32>>,
}

impl TypeIndex {
    fn new(extractor: &Extractor) -> TypeIndex {
        let mut index = TypeIndex { by_qualified: HashMap::new(), by_name: HashMap::new() };
        for (number, symbol) in (0..).zip(&extractor.out.facts.symbols) {
            let is_type = matches!(
                symbol.kind,
                SymbolKind::Struct | SymbolKind::Enum | SymbolKind::Union | SymbolKind::Trait
            ) || (symbol.kind == SymbolKind::TypeAlias && symbol.member_of.is_none());
            if is_type {
                let first = index.by_qualified.entry(symbol.qualified.clone()).or_insert(number);
                let is_likely = |number: u32| {
                    let symbol = extractor.out.facts.symbols.get(number as usize);
                    symbol.is_some_and(|symbol| !symbol.flags.is_unlikely)
                };
                if !is_likely(*first) && is_likely(number) {
                    *first = number;
                }
                let sole = index.by_name.entry(symbol.name.clone()).or_insert(Some(number));
                sole.take_if(|first| *first != number);
            }
        }
        index
    }

    fn find(&self, block: &ImplBlock) -> Option<u32> {
        let by_name = || self.by_name.get(&block.name).copied().flatten();
        self.by_qualified.get(&block.qualified).copied().or_else(by_name)
    }
}
