use crossterm::event::{KeyCode, KeyModifiers};

use super::*;

fn user(text: &str) -> Result<Keymap, Vec<String>> {
    Ok(Reader::parse("config.toml", text, Keymap::of_user)?.unwrap())
}

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
    assert_eq!(map.keys_in(&source, Action::Top), ["gg"]);
    assert_eq!(map.keys_in(&[Context::Motion, Context::Global], Action::Top), ["gg", "home"]);
}

#[test]
fn keys_may_be_pressed_one_after_the_other() {
    let map = Keymap::built_in().unwrap();
    let contexts = [Context::Motion, Context::Global];
    let key = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    let mut pending = Pending::default();
    assert_eq!(pending.press(&map, &contexts, key('g')), None);
    let (keys, following) = pending.hints(&map, &contexts).unwrap();
    assert_eq!(keys, "g");
    assert!(following.iter().any(|(rest, entry)| rest == "g" && entry.action == Action::Top));
    assert_eq!(pending.press(&map, &contexts, key('g')), Some(Action::Top));
    assert!(pending.hints(&map, &contexts).is_none());
    // Keys that lead nowhere are forgotten, and the next begins anew.
    assert_eq!(pending.press(&map, &contexts, key('g')), None);
    assert_eq!(pending.press(&map, &contexts, key('\u{e9}')), None);
    assert_eq!(pending.press(&map, &contexts, key('G')), Some(Action::Bottom));
}

#[test]
fn mistakes_are_named_with_their_line() {
    let mistakes = user("[global]\nfly = [\"x\"]\nquit = [\"hyper-x\", 3]\n[moon]\n").unwrap_err();
    assert_eq!(mistakes.len(), 4, "{mistakes:?}");
    for (line, what) in [(2, "`fly`"), (3, "hyper-x"), (3, "list of texts"), (4, "`moon`")] {
        let is_it =
            |told: &&String| told.starts_with(&format!("config.toml:{line}: ")) && told.contains(what);
        assert!(mistakes.iter().any(|told| is_it(&told)), "{what}: {mistakes:?}");
    }
    let twice = user("[global]\nquit = [\"z z\"]\nhelp = [\"z\"]").unwrap_err().join("; ");
    assert!(twice.contains("taken by") && twice.contains("config.toml:"), "{twice}");
    let same = user("[global]\nquit = [\"z\"]\nhelp = [\"z\"]").unwrap_err().join("; ");
    assert!(same.contains("is taken for `"), "{same}");
}

#[test]
fn a_user_has_other_keys_or_more() {
    let map = user("[global]\nquit = [\"Q\"]\nfind = [\"...\", \"ctrl-k\"]\nredraw = []").unwrap();
    assert_eq!(map.keys(Action::Quit), ["Q"]);
    assert_eq!(map.keys(Action::Find), ["ctrl-k", "ctrl-p"]);
    assert!(map.keys(Action::Redraw).is_empty());
    assert!(map.notes().is_empty(), "{:?}", map.notes());
}

#[test]
fn a_key_that_a_user_takes_from_an_action_is_told() {
    let map = user("[global]\nquit = [\"?\"]").unwrap();
    assert_eq!(map.keys(Action::Help), ["f1"]);
    assert_eq!(map.notes(), ["[global] \"?\" for `help` is taken for `quit`"]);
}

#[test]
fn a_key_that_means_something_else_in_a_part_of_the_screen_is_told() {
    let map = user("[motion]\ndown = [\"q\"]\n[global]\nfind = [\"z\"]").unwrap();
    assert_eq!(
        map.notes(),
        [
            "[global] \"z\" for `find` is `zoom` where [panes] holds",
            "[motion] \"q\" for `down` hides `quit` of [global] there"
        ]
    );
    // The beginning of more keys hides what it does alone, and the other way round.
    let map = user("[graph]\ntree = [\"[ [\"]\n[browse]\nedit = [\"g\"]").unwrap();
    assert_eq!(
        map.notes(),
        [
            "[browse] \"g\" for `edit` is `next-tab`, `previous-tab`, `tab-flow`, \u{2026} where [explore] holds",
            "[browse] \"g\" for `edit` is `top` where [motion] holds",
            "[graph] \"[[\" for `tree` hides `back` of [browse] there"
        ]
    );
    // Who writes down what holds anyway is told nothing.
    assert!(user(DEFAULT).unwrap().notes().is_empty());
}
