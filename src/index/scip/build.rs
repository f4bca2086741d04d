//! A document of SCIP, held against the text and the facts of its file.

use std::collections::{BTreeMap, HashMap, HashSet};

use scip::types::symbol_information::Kind;
use scip::types::{Document, Occurrence, SymbolRole, occurrence};

use super::lines::{Lines, Unit};
use super::names::{self, Suffix};
use super::scopes::Scopes;
use super::word::{Key, Says, Word};
use crate::index::facts::{FileFacts, Qualifier, SymbolFact, UseFact, UseKind};
use crate::model::{Span, SymbolKind};

/// Words that stand for what has another name.
const STAND_INS: [&str; 6] = ["self", "Self", "super", "this", "crate", "cls"];

/// Of so many definitions one may spell another name, as what macros make has none in the text; and of so many
/// occurrences one may stand where there is no text.
const TOLERATED: usize = 10;

/// Something that stands at a place of the text.
struct Seen<'a> {
    span: Span,
    text: &'a str,
    symbol: &'a str,
    /// The last part of its name; `None` of what is local to the document.
    name: Option<(&'a str, Suffix)>,
    is_definition: bool,
    enclosing: Option<Span>,
}

impl Seen<'_> {
    /// Whether the text has its name, as far as names are spelled at all.
    fn is_spelled(&self) -> bool {
        self.name.is_some_and(|(name, _)| names::spells(self.text, name))
    }

    /// Whether the text would have its name.
    fn has_name(&self) -> bool {
        matches!(self.name, Some((name, suffix))
            if names::is_word(name) && !matches!(suffix, Suffix::Namespace | Suffix::Other))
    }

    /// Whether it is a symbol of ours, or could be one.
    fn is_symbol(&self) -> bool {
        matches!(self.name, Some((_, Suffix::Type | Suffix::Term | Suffix::Method | Suffix::Macro)))
    }
}

/// What a document says of the file whose facts and text these are. `None` where it is of another text: where
/// definitions do not spell their names any more.
pub(super) fn word(facts: &FileFacts, text: &[u8], document: &Document) -> Option<Word> {
    if !document.text.is_empty() && document.text.as_bytes() != text {
        return None;
    }
    let lines = Lines::new(text);
    let seen = seen(document, &lines, text);
    let lost = document.occurrences.len() - seen.len();
    if lost * TOLERATED > document.occurrences.len() || !is_of_this_text(&seen) {
        return None;
    }
    let mut builder = Builder { facts, lines: &lines, word: Word::default(), inner: HashMap::new() };
    builder.definitions(&seen, document);
    builder.uses(&seen);
    builder.implements(document);
    Some(builder.word)
}

/// The occurrences of a document that lie in the text. Where it does not say what columns count, it is what makes most
/// of them spell their names.
fn seen<'a>(document: &'a Document, lines: &Lines<'a>, text: &[u8]) -> Vec<Seen<'a>> {
    let in_units = |unit: Unit| -> Vec<Seen<'a>> {
        document.occurrences.iter().filter_map(|occurrence| look(occurrence, lines, unit)).collect()
    };
    let said = document.position_encoding.enum_value().ok().and_then(Unit::of);
    match said {
        Some(unit) => in_units(unit),
        None if text.is_ascii() => in_units(Unit::Utf8),
        None => {
            let all = [Unit::Utf16, Unit::Utf8, Unit::Utf32].map(in_units);
            let spelled = |seen: &Vec<Seen<'_>>| seen.iter().filter(|seen| seen.is_spelled()).count();
            // Of equals the first.
            all.into_iter().rev().max_by_key(spelled).unwrap_or_default()
        }
    }
}

