-- Magellan's schema 21: the search index over names.

CREATE VIRTUAL TABLE symbol_fts USING fts5(name, content='graph_entities', content_rowid='id');
