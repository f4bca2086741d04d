//! What can be said on the command line.

mod index;
mod place;

pub(super) use index::Index;
pub(super) use place::{Place, place};

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::ask::args::Question;
use super::config;
use crate::store::Engine;
use crate::tui::ThemeChoice;

/// A keyboard-driven terminal explorer for Magellan code graphs.
#[derive(Debug, Parser)]
#[command(
    name = "magellan-tui",
    version,
    about,
    after_help = "Exit codes: 0 all is well, 1 it failed, verify found damage or diff a difference, 2 used\n\
                  wrongly, not on a terminal, or diff could not compare, 3 another program holds the\n\
                  database, 130 interrupted (143 and 129 by SIGTERM and SIGHUP).\n\
                  A folder called like a command is given as ./index or ./status."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) explore: Explore,
    /// Write a log to this file (also MAGELLAN_TUI_LOG).
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) log: Option<PathBuf>,
}

impl Args {
    /// What of the explorer's was given beside a command, which can do nothing with it.
    pub(super) fn misplaced(&self) -> Option<String> {
        let command = match self.command.as_ref()? {
            Command::Index(_) => "index",
            Command::Status(_) => "status",
            Command::Verify(_) => "verify",
            Command::Export(_) => "export",
            Command::Migrate(_) => "migrate",
            Command::Diff(_) => "diff",
            Command::Config(_) => "config",
            Command::Completions(_) => "completions",
            Command::Man => "man",
            Command::Ask(question) => question.name(),
        };
        let Explore { path, place, root, symbol, engine, wait, theme, plain } = &self.explore;
        let options = [
            ("--root", root.is_some()),
            ("--symbol", symbol.is_some()),
            ("--engine", engine.is_some()),
            ("--wait", wait.is_some()),
            ("--theme", theme.is_some()),
            ("--plain", *plain),
        ];
        let option = options.into_iter().find_map(|(name, is_given)| is_given.then(|| name.to_owned()));
        let path = || path.as_ref().map(|path| format!("'{}' before it", path.display()));
        let place = || place.as_ref().map(|place| format!("'{}:{}' before it", place.file, place.line));
        let what = option.or_else(path).or_else(place)?;
        Some(format!("`{command}` takes no {what}"))
    }
}

/// The explorer.
#[derive(Debug, ClapArgs)]
pub(super) struct Explore {
    /// A Magellan database or a folder of source; by default the current folder.
    pub(super) path: Option<PathBuf>,
    /// Where to start: a file and a line in it.
    #[arg(value_name = "FILE:LINE", value_parser = place)]
    pub(super) place: Option<Place>,
    /// Where the sources are now, if they moved since they were indexed (remembered).
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Start at the symbol of this name.
    #[arg(long, value_name = "NAME", conflicts_with = "place")]
    pub(super) symbol: Option<String>,
    /// What keeps the index of a folder of source; by default what keeps the one that is there, else
    /// fjall.
    #[arg(long, value_enum, value_name = "fjall|sqlite", hide_possible_values = true)]
    pub(super) engine: Option<EngineName>,
    /// How long to wait, where the folder is to be indexed first, while another program does that.
    #[arg(long, value_name = "SECONDS")]
    pub(super) wait: Option<u32>,
    /// Colours: auto (dark or light, as the terminal's background is), dark, light, dusk, paper, mono, or the name of
    /// a file in the folder themes beside config.toml.
    #[arg(long, value_name = "NAME", value_parser = config::theme)]
    pub(super) theme: Option<ThemeChoice>,
    /// Draw without boxes, arrows and bars.
    #[arg(long)]
    pub(super) plain: bool,
}

/// What is done without a screen.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Index a folder of source, or bring its index up to date.
    Index(Index),
    /// Say what a database holds.
    Status(Status),
    /// Read a database back as a whole and say what is wrong with it.
    Verify(Verify),
    /// Write down every fact of a database.
    Export(Export),
    /// Copy a database into the other engine, or the same one, and prove that nothing is lost.
    Migrate(Migrate),
    /// Say in what two databases differ, whatever keeps them.
    Diff(Diff),
    /// Print a configuration file that sets nothing, with all that can be set in it.
    Config(Config),
    /// Print what a shell needs to complete this program's command line.
    Completions(Completions),
    /// Print the manual page, for `man`.
    Man,
    #[command(flatten)]
    Ask(Question),
}

