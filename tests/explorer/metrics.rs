//! The tables of measures.

use magellan_tui::tui::services::Effect;

use crate::harness::{Explorer, World};
use crate::pictures::{keep, pictures as pictures_of};

const SIZE: (u16, u16) = (120, 36);

/// The names in the table, top down.
fn names(explorer: &mut Explorer) -> Vec<String> {
    let screen = explorer.text();
    let rows = screen
        .lines()
        .filter_map(|line| line.split('\u{2503}').nth(1))
        .skip_while(|row| !(row.contains("called") || row.contains("used")) || row.contains(','));
    rows.skip(1).filter_map(|row| row.split_whitespace().nth(1).map(str::to_owned)).collect()
}

#[test]
fn pictures() {
    let world = World::of_magellan("4.17.0");
    pictures_of(&world, "metrics", |explorer| explorer.press("5 j j"));
    pictures_of(&world, "metrics-files", |explorer| explorer.press("5 j j tab"));
    pictures_of(&world, "metrics-wrong", |explorer| explorer.press("5 /").type_text("complexity>lots"));
    let mut explorer = world.explore((40, 10));
    keep("metrics-charts", explorer.press("5 c"));
}

#[test]
fn every_column_sorts_both_ways() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("5");
    for table in ["", "tab"] {
        explorer.press(table);
        for _ in 0..6 {
            explorer.press("l s");
            let one_way = names(&mut explorer);
            assert!(one_way.len() > 2, "{one_way:?}");
            let mut other_way = names(explorer.press("s"));
            other_way.reverse();
            assert_eq!(one_way, other_way);
            explorer.press("s");
            assert_eq!(names(&mut explorer), one_way);
        }
    }
}

#[test]
fn a_filter_is_followed_while_it_is_typed_and_a_mistake_is_told() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("5 /").type_text("kind:method path:src/** callers>0");
    let found = names(&mut explorer);
    assert!(found.contains(&"Bell::strike".to_owned()) && !found.contains(&"Clock".to_owned()), "{found:?}");
    explorer.paste(" weight>1");
    explorer.shows("there is no weight, but complexity");
    assert_eq!(names(&mut explorer), found, "what passed before is shown until the filter is right");
    explorer.press("esc").hides("there is no weight");
    assert!(names(&mut explorer).contains(&"Clock".to_owned()));
    explorer.press("/").type_text("-lang:rust -lang:python").shows("nothing passes the filter");
}

#[test]
fn methods_are_found_by_what_they_are_in() {
    for world in [World::of_clock(), World::of_magellan("4.17.0")] {
        let mut explorer = world.explore(SIZE);
        let of = if world.root.is_some() { "Orrery::" } else { "Clock::" };
        for filter in [of.to_owned(), format!("name:{of}*")] {
            explorer.press("5 / ctrl-u").paste(&filter);
            explorer.settle();
            let found = names(&mut explorer);
            assert!(found.len() > 2 && found.iter().all(|name| name.starts_with(of)), "{filter}: {found:?}");
            // The pictures are of the same rows.
            explorer.shows(&format!("all {}", found.len()));
            explorer.press("esc");
        }
    }
}

#[test]
fn rows_within_a_bound_are_counted_as_a_scan_counts_them() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    let mut charts = |filter: &str| -> (Vec<String>, Vec<String>) {
        explorer.press("5 / ctrl-u").paste(filter);
        explorer.settle();
        explorer.press("enter");
        let beside = |line: &str| line.chars().skip(80).collect();
        let charts = explorer.text().lines().map(beside).collect();
        (names(&mut explorer), charts)
    };
    // Nothing bounds what is only left out, so that is found by a scan.
    for (within, left_out) in
        [("complexity>1", "-complexity<=1"), ("called<2", "-called>=2"), ("lines=3", "-lines!=3")]
    {
        let found = charts(within);
        assert!(found.1.iter().any(|line| line.contains("all ")), "{found:?}");
        assert_eq!(found, charts(left_out), "{within}");
    }
}

#[test]
fn the_selected_row_leads_to_its_symbol() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("5 /").type_text("name:tick").press("enter y");
    assert_eq!(explorer.effect(), Effect::Copy("src/lib.rs:20".to_owned()));
    explorer.press("enter").shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
    explorer.press("5").shows("Symbols /name:tick");
    explorer.press("tab /").type_text("bell").press("enter enter").shows("src \u{203a} bell.rs");
}

#[test]
fn a_click_on_a_head_sorts_and_a_second_one_on_a_row_opens() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("5").click_on("called");
    explorer.shows("\u{25bc}called");
    explorer.click_on("\u{25bc}called");
    explorer.shows("\u{25b2}called");
    explorer.click_on("method Clock::tick");
    explorer.click_on("method Clock::tick");
    explorer.shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
}

#[test]
fn the_next_start_finds_the_tables_as_they_were_left() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    // By callers, from the fewest on, in the middle; the files by their paths.
    explorer.press("5 l l s s j j j j j j j j j j j j tab h s j j j tab");
    let row = explorer.row("13 of");
    assert!(row.contains("13 of"), "{row}");
    let selected = selected_name(&mut explorer);
    let memory = explorer.app.memory().clone();
    let mut explorer = world.explore_remembering(memory.clone(), SIZE);
    explorer.shows("\u{25b2}called");
    assert_eq!(selected_name(&mut explorer), selected);
    explorer.press("j");
    let next = selected_name(&mut explorer);
    explorer.press("k k j j");
    assert_eq!(selected_name(&mut explorer), next, "rows above it are there too");
    explorer.press("tab").shows("\u{25b2}file");
    let file = selected_name(&mut explorer);
    assert_ne!(file, selected);
    // Where nobody looks at them they are remembered all the same.
    explorer.press("1");
    let again = explorer.app.memory().clone();
    let mut explorer = world.explore_remembering(again, SIZE);
    explorer.press("5");
    assert_eq!(selected_name(&mut explorer), file);
    // What is gone is not gone on from, and what is no column sorts nothing.
    let mut memory = memory;
    memory.metrics.symbols.selected.as_mut().unwrap().path = "gone.rs".to_owned();
    memory.metrics.symbols.sort = "weight".to_owned();
    let mut explorer = world.explore_remembering(memory, SIZE);
    explorer.shows("1 of ");
    explorer.shows("\u{25bc}complexity");
}

/// The selected row, by its colours.
fn selected_name(explorer: &mut Explorer) -> String {
    let buffer = explorer.draw();
    let background = |x: u16, y: u16| buffer[(x, y)].bg;
    let plain = background(2, 1);
    let row = (3..buffer.area.height - 2).find(|y| background(2, *y) != plain && background(40, *y) != plain);
    let y = row.expect("a row is selected");
    (1..40).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim().to_owned()
}
