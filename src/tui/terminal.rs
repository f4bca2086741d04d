//! The terminal: taken, and always given back as it was.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether standard input and output are a terminal, so that the explorer can run.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && stdout().is_terminal()
}

/// The terminal while it is ours. Dropping it gives it back; a panic on the screen's thread does too.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

/// Bytes that are written at once: most frames, so that a terminal wakes up for one once.
const FRAME: usize = 32 << 10;

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where it does not let itself be taken; it is then as it was.
    pub fn take() -> io::Result<Terminal> {
        // Colours are the theme's to leave out: crossterm would drop reverse video with them.
        crossterm::style::force_color_output(true);
        give_back_on_panic();
        take()?;
        let inner = ratatui::Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout())))
            .inspect_err(|_| give_back())?;
        Ok(Terminal { inner })
    }

    /// Draws a frame, inside a synchronized update.
    ///
    /// # Errors
    /// Where the terminal cannot be written to.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(draw)?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Makes the next frame be drawn in full.
    ///
    /// # Errors
    /// Where the terminal cannot be written to.
    pub fn forget(&mut self) -> io::Result<()> {
        // `clear` would ask the terminal where its cursor is and wait for the answer, behind which
        // keys that were typed meanwhile queue; the same size anew clears without asking.
        let size = self.inner.size()?;
        self.inner.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Gives the terminal back while `meanwhile` runs, and takes it again.
    ///
    /// # Errors
    /// Where it does not let itself be taken again.
    pub fn lend<T>(&mut self, meanwhile: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let done = meanwhile();
        take()?;
        self.forget()?;
        Ok(done)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, Hide)
        .inspect_err(|_| give_back())
}

/// Gives the terminal back if it is ours. What fails here cannot be mended: the rest is tried all the
/// same.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    let _ = execute!(out, EndSynchronizedUpdate);
    let _ = execute!(out, DisableBracketedPaste, DisableMouseCapture, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Sees to it that a panic on the screen's thread is read on a terminal that works. A panic on a
/// worker is that job's failure: it is caught there and must not touch the screen.
fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let screen = std::thread::current().id();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            tracing::error!(%info, "panic");
            if std::thread::current().id() == screen {
                give_back();
                before(info);
            } else if !TAKEN.load(Ordering::SeqCst) {
                before(info);
            }
        }));
    });
}
