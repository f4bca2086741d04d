//! The filter of runs: `outcome:error since:2026-11-01 took>5s watch`.

use super::moment::{length, moment};
use crate::model::{Execution, Outcome};
use crate::tui::data::terms::{Sign, Term, holds, terms};

/// The fields that a filter can name.
const FIELDS: &str = "outcome, since, before, took, files, symbols, references, version";

/// What runs are to be; all of it.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    conditions: Vec<(bool, Condition)>,
}

#[derive(Debug, Clone)]
enum Condition {
    Outcome(Outcome),
    Since(i64),
    Before(i64),
    Took(Sign, f64),
    Counted(fn(&Execution) -> i64, Sign, f64),
    Version(String),
    Text(String),
}

impl Filter {
    /// Reads a filter; lengths of time count back from `now`, in Unix seconds.
    ///
    /// # Errors
    /// One line that says which term is wrong and what it might be.
    pub fn parse(text: &str, now: i64) -> Result<Filter, String> {
        let read = |term: Term<'_>| Ok((term.negated, condition(&term, now)?));
        Ok(Filter { conditions: terms(text).into_iter().map(read).collect::<Result<_, String>>()? })
    }

    /// Whether every run passes.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// How a run must have ended, where one way is asked for.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.conditions.iter().find_map(|(negated, condition)| match condition {
            Condition::Outcome(outcome) if !negated => Some(outcome),
            _ => None,
        })
    }

    /// Whether a run passes.
    pub fn passes(&self, run: &Execution) -> bool {
        self.conditions.iter().all(|(negated, condition)| condition.holds(run) != *negated)
    }
}

impl Condition {
    fn holds(&self, run: &Execution) -> bool {
        match self {
            Condition::Outcome(outcome) => run.outcome == *outcome,
            Condition::Since(from) => run.started_at >= *from,
            Condition::Before(to) => run.started_at < *to,
            Condition::Took(sign, ms) => run.duration_ms.is_some_and(|took| sign.holds(took as f64, *ms)),
            Condition::Counted(count, sign, number) => sign.holds(count(run) as f64, *number),
            Condition::Version(version) => run.tool_version.starts_with(version.as_str()),
            Condition::Text(text) => {
                let said = [run.error_message.as_deref(), run.root.as_deref(), Some(run.outcome.as_str())];
                let always = [&run.args, &run.tool_version, &run.execution_id, &run.db_path];
                said.into_iter().flatten().any(|said| holds(said, text))
                    || always.iter().any(|said| holds(said, text))
            }
        }
    }
}

fn condition(term: &Term<'_>, now: i64) -> Result<Condition, String> {
    let value = term.value;
    let Some((field, sign)) = term.field else { return Ok(Condition::Text(value.to_owned())) };
    let is = matches!(sign, Sign::Is | Sign::Equal);
    let field = field.to_ascii_lowercase();
    let count: fn(&Execution) -> i64 = match field.as_str() {
        "outcome" | "since" | "before" | "version" if !is => {
            return Err(format!("{}: {field} is asked for by `{field}:\u{2026}`", term.text));
        }
        "outcome" => {
            return match Outcome::from_text(value) {
                Outcome::Other(_) if value.is_empty() => {
                    Err(format!("{}: which? success, partial, error, running", term.text))
                }
                outcome => Ok(Condition::Outcome(outcome)),
            };
        }
        "since" | "before" => {
            let wrong = || {
                format!("{}: a day (2026-11-23), a time (\u{2026}T13:31) or how long ago (3h, 2d)", term.text)
            };
            let at = moment(value, now).ok_or_else(wrong)?;
            return Ok(if field == "since" { Condition::Since(at) } else { Condition::Before(at) });
        }
        "took" => {
            let wrong = || format!("{}: a length of time is to follow (250ms, 5s, 2m)", term.text);
            return length(value).map(|ms| Condition::Took(sign, ms)).ok_or_else(wrong);
        }
        "version" => return Ok(Condition::Version(value.to_owned())),
        "files" => |run| run.files_indexed,
        "symbols" => |run| run.symbols_indexed,
        "references" => |run| run.references_indexed,
        _ => return Err(format!("{}: there is no {field}, but {FIELDS}", term.text)),
    };
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Condition::Counted(count, sign, number)),
        _ if value.is_empty() => Err(format!("{}: a number is to follow", term.text)),
        _ => Err(format!("{}: {value:?} is no number", term.text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Execution {
        Execution {
            row: 7,
            execution_id: "tui-1".to_owned(),
            tool_version: "4.17.0".to_owned(),
            args: "[\"magellan\",\"watch\"]".to_owned(),
            root: Some("/srv/Code".to_owned()),
            db_path: "code.db".to_owned(),
            started_at: 1_795_392_000,
            finished_at: None,
            duration_ms: Some(5_200),
            outcome: Outcome::Error,
            error_message: Some("no space left".to_owned()),
            files_indexed: 12,
            symbols_indexed: 300,
            references_indexed: 4,
        }
    }

    #[test]
    fn all_terms_must_hold() {
        let filter = |text| Filter::parse(text, 1_795_392_000 + 3_600).unwrap();
        for text in [
            "",
            "outcome:error took>5s files=12 symbols>=300 -references>4",
            "since:2026-11-23 before:2026-11-24 version:4.17 watch",
            "since:2h space code",
        ] {
            assert!(filter(text).passes(&run()), "{text}");
        }
        for text in ["outcome:success", "since:1m", "took<5s", "Space", "-watch", "version:2"] {
            assert!(!filter(text).passes(&run()), "{text}");
        }
        assert_eq!(filter("a outcome:partial").outcome(), Some(&Outcome::Partial));
        assert_eq!(filter("-outcome:partial").outcome(), None);
    }

    #[test]
    fn mistakes_are_told_with_what_is_possible() {
        for (text, words) in [
            ("outcome:", "which? success"),
            ("outcome>error", "`outcome:"),
            ("since:soon", "2026-11-23"),
            ("took>long", "250ms"),
            ("files>many", "is no number"),
            ("colour:red", "there is no colour, but outcome"),
        ] {
            let error = Filter::parse(text, 0).unwrap_err();
            assert!(error.starts_with(text) && error.contains(words), "{error}");
        }
    }
}
