//! A process that indexes, or copies a database, is killed at fifty random moments: what it leaves is always
//! what some commit made, and the next run completes it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "common/contents.rs"]
mod contents;
#[path = "crash/copies.rs"]
mod copies;
#[path = "crash/place.rs"]
mod place;
#[path = "crash/victim.rs"]
mod victim;

use std::time::Duration;

use magellan_tui::model::{Execution, Outcome, Record};
use magellan_tui::store::{Engine, StoreError, open};

use contents::{assert_clean, assert_same};
use place::{Place, Version};
use victim::Victim;

/// Kills that hit a run, for each engine.
const KILLS: usize = 50;
/// Runs after which the test gives up hitting any.
const RUNS: usize = 40 * KILLS;

/// Says where the random moments begin, to have the same ones again.
const SEED: &str = "MAGELLAN_TUI_TEST_SEED";

#[test]
fn a_killed_index_is_completed_by_the_next_run_on_sqlite() {
    killed_at_any_moment(Engine::Sqlite);
}

#[test]
fn a_killed_index_is_completed_by_the_next_run_on_fjall() {
    killed_at_any_moment(Engine::Fjall);
}

/// What the second run of all is held against: the same sources, never interrupted.
struct Wanted {
    records: [Vec<Record>; 2],
    /// What stands in the folder of a database when nobody is at it.
    names: Vec<String>,
}

impl Wanted {
    fn of(place: &Place) -> Wanted {
        let records = [Version::Old, Version::New].map(|version| {
            place.write(version);
            place.forget();
            place.index();
            place.records()
        });
        assert_ne!(records[0], records[1]);
        // The database has been brought up to date once, as all others will have been.
        place.write(Version::Old);
        place.index();
        assert_same(&place.records(), &records[0], "an update beside a new index");
        Wanted { records, names: place.names() }
    }

    fn of_version(&self, version: Version) -> &[Record] {
        &self.records[version as usize]
    }
}

fn killed_at_any_moment(engine: Engine) {
    let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64);
    println!("{SEED}={seed}");
    let mut random = seed;
    let place = Place::new(engine);
    let wanted = Wanted::of(&place);
    let mut tally = Tally::default();
    for _ in 0..RUNS {
        // A first index, and then an update of it.
        tally.add(&first_index(&place, &wanted, &mut random));
        tally.add(&update(&place, &wanted, &mut random));
        if tally.killed >= KILLS {
            break;
        }
    }
    println!("{engine:?}: {tally:?}");
    assert!(tally.killed >= KILLS, "{tally:?}");
    // Kills that all come before a run has begun, or after its end, would show nothing.
    assert!(tally.begun > 0, "{tally:?}");
}

/// Where the kills came.
#[derive(Debug, Default)]
struct Tally {
    runs: usize,
    killed: usize,
    /// Killed updates.
    updates: usize,
    /// Killed updates whose run stood in the log as running.
    begun: usize,
    /// Killed runs that had done all their work.
    committed: usize,
}

impl Tally {
    fn add(&mut self, end: &End) {
        self.runs += 1;
        self.killed += usize::from(end.was_killed);
        self.updates += usize::from(end.was_killed && end.is_update);
        self.begun += usize::from(end.was_begun);
        self.committed += usize::from(end.was_killed && end.was_committed);
    }
}

/// How a run ended.
#[derive(Debug)]
struct End {
    is_update: bool,
    was_killed: bool,
    was_begun: bool,
    was_committed: bool,
}

/// Starts a run and kills it somewhere within the time that one takes.
fn strike(place: &Place, kind: victim::Kind, random: &mut u64) -> bool {
    let whole = place.duration(kind);
    // A little more than the whole, so that its last steps are hit, too.
    let moment = whole.mul_f64(1.1 * unit(random));
    let victim = Victim::start(place);
    let was_killed = victim.kill_after(moment);
    if !was_killed {
        place.took_less(kind, moment);
    }
    was_killed
}

fn first_index(place: &Place, wanted: &Wanted, random: &mut u64) -> End {
    place.forget();
    place.write(Version::Old);
    let was_killed = strike(place, victim::Kind::First, random);
    let was_committed = match open(&place.database()) {
        Ok(store) => {
            assert_same(&place.records(), wanted.of_version(Version::Old), "what a killed first index left");
            assert_clean(&*store);
            true
        }
        Err(StoreError::NotFound { .. }) => false,
        Err(error) => panic!("{error}"),
    };
    assert!(was_killed || was_committed, "a run that came to its end left nothing");
    assert_completed(place, wanted, Version::Old);
    let runs = place.runs();
    assert!(runs.iter().all(|run| run.outcome == Outcome::Success), "{runs:#?}");
    assert_eq!(runs.len(), 1 + usize::from(was_committed), "{runs:#?}");
    End { is_update: false, was_killed, was_begun: false, was_committed }
}

fn update(place: &Place, wanted: &Wanted, random: &mut u64) -> End {
    place.write(Version::New);
    let before = place.runs();
    let was_killed = strike(place, victim::Kind::Update, random);
    assert_clean(&*open(&place.database()).unwrap());
    let (found, left) = (place.records(), place.runs());
    let new: Vec<&Execution> = left.iter().filter(|run| run.row > before[0].row).collect();
    let was_committed = new.iter().any(|run| run.outcome == Outcome::Success);
    let was_begun = new.iter().any(|run| run.outcome == Outcome::Running);
    assert!(new.len() <= 1 && (new.is_empty() || was_committed || was_begun), "{new:#?}");
    assert!(was_killed || was_committed, "a run that came to its end is not in the log: {new:#?}");
    // A run's records are there just when the log says so.
    let version = if was_committed { Version::New } else { Version::Old };
    assert_same(&found, wanted.of_version(version), "what a killed update left");
    let unfinished = new.first().map(|run| run.execution_id.clone());
    assert_completed(place, wanted, Version::New);
    let runs = place.runs();
    assert_eq!(runs.len(), before.len() + new.len() + 1);
    assert_eq!(runs[0].outcome, Outcome::Success);
    assert!(runs.iter().all(|run| run.outcome != Outcome::Running), "{runs:#?}");
    if was_begun {
        let killed = runs.iter().find(|run| Some(&run.execution_id) == unfinished.as_ref()).unwrap();
        assert_eq!(killed.outcome, Outcome::Error);
        assert_eq!(killed.error_message.as_deref(), Some("interrupted: the program was killed"));
    }
    End { is_update: true, was_killed, was_begun, was_committed }
}

/// Runs again, and asserts that what is there is what one run would have made, and nothing else.
fn assert_completed(place: &Place, wanted: &Wanted, version: Version) {
    place.index();
    assert_same(&place.records(), wanted.of_version(version), "what the second run made");
    assert_clean(&*open(&place.database()).unwrap());
    assert_eq!(place.names(), wanted.names, "litter");
}

/// The next random number of those from 0 up to 1 (SplitMix64).
fn unit(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn random_numbers_are_spread_over_all_of_their_range() {
    let mut state = 7;
    let mut tenths = [0; 10];
    (0..1000).for_each(|_| tenths[(unit(&mut state) * 10.0) as usize] += 1);
    assert!(tenths.iter().all(|count| (50..150).contains(count)), "{tenths:?}");
    assert!(Duration::from_secs(1).mul_f64(unit(&mut state)) < Duration::from_secs(1));
}
