//! `magellan-tui export`.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

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
    let shown = output.as_ref().map_or(&path, |output| &output.path).display().to_string();
    let done = match output {
        Some(output) => output.fill(write),
        None => buffered(std::io::stdout().lock(), write).map(drop),
    };
    match done {
        Err(ExportError::Store(error)) => Err(error.into()),
        // Whoever read it has seen enough.
        Err(ExportError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => match (&error, interrupt.code()) {
            (ExportError::Interrupted, Some(code)) => {
                Err(Failure::interrupted(code, format!("{shown}: {error}")))
            }
            _ => Err(anyhow::anyhow!("{shown}: {error}").into()),
        },
        Ok(()) => Ok(()),
    }
}

/// Where an export is to stand.
struct Output {
    /// As it was given.
    path: PathBuf,
    to: To,
}

enum To {
    /// A file beside it that takes its place when it is whole.
    Staged(NamedTempFile, PathBuf),
    /// What is no file, as a terminal or a pipe: written to as it comes.
    Direct(File),
}

impl Output {
    /// Looks what stands at a path, and refuses one that an export would destroy.
    fn at(path: &Path) -> Result<Output, Failure> {
        let refused = |what: &str| Failure::usage(format!("{}: {what}; name another file", path.display()));
        let failed = |error| anyhow::anyhow!("{}: {error}; name a file that can be written", path.display());
        let place = resolved(path).map_err(failed)?;
        let found = fs::metadata(&place);
        if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
            return Err(refused("a folder"));
        }
        if is_of_database(&place) {
            return Err(refused("a database or a part of one, which an export never replaces"));
        }
        let to = match found {
            Ok(found) if !found.is_file() => File::options().write(true).open(&place).map(To::Direct),
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => stage(&place).map(|file| To::Staged(file, place)),
        };
        Ok(Output { path: path.to_owned(), to: to.map_err(failed)? })
    }

    fn fill(self, write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>) -> Result<(), ExportError> {
        match self.to {
            To::Direct(file) => buffered(file, write).map(drop),
            To::Staged(file, place) => {
                let file = buffered(file, write)?;
                file.as_file().sync_all()?;
                file.persist(place).map(drop).map_err(|error| ExportError::Write(error.error))
            }
        }
    }
}

/// A path without links in it: one that leads to a file stays, and the file it leads to is replaced.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    match (absolute.canonicalize(), absolute.parent(), absolute.file_name()) {
        (Ok(place), ..) => Ok(place),
        (Err(_), Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
        (Err(error), ..) => Err(error),
    }
}

/// A file that is to take its place in the same folder.
fn stage(place: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".magellan-tui-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A temporary file is its owner's alone; this one is to be as any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(place.parent().unwrap_or(Path::new("/")))
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
