//! Uses inside macros, where the grammar knows tokens only.
//!
//! A heuristic: a name before parentheses is called, a name before `!` is a macro, and of other
//! names those that begin in upper case or stand in a path are referred to.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::Qualifier;

/// The longest path that is followed, in segments.
const MAX_SEGMENTS: usize = 64;

/// What was read of one token tree and not yet settled.
#[derive(Default)]
pub(super) struct Tokens<'s> {
    /// Segments of the path before the name.
    path: Vec<&'s [u8]>,
    /// The name, and where it stands.
    name: Option<Name<'s>>,
    last: Last<'s>,
    /// Whether `receiver.` stands before the name.
    receiver: Option<Receiver<'s>>,
}

struct Name<'s> {
    text: &'s [u8],
    usage: Option<usize>,
    is_value: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Last<'s> {
    #[default]
    Nothing,
    Name,
    Colons,
    Bang,
    Dot(Receiver<'s>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Receiver<'s> {
    SelfValue,
    Variable(&'s [u8]),
    Expression,
}

/// What the language itself derives: no type of the project's that is called so.
const DERIVED: [&[u8]; 9] =
    [b"Debug", b"Clone", b"Copy", b"PartialEq", b"Eq", b"PartialOrd", b"Ord", b"Hash", b"Default"];

impl<'s> Extractor<'s> {
    /// One token of a token tree. Whether to visit what is in it.
    pub(super) fn token(&mut self, node: Node, frame: &mut Frame) -> bool {
        match frame.kind {
            K::Identifier
            | K::WeakKeyword
            | K::SelfValue
            | K::Super
            | K::Crate
            | K::Metavariable
            | K::PrimitiveType => {
                self.token_name(node, frame);
            }
            K::Colons => self.punctuation(Last::Colons),
            K::Bang => self.punctuation(Last::Bang),
            K::Dot => {
                let receiver = self.token_receiver();
                self.settle_name(None);
                self.set_last(Last::Dot(receiver));
            }
            K::TokenTree if frame.has(flag::ATTRIBUTE) && self.is_last(b"derive") => {
                self.settle_name(None);
                return false;
            }
            K::TokenTree => {
                self.token_group(node, frame);
                self.tokens.push(Tokens::default());
            }
            K::TokenRepetition => self.settle_name(None),
            _ => {
                self.settle_name(None);
                return false;
            }
        }
        true
    }

    /// Whether the brackets of an attribute are those of a `derive`.
    pub(super) fn is_derive(&self, brackets: Node) -> bool {
        let name = brackets.parent().and_then(|attribute| attribute.child(0));
        name.is_some_and(|name| self.out.text(name) == b"derive")
    }

    /// Whether the token before is this name.
    fn is_last(&self, name: &[u8]) -> bool {
        let last = self.tokens.last().filter(|tokens| tokens.last == Last::Name);
        last.and_then(|tokens| tokens.name.as_ref()).is_some_and(|last| last.text == name)
    }

    /// Ends a token tree.
    pub(super) fn close_tokens(&mut self) {
        self.settle_name(None);
        self.tokens.pop();
    }

    fn set_last(&mut self, last: Last<'s>) {
        if let Some(tokens) = self.tokens.last_mut() {
            tokens.last = last;
        }
    }

    /// `::` or `!` goes on with the name before it, and is nothing without one.
    fn punctuation(&mut self, last: Last<'s>) {
        let follows_name = self.tokens.last().is_some_and(|tokens| tokens.last == Last::Name);
        self.set_last(if follows_name { last } else { Last::Nothing });
    }

    /// What a `.` that comes now has before it.
    fn token_receiver(&self) -> Receiver<'s> {
        let Some(tokens) = self.tokens.last().filter(|tokens| tokens.last == Last::Name) else {
            return Receiver::Expression;
        };
        match &tokens.name {
            Some(name) if tokens.path.is_empty() && tokens.receiver.is_none() => match name.text {
                b"self" => Receiver::SelfValue,
                text => Receiver::Variable(text),
            },
            _ => Receiver::Expression,
        }
    }

    fn token_name(&mut self, node: Node, frame: &Frame) {
        let last = self.tokens.last().map_or(Last::Nothing, |tokens| tokens.last);
        if last == Last::Colons {
            // The name before was a segment; whether it is a type can be told by its case alone.
            self.settle_segment();
        } else {
            self.settle_name(None);
        }
        let text = match self.out.text(node) {
            b"$crate" => b"crate",
            text => text,
        };
        let is_value = matches!(frame.kind, K::Identifier | K::WeakKeyword)
            && !self.made.contains(&node.start_byte())
            && !(frame.has(flag::ATTRIBUTE) && DERIVED.contains(&text));
        // Recorded at once, while the node is at hand, and taken back or turned into a call later.
        let usage = if is_value { self.out.usage(UseKind::Reference, node, Qualifier::None) } else { None };
        if let Some(tokens) = self.tokens.last_mut() {
            tokens.receiver = match last {
                Last::Dot(receiver) => Some(receiver),
                _ => None,
            };
            tokens.name = Some(Name { text, usage, is_value });
            tokens.last = Last::Name;
        }
    }

    fn token_group(&mut self, node: Node, frame: &mut Frame) {
        let in_attribute = frame.has(flag::ATTRIBUTE);
        let last = self.tokens.last().map_or(Last::Nothing, |tokens| tokens.last);
        let is_call = self.out.text(node).first() == Some(&b'(');
        self.settle_name(match last {
            Last::Bang if !in_attribute => Some(UseKind::MacroCall),
            Last::Name if is_call && !in_attribute => Some(UseKind::Call),
            _ => None,
        });
    }

    /// The name was a segment of a path that goes on.
    fn settle_segment(&mut self) {
        let Some(tokens) = self.tokens.last_mut() else { return };
        let Some(name) = tokens.name.take() else { return };
        let (text, is_first) = (name.text, tokens.path.is_empty());
        let is_type = match text {
            b"Self" => is_first && self.is_own_type_named(),
            text => text.first().is_some_and(u8::is_ascii_uppercase),
        };
        let Some(tokens) = self.tokens.last_mut() else { return };
        let path = owned(&tokens.path);
        if tokens.path.len() < MAX_SEGMENTS {
            tokens.path.push(name.text);
        }
        self.keep(name.usage, is_type.then_some((UseKind::Reference, path_qualifier(path))), false);
    }

    /// The name is complete; `kind` says how it is used where the tokens tell.
    fn settle_name(&mut self, kind: Option<UseKind>) {
        let Some(tokens) = self.tokens.last_mut() else { return };
        tokens.last = Last::Nothing;
        let path = std::mem::take(&mut tokens.path);
        let receiver = tokens.receiver.take();
        let Some(name) = tokens.name.take().filter(|name| name.is_value) else { return };
        let is_local = path.is_empty() && receiver.is_none() && self.locals.get(name.text).is_some();
        let is_capital = name.text.first().is_some_and(u8::is_ascii_uppercase);
        let kept = match (kind, receiver) {
            (Some(UseKind::MacroCall), None) => Some((UseKind::MacroCall, path_qualifier(owned(&path)))),
            (kind, Some(receiver)) => {
                let qualifier = match receiver {
                    Receiver::SelfValue => Qualifier::Value(self.this()),
                    Receiver::Variable(name) => self.variable(name),
                    Receiver::Expression => Qualifier::Value(None),
                };
                Some((kind.unwrap_or(UseKind::Reference), qualifier))
            }
            (Some(kind), None) => Some((kind, path_qualifier(owned(&path)))),
            (None, None) if is_local || name.text == b"Self" && !self.is_own_type_named() => None,
            (None, None) if is_capital || !path.is_empty() => {
                Some((UseKind::Reference, path_qualifier(owned(&path))))
            }
            (None, None) => None,
        };
        self.keep(name.usage, kept, is_local);
    }

    /// Fills in a use that was recorded beforehand, or takes it back: it is the last one.
    fn keep(&mut self, usage: Option<usize>, kept: Option<(UseKind, Qualifier)>, local: bool) {
        let Some(index) = usage else { return };
        match (kept, self.out.facts.uses.get_mut(index)) {
            (Some((kind, qualifier)), Some(usage)) => {
                usage.kind = kind;
                usage.qualifier = qualifier;
                usage.local = local;
            }
            (None, Some(_)) => self.out.facts.uses.truncate(index),
            (_, None) => {}
        }
    }
}

fn owned(path: &[&[u8]]) -> Vec<String> {
    path.iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

fn path_qualifier(path: Vec<String>) -> Qualifier {
    if path.is_empty() { Qualifier::None } else { Qualifier::Path(path) }
}
