//! Answers as lines: `path:line: name`, or JSON.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write as _};

use serde_json::{Value, json};

use crate::cli::print::{Failure, harmless, harmless_json};
use crate::graph::Spot;

/// Standard output, a line an answer.
pub(super) struct Lines {
    out: BufWriter<StdoutLock<'static>>,
    json: bool,
    /// Whether somebody still reads.
    is_read: bool,
    is_empty: bool,
}

impl Lines {
    pub(super) fn new(json: bool) -> Lines {
        Lines { out: BufWriter::new(io::stdout().lock()), json, is_read: true, is_empty: true }
    }

    /// Prints a place and what is there, or `fields` as JSON.
    pub(super) fn put(
        &mut self,
        path: &str,
        line: u32,
        name: &str,
        fields: impl FnOnce() -> Value,
    ) -> Result<(), Failure> {
        if self.json {
            return self.object(&fields());
        }
        self.write(&harmless(&format!("{path}:{line}: {name}")))
    }

    /// Prints several symbols that belong together: with a blank line between them and those before, or as `fields` and a
    /// list in JSON.
    pub(super) fn group(&mut self, spots: &[Spot], fields: Value) -> Result<(), Failure> {
        if self.json {
            let mut fields = fields;
            if let Some(fields) = fields.as_object_mut() {
                fields.insert("symbols".to_owned(), spots.iter().map(symbol).collect());
            }
            return self.object(&fields);
        }
        if !self.is_empty {
            self.write("")?;
        }
        for spot in spots {
            self.put(&spot.path, spot.line, &spot.name, || Value::Null)?;
        }
        Ok(())
    }

    fn object(&mut self, fields: &Value) -> Result<(), Failure> {
        let text = harmless_json(&fields.to_string());
        self.write(&text)
    }

    fn write(&mut self, line: &str) -> Result<(), Failure> {
        self.is_empty = false;
        let written = writeln!(self.out, "{line}");
        self.check(written)
    }

    /// That nobody reads on (`| head`) is no failure.
    fn check(&mut self, written: io::Result<()>) -> Result<(), Failure> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.is_read = false,
            Err(error) => {
                return Err(anyhow::Error::new(error)
                    .context("standard output: cannot write the result")
                    .into());
            }
            Ok(()) => {}
        }
        Ok(())
    }

    /// Whether somebody still reads.
    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }

    /// Hands over what is left.
    pub(super) fn end(mut self) -> Result<(), Failure> {
        let flushed = self.out.flush();
        self.check(flushed)
    }
}

/// A symbol in JSON.
pub(super) fn symbol(spot: &Spot) -> Value {
    json!({
        "id": spot.id,
        "name": spot.name,
        "kind": spot.kind.label(),
        "path": spot.path,
        "line": spot.line,
        "column": spot.column,
    })
}
