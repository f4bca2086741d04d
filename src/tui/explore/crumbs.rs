//! Breadcrumbs: folders, file and symbols that the cursor is in, each of which can be gone to.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::data::outline::Outlined;
use crate::tui::text;

/// What stands between two of them.
const BETWEEN: &str = " \u{203a} ";
/// What stands for those that there is no room for.
const LEFT_OUT: &str = "\u{2026}";

/// Where a breadcrumb leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To a folder of the tree, by the prefix of its files' paths.
    Folder(String),
    /// To the beginning of the file.
    File,
    /// To a symbol of the file, by its place in the outline.
    Symbol(usize),
}

/// A breadcrumb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub lead: Lead,
}

/// The breadcrumbs of a file, by its stored path and what of that is shown, and of the symbols of its outline that
/// hold a byte.
pub fn crumbs(path: &str, shown: &str, outline: &[Outlined], byte: u64) -> Vec<Crumb> {
    let hidden = path.strip_suffix(shown).unwrap_or_default();
    let mut crumbs = Vec::new();
    let mut from = 0;
    for (slash, _) in shown.match_indices('/') {
        let label = shown.get(from..slash).unwrap_or_default();
        if !label.is_empty() {
            let prefix = shown.get(..=slash).unwrap_or_default();
            crumbs.push(Crumb { label: label.to_owned(), lead: Lead::Folder(format!("{hidden}{prefix}")) });
        }
        from = slash + 1;
    }
    crumbs.push(Crumb { label: shown.get(from..).unwrap_or(shown).to_owned(), lead: Lead::File });
    let mut said = "";
    for at in around(outline, byte) {
        let Some(symbol) = outline.get(at) else { continue };
        // A method says in its name what it is in.
        let rest = symbol.name.strip_prefix(said).filter(|_| !said.is_empty());
        let label = rest.map_or(symbol.name.as_str(), inside);
        crumbs.push(Crumb { label: label.to_owned(), lead: Lead::Symbol(at) });
        said = &symbol.name;
    }
    crumbs
}

