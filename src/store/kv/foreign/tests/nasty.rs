//! Files that hold what no sound one does.
