//! How far a copy is, from what is told of it.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::copier::{Told, Trouble};
use crate::migrate::{Event, PartReport, Plan, Report};
use crate::tui::widgets::gauge;

/// Lines of the log that are kept.
const LOG: usize = 500;
/// Over how long a rate is taken.
const WINDOW: Duration = Duration::from_secs(5);

/// A part of the source on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct PartProgress {
    /// Its name.
    pub name: String,
    /// Rows in it, as the plan says.
    pub rows: u64,
    /// Rows that are copied.
    pub copied: u64,
    /// Rows that are read back.
    pub compared: u64,
    /// How it came out.
    pub report: Option<PartReport>,
}

impl PartProgress {
    /// Rows that are copied and that are read back, no more than there are.
    fn done(&self) -> [u64; 2] {
        [self.copied.min(self.rows), self.compared.min(self.rows)]
    }
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ended {
    /// There is a copy.
    Made(Box<Report>),
    /// There is none.
    Failed(Trouble),
}

/// How far a copy is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// The parts, as in the plan.
    pub parts: Vec<PartProgress>,
    /// The part that is copied or read back now.
    pub current: usize,
    /// Bytes that are copied.
    pub bytes: u64,
    /// Whether the copy is being read back.
    pub verifying: bool,
    /// Whether it was told to stop.
    pub stopping: bool,
    /// What was said, and how long after the beginning.
    pub log: VecDeque<(Duration, String)>,
    /// How it ended; `None` while it goes on.
    pub ended: Option<Ended>,
    /// When something was told last, after the beginning.
    pub at: Duration,
    /// Rows of all parts, of them those that are copied and those that are read back.
    total: u64,
    copied: u64,
    compared: u64,
    /// Rows that were done at some moments of the last seconds.
    samples: VecDeque<(Duration, u64)>,
}

impl Progress {
    /// A copy that begins.
    pub fn of(plan: &Plan) -> Progress {
        let part = |part: &crate::migrate::Part| PartProgress {
            name: part.name.clone(),
            rows: part.rows,
            copied: 0,
            compared: 0,
            report: None,
        };
        Progress::of_parts(plan.parts.iter().map(part).collect())
    }

    fn of_parts(parts: Vec<PartProgress>) -> Progress {
        let total = parts.iter().map(|part| part.rows).fold(0, u64::saturating_add);
        let samples = VecDeque::from([(Duration::ZERO, 0)]);
        Progress { parts, total, samples, ..Progress::default() }
    }

    /// Changes a part, and what all of them come to with it.
    fn change(&mut self, part: usize, change: impl FnOnce(&mut PartProgress)) -> bool {
        let Some(found) = self.parts.get_mut(part) else { return false };
        let before = found.done();
        change(found);
        let after = found.done();
        self.copied = self.copied.saturating_sub(before[0]).saturating_add(after[0]);
        self.compared = self.compared.saturating_sub(before[1]).saturating_add(after[1]);
        true
    }

    /// Takes what is told. What it says of parts that the plan does not have is passed over.
    pub fn take(&mut self, told: Told) {
        let Told { at, event } = told;
        // Reading back begins where what was told before it ends.
        let before = self.at;
        self.at = self.at.max(at);
        match event {
            Event::Said(words) => return self.note(at, words),
            Event::CleanedUp(path) => {
                let words =
                    format!("cleared {}, left by a copy that did not come to its end", path.display());
                return self.note(at, words);
            }
            Event::Copied { part, rows, bytes } => {
                if self.change(part, |found| found.copied = rows) {
                    self.current = part;
                    self.bytes = bytes;
                }
            }
            Event::Compared { part, rows } => {
                self.begin_verifying(before);
                if self.change(part, |found| found.compared = rows) {
                    self.current = part;
                }
            }
            Event::Verified { part, report } => {
                self.begin_verifying(before);
                let verified = |found: &mut PartProgress| {
                    found.compared = found.rows;
                    found.report = Some(report);
                };
                if self.change(part, verified) {
                    self.current = part;
                }
            }
        }
        let done = if self.verifying { self.compared() } else { self.copied() };
        self.samples.push_back((at, done));
        while self.samples.get(1).is_some_and(|(old, _)| *old + WINDOW < at) {
            self.samples.pop_front();
        }
    }

    fn note(&mut self, at: Duration, words: String) {
        if self.log.len() == LOG {
            self.log.pop_front();
        }
        self.log.push_back((at, words));
    }

    fn begin_verifying(&mut self, since: Duration) {
        if !self.verifying {
            self.verifying = true;
            self.samples.clear();
            self.samples.push_back((since, 0));
        }
    }

