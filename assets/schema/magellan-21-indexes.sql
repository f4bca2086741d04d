-- Magellan's schema 21: indexes.
-- Left out are the indexes on snapshot_id and created_at of nodes and edges, which are the same in
-- every row, and the one on a node's kind alone, which two others begin with. Magellan does
-- without them and does not make them again.

CREATE INDEX idx_ast_nodes_file_id ON ast_nodes(file_id);
CREATE INDEX idx_ast_nodes_parent ON ast_nodes(parent_id);
CREATE INDEX idx_ast_nodes_span ON ast_nodes(byte_start, byte_end);
CREATE INDEX idx_block_cov_hit ON cfg_block_coverage(block_id, hit_count);
CREATE INDEX idx_candidate_facts_predicate ON candidate_facts(predicate);
CREATE INDEX idx_candidate_facts_source ON candidate_facts(source_document_id);
CREATE INDEX idx_candidate_facts_status ON candidate_facts(status);
CREATE INDEX idx_candidate_facts_status_created ON candidate_facts(status, created_at);
CREATE INDEX idx_cfg_blocks_function ON cfg_blocks(function_id);
CREATE INDEX idx_cfg_blocks_hash ON cfg_blocks(cfg_hash);
CREATE INDEX idx_cfg_edges_function ON cfg_edges(function_id);
CREATE INDEX idx_chunks_content_hash ON code_chunks(content_hash);
CREATE INDEX idx_chunks_file_path ON code_chunks(file_path);
CREATE INDEX idx_chunks_symbol_name ON code_chunks(symbol_name);
CREATE INDEX idx_cross_file_refs_file ON cross_file_refs(file_path);
CREATE INDEX idx_cross_file_refs_from ON cross_file_refs(from_symbol_id);
CREATE INDEX idx_cross_file_refs_to ON cross_file_refs(to_symbol_id);
CREATE INDEX idx_edge_cov_hit ON cfg_edge_coverage(edge_id, hit_count);
CREATE INDEX idx_edge_versions_snapshot ON edge_versions(snapshot_id);
CREATE INDEX idx_edge_versions_source ON edge_versions(source_stable_id);
CREATE INDEX idx_edge_versions_target ON edge_versions(target_stable_id);
CREATE INDEX idx_edges_from ON graph_edges(from_id);
CREATE INDEX idx_edges_to ON graph_edges(to_id);
CREATE INDEX idx_edges_type ON graph_edges(edge_type);
CREATE INDEX idx_entities_kind_id ON graph_entities(kind, id);
CREATE INDEX idx_entities_kind_name ON graph_entities(kind, name);
CREATE INDEX idx_execution_log_execution_id ON execution_log(execution_id);
CREATE INDEX idx_execution_log_outcome ON execution_log(outcome);
CREATE INDEX idx_execution_log_started_at ON execution_log(started_at DESC);
CREATE INDEX idx_file_versions_path ON file_versions(file_path);
CREATE INDEX idx_file_versions_snapshot ON file_versions(snapshot_id);
CREATE INDEX idx_hnsw_entry_points_index ON hnsw_entry_points(index_id);
CREATE INDEX idx_hnsw_layers_index ON hnsw_layers(index_id, layer_level);
CREATE INDEX idx_hnsw_vectors_index ON hnsw_vectors(index_id);
CREATE INDEX idx_labels_label ON graph_labels(label);
CREATE INDEX idx_labels_label_entity_id ON graph_labels(label, entity_id);
CREATE INDEX idx_props_key_value ON graph_properties(key, value);
CREATE INDEX idx_props_key_value_entity_id ON graph_properties(key, value, entity_id);
CREATE INDEX idx_repo_snapshots_commit ON repo_snapshots(commit_oid);
CREATE INDEX idx_snapshot_stats_created_at ON snapshot_stats(created_at);
CREATE INDEX idx_source_docs_hash ON source_documents(content_hash);
CREATE INDEX idx_source_docs_kind ON source_documents(source_kind);
CREATE INDEX idx_source_docs_path ON source_documents(path_or_uri);
CREATE INDEX idx_symbol_metrics_file_path ON symbol_metrics(file_path);
CREATE INDEX idx_symbol_versions_name ON symbol_versions(name);
CREATE INDEX idx_symbol_versions_snapshot ON symbol_versions(snapshot_id);
CREATE INDEX idx_symbol_versions_stable ON symbol_versions(stable_id);
CREATE INDEX idx_telemetry_events_execution ON telemetry_events(execution_id);
CREATE INDEX idx_telemetry_events_timestamp ON telemetry_events(timestamp_ns);
CREATE INDEX idx_telemetry_events_type_name ON telemetry_events(event_type, event_name);
CREATE INDEX idx_token_attributes_name ON token_attributes(attr_name);
CREATE INDEX idx_token_attributes_name_value ON token_attributes(attr_name, attr_value);
CREATE UNIQUE INDEX uq_graph_labels_entity_label ON graph_labels(entity_id, label);
