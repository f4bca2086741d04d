//! Signals end every command, and what it leaves is whole.
#![cfg(unix)]

use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::world::{ENGINES, World};

/// A project that takes long enough to index to be interrupted.
pub fn long_project(world: &World) {
    let text: String = (0..2000).map(|at| format!("def f{at}(x):\n    return f{at}(x)\n\n")).collect();
    for at in 0..300 {
        world.file(&format!("long/m{at}.py"), &text);
    }
}

/// Waits until `seen`, for a minute at most.
pub fn wait_until(seen: impl Fn() -> bool) {
    for _ in 0..6000 {
        if seen() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("waited in vain");
}

/// Whether a program has begun to notice an interrupt: one that came before would simply kill it.
#[cfg(target_os = "linux")]
pub fn is_ready(child: &Child) -> bool {
    masked(&format!("/proc/{}/status", child.id()), "SigCgt:", Signal::INT)
}

/// Sends what Ctrl-C sends.
pub fn interrupt(child: &Child) {
    kill_process(Pid::from_raw(child.id() as i32).unwrap(), Signal::INT).unwrap();
}

/// Whether a signal is in one of the masks that the system tells of a process.
fn masked(status: &str, mask: &str, signal: Signal) -> bool {
    let status = std::fs::read_to_string(status).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix(mask));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal.as_raw() - 1) & 1 == 1
}

/// Whether this process was started with a signal ignored, as far as the system tells.
fn is_ignored(signal: Signal) -> bool {
    masked("/proc/self/status", "SigIgn:", signal)
}

#[test]
fn a_signal_stops_an_index_cleanly() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        if is_ignored(signal) {
            // Under `nohup`, and so in the program that is started here: it is to stay that way.
            continue;
        }
        for engine in ENGINES {
            stop_an_index(engine, signal, code);
        }
    }
}

fn stop_an_index(engine: &str, signal: Signal, code: i32) {
    let world = World::new();
    long_project(&world);
    let args = ["index", "long", "--jobs", "1", "--db", "long.index", "--engine", engine];
    let child = unread(&world, &args);
    // The files are being read: the database under construction is there.
    wait_until(|| world.path("long.index.building").exists());
    kill_process(Pid::from_raw(child.id() as i32).unwrap(), signal).unwrap();
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("long: interrupted"), "{message}");
    assert!(!world.path("long.index.building").exists());
    if !world.path("long.index").exists() {
        return; // Interrupted before anything was read.
    }
    let facts = world.run(&["export", "long.index", "--format", "jsonl"]);
    let run = facts.lines().find(|line| line.starts_with("{\"type\":\"execution\",")).unwrap();
    let run: serde_json::Value = serde_json::from_str(run).unwrap();
    assert_eq!(run["outcome"], "partial");
    assert!(run["error_message"].as_str().unwrap().starts_with("interrupted"), "{run}");
}

/// The program, whose output nobody reads yet.
fn unread(world: &World, args: &[&str]) -> Child {
    std::process::Command::new(env!("CARGO_BIN_EXE_magellan-tui"))
        .args(args)
        .current_dir(world.dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_an_export_cleanly() {
    if is_ignored(Signal::INT) {
        return;
    }
    for engine in ENGINES {
        let world = World::new();
        // More than a pipe and the program's own buffer hold.
        let text: String = (0..3000).map(|at| format!("def f{at}():\n    pass\n\n")).collect();
        world.file("wide/a.py", &text);
        world.run(&["index", "wide", "--quiet", "--db", "wide.index", "--engine", engine]);
        let whole = world.run(&["export", "wide.index", "--format", "jsonl"]);
        assert!(whole.len() > 1 << 20);
        let args = ["export", "wide.index", "--format", "jsonl"];
        let child = unread(&world, &args);
        wait_until(|| is_ready(&child));
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains("wide.index") && message.contains("interrupted"), "{message}");
        assert!(output.stdout.len() < whole.len());
        // A check takes its time; the interrupt must come before its end, which may take some tries.
        let ended = (0..50).find_map(|_| {
            let child = unread(&world, &["verify", "wide.index"]);
            wait_until(|| is_ready(&child));
            interrupt(&child);
            let output = child.wait_with_output().unwrap();
            (output.status.code() == Some(130)).then_some(output)
        });
        let message = String::from_utf8(ended.unwrap().stderr).unwrap();
        assert!(message.contains("wide.index: interrupted"), "{message}");
    }
}
