//! `magellan-tui export`.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::interrupt::Interrupt;
use super::print::Failure;
use super::{args, database};
use crate::export::{self, ExportError};
use crate::store::{self, Found, StoreError};

/// How much is collected before it is written, in bytes.
const BUFFER: usize = 64 << 10;

/// What stands beside a database and is a part of it, by what is added to the database's name.
const PARTS: [&str; 4] = ["-wal", "-shm", "-journal", ".lock"];

/// Writes down every fact of a database.
pub(super) fn run(args: &args::Export) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let path = database::at(&args.database)?;
    let output = args.output.as_deref().map(Output::at).transpose()?;
    let store = store::open(&path)?;
    let reader = store.reader()?;
    database::tell_notices(&path, &reader.meta()?);
    let write = |out: &mut dyn Write| match args.format {
        args::FormatName::Jsonl => export::json_lines(reader.as_ref(), out, interrupt.flag()),
    };
    let done = match &output {
        Some(output) => output.fill(write),
        None => buffered(std::io::stdout().lock(), write).map(drop),
    };
    match done {
        Err(ExportError::Store(error)) => Err(error.into()),
        // Whoever read it has seen enough.
        Err(ExportError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            let shown = output.as_ref().map_or(&path, |output| &output.path).display();
            match (&error, interrupt.code()) {
                (ExportError::Interrupted, Some(code)) => {
                    Err(Failure::interrupted(code, format!("{shown}: {error}")))
                }
                _ => Err(anyhow::anyhow!("{shown}: {error}").into()),
            }
        }
        Ok(()) => Ok(()),
    }
}

/// Where an export is to stand.
struct Output {
    path: PathBuf,
    /// Whether it appears there when it is whole: what is no file, as a terminal or a pipe, is written to
    /// as it comes.
    staged: bool,
}

impl Output {
    /// Looks what stands at a path, and refuses one that an export would destroy.
    fn at(path: &Path) -> Result<Output, Failure> {
        let refused = |what: &str| Failure::usage(format!("{}: {what}; name another file", path.display()));
        // Where a link leads somewhere, it stays.
        let place = path.canonicalize().or_else(|_| std::path::absolute(path))?;
        let metadata = fs::metadata(&place);
        match metadata {
            Ok(metadata) if metadata.is_dir() => return Err(refused("a folder")),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(&error.to_string())),
            _ if is_of_database(&place) => {
                return Err(refused("a database or a part of one, which an export never replaces"));
            }
            _ => {}
        }
        Ok(Output { staged: metadata.map_or(true, |metadata| metadata.is_file()), path: place })
    }

    fn fill(&self, write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>) -> Result<(), ExportError> {
        if !self.staged {
            return buffered(File::options().write(true).open(&self.path)?, write).map(drop);
        }
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".magellan-tui-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // A temporary file is its owner's alone; this one is to be as any new file.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let staged = buffered(builder.tempfile_in(folder)?, write)?;
        staged.as_file().sync_all()?;
        staged.persist(&self.path).map(drop).map_err(|error| ExportError::Write(error.error))
    }
}

/// Writes through a buffer, and gives back what was written to.
fn buffered<W: Write>(
    out: W,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<W, ExportError> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    write(&mut out)?;
    out.into_inner().map_err(|error| ExportError::Write(error.into_error()))
}

/// Whether a file is a database, stands beside one as a part of it, or in the folder that is one.
fn is_of_database(path: &Path) -> bool {
    let is_database = |path: &Path| {
        let found = store::identify(path);
        matches!(found, Ok(Found::Database(_)) | Err(StoreError::Mag2 { .. } | StoreError::Damaged { .. }))
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut whole =
        PARTS.iter().filter_map(|part| name.strip_suffix(part)).map(|name| path.with_file_name(name));
    is_database(path) || whole.any(|path| is_database(&path)) || path.ancestors().skip(1).any(is_database)
}
