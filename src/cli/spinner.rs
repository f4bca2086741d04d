//! The line on standard error that says that something goes on.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often it moves while nothing is reported.
const TICK: Duration = Duration::from_millis(120);

/// A line that says what is being done, its message, and how many are done; none where standard error is no terminal.
pub(super) fn spinner(doing: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template(&format!("{{spinner}} {doing}{{msg}}: {{human_pos}}")) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}
