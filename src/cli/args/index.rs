//! What `index` takes.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::EngineName;
use crate::index::{RuleOptions, glob_mistake};
use crate::model::Language;

/// `index`.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Index {
    /// The folder of source.
    #[arg(value_name = "DIR")]
    pub(in crate::cli) folder: PathBuf,
    /// Where the index is kept; by default DIR/.magellan/tui.fjall, or tui.db there with SQLite.
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) db: Option<PathBuf>,
    /// What keeps the index: fjall (a folder, quick to make) or sqlite (a file in Magellan's schema). By
    /// default what keeps the one that is there; of a new one the name tells it (.db, .sqlite and
    /// .sqlite3 are SQLite's), else it is fjall.
    #[arg(long, value_enum, value_name = "fjall|sqlite", hide_possible_values = true)]
    pub(in crate::cli) engine: Option<EngineName>,
    /// How long to wait while another program writes to the index.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(in crate::cli) wait: u32,
    /// Worker threads; by default one for each core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Option<u16>,
    /// Show no progress and no summary.
    #[arg(long)]
    pub(in crate::cli) quiet: bool,
    /// Show where the time went.
    #[arg(long)]
    pub(in crate::cli) timings: bool,
    /// A SCIP index of the same sources, as compilers and type checkers write: what it says of names goes before what
    /// is found without it. May be given again.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) scip: Vec<PathBuf>,
    /// Go on until Ctrl-C: follow what happens in the folder, with a line for each update on standard error.
    #[arg(long, conflicts_with = "timings")]
    pub(in crate::cli) watch: bool,
    /// Name each file and folder that was left out, and why.
    #[arg(long, conflicts_with = "quiet")]
    pub(in crate::cli) verbose: bool,
    /// Print the summary as JSON; with --watch, a line for each update.
    #[arg(long, conflicts_with_all = ["quiet", "verbose", "timings"])]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) rules: Rules,
}

/// Which files are indexed. What is given here goes before what `magellan.toml` in the folder says.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Which files (these go before magellan.toml in DIR)")]
pub(in crate::cli) struct Rules {
    /// Only files that this glob fits, or a folder above them; written as in a .gitignore. May be given again.
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub(in crate::cli) include: Vec<String>,
    /// No files or folders that this glob fits. May be given again.
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub(in crate::cli) exclude: Vec<String>,
    /// Also what .gitignore and .ignore leave out.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(in crate::cli) ignored: Option<bool>,
    /// Also what has a name that begins with a dot.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(in crate::cli) hidden: Option<bool>,
    /// Also files that a program wrote.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(in crate::cli) generated: Option<bool>,
    /// Also files that are no text.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(in crate::cli) binary: Option<bool>,
    /// No files that are longer than so many bytes; by default 16 MiB.
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) max_file_bytes: Option<u64>,
    /// Only files of these languages, separated by commas.
    #[arg(long, value_name = "LANGUAGE", value_delimiter = ',', value_parser = language)]
    pub(in crate::cli) languages: Vec<Language>,
}

impl From<Rules> for RuleOptions {
    fn from(rules: Rules) -> RuleOptions {
        fn given<T>(list: Vec<T>) -> Option<Vec<T>> {
            (!list.is_empty()).then_some(list)
        }
        RuleOptions {
            include: given(rules.include),
            exclude: given(rules.exclude),
            ignored: rules.ignored,
            hidden: rules.hidden,
            generated: rules.generated,
            binary: rules.binary,
            max_file_bytes: rules.max_file_bytes,
            languages: given(rules.languages),
        }
    }
}

fn glob(text: &str) -> Result<String, String> {
    glob_mistake(text).map_or_else(|| Ok(text.to_owned()), Err)
}

fn language(text: &str) -> Result<Language, String> {
    Language::of_label(text).ok_or_else(|| format!("there are {}", Language::labels().join(", ")))
}
