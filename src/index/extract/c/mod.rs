//! Facts of a file of C, C++ or CUDA.
//!
//! The three grammars name their nodes alike, so that one extractor serves them all. What macros make of a
//! text no grammar knows: [`mask`] takes out of its way what would lead it astray, before the text is parsed.

mod calls;
mod declarators;
mod functions;
mod initializers;
mod kinds;
mod language;
mod lex;
mod mask;
mod preprocessor;
mod scope;
mod symbols;
mod types;
mod uses;
mod values;
mod variables;
mod words;

use std::collections::HashMap;
use std::sync::OnceLock;

use tree_sitter::{Node, Tree, TreeCursor};

use super::builder::Builder;
use super::grammar::KindTable;
use super::walk::{Visit, Visitor, walk};
use crate::index::flow::Flow;
use crate::model::Language;
use initializers::Filled;
use kinds::{Fields, K};
pub(super) use language::language_of;
pub(super) use mask::{Mask, mask};
use scope::Locals;
use symbols::{Context, Place};

/// Walks the tree of the text that [`mask`] made; the line of the first syntax error with the facts.
pub(super) fn extract<'s>(
    tree: &Tree,
    mask: &Mask,
    builder: Builder<'s>,
    flow: &mut Flow<'_>,
) -> (Option<usize>, Builder<'s>) {
    let mut extractor = Extractor::new(builder, mask);
    extractor.has_errors = tree.root_node().has_error();
    let error_line = walk(tree, &mut extractor, Some(flow));
    extractor.masked_uses();
    extractor.settle_linkage();
    extractor.settle_stand_ins();
    (error_line, extractor.out)
}

/// What a node has opened.
mod flag {
    /// A scope of local names.
    pub(super) const SCOPE: u8 = 1;
    /// A context.
    pub(super) const CONTEXT: u8 = 1 << 1;
    /// A list of initialisers.
    pub(super) const LIST: u8 = 1 << 2;
    /// The template parameters that wait for what they are parameters of.
    pub(super) const TEMPLATE: u8 = 1 << 3;
    /// It stands in a template's parameters.
    pub(super) const PARAMETERS: u8 = 1 << 4;
    /// It was declared a friend.
    pub(super) const FRIEND: u8 = 1 << 5;
    /// It is the list of what the innermost symbol takes.
    pub(super) const OWN: u8 = 1 << 6;
}

/// An ancestor of the node where the walk is.
#[derive(Clone, Copy)]
struct Frame {
    kind: K,
    flags: u8,
    /// How many definitions the node has opened.
    owners: u8,
}

/// What becomes of a name that was told of before the walk comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing: it is no use of what it names.
    Nothing,
    /// It is a variable or parameter from here on.
    Local(Option<u32>),
    /// It is called, with so many arguments.
    Called(Option<u16>),
}

struct Extractor<'s, 'm> {
    out: Builder<'s>,
    mask: &'m Mask,
    kinds: &'static KindTable<K>,
    fields: &'static Fields,
    is_c: bool,
    /// Whether the grammar did not understand all of the file.
    has_errors: bool,
    frames: Vec<Frame>,
    contexts: Vec<Context<'s>>,
    locals: Locals<'s>,
    /// What calls to come are given, by the byte where the name of what is called begins.
    given: HashMap<usize, Box<[Option<u32>]>>,
    /// Literals of C++, which are the same wherever they stand.
    literals: HashMap<&'static str, u32>,
    /// Names to come, by the byte where they begin.
    told: HashMap<usize, Told>,
    /// Declarators to come that open symbols of their own, by the byte where they begin.
    opening: HashMap<usize, symbols::Opening>,
    /// Where the parameters begin that are the innermost function's own.
    own_parameters: usize,
    /// Whether those are what a symbol takes.
    is_taking: bool,
    /// Where the struct, union or enum without a name begins that has got one from its declarator.
    named_by_declarator: usize,
    /// How much of the qualified name stays before the members of an enum without a name.
    enum_scope: usize,
    /// Parameters of the templates around that no symbol has taken yet.
    template: Vec<(String, Option<u32>)>,
    /// Types that this file defines, by qualified name.
    types_here: HashMap<String, u32>,
    /// Names of namespaces that this file opens.
    namespaces: std::collections::HashSet<&'s [u8]>,
    /// What the lists of initialisers around fill.
    filled: Vec<Filled>,
    /// What a list of initialisers to come fills, by the byte where it begins.
    to_fill: HashMap<usize, Filled>,
    /// The line of the last token: a comment behind it is about that.
    last_row: usize,
}

