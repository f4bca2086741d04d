//! A table of what was measured.

use std::fmt::{self, Display, Formatter};

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Millis,
    Micros,
    Mebibytes,
}

/// One thing that was measured of both engines, and of the bare programs where there are such.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) fjall: f64,
    pub(crate) sqlite: f64,
    pub(crate) bare_fjall: Option<f64>,
    pub(crate) bare_sqlite: Option<f64>,
}

/// Rows of one size of database.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

impl Unit {
    fn show(self, seconds: f64) -> String {
        match self {
            Unit::Seconds => format!("{seconds:.2} s"),
            Unit::Millis => format!("{:.2} ms", seconds * 1e3),
            Unit::Micros => format!("{:.1} µs", seconds * 1e6),
            Unit::Mebibytes => format!("{:.1} MiB", seconds / f64::from(1 << 20)),
        }
    }
}

impl Display for Table {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        writeln!(to, "### {}\n", self.title)?;
        writeln!(
            to,
            "| | fjall | SQLite | SQLite : fjall | bare fjall | fjall : bare | bare SQLite | bare SQLite : fjall |"
        )?;
        writeln!(to, "| --- | --: | --: | --: | --: | --: | --: | --: |")?;
        for row in &self.rows {
            let show = |value: Option<f64>| value.map(|value| row.unit.show(value)).unwrap_or_default();
            let ratio = |of: Option<f64>, by: Option<f64>| match (of, by) {
                (Some(of), Some(by)) => format!("{:.2}", of / by),
                _ => String::new(),
            };
            let (fjall, sqlite) = (Some(row.fjall), Some(row.sqlite));
            let cells = [
                row.what.clone(),
                show(fjall),
                show(sqlite),
                ratio(sqlite, fjall),
                show(row.bare_fjall),
                ratio(fjall, row.bare_fjall),
                show(row.bare_sqlite),
                ratio(row.bare_sqlite, fjall),
            ];
            writeln!(to, "| {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}
