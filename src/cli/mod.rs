//! The command line: what is done without a screen, and how the screen is started.
//!
//! Results go to standard output, messages to standard error, one line each, in which nothing that a
//! file or database says can steer the terminal.

mod args;
mod ask;
mod config;
mod database;
mod diff;
mod explore;
mod export;
mod index;
mod interrupt;
mod log;
mod manual;
mod migrate;
mod print;
mod remembered;
mod spinner;
mod status;
mod verify;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use print::Failure;

/// Runs the program. Exit codes: 0 all is well, 1 it failed (or `verify` found damage, or `diff` a difference), 2 it was used wrongly
/// or needs a terminal, 3 another program holds the database, 130 Ctrl-C ended it, 143 SIGTERM, 129 SIGHUP.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return print::usage(&error),
    };
    if let Some(what) = args.misplaced() {
        return Failure::usage(print::see_help(&what)).report();
    }
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(args: Args) -> Result<(), Failure> {
    log::start(args.log.as_deref())?;
    match args.command {
        Some(Command::Index(args)) => index::run(&args),
        Some(Command::Status(args)) => status::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Migrate(args)) => migrate::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Config(args)) => config::run(&args),
        Some(Command::Completions(args)) => manual::completions(&args),
        Some(Command::Man) => manual::page(),
        Some(Command::Ask(question)) => ask::run(&question),
        None => explore::run(args.explore),
    }
}
