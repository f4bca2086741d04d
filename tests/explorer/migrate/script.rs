//! A copier that a test plays.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use magellan_tui::migrate::{Becomes, Event, MigrateError, Options, Part, PartReport, Plan, Report, Result};
use magellan_tui::model::Counts;
use magellan_tui::store::Engine;
use magellan_tui::tui::data::target::{self, Finding, Look};
use magellan_tui::tui::migrate::{Copier, Told};

use crate::harness::{Explorer, World};

/// Six hours after the fixture was indexed.
const NOW: i64 = 1_795_452_427 + 6 * 3600;

/// The parts of the copy: names, rows, and whether they are records.
pub const PARTS: [(&str, u64, bool); 8] = [
    ("table graph_entities", 120_400, false),
    ("table graph_edges", 310_000, false),
    ("table code_chunks", 9_800, false),
    ("table a\u{1b}[31m\u{202e}name of a user's own table \u{6f22}\u{5b57}", 3, false),
    ("table empty", 0, false),
    ("symbols", 83_000, true),
    ("edges", 228_000, true),
    ("chunks", 9_800, true),
];

/// What a test tells the copier to do.
enum Go {
    Tell(Told),
    End(Box<Result<Report>>),
}

pub type PlanOf = Box<dyn Fn(&Options) -> Result<Plan> + Send + Sync>;

/// The copier.
pub struct Scripted {
    steps: Receiver<Go>,
    /// Whether a copy that is told to stop waits for the test to end it.
    lingers: AtomicBool,
    saw_cancel: AtomicBool,
    plan: Mutex<PlanOf>,
    look: Mutex<Option<Finding>>,
    looked: Mutex<Vec<String>>,
    real_look: bool,
}

/// The test's end of it.
pub struct Script {
    pub copier: Arc<Scripted>,
    steps: Sender<Go>,
}

impl Script {
    pub fn new() -> Script {
        Script::of(false)
    }

    /// One that looks at real paths.
    pub fn looking() -> Script {
        Script::of(true)
    }

    fn of(real_look: bool) -> Script {
        let (sender, steps) = crossbeam_channel::unbounded();
        let copier = Scripted {
            steps,
            lingers: AtomicBool::new(false),
            saw_cancel: AtomicBool::new(false),
            plan: Mutex::new(Box::new(|options| Ok(plan(options)))),
            look: Mutex::default(),
            looked: Mutex::default(),
            real_look,
        };
        Script { copier: Arc::new(copier), steps: sender }
    }

    /// The fixture of Magellan, with this copier.
    pub fn world(&self) -> World {
        let mut world = World::of_magellan("4.17.0");
        world.copier = Arc::clone(&self.copier) as Arc<dyn Copier>;
        world
    }

    /// The same, large enough to be offered the other engine.
    pub fn large_world(&self) -> World {
        let mut world = World::of_changed_magellan("4.17.0", |path| {
            let database = rusqlite::Connection::open(path).unwrap();
            database.execute_batch("CREATE TABLE padding AS SELECT zeroblob(17 << 20)").unwrap();
        });
        world.copier = Arc::clone(&self.copier) as Arc<dyn Copier>;
        world
    }

    pub fn finds(&self, finding: Finding) {
        *self.copier.look.lock().unwrap() = Some(finding);
    }

    pub fn plans(&self, plan: impl Fn(&Options) -> Result<Plan> + Send + Sync + 'static) {
        *self.copier.plan.lock().unwrap() = Box::new(plan);
    }

    pub fn lingers(&self) {
        self.copier.lingers.store(true, Ordering::SeqCst);
    }

    /// Paths that were looked at.
    pub fn looked(&self) -> Vec<String> {
        self.copier.looked.lock().unwrap().clone()
    }

    /// Waits until the copy was told to stop.
    pub fn wait_for_cancel(&self) {
        while !self.copier.saw_cancel.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub fn was_cancelled(&self) -> bool {
        self.copier.saw_cancel.load(Ordering::SeqCst)
    }

    /// Tells an event at a time in milliseconds after the beginning.
    pub fn tell(&self, ms: u64, event: Event) {
        self.steps.send(Go::Tell(Told { at: Duration::from_millis(ms), event })).unwrap();
    }

    pub fn said(&self, ms: u64, words: &str) {
        self.tell(ms, Event::Said(words.to_owned()));
    }

    pub fn end(&self, ended: Result<Report>) {
        self.steps.send(Go::End(Box::new(ended))).unwrap();
    }

    /// A copy up to the middle of its second part.
    pub fn copies_some(&self, explorer: &mut Explorer) {
        self.said(0, "copying to databases/sample.fjall");
        self.tell(1_000, Event::Copied { part: 0, rows: 120_400, bytes: 20 << 20 });
        self.tell(2_000, Event::Copied { part: 1, rows: 80_000, bytes: 31 << 20 });
        explorer.wait_for("200,400 of 761,003");
    }

    /// Everything up to the middle of reading back.
    pub fn compares_some(&self, explorer: &mut Explorer) {
        for (part, (_, rows, _)) in PARTS.iter().enumerate() {
            self.tell(3_000 + part as u64 * 500, Event::Copied { part, rows: *rows, bytes: 60 << 20 });
        }
        self.said(7_000, "reading the copy back");
        for (part, (_, rows, _)) in PARTS.iter().enumerate().take(3) {
            self.tell(8_000 + part as u64 * 500, Event::Compared { part, rows: *rows });
            self.tell(8_000 + part as u64 * 500, Event::Verified { part, report: part_report(part) });
        }
        self.tell(9_500, Event::Compared { part: 5, rows: 40_000 });
        explorer.wait_for("480,200 of 761,003");
    }

    /// The rest of it, and the end.
    pub fn makes(&self, explorer: &mut Explorer, options_to: &str) {
        for part in 3..PARTS.len() {
            self.tell(10_000 + part as u64 * 100, Event::Verified { part, report: part_report(part) });
        }
        self.end(Ok(report(options_to)));
        explorer.settle();
    }
}

impl Copier for Scripted {
    fn now(&self) -> i64 {
        NOW
    }

