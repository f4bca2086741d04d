//! The same facts as JSON lines have, as tables; `docs/export.md` says what stands in each.

mod columns;
mod rows;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use super::ExportError;
use crate::model::{CfgEdge, Record, RecordKind};
use crate::store::Reader;
use columns::{SPAN, tables};
use rows::{Cell, NOTHING, number, optional, row, span};

/// A table that is being written.
type Out = csv::Writer<Box<dyn Write>>;

/// Writes every fact of a snapshot as tables, a row a fact, below a row of the columns' names. `open` is asked
/// for what each table is written to, by its name, one after another; a table is flushed before the next but one.
/// Setting `cancel` ends it. Cost: a scan of the whole database; memory for one record.
///
/// # Errors
/// Where the database cannot be read or a table not be written, and where it was cancelled.
pub fn tables_of(
    reader: &dyn Reader,
    open: &mut dyn FnMut(&str) -> io::Result<Box<dyn Write>>,
    cancel: &AtomicBool,
) -> Result<(), ExportError> {
    for kind in RecordKind::ALL {
        let mut outs: Vec<Out> = Vec::new();
        for (name, columns) in tables(kind) {
            let mut out = csv::Writer::from_writer(open(name)?);
            let names = columns.iter().flat_map(|column| match *column {
                "SPAN" => SPAN.to_vec(),
                other => vec![other],
            });
            out.write_record(names).map_err(io::Error::from)?;
            outs.push(out);
        }
        let mut done = Ok(());
        reader.records(kind, &mut |record| {
            done = if cancel.load(Ordering::Relaxed) {
                Err(ExportError::Interrupted)
            } else {
                write(&mut outs, &record).map_err(|error| ExportError::Write(error.into()))
            };
            done.is_ok()
        })?;
        done?;
        for mut out in outs {
            out.flush()?;
        }
    }
    Ok(())
}

/// Writes a record into its tables.
fn write(outs: &mut [Out], record: &Record) -> csv::Result<()> {
    match (record, outs) {
        (Record::Ast { file, nodes }, [out]) => {
            for (at, node) in nodes.iter().enumerate() {
                let bytes = [node.byte_start, node.byte_end].map(number);
                let parent = node.parent.map_or(NOTHING, number);
                let row = [number(file.0), number(at), parent, node.kind.as_str().into()];
                out.write_record(row.iter().chain(&bytes).map(AsRef::<str>::as_ref))?;
            }
            Ok(())
        }
        (Record::Cfg(cfg), [blocks, edges]) => {
            let function = number(cfg.function.0);
            for (at, block) in cfg.blocks.iter().enumerate() {
                let mut row: Vec<Cell<'_>> =
                    vec![function.clone(), number(at), (&*block.kind).into(), (&*block.terminator).into()];
                row.extend(span(block.span));
                row.extend(
                    [&block.hash, &block.statements, &block.condition].map(|text| optional(text.as_deref())),
                );
                put(blocks, &row)?;
            }
            for CfgEdge { source, target, kind } in &cfg.edges {
                put(edges, &[function.clone(), number(source), number(target), kind.as_str().into()])?;
            }
            Ok(())
        }
        (record, [out, ..]) => put(out, &row(record)),
        (_, []) => Ok(()),
    }
}

fn put(out: &mut Out, row: &[Cell<'_>]) -> csv::Result<()> {
    out.write_record(row.iter().map(AsRef::<str>::as_ref))
}
