//! Panes: made larger and smaller, zoomed, dragged, and as they were on the next start.

use crossterm::event::{MouseButton, MouseEventKind};

use crate::harness::{Explorer, World};
use crate::migrate::script::Script;
use crate::pictures::{SIZES, keep};

const SIZE: (u16, u16) = (120, 36);

/// The widths of the frames in the second row of the body, which no frame's title is in.
fn widths(explorer: &mut Explorer) -> Vec<usize> {
    let screen = explorer.text();
    let row: Vec<char> = screen.lines().nth(4).unwrap().chars().collect();
    let edges: Vec<usize> = row
        .iter()
        .enumerate()
        .filter(|(_, c)| matches!(c, '\u{2502}' | '\u{2503}'))
        .map(|(x, _)| x)
        .collect();
    edges.chunks(2).filter(|pair| pair.len() == 2).map(|pair| pair[1] - pair[0] + 1).collect()
}

#[test]
fn pictures_of_zoomed_panes() {
    let world = World::of_clock();
    for size in SIZES {
        for (name, keys) in [("source", "z"), ("detail", "tab z")] {
            let mut explorer = world.explore(size);
            explorer.press("ctrl-p").type_text("tick").press("enter").press(keys);
            keep(&format!("zoom-{name}"), &mut explorer);
        }
    }
}

#[test]
fn a_pane_is_made_wider_and_higher_and_has_all_and_its_part_again() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("tick");
    assert_eq!(widths(&mut explorer), [27, 57, 36]);
    explorer.press("> >");
    assert_eq!(widths(&mut explorer), [35, 49, 36]);
    explorer.press("< tab >");
    assert_eq!(widths(&mut explorer), [31, 57, 32]);
    explorer.press("tab < z");
    assert_eq!(widths(&mut explorer), [120]);
    explorer.shows("Relations of Clock::tick");
    explorer.shows("one pane: z shows all");
    explorer.press(">");
    assert!(explorer.said().contains("z gives each its part again"));
    // The keys go to the other panes as before, which are seen alone then.
    explorer.press("tab").shows("\u{250f} Files");
    explorer.hides("Relations of");
    explorer.press("z");
    assert_eq!(widths(&mut explorer), [31, 61, 28]);
    explorer.press("+");
    assert!(explorer.said().starts_with("there is no border above or below"), "{}", explorer.said());
    for _ in 0..40 {
        explorer.press("<");
    }
    assert_eq!(widths(&mut explorer)[0], 12);
}

#[test]
fn every_screen_with_panes_has_them_moved() {
    let world = World::of_magellan("4.17.0");
    for (screen, keys) in
        [("1", "> >"), ("2", "> >"), ("4", "> >"), ("5", "> >"), ("6", "> +"), ("7", "> tab +")]
    {
        let mut explorer = world.explore(SIZE);
        let before = explorer.press(screen).text();
        for key in keys.split(' ') {
            explorer.press(key);
            assert_eq!(explorer.said(), "", "{screen} {key}");
        }
        assert_ne!(explorer.text(), before, "{screen}");
        explorer.press("z");
        let zoomed = explorer.text();
        assert_eq!(zoomed.matches('\u{2513}').count() + zoomed.matches('\u{2510}').count(), 1, "{zoomed}");
    }
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("attach").press("enter 3 >");
    assert_eq!(explorer.said(), "there is one pane here");
    let before = explorer.press("x").text();
    assert_ne!(explorer.press(">").text(), before);
}

#[test]
fn charts_have_the_keys_in_turn_and_all_the_room() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("6 tab tab").shows("\u{250f} Took ");
    let before = explorer.text();
    assert_ne!(explorer.press("+").text(), before, "{}", explorer.said());
    assert_eq!(widths_of_charts(&mut explorer), [40, 40, 40]);
    explorer.press("tab >").shows("\u{250f} Files ");
    assert_eq!(widths_of_charts(&mut explorer), [40, 44, 36]);
    explorer.press("tab").shows("\u{250f} Symbols ");
    explorer.press("z").hides("Took ");
    explorer.shows("one pane");
    explorer.press("tab").shows("\u{250f} Runs ");
    // Where there is no room for charts they are seen alone.
    explorer.press("z").resize((60, 12));
    explorer.press("tab tab tab tab").shows("\u{250f} Symbols ");
    explorer.press("backtab").shows("\u{250f} Files ");
    // A click in a chart selects its run.
    let mut explorer = world.explore(SIZE);
    explorer.press("6");
    let (x, y) = explorer.position("Symbols ").unwrap();
    explorer.click((x, y + 3));
    explorer.shows("\u{250f} Symbols ");
}