/// What a qualified name says behind the name of what it is in: without that one's arguments (`<K, V>`), and what
/// stands between the two.
fn inside(rest: &str) -> &str {
    let mut depth = 0_usize;
    let end = rest.char_indices().find(|(_, c)| {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    let behind = end.and_then(|(at, _)| rest.get(at..)).unwrap_or_default();
    let label = behind.trim_start_matches(is_between);
    if label.is_empty() { rest } else { label }
}

/// The smallest symbol that holds a byte, by its place in the outline. Cost: of the outline.
pub fn innermost(outline: &[Outlined], byte: u64) -> Option<usize> {
    let size = |bytes: &Range<u64>| bytes.end.saturating_sub(bytes.start);
    let holding = outline.iter().enumerate().filter(|(_, symbol)| symbol.bytes.contains(&byte));
    holding.min_by_key(|(_, symbol)| size(&symbol.bytes)).map(|(at, _)| at)
}

/// The symbols that hold a byte, and those that the innermost of these says in its name that it is in: outer before
/// inner. Cost: of the outline.
fn around(outline: &[Outlined], byte: u64) -> Vec<usize> {
    let holds = |symbol: &Outlined| symbol.bytes.contains(&byte);
    let mut found: Vec<usize> =
        outline.iter().enumerate().filter(|(_, symbol)| holds(symbol)).map(|(at, _)| at).collect();
    let Some(innermost) = innermost(outline, byte) else { return found };
    let name = outline.get(innermost).map_or("", |symbol| symbol.name.as_str());
    let is_named = |other: &Outlined| {
        let rest = name.strip_prefix(other.name.as_str()).unwrap_or_default();
        !other.name.is_empty() && rest.starts_with(is_between)
    };
    let named = outline.iter().enumerate().filter(|(at, other)| !found.contains(at) && is_named(other));
    let named: Vec<usize> = named.map(|(at, _)| at).collect();
    found.extend(named);
    // The name of what is inside goes on from the name of what it is in; equal names are of one thing.
    found.sort_by_key(|at| outline.get(*at).map(|of| (of.name.len(), *at == innermost, of.bytes.start)));
    found.dedup_by(|one, other| {
        let name = |at: usize| outline.get(at).map(|of| of.name.as_str());
        name(*one) == name(*other)
    });
    found
}

/// Whether a character stands between the parts of a qualified name.
fn is_between(c: char) -> bool {
    !c.is_alphanumeric() && c != '_' && c != '$'
}

/// Which breadcrumbs are shown in so many columns: those at the end, then the first, and a mark for what is left out
/// between them. `None` is the mark.
fn shown(crumbs: &[Crumb], columns: usize) -> Vec<Option<usize>> {
    let widths: Vec<usize> = crumbs.iter().map(|crumb| text::width(&text::clean(&crumb.label))).collect();
    let between = text::width(BETWEEN);
    let all = widths.iter().sum::<usize>() + between * widths.len().saturating_sub(1);
    if all <= columns {
        return (0..crumbs.len()).map(Some).collect();
    }
    let Some((last, before)) = widths.split_last() else { return Vec::new() };
    let mark = text::width(LEFT_OUT) + between;
    let first = before.first().map_or(0, |first| first + between);
    // The last one, the mark, and the first one where that leaves room for it.
    let has_first = last + mark + first <= columns;
    let mut used = last + mark + if has_first { first } else { 0 };
    let mut from = crumbs.len() - 1;
    while let Some(width) =
        from.checked_sub(1).filter(|at| *at > 0 || !has_first).and_then(|at| widths.get(at))
    {
        if used + width + between > columns {
            break;
        }
        used += width + between;
        from -= 1;
    }
    let head = if has_first { vec![Some(0)] } else { Vec::new() };
    let mark = if from > head.len() { vec![None] } else { Vec::new() };
    head.into_iter().chain(mark).chain((from..crumbs.len()).map(Some)).collect()
}

/// Draws breadcrumbs into a line, and gives where each of those is that is seen.
pub fn draw(
    crumbs: &[Crumb],
    line: Rect,
    buffer: &mut Buffer,
    style: Style,
    dim: Style,
) -> Vec<(Rect, Lead)> {
    let mut places = Vec::new();
    let mut x = line.x;
    for (number, at) in shown(crumbs, usize::from(line.width)).into_iter().enumerate() {
        let room = |x: u16| usize::from(line.right().saturating_sub(x));
        if number > 0 {
            x = buffer.set_stringn(x, line.y, BETWEEN, room(x), dim).0;
        }
        let crumb = at.and_then(|at| crumbs.get(at));
        let label = crumb.map_or_else(|| LEFT_OUT.to_owned(), |crumb| text::fit(&crumb.label, room(x)));
        let end = buffer.set_stringn(x, line.y, label, room(x), style).0;
        if let Some(crumb) = crumb {
            places.push((Rect { x, width: end - x, height: 1, ..line }, crumb.lead.clone()));
        }
        x = end;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NodeId;

    fn outlined(name: &str, bytes: Range<u64>) -> Outlined {
        Outlined { id: NodeId(1), name: name.to_owned(), bytes, line: 1, column: 0 }
    }

    fn told(path: &str, outline: &[Outlined], byte: u64, columns: usize) -> String {
        let crumbs = crumbs(path, path.trim_start_matches("/srv/x/"), outline, byte);
        let label = |at: Option<usize>| at.map_or(LEFT_OUT.to_owned(), |at| crumbs[at].label.clone());
        shown(&crumbs, columns).into_iter().map(label).collect::<Vec<_>>().join(BETWEEN)
    }

    #[test]
    fn symbols_are_those_that_hold_the_cursor_or_are_named() {
        let outline = [
            outlined("Clock", 10..30),
            outlined("Clock::tick", 40..90),
            outlined("Clock::tick::helper", 50..60),
            outlined("after", 95..99),
        ];
        let at = |byte| told("/srv/x/src/lib.rs", &outline, byte, 100);
        assert_eq!(at(45), "src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
        assert_eq!(at(55), "src \u{203a} lib.rs \u{203a} Clock \u{203a} tick \u{203a} helper");
        assert_eq!(at(20), "src \u{203a} lib.rs \u{203a} Clock");
        assert_eq!(at(97), "src \u{203a} lib.rs \u{203a} after");
        assert_eq!(at(35), "src \u{203a} lib.rs");
        let crumbs = crumbs("/srv/x/src/lib.rs", "src/lib.rs", &outline, 45);
        assert_eq!(crumbs[0].lead, Lead::Folder("/srv/x/src/".to_owned()));
        assert_eq!(crumbs[2].lead, Lead::Symbol(0));
    }

    #[test]
    fn arguments_of_a_type_are_no_part_of_its_methods_names() {
        let outline = [outlined("Map", 0..5), outlined("Map<K, (V, W)>::get", 10..20)];
        assert_eq!(told("a.rs", &outline, 15, 100), "a.rs \u{203a} Map \u{203a} get");
        let outline = [outlined("Map", 0..50), outlined("Map<K>", 10..20)];
        assert_eq!(told("a.rs", &outline, 15, 100), "a.rs \u{203a} Map \u{203a} <K>");
    }

    #[test]
    fn a_scope_that_is_no_symbol_of_the_file_stays_in_the_name() {
        let outline = [outlined("Vec::push", 0..9)];
        assert_eq!(told("a.rs", &outline, 3, 100), "a.rs \u{203a} Vec::push");
    }

    #[test]
    fn what_there_is_no_room_for_is_left_out_in_the_middle() {
        let outline = [outlined("Clock", 0..50), outlined("Clock::tick", 0..50)];
        let path = "src/\u{6642}\u{8a08}/inner/lib.rs";
        assert_eq!(
            told(path, &outline, 9, 42),
            "src \u{203a} \u{6642}\u{8a08} \u{203a} inner \u{203a} lib.rs \u{203a} Clock \u{203a} tick"
        );
        assert_eq!(
            told(path, &outline, 9, 41),
            "src \u{203a} \u{2026} \u{203a} inner \u{203a} lib.rs \u{203a} Clock \u{203a} tick"
        );
        assert_eq!(told(path, &outline, 9, 27), "src \u{203a} \u{2026} \u{203a} Clock \u{203a} tick");
        assert_eq!(told(path, &outline, 9, 14), "src \u{203a} \u{2026} \u{203a} tick");
        assert_eq!(told(path, &outline, 9, 9), "\u{2026} \u{203a} tick");
        for columns in 0..80 {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 1));
            let crumbs = crumbs(path, path, &outline, 9);
            let line = Rect::new(2, 0, columns, 1);
            draw(&crumbs, line, &mut buffer, Style::new(), Style::new());
            let behind = buffer.content.iter().skip(usize::from(columns) + 2);
            assert!(behind.into_iter().all(|cell| cell.symbol() == " "), "{columns}: {buffer:?}");
        }
    }
}
