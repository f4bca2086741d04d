//! The real binary in a pseudo-terminal.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "../common/mod.rs"]
mod common;
mod engines;
mod graph;
mod migrate;
mod panes;
mod session;

use std::process::{Command, Stdio};

use rustix::process::Signal;
use session::{World, open_pty, open_tty};
use vt100::{Color, Screen};

const DARK: [&str; 3] = ["sample.db", "--theme", "dark"];

#[test]
fn it_opens_moves_finds_and_leaves() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("2");
    session.wait_for("tools/");
    session.send("\r");
    session.wait_for("gear.rs");
    session.send("\x10");
    session.wait_for("Find a symbol or file");
    session.wait_until("the cursor to be seen", |session| !session.screen(Screen::hide_cursor));
    session.send("gearerr");
    session.wait_for("1 of 93");
    session.send("\r");
    session.wait_for("src \u{203a} gear.rs \u{203a} GearError");
    session.send("\x1b[B");
    session.wait_until("the cursor to be hidden", |session| session.screen(Screen::hide_cursor));
    session.quit();
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_as_it_was() {
    for (signal, name) in [(Signal::TERM, "Terminated"), (Signal::HUP, "Hangup"), (Signal::INT, "Interrupt")]
    {
        let world = World::with_sample();
        let mut session = world.start(&DARK);
        session.wait_for("Orrery::attach");
        session.wait_until_taken();
        session.signal(signal);
        let status = session.wait();
        assert_eq!(status.signal(), Some(name), "whoever waits for it hears of the signal");
        session.wait_until_given_back();
    }
}

#[test]
fn it_goes_into_the_background_and_comes_back() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    for stop in ["key", "signal"] {
        session.wait_until_taken();
        match stop {
            "key" => session.send("\x1a"),
            _ => session.signal(Signal::TSTP),
        }
        session.wait_until_stopped();
        session.wait_until_given_back();
        session.signal(Signal::CONT);
        session.wait_until_taken();
        session.wait_for("Orrery::attach");
    }
    session.send("2");
    session.wait_for("Largest files");
    session.quit();
}

#[test]
fn it_is_as_large_as_the_terminal() {
    let world = World::with_sample();
    let session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.resize(10, 40);
    session.wait_until("40\u{d7}10", |session| {
        session.screen(|screen| screen.rows(0, 40).nth(9).is_some_and(|row| row.contains("q quit")))
    });
    session.resize(9, 39);
    session.wait_for("39\u{d7}9 is too small");
    session.resize(50, 132);
    session.wait_until("132\u{d7}50", |session| {
        session.screen(|screen| screen.rows(0, 132).nth(49).is_some_and(|row| row.contains("q quit")))
    });
    session.wait_for("Heaviest files");
    session.quit();
}

#[test]
fn the_editor_gets_a_place_and_never_an_option() {
    let world = World::new();
    for name in ["-c quit.rs", "+q.rs", "--cmd.rs"] {
        common::write(world.path("project").join(name), "\n\npub fn odd() {}\n");
    }
    let editor = world.script("bin/vi", "printf '%s\\n' \"$@\" >\"$OUT\"; stty -a >\"$OUT.stty\"; read line");
    let out = world.path("arguments");
    let editor = format!("'{}' -u NONE", editor.display());
    let set = [("EDITOR", editor.as_str()), ("OUT", out.to_str().unwrap())];
    let mut session = world.start_with(&["project", "--theme", "dark"], &set);
    session.wait_for("Counts");
    for name in ["-c quit.rs", "+q.rs", "--cmd.rs"] {
        session.wait_until_taken();
        session.send("\x10");
        session.wait_for("Find a symbol or file");
        session.send(name);
        session.wait_for("1 of 6");
        session.send("\r");
        session.wait_for("pub fn odd");
        session.wait_for(&format!("{name} "));
        session.wait_for("/ search");
        session.send("jje");
        let path = world.path("project").canonicalize().unwrap().join(name);
        let expected = format!("-u\nNONE\n+3\n{}\n", path.display());
        session.wait_until("the editor", |_| {
            std::fs::read_to_string(&out).is_ok_and(|arguments| arguments == expected)
        });
        // The terminal is the editor's meanwhile.
        session.wait_until_given_back();
        session.send("done\r");
        session.wait_until_taken();
        session.wait_for("pub fn odd");
        session.send("\x1b[Z");
        session.wait_for("l unfold");
        std::fs::remove_file(&out).unwrap();
    }
    let modes = std::fs::read_to_string(world.path("arguments.stty")).unwrap();
    assert!(modes.contains(" icanon") && modes.contains(" echo "), "{modes}");
    session.quit();
}