/// The widths of the frames of the lowest row of panes.
fn widths_of_charts(explorer: &mut Explorer) -> Vec<usize> {
    let screen = explorer.text();
    let row = screen.lines().rev().find(|line| line.contains(" Took ")).unwrap();
    let starts: Vec<usize> = row
        .chars()
        .enumerate()
        .filter(|(_, c)| matches!(c, '\u{250c}' | '\u{250f}'))
        .map(|(x, _)| x)
        .chain([row.chars().count()])
        .collect();
    starts.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn the_steps_of_a_migration_have_panes_too() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M").shows("\u{250f} Source ");
    let counts = explorer.position("Counts").unwrap().0;
    explorer.press(">");
    assert_eq!(explorer.position("Counts").unwrap().0, counts + 4);
    explorer.press("tab").shows("\u{250f} Counts ");
    explorer.press("z").hides(" Source \u{2500}");
    explorer.press("z < <");
    assert_eq!(explorer.position("Counts").unwrap().0, counts + 12);
    // A step of one pane has no border to move.
    explorer.press("enter >").shows("\u{250f} Target ");
    explorer.press("enter").shows("parts to copy");
    let parts = explorer.position("to copy").unwrap().1;
    explorer.press("+");
    assert_eq!(explorer.position("to copy").unwrap().1, parts - 2);
    explorer.press("backtab").shows("\u{250f} Plan ");
    explorer.press("+ + z").hides("to copy");
    explorer.press("z tab z").hides(" from  ");
    // The wheel and clicks mean the pane that is under the mouse.
    explorer.press("z");
    let (x, y) = explorer.position("from  ").unwrap();
    explorer.click((x, y));
    explorer.shows("\u{250f} Plan ");
    explorer.mouse(MouseEventKind::ScrollDown, (x, y));
    // The borders are where they were when it is begun again, and on the next start.
    let parts = explorer.position("to copy").unwrap().1;
    explorer.press("backspace backspace esc M enter enter");
    assert_eq!(explorer.position("to copy").unwrap().1, parts);
    explorer.press("backspace backspace esc");
    let memory = explorer.app.memory().clone();
    let mut explorer = world.explore_remembering(memory, SIZE);
    explorer.press("M");
    assert_eq!(explorer.position("Counts").unwrap().0, counts + 12);
}

#[test]
fn borders_are_dragged_with_the_mouse() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("tick");
    let drag = |explorer: &mut Explorer, from: (u16, u16), to: (u16, u16)| {
        explorer.mouse(MouseEventKind::Down(MouseButton::Left), from);
        explorer.mouse(MouseEventKind::Drag(MouseButton::Left), to);
        explorer.mouse(MouseEventKind::Up(MouseButton::Left), to);
    };
    drag(&mut explorer, (26, 10), (40, 12));
    assert_eq!(widths(&mut explorer), [40, 44, 36]);
    drag(&mut explorer, (84, 10), (60, 10));
    assert_eq!(widths(&mut explorer), [40, 20, 60]);
    // Where no border is nothing is dragged, and after the button nothing either.
    drag(&mut explorer, (50, 10), (70, 10));
    explorer.mouse(MouseEventKind::Drag(MouseButton::Left), (90, 10));
    assert_eq!(widths(&mut explorer), [40, 20, 60]);
    // Over the edge of what the terminal can hold, and in a smaller one.
    drag(&mut explorer, (40, 10), (119, 10));
    assert_eq!(widths(&mut explorer), [96, 12, 12]);
    explorer.resize((64, 24));
    let widths = widths(&mut explorer);
    assert!(widths.iter().all(|width| *width >= 12) && widths.iter().sum::<usize>() == 64, "{widths:?}");
    // Borders between upper and lower panes.
    let mut explorer = world.explore((80, 24));
    explorer.find("tick");
    let (_, y) = explorer.position("Relations of").unwrap();
    drag(&mut explorer, (40, y), (40, 8));
    assert_eq!(explorer.position("Relations of").unwrap().1, 8);
}

#[test]
fn borders_are_where_they_were_on_the_next_start() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("tick").press("> > > 7 < 1");
    let mut memory = explorer.app.memory().clone();
    let mut explorer = world.explore_remembering(memory.clone(), SIZE);
    explorer.press("2");
    assert_eq!(widths(&mut explorer), [39, 45, 36]);
    // What a file of memories claims is held within the screen.
    memory.panes.entry("Explore".to_owned()).or_default().insert("tree".to_owned(), u16::MAX);
    let mut explorer = world.explore_remembering(memory, SIZE);
    explorer.press("2");
    assert_eq!(widths(&mut explorer), [96, 12, 12]);
}
