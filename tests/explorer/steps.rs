//! What keys and the mouse lead to.

use crossterm::event::MouseEventKind;
use magellan_tui::tui::Start;
use magellan_tui::tui::jobs::Delivery;
use magellan_tui::tui::services::Effect;
use magellan_tui::tui::theme::Theme;

use crate::common;
use crate::harness::{Explorer, World};

const SIZE: (u16, u16) = (120, 36);

/// At `Clock::tick`, with the keys in the source.
fn at_tick(world: &World) -> Explorer {
    let mut explorer = world.explore(SIZE);
    explorer.find("tick").press("tab");
    explorer.shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
    explorer
}

/// Who opens a project that he does not know sees how much is where.
#[test]
fn a_folder_is_summed_up_where_no_file_was_selected_yet() {
    for world in [World::of_magellan("4.17.0"), World::of_magellan("4.17.0").copied_to_fjall()] {
        let mut explorer = world.explore(SIZE);
        explorer.press("2").shows("Largest files");
        explorer.shows("files    6");
        explorer.shows("Rust 6");
        let largest = explorer.row("lib.rs");
        assert!(largest.contains("170"), "{largest}");
        explorer.press("j").shows("Python 4");
        explorer.hides("Rust 6");
        explorer.press("enter j enter j").hides("Largest files");
    }
    // What is there now, after a run.
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("2").shows("files    2");
    common::write(world.source("src/more.rs"), "pub fn more() {}\n");
    explorer.press("r").shows("files    3");
}

#[test]
fn a_caller_is_a_step_away_and_the_trail_leads_back() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("tab enter").shows("src \u{203a} lib.rs \u{203a} half_day");
    // At the call, not at the caller's beginning.
    explorer.shows(" 34:27 ");
    explorer.press("[").shows("\u{203a} Clock \u{203a} tick");
    explorer.press("]").shows("\u{203a} half_day");
    explorer.press("alt-left").shows("\u{203a} Clock \u{203a} tick");
    explorer.press("alt-right ]");
    assert_eq!(explorer.said(), "this is where the trail ends");
    explorer.shows("\u{203a} half_day");
    explorer.press("backspace ctrl-o");
    assert_eq!(explorer.said(), "this is where the trail begins");
}

#[test]
fn the_trail_comes_back_to_the_line_that_was_left() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("j j tab enter").press("[");
    explorer.shows("\u{203a} Clock \u{203a} tick");
    explorer.shows("22:5");
}

#[test]
fn a_callee_and_an_import_are_steps_away() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.click_on("= Bell::strike");
    explorer.click_on("= Bell::strike");
    explorer.shows("src \u{203a} bell.rs \u{203a} Bell \u{203a} strike");
    explorer.press("[").click_on("bell::Bell ");
    explorer.click_on("bell::Bell ");
    explorer.shows("src \u{203a} bell.rs \u{203a} Bell ");
}

#[test]
fn the_name_under_the_cursor_leads_to_its_definition() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("half_day").press("tab / t i c k enter enter");
    explorer.shows("\u{203a} Clock \u{203a} tick");
    // What the graph resolved at this place, though another symbol has the name too.
    explorer.press("/ s t r i k e ( enter enter").shows("src \u{203a} bell.rs \u{203a} Bell \u{203a} strike");
    explorer.press("[ [").shows("\u{203a} half_day");
}

#[test]
fn a_name_that_may_mean_several_things_is_offered() {
    let world = World::of_clock();
    let mut explorer = world.explore_from(Start::Symbol("strike".to_owned()), SIZE);
    explorer.shows("strike: 2 definitions");
    explorer.press("j enter").shows("tools \u{203a} chime.py \u{203a} strike");
    let mut explorer = world.explore_from(Start::Symbol("strike".to_owned()), SIZE);
    explorer.press("esc").hides("2 definitions");
}

#[test]
fn where_nothing_is_named_there_is_no_definition() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press(": 2 enter enter");
    assert_eq!(explorer.said(), "there is no name under the cursor");
    explorer.press(": 1 9 enter w enter");
    assert_eq!(explorer.said(), "Moves is not in the index");
}

#[test]
fn lines_are_gone_to_by_number() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press(": 9 enter").shows(" 9:1 ");
    explorer.press(": 9 9 9 enter").shows(" 35:1 ");
    explorer.press(": 3 esc").shows(" 35:1 ");
    explorer.press("1 : 7 enter");
    assert_eq!(explorer.said(), "there is no text to go to a line of");
}

