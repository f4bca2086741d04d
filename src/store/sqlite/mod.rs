//! Magellan's own schema in a SQLite file.
