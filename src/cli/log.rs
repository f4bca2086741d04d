//! The log file, on request.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

/// Names the log file where the command line does not.
const VARIABLE: &str = "MAGELLAN_TUI_LOG";

/// Begins to log to `file`, else to the one that the environment names, else nowhere. How much is said
/// is `RUST_LOG`'s to tell.
pub(super) fn start(file: Option<&Path>) -> anyhow::Result<()> {
    let named = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
    let Some(path) = file.map(Path::to_owned).or(named) else { return Ok(()) };
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let file = file.map_err(|error| anyhow::anyhow!("{}: {error}; name another log file", path.display()))?;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("magellan_tui=debug"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .try_init()
        .map_err(|error| anyhow::anyhow!(error))
        .context("the log cannot be started")
}