impl<'s, 'm> Extractor<'s, 'm> {
    fn new(out: Builder<'s>, mask: &'m Mask) -> Extractor<'s, 'm> {
        let (kinds, fields) = tables(out.facts.language);
        let is_c = out.facts.language == Language::C;
        Extractor {
            out,
            mask,
            kinds,
            fields,
            is_c,
            has_errors: false,
            frames: Vec::new(),
            contexts: Vec::new(),
            locals: Locals::default(),
            given: HashMap::new(),
            literals: HashMap::new(),
            told: HashMap::new(),
            opening: HashMap::new(),
            own_parameters: usize::MAX,
            is_taking: false,
            named_by_declarator: usize::MAX,
            enum_scope: 0,
            template: Vec::new(),
            types_here: HashMap::new(),
            namespaces: std::collections::HashSet::new(),
            filled: Vec::new(),
            to_fill: HashMap::new(),
            last_row: usize::MAX,
        }
    }

    fn kind(&self, node: Node) -> K {
        self.kinds.get(node.kind_id())
    }

    fn child<'t>(&self, node: Node<'t>, field: u16) -> Option<Node<'t>> {
        node.child_by_field_id(field)
    }

    fn open_scope(&mut self, frame: &mut Frame) {
        if frame.flags & flag::SCOPE == 0 {
            frame.flags |= flag::SCOPE;
            self.locals.enter();
        }
    }

    fn open_context(&mut self, frame: &mut Frame, context: Context<'s>) {
        if frame.flags & flag::CONTEXT == 0 {
            frame.flags |= flag::CONTEXT;
            self.contexts.push(context);
        }
    }

    fn visit(&mut self, node: Node, frame: &mut Frame, parent: &Frame) -> bool {
        match frame.kind {
            K::Identifier => {
                self.identifier(node, parent);
                return false;
            }
            K::TypeIdentifier => {
                self.type_identifier(node, parent);
                return false;
            }
            K::FieldIdentifier => {
                self.field_identifier(node, parent);
                return false;
            }
            K::NamespaceIdentifier => return false,
            K::DestructorName | K::OperatorName | K::Literal | K::AccessSpecifier => return false,
            K::Qualified if parent.kind != K::Qualified => self.qualified(node),
            K::Call => self.call(node),
            K::New | K::CompoundLiteral => self.construct(node, frame.kind),
            K::FieldExpression => self.field_expression(node),
            K::InitializerList => self.initializer_list(node, frame, parent),
            K::InitializerPair => self.initializer_pair(node, frame),
            K::Declaration | K::FieldDeclaration if parent.kind == K::ConditionClause => self.variables(node),
            K::Declaration | K::FieldDeclaration | K::TypeDefinition => self.declaration(node, frame),
            K::FunctionDefinition => self.function(node, frame),
            K::Parameter | K::OptionalParameter | K::VariadicParameter => self.parameter(node, frame, parent),
            K::ParameterList => self.parameter_list(node, frame),
            K::ForRange => {
                self.open_scope(frame);
                self.for_range(node);
            }
            K::CompoundStatement if self.place() == Place::File => self.block_of_macro(node, frame),
            K::For | K::CompoundStatement => self.open_scope(frame),
            K::Catch => {
                self.open_scope(frame);
                if let Some(parameters) = self.child(node, self.fields.parameters) {
                    self.own_parameters = parameters.start_byte();
                    self.is_taking = false;
                }
            }
            K::FieldInitializer => self.initialized(node),
            K::Lambda | K::Requires => self.lambda(node, frame),
            K::LambdaCapture => self.lambda_capture(node),
            K::TemplateDeclaration => {
                self.open_scope(frame);
                frame.flags |= flag::TEMPLATE;
            }
            K::TemplateParameters => {
                frame.flags |= flag::PARAMETERS;
                self.template_parameters(node);
            }
            K::TypeParameter | K::OptionalTypeParameter | K::TemplateTemplate => self.type_parameter(node),
            K::ClassSpecifier | K::StructSpecifier | K::UnionSpecifier | K::EnumSpecifier => {
                self.type_specifier(node, frame, parent);
            }
            K::Enumerator => self.enumerator(node, frame),
            K::AliasDeclaration | K::ConceptDefinition => self.alias(node, frame),
            K::NamespaceDefinition => self.namespace(node, frame),
            K::NamespaceAlias | K::Using => {
                self.using(node, frame.kind);
                return false;
            }
            K::Friend => frame.flags |= flag::FRIEND,
            K::Return => self.returned(node),
            K::ExpressionStatement => self.declaring_macro(node),
            K::PreprocInclude => {
                self.include(node);
                return false;
            }
            K::PreprocDef | K::PreprocFunction => {
                self.macro_definition(node);
                return false;
            }
            K::PreprocCall | K::Attribute => return false,
            _ => {}
        }
        true
    }
}

