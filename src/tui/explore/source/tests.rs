use super::*;
use crate::source::Origin;
use crate::tui::action::Action;
use crate::tui::widgets::code::hits_in;

fn view(text: &str) -> SourceView {
    let mut view = SourceView::default();
    view.show(Ok(Arc::new(Document::new("a.rs", Origin::Disk, text.as_bytes(), 1, 0))));
    view.view(10, 40);
    view
}

#[test]
fn the_cursor_keeps_its_column_over_short_lines() {
    let mut view = view("let long = 1;\nx\n\tlong\n");
    for _ in 0..9 {
        view.act(Action::Right);
    }
    assert_eq!(view.cursor, (0, 9));
    view.act(Action::Down);
    assert_eq!(view.cursor, (1, 0));
    view.act(Action::Up);
    assert_eq!(view.cursor, (0, 9));
    view.act(Action::Bottom);
    assert_eq!(view.cursor.0, 2);
    view.act(Action::LineStart);
    assert_eq!(view.token(), Some(("long".to_owned(), 17)));
}

#[test]
fn words_and_searches_go_through_the_text() {
    let mut view = view("fn add(a: u8)\n\nadd(1) ADD\n");
    view.act(Action::WordRight);
    assert_eq!(view.token().unwrap().0, "add");
    view.query = "add".to_owned();
    assert!(view.seek(false, false));
    assert_eq!(view.cursor, (2, 0));
    assert!(view.seek(false, false));
    assert_eq!(view.cursor, (2, 7));
    assert!(view.seek(false, false));
    assert_eq!(view.cursor, (0, 3));
    assert!(view.seek(true, false));
    assert_eq!(view.cursor, (2, 7));
    view.query = "nowhere".to_owned();
    assert!(!view.seek(false, true));
    view.act(Action::WordLeft);
    view.act(Action::WordLeft);
    view.act(Action::WordLeft);
    assert_eq!(view.token().unwrap().0, "u8");
}

#[test]
fn a_search_is_followed_while_it_is_typed_and_taken_back() {
    let mut view = view("a\nab\nabc\n");
    assert!(view.search("ab"));
    assert_eq!(view.cursor, (1, 0));
    assert!(view.search("abc"));
    assert_eq!(view.cursor, (2, 0));
    assert!(!view.search("abcd"));
    assert!(view.search("ab"));
    assert_eq!(view.cursor, (1, 0));
    assert!(view.search(""));
    assert_eq!(view.cursor, (0, 0));
}

#[test]
fn hits_do_not_overlap_and_capitals_are_taken_as_meant() {
    assert_eq!(hits_in("aaaa", "aa").collect::<Vec<_>>(), [0..2, 2..4]);
    assert_eq!(hits_in("Aa a A", "A").collect::<Vec<_>>(), [0..1, 5..6]);
    assert_eq!(hits_in("\u{e9}x\u{e9}X", "x").collect::<Vec<_>>(), [2..3, 5..6]);
    assert_eq!(hits_in("x", "").count(), 0);
}

#[test]
fn another_size_leaves_the_cursor_where_it_is() {
    let mut view = view(&"line\n".repeat(100));
    view.jump_to(50, 3);
    view.view(20, 40);
    view.act(Action::Left);
    assert!(view.view(5, 40).contains(&49));
    assert_eq!(view.position(), (50, 2));
}

#[test]
fn the_wheel_moves_the_view_by_what_it_turned() {
    let mut view = view(&"line\n".repeat(100));
    for turn in 1..5 {
        view.scroll(3);
        assert_eq!(view.view(10, 40).start, turn * 3);
    }
    for _ in 0..50 {
        view.scroll(3);
        view.view(10, 40);
    }
    assert_eq!(view.view(10, 40), 90..100);
    view.scroll(-3);
    assert_eq!(view.view(10, 40).start, 87);
}

#[test]
fn an_empty_text_has_a_cursor_too() {
    let mut view = view("");
    for action in [Action::Right, Action::Left, Action::WordRight, Action::WordLeft, Action::LineEnd] {
        view.act(action);
    }
    assert_eq!((view.cursor, view.token()), ((0, 0), None));
    assert!(!SourceView::default().seek(false, true));
}
