//! `magellan-tui export`.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use super::args::FormatName;
use super::interrupt::Interrupt;
use super::print::Failure;
use super::{args, database};
use crate::export::{self, ExportError};
use crate::index;
use crate::store::{self, Found, StoreError};

/// How much is collected before it is written, in bytes.
const BUFFER: usize = 64 << 10;

/// How the name of what is being written begins and ends.
const STAGED: (&str, &str) = (".magellan-tui-", ".part");

/// What stands beside a database and is a part of it, by what is added to the database's name.
const PARTS: [&str; 4] = ["-wal", "-shm", "-journal", ".lock"];

/// Writes down what a database holds.
pub(super) fn run(args: &args::Export) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let path = database::at(&args.database)?;
    let output = match (args.format, args.output.as_deref()) {
        (FormatName::Csv, Some(folder)) => Place::Folder(Folder::at(folder)?),
        (_, Some(file)) => Place::File(Output::at(file)?),
        (FormatName::Scip, None) if std::io::stdout().is_terminal() => {
            return Err(Failure::usage("scip is no text; --output FILE says where to write it"));
        }
        (_, None) => Place::StandardOutput,
    };
    let store = store::open(&path)?;
    let reader = store.reader()?;
    database::tell_notices(&path, &reader.meta()?);
    let (reader, cancel) = (reader.as_ref(), interrupt.flag());
    let write = |out: &mut dyn Write| match args.format {
        FormatName::Dot => export::call_graph(reader, out, cancel),
        FormatName::Scip => export::scip_index(reader, &index::name_starts, out, cancel),
        FormatName::Jsonl | FormatName::Csv => export::json_lines(reader, out, cancel),
    };
    let shown = args.output.as_ref().unwrap_or(&path).display();
    let done = match output {
        Place::Folder(folder) => folder.fill(|open| export::tables_of(reader, open, cancel)),
        Place::File(output) => output.fill(write),
        Place::StandardOutput => buffered(std::io::stdout().lock(), write).map(drop),
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

enum Place {
    StandardOutput,
    File(Output),
    Folder(Folder),
}

/// Where an export is to stand.
struct Output {
    to: To,
}

enum To {
    /// A file beside it that takes its place when it is whole.
    Staged(NamedTempFile, PathBuf),
    /// What is no file, as a terminal or a pipe: written to as it comes.
    Direct(File),
}

/// Where the tables of an export are to stand.
struct Folder {
    /// Beside it, or in it where it is there.
    staging: TempDir,
    place: PathBuf,
    is_there: bool,
}

impl Folder {
    /// Looks what stands at a path, and refuses what an export would destroy.
    fn at(path: &Path) -> Result<Folder, Failure> {
        let refused = |what: &str| Failure::usage(format!("{}: {what}; name another folder", path.display()));
        let failed =
            |error| anyhow::anyhow!("{}: {error}; name a folder that can be written", path.display());
        let place = resolved(path).map_err(failed)?;
        let found = fs::metadata(&place);
        let is_there = found.is_ok();
        if found.is_ok_and(|found| !found.is_dir()) {
            return Err(refused("not a folder"));
        }
        if is_of_database(&place) {
            return Err(refused("a database or a part of one, which an export never replaces"));
        }
        let beside = if is_there { &*place } else { place.parent().unwrap_or(Path::new("/")) };
        let mut builder = tempfile::Builder::new();
        builder.prefix(STAGED.0).suffix(STAGED.1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // A temporary folder is its owner's alone; this one is to be as any new folder.
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let staging = builder.tempdir_in(beside).map_err(failed)?;
        Ok(Folder { staging, place, is_there })
    }

    /// Has the tables written, and puts them at their place when all are whole.
    fn fill(
        self,
        write: impl FnOnce(&mut dyn FnMut(&str) -> std::io::Result<Box<dyn Write>>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut names = Vec::new();
        write(&mut |name| {
            let name = format!("{name}.csv");
            let file = File::create(self.staging.path().join(&name))?;
            names.push(name);
            Ok(Box::new(BufWriter::with_capacity(BUFFER, file)))
        })?;
        for name in &names {
            File::open(self.staging.path().join(name))?.sync_all()?;
        }
        if self.is_there {
            for name in names {
                fs::rename(self.staging.path().join(&name), self.place.join(&name))?;
            }
        } else {
            fs::rename(self.staging.path(), &self.place)?;
        }
        Ok(())
    }
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
        Ok(Output { to: to.map_err(failed)? })
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
    builder.prefix(STAGED.0).suffix(STAGED.1);
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
