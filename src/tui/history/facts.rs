//! What there is to say of a run, in lines.

use crate::model::{Diagnostic, Execution, Severity};
use crate::tui::data::overview::RunRow;
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};

/// Columns of a fact's name, by which the rest of a broken line is set in.
pub const NAMES: usize = 10;

/// So many of what is indexed; a foreign log may say anything.
fn told(count: i64, what: &str) -> String {
    let sign = if count < 0 { "-" } else { "" };
    format!("{sign}{} {what}", text::grouped(count.unsigned_abs()))
}

/// What the log says of a run: names and values.
pub fn facts(run: &Execution) -> Vec<(&'static str, String)> {
    let utc = |at| format!("{} UTC", text::time(at));
    let took = run.duration_ms.map(|ms| format!(", {}", text::duration(ms))).unwrap_or_default();
    let ended = run.finished_at.map_or_else(|| "not ended".to_owned(), utc);
    let counts = [
        (run.files_indexed, "files"),
        (run.symbols_indexed, "symbols"),
        (run.references_indexed, "references"),
    ];
    let counts: Vec<String> = counts.iter().map(|(count, what)| told(*count, what)).collect();
    let args = serde_json::from_str::<Vec<String>>(&run.args)
        .map_or_else(|_| run.args.clone(), |args| args.join(" "));
    vec![
        ("began", utc(run.started_at)),
        ("ended", format!("{ended}{took}")),
        ("version", run.tool_version.clone()),
        ("run", run.execution_id.clone()),
        ("root", run.root.clone().unwrap_or_else(|| "not said".to_owned())),
        ("database", run.db_path.clone()),
        ("indexed", counts.join(", ")),
        ("command", args),
    ]
}

/// All that there is to say of a run.
pub fn lines(row: &RunRow, theme: &Theme) -> Vec<(String, Paint)> {
    let plain = Paint::default();
    let run = &row.run;
    let (sign, paint) = outcome(&run.outcome, theme);
    let mut lines = vec![(format!("{sign} {}", run.outcome.as_str()), paint)];
    lines.extend(run.error_message.iter().map(|error| (error.clone(), theme.error)));
    lines.extend(facts(run).into_iter().map(|(name, value)| (format!("{name:<NAMES$}{value}"), plain)));
    lines.push((String::new(), plain));
    let heading = match row.diagnostics.len() {
        0 => "It complained of nothing.".to_owned(),
        count => format!("It complained of {count}{}:", if row.more { " and more" } else { "" }),
    };
    lines.push((heading, theme.heading));
    lines.extend(row.diagnostics.iter().map(|told| complaint(told, theme)));
    lines
}

/// A complaint in a line.
pub fn complaint(told: &Diagnostic, theme: &Theme) -> (String, Paint) {
    let paint = match told.severity {
        Severity::Error => theme.error,
        Severity::Warning => theme.warning,
        Severity::Note => theme.dim,
    };
    let line = if told.line > 0 { format!(":{}", told.line) } else { String::new() };
    (format!("{}: {}{line}: {}", told.severity.as_str(), told.path, told.message), paint)
}
