//! Keys of a user's that do one thing in a part of the screen and another in all of it: the narrower one is meant there, and
//! the other does nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::bindings::Binding;
use super::{Keymap, spelling};
use crate::tui::action::{ACTIONS, Action, Context};

/// The contexts that hold in several places, narrowest first.
const WIDE: [Context; 5] =
    [Context::Explore, Context::Motion, Context::Browse, Context::Panes, Context::Global];

/// Actions that a line names.
const NAMED: usize = 3;

/// How wide a context is; `None` for one of a single screen or pane.
fn width(context: Context) -> Option<usize> {
    WIDE.iter().position(|wide| *wide == context)
}

/// Whether one context is looked at before another where both hold.
fn goes_before(context: Context, other: Context) -> bool {
    match (width(context), width(other)) {
        (None, Some(_)) if context == Context::MigratePath => false,
        // Explore is a screen, of which two panes have keys of their own.
        (None, Some(0)) => matches!(context, Context::Tree | Context::Source),
        (None, Some(_)) => !(context.is_step() && other == Context::Browse),
        (Some(width), Some(other)) => width < other,
        (_, None) => false,
    }
}

/// What a user's keys hide, and what hides them, a line each. That the program's own do so among each other is meant.
pub(super) fn told(map: &Keymap, user: &[Binding], built_in: &[Binding]) -> Vec<String> {
    let is_own = |context: Context, action: Action, keys: &[crokey::KeyCombination]| {
        built_in.iter().any(|binding| {
            let Binding { entry, keys: bound, .. } = binding;
            (entry.context, entry.action) == (context, action)
                && bound.iter().any(|bound| bound.keys.as_slice() == keys)
        })
    };
    let name = |context: Context, action: Action| {
        let entry = ACTIONS.iter().find(|entry| entry.context == context && entry.action == action);
        entry.map_or("", |entry| entry.name)
    };
    // By what is said before and behind them the names of the actions that the others are.
    let mut told: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for (binding, bound) in
        user.iter().flat_map(|binding| binding.keys.iter().map(move |keys| (binding, keys)))
    {
        let (context, action, keys) = (binding.entry.context, binding.entry.action, &bound.keys);
        for ((of, other_keys), other) in &map.actions {
            let is_related = other_keys.starts_with(keys) || keys.starts_with(other_keys);
            let is_meant = is_own(context, action, keys) && is_own(*of, *other, other_keys);
            if !is_related || is_meant || other == &action {
                continue;
            }
            let (label, table, of_table) = (spelling::label(keys), context.name(), of.name());
            let (own, other) = (binding.entry.name, name(*of, *other));
            if goes_before(*of, context) {
                let words =
                    (format!("[{table}] {label:?} for `{own}` is"), format!("where [{of_table}] holds"));
                told.entry(words).or_default().insert(other);
            } else if goes_before(context, *of) {
                let words =
                    (format!("[{table}] {label:?} for `{own}` hides"), format!("of [{of_table}] there"));
                told.entry(words).or_default().insert(other);
            }
        }
    }
    let line = |((before, behind), names): ((String, String), BTreeSet<&str>)| {
        let more = if names.len() > NAMED { ", \u{2026}" } else { "" };
        let names: Vec<String> = names.into_iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        format!("{before} {}{more} {behind}", names.join(", "))
    };
    told.into_iter().map(line).collect()
}
