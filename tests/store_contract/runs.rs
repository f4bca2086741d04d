//! The log of runs: by id, by outcome, by time.

use magellan_tui::model::{Diagnostic, Execution, Outcome, Severity};
use magellan_tui::store::{Engine, open_writer};

use crate::lab::{Lab, in_pages};
use crate::made::{project, run};
use crate::scans::assert_counted;

/// When each run began: with equals, out of order, and before 1970.
const STARTED: [i64; 10] = [500, 500, 200, 900, 100, -5, 500, 0, 255, 256];

fn outcome(at: usize) -> Outcome {
    match at % 5 {
        0 | 3 => Outcome::Success,
        1 => Outcome::Error,
        2 => Outcome::Partial,
        _ => Outcome::Other("succes".to_owned()),
    }
}

/// A database with a run of its own and ten more, and these, newest first.
fn logged(engine: Engine) -> (Lab, Vec<Execution>) {
    let lab = Lab::with(engine, &project(1));
    for (at, started_at) in STARTED.into_iter().enumerate() {
        let begun = Execution { started_at, ..run(&format!("tui-r{at}"), Outcome::Running) };
        let ended = Execution {
            started_at,
            error_message: (at == 1).then(|| "could not\nread \u{0}".to_owned()),
            files_indexed: at as i64,
            root: (at != 3).then(|| "/src/lab".to_owned()),
            ..run(&begun.execution_id, outcome(at))
        };
        lab.change(|writer| {
            writer.begin_run(&begun).unwrap();
            writer.finish_run(&ended, Some(&[])).unwrap();
        });
    }
    let runs = lab.read(|reader| reader.executions(None, 100).unwrap().items);
    assert_eq!(runs.len(), STARTED.len() + 1);
    assert!(runs.is_sorted_by(|newer, older| newer.row > older.row));
    (lab, runs)
}

pub(crate) fn a_run_is_found_by_its_id(engine: Engine) {
    let (lab, runs) = logged(engine);
    lab.read(|reader| {
        for run in &runs {
            assert_eq!(reader.execution(&run.execution_id).unwrap().as_ref(), Some(run));
        }
        let told = reader.execution("tui-r1").unwrap().unwrap();
        assert_eq!(told.error_message.as_deref(), Some("could not\nread \u{0}"));
        assert_eq!((told.outcome, told.files_indexed, told.duration_ms), (Outcome::Error, 1, Some(1000)));
        assert_eq!(reader.execution("tui-r3").unwrap().unwrap().root, None);
        for nobody in ["", "tui-", "tui-r", "tui-r11", "TUI-R1", "tui-r1\u{0}", "%"] {
            assert_eq!(reader.execution(nobody).unwrap(), None, "{nobody:?}");
        }
    });
}

pub(crate) fn runs_are_found_by_their_outcome(engine: Engine) {
    let (lab, runs) = logged(engine);
    let mut outcomes: Vec<Outcome> = (0..5).map(outcome).collect();
    outcomes.extend([Outcome::Running, Outcome::Other("succ".to_owned()), Outcome::Other(String::new())]);
    lab.read(|reader| {
        let mut seen = 0;
        for outcome in outcomes {
            let wanted: Vec<_> = runs.iter().filter(|run| run.outcome == outcome).cloned().collect();
            for limit in [1, 2, 100] {
                let found = in_pages(
                    limit,
                    |run: &Execution| run.row,
                    |before| reader.executions_ended(&outcome, before, limit).unwrap(),
                );
                assert_eq!(found, wanted, "{outcome:?} in pages of {limit}");
            }
            seen += wanted.len();
        }
        assert_eq!(seen, runs.len() + runs.iter().filter(|run| run.outcome == Outcome::Success).count());
    });
}