/// Kinds and fields of a language's grammar.
fn tables(language: Language) -> (&'static KindTable<K>, &'static Fields) {
    type Tables = OnceLock<(KindTable<K>, Fields)>;
    static C: Tables = OnceLock::new();
    static CPP: Tables = OnceLock::new();
    static CUDA: Tables = OnceLock::new();
    let (cell, grammar) = match language {
        Language::Cuda => (&CUDA, tree_sitter_cuda::LANGUAGE),
        Language::Cpp => (&CPP, tree_sitter_cpp::LANGUAGE),
        _ => (&C, tree_sitter_c::LANGUAGE),
    };
    let (kinds, fields) = cell.get_or_init(|| {
        let language = grammar.into();
        (KindTable::new(&language), Fields::new(&language))
    });
    (kinds, fields)
}

impl<'t> Visitor<'t> for Extractor<'_, '_> {
    fn enter(&mut self, node: Node<'t>, _: &TreeCursor<'t>) -> Visit {
        let id = node.kind_id();
        let row = node.start_position().row;
        if self.kinds.is_noise(id) {
            self.last_row = row;
            return Visit::Ignored;
        }
        let root = Frame { kind: K::Other, flags: 0, owners: 0 };
        let parent = self.frames.last().copied().unwrap_or(root);
        let kind = self.kinds.get(id);
        let inherited = parent.flags & flag::PARAMETERS
            | if matches!(kind, K::Declaration | K::FunctionDefinition) {
                parent.flags & flag::FRIEND
            } else {
                0
            };
        let mut frame = Frame { kind, flags: inherited, owners: 0 };
        if kind == K::Comment {
            if row != self.last_row {
                self.out.comment(node);
            }
            self.frames.push(frame);
            return Visit::Alone;
        }
        self.last_row = row;
        if let Some(opening) = self.opening.remove(&node.start_byte()) {
            self.open_declarator(node, &mut frame, opening);
        }
        let descend = self.visit(node, &mut frame, &parent);
        self.frames.push(frame);
        if descend { Visit::Children } else { Visit::Alone }
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.flags & flag::LIST != 0 {
            self.filled.pop();
        }
        if frame.flags & flag::TEMPLATE != 0 {
            self.template.clear();
        }
        if frame.flags & flag::SCOPE != 0 {
            self.locals.leave();
        }
        if frame.flags & flag::CONTEXT != 0 {
            self.contexts.pop();
        }
        for _ in 0..frame.owners {
            self.out.close();
        }
    }
}
