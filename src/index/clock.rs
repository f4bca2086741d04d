//! What time it is.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now in Unix seconds; `SOURCE_DATE_EPOCH` where that is set, so that the same sources can give the
/// same bytes.
pub(crate) fn now() -> i64 {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse().ok());
    fixed.unwrap_or_else(|| real_ns() / 1_000_000_000)
}

/// Now in nanoseconds since the Unix epoch, whatever `SOURCE_DATE_EPOCH` says.
pub(crate) fn real_ns() -> i64 {
    ns_since_epoch(SystemTime::now())
}

/// A time in nanoseconds since the Unix epoch, negative before it.
pub(crate) fn ns_since_epoch(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN + 1, |ns| -ns),
    }
}

/// A file that changed less than this before it was read may change once more and keep its time: file
/// systems count in ticks of up to two seconds.
pub(crate) const RACY_NS: i64 = 2_000_000_000;
