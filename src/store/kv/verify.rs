//! Whether a database still is what was written.

use super::store::KvStore;
use crate::store::{Result, Verification};

pub(super) fn verify(_: &KvStore, _: &mut dyn FnMut(&str, u64) -> bool) -> Result<Verification> {
    Ok(Verification::default())
}
