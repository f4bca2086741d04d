-- The measures by each column that a screen sorts by; equals by their key.

CREATE INDEX tui_symbols_by_name ON symbol_metrics(symbol_name DESC);
CREATE INDEX tui_symbols_by_complexity ON symbol_metrics(cyclomatic_complexity DESC);
CREATE INDEX tui_symbols_by_fan_in ON symbol_metrics(fan_in DESC);
CREATE INDEX tui_symbols_by_fan_out ON symbol_metrics(fan_out DESC);
CREATE INDEX tui_symbols_by_loc ON symbol_metrics(loc DESC);
CREATE INDEX tui_files_by_complexity ON file_metrics(complexity_score DESC, file_path);
CREATE INDEX tui_files_by_fan_in ON file_metrics(fan_in DESC, file_path);
CREATE INDEX tui_files_by_fan_out ON file_metrics(fan_out DESC, file_path);
CREATE INDEX tui_files_by_loc ON file_metrics(loc DESC, file_path);
CREATE INDEX tui_files_by_symbols ON file_metrics(symbol_count DESC, file_path);

-- Symbols by the name with their scope. A stable id needs no index: it is the node's id in hexadecimal.
CREATE INDEX tui_symbols_by_qualified ON graph_entities(json_extract(data, '$.fqn')) WHERE kind = 'Symbol';

-- Runs by their beginning, equals by their row: Magellan's own index has those the other way about.
CREATE INDEX tui_runs_by_start ON execution_log(started_at);