#[test]
fn an_editor_that_fails_is_told_of() {
    let world = World::new();
    common::write_clock(&world.path("clock"));
    for (editor, says) in
        [("false", "false ended with exit status: 1"), ("no-such-editor", "no-such-editor: ")]
    {
        let args = ["clock", "src/lib.rs:20", "--theme", "dark"];
        let mut session = world.start_with(&args, &[("VISUAL", editor)]);
        session.wait_for("pub fn tick");
        session.wait_until_taken();
        session.send("e");
        session.wait_for(says);
        session.wait_until_taken();
        session.wait_for("pub fn tick");
        session.quit();
    }
}

/// The numbers of every SGR sequence, those of colours' values left out.
fn attributes(raw: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(raw);
    let mut found = Vec::new();
    for part in text.split("\x1b[").skip(1) {
        let end = part.find(|c: char| !c.is_ascii_digit() && !matches!(c, ';' | ':')).unwrap_or(part.len());
        if !part[end..].starts_with('m') {
            continue;
        }
        let mut numbers = part[..end].split([';', ':']).map(|number| number.parse().unwrap_or(0));
        while let Some(number) = numbers.next() {
            found.push(number);
            if matches!(number, 38 | 48) {
                let values = if numbers.next() == Some(2) { 3 } else { 1 };
                numbers.by_ref().take(values).for_each(drop);
            }
        }
    }
    found
}

fn is_colour(attribute: u16) -> bool {
    matches!(attribute, 30..=38 | 40..=48 | 90..=97 | 100..=107)
}

#[test]
fn no_color_means_no_colour_and_still_a_selection() {
    for (set, coloured) in [(&[("NO_COLOR", "1")][..], false), (&[("NO_COLOR", "")], true), (&[], true)] {
        let world = World::with_sample();
        let mut session = world.start_with(&DARK, set);
        session.wait_for("Orrery::attach");
        session.send("2");
        session.wait_for("tools/");
        session.send("\x10gearerr");
        session.wait_for("1 of 93");
        session.send("\r");
        session.wait_for("/ search");
        let found = attributes(&session.raw());
        assert_eq!(found.iter().any(|attribute| is_colour(*attribute)), coloured, "{set:?}: {found:?}");
        assert!(coloured || found.contains(&7), "nothing is reversed");
        session.quit();
    }
}

#[test]
fn the_next_start_goes_on_where_the_last_one_ended() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.send("\x10gearerr");
    session.wait_for("1 of 93");
    session.send("\r");
    session.wait_for("gear.rs \u{203a} GearError");
    session.send("m");
    session.wait_for("a bookmark is here now");
    session.quit();
    let mut session = world.start(&DARK);
    session.wait_for("gear.rs \u{203a} GearError");
    session.send("'");
    session.wait_for("Bookmarks");
    session.send("\x1b");
    session.wait_until("the list to close", |session| !session.text().contains("Bookmarks"));
    session.quit();
}

#[test]
fn the_theme_suits_the_background_that_the_terminal_has() {
    let world = World::with_sample();
    for (background, tab) in
        [("ffff/ffff/ffff", Color::Rgb(0x0a, 0x5c, 0xc2)), ("0000/0000/0000", Color::Rgb(0x1f, 0x4b, 0x7a))]
    {
        let mut session = world.start(&["sample.db"]);
        session.wait_for_raw("\x1b]11;?");
        session.send(&format!("\x1b]11;rgb:{background}\x1b\\\x1b[?62;22c"));
        session.wait_for("Orrery::attach");
        let found = session.screen(|screen| screen.cell(0, 2).map(vt100::Cell::bgcolor));
        assert_eq!(found, Some(tab), "{background}");
        session.quit();
    }
}

#[test]
fn a_terminal_that_says_nothing_is_not_waited_for_long() {
    let world = World::with_sample();
    let session = world.start(&["sample.db"]);
    session.wait_for("Orrery::attach");
    session.quit();
}

