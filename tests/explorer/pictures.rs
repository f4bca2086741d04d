//! Pictures of screens: what stands there, and how it looks in each kind of theme.

use std::collections::HashMap;
use std::fmt::Write as _;

use magellan_tui::tui::theme::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use crate::harness::{Explorer, World, text};

/// The sizes at which there are pictures of everything.
pub const SIZES: [(u16, u16); 4] = [(80, 24), (120, 36), (200, 60), SMALLEST];
/// The smallest screen: its text alone is kept.
const SMALLEST: (u16, u16) = (40, 10);

/// Holds a text against the one that is kept.
pub fn check(name: &str, picture: &str) {
    check_in("../screens", name, picture);
}

fn check_in(folder: &str, name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

/// Holds the screen against its picture: its text, and its colours in a dark, a light and a monochrome theme. The
/// size of the screen is a part of the name.
pub fn keep(name: &str, explorer: &mut Explorer) {
    let picture = explorer.text();
    let area = *explorer.draw().area();
    let name = format!("{name}-{}x{}", area.width, area.height);
    check(&name, &picture);
    if (area.width, area.height) != SMALLEST {
        check_in("../screens/colours", &name, &colours(explorer));
    }
}

/// Holds what `keys` lead to against its pictures, at every size.
pub fn pictures(world: &World, name: &str, keys: impl Fn(&mut Explorer) -> &mut Explorer) {
    for size in SIZES {
        let mut explorer = world.explore(size);
        keep(name, keys(&mut explorer));
    }
}

/// How every cell looks in three themes: first which looks there are, then where each is, by rows and in columns. The
/// commonest one stands where no other does.
fn colours(explorer: &mut Explorer) -> String {
    let themes = [Theme::dark(), Theme::light(), Theme::mono()].map(|theme| {
        explorer.app.set_theme(theme);
        explorer.draw().clone()
    });
    explorer.app.set_theme(Theme::dark());
    explorer.draw();
    let [dark, light, mono] = &themes;
    assert_eq!(text(dark), text(light));
    assert_eq!(text(dark), text(mono), "without colour the same is said");
    let looks: Vec<String> = dark
        .content
        .iter()
        .zip(&light.content)
        .zip(&mono.content)
        .map(|((dark, light), mono)| [dark, light, mono].map(look).join(" | "))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for look in &looks {
        *counts.entry(look).or_default() += 1;
    }
    let commonest = *counts.iter().max_by_key(|(look, count)| (**count, **look)).unwrap().0;
    let mut names: Vec<&str> = vec![commonest];
    let mut rows: Vec<(usize, String)> = Vec::new();
    for (y, row) in looks.chunks(usize::from(dark.area.width)).enumerate() {
        let mut line = String::new();
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let at = names.iter().position(|name| *name == run[0]).unwrap_or_else(|| {
                names.push(&run[0]);
                names.len() - 1
            });
            if at > 0 {
                write!(line, " {x}\u{2013}{} {at}", x + run.len() - 1).unwrap();
            }
            x += run.len();
        }
        rows.push((y, line));
    }
    let mut out = String::from("dark | light | mono\n");
    for (at, name) in names.iter().enumerate() {
        writeln!(out, "{at:>3}: {name}").unwrap();
    }
    for same in rows.chunk_by(|a, b| a.1 == b.1) {
        let (first, last) = (same[0].0, same[same.len() - 1].0);
        let which = if first == last { first.to_string() } else { format!("{first}\u{2013}{last}") };
        writeln!(out, "row {which}:{}", same[0].1).unwrap();
    }
    out
}

/// How a cell looks.
fn look(cell: &Cell) -> String {
    let mut look = String::new();
    for (sign, color) in [("", cell.fg), ("on ", cell.bg)] {
        match color {
            Color::Reset => {}
            Color::Rgb(r, g, b) => write!(look, "{sign}#{r:02x}{g:02x}{b:02x} ").unwrap(),
            other => write!(look, "{sign}{other} ").unwrap(),
        }
    }
    for (name, _) in cell.modifier.iter_names() {
        write!(look, "{} ", name.to_lowercase()).unwrap();
    }
    if look.is_empty() { "as it is".to_owned() } else { look.trim_end().to_owned() }
}

/// Whether every cell has the terminal's own colours.
pub fn is_without_colour(buffer: &Buffer) -> bool {
    buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
}