#[test]
fn the_palette_does_what_it_names() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press(":").type_text("search in text").press("enter").shows(" search:");
    explorer.press("esc :").type_text("qqq").shows("no action is called so");
    explorer.press("enter");
    assert_eq!(explorer.said(), "no action is called so");
    // What cannot be used says why, and does nothing.
    explorer.press(":").type_text("unfold").shows("! not here: in the tree");
    explorer.press("enter").shows(" \u{203a} Clock \u{203a} tick");
    assert_eq!(explorer.said(), "not here: in the tree");
    explorer.press(":").type_text("searched for").shows("! nothing was searched for");
    explorer.press("esc :").type_text("leave").press("enter");
    assert!(matches!(explorer.effect(), Effect::Quit));
}

#[test]
fn bookmarks_and_visited_places_are_a_list_away() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("'");
    assert_eq!(explorer.said(), "there are no bookmarks yet: m makes one");
    explorer.press("m");
    assert_eq!(explorer.said(), "a bookmark is here now");
    explorer.press("ctrl-p").type_text("half_day").press("enter m ' ").shows("Bookmarks");
    explorer.press("j enter").shows("\u{203a} Clock \u{203a} tick");
    explorer.press("m");
    assert_eq!(explorer.said(), "the bookmark is gone");
    explorer.press("`").shows("Visited");
    explorer.press("j enter").shows("\u{203a} half_day");
}

#[test]
fn the_next_start_goes_on_where_the_last_one_ended() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("m / h o u r enter j");
    let memory = explorer.app.memory().clone();
    let mut explorer = world.explore_remembering(memory.clone(), SIZE);
    explorer.shows("\u{203a} Clock \u{203a} tick");
    explorer.press("'").shows("Bookmarks");
    explorer.press("enter / up").shows(" search: hour");
    // A place that was named goes before what is remembered.
    let mut explorer = world.explore_from(Start::Symbol("half_day".to_owned()), SIZE);
    explorer.shows("\u{203a} half_day");
    // What is gone is not gone on with.
    let mut memory = memory;
    memory.here.as_mut().unwrap().path = "src/gone.rs".to_owned();
    memory.screen = "No such screen".to_owned();
    let mut explorer = world.explore_remembering(memory, SIZE);
    explorer.shows("Stands out");
    assert_eq!(explorer.said(), "");
}

#[test]
fn a_plain_screen_has_no_boxes() {
    let world = World::of_clock();
    let mut explorer = world.explore_plain(SIZE);
    explorer.find("tick").shows("+ Files =");
    let text = explorer.text();
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn keys_that_begin_others_say_what_may_follow() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("g").shows(" g \u{2026}");
    explorer.press("g").shows(" 1:5 ");
    explorer.hides(" g \u{2026}");
    explorer.press("g j").shows(" 1:5 ");
    explorer.press("j").shows(" 2:1 ");
}

#[test]
fn a_search_goes_around_the_text() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press(": 1 enter / h a n d enter").shows(" 7:22 ");
    explorer.press("n").shows(" 7:22 ");
    explorer.press("esc / a f t e r ( enter").shows(" 21:21 ");
    explorer.press("n").shows(" 27:4 ");
    explorer.press("N").shows(" 21:21 ");
    explorer.press("N").shows(" 27:4 ");
    explorer.press("/ z z z enter n");
    assert_eq!(explorer.said(), "\"zzz\" is not in this text");
    explorer.press("esc n");
    assert_eq!(explorer.said(), "nothing was searched for yet: / searches");
}

#[test]
fn every_list_is_filtered_and_esc_shows_all_again() {
    let magellan = World::of_magellan("4.17.0");
    let mut explorer = magellan.explore((120, 60));
    explorer.press("/ w r a p enter").shows("Stands out /wrap");
    explorer.shows("tools/almanac/table.py");
    explorer.hides("Orrery::attach");
    explorer.press("esc").shows("Orrery::attach");
    explorer.press("tab / n o n e enter").hides("success");
    explorer.press("esc").shows("success");

    let clock = World::of_clock();
    let mut explorer = at_tick(&clock);
    explorer.press("backtab / h o u r enter").shows("Files /hour");
    explorer.shows("field hour");
    explorer.hides("fn set  ");
    explorer.press("esc").shows("fn set  ");
    explorer.find("tick").press("tab tab / b e l l enter").shows("Relations of Clock::tick /bell");
    explorer.shows("Callers  0");
    explorer.shows("= Bell::strike");
    explorer.press("esc").shows("Callers  1");
    // Given up while it is typed, a filter goes too.
    explorer.press("/ z z").shows("Callees  0");
    explorer.press("esc").shows("Callees  2");
}

