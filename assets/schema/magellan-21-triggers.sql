-- Magellan's schema 21: what keeps the search index over names. Made once the index is there.

CREATE TRIGGER graph_entities_ai AFTER INSERT ON graph_entities BEGIN
    INSERT INTO symbol_fts(rowid, name)
        VALUES (new.id, new.name);
END;

CREATE TRIGGER graph_entities_ad AFTER DELETE ON graph_entities BEGIN
    INSERT INTO symbol_fts(symbol_fts, rowid, name)
        VALUES ('delete', old.id, old.name);
END;

CREATE TRIGGER graph_entities_au AFTER UPDATE ON graph_entities BEGIN
    INSERT INTO symbol_fts(symbol_fts, rowid, name)
        VALUES ('delete', old.id, old.name);
    INSERT INTO symbol_fts(rowid, name)
        VALUES (new.id, new.name);
END;
