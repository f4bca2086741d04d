-- Our own tables beside Magellan's, format 2. Whoever has `tui_meta` is an index of ours.

-- `format`, and under `totals` what is kept of all records together.
CREATE TABLE tui_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- How each file was found, what was extracted from it, and how much it put into the other tables.
CREATE TABLE tui_files (
    file_id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    hash TEXT NOT NULL,
    digest BLOB NOT NULL,
    facts BLOB NOT NULL,
    totals BLOB NOT NULL
);

-- What a run (`execution_log`) had to say about files.
CREATE TABLE tui_diagnostics (
    execution_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    path TEXT NOT NULL,
    line INTEGER NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (execution_id, seq)
) WITHOUT ROWID;
