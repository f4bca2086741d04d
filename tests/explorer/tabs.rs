//! The tabs of the detail pane in Explore, and the breadcrumbs over its source.

use magellan_tui::tui::Start;
use magellan_tui::tui::theme::Theme;
use ratatui::style::Modifier;

use crate::common;
use crate::harness::{Explorer, World};
use crate::pictures::{SIZES, keep, pictures as pictures_of};

const SIZE: (u16, u16) = (120, 36);

fn at_tick(world: &World, size: (u16, u16)) -> Explorer {
    let mut explorer = world.explore(size);
    explorer.press("ctrl-p").type_text("tick").press("enter");
    explorer
}

/// The keys that show each tab.
const TABS: [(&str, &str); 4] = [("source", "g s"), ("flow", "g f"), ("syntax", "g x"), ("metrics", "g m")];

#[test]
fn pictures() {
    let (clock, magellan) = (World::of_clock(), World::of_magellan("4.17.0"));
    for size in SIZES {
        // When our own index was made is another time each time.
        let mut explorer = magellan.explore(size);
        explorer.press("ctrl-p").type_text("attach").press("enter g h");
        keep("tab-history", &mut explorer);
        for (name, keys) in TABS {
            let mut explorer = at_tick(&clock, size);
            keep(&format!("tab-{name}"), explorer.press(keys));
        }
    }
}

#[test]
fn what_magellan_wrote_has_tabs_too() {
    for version in ["4.17.0", "2.1.0"] {
        let world = World::of_magellan(version);
        for (name, keys) in TABS {
            pictures_of(&world, &format!("tab-{name}-{version}"), |explorer| {
                explorer.press("ctrl-p").type_text("attach").press("enter").press(keys)
            });
        }
    }
}

#[test]
fn tree_and_detail_are_in_step_with_the_cursor() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g r backtab").shows("Relations of Clock::tick");
    explorer.shows("20:");
    // Behind the method, between two symbols, it stays selected.
    explorer.press("j j j j j j").shows("Relations of Clock::tick");
    explorer.press("j").shows("Relations of after");
    explorer.shows("lib.rs \u{203a} after");
    explorer.shows("27:");
    // The tree has it, and so has the graph.
    explorer.press("backtab enter").shows("27:");
    explorer.press("3").shows("calls of after");
    explorer.press("2 : 2 0 enter").shows("Relations of Clock::tick");
}

#[test]
fn tabs_are_a_key_a_name_or_a_click_away() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.shows("Relations of Clock::tick");
    explorer.press("}").shows("Flow of Clock::tick");
    explorer.press("}").shows("Syntax tree of lib.rs");
    explorer.press("{ {").shows("Relations of Clock::tick");
    explorer.press("{").hides("Relations of");
    explorer.press("{").shows("History of lib.rs");
    explorer.press("g T").shows("\u{250f} Metrics ");
    explorer.press(":").type_text("syntax tree").press("enter").shows("Syntax tree of lib.rs");
    explorer.click_on(" Flow ");
    explorer.shows("\u{250f} Flow of Clock::tick");
    explorer.click_on(" Source ");
    explorer.hides("Flow of");
    // The source has the room alone: there are two panes.
    explorer.press("tab").shows("\u{250f} Files");
    explorer.press("tab").hides("\u{250f} Files");
}

#[test]
fn whoever_walks_the_tree_stays_there_and_sees_each_symbol_in_the_tab() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("tick").press("}").shows("\u{250f} Files");
    explorer.shows("Flow of Clock::tick");
    explorer.press("j").shows("Flow of after");
    explorer.shows("0 entry  if hour >= 12");
    explorer.press("}").shows("function_item");
    explorer.press("} k").shows("\u{2502}Clock::tick");
}

#[test]
fn what_is_selected_in_a_tab_is_marked_in_the_source_and_the_cursor_is_there() {
    let world = World::of_clock();
    let mut explorer = world.explore_in(Start::Overview, Theme::mono(), SIZE);
    explorer.press("ctrl-p").type_text("tick").press("enter g x");
    // The node of the symbol is selected, and all its lines are marked.
    let row = explorer.row("function_item  pub fn tick");
    assert!(row.contains("20\u{2503}"), "{row}");
    let is_marked = |explorer: &mut Explorer, text: &str| {
        let (x, y) = explorer.position(text).unwrap();
        let style = explorer.draw()[(x, y)].modifier;
        style.intersects(Modifier::UNDERLINED | Modifier::REVERSED | Modifier::BOLD)
    };
    assert!(is_marked(&mut explorer, "self.bell.strike(self.hour)"));
    assert!(!is_marked(&mut explorer, "hour >= 12 {"));
    explorer.press("j j").shows(" 21:");
    // The other way round: the node is the one that the cursor is in.
    explorer.press("backtab : 2 8 enter w");
    explorer.press("tab enter").shows("28:5");
}

#[test]
fn the_tab_is_the_one_of_the_last_start() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g x");
    let memory = explorer.app.memory().clone();
    let mut explorer = world.explore_remembering(memory.clone(), SIZE);
    explorer.shows("Syntax tree of lib.rs");
    explorer.shows("function_item  pub fn tick");
    let memory = magellan_tui::tui::memory::Memory { tab: "No such tab".to_owned(), ..memory };
    world.explore_remembering(memory, SIZE).shows("Relations of Clock::tick");
}

#[test]
fn a_filter_shows_nodes_of_a_kind() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g x / c a l l enter").shows("Syntax tree of lib.rs /call");
    explorer.shows("call_expression");
    explorer.hides("function_item");
    explorer.press("/ n o n e enter").shows("no node's kind holds that");
    explorer.press("esc").shows("function_item");
}

