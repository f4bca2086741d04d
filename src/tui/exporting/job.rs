//! Writing an export, on a worker.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{Content, Export, Format};
use crate::export::ExportError;
use crate::export::place::Output;
use crate::export::sheet::{Form, Sheet};
use crate::tui::PROGRESS_INTERVAL;
use crate::tui::answer::Answer;
use crate::tui::data::target;
use crate::tui::jobs::Desk;
use crate::tui::text;

/// Bytes that are put on the clipboard at most: no terminal takes more.
const MOST_COPIED: usize = 1 << 20;

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Into a file, by its path as it was typed; one that is there is replaced only where `replaces` says so.
    File {
        /// The path.
        path: String,
        /// Whether a file that is there is replaced.
        replaces: bool,
    },
    /// Onto the clipboard.
    Clipboard,
}

/// What becomes of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// So many rows are written.
    Rows(u64),
    /// A file is there already, and is not to be replaced.
    IsThere(PathBuf),
    /// It is in this file.
    Written(PathBuf),
    /// It is here, for the clipboard.
    Copied(String),
    /// The user stopped it, and nothing was written.
    Stopped,
    /// It could not be written; one line says why.
    Failed(String),
}

/// Writes an export, and tells on the way how far it is.
pub fn write(desk: &Desk<'_>, export: &Export, format: Format, target: &Target) -> News {
    let written = match target {
        Target::File { path, replaces } => {
            into_file(desk, export, format, &target::resolved(path), *replaces)
        }
        Target::Clipboard => {
            let mut out = Bounded(Vec::new());
            put(desk, export, format, &mut out)
                .map(|()| News::Copied(String::from_utf8_lossy(&out.0).into_owned()))
        }
    };
    match written {
        Ok(news) => news,
        Err(ExportError::Interrupted) => News::Stopped,
        Err(error) => News::Failed(error.to_string()),
    }
}

fn into_file(
    desk: &Desk<'_>,
    export: &Export,
    format: Format,
    path: &Path,
    replaces: bool,
) -> Result<News, ExportError> {
    let output = match Output::at(path) {
        Ok(output) => output,
        Err(error) => return Ok(News::Failed(format!("{error}; name another file"))),
    };
    if output.is_there() && !replaces {
        return Ok(News::IsThere(path.to_owned()));
    }
    match output.fill(|out| put(desk, export, format, out)) {
        // It has come there while this was written.
        Err(ExportError::Write(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(News::IsThere(path.to_owned()))
        }
        done => done.map(|()| News::Written(path.to_owned())),
    }
}

fn put(desk: &Desk<'_>, export: &Export, format: Format, out: &mut dyn Write) -> Result<(), ExportError> {
    let (columns, rows) = match &export.content {
        Content::Drawing(drawing) if format == Format::Dot => {
            return Ok(out.write_all(drawing.dot().as_bytes())?);
        }
        Content::Drawing(drawing) => return Ok(out.write_all(drawing.svg().as_bytes())?),
        Content::Table(columns, rows) => (columns, rows),
    };
    let form = if format == Format::JsonLines { Form::JsonLines } else { Form::Csv };
    let reader = desk.store.reader()?;
    let mut sheet = Sheet::begin(form, columns, out)?;
    let (mut count, mut told) = (0, Instant::now());
    rows(&*reader, desk.cancel, &mut |row| {
        sheet.row(row)?;
        count += 1;
        if told.elapsed() >= PROGRESS_INTERVAL {
            told = Instant::now();
            (desk.report)(Answer::Export(News::Rows(count)));
        }
        Ok(())
    })?;
    (desk.report)(Answer::Export(News::Rows(count)));
    Ok(sheet.end()?)
}

/// What is to be put on the clipboard.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_COPIED {
            let most = text::size(MOST_COPIED as u64);
            return Err(io::Error::other(format!(
                "it is more than {most}, too much for a clipboard; name a file"
            )));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn endless() -> Export {
        let rows: crate::tui::exporting::Rows = Arc::new(|_, cancel, each| {
            for number in 0.. {
                if number == 10_000 {
                    cancel.store(true, Ordering::Relaxed);
                }
                if cancel.load(Ordering::Relaxed) {
                    return Err(ExportError::Interrupted);
                }
                each(&[i64::from(number).into()])?;
            }
            Ok(())
        });
        Export::table("numbers", "numbers", &["number"], rows)
    }

    /// What becomes of an export to a target, and what is in its folder then.
    fn written(export: &Export, name: &str) -> (News, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let database = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/magellan-4.17.0.db");
        std::fs::copy(database, folder.path().join("sample.db")).unwrap();
        let store = crate::store::open(&folder.path().join("sample.db")).unwrap();
        let desk = Desk { store: &*store, cancel: &AtomicBool::new(false), report: &|_| {} };
        let target = match name {
            "" => Target::Clipboard,
            name => {
                let path = folder.path().join(name).display().to_string();
                Target::File { path, replaces: true }
            }
        };
        let news = write(&desk, export, Format::Csv, &target);
        let names = std::fs::read_dir(folder.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        // What SQLite keeps beside its file while it is open is not of the export.
        (news, names.filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).collect())
    }

    #[test]
    fn one_that_is_stopped_leaves_nothing_behind() {
        assert_eq!(written(&endless(), "numbers.csv"), (News::Stopped, vec!["sample.db".to_owned()]));
    }

    #[test]
    fn a_database_is_never_replaced() {
        for name in ["sample.db", "sample.db-wal", "sample.db.words"] {
            let (news, left) = written(&endless(), name);
            assert!(matches!(&news, News::Failed(why) if why.contains("never replaces")), "{news:?}");
            assert_eq!(left, ["sample.db"]);
        }
        assert!(matches!(written(&endless(), "no/such/folder.csv").0, News::Failed(_)));
    }

    #[test]
    fn what_is_too_much_for_a_clipboard_is_refused() {
        let rows: crate::tui::exporting::Rows =
            Arc::new(|_, _, each| (0..).try_for_each(|number: i64| each(&[number.into()])));
        let (news, _) = written(&Export::table("numbers", "numbers", &["number"], rows), "");
        assert!(matches!(&news, News::Failed(why) if why.contains("name a file")), "{news:?}");
    }
}
