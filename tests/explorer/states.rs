//! What the explorer can show, by the keys that lead there: tests that go everywhere begin in each of these.

use std::collections::BTreeSet;

use magellan_tui::tui::action::ACTIONS;
use magellan_tui::tui::keymap::Keymap;

use crate::harness::{Explorer, World};

/// Every screen with each of its panes, tabs and lists, by the keys that lead there from the start. `@NAME` finds a
/// symbol and goes to it.
pub const SCREENS: [&str; 30] = [
    "",
    "tab",
    "2",
    "2 enter j enter j j enter",
    "@",
    "@ tab",
    "@ g s",
    "@ g f",
    "@ g x",
    "@ g m",
    "@ g h",
    "2 3",
    "@ 3",
    "@ 3 t",
    "@ 3 i",
    "@ 3 c",
    "@ 3 u",
    "@ 3 a l b p",
    "@ 3 x",
    "4",
    "4 tab",
    "5",
    "5 tab",
    "6",
    "6 tab",
    "7",
    "7 tab",
    "M",
    "M enter",
    "M enter enter",
];

/// What opens over a screen, likewise, and the steps of a copy that is made.
pub const POPUPS: [(&str, &str); 14] = [
    ("ctrl-p g", "Find a symbol or file"),
    (":", "\u{250f} Do"),
    ("?", "\u{250f} Keys"),
    ("2 /", "filter:"),
    ("@ /", "search:"),
    ("4 /", "search:"),
    ("@ m '", "Bookmarks"),
    ("@ `", "Visited"),
    ("tab enter", "esc closes"),
    ("6 E", "Export the runs"),
    ("@ 3 E", "Export"),
    ("M enter e", "keep"),
    ("M enter enter enter", "Verify"),
    ("M enter enter enter enter", "Done"),
];

/// Goes where `keys` lead.
pub fn go<'e>(explorer: &'e mut Explorer, keys: &str, name: &str) -> &'e mut Explorer {
    for key in keys.split_whitespace() {
        match key {
            "@" => explorer.press("ctrl-p").type_text(name).press("enter"),
            _ => explorer.press(key),
        };
    }
    explorer
}

/// An explorer that shows one of [`SCREENS`] or [`POPUPS`].
pub fn at(world: &World, keys: &str, name: &str, size: (u16, u16)) -> Explorer {
    let mut explorer = world.explore(size);
    go(&mut explorer, keys, name);
    explorer.app.take_effects();
    explorer
}

/// Every key that does something by itself or as the beginning of others, and every one that may follow.
pub fn bound() -> BTreeSet<String> {
    let keymap = Keymap::built_in().unwrap();
    let keys = ACTIONS.iter().flat_map(|entry| keymap.keys(entry.action));
    keys.flat_map(|key| match key.as_str() {
        "shift-tab" => vec!["backtab".to_owned()],
        "\u{2190}" => vec!["left".to_owned()],
        "\u{2192}" => vec!["right".to_owned()],
        "\u{2191}" => vec!["up".to_owned()],
        "\u{2193}" => vec!["down".to_owned()],
        two if two.chars().count() == 2 && !two.starts_with('f') => two.chars().map(String::from).collect(),
        _ => vec![key],
    })
    .collect()
}
