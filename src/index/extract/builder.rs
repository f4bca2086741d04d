//! Facts of one file while they are being gathered.

use std::borrow::Cow;
use std::collections::HashMap;

use tree_sitter::Node;

use super::super::facts::{Is, LocalFact, TypeFact, ValueFact};
use super::super::{Detail, FileFacts, ImportFact, ImportedName, Qualifier, SymbolFact, UseFact, UseKind};
use super::detail::Leading;
use crate::model::{Diagnostic, Position, Severity, Span, SymbolKind};

/// The longest name that is kept, in bytes; what is longer is data, not a name.
const MAX_NAME_BYTES: usize = 1 << 10;

/// The longest qualified name, in bytes. Deeper scopes add nothing to it any more.
const MAX_QUALIFIED_BYTES: usize = 4 << 10;

/// So many values that a call is given are noted.
pub(super) const MAX_GIVEN: usize = 4;

/// Memory that the facts of one file may take, roughly, in bytes.
const MAX_FACT_BYTES: usize = 256 << 20;

/// A definition that encloses the place where the walk is.
struct Owner {
    /// The innermost symbol outside it.
    outer_symbol: Option<u32>,
    /// Length of [`Builder::scope`] outside it.
    outer: usize,
}

/// A symbol to be.
pub(super) struct NewSymbol<'t> {
    pub(super) kind: SymbolKind,
    pub(super) node: Node<'t>,
    pub(super) name: Node<'t>,
    /// What its signature ends before.
    pub(super) body: Option<Node<'t>>,
    pub(super) parent: Option<u32>,
    pub(super) member_of: Option<String>,
}