#[test]
fn copying_goes_through_the_terminal() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    // The root is read beside what stands out: until it is known a path is copied as the index has it.
    session.wait_for("root     /srv/code/sample");
    session.wait_for("Orrery::attach");
    session.send("y");
    session.wait_for("src/lib.rs:106 was sent to the terminal's clipboard");
    // `src/lib.rs:106` and `Orrery::attach` in base64.
    session.wait_for_raw("\x1b]52;c;c3JjL2xpYi5yczoxMDY=\x1b\\");
    session.send("Y");
    session.wait_for_raw("\x1b]52;c;T3JyZXJ5OjphdHRhY2g=\x1b\\");
    session.quit();
}

/// All of a table, through the terminal: what arrives there is what a file of it would hold.
#[test]
fn an_export_for_the_clipboard_reaches_it() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("6E\x1b[B\r");
    session.wait_for("was sent to the terminal's clipboard");
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let sent = raw.split_once("\x1b]52;c;").unwrap().1.split_once("\x1b\\").unwrap().0;
    session.send("E\r");
    session.wait_for("written to");
    let written = std::fs::read(world.path("runs.csv")).unwrap();
    assert_eq!(decoded(sent), written, "{sent}");
    session.quit();
}

/// What a text in base64 holds.
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: u8| DIGITS.iter().position(|known| *known == digit).unwrap() as u32;
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'=').collect();
    let all = digits.chunks(4).flat_map(|some| {
        let bits = some.iter().fold(0, |bits, digit| bits << 6 | value(*digit)) << (6 * (4 - some.len()));
        bits.to_be_bytes()[1..some.len()].to_vec()
    });
    all.collect()
}

#[test]
fn inside_tmux_copying_goes_through_tmux() {
    let world = World::with_sample();
    let out = world.path("copied");
    world.script("bin/tmux", "printf '%s\\n' \"$@\" >\"$OUT.args\"; cat >\"$OUT\"");
    let path = format!("{}:{}", world.path("bin").display(), std::env::var("PATH").unwrap());
    let set = [("TMUX", "/nowhere,1,0"), ("PATH", path.as_str()), ("OUT", out.to_str().unwrap())];
    let mut session = world.start_with(&DARK, &set);
    session.wait_for("Orrery::attach");
    session.send("Y");
    session.wait_for("Orrery::attach is in tmux's buffer");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "Orrery::attach");
    let args = std::fs::read_to_string(world.path("copied.args")).unwrap();
    assert_eq!(args, "load-buffer\n-w\n-\n");
    session.quit();
}

#[test]
fn a_folder_is_indexed_first_and_brought_up_to_date_later() {
    let world = World::new();
    common::write_clock(&world.path("clock"));
    let session = world.start(&["clock", "--theme", "dark"]);
    session.wait_for("Stands out");
    session.wait_for("Rust");
    assert!(world.path("clock/.magellan/tui.fjall").is_dir());
    session.quit();

    common::write(world.path("clock/src/lib.rs"), &format!("{}\npub fn wind() {{}}\n", common::CLOCK));
    let mut session = world.start(&["clock", "--theme", "dark"]);
    session.wait_for("the index is up to date: 1 file read again");
    session.send("\x10wind");
    session.wait_for("src/lib.rs:37");
    session.send("\r");
    session.wait_for("src \u{203a} lib.rs \u{203a} wind");
    session.quit();
}

#[test]
fn it_starts_at_a_symbol_or_a_line() {
    let world = World::new();
    common::write_clock(&world.path("clock"));
    for args in [&["clock", "--symbol", "tick"][..], &["clock", "src/lib.rs:20"]] {
        let mut args = args.to_vec();
        args.extend(["--theme", "dark"]);
        let session = world.start(&args);
        session.wait_for("pub fn tick");
        session.wait_for(" 20:");
        session.quit();
    }
}

#[test]
fn output_that_is_no_terminal_is_refused_though_input_is_one() {
    let world = World::with_sample();
    let pty = open_pty();
    let mut command = Command::new(env!("CARGO_BIN_EXE_magellan-tui"));
    command.env_clear().envs(world.environment()).current_dir(world.dir.path());
    command.arg("sample.db").stdin(Stdio::from(open_tty(&*pty.master)));
    let output = command.output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("standard output is not a terminal"), "{message}");
    assert!(output.stdout.is_empty());
}