    /// Takes the end.
    pub fn end(&mut self, ended: Ended) {
        if let Ended::Made(report) = &ended {
            // Also where the last reports were not told one by one.
            let made: HashMap<&str, &PartReport> =
                report.parts.iter().map(|part| (part.name.as_str(), part)).collect();
            for part in &mut self.parts {
                (part.copied, part.compared) = (part.rows, part.rows);
                part.report = made.get(part.name.as_str()).map(|made| (*made).clone()).or(part.report.take());
            }
            (self.copied, self.compared) = (self.total, self.total);
            self.verifying = true;
        }
        self.ended = Some(ended);
    }

    /// Rows of all parts.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Rows that are copied.
    pub fn copied(&self) -> u64 {
        self.copied
    }

    /// Rows that are read back.
    pub fn compared(&self) -> u64 {
        self.compared
    }

    /// Hundredths of the whole that are done, copying and reading back.
    pub fn percent(&self) -> u64 {
        let done = self.copied().saturating_add(self.compared());
        let of = self.total().saturating_mul(2);
        let still_runs = self.ended.is_none();
        gauge::percent(done, of).min(if still_runs { 99 } else { 100 })
    }

    /// Rows a second of late, of what is being done now; `None` where nothing can be said yet.
    pub fn rate(&self) -> Option<u64> {
        let ((from, before), (to, now)) = (self.samples.front()?, self.samples.back()?);
        let took = to.saturating_sub(*from).as_secs_f64();
        // A float too large for an integer becomes the largest.
        (took >= 0.05 && now > before).then(|| ((now - before) as f64 / took).round() as u64)
    }

    /// Seconds that what is being done now will take still, about.
    pub fn seconds_left(&self) -> Option<u64> {
        let done = if self.verifying { self.compared() } else { self.copied() };
        let left = self.total().saturating_sub(done);
        self.rate().filter(|rate| *rate > 0).map(|rate| left.div_ceil(rate))
    }

    /// Parts that came out as they were, and others.
    pub fn verdicts(&self) -> (usize, usize) {
        let reports = || self.parts.iter().filter_map(|part| part.report.as_ref());
        let equal = reports().filter(|report| report.is_equal()).count();
        (equal, reports().count() - equal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(rows: &[u64]) -> Progress {
        let part = |rows: &u64| PartProgress {
            name: format!("part of {rows}"),
            rows: *rows,
            copied: 0,
            compared: 0,
            report: None,
        };
        Progress::of_parts(rows.iter().map(part).collect())
    }

    fn tell(progress: &mut Progress, ms: u64, event: Event) {
        progress.take(Told { at: Duration::from_millis(ms), event });
    }

    #[test]
    fn rate_and_time_left_follow_the_last_seconds() {
        let mut progress = progress(&[10_000, 10_000]);
        assert_eq!((progress.rate(), progress.seconds_left(), progress.percent()), (None, None, 0));
        tell(&mut progress, 1_000, Event::Copied { part: 0, rows: 1_000, bytes: 5 });
        assert_eq!((progress.rate(), progress.seconds_left()), (Some(1_000), Some(19)));
        // Faster later: what was long ago does not count.
        for second in 2..=9 {
            tell(&mut progress, second * 1_000, Event::Copied { part: 0, rows: second * 1_000, bytes: 5 });
        }
        tell(&mut progress, 10_000, Event::Copied { part: 1, rows: 6_000, bytes: 9 });
        assert_eq!(progress.rate(), Some(1_833), "11,000 rows in the last six seconds");
        tell(&mut progress, 11_000, Event::Compared { part: 0, rows: 5_000 });
        assert!(progress.verifying);
        assert_eq!(progress.rate(), Some(5_000), "reading back has a rate of its own");
    }

    #[test]
    fn what_cannot_be_is_survived() {
        let mut progress = progress(&[u64::MAX, 3]);
        tell(&mut progress, 5, Event::Copied { part: 9, rows: 1, bytes: 1 });
        tell(&mut progress, 4, Event::Copied { part: 1, rows: 70, bytes: 1 });
        assert_eq!(progress.copied(), 3, "no more than there is");
        tell(&mut progress, 90, Event::Copied { part: 0, rows: u64::MAX, bytes: u64::MAX });
        assert_eq!(progress.percent(), 99, "not done while it goes on");
        for number in 0..2_000 {
            tell(&mut progress, 100, Event::Said(number.to_string()));
        }
        assert_eq!(progress.log.len(), LOG);
    }
}
