//! Every action of the palette in every state of every screen: it does something, or says why it does not.

use magellan_tui::tui::action::{ACTIONS, Action, Context, Entry};
use ratatui::buffer::Buffer;

use crate::harness::{Explorer, World};
use crate::states::{SCREENS, at};

const SIZE: (u16, u16) = (110, 18);

/// Whoever is at an end and goes further stays there, as everywhere.
fn may_do_nothing(entry: &Entry) -> bool {
    let is_motion = entry.context == Context::Motion && entry.action != Action::Open;
    // The same ways are looked for once more.
    let is_step = matches!(
        entry.action,
        Action::Left
            | Action::Right
            | Action::LineStart
            | Action::LineEnd
            | Action::WordLeft
            | Action::Collapse
            | Action::ShowWays
    );
    is_motion || is_step
}

/// The action that the palette has selected.
fn selected(explorer: &mut Explorer) -> Option<String> {
    let screen = explorer.text();
    let rows = screen.lines().skip_while(|row| !row.contains("\u{2503}: "));
    rows.skip(1).find(|row| !row.contains("no action is called so")).map(str::to_owned)
}

#[test]
fn each_does_something_or_says_why_not() {
    let world = World::of_clock();
    let (mut tried, mut refused) = (0, 0);
    for (number, keys) in SCREENS.iter().enumerate() {
        let mut explorer = at(&world, keys, "tick", SIZE);
        for entry in ACTIONS.iter().filter(|entry| !entry.context.is_step()) {
            // What follows a folder goes on until it is stopped. What is the same everywhere is tried in some places.
            let is_everywhere = matches!(entry.context, Context::Global | Context::Panes) && number % 4 > 0;
            if entry.action == Action::Follow || is_everywhere {
                continue;
            }
            let before: Buffer = explorer.draw().clone();
            explorer.press(":").paste(entry.description);
            let is_refused = selected(&mut explorer).is_none_or(|row| row.contains("  ! "));
            explorer.press("enter");
            let effects = explorer.app.take_effects();
            let said = explorer.said().to_owned();
            let what = format!("{keys:?}: {}: said {said:?}, effects {effects:?}", entry.name);
            tried += 1;
            if is_refused {
                assert!(effects.is_empty() && !said.is_empty(), "{what}");
                refused += 1;
                explorer.press("f12");
                assert!(*explorer.draw() == before, "{what}: and something else is shown");
            } else {
                let is_other = *explorer.draw() != before;
                assert!(is_other || !effects.is_empty() || may_do_nothing(entry), "{what}");
                explorer = at(&world, keys, "tick", SIZE);
            }
        }
    }
    assert!(tried > 1500 && refused > 500, "{tried} tried, {refused} refused");
}