    fn preset(&self, from: &Path, engine: Engine) -> PathBuf {
        let ending = if engine == Engine::Fjall { "fjall" } else { "db" };
        if self.real_look {
            return target::preset(from, engine);
        }
        from.with_extension(ending)
    }

    fn look(&self, from: &Path, typed: &str) -> Look {
        self.looked.lock().unwrap().push(typed.to_owned());
        if self.real_look {
            return target::look(from, typed);
        }
        let finding = self.look.lock().unwrap().clone().unwrap_or(Finding::Free);
        Look { path: PathBuf::from(typed), finding, free_bytes: Some(40 << 30) }
    }

    fn plan(&self, options: &Options) -> Result<Plan> {
        (self.plan.lock().unwrap())(options)
    }

    fn run(&self, options: &Options, watch: &mut dyn FnMut(Told), cancel: &AtomicBool) -> Result<Report> {
        let stopped = || Err(MigrateError::Cancelled { path: options.to.clone() });
        loop {
            match self.steps.recv_timeout(Duration::from_millis(1)) {
                Ok(Go::Tell(told)) => watch(told),
                Ok(Go::End(ended)) => return *ended,
                Err(RecvTimeoutError::Disconnected) => return stopped(),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if cancel.load(Ordering::Relaxed) {
                self.saw_cancel.store(true, Ordering::SeqCst);
                if !self.lingers.load(Ordering::SeqCst) {
                    return stopped();
                }
            }
        }
    }
}

/// A copier that waits for nobody: its copies are copies of the fixture.
pub struct Quick {
    pub folder: PathBuf,
}

impl Copier for Quick {
    fn now(&self) -> i64 {
        NOW
    }

    fn preset(&self, _: &Path, engine: Engine) -> PathBuf {
        target::preset(&self.folder.join("sample.db"), engine)
    }

    fn look(&self, _: &Path, typed: &str) -> Look {
        target::look(&self.folder.join("sample.db"), typed)
    }

    fn plan(&self, options: &Options) -> Result<Plan> {
        Ok(plan(options))
    }

    fn run(&self, options: &Options, watch: &mut dyn FnMut(Told), cancel: &AtomicBool) -> Result<Report> {
        for (part, (_, rows, _)) in PARTS.iter().enumerate() {
            let at = Duration::from_millis(part as u64 * 100);
            watch(Told { at, event: Event::Copied { part, rows: *rows, bytes: *rows } });
            watch(Told { at, event: Event::Compared { part, rows: *rows / 2 } });
            let report = if part == 2 { odd_report(part, 0) } else { part_report(part) };
            watch(Told { at, event: Event::Verified { part, report } });
            std::thread::sleep(Duration::from_millis(2));
            if cancel.load(Ordering::Relaxed) {
                return Err(MigrateError::Cancelled { path: options.to.clone() });
            }
        }
        // Whatever was typed, nothing is made elsewhere.
        if options.force || options.to.parent() != Some(&self.folder) {
            return Err(MigrateError::NotReplaced { path: options.to.clone() });
        }
        std::fs::copy(crate::common::fixture("magellan-4.17.0.db"), &options.to).unwrap();
        Ok(report(options.to.to_str().unwrap()))
    }
}

/// A plan of [`PARTS`].
pub fn plan(options: &Options) -> Plan {
    let parts = PARTS.map(|(name, rows, is_record)| Part {
        name: name.to_owned(),
        rows,
        becomes: if is_record { Becomes::Records } else { Becomes::Rows },
    });
    let engines = match options.engine {
        Some(Engine::Sqlite) => ("sqlite", "sqlite"),
        _ => ("sqlite", "fjall"),
    };
    Plan {
        from: options.from.clone(),
        to: options.to.clone(),
        from_engine: engines.0,
        to_engine: engines.1,
        schema_version: 21,
        counts: Counts::default(),
        last_run_at: Some(NOW),
        from_bytes: 180 << 20,
        expected_bytes: 60 << 20,
        free_bytes: 40 << 30,
        expected_ms: 12_000,
        replaces: options.force,
        left_over: None,
        parts: parts.to_vec(),
    }
}

fn hash(part: usize) -> String {
    (0..64).map(|digit| char::from_digit((part as u32 * 7 + digit * 5 + 3) % 16, 16).unwrap()).collect()
}

/// A part that came out the same.
pub fn part_report(part: usize) -> PartReport {
    let (name, rows, _) = PARTS[part];
    PartReport { name: name.to_owned(), rows: [rows; 2], hashes: [hash(part), hash(part)] }
}

/// A part of which the copy has other rows.
pub fn odd_report(part: usize, rows: u64) -> PartReport {
    let mut report = part_report(part);
    report.rows[1] = rows;
    report.hashes[1] = hash(part + 3);
    report
}

pub fn report(to: &str) -> Report {
    Report {
        from: PathBuf::from("databases/sample.db"),
        to: PathBuf::from(to),
        from_engine: "sqlite".to_owned(),
        to_engine: "fjall".to_owned(),
        tool_version: "0.1.0".to_owned(),
        schema_version: 21,
        made_at: NOW,
        parts: (0..PARTS.len()).map(part_report).collect(),
        bytes: [180 << 20, 52 << 20],
        duration_ms: [7_000, 3_700],
        rows_per_second: 108_714,
    }
}
