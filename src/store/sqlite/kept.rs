//! What an index of our own keeps of itself: how much it holds, and digests of it.
//!
//! The released Magellan opens such an index too, and each of its commands adds at least a row to the
//! log of runs. It knows nothing of what is kept: so the runs that are not ours are kept with it, and
//! what is kept holds while those are the ones in the log.

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::row::{bytes, int, unsigned};
use crate::store::codec::{Encoder, Totals, Undecodable, decode};

/// What is kept, in `tui_meta`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Of all records.
    pub(super) totals: Totals,
    /// Who else had written when it was kept.
    pub(super) others: Others,
    /// Digest of what the database says of itself.
    pub(super) meta: u128,
    /// Whether somebody else has changed more than the log since the index was made: then what was kept has
    /// been taken again, and tables may not agree with each other.
    pub(super) is_mixed: bool,
}

impl Kept {
    /// Reads it; `None` where nothing is kept.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Option<Result<Kept, Undecodable>>> {
        let mut select = connection.prepare_cached("SELECT value FROM tui_meta WHERE key = 'totals'")?;
        select.query_row([], |row| Ok(decode(bytes(row, 0).unwrap_or_default()))).optional()
    }

    /// Keeps these totals, with what is there beside the records now.
    pub(super) fn write(connection: &Connection, totals: &Totals, is_mixed: bool) -> rusqlite::Result<()> {
        let (others, meta) = (Others::find(connection)?, meta(connection)?);
        let kept = Kept { totals: totals.clone(), others, meta, is_mixed };
        let mut encoder = Encoder::default();
        encoder.fields(&kept);
        connection
            .prepare_cached("INSERT OR REPLACE INTO tui_meta (key, value) VALUES ('totals', ?1)")?
            .execute([encoder.payload()])?;
        Ok(())
    }

    /// Whether nobody else has written since.
    pub(super) fn holds(&self, connection: &Connection) -> rusqlite::Result<bool> {
        Ok(self.others == Others::find(connection)?)
    }
}

/// The runs in the log that are not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Others {
    runs: u64,
    /// The row of the newest.
    last: i64,
}

impl Others {
    /// Counts them. Ours begin with [`crate::store::RUN_PREFIX`], and `.` comes after its `-`.
    pub(super) fn find(connection: &Connection) -> rusqlite::Result<Others> {
        connection
            .prepare_cached(
                "SELECT count(*), ifnull(max(id), 0) FROM
                   (SELECT id FROM execution_log WHERE execution_id < 'tui-'
                    UNION ALL SELECT id FROM execution_log WHERE execution_id >= 'tui.')",
            )?
            .query_row([], |row| Ok(Others { runs: unsigned(row, 0), last: int(row, 1) }))
    }
}

/// Digest of what the database says of itself beside its records.
pub(super) fn meta(connection: &Connection) -> rusqlite::Result<u128> {
    let sql =
        "SELECT quote(magellan_schema_version) || quote(sqlitegraph_schema_version) || quote(created_at)
               || quote(project_name) || quote(project_metadata) || quote(index_root)
               FROM magellan_meta ORDER BY id";
    let mut encoder = Encoder::default();
    let mut rows = connection.prepare_cached(sql)?;
    let text: Vec<u8> = rows
        .query_map([], |row| Ok(bytes(row, 0).unwrap_or_default().to_vec()))?
        .collect::<rusqlite::Result<Vec<_>>>()?
        .concat();
    encoder.raw(&text);
    Ok(encoder.digest())
}

/// A file's part of it, in `tui_files.totals`.
pub(super) fn encode_totals(totals: &Totals) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.fields(totals);
    encoder.payload().to_vec()
}