/// Gathers the facts and knows which definitions enclose the place where the walk is.
pub(super) struct Builder<'s> {
    source: &'s [u8],
    separator: &'static str,
    pub(super) facts: FileFacts,
    owners: Vec<Owner>,
    /// Qualified name of the innermost owner.
    scope: String,
    /// The innermost symbol.
    container: Option<u32>,
    /// Comments and attributes that the walk has met; the next symbol takes those that stand right before it.
    pub(super) leading: Leading,
    /// Where lines begin, once that was asked for.
    lines: Option<Lines>,
    /// What calls are given whose values somebody asked for, by the byte where the called name begins.
    given: HashMap<usize, Box<[Option<u32>]>>,
    spent: usize,
    /// Whether the walk is in what most builds leave out.
    pub(super) is_unlikely: bool,
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(source: &[u8]) -> Lines {
        let ends = source.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        Lines(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    fn position(&self, at: usize) -> Position {
        let line = self.0.partition_point(|begin| *begin <= at);
        let begin = self.0.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(at - begin).unwrap_or(u32::MAX),
        }
    }
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s [u8], facts: FileFacts) -> Builder<'s> {
        Builder {
            source,
            separator: facts.language.separator(),
            facts,
            owners: Vec::new(),
            scope: String::new(),
            container: None,
            leading: Leading::default(),
            lines: None,
            given: HashMap::new(),
            spent: 0,
            is_unlikely: false,
        }
    }

    /// The whole text.
    pub(super) fn source(&self) -> &'s [u8] {
        self.source
    }

    /// The bytes of a node.
    pub(super) fn text(&self, node: Node) -> &'s [u8] {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    /// The text of a node as a name; `None` for what is too long or empty (a name that the parser made up).
    pub(super) fn name(&self, node: Node) -> Option<Cow<'s, str>> {
        let text = self.text(node);
        (!text.is_empty() && text.len() <= MAX_NAME_BYTES).then(|| String::from_utf8_lossy(text))
    }

    /// Likewise, owned.
    pub(super) fn owned(&self, node: Node) -> Option<String> {
        self.name(node).map(Cow::into_owned)
    }

    pub(super) fn span(&self, node: Node) -> Span {
        span(node)
    }

    /// Whether nothing but white space stands before a node on its line.
    pub(super) fn is_first_on_line(&self, node: Node) -> bool {
        let before = self.source.get(..node.start_byte()).unwrap_or_default();
        before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n')
    }

    /// A comment that may document what comes next.
    pub(super) fn comment(&mut self, node: Node) {
        self.leading.comment(node);
    }

    /// An attribute, annotation or decorator of what comes next.
    pub(super) fn attribute(&mut self, node: Node) {
        self.leading.attribute(node, self.source);
    }

    /// The attributes right before what is no symbol.
    pub(super) fn take_attributes(&mut self, node: Node) -> Vec<String> {
        self.leading.take_attributes(node, self.source)
    }

    /// Adds a symbol; its index. The fact can be completed through [`Builder::fact`]. `None` where its name is none or the file's budget is spent.
    pub(super) fn symbol(&mut self, new: NewSymbol) -> Option<u32> {
        let name = self.owned(new.name)?;
        let qualified = self.qualify(&name);
        let detail = self.leading.detail(new.node, new.body, self.source);
        let said = detail.signature.len() + detail.doc.len() + 32 * detail.attributes.len();
        self.spend(size_of::<SymbolFact>() + name.len() + qualified.len() + said)?;
        let mut fact = SymbolFact::new(name, new.kind, qualified, span(new.node));
        fact.name_bytes = (new.name.start_byte() as u64, new.name.end_byte() as u64);
        (fact.parent, fact.member_of) = (new.parent, new.member_of);
        self.put(fact, detail)
    }

    /// Adds a symbol whose name no node is: it stands in the text of `node`, from one byte to another on one line, and in no
    /// scope of its own.
    pub(super) fn symbol_at(
        &mut self,
        kind: SymbolKind,
        node: Node,
        (begin, end): (usize, usize),
    ) -> Option<u32> {
        let text = self.source.get(begin..end).filter(|text| !text.is_empty())?;
        let name = String::from_utf8_lossy(text.get(..text.len().min(MAX_NAME_BYTES))?).into_owned();
        let qualified = self.qualify(&name);
        self.spend(size_of::<SymbolFact>() + 2 * name.len() + qualified.len())?;
        let detail = Detail { signature: name.clone(), ..Detail::default() };
        let mut fact = SymbolFact::new(name, kind, qualified, span(node));
        fact.name_bytes = (begin as u64, end as u64);
        fact.parent = self.container;
        self.put(fact, detail)
    }

    fn put(&mut self, mut fact: SymbolFact, detail: Detail) -> Option<u32> {
        let index = u32::try_from(self.facts.symbols.len()).ok()?;
        fact.flags.is_unlikely = self.is_unlikely;
        self.facts.symbols.push(fact);
        self.facts.details.push(detail);
        Some(index)
    }

    /// The fact of a symbol that was added.
    pub(super) fn fact(&mut self, symbol: u32) -> Option<&mut SymbolFact> {
        self.facts.symbols.get_mut(symbol as usize)
    }

    /// What a reader is shown of a symbol that was added.
    pub(super) fn detail(&mut self, symbol: u32) -> Option<&mut Detail> {
        self.facts.details.get_mut(symbol as usize)
    }

    /// A name with the scopes around it.
    pub(super) fn qualify(&self, name: &str) -> String {
        if self.scope.is_empty() {
            return name.to_owned();
        }
        [self.scope.as_str(), name].join(self.separator)
    }

    /// Goes into a definition, whose name is `name`; `symbol` is its own where it has one.
    pub(super) fn open(&mut self, symbol: Option<u32>, name: Option<&str>) {
        let outer = self.scope.len();
        let owner = Owner { outer_symbol: self.container, outer };
        self.owners.push(owner);
        self.container = symbol.or(self.container);
        if let Some(name) = name
            && self.scope.len() + name.len() + 2 <= MAX_QUALIFIED_BYTES
        {
            if !self.scope.is_empty() {
                self.scope.push_str(self.separator);
            }
            self.scope.push_str(name);
        }
    }

    /// Comes out of the innermost definition.
    pub(super) fn close(&mut self) {
        if let Some(owner) = self.owners.pop() {
            self.scope.truncate(owner.outer);
            self.container = owner.outer_symbol;
        }
    }

    /// The innermost symbol around the place where the walk is.
    pub(super) fn container(&self) -> Option<u32> {
        self.container
    }

    /// Adds a use of the name that `node` is; its index, where it is kept.
    pub(super) fn usage(&mut self, kind: UseKind, node: Node, qualifier: Qualifier) -> Option<usize> {
        let name = self.owned(node)?;
        let qualifier_bytes = match &qualifier {
            Qualifier::Path(parts) => parts.iter().map(|part| part.len() + size_of::<String>()).sum(),
            _ => 0,
        };
        self.spend(size_of::<UseFact>() + name.len() + qualifier_bytes)?;
        self.push_use(kind, name, qualifier, span(node));
        Some(self.facts.uses.len() - 1)
    }

    /// Adds a use of a name that no node is, from one byte to another on one line.
    pub(super) fn usage_at(&mut self, kind: UseKind, begin: usize, end: usize, qualifier: Qualifier) {
        self.lines.get_or_insert_with(|| Lines::of(self.source));
        let Some(lines) = &self.lines else { return };
        let text = self.source.get(begin..end).unwrap_or_default();
        if text.is_empty() || text.len() > MAX_NAME_BYTES {
            return;
        }
        let name = String::from_utf8_lossy(text).into_owned();
        let (start, end_at) = (lines.position(begin), lines.position(end));
        if self.spend(size_of::<UseFact>() + name.len()).is_none() {
            return;
        }
        let span = Span { byte_start: begin as u64, byte_end: end as u64, start, end: end_at };
        self.push_use(kind, name, qualifier, span);
    }

    /// Adds a use of which no more is known than this.
    fn push_use(&mut self, kind: UseKind, name: String, qualifier: Qualifier, span: Span) {
        let container = self.container();
        let (local, is_function, arguments, given) = (false, false, None, Box::default());
        self.facts.uses.push(UseFact {
            kind,
            name,
            qualifier,
            span,
            container,
            local,
            is_function,
            arguments,
            given,
        });
    }

    /// Bytes of the text.
    pub(super) fn bytes(&self, begin: usize, end: usize) -> &'s [u8] {
        self.source.get(begin..end).unwrap_or_default()
    }

    /// Adds a type; its index.
    pub(super) fn type_fact(&mut self, fact: TypeFact) -> Option<u32> {
        let bytes = match &fact {
            TypeFact::Named { path, arguments, .. } => {
                path.iter().map(|part| part.len() + size_of::<String>()).sum::<usize>() + 4 * arguments.len()
            }
            TypeFact::Tuple(of) | TypeFact::AnyOf(of) => 4 * of.len(),
            TypeFact::Object(parts) => {
                parts.iter().map(|(name, _)| name.len() + size_of::<(String, u32)>()).sum()
            }
            TypeFact::Callable { takes, .. } => 8 * takes.len(),
            TypeFact::Values(of) | TypeFact::With(_, Is::OneOf(of)) => {
                of.iter().map(|value| value.len() + size_of::<String>()).sum()
            }
            _ => 0,
        };
        self.spend(size_of::<TypeFact>() + bytes)?;
        self.facts.types.push(fact);
        last(self.facts.types.len())
    }

    /// Adds the type of this name, without arguments.
    pub(super) fn named_type(&mut self, path: Vec<String>) -> Option<u32> {
        let container = self.container();
        self.type_fact(TypeFact::Named { path, arguments: Vec::new(), container })
    }

    /// Adds one with generic arguments.
    pub(super) fn generic_type(&mut self, path: Vec<String>, arguments: Vec<u32>) -> Option<u32> {
        let container = self.container();
        self.type_fact(TypeFact::Named { path, arguments, container })
    }

    /// Adds many of what a value is.
    pub(super) fn many(&mut self, of: u32) -> Option<u32> {
        let of = self.type_fact(TypeFact::OfValue(of))?;
        let of = self.type_fact(TypeFact::Sequence(of))?;
        self.value(ValueFact::Of(of))
    }

    /// Adds a value; its index.
    pub(super) fn value(&mut self, fact: ValueFact) -> Option<u32> {
        self.spend(size_of::<ValueFact>())?;
        self.facts.values.push(fact);
        last(self.facts.values.len())
    }

    /// Adds what is one value or the other, as far as they are known.
    pub(super) fn one_of(&mut self, one: Option<u32>, other: Option<u32>) -> Option<u32> {
        match (one, other) {
            (Some(one), Some(other)) => self.value(ValueFact::Either(one, other)),
            (one, other) => one.or(other),
        }
    }

    /// Adds what the name that `node` is means, where that is used, before it or after.
    pub(super) fn used(&mut self, node: Node) -> Option<u32> {
        self.value(ValueFact::Use(u32::try_from(node.start_byte()).ok()?))
    }

    /// Whether it is noted what a call is given of the name that `node` is.
    pub(super) fn knows_given(&self, node: Node) -> bool {
        self.given.contains_key(&node.start_byte())
    }

    /// Notes that, where something is known of it.
    pub(super) fn note_given(&mut self, node: Node, given: Box<[Option<u32>]>) {
        if given.iter().all(Option::is_none) {
            return;
        }
        if self.spend(size_of_val(&*given) + size_of::<usize>()).is_some() {
            self.given.insert(node.start_byte(), given);
        }
    }

    /// Adds a variable; its index.
    pub(super) fn local(&mut self, fact: LocalFact) -> Option<u32> {
        self.spend(size_of::<LocalFact>())?;
        self.facts.locals.push(fact);
        last(self.facts.locals.len())
    }

    /// Puts what was found in order, when the walk is over.
    pub(super) fn finish(mut self) -> FileFacts {
        let facts = &mut self.facts;
        facts.uses.sort_by_key(|used| (used.span.byte_start, used.span.byte_end));
        for used in &mut facts.uses {
            if used.kind == UseKind::Call
                && used.given.is_empty()
                && let Some(given) =
                    usize::try_from(used.span.byte_start).ok().and_then(|at| self.given.remove(&at))
            {
                used.given = given;
            }
        }
        for value in &mut facts.values {
            if let ValueFact::Use(at) = value {
                let found = facts.uses.binary_search_by_key(&u64::from(*at), |used| used.span.byte_start);
                let found = found.ok().and_then(|index| u32::try_from(index).ok());
                *value = found.map_or(ValueFact::Unknown, ValueFact::Use);
            }
        }
        self.facts
    }

    /// Adds an import.
    pub(super) fn import(
        &mut self,
        kind: &str,
        path: Vec<String>,
        names: Vec<ImportedName>,
        is_glob: bool,
        span: Span,
    ) {
        let bytes = (path.len() + 2 * names.len()) * (size_of::<String>() + 16);
        if self.spend(size_of::<ImportFact>() + bytes).is_none() {
            return;
        }
        let container = self.container();
        let kind = kind.to_owned();
        let is_unlikely = self.is_unlikely;
        let is_public = false;
        let condition = None;
        let import =
            ImportFact { kind, path, names, is_glob, span, container, is_unlikely, is_public, condition };
        self.facts.imports.push(import);
    }

    pub(super) fn diagnose(&mut self, line: usize, severity: Severity, message: impl Into<String>) {
        // The path is filled in by `extract`.
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let message = message.into();
        self.facts.diagnostics.push(Diagnostic { path: String::new(), line, severity, message });
    }

    /// `None`, and a diagnostic the first time, where the facts take too much memory.
    fn spend(&mut self, bytes: usize) -> Option<()> {
        if self.spent > MAX_FACT_BYTES {
            return None;
        }
        self.spent += bytes;
        if self.spent > MAX_FACT_BYTES {
            self.diagnose(0, Severity::Warning, "too many names in one file; the rest is left out");
            return None;
        }
        Some(())
    }
}

fn last(length: usize) -> Option<u32> {
    u32::try_from(length.checked_sub(1)?).ok()
}

/// Where a node stands, in our counting.
pub(super) fn span(node: Node) -> Span {
    let position = |point: tree_sitter::Point| Position {
        line: u32::try_from(point.row.saturating_add(1)).unwrap_or(u32::MAX),
        column: u32::try_from(point.column).unwrap_or(u32::MAX),
    };
    Span {
        byte_start: node.start_byte() as u64,
        byte_end: node.end_byte() as u64,
        start: position(node.start_position()),
        end: position(node.end_position()),
    }
}