#[test]
fn an_edit_is_in_the_index_after_r_and_the_user_where_he_was() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("j").shows(" 21:5 ");
    common::write(world.source("src/lib.rs"), &format!("{}\npub fn wind() {{}}\n", common::CLOCK));
    explorer.press("r");
    assert_eq!(explorer.said(), "the index is up to date: 1 file read again");
    explorer.shows("fn wind");
    explorer.shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
    explorer.shows(" 21:5 ");
    explorer.shows("file as indexed");
    explorer.press("r");
    assert_eq!(explorer.said(), "the index is up to date: nothing had changed");
    // What stands above it grows: the cursor stays on its line of the symbol.
    common::write(world.source("src/lib.rs"), &format!("//! New.\n//!\n{}", common::CLOCK));
    explorer.press("r").shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
    explorer.shows(" 23:5 ");
    explorer.hides("fn wind");
    std::fs::remove_file(world.source("tools/chime.py")).unwrap();
    explorer.press("r");
    assert_eq!(explorer.said(), "the index is up to date: 0 files read again, 1 removed");
}

#[test]
fn answers_may_come_in_any_order() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    let before = explorer.text();
    for turn in 0..6 {
        explorer.app.edited();
        let mut waiting: Vec<Delivery> = Vec::new();
        while !explorer.app.is_idle() {
            // Everything that is under way, and then the next part of one answer or another.
            std::thread::sleep(std::time::Duration::from_millis(20));
            waiting.extend(explorer.deliveries.try_iter());
            let Some(chosen) = waiting.len().checked_sub(1).map(|last| last * (turn % 3) / 2) else {
                continue;
            };
            let slot = waiting[chosen].slot.clone();
            let first = waiting.iter().position(|delivery| delivery.slot == slot).unwrap();
            explorer.app.deliver(waiting.remove(first));
        }
        let after = explorer.text();
        assert!(after == before, "turn {turn}\n{before}\n{after}");
    }
}

#[test]
fn what_was_edited_outside_is_marked_when_the_editor_ends() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    std::fs::write(world.source("src/lib.rs"), "pub struct Clock;\n").unwrap();
    explorer.app.edited();
    explorer.settle();
    explorer.shows("from the index: the file changed since it was indexed");
    assert!(explorer.row("\u{25be} lib.rs").contains("changed"));
}

#[test]
fn what_magellan_wrote_is_not_updated() {
    let mut explorer = World::of_magellan("4.17.0").explore(SIZE);
    explorer.press("r");
    assert!(explorer.said().contains("magellan watch"), "{}", explorer.said());
}

#[test]
fn places_are_copied_and_edited() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    explorer.press("j y");
    assert_eq!(explorer.effect(), Effect::Copy("src/lib.rs:21".to_owned()));
    explorer.press("Y");
    assert_eq!(explorer.effect(), Effect::Copy("Clock::tick".to_owned()));
    explorer.press("e");
    let path = world.source("src/lib.rs").canonicalize().unwrap();
    assert_eq!(explorer.effect(), Effect::Edit { path, line: 21 });
    for (keys, effect) in [("q", Effect::Quit), ("ctrl-c", Effect::Quit), ("ctrl-z", Effect::Suspend)] {
        explorer.press(keys);
        assert_eq!(explorer.effect(), effect);
    }
    std::fs::remove_file(world.source("src/lib.rs")).unwrap();
    explorer.press("e");
    assert!(explorer.app.take_effects().is_empty());
    assert!(explorer.said().contains("src/lib.rs is not there"), "{}", explorer.said());
}

#[test]
fn the_overview_leads_to_places_and_runs() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("Y");
    assert_eq!(explorer.effect(), Effect::Copy("Orrery::attach".to_owned()));
    explorer.press("k enter");
    assert_eq!(explorer.said(), "there is nothing to go to in this line");
    explorer.press("j enter").shows("src \u{203a} lib.rs \u{203a} Orrery \u{203a} attach");
    explorer.press("1 tab enter").shows("6b046e0e-3fd1");
    explorer.press("esc").hides("6b046e0e-3fd1");
}

#[test]
fn it_starts_where_it_is_told() {
    let world = World::of_clock();
    for name in ["tick", "Clock::tick"] {
        let mut explorer = world.explore_from(Start::Symbol(name.to_owned()), SIZE);
        explorer.shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
        explorer.shows(" 20:5 ");
    }
    let absolute = world.source("src/bell.rs").canonicalize().unwrap().display().to_string();
    for file in ["src/bell.rs", "./src/bell.rs", &absolute] {
        let start = Start::Place { file: file.to_owned(), line: 17 };
        let mut explorer = world.explore_from(start, SIZE);
        explorer.shows("src \u{203a} bell.rs");
        explorer.shows(" 17:1 ");
        explorer.shows("self.struck += u32::from(times);");
    }
    for start in [Start::Symbol("nobody".to_owned()), Start::Place { file: "nobody".to_owned(), line: 1 }] {
        let mut explorer = world.explore_from(start, SIZE);
        assert_eq!(explorer.said(), "nobody is not in the index");
        explorer.shows("src/");
    }
}

