//! The text behind a fact: from the file on disk while it is still what was indexed, else from the
//! database.