#[test]
fn a_filter_tells_only_blocks_that_hold_a_text_and_steps_from_one_to_the_next() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("attach").press("enter g f").shows("1 try  self.body(");
    explorer.press("/ r e t u r n enter").shows("Flow of Orrery::attach /return");
    explorer.shows("6 return  return ");
    // The others are boxes with numbers, since ways lead over them.
    explorer.hides("1 try");
    explorer.shows("\u{2502} 5                  109 \u{2502}");
    explorer.shows(" 7 of 14, 1 hold it ");
    explorer.press("j k").shows(" 7 of 14, 1 hold it ");
    explorer.press("/ ctrl-u c a l l enter").shows("6 hold it");
    let at = |explorer: &mut Explorer| {
        let foot = explorer.row("hold it");
        let (before, _) = foot.split_once(" of 14").unwrap();
        before.rsplit(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let mut seen = vec![at(&mut explorer)];
    for _ in 0..3 {
        explorer.press("k");
        seen.push(at(&mut explorer));
    }
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1] || pair == [3, 3]), "{seen:?}");
    assert_eq!(seen.last(), Some(&3), "{seen:?}");
    explorer.press("esc").shows("1 try  self.body(");
    // The graph's own view of it has the same filter.
    explorer.press("3 x / ctrl-u r e t u r n enter").shows("Control flow of Orrery::attach /return");
    explorer.hides("1 try");
}

#[test]
fn a_filter_shows_measures_and_runs_that_hold_a_text() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g m").shows("complexity        1");
    explorer.press("/ F A N - i n enter").shows("Metrics /FAN-in");
    explorer.shows("called");
    explorer.hides("complexity   ");
    explorer.press("/ ctrl-u").type_text("no such").press("enter").shows("no measure holds that");
    // Each tab has a filter of its own, which stays for what is selected next.
    explorer.press("g h").hides("no such");
    explorer.press("/ s u c c enter").shows("\u{2713} success");
    explorer.press("/ ctrl-u").type_text("failed").press("enter").hides("\u{2713} success");
    explorer.shows("The run that did it does not hold");
    explorer.press("esc").shows("\u{2713} success");
    explorer.press("g m").shows("Metrics /no such");
    explorer.press("esc").shows("complexity        1");
}

#[test]
fn the_history_of_a_file_says_what_it_can_and_leads_to_runs() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g h").shows("Indexed 20");
    explorer.shows("\u{2713} success");
    explorer.shows("Other runs that complained: 0");
    explorer.shows("The log does not say which files");
    explorer.press("j enter").shows("It complained of nothing.");
    explorer.press("esc G enter");
    assert_eq!(explorer.said(), "there is nothing to go to in this line");
    // A run that complained of the file is told with what it said.
    common::write(world.source("src/bell.rs"), "pub struct Gong {\n");
    explorer.press("r").find("bell.rs").press("g h").shows("src/bell.rs");
    explorer.shows("warning");
}

#[test]
fn another_index_is_read_again_in_every_tab() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g x").hides("while_expression");
    let text =
        common::CLOCK.replace("self.hour = after(self.hour);", "while self.hour < 3 { self.hour += 1; }");
    common::write(world.source("src/lib.rs"), &text);
    explorer.press("r").shows("while_expression");
    explorer.press("g f").shows("while self.hour < 3");
    explorer.press("g m").shows("complexity        2");
}

#[test]
fn breadcrumbs_follow_the_cursor_and_lead_there() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.shows(" src \u{203a} lib.rs \u{203a} Clock \u{203a} tick ");
    explorer.press(": 2 8 enter").shows(" src \u{203a} lib.rs \u{203a} after ");
    explorer.press(": 2 6 enter").shows(" src \u{203a} lib.rs \u{2501}");
    explorer.press("[ ]");
    explorer.press(": 2 1 enter").click_on("Clock \u{203a}");
    explorer.shows("Relations of Clock ");
    explorer.shows(" 8:1 ");
    explorer.click_on("lib.rs \u{203a} Clock");
    explorer.shows("Relations of lib.rs");
    explorer.click_on("src \u{203a}");
    explorer.press("h").shows("\u{25b8} src/");
    // The trail leads back over them.
    explorer.press("tab [").shows("Relations of Clock ");
    // What there is no room for is left out in the middle.
    explorer.press("[").resize((64, 24));
    explorer.shows("src \u{203a} lib.rs");
    explorer.resize((40, 12));
    explorer.shows("Clock");
}

/// A file as a whole has no callers, and none are looked for; nor do those stay there of the symbol that was selected before.
#[test]
fn a_file_has_imports_alone_and_a_symbol_all_relations() {
    let world = World::of_clock();
    let mut explorer = at_tick(&world, SIZE);
    explorer.press("g r").shows("Callers  1 call ");
    explorer.shows("Callees  2 calls");
    explorer.shows("References  0 uses");
    explorer.shows("Imports  1 ");
    // Headings are none of the steps.
    explorer.shows(" 1 of 4 ");
    explorer.press("j").hides(" of 4 ");
    explorer.press("j").shows(" 2 of 4 ");
    explorer.press("k k k").shows(" 4 ");
    explorer.press("ctrl-p").type_text("lib.rs").press("enter").shows("Relations of lib.rs");
    explorer.hides("Callers");
    explorer.hides("References");
    explorer.shows("Imports  1 ");
    explorer.shows("bell::Bell");
}