/// `status`.
#[derive(Debug, ClapArgs)]
pub(super) struct Status {
    /// A Magellan database, or a folder that holds an index.
    #[arg(value_name = "DB")]
    pub(super) database: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// `verify`.
#[derive(Debug, ClapArgs)]
pub(super) struct Verify {
    /// A Magellan database, or a folder that holds an index.
    #[arg(value_name = "DB")]
    pub(super) database: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// `export`.
#[derive(Debug, ClapArgs)]
pub(super) struct Export {
    /// A Magellan database, or a folder that holds an index.
    #[arg(value_name = "DB")]
    pub(super) database: PathBuf,
    /// In which form: jsonl (every fact, a JSON object a line), csv (every fact, a table a file), dot (the graph of
    /// calls for Graphviz) or scip (the index that tools for code read).
    #[arg(long, value_enum, value_name = "jsonl|csv|dot|scip", hide_possible_values = true)]
    pub(super) format: FormatName,
    /// Write to this file, which appears when it is whole; by default to standard output. With csv, the folder for the
    /// tables.
    #[arg(long, value_name = "FILE", required_if_eq("format", "csv"))]
    pub(super) output: Option<PathBuf>,
}

/// `migrate`.
#[derive(Debug, ClapArgs)]
pub(super) struct Migrate {
    /// The database to copy, or a folder that holds an index. It is only read.
    #[arg(value_name = "FROM")]
    pub(super) from: PathBuf,
    /// Where the copy is to be. It appears there when it is whole and was compared with its source.
    #[arg(value_name = "TO")]
    pub(super) to: PathBuf,
    /// What is to keep the copy; by default the other one than what keeps the source.
    #[arg(long, value_enum, value_name = "fjall|sqlite", hide_possible_values = true)]
    pub(super) engine: Option<EngineName>,
    /// Only say what would be done.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Replace the database that is there, once the copy is complete.
    #[arg(long)]
    pub(super) force: bool,
    /// How long to wait while another program makes a database there.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(super) wait: u32,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// `diff`.
#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    /// A Magellan database, or a folder that holds an index.
    #[arg(value_name = "A")]
    pub(super) a: PathBuf,
    /// Another one.
    #[arg(value_name = "B")]
    pub(super) b: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// `config`.
#[derive(Debug, ClapArgs)]
pub(super) struct Config {
    /// Read the configuration file instead and say what is wrong with it: nothing is printed where nothing is.
    #[arg(long)]
    pub(super) check: bool,
}

/// `completions`.
#[derive(Debug, ClapArgs)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// A form of an export.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatName {
    /// JSON lines.
    Jsonl,
    /// A table a file.
    Csv,
    /// The graph of calls.
    Dot,
    /// SCIP.
    Scip,
}

/// An engine that can keep an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EngineName {
    /// A folder: quick to make, small.
    Fjall,
    /// One file, in Magellan's own schema.
    Sqlite,
}

impl From<EngineName> for Engine {
    fn from(name: EngineName) -> Engine {
        match name {
            EngineName::Fjall => Engine::Fjall,
            EngineName::Sqlite => Engine::Sqlite,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn one_command_line_each() {
        let parse = |line: &str| Args::try_parse_from(line.split(' '));
        let args = parse("magellan-tui some/db src/x.rs:3 --theme dark").unwrap();
        assert_eq!(args.explore.place.unwrap().line, 3);
        assert!(matches!(args.explore.theme, Some(ThemeChoice::Fixed(_))));
        assert!(matches!(parse("magellan-tui index . --jobs 2").unwrap().command, Some(Command::Index(_))));
        assert!(parse("magellan-tui index . --jobs 0").is_err());
        assert!(parse("magellan-tui a b:1 --symbol c").is_err());
        assert!(parse("magellan-tui index").is_err());
    }

    #[test]
    fn what_all_commands_take_may_stand_before_and_after_them() {
        let parse = |line: &str| Args::try_parse_from(line.split(' ')).unwrap();
        for line in ["magellan-tui --log F status db", "magellan-tui status --log F db"] {
            let args = parse(line);
            assert_eq!(args.log, Some(PathBuf::from("F")), "{line}");
            assert!(matches!(&args.command, Some(Command::Status(status)) if status.database == *"db"));
            assert_eq!(args.misplaced(), None);
        }
        let misplaced = |line: &str| parse(line).misplaced().unwrap();
        assert_eq!(misplaced("magellan-tui --theme dark status db"), "`status` takes no --theme");
        assert_eq!(misplaced("magellan-tui --wait 3 verify db"), "`verify` takes no --wait");
        assert_eq!(misplaced("magellan-tui some index ."), "`index` takes no 'some' before it");
    }
}
