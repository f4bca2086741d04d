use super::*;
use crate::model::Counts;
use crossbeam_channel::{Receiver, unbounded};

/// Jobs with one worker over a small database, which goes when the folder does.
fn jobs() -> (Jobs, Receiver<Delivery>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.db");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/magellan-4.17.0.db"), &path).unwrap();
    let (sender, answers) = unbounded();
    let outbox = Arc::new(move |delivery| drop(sender.send(delivery)));
    (Jobs::new(crate::store::open(&path).unwrap(), 1, outbox), answers, folder)
}

fn counts(files: u64) -> Result<Answer, StoreError> {
    Ok(Answer::Counts(Counts { files, ..Counts::default() }))
}

/// Asks for what ends when nobody wants it any more, and waits until it has begun.
fn ask_until_cancelled(jobs: &mut Jobs) {
    let (begun, wait) = unbounded();
    jobs.ask(Slot::Counts, move |desk| {
        begun.send(()).unwrap();
        while !desk.cancel.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        counts(1)
    });
    wait.recv().unwrap();
}

#[test]
fn of_two_askings_only_the_newer_is_answered() {
    let (mut jobs, answers, _folder) = jobs();
    let (begun, wait) = unbounded();
    let (go, held) = unbounded::<()>();
    // It ends when the test says so, not when it is told to stop: else the worker might begin the second.
    jobs.ask(Slot::Counts, move |desk| {
        begun.send(()).unwrap();
        held.recv().unwrap();
        counts(u64::from(desk.cancel.load(Ordering::Relaxed)))
    });
    wait.recv().unwrap();
    jobs.ask(Slot::Counts, |_| counts(2));
    jobs.ask(Slot::Counts, |_| counts(3));
    go.send(()).unwrap();
    let late = answers.recv().unwrap();
    assert!(!jobs.accept(&late));
    assert!(matches!(late.answer, Ok(Answer::Counts(Counts { files: 1, .. }))), "it was told to stop");
    let wanted = answers.recv().unwrap();
    assert!(jobs.accept(&wanted));
    assert!(matches!(wanted.answer, Ok(Answer::Counts(Counts { files: 3, .. }))));
    assert!(jobs.is_idle() && answers.is_empty());
}

#[test]
fn another_store_answers_and_the_one_before_is_not_heard() {
    let (mut jobs, answers, folder) = jobs();
    ask_until_cancelled(&mut jobs);
    let path = folder.path().join("other.db");
    std::fs::copy(folder.path().join("sample.db"), &path).unwrap();
    jobs.reopen(crate::store::open(&path).unwrap());
    assert!(jobs.is_idle());
    let expected = path.clone();
    jobs.ask(Slot::Counts, move |desk| counts(u64::from(desk.store.path() == expected)));
    let answers = [answers.recv().unwrap(), answers.recv().unwrap()];
    let wanted: Vec<_> = answers.iter().filter(|answer| jobs.accept(answer)).collect();
    assert_eq!(wanted.len(), 1);
    assert!(matches!(wanted[0].answer, Ok(Answer::Counts(Counts { files: 1, .. }))));
}

#[test]
fn a_job_that_is_told_to_stop_still_answers() {
    let (mut jobs, answers, _folder) = jobs();
    assert!(!jobs.stop(&Slot::Runs));
    jobs.ask(Slot::Runs, |desk| {
        while !desk.cancel.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        counts(7)
    });
    assert!(jobs.is_open(&Slot::Runs) && jobs.stop(&Slot::Runs));
    assert!(jobs.accept(&answers.recv().unwrap()));
    assert!(!jobs.is_open(&Slot::Runs));
}

#[test]
fn a_job_that_fails_takes_nothing_with_it() {
    let (mut jobs, answers, _folder) = jobs();
    jobs.ask(Slot::Runs, |_| panic!("as if the program had a fault"));
    let failed = answers.recv().unwrap();
    assert!(jobs.accept(&failed) && failed.answer.is_err());
    jobs.ask(Slot::Runs, |_| counts(4));
    assert!(answers.recv().unwrap().answer.is_ok());
}

#[test]
fn parts_come_before_the_end_and_what_is_taken_back_does_not_come() {
    let (mut jobs, answers, _folder) = jobs();
    jobs.ask(Slot::Find, |desk| {
        (desk.report)(Answer::Done);
        counts(5)
    });
    let part = answers.recv().unwrap();
    assert!(jobs.accept(&part) && !part.last && !jobs.is_idle());
    let end = answers.recv().unwrap();
    assert!(jobs.accept(&end) && end.last && jobs.is_idle());
    jobs.ask(Slot::Find, |_| counts(6));
    jobs.cancel(&Slot::Find);
    assert!(jobs.is_idle());
    assert!(answers.try_iter().all(|late| !jobs.accept(&late)));
}

#[test]
fn who_has_nothing_to_do_goes_home_and_others_are_hired() {
    let (mut jobs, answers, _folder) = jobs();
    jobs.ask(Slot::Counts, |_| counts(1));
    assert!(jobs.accept(&answers.recv().unwrap()));
    let home = |jobs: &Jobs| jobs.workers.iter().all(JoinHandle::is_finished);
    while !home(&jobs) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(jobs.shared.state().workers, 0);
    jobs.ask(Slot::Counts, |_| counts(2));
    assert!(jobs.accept(&answers.recv().unwrap()));
    assert_eq!(jobs.workers.len(), 1);
}

#[test]
fn there_are_as_many_workers_as_there_is_work_and_never_more_than_allowed() {
    let (mut jobs, answers, _folder) = jobs();
    jobs.most = 2;
    ask_until_cancelled(&mut jobs);
    jobs.ask(Slot::Runs, |_| counts(2));
    assert!(jobs.accept(&answers.recv().unwrap()));
    for slot in [Slot::Runs, Slot::Find, Slot::Meta] {
        jobs.ask(slot, |_| counts(3));
    }
    for _ in 0..3 {
        assert!(jobs.accept(&answers.recv().unwrap()));
    }
    assert_eq!(jobs.workers.len(), 2);
    assert!(jobs.stop(&Slot::Counts));
    assert!(jobs.accept(&answers.recv().unwrap()));
}

#[test]
fn what_is_put_off_is_begun_when_it_is_released() {
    let (mut jobs, answers, _folder) = jobs();
    jobs.hold();
    jobs.ask(Slot::Counts, |_| counts(1));
    jobs.ask(Slot::Counts, |_| counts(2));
    jobs.ask(Slot::Runs, |_| counts(3));
    assert!(jobs.workers.is_empty() && jobs.is_open(&Slot::Counts));
    jobs.release();
    let answers: Vec<Delivery> = (0..2).map(|_| answers.recv().unwrap()).collect();
    let wanted: Vec<_> = answers.iter().filter(|answer| jobs.accept(answer)).collect();
    assert_eq!(wanted.len(), 2, "of one question the newest");
    assert!(jobs.is_idle());
}
