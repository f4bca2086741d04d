//! A read transaction, and the ways to ask it.

use rusqlite::{Connection, Params, Row};

use super::meta;
#[cfg(test)]
use super::plans;
use crate::store::Result;
use crate::store::sqlite::columns::Columns;
use crate::store::sqlite::error::store_error;
use crate::store::sqlite::store::SqliteStore;

/// A read transaction on a connection of its own.
pub(in crate::store::sqlite) struct SqliteReader<'s> {
    pub(in crate::store::sqlite) store: &'s SqliteStore,
    /// Always there until it is dropped.
    connection: Option<Connection>,
}

impl<'s> SqliteReader<'s> {
    /// Fixes the snapshot.
    pub(in crate::store::sqlite) fn begin(
        store: &'s SqliteStore,
        connection: Connection,
    ) -> Result<SqliteReader<'s>> {
        let reader = SqliteReader { store, connection: Some(connection) };
        // The snapshot is taken by the first read, not by BEGIN.
        reader.with("sqlite_schema", |connection| {
            connection.execute_batch("BEGIN DEFERRED; SELECT 1 FROM sqlite_schema LIMIT 1;")
        })?;
        Ok(reader)
    }

    pub(in crate::store::sqlite) fn columns(&self) -> &Columns {
        &self.store.columns
    }

    /// Runs `read`; an error of the engine names `table`.
    pub(in crate::store::sqlite) fn with<T>(
        &self,
        table: &str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let failed =
            |error| store_error(crate::store::Store::path(self.store), Some(table), "reading", &error);
        self.connected(|connection| read(connection).map_err(failed))
    }

    /// Runs `read`, which says itself what failed.
    pub(super) fn connected<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.connection {
            Some(connection) => read(connection),
            None => {
                let path = crate::store::Store::path(self.store);
                Err(store_error(path, None, "reading", &rusqlite::Error::InvalidQuery))
            }
        }
    }

    /// Calls `each` with every row until it gives `false`.
    pub(in crate::store::sqlite) fn each(
        &self,
        table: &str,
        sql: &str,
        params: impl Params,
        mut each: impl FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        #[cfg(test)]
        plans::note(sql);
        self.with(table, |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                if !each(row) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Every row, read by `read`.
    pub(in crate::store::sqlite) fn all<T>(
        &self,
        table: &str,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        self.each(table, sql, params, |row| {
            items.push(read(row));
            true
        })?;
        Ok(items)
    }

    /// The first row, if there is one.
    pub(in crate::store::sqlite) fn first<T>(
        &self,
        table: &str,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(table, sql, params, |row| {
            found = Some(read(row));
            false
        })?;
        Ok(found)
    }

    /// The ways in which the file may write a path: as it is, below its root, and absolute.
    pub(super) fn forms_of(&self, path: &str) -> Result<Vec<String>> {
        let mut forms = vec![path.to_owned()];
        if let Some(root) = meta::root(self)? {
            let root = root.trim_end_matches('/');
            if let Some(below) = path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) {
                forms.push(below.to_owned());
            }
            if !path.starts_with('/') {
                forms.push(format!("{root}/{path}"));
            }
        }
        Ok(forms)
    }
}

impl Drop for SqliteReader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("ROLLBACK").is_ok()
        {
            self.store.give_back(connection);
        }
    }
}