fn look<'a>(occurrence: &'a Occurrence, lines: &Lines<'a>, unit: Unit) -> Option<Seen<'a>> {
    use occurrence::{Typed_enclosing_range as Enclosing, Typed_range as Typed};
    let span = match &occurrence.typed_range {
        Some(Typed::SingleLineRange(range)) => {
            lines.span(&[range.line, range.start_character, range.end_character], unit)
        }
        Some(Typed::MultiLineRange(range)) => {
            lines.span(&[range.start_line, range.start_character, range.end_line, range.end_character], unit)
        }
        Some(_) | None => lines.span(&occurrence.range, unit),
    }?;
    let enclosing = match &occurrence.typed_enclosing_range {
        Some(Enclosing::SingleLineEnclosingRange(range)) => {
            lines.span(&[range.line, range.start_character, range.end_character], unit)
        }
        Some(Enclosing::MultiLineEnclosingRange(range)) => {
            lines.span(&[range.start_line, range.start_character, range.end_line, range.end_character], unit)
        }
        Some(_) | None => lines.span(&occurrence.enclosing_range, unit),
    };
    Some(Seen {
        span,
        text: lines.at(span)?,
        symbol: &occurrence.symbol,
        name: names::last(&occurrence.symbol),
        is_definition: occurrence.symbol_roles & SymbolRole::Definition as i32 != 0,
        enclosing: enclosing.filter(|enclosing| enclosing.encloses(&span)),
    })
}

/// Whether definitions spell their names, and most other occurrences: of those, operators and brackets apart, some may have
/// an alias.
fn is_of_this_text(seen: &[Seen<'_>]) -> bool {
    let count = |is_definition: bool| {
        let all = || {
            let named = seen.iter().filter(|seen| seen.has_name() && names::is_word(seen.text));
            named.filter(|seen| seen.is_definition == is_definition)
        };
        (all().count(), all().filter(|seen| seen.is_spelled()).count())
    };
    let ((definitions, spelled), (uses, spelled_uses)) = (count(true), count(false));
    (definitions - spelled) * TOLERATED <= definitions && spelled_uses * 2 >= uses
}

struct Builder<'a> {
    facts: &'a FileFacts,
    lines: &'a Lines<'a>,
    word: Word,
    /// Symbols of ours that are local to the document, by their names there.
    inner: HashMap<&'a str, u32>,
}

