//! The clipboard, through the terminal.

use std::io::{self, Write, stdout};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// Puts a text on the clipboard: inside tmux through tmux, which passes it on to the terminal and
/// keeps it; else by OSC 52, which most terminals take. Gives a line that says where it went.
///
/// # Errors
/// Where the terminal cannot be written to.
pub fn copy(text: &str) -> io::Result<String> {
    let what = named(text);
    if std::env::var_os("TMUX").is_some() && tmux(text) {
        return Ok(format!("{what} is in tmux's buffer and on the clipboard"));
    }
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))?;
    Ok(format!("{what} was sent to the terminal's clipboard"))
}

/// What a message calls a text: itself where it is a line, else how many lines it has.
fn named(text: &str) -> String {
    match text.lines().count() {
        0 | 1 => text.to_owned(),
        lines => format!("a text of {lines} lines"),
    }
}

fn tmux(text: &str) -> bool {
    let child = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    // Dropped at the end of the statement, so that tmux sees the end of the text.
    let written = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && written
}
