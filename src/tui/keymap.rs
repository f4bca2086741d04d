//! From keys to actions and back, read from `assets/keymap.toml`.

use std::collections::{BTreeMap, HashMap};

use crokey::{KeyCombination, KeyCombinationFormat};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action, Context};

const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// Which key does what, where.
#[derive(Debug)]
pub struct Keymap {
    actions: HashMap<(Context, KeyCombination), Action>,
    keys: BTreeMap<Action, Vec<KeyCombination>>,
    format: KeyCombinationFormat,
}

impl Keymap {
    /// The keys that the program comes with.
    ///
    /// # Errors
    /// Where the text is not what this program knows: one line that names the table, action or key.
    pub fn built_in() -> Result<Keymap, String> {
        Keymap::parse(DEFAULT)
    }

    fn parse(text: &str) -> Result<Keymap, String> {
        let tables: BTreeMap<String, BTreeMap<String, Vec<String>>> =
            toml::from_str(text).map_err(|error| error.to_string())?;
        let mut map = Keymap {
            actions: HashMap::new(),
            keys: BTreeMap::new(),
            format: KeyCombinationFormat::default().with_lowercase_modifiers().with_implicit_shift(),
        };
        for (table, bindings) in &tables {
            for (name, keys) in bindings {
                let Some(entry) = ACTIONS.iter().find(|e| e.name == name && e.context.name() == table) else {
                    return Err(format!("[{table}] {name}: there is no such action"));
                };
                for key in keys {
                    let parsed = spelled(key).map_err(|e| format!("[{table}] {name}: {key:?}: {e}"))?;
                    if let Some(other) = map.actions.insert((entry.context, parsed), entry.action) {
                        return Err(format!("[{table}] {key:?} does both {other:?} and {:?}", entry.action));
                    }
                    let keys = map.keys.entry(entry.action).or_default();
                    // One that means the same in several steps is said once.
                    if !keys.contains(&parsed) {
                        keys.push(parsed);
                    }
                }
            }
        }
        Ok(map)
    }

    /// What `key` does in the first of `contexts` that knows it.
    pub fn action(&self, contexts: &[Context], key: KeyEvent) -> Option<Action> {
        let key = canonical(KeyCombination::from(key));
        contexts.iter().find_map(|context| self.actions.get(&(*context, key)).copied())
    }

    /// The keys of an action, as text (`ctrl-p`), the first being the one to show.
    pub fn keys(&self, action: Action) -> Vec<String> {
        self.keys.get(&action).into_iter().flatten().map(|key| self.label(*key)).collect()
    }

    /// The keys of an action where `contexts` hold (narrowest first): those that do nothing else there.
    pub fn keys_in(&self, contexts: &[Context], action: Action) -> Vec<String> {
        let found = |key: &KeyCombination| {
            contexts.iter().find_map(|context| self.actions.get(&(*context, *key))).copied()
        };
        let keys = self.keys.get(&action).into_iter().flatten();
        keys.filter(|key| found(key) == Some(action)).map(|key| self.label(*key)).collect()
    }

    fn label(&self, key: KeyCombination) -> String {
        if let (crokey::OneToThree::One(KeyCode::Char(c)), false) =
            (key.codes, key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT))
            && c != ' '
        {
            return c.to_string();
        }
        match self.format.to_string(key).as_str() {
            "Up" => "\u{2191}".to_owned(),
            "Down" => "\u{2193}".to_owned(),
            "Left" => "\u{2190}".to_owned(),
            "Right" => "\u{2192}".to_owned(),
            "BackTab" => "shift-tab".to_owned(),
            other => other.to_lowercase(),
        }
    }
}

/// Reads a key. A capital letter stands for itself, where crokey would take it for a small one.
fn spelled(key: &str) -> Result<KeyCombination, crokey::ParseKeyError> {
    let mut characters = key.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) => Ok(canonical(KeyCombination::one_key(KeyCode::Char(c), KeyModifiers::NONE))),
        _ => crokey::parse(key).map(canonical),
    }
}