#[test]
fn it_starts_in_either_layout_of_magellan_paths() {
    for version in ["2.1.0", "4.17.0"] {
        let world = World::of_magellan(version);
        for file in ["src/gear.rs", "/srv/code/sample/src/gear.rs"] {
            let start = Start::Place { file: file.to_owned(), line: 12 };
            let mut explorer = world.explore_from(start, SIZE);
            explorer.shows("fn fmt(&self");
            explorer.shows(" 12:1 ");
        }
    }
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.click_on(" 2 Explore ");
    explorer.click_on("tools/");
    explorer.hides("\u{25b8} chime.py");
    explorer.click_on("tools/");
    explorer.shows("\u{25b8} chime.py");
    explorer.click_on("\u{25b8} chime.py");
    explorer.shows("Chimes of a clock.");
    explorer.click_on("strike(3)");
    explorer.shows(" 12:12 ");
    explorer.click_on(" 1 Overview ");
    explorer.shows("Counts");
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let world = World::of_clock();
    let mut explorer = world.explore((120, 20));
    explorer.find("tick");
    let source = explorer.position("pub fn tick").unwrap();
    explorer.mouse(MouseEventKind::ScrollDown, source);
    explorer.hides("/// Moves on");
    explorer.mouse(MouseEventKind::ScrollUp, source);
    explorer.shows("/// Moves on");
    explorer.find("chime.py");
    let source = explorer.position("Chimes").unwrap();
    let before = explorer.text();
    explorer.mouse(MouseEventKind::ScrollDown, source);
    assert_eq!(explorer.text(), before, "a text that is seen whole does not move");
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore((120, 20));
    explorer.press("1");
    let list = explorer.position("Orrery::attach").unwrap();
    explorer.mouse(MouseEventKind::ScrollDown, list);
    explorer.hides("Orrery::attach");
    explorer.press("?");
    let help = explorer.position("Moving").unwrap();
    for _ in 0..20 {
        explorer.mouse(MouseEventKind::ScrollDown, help);
    }
    explorer.shows("Leave");
}

#[test]
fn resizing_keeps_the_place_in_view() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world);
    for size in [(80, 24), (40, 10), (39, 9), (1, 1), (200, 60), (63, 11), (40, 10), (116, 12)] {
        explorer.resize(size);
        if size.0 >= 40 && size.1 >= 10 {
            explorer.shows("pub fn tick");
        }
    }
}

#[test]
fn focus_goes_around_and_keys_mean_what_the_pane_says() {
    let world = World::of_clock();
    let mut explorer = world.explore_in(Start::Overview, Theme::mono(), (40, 10));
    explorer.press("2").shows("Files");
    explorer.press("tab").shows("Source");
    explorer.press("tab").shows("Relations");
    explorer.press("backtab backtab l j l").shows("bell.rs");
    explorer.press("h h h").hides("bell.rs");
}

#[test]
fn the_finder_finds_files_and_symbols_while_one_types() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("almanac cal").shows("tools/almanac/calendar.py");
    explorer.press("enter").shows("tools \u{203a} almanac \u{203a} calendar.py");
    explorer.press("ctrl-p").type_text("gearerror").shows("1 of 93");
    explorer.press("backspace ctrl-u").shows("Type a part of a name");
    explorer.press("esc").hides("Find a symbol");
    // A letter that is a command elsewhere is a letter here.
    explorer.press("ctrl-p q").shows("> q");
    assert!(explorer.app.take_effects().is_empty());
}

#[test]
fn the_finder_brings_back_what_was_searched_for() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("half").press("enter ctrl-p").type_text("tick").press("enter");
    explorer.press("ctrl-p up").shows("> tick");
    explorer.shows("1 of ");
    explorer.press("up").shows("> half");
    explorer.press("up").shows("> half");
    explorer.press("enter").shows("\u{203a} half_day");
    // What is typed is not taken away.
    explorer.press("ctrl-p").type_text("s").press("up").shows("> s");
    explorer.press("esc ctrl-p up backspace up").shows("> hal");
}

#[test]
fn nothing_is_done_where_nothing_is_shown_but_leaving() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("tick");
    explorer.resize((30, 8));
    explorer.press("x enter 5").paste("y");
    explorer.resize(SIZE);
    explorer.shows("> tick ");
    explorer.resize((30, 8));
    assert_eq!(explorer.press("q").effect(), Effect::Quit);
}