impl<'a> Builder<'a> {
    fn definitions(&mut self, seen: &[Seen<'a>], document: &Document) {
        let mut ours: HashMap<(u64, u64), u32> = HashMap::new();
        for (at, symbol) in (0u32..).zip(&self.facts.symbols) {
            ours.entry(symbol.name_bytes).or_insert(at);
        }
        let mut added: BTreeMap<(u64, u64), Vec<&Seen<'_>>> = BTreeMap::new();
        for seen in seen.iter().filter(|seen| seen.is_definition && !seen.text.is_empty()) {
            let place = (seen.span.byte_start, seen.span.byte_end);
            if let Some(&symbol) = ours.get(&place) {
                match seen.name {
                    Some(_) => self.word.defines.push((Key::of(seen.symbol), symbol)),
                    None => {
                        self.inner.insert(seen.symbol, symbol);
                    }
                }
            } else if seen.is_symbol() && (seen.is_spelled() || !seen.has_name() && names::is_word(seen.text))
            {
                added.entry(place).or_default().push(seen);
            }
        }
        let kinds: HashMap<&str, Kind> = document
            .symbols
            .iter()
            .filter_map(|symbol| Some((symbol.symbol.as_str(), symbol.kind.enum_value().ok()?)))
            .collect();
        let scopes = Scopes::of(&self.facts.symbols);
        let found = self.facts.symbols.len() as u32;
        for (at, (place, all)) in (found..).zip(added) {
            for seen in &all {
                self.word.defines.push((Key::of(seen.symbol), at));
            }
            let Some(seen) = all.first() else { continue };
            let parent = scopes.around(place.0);
            let symbol = self.symbol(seen, parent, kinds.get(seen.symbol).copied());
            self.word.symbols.push(symbol);
        }
    }

    /// A definition that extraction did not find.
    fn symbol(&self, seen: &Seen<'_>, parent: Option<u32>, kind: Option<Kind>) -> SymbolFact {
        let owner = parent.and_then(|parent| self.facts.symbols.get(parent as usize));
        let is_type = owner.is_some_and(|owner| is_type(&owner.kind));
        let suffix = seen.name.map(|(_, suffix)| suffix);
        let kind = kind.and_then(kind_of).unwrap_or(match suffix {
            Some(Suffix::Type) => SymbolKind::Class,
            Some(Suffix::Method) if is_type => SymbolKind::Method,
            Some(Suffix::Method) => SymbolKind::Function,
            Some(Suffix::Macro) => SymbolKind::Macro,
            _ if is_type => SymbolKind::Field,
            _ => SymbolKind::Variable,
        });
        let name = seen.text.to_owned();
        let qualified = match owner {
            Some(owner) => format!("{}{}{name}", owner.qualified, self.facts.language.separator()),
            None => name.clone(),
        };
        let mut symbol = SymbolFact::new(name, kind, qualified, seen.enclosing.unwrap_or(seen.span));
        symbol.name_bytes = (seen.span.byte_start, seen.span.byte_end);
        symbol.parent = parent;
        symbol.member_of = owner.filter(|_| is_type).map(|owner| owner.name.clone());
        symbol
    }

    fn uses(&mut self, seen: &[Seen<'_>]) {
        let ours: HashMap<(u64, u64), usize> = (0..)
            .zip(&self.facts.uses)
            .map(|(at, used)| ((used.span.byte_start, used.span.byte_end), at))
            .collect();
        let aliases: HashSet<&str> = self
            .facts
            .imports
            .iter()
            .flat_map(|import| &import.names)
            .filter_map(|name| name.alias.as_deref())
            .chain(STAND_INS)
            .collect();
        // What stands at one place, best first: that whose name it spells, then what can be called where it is called.
        let mut at: BTreeMap<(u64, u64), (bool, bool, &Seen<'_>)> = BTreeMap::new();
        for seen in seen.iter().filter(|seen| !seen.is_definition && names::is_word(seen.text)) {
            let is_meant = !seen.has_name() || seen.is_spelled() || aliases.contains(seen.text);
            if !is_meant {
                continue;
            }
            let is_called = kind_of_use(self.lines.rest(seen.span)) != UseKind::Reference;
            let is_function = matches!(seen.name, Some((_, Suffix::Method)));
            let rank = (!seen.is_spelled(), is_called && !is_function);
            let place = (seen.span.byte_start, seen.span.byte_end);
            let known = at.entry(place).or_insert((rank.0, rank.1, seen));
            if rank < (known.0, known.1) {
                *known = (rank.0, rank.1, seen);
            }
        }
        self.word.says = self.silence(seen);
        let scopes = Scopes::of(&self.facts.symbols);
        for (place, (_, _, seen)) in at {
            let says = match (seen.name, self.inner.get(seen.symbol)) {
                (Some(_), _) => Says::Symbol(Key::of(seen.symbol)),
                (None, Some(&symbol)) => Says::Inner(symbol),
                (None, None) => Says::Local,
            };
            if let Some(&used) = ours.get(&place) {
                if let Some(said) = self.word.says.get_mut(used) {
                    *said = says;
                }
            } else if matches!(says, Says::Symbol(_)) {
                self.word.says.push(says);
                self.word.uses.push(UseFact {
                    kind: kind_of_use(self.lines.rest(seen.span)),
                    name: seen.text.to_owned(),
                    // What stands before it need not be known.
                    qualifier: Qualifier::Value(None),
                    span: seen.span,
                    container: scopes.around(place.0),
                    local: false,
                    is_function: false,
                    arguments: None,
                    given: Box::default(),
                });
            }
        }
    }

    /// What is said of each use of which nothing is said: where a compiler says nothing of all that is in a symbol, as of
    /// code that is switched off, it has not looked there.
    fn silence(&self, seen: &[Seen<'_>]) -> Vec<Says> {
        let mut starts: Vec<u64> = seen.iter().map(|seen| seen.span.byte_start).collect();
        starts.sort_unstable();
        let is_seen = |span: Span| {
            let first = starts.partition_point(|&start| start < span.byte_start);
            starts.get(first).is_some_and(|&start| start < span.byte_end)
        };
        let of = |used: &UseFact| {
            let container = used.container.and_then(|container| self.facts.symbols.get(container as usize));
            if container.is_none_or(|container| is_seen(container.span)) {
                Says::Nothing
            } else {
                Says::Unseen
            }
        };
        self.facts.uses.iter().map(of).collect()
    }

    fn implements(&mut self, document: &Document) {
        let defined: HashMap<Key, u32> = self.word.defines.iter().copied().collect();
        let is_type = |symbol: &str| matches!(names::last(symbol), Some((_, Suffix::Type)));
        for symbol in document.symbols.iter().filter(|symbol| is_type(&symbol.symbol)) {
            let Some(&of) = defined.get(&Key::of(&symbol.symbol)) else { continue };
            let bases =
                symbol.relationships.iter().filter(|base| base.is_implementation && is_type(&base.symbol));
            self.word.implements.extend(bases.map(|base| (of, Key::of(&base.symbol))));
        }
    }
}

fn is_type(kind: &SymbolKind) -> bool {
    matches!(
        kind,
        SymbolKind::Struct
            | SymbolKind::Class
            | SymbolKind::Enum
            | SymbolKind::Union
            | SymbolKind::Trait
            | SymbolKind::TypeAlias
    )
}

/// How a name is used, by what follows it on its line: brackets, or generic arguments and then brackets, call it.
fn kind_of_use(rest: &[u8]) -> UseKind {
    let mut rest = rest.trim_ascii_start();
    if let Some(invoked) = rest.strip_prefix(b"!") {
        let is_macro = matches!(invoked.trim_ascii_start().first(), Some(b'(' | b'[' | b'{'));
        return if is_macro { UseKind::MacroCall } else { UseKind::Reference };
    }
    rest = rest.strip_prefix(b"::").unwrap_or(rest);
    if let Some(generic) = rest.strip_prefix(b"<") {
        let close = generic.iter().position(|byte| matches!(byte, b'>' | b'(' | b')'));
        let behind = close.filter(|&at| generic.get(at) == Some(&b'>')).and_then(|at| generic.get(at + 1..));
        rest = behind.map(<[u8]>::trim_ascii_start).unwrap_or_default();
    }
    if rest.first() == Some(&b'(') { UseKind::Call } else { UseKind::Reference }
}

/// What a kind of SCIP is to us; `None` where only the name's form tells it.
fn kind_of(kind: Kind) -> Option<SymbolKind> {
    Some(match kind {
        Kind::Class => SymbolKind::Class,
        Kind::Struct => SymbolKind::Struct,
        Kind::Enum => SymbolKind::Enum,
        Kind::EnumMember => SymbolKind::Variant,
        Kind::Union => SymbolKind::Union,
        Kind::Interface | Kind::Trait | Kind::Protocol => SymbolKind::Trait,
        Kind::TypeAlias | Kind::AssociatedType => SymbolKind::TypeAlias,
        Kind::Function => SymbolKind::Function,
        Kind::Method | Kind::Constructor | Kind::StaticMethod | Kind::TraitMethod | Kind::AbstractMethod => {
            SymbolKind::Method
        }
        Kind::Field | Kind::StaticField | Kind::StaticDataMember => SymbolKind::Field,
        Kind::Property | Kind::StaticProperty | Kind::Getter | Kind::Setter | Kind::Accessor => {
            SymbolKind::Property
        }
        Kind::Constant => SymbolKind::Constant,
        Kind::Variable => SymbolKind::Variable,
        Kind::StaticVariable => SymbolKind::Static,
        Kind::Macro => SymbolKind::Macro,
        Kind::Module => SymbolKind::Module,
        Kind::Namespace | Kind::Package => SymbolKind::Namespace,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_name_says_how_it_is_used() {
        for (rest, kind) in [
            ("(1)", UseKind::Call),
            (" (1)", UseKind::Call),
            ("::<u8>(1)", UseKind::Call),
            ("<string>(1)", UseKind::Call),
            ("!(1)", UseKind::MacroCall),
            ("! { }", UseKind::MacroCall),
            ("!= 1", UseKind::Reference),
            (" < b && (c)", UseKind::Reference),
            ("", UseKind::Reference),
            (".x()", UseKind::Reference),
        ] {
            assert_eq!(kind_of_use(rest.as_bytes()), kind, "{rest}");
        }
    }
}
