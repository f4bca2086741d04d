//! Keys as people write them, and as they are shown.

use crokey::{KeyCombination, KeyCombinationFormat};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Keys that are pressed one after the other.
pub(super) type Sequence = Vec<KeyCombination>;

/// The most keys of a sequence.
const MAX_KEYS: usize = 4;

/// Reads keys with spaces between them: `ctrl-p`, `g g`.
pub(super) fn sequence(text: &str) -> Result<Sequence, String> {
    let keys: Sequence = text.split_whitespace().map(key).collect::<Result<_, _>>()?;
    match keys.len() {
        0 => Err("no key is named".to_owned()),
        1..=MAX_KEYS => Ok(keys),
        _ => Err(format!("there are at most {MAX_KEYS} keys in a row")),
    }
}

/// Reads a key. A capital letter stands for itself, where crokey would take it for a small one.
fn key(key: &str) -> Result<KeyCombination, String> {
    let mut characters = key.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) => Ok(canonical(KeyCombination::one_key(KeyCode::Char(c), KeyModifiers::NONE))),
        _ => crokey::parse(key).map(canonical).map_err(|error| error.to_string()),
    }
}

/// The key that a terminal says was pressed.
pub(super) fn pressed(key: KeyEvent) -> KeyCombination {
    canonical(KeyCombination::from(key))
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

/// Keys as they are shown: `ctrl-p`, `gg`.
pub(super) fn label(keys: &[KeyCombination]) -> String {
    let labels: Vec<String> = keys.iter().map(|key| label_of(*key)).collect();
    let is_short = labels.iter().all(|label| label.chars().count() == 1);
    labels.join(if is_short { "" } else { " " })
}

fn label_of(key: KeyCombination) -> String {
    if let (crokey::OneToThree::One(KeyCode::Char(c)), false) =
        (key.codes, key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT))
        && c != ' '
    {
        return c.to_string();
    }
    let format = KeyCombinationFormat::default().with_lowercase_modifiers().with_implicit_shift();
    match format.to_string(key).as_str() {
        "Up" => "\u{2191}".to_owned(),
        "Down" => "\u{2193}".to_owned(),
        "Left" => "\u{2190}".to_owned(),
        "Right" => "\u{2192}".to_owned(),
        "BackTab" => "shift-tab".to_owned(),
        other => other.to_lowercase(),
    }
}
