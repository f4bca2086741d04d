//! Bindings as a file writes them: a table a context, an action and its keys a line.

use toml::de::DeTable;

use super::spelling::{self, Sequence};
use crate::settings::Reader;
use crate::tui::action::{ACTIONS, Entry};

/// What stands for the keys that an action has anyway.
const AND_DEFAULTS: &str = "...";

/// The keys that a file gives to an action.
pub(super) struct Binding {
    pub(super) entry: &'static Entry,
    pub(super) keys: Vec<Bound>,
    /// Whether they come beside those that the action has anyway, and not in their place.
    pub(super) is_added: bool,
}

/// Keys, and the byte of the file at which they stand.
pub(super) struct Bound {
    pub(super) keys: Sequence,
    pub(super) at: usize,
}

/// Reads the tables of a key map.
pub(super) fn read<'t>(reader: &mut Reader<'t>, tables: &DeTable<'t>) -> Vec<Binding> {
    let mut bindings = Vec::new();
    for (table, value) in tables {
        let context = table.get_ref().as_ref();
        if !ACTIONS.iter().any(|entry| entry.context.name() == context) {
            reader
                .unknown(table, &format!("are {}", listed(ACTIONS.iter().map(|entry| entry.context.name()))));
            continue;
        }
        let Some(actions) = reader.table(context, value) else { continue };
        for (action, value) in actions {
            let name = action.get_ref().as_ref();
            let of_context = ACTIONS.iter().filter(|entry| entry.context.name() == context);
            let Some(entry) = of_context.clone().find(|entry| entry.name == name) else {
                reader.unknown(action, &format!("are {}", listed(of_context.map(|entry| entry.name))));
                continue;
            };
            let Some(texts) = reader.texts(name, value) else { continue };
            let mut binding = Binding { entry, keys: Vec::new(), is_added: false };
            for (at, text) in texts {
                if text == AND_DEFAULTS {
                    binding.is_added = true;
                    continue;
                }
                match spelling::sequence(&text) {
                    Ok(keys) => binding.keys.push(Bound { keys, at }),
                    Err(error) => reader.mistake(at, format!("{text:?} is no key: {error}")),
                }
            }
            bindings.push(binding);
        }
    }
    bindings
}

/// Words with commas between them, each once.
fn listed(words: impl Iterator<Item = &'static str>) -> String {
    // The rows of one place do not all stand together.
    let mut listed: Vec<&str> = Vec::new();
    for word in words {
        if !listed.contains(&word) {
            listed.push(word);
        }
    }
    listed.join(", ")
}
