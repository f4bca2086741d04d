//! From keys to actions and back: what `assets/keymap.toml` says, and what the user's file says beside it.

mod bindings;
mod overlaps;
mod spelling;

use std::collections::{BTreeMap, HashMap};

use crokey::KeyCombination;
use crossterm::event::KeyEvent;
use toml::de::DeTable;

use self::bindings::{Binding, Bound};
use self::spelling::Sequence;
use super::action::{ACTIONS, Action, Context, Entry};
use crate::settings::Reader;

/// The keys that the program comes with, as a file that can be read and copied from.
pub const DEFAULT: &str = include_str!("../../../assets/keymap.toml");

/// Which key does what, where.
#[derive(Debug)]
pub struct Keymap {
    actions: HashMap<(Context, Sequence), Action>,
    keys: BTreeMap<Action, Vec<Sequence>>,
    notes: Vec<String>,
}

/// What keys that were pressed one after the other come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// They do this.
    Action(Action),
    /// More keys may follow.
    More,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The keys that the program comes with.
    ///
    /// # Errors
    /// Where the text is not what this program knows: a line that names the table, action or key.
    pub fn built_in() -> Result<Keymap, String> {
        Keymap::parse(DEFAULT)
    }

    fn parse(text: &str) -> Result<Keymap, String> {
        let map = Reader::parse("keymap.toml", text, |reader, tables| {
            let bindings = bindings::read(reader, tables);
            Some(Keymap::of(reader, &[], &bindings))
        });
        map.map_err(|mistakes| mistakes.join("; "))?.ok_or_else(|| "keymap.toml: empty".to_owned())
    }

    /// The keys that the program comes with, but for what the tables of a user's file say: keys of an action take
    /// the place of its own, and come beside them where one is written `"..."`. What is wrong with them is
    /// noted by the reader.
    pub(crate) fn of_user<'t>(reader: &mut Reader<'t>, tables: &DeTable<'t>) -> Option<Keymap> {
        let user = bindings::read(reader, tables);
        let built_in = Reader::parse("keymap.toml", DEFAULT, |reader, tables| bindings::read(reader, tables));
        Some(Keymap::of(reader, &user, &built_in.ok()?))
    }

    /// Keys of `user` go before those of `built_in`; two that a file itself gives twice are a mistake.
    fn of(reader: &mut Reader<'_>, user: &[Binding], built_in: &[Binding]) -> Keymap {
        let mut map = Keymap { actions: HashMap::new(), keys: BTreeMap::new(), notes: Vec::new() };
        let is_replaced = |entry: &Entry| {
            user.iter().any(|binding| std::ptr::eq(binding.entry, entry) && !binding.is_added)
        };
        for binding in user {
            for bound in &binding.keys {
                map.bind(binding.entry, bound).unwrap_or_else(|what| reader.mistake(bound.at, what));
            }
        }
        for binding in built_in.iter().filter(|binding| !is_replaced(binding.entry)) {
            for bound in &binding.keys {
                match map.bind(binding.entry, bound) {
                    Err(what) if user.is_empty() => reader.mistake(bound.at, what),
                    Err(what) => map.notes.push(what),
                    Ok(()) => {}
                }
            }
        }
        let overlaps = overlaps::told(&map, user, built_in);
        map.notes.extend(overlaps);
        map
    }

    /// Gives keys to an action, where they have no other meaning: neither they nor what they begin with.
    fn bind(&mut self, entry: &Entry, bound: &Bound) -> Result<(), String> {
        let (context, keys) = (entry.context, &bound.keys);
        let clash = self
            .actions
            .iter()
            .find(|((of, other), _)| *of == context && (other.starts_with(keys) || keys.starts_with(other)));
        if let Some(((_, other), action)) = clash {
            let taken = ACTIONS.iter().find(|other| other.context == context && other.action == *action);
            let name = taken.map_or(entry.name, |other| other.name);
            let (keys, other) = (spelling::label(keys), spelling::label(other));
            let with = if keys == other { String::new() } else { format!(" by {other:?}") };
            let table = context.name();
            return Err(format!("[{table}] {keys:?} for `{}` is taken{with} for `{name}`", entry.name));
        }
        self.actions.insert((context, keys.clone()), entry.action);
        let known = self.keys.entry(entry.action).or_default();
        // One that means the same in several steps is said once.
        if !known.contains(keys) {
            known.push(keys.clone());
        }
        Ok(())
    }

    /// Keys of the program that the user's file took away from their actions, and keys that mean something else in a part of
    /// the screen, a line each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What a key does alone, where no other is waited for.
    pub(super) fn action(&self, contexts: &[Context], key: KeyEvent) -> Option<Action> {
        match self.press(contexts, &[spelling::pressed(key)]) {
            Pressed::Action(action) => Some(action),
            Pressed::More | Pressed::Nothing => None,
        }
    }

    /// What keys do in the first of `contexts` that knows them.
    pub(super) fn press(&self, contexts: &[Context], keys: &[KeyCombination]) -> Pressed {
        for context in contexts {
            if let Some(action) = self.actions.get(&(*context, keys.to_vec())) {
                return Pressed::Action(*action);
            }
            if self.actions.keys().any(|(of, other)| of == context && other.starts_with(keys)) {
                return Pressed::More;
            }
        }
        Pressed::Nothing
    }

    /// What may follow keys in `contexts`: the keys that are missing, and what they do.
    pub(super) fn following(
        &self,
        contexts: &[Context],
        keys: &[KeyCombination],
    ) -> Vec<(String, &'static Entry)> {
        let rest = |entry: &'static Entry| {
            let of = self.keys.get(&entry.action)?.iter().find(|other| other.starts_with(keys))?;
            let is_meant = self.press(contexts, of) == Pressed::Action(entry.action);
            Some((spelling::label(of.get(keys.len()..)?), entry)).filter(|_| is_meant)
        };
        ACTIONS.iter().filter(|entry| contexts.contains(&entry.context)).filter_map(rest).collect()
    }

    /// The keys of an action, as text (`ctrl-p`), the first being the one to show.
    pub fn keys(&self, action: Action) -> Vec<String> {
        self.keys.get(&action).into_iter().flatten().map(|keys| spelling::label(keys)).collect()
    }

    /// The keys of an action where `contexts` hold (narrowest first): those that do nothing else there.
    pub fn keys_in(&self, contexts: &[Context], action: Action) -> Vec<String> {
        let keys = self.keys.get(&action).into_iter().flatten();
        let keys = keys.filter(|keys| self.press(contexts, keys) == Pressed::Action(action));
        keys.map(|keys| spelling::label(keys)).collect()
    }
}

/// Keys that were pressed and may be the beginning of more.
#[derive(Debug, Default)]
pub(super) struct Pending(Sequence);

impl Pending {
    /// Takes another key; gives what that comes to. Keys that lead nowhere together are forgotten.
    pub(super) fn press(&mut self, keymap: &Keymap, contexts: &[Context], key: KeyEvent) -> Option<Action> {
        self.0.push(spelling::pressed(key));
        let pressed = keymap.press(contexts, &self.0);
        if pressed != Pressed::More {
            self.0.clear();
        }
        match pressed {
            Pressed::Action(action) => Some(action),
            Pressed::More | Pressed::Nothing => None,
        }
    }

    /// The keys so far, as text, and what may follow them; nothing where none are pending.
    pub(super) fn hints(
        &self,
        keymap: &Keymap,
        contexts: &[Context],
    ) -> Option<(String, Vec<(String, &'static Entry)>)> {
        let is_pending = !self.0.is_empty();
        is_pending.then(|| (spelling::label(&self.0), keymap.following(contexts, &self.0)))
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests;
