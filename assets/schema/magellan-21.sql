-- Magellan's schema 21, as files of its version 4.17.0 hold it: the tables.
-- Most are Magellan's own business and stay empty; they are here so that a file of ours is a whole
-- one. What makes writing slower (indexes, the search index over names) is in
-- magellan-21-indexes.sql and comes after the rows.

CREATE TABLE graph_entities (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    file_path TEXT,
    data TEXT NOT NULL,
    snapshot_id TEXT NOT NULL DEFAULT 'default',
    created_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE graph_edges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_id INTEGER NOT NULL,
    to_id INTEGER NOT NULL,
    edge_type TEXT NOT NULL,
    data TEXT NOT NULL,
    snapshot_id TEXT NOT NULL DEFAULT 'default',
    created_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE graph_labels (entity_id INTEGER NOT NULL, label TEXT NOT NULL);

CREATE TABLE graph_properties (entity_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL);

CREATE TABLE graph_meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    schema_version INTEGER NOT NULL,
    authoritative_version INTEGER NOT NULL DEFAULT 0,
    materialized_version INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE csr_manifest (
    shard_id INTEGER PRIMARY KEY,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    node_count INTEGER NOT NULL,
    edge_count INTEGER NOT NULL,
    conflict_resolution TEXT NOT NULL DEFAULT 'last-write-wins',
    created_at INTEGER NOT NULL
);

CREATE TABLE csr_shards (
    shard_id INTEGER NOT NULL,
    node_id INTEGER NOT NULL,
    shard_data BLOB,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    PRIMARY KEY (shard_id, node_id, version)
);

CREATE TABLE csr_edge_types (type_id INTEGER PRIMARY KEY, edge_type TEXT NOT NULL UNIQUE);

CREATE TABLE token_content (
    token_id INTEGER PRIMARY KEY,
    content_type TEXT NOT NULL,
    content_text TEXT NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE VIRTUAL TABLE token_content_fts USING fts5(
    token_id,
    content_type,
    content_text,
    tokenize='porter'
);

CREATE TRIGGER token_content_insert AFTER INSERT ON token_content BEGIN
    INSERT INTO token_content_fts(rowid, token_id, content_type, content_text)
        VALUES (new.rowid, new.token_id, new.content_type, new.content_text);
END;

CREATE TRIGGER token_content_delete AFTER DELETE ON token_content BEGIN
    DELETE FROM token_content_fts WHERE rowid = old.rowid;
END;

CREATE TRIGGER token_content_update AFTER UPDATE ON token_content BEGIN
    DELETE FROM token_content_fts WHERE rowid = old.rowid;
    INSERT INTO token_content_fts(rowid, token_id, content_type, content_text)
        VALUES (new.rowid, new.token_id, new.content_type, new.content_text);
END;

CREATE TABLE token_attributes (
    token_id INTEGER NOT NULL,
    attr_name TEXT NOT NULL,
    attr_type TEXT NOT NULL,
    attr_value TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (token_id, attr_name)
);

CREATE TABLE consumer_groups (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);

CREATE TABLE consumer_group_state (
    group_name TEXT NOT NULL,
    topic TEXT NOT NULL,
    last_offset INTEGER NOT NULL DEFAULT 0,
    read_cursor INTEGER NOT NULL DEFAULT 0,
    cursor_snapshot TEXT NOT NULL DEFAULT 'default',
    pending_offsets TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (group_name, topic),
    FOREIGN KEY (group_name) REFERENCES consumer_groups(name) ON DELETE CASCADE
);

CREATE TABLE graph_meta_history (
    version INTEGER NOT NULL,
    applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE hnsw_indexes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL,
    m INTEGER NOT NULL,
    ef_construction INTEGER NOT NULL,
    distance_metric TEXT NOT NULL,
    vector_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE hnsw_vectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    index_id INTEGER NOT NULL,
    vector_data BLOB NOT NULL,
    metadata TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    snapshot_id TEXT NOT NULL DEFAULT 'default',
    FOREIGN KEY (index_id) REFERENCES hnsw_indexes(id) ON DELETE CASCADE
);

CREATE TABLE hnsw_layers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    index_id INTEGER NOT NULL,
    layer_level INTEGER NOT NULL,
    node_id INTEGER NOT NULL,
    connections BLOB NOT NULL,
    FOREIGN KEY (index_id) REFERENCES hnsw_indexes(id) ON DELETE CASCADE,
    UNIQUE(index_id, layer_level, node_id)
);

CREATE TABLE hnsw_entry_points (
    index_id INTEGER NOT NULL,
    node_id INTEGER NOT NULL,
    order_idx INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (index_id, node_id),
    FOREIGN KEY (index_id) REFERENCES hnsw_indexes(id) ON DELETE CASCADE
);

CREATE TABLE snapshots (
    snapshot_id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    description TEXT
);

CREATE TABLE snapshot_stats (
    snapshot_id TEXT PRIMARY KEY,
    entity_count INTEGER NOT NULL DEFAULT 0,
    edge_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    FOREIGN KEY (snapshot_id) REFERENCES snapshots(snapshot_id) ON DELETE CASCADE
);

CREATE TABLE magellan_meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    magellan_schema_version INTEGER NOT NULL,
    sqlitegraph_schema_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    project_name TEXT,
    project_metadata TEXT,
    index_root TEXT
);

CREATE TABLE source_documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path_or_uri TEXT NOT NULL UNIQUE,
    source_kind TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    source_timestamp INTEGER,
    title TEXT,
    author TEXT,
    tags TEXT,
    wikilinks TEXT,
    frontmatter TEXT
);

