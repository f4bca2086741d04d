//! Moments and lengths of time, as they are typed: `2026-11-23`, `2026-11-23T13:31`, `3h`; `5s`, `250ms`.

/// Seconds of each unit.
const UNITS: [(&str, i64); 5] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

/// A moment in Unix seconds: a date and maybe a time of UTC, or so long before `now`.
pub fn moment(text: &str, now: i64) -> Option<i64> {
    ago(text).and_then(|seconds| now.checked_sub(seconds)).or_else(|| date(text))
}

fn ago(text: &str) -> Option<i64> {
    let (unit, seconds) = UNITS.iter().find(|(unit, _)| text.ends_with(unit))?;
    text.strip_suffix(unit)?.parse::<u32>().ok().and_then(|count| i64::from(count).checked_mul(*seconds))
}

fn date(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00"));
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    let is_one = (0..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute);
    is_one.then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60)
}

/// The number of a day from 1970-01-01: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// A length of time in milliseconds; a bare number is of milliseconds.
pub fn length(text: &str) -> Option<f64> {
    let (number, factor) = match text.strip_suffix("ms") {
        Some(number) => (number, 1.0),
        None => match UNITS.iter().find(|(unit, _)| text.ends_with(unit)) {
            Some((unit, seconds)) => (text.strip_suffix(unit)?, *seconds as f64 * 1000.0),
            None => (text, 1.0),
        },
    };
    number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::text;

    #[test]
    fn moments_are_read_as_they_are_shown() {
        for seconds in [0, 951_782_400, 1_795_440_660, -86_400] {
            let shown = text::time(seconds).replace(' ', "T");
            assert_eq!(moment(&shown, 0), Some(seconds), "{shown}");
        }
        assert_eq!(moment("2026-11-23", 0), Some(1_795_392_000));
        assert_eq!((moment("3h", 100_000), moment("1w", 0)), (Some(89_200), Some(-604_800)));
        for wrong in ["", "yesterday", "2026-13-01", "2026-1", "3y", "h", "2026-11-23T25:00", "2026-11-23T1"]
        {
            assert_eq!(moment(wrong, 0), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_have_units() {
        let read = [length("5s"), length("250ms"), length("1.5m"), length("70"), length("s"), length("5 s")];
        assert_eq!(read, [Some(5000.0), Some(250.0), Some(90_000.0), Some(70.0), None, None]);
    }
}