/// One spelling for each key: terminals say Shift for a capital or a sign, or do not.
fn canonical(key: KeyCombination) -> KeyCombination {
    let crokey::OneToThree::One(code) = key.codes else { return key };
    let mut modifiers = key.modifiers;
    let code = match code {
        KeyCode::Char(c) if c.is_ascii_uppercase() && !modifiers.contains(KeyModifiers::CONTROL) => {
            modifiers.remove(KeyModifiers::SHIFT);
            KeyCode::Char(c)
        }
        KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) && c.is_ascii_lowercase() => {
            modifiers.remove(KeyModifiers::SHIFT);
            KeyCode::Char(c.to_ascii_uppercase())
        }
        KeyCode::Char(c) if !c.is_alphanumeric() => {
            modifiers.remove(KeyModifiers::SHIFT);
            KeyCode::Char(c)
        }
        KeyCode::BackTab => {
            modifiers.remove(KeyModifiers::SHIFT);
            KeyCode::BackTab
        }
        other => other,
    };
    KeyCombination::one_key(code, modifiers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_key_and_every_key_one_action() {
        let map = Keymap::built_in().unwrap();
        for entry in ACTIONS {
            assert!(!map.keys(entry.action).is_empty(), "{} has no key", entry.name);
        }
    }

    #[test]
    fn narrower_contexts_come_first() {
        let map = Keymap::built_in().unwrap();
        let key = |code| KeyEvent::new(code, KeyModifiers::NONE);
        let source = [Context::Source, Context::Motion, Context::Global];
        let list = [Context::Motion, Context::Global];
        assert_eq!(map.action(&source, key(KeyCode::Home)), Some(Action::LineStart));
        assert_eq!(map.action(&list, key(KeyCode::Home)), Some(Action::Top));
        assert_eq!(map.action(&list, key(KeyCode::Char('w'))), None);
    }

    #[test]
    fn a_capital_is_one_key_however_the_terminal_says_it() {
        let map = Keymap::built_in().unwrap();
        for (code, modifiers) in [
            (KeyCode::Char('G'), KeyModifiers::NONE),
            (KeyCode::Char('G'), KeyModifiers::SHIFT),
            (KeyCode::Char('g'), KeyModifiers::SHIFT),
        ] {
            let found = map.action(&[Context::Motion], KeyEvent::new(code, modifiers));
            assert_eq!(found, Some(Action::Bottom), "{code:?} {modifiers:?}");
        }
        let help = map.action(&[Context::Global], KeyEvent::new(KeyCode::Char('?'), KeyModifiers::SHIFT));
        assert_eq!(help, Some(Action::Help));
    }

    #[test]
    fn keys_are_shown_as_they_are_pressed() {
        let map = Keymap::built_in().unwrap();
        assert_eq!(map.keys(Action::Bottom), ["G", "end"]);
        assert_eq!(map.keys(Action::Up), ["k", "\u{2191}"]);
        assert_eq!(map.keys(Action::Find), ["ctrl-p"]);
        assert_eq!(map.keys(Action::PreviousPane), ["shift-tab"]);
        assert_eq!(map.keys(Action::PageDown), ["pagedown", "ctrl-f", "space"]);
    }

    #[test]
    fn a_key_that_means_something_else_here_is_not_shown() {
        let map = Keymap::built_in().unwrap();
        let source = [Context::Source, Context::Motion, Context::Browse, Context::Global];
        assert_eq!(map.keys_in(&source, Action::Search), ["/"]);
        assert!(map.keys_in(&source, Action::Filter).is_empty());
        assert_eq!(map.keys_in(&source, Action::Top), ["g"]);
        assert_eq!(map.keys_in(&[Context::Motion, Context::Global], Action::Top), ["g", "home"]);
    }

    #[test]
    fn mistakes_are_named() {
        assert!(Keymap::parse("[global]\nfly = [\"x\"]").unwrap_err().contains("fly"));
        assert!(Keymap::parse("[global]\nquit = [\"hyper-x\"]").unwrap_err().contains("hyper-x"));
        let twice = Keymap::parse("[global]\nquit = [\"q\"]\nhelp = [\"q\"]").unwrap_err();
        assert!(twice.contains("\"q\" does both"), "{twice}");
    }
}
