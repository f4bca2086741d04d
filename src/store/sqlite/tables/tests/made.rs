//! Files made at random.
