//! The event loop: everything that happened at a moment, then one frame.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use crossbeam_channel::Receiver;
use crossterm::event;

use super::app::App;
use super::jobs::Delivery;
use super::services::{Effect, Tone};
use super::terminal::{Terminal, is_terminal};
use super::theme::Theme;
use super::wake::Wake;
use super::{BACKGROUND_PATIENCE, Options, clipboard, editor};

/// Shows the explorer until the user leaves it. The terminal is given back as it was, whatever
/// happens.
///
/// # Errors
/// Where standard input or output is no terminal, or the terminal fails.
pub fn run(options: Options) -> anyhow::Result<()> {
    // One line that says all of it: what was done, and what the system said.
    show(options).map_err(|error| anyhow!("{error:#}"))
}

fn show(mut options: Options) -> anyhow::Result<()> {
    if !is_terminal() {
        return Err(anyhow!("standard input and output must be a terminal"));
    }
    let wake = Wake::new().context("waiting for signals")?;
    let (sender, deliveries) = crossbeam_channel::unbounded();
    let bell = wake.bell();
    let outbox = Arc::new(move |delivery| {
        // After the explorer has ended nobody listens, and nothing is lost.
        let _ = sender.send(delivery);
        bell.ring();
    });
    let mut terminal = Terminal::take().context("taking the terminal")?;
    let known = Theme::known(&options.theme);
    let asks = known.is_none();
    let remember = std::mem::replace(&mut options.remember, Box::new(|_| ()));
    let mut app = App::new(options, known.unwrap_or_else(Theme::mono), outbox);
    // The first frame does not wait for what the terminal has to say of its colours.
    terminal.draw(|frame| app.draw(frame)).context("drawing")?;
    if asks {
        app.set_theme(Theme::of_background(BACKGROUND_PATIENCE));
    }
    let done = follow(&mut app, &mut terminal, &wake, &deliveries);
    drop(terminal);
    remember(app.memory());
    if app.stop_copy() {
        let _ = writeln!(std::io::stderr(), "magellan-tui: taking away what was copied \u{2026}");
    }
    if app.stop_update() {
        // The terminal may be gone: then nobody is there to be told.
        let _ = writeln!(std::io::stderr(), "magellan-tui: keeping what was read of the sources \u{2026}");
    }
    drop(app);
    if let Some(signal) = done? {
        // Whoever sent it is told by the way the program ends that it was heeded.
        signal_hook::low_level::emulate_default_handler(signal).context("ending")?;
    }
    Ok(())
}

/// Takes what happens and draws, until the user leaves or a signal says to end: it is given back.
fn follow(
    app: &mut App,
    terminal: &mut Terminal,
    wake: &Wake,
    deliveries: &Receiver<Delivery>,
) -> anyhow::Result<Option<i32>> {
    let mut drawn_busy = false;
    loop {
        terminal.draw(|frame| app.draw(frame)).context("drawing")?;
        app.begin_asked();
        let until = app.busy_from().filter(|_| !drawn_busy);
        if !wake.wait(until).context("waiting")? {
            return Ok(None);
        }
        app.put_off_asked();
        drawn_busy = app.busy_from().is_some_and(|from| from <= std::time::Instant::now());
        while event::poll(Duration::ZERO).context("reading the terminal")? {
            app.terminal(event::read().context("reading the terminal")?);
            if !app.take_effects_into(terminal, wake)? {
                return Ok(None);
            }
        }
        while let Ok(delivery) = deliveries.try_recv() {
            app.deliver(delivery);
        }
        if !app.take_effects_into(terminal, wake)? {
            return Ok(None);
        }
        let signals = wake.signals();
        if signals.end.is_some() {
            return Ok(signals.end);
        }
        if signals.suspend {
            suspend(terminal)?;
        } else if signals.resumed {
            terminal.lend(|| ()).context("taking the terminal again")?;
        }
    }
}

impl App {
    /// Does to the terminal what the last event calls for; `false` to leave.
    fn take_effects_into(&mut self, terminal: &mut Terminal, wake: &Wake) -> anyhow::Result<bool> {
        for effect in self.take_effects() {
            match effect {
                Effect::Quit => return Ok(false),
                Effect::Suspend => suspend(terminal)?,
                Effect::Redraw => terminal.forget()?,
                Effect::Edit { path, line } => {
                    if let Err(why) = terminal.lend(|| wake.lend(|| editor::open(&path, line)))? {
                        self.say(Tone::Failure, why);
                    }
                    self.edited();
                }
                Effect::Copy(text) => match clipboard::copy(&text) {
                    Ok(said) => self.say(Tone::Done, said),
                    Err(error) => self.say(Tone::Failure, error.to_string()),
                },
            }
        }
        Ok(true)
    }
}

/// Gives the terminal back and stops until the shell wakes us.
fn suspend(terminal: &mut Terminal) -> anyhow::Result<()> {
    terminal
        .lend(|| signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP))
        .context("taking the terminal again")?
        .context("stopping")
}
