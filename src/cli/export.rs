//! `magellan-tui export`.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::args::FormatName;
use super::interrupt::Interrupt;
use super::print::Failure;
use super::{args, database};
use crate::export::place::{Output, PlaceError, buffered, is_of_database, resolved, staged};
use crate::export::{self, ExportError};
use crate::index;
use crate::store;

/// Writes down what a database holds.
pub(super) fn run(args: &args::Export) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let path = database::at(&args.database)?;
    let output = match (args.format, args.output.as_deref()) {
        (FormatName::Csv, Some(folder)) => Place::Folder(Folder::at(folder)?),
        (_, Some(file)) => Place::File(Output::at(file).map_err(no_place)?),
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

/// Says why an export cannot stand somewhere, and what to do.
fn no_place(error: PlaceError) -> Failure {
    match error {
        PlaceError::Refused { .. } => Failure::usage(format!("{error}; name another file")),
        error => anyhow::anyhow!("{error}; name a file that can be written").into(),
    }
}

enum Place {
    StandardOutput,
    File(Output),
    Folder(Folder),
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
        let staging = staged(0o777).tempdir_in(beside).map_err(failed)?;
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
            Ok(Box::new(BufWriter::with_capacity(64 << 10, file)))
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
