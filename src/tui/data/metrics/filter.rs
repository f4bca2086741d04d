//! The filter of measures: `complexity>20 lang:rust path:src/** -test`.

use globset::GlobMatcher;

use super::{Column, Measured, Row, Sort};
use crate::model::Language;
use crate::store::{Order, Reader};
use crate::tui::data::terms::{Sign, Term, WILDCARDS, glob, holds, terms};

/// The fields that a filter can name.
const FIELDS: &str = "complexity, lines, called, calls, used, uses, symbols, lang, kind, path, name";

/// What rows are to be; all of it.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    conditions: Vec<(bool, Condition)>,
}

#[derive(Debug, Clone)]
enum Condition {
    Number(Column, Sign, f64),
    Language(Language),
    Kind(String),
    /// A path, below the top unless it is absolute.
    Path(GlobMatcher, String),
    Name(GlobMatcher),
    Text(String),
}

impl Filter {
    /// Reads a filter. Paths are below `top` (empty, or ending in `/`).
    ///
    /// # Errors
    /// One line that says which term is wrong and what it might be.
    pub fn parse(text: &str, measured: Measured, top: &str) -> Result<Filter, String> {
        let read = |term: Term<'_>| Ok((term.negated, condition(&term, measured, top)?));
        Ok(Filter { conditions: terms(text).into_iter().map(read).collect::<Result<_, String>>()? })
    }

    /// Whether every row passes.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether a row passes.
    pub fn passes(&self, row: &Row) -> bool {
        self.conditions.iter().all(|(negated, condition)| condition.holds(row) != *negated)
    }

    /// Reads a row's qualified name where that says whether it passes: where a text is not in the bare name or the path, and
    /// may be in the scopes. Cost: a look-up, where nothing else keeps the row out.
    pub fn find_out(&self, row: &mut Row, reader: &dyn Reader) {
        let is_open =
            |(_, condition): &(bool, Condition)| !condition.holds(row) && condition.may_hold_with_scopes(row);
        // What holds for a bare name holds for one with scopes.
        let is_out = |(negated, condition): &(bool, Condition)| match condition.holds(row) {
            true => *negated,
            false => !negated && !condition.may_hold_with_scopes(row),
        };
        if self.conditions.iter().any(is_open) && !self.conditions.iter().any(is_out) {
            row.find_out_name(reader);
        }
    }

    /// The order in which those rows come first that can pass, where a number has a bound: [`Filter::is_past`] says
    /// where they end.
    pub fn bounded_order(&self) -> Option<Sort> {
        self.conditions.iter().find_map(|(negated, condition)| match condition {
            Condition::Number(column, sign, _) if !negated => {
                let order = match sign {
                    Sign::Above | Sign::AtLeast | Sign::Equal | Sign::Is => Order::Descending,
                    Sign::Below | Sign::AtMost => Order::Ascending,
                    Sign::Unequal => return None,
                };
                Some(Sort { column: *column, order })
            }
            _ => None,
        })
    }

    /// Whether no row behind this one can pass, in the order of a column.
    pub fn is_past(&self, row: &Row, sort: Sort) -> bool {
        let Some(value) = row.value(sort.column) else { return false };
        self.conditions.iter().any(|(negated, condition)| match condition {
            Condition::Number(column, sign, bound) if *column == sort.column && !negated => {
                match (sort.order, sign) {
                    (Order::Descending, Sign::Above) => value <= *bound,
                    (Order::Descending, Sign::AtLeast | Sign::Equal | Sign::Is) => value < *bound,
                    (Order::Ascending, Sign::Below) => value >= *bound,
                    (Order::Ascending, Sign::AtMost | Sign::Equal | Sign::Is) => value > *bound,
                    _ => false,
                }
            }
            _ => false,
        })
    }
}

impl Condition {
    fn holds(&self, row: &Row) -> bool {
        match self {
            Condition::Number(column, sign, bound) => {
                row.value(*column).is_some_and(|value| sign.holds(value, *bound))
            }
            Condition::Language(language) => Language::of_path(row.path()).label() == language.label(),
            Condition::Kind(kind) => row.kind() == kind,
            Condition::Path(glob, top) => glob.is_match(row.path().strip_prefix(top).unwrap_or(row.path())),
            Condition::Name(glob) => glob.is_match(row.name()) || glob.is_match(row.shown_name()),
            Condition::Text(text) => holds(row.shown_name(), text) || holds(row.path(), text),
        }
    }

