//! Both engines, given the same, hold the same and answer the same.

use magellan_tui::model::{Diagnostic, Outcome, Record, RecordKind, Severity};
use magellan_tui::store::Engine;

use crate::contents::{assert_same, contents};
use crate::lab::Lab;
use crate::made::{project, records, run};

/// Does the same to a database of either engine: makes it, changes it, has a run killed.
fn lived(engine: Engine) -> Lab {
    let files = project(4);
    let lab = Lab::with(engine, &files);
    let told = Diagnostic {
        path: "src/f01.rs".to_owned(),
        line: 3,
        severity: Severity::Warning,
        message: "could not\tread".to_owned(),
    };
    lab.change(|writer| {
        writer.begin_run(&run("tui-2", Outcome::Running)).unwrap();
        writer.put_file(&records(4, "src/f04.rs", 4)).unwrap();
        writer.remove_file(files[2].file.id).unwrap();
        writer.put_file(&records(2, "src/f02.rs", 1)).unwrap();
        writer.finish_run(&run("tui-2", Outcome::Partial), Some(std::slice::from_ref(&told))).unwrap();
    });
    let mut writer = magellan_tui::store::open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    writer.begin_run(&run("tui-3", Outcome::Running)).unwrap();
    drop(writer);
    lab.change(|writer| {
        writer.begin_run(&run("tui-4", Outcome::Running)).unwrap();
        let mut state = files[0].state.clone();
        state.modified_ns = 9_000_000_001;
        writer.put_state(&state).unwrap();
        writer.finish_run(&run("tui-4", Outcome::Success), Some(&[])).unwrap();
    });
    lab
}

#[test]
fn both_engines_hold_the_same_records_in_the_same_order() {
    let [fjall, sqlite] = [Engine::Fjall, Engine::Sqlite].map(|engine| {
        let mut records = lived(engine).read(contents);
        for record in &mut records {
            // Rows have one order in both, but SQLite leaves out numbers.
            if let Record::Execution(run) = record {
                run.row = 0;
            }
        }
        records
    });
    for kind in RecordKind::ALL {
        let some = sqlite.iter().any(|record: &Record| record.kind() == kind);
        assert_eq!(some, kind != RecordKind::OtherNode, "{kind:?}: every sort is compared");
    }
    assert_same(&fjall, &sqlite, "fjall beside SQLite");
}

#[test]
fn both_engines_answer_the_same() {
    let answers = |engine| {
        lived(engine).read(|reader| {
            let mut shares = reader.languages().unwrap();
            shares.sort_by_key(|share| share.files);
            let complaints = reader.diagnostics("tui-2", 0, 10).unwrap();
            let mut meta = reader.meta().unwrap();
            (meta.engine, meta.size_bytes) = (Engine::Sqlite, 0);
            (reader.counts().unwrap(), shares, complaints, meta)
        })
    };
    assert_eq!(answers(Engine::Fjall), answers(Engine::Sqlite));
}