pub(crate) fn runs_are_found_by_when_they_began(engine: Engine) {
    let (lab, mut runs) = logged(engine);
    runs.sort_by_key(|run| std::cmp::Reverse((run.started_at, run.row)));
    lab.read(|reader| {
        let ranges = [
            i64::MIN..i64::MAX,
            500..501,
            0..500,
            -5..0,
            501..900,
            900..901,
            500..500,
            901..i64::MAX,
            256..257,
        ];
        for range in ranges {
            let wanted: Vec<_> = runs.iter().filter(|run| range.contains(&run.started_at)).cloned().collect();
            for limit in [1, 2, 100] {
                let found = in_pages(
                    limit,
                    |run: &Execution| (run.started_at, run.row),
                    |before| reader.executions_between(range.clone(), before, limit).unwrap(),
                );
                assert_eq!(found, wanted, "{range:?} in pages of {limit}");
            }
        }
        #[expect(clippy::reversed_empty_ranges, reason = "what a caller may ask by mistake")]
        let backwards = reader.executions_between(900..0, None, 10).unwrap();
        assert_eq!((backwards.items, backwards.more), (Vec::new(), false));
    });
}

pub(crate) fn a_run_that_ends_is_no_longer_found_as_running(engine: Engine) {
    let lab = Lab::with(engine, &project(1));
    let running = || {
        lab.read(|reader| {
            let found = reader.executions_ended(&Outcome::Running, None, 10).unwrap().items;
            let by_time = reader.executions_between(100..101, None, 10).unwrap().items;
            assert_eq!(by_time, reader.executions(None, 10).unwrap().items);
            for run in &by_time {
                assert_eq!(reader.execution(&run.execution_id).unwrap().as_ref(), Some(run));
            }
            let counted = reader.counts().unwrap().executions;
            assert_eq!(counted, by_time.len() as u64, "a run that has begun counts");
            found.into_iter().map(|run| run.execution_id).collect::<Vec<_>>()
        })
    };
    let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    writer.begin_run(&run("tui-2", Outcome::Running)).unwrap();
    assert_eq!(running(), ["tui-2"], "seen before the commit");
    writer.finish_run(&run("tui-2", Outcome::Success), Some(&[])).unwrap();
    writer.commit().unwrap();
    assert_eq!(running(), [""; 0]);
    let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    writer.begin_run(&run("tui-3", Outcome::Running)).unwrap();
    drop(writer);
    assert_eq!(running(), ["tui-3"], "it did not come to its end");
    lab.change(|writer| {
        writer.begin_run(&run("tui-4", Outcome::Running)).unwrap();
        writer.finish_run(&run("tui-4", Outcome::Success), Some(&[])).unwrap();
    });
    assert_eq!(running(), [""; 0]);
    lab.read(|reader| {
        let killed = reader.executions_ended(&Outcome::Error, None, 10).unwrap().items;
        assert_eq!((killed.len(), killed[0].execution_id.as_str()), (1, "tui-3"));
    });
}

pub(crate) fn what_a_run_complained_of_stays_until_it_complains_of_something_else(engine: Engine) {
    let lab = Lab::with(engine, &project(1));
    let told = |line| Diagnostic {
        path: "src/f01.rs".to_owned(),
        line,
        severity: Severity::Warning,
        message: format!("line {line}"),
    };
    let ended = run("tui-2", Outcome::Success);
    let end = |complaints: Option<&[Diagnostic]>| {
        lab.change(|writer| writer.finish_run(&ended, complaints).unwrap());
        let found = lab.read(|reader| reader.diagnostics("tui-2", 0, 10).unwrap());
        assert_counted(&lab);
        found.items.into_iter().map(|told| told.line).collect::<Vec<_>>()
    };
    assert_eq!(end(Some(&[told(1), told(2)])), [1, 2]);
    assert_eq!(end(None), [1, 2]);
    assert_eq!(end(Some(&[told(2), told(3), told(4)])), [2, 3, 4]);
    assert_eq!(end(Some(&[])), [0; 0]);
}