    /// Whether it may hold for the qualified name of a row although it does not for the bare one, as far as that one tells: what is
    /// behind the last scope in it is to be found there.
    fn may_hold_with_scopes(&self, row: &Row) -> bool {
        let text = match self {
            Condition::Text(text) => text,
            Condition::Name(glob) => glob.glob().glob(),
            _ => return false,
        };
        let is_glob = matches!(self, Condition::Name(_));
        match text.rsplit_once([':', '.']) {
            Some((_, last)) if is_glob => {
                row.name().starts_with(last.split(WILDCARDS).next().unwrap_or(last))
            }
            Some((_, last)) => holds(row.name(), last),
            None => !is_glob || text.contains(WILDCARDS),
        }
    }
}

fn condition(term: &Term<'_>, measured: Measured, top: &str) -> Result<Condition, String> {
    let value = term.value;
    let Some((field, sign)) = term.field else { return Ok(Condition::Text(value.to_owned())) };
    let is = matches!(sign, Sign::Is | Sign::Equal);
    let no_order = || format!("{}: {field} is asked for by `{field}:\u{2026}`", term.text);
    let field = field.to_ascii_lowercase();
    let column = match field.as_str() {
        "complexity" | "score" => Column::Complexity,
        "lines" | "loc" | "size" => Column::Lines,
        "called" | "used" | "callers" | "fan-in" | "fan_in" => Column::FanIn,
        "calls" | "uses" | "callees" | "fan-out" | "fan_out" => Column::FanOut,
        "symbols" if measured == Measured::Symbols => {
            return Err(format!("{}: only files have a number of symbols", term.text));
        }
        "symbols" => Column::Symbols,
        "lang" | "language" | "kind" | "path" | "file" | "name" if !is => return Err(no_order()),
        "lang" | "language" => {
            let known = || Language::labels().join(", ");
            return Language::of_label(value)
                .map(Condition::Language)
                .ok_or_else(|| format!("{}: the languages are {}", term.text, known()));
        }
        "kind" | "name" if measured == Measured::Files => {
            return Err(format!("{}: a file has no {field} of a symbol", term.text));
        }
        "kind" if value.is_empty() => return Err(format!("{}: which kind? fn, struct, \u{2026}", term.text)),
        "kind" => return Ok(Condition::Kind(value.to_owned())),
        "path" | "file" => {
            let top = if value.starts_with('/') { "" } else { top };
            return Ok(Condition::Path(glob(term, true)?, top.to_owned()));
        }
        "name" => return glob(term, false).map(Condition::Name),
        _ => return Err(format!("{}: there is no {field}, but {FIELDS}", term.text)),
    };
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Condition::Number(column, sign, number)),
        _ if value.is_empty() => Err(format!("{}: a number is to follow", term.text)),
        _ => Err(format!("{}: {value:?} is no number", term.text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileMetrics, NodeId, SymbolMetrics};

    fn symbol(name: &str, path: &str, complexity: i64) -> Row {
        crate::tui::data::metrics::unnamed(SymbolMetrics {
            symbol: NodeId(1),
            name: name.to_owned(),
            kind: "fn".to_owned(),
            path: path.to_owned(),
            loc: 30,
            estimated_loc: 0.0,
            fan_in: 4,
            fan_out: 2,
            cyclomatic_complexity: complexity,
            last_updated: 0,
        })
    }

    fn passes(filter: &str, row: &Row) -> bool {
        Filter::parse(filter, Measured::Symbols, "").unwrap().passes(row)
    }

    #[test]
    fn all_terms_must_hold() {
        let row = symbol("GraphMap", "src/graph/map.rs", 21);
        for filter in [
            "",
            "complexity>20 lang:rust path:src/**",
            "complexity>=21 lines<31 callers=4 calls!=3",
            "called>3 fan-in:4 uses=2",
            "path:src/graph kind:fn name:Graph* -path:tests/**",
            "graphmap map.rs -test",
            "LANG:Rust path:src/*/map.rs",
        ] {
            assert!(passes(filter, &row), "{filter}");
        }
        for filter in
            ["complexity>21", "path:src/*.rs", "-lang:rust", "graphMap", "name:graph", "kind:struct"]
        {
            assert!(!passes(filter, &row), "{filter}");
        }
    }

    #[test]
    fn scopes_are_looked_at_where_they_are_asked_for() {
        let Row::Symbol(row, _) = symbol("add_edge", "src/a.rs", 1) else { panic!() };
        let row = Row::Symbol(row, "Graph::add_edge".to_owned());
        for filter in [
            "Graph::",
            "graph::add",
            "name:Graph::*",
            "name:*::add_edge",
            "name:add_edge",
            "a.rs",
            "add",
            "graph",
            "Graph add",
            "name:Graph*",
        ] {
            assert!(passes(filter, &row), "{filter}");
        }
        for filter in ["-Graph", "-Graph::add", "name:Graph", "name:graph*", "Map::add", "Graph map"] {
            assert!(!passes(filter, &row), "{filter}");
        }
        // What need not be looked up is not.
        let may = |filter: &str, name: &str| {
            let row = symbol(name, "src/a.rs", 1);
            let filter = Filter::parse(filter, Measured::Symbols, "").unwrap();
            filter.conditions.iter().any(|(_, condition)| condition.may_hold_with_scopes(&row))
        };
        assert!(may("Graph::", "new") && may("Graph::ad", "add") && may("name:Graph::*", "add"));
        assert!(may("Graph", "new") && may("name:Graph*", "new") && !may("name:Graph", "new"));
        assert!(!may("Graph::ad", "new") && !may("name:Graph::ad*", "new"));
    }

    #[test]
    fn paths_are_below_the_top() {
        let row = symbol("a", "/srv/[x]/src/a.rs", 1);
        let filter = |text| Filter::parse(text, Measured::Symbols, "/srv/[x]/").unwrap();
        assert!(filter("path:src/**").passes(&row) && filter("path:/srv/**").passes(&row));
        assert!(!filter("path:srv").passes(&row));
        assert!(
            filter("path:src").passes(&symbol("a", "src/a.rs", 1)),
            "a path may stand as it is below the top"
        );
    }

    #[test]
    fn mistakes_are_told_with_what_is_possible() {
        let told = |filter, measured| Filter::parse(filter, measured, "").unwrap_err();
        for (filter, words) in [
            ("complexity>lots", "\"lots\" is no number"),
            ("complexity>", "a number is to follow"),
            ("weight>3", "there is no weight, but complexity"),
            ("lang:klingon", "the languages are rust"),
            ("lang>rust", "`lang:"),
            ("path:[", "unclosed character class"),
            ("symbols>3", "only files"),
        ] {
            let error = told(filter, Measured::Symbols);
            assert!(error.starts_with(filter) && error.contains(words), "{error}");
        }
        assert!(told("kind:fn", Measured::Files).contains("a file has no kind"));
    }

    #[test]
    fn a_list_that_is_sorted_by_a_bound_ends_with_it() {
        let filter = Filter::parse("complexity>20", Measured::Symbols, "").unwrap();
        let sort = |order| Sort { column: Column::Complexity, order };
        assert!(filter.is_past(&symbol("a", "a.rs", 20), sort(Order::Descending)));
        assert!(!filter.is_past(&symbol("a", "a.rs", 21), sort(Order::Descending)));
        assert!(!filter.is_past(&symbol("a", "a.rs", 20), sort(Order::Ascending)));
    }

    #[test]
    fn a_file_is_measured_by_its_score() {
        let row = Row::File(FileMetrics {
            path: "src/a.rs".to_owned(),
            symbol_count: 5,
            loc: 100,
            estimated_loc: 0.0,
            fan_in: 1,
            fan_out: 2,
            complexity_score: 11.5,
            last_updated: 0,
        });
        let filter = Filter::parse("score>11 symbols:5", Measured::Files, "").unwrap();
        assert!(filter.passes(&row));
    }
}