CREATE TABLE file_metrics (
    file_path TEXT PRIMARY KEY,
    symbol_count INTEGER DEFAULT 0,
    loc INTEGER DEFAULT 0,
    estimated_loc REAL DEFAULT 0,
    fan_in INTEGER DEFAULT 0,
    fan_out INTEGER DEFAULT 0,
    complexity_score REAL DEFAULT 0,
    last_updated INTEGER NOT NULL
);

CREATE TABLE symbol_metrics (
    symbol_id INTEGER PRIMARY KEY,
    symbol_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_path TEXT NOT NULL,
    loc INTEGER DEFAULT 0,
    estimated_loc REAL DEFAULT 0,
    fan_in INTEGER DEFAULT 0,
    fan_out INTEGER DEFAULT 0,
    cyclomatic_complexity INTEGER DEFAULT 0,
    last_updated INTEGER NOT NULL
);

CREATE TABLE execution_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_id TEXT NOT NULL UNIQUE,
    tool_version TEXT NOT NULL,
    args TEXT NOT NULL,
    root TEXT,
    db_path TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    duration_ms INTEGER,
    outcome TEXT NOT NULL,
    error_message TEXT,
    files_indexed INTEGER DEFAULT 0,
    symbols_indexed INTEGER DEFAULT 0,
    references_indexed INTEGER DEFAULT 0
);

CREATE TABLE cross_file_refs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_symbol_id TEXT NOT NULL,
    to_symbol_id TEXT NOT NULL,
    file_path TEXT NOT NULL,
    line_number INTEGER NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL
);

CREATE TABLE code_chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_path TEXT NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    symbol_name TEXT,
    symbol_kind TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE(file_path, byte_start, byte_end)
);

CREATE TABLE telemetry_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    event_name TEXT NOT NULL,
    timestamp_ns INTEGER NOT NULL,
    duration_ns INTEGER,
    value REAL,
    unit TEXT,
    metadata TEXT
);

CREATE TABLE ast_nodes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER,
    kind TEXT NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL,
    file_id INTEGER
);

CREATE TABLE cfg_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    function_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    terminator TEXT NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL,
    start_line INTEGER NOT NULL,
    start_col INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    end_col INTEGER NOT NULL,
    cfg_hash TEXT,
    statements TEXT,
    cfg_condition TEXT,
    FOREIGN KEY (function_id) REFERENCES graph_entities(id) ON DELETE CASCADE
);

CREATE TABLE cfg_edges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    function_id INTEGER NOT NULL,
    source_idx INTEGER NOT NULL,
    target_idx INTEGER NOT NULL,
    edge_type TEXT NOT NULL,
    FOREIGN KEY (function_id) REFERENCES graph_entities(id) ON DELETE CASCADE
);

CREATE TABLE candidate_facts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    candidate_id TEXT NOT NULL UNIQUE,
    source_document_id INTEGER NOT NULL,
    subject_type TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object_type TEXT,
    object_key TEXT,
    properties_json TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    rejection_reason TEXT,
    created_at INTEGER NOT NULL,
    reviewed_at INTEGER,
    FOREIGN KEY (source_document_id) REFERENCES source_documents(id)
);

CREATE TABLE repo_snapshots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repo_root TEXT NOT NULL,
    commit_oid TEXT NOT NULL UNIQUE,
    tree_oid TEXT NOT NULL,
    author_time INTEGER NOT NULL,
    commit_time INTEGER NOT NULL,
    commit_message TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE repo_snapshot_parents (
    snapshot_id INTEGER NOT NULL,
    parent_oid TEXT NOT NULL,
    FOREIGN KEY (snapshot_id) REFERENCES repo_snapshots(id) ON DELETE CASCADE,
    PRIMARY KEY (snapshot_id, parent_oid)
);

CREATE TABLE file_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    snapshot_id INTEGER NOT NULL,
    file_path TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    is_deleted INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (snapshot_id) REFERENCES repo_snapshots(id) ON DELETE CASCADE
);

CREATE TABLE symbol_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    snapshot_id INTEGER NOT NULL,
    stable_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_path TEXT NOT NULL,
    start_line INTEGER NOT NULL,
    start_col INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    end_col INTEGER NOT NULL,
    body_hash TEXT,
    FOREIGN KEY (snapshot_id) REFERENCES repo_snapshots(id) ON DELETE CASCADE
);

CREATE TABLE edge_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    snapshot_id INTEGER NOT NULL,
    source_stable_id TEXT NOT NULL,
    target_stable_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    FOREIGN KEY (snapshot_id) REFERENCES repo_snapshots(id) ON DELETE CASCADE
);

CREATE TABLE cfg_block_coverage (
    block_id INTEGER PRIMARY KEY,
    hit_count INTEGER NOT NULL DEFAULT 0,
    source_kind TEXT NOT NULL,
    source_revision TEXT,
    ingested_at INTEGER NOT NULL,
    FOREIGN KEY (block_id) REFERENCES cfg_blocks(id) ON DELETE CASCADE
);

CREATE TABLE cfg_edge_coverage (
    edge_id INTEGER PRIMARY KEY,
    hit_count INTEGER NOT NULL DEFAULT 0,
    source_kind TEXT NOT NULL,
    source_revision TEXT,
    ingested_at INTEGER NOT NULL,
    FOREIGN KEY (edge_id) REFERENCES cfg_edges(id) ON DELETE CASCADE
);

CREATE TABLE cfg_coverage_meta (
    source_kind TEXT PRIMARY KEY,
    source_revision TEXT,
    ingested_at INTEGER,
    total_blocks INTEGER,
    total_edges INTEGER
);
