//! What the names of a file mean where only some of its nodes mean something else than before: no row of another node is
//! read or written, but for `cross_file_refs`, whose rows say nothing of the node that they come from.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, ToSql};

use super::super::reader::{edge_up_to, file_up_to, node_up_to};
use super::ledger::{self, Ledger};
use super::{At, Failure, cross_refs, graph, metrics, records};
use crate::model::{FileRecords, NodeData, NodeId, Record};
use crate::store::Origin;
use crate::store::codec::{Totals, encode_record};

/// Texts are not cut here.
const WHOLE: usize = usize::MAX;

/// What the database holds of some nodes of a file, and what of that the file has one of.
pub(super) struct Known(Vec<Record>);

impl Known {
    /// Reads it.
    pub(super) fn read(
        connection: &Connection,
        file: &FileRecords,
        nodes: &BTreeSet<NodeId>,
    ) -> Result<Known, Failure> {
        let mut known = Known(records::timed(connection, file.file.id)?);
        let sql = "SELECT file_path, symbol_count, loc, estimated_loc, fan_in, fan_out, complexity_score, last_updated
             FROM file_metrics WHERE file_path = ?1";
        let metrics = |row: &Row<'_>| Record::FileMetrics(file_up_to(row, WHOLE));
        known.add(connection, "file_metrics", sql, &file.file.path, metrics)?;
        for NodeId(node) in nodes {
            let sql = "SELECT id, kind, name, file_path, data FROM graph_entities WHERE id = ?1";
            known.add(connection, "graph_entities", sql, node, |row| Record::Node(node_up_to(row, WHOLE)))?;
            let sql = "SELECT id, from_id, to_id, edge_type, data FROM graph_edges WHERE from_id = ?1";
            let edge = |row: &Row<'_>| Record::Edge(edge_up_to(row, Origin::Own, WHOLE));
            known.add(connection, "graph_edges", sql, node, edge)?;
            let metrics = metrics::symbols_between(connection, *node, *node)?;
            known.0.extend(metrics.into_iter().map(Record::SymbolMetrics));
        }
        Ok(known)
    }

    fn add(
        &mut self,
        connection: &Connection,
        table: &'static str,
        sql: &str,
        key: &dyn ToSql,
        read: impl Fn(&Row<'_>) -> Record,
    ) -> Result<(), Failure> {
        let mut select = connection.prepare_cached(sql).at(table)?;
        for record in select.query_map([key], |row| Ok(read(row))).at(table)? {
            self.0.push(record.at(table)?);
        }
        Ok(())
    }

    /// Those of its nodes that have a name of their own in the search index: all that stand in the graph.
    fn nodes(&self) -> BTreeSet<NodeId> {
        let node = |record: &Record| match record {
            Record::Node(node) => Some(node.id),
            _ => None,
        };
        self.0.iter().filter_map(node).collect()
    }

    fn has_references(&self) -> bool {
        let is_reference = |record: &Record| matches!(record, Record::Node(node) if matches!(node.data, NodeData::Reference(_)));
        self.0.iter().any(is_reference)
    }

    /// Whether nodes come or go where the file becomes like this.
    pub(super) fn moves_names(&self, records: &FileRecords, nodes: &BTreeSet<NodeId>) -> bool {
        let symbols = records.symbols.iter().map(|symbol| symbol.id);
        let uses = records.references.iter().map(|reference| reference.id);
        let uses = uses.chain(records.calls.iter().map(|call| call.id));
        let now = symbols.chain(uses).chain(records.imports.iter().map(|import| import.id));
        let now: BTreeSet<NodeId> =
            now.filter(|node| nodes.contains(node)).chain([records.file.id]).collect();
        now != self.nodes()
    }

    /// The totals of what a file has beside these records, where it has these together with them.
    fn rest(&self, all: &Totals, ledger: &mut Ledger) -> Totals {
        let mut rest = all.clone();
        for record in &self.0 {
            encode_record(&mut ledger.encoder, record);
            rest.forget(record.kind(), ledger.encoder.digest());
        }
        rest
    }

    /// Writes what these nodes mean now over it; `before` are the totals of all that the file had.
    pub(super) fn replace(
        &self,
        connection: &Connection,
        records: &mut FileRecords,
        nodes: &BTreeSet<NodeId>,
        before: &Totals,
        ledger: &mut Ledger,
    ) -> Result<(), Failure> {
        let measured = self.0.iter().filter_map(|record| match record {
            Record::SymbolMetrics(metrics) => Some(metrics),
            _ => None,
        });
        metrics::keep_times_of(measured, records);
        let rest = self.rest(before, ledger);
        let after = Totals::of_nodes(records, nodes, rest, &mut ledger.encoder);
        ledger.replace(Some(before), Some(&after));
        let file = records.file.id;
        graph::replace_nodes(connection, records, nodes)?;
        records::remove_of_path(connection, file, &["file_metrics"])?;
        metrics::insert_file(connection, &records.metrics)?;
        nodes.iter().try_for_each(|node| metrics::remove_symbol(connection, *node))?;
        let measured = records.symbol_metrics.iter().filter(|metrics| nodes.contains(&metrics.symbol));
        metrics::insert_symbols(connection, measured)?;
        if self.has_references() || records.references.iter().any(|reference| nodes.contains(&reference.id)) {
            records::remove_of_path(connection, file, &["cross_file_refs"])?;
            cross_refs::keep_again(connection, file, &records.file.path)?;
        }
        records::write_found(connection, &records.state)?;
        ledger::put(connection, file, &after)
    }
}
