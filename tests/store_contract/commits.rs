//! What is seen when, and of writers that do not come to their end.

use magellan_tui::model::Outcome;
use magellan_tui::store::{Engine, NewDatabase, RUN_PREFIX, StoreError, Writer, create, open, open_writer};

use crate::lab::{Lab, assert_holds, names_in};
use crate::made::{project, records, run};

pub(crate) fn a_reader_sees_one_commit(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files[..2]);
    let store = open(&lab.path()).unwrap();
    let before = store.reader().unwrap();
    let first = store.generation().unwrap();
    assert_eq!(store.generation().unwrap(), first, "nothing has changed");
    let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    writer.put_file(&files[2]).unwrap();
    assert_eq!(store.reader().unwrap().counts().unwrap().files, 2, "not committed yet");
    assert_eq!(store.generation().unwrap(), first);
    writer.commit().unwrap();
    assert_ne!(store.generation().unwrap(), first);
    assert_eq!(before.counts().unwrap().files, 2, "the old snapshot");
    assert_eq!(store.reader().unwrap().counts().unwrap().files, 3);
    drop(before);
    assert_eq!(store.reader().unwrap().counts().unwrap().files, 3, "a reader that is used again");
}

pub(crate) fn a_killed_run_is_marked_and_others_are_left(engine: Engine) {
    let lab = Lab::with(engine, &project(1));
    let runs = || lab.read(|reader| reader.executions(None, 100).unwrap().items);
    let outcomes = || runs().into_iter().map(|run| (run.execution_id, run.outcome)).collect::<Vec<_>>();
    let begin = |id: &str| {
        let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
        writer.begin_run(&run(id, Outcome::Running)).unwrap();
        writer.put_file(&project(2)[1]).unwrap();
        drop(writer);
    };
    assert_eq!(RUN_PREFIX, "tui-");
    begin("6b044019-19ab");
    begin("tui-2");
    let ids = |outcomes: Vec<(String, Outcome)>| {
        outcomes.into_iter().map(|(id, outcome)| format!("{id} {}", outcome.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(ids(outcomes()), ["tui-2 running", "6b044019-19ab running", "tui-1 success"], "seen at once");
    assert_eq!(lab.read(|reader| reader.counts().unwrap().files), 1, "but what it put is gone");
    begin("tui-3");
    assert_eq!(ids(outcomes()), ["tui-3 running", "tui-2 error", "6b044019-19ab running", "tui-1 success"]);
    assert_eq!(runs()[1].error_message.as_deref(), Some("interrupted: the program was killed"));
}

pub(crate) fn a_dropped_writer_leaves_nothing(engine: Engine) {
    let lab = Lab::new(engine);
    let mut writer = lab.create().unwrap();
    writer.put_file(&project(1)[0]).unwrap();
    drop(writer);
    assert_eq!(names_in(&lab), ["index.db.lock"]);
    assert!(matches!(open(&lab.path()), Err(StoreError::NotFound { .. })));

    let files = project(2);
    let lab = Lab::with(engine, &files);
    let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    writer.remove_file(files[0].file.id).unwrap();
    writer.put_file(&records(2, "src/f02.rs", 2)).unwrap();
    drop(writer);
    lab.read(|reader| files.iter().for_each(|file| assert_holds(reader, file)));
}

pub(crate) fn a_database_appears_whole_or_not_at_all(engine: Engine) {
    let lab = Lab::new(engine);
    let left = lab.folder.path().join("index.db.building");
    match engine {
        Engine::Sqlite => std::fs::write(left, "left behind by a killed process").unwrap(),
        Engine::Fjall => {
            std::fs::create_dir_all(left.join("g1/tables")).unwrap();
            std::fs::write(left.join("g1/tables/0"), "left behind by a killed process").unwrap();
        }
    }
    let mut writer = lab.create().unwrap();
    writer.put_file(&project(1)[0]).unwrap();
    assert!(!lab.path().exists());
    writer.commit().unwrap();
    assert_eq!(names_in(&lab), ["index.db", "index.db.lock"]);
    let again = lab.create().err().unwrap();
    assert!(
        matches!(&again, StoreError::Io { source, .. } if source.kind() == std::io::ErrorKind::AlreadyExists)
    );
    lab.read(|reader| assert_holds(reader, &project(1)[0]));
}

pub(crate) fn there_is_one_writer(engine: Engine) {
    let lab = Lab::new(engine);
    let first = lab.create().unwrap();
    assert!(matches!(lab.create(), Err(StoreError::Locked { .. })));
    first.commit().unwrap();
    let first = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    assert!(matches!(open_writer(&lab.path(), std::time::Duration::ZERO), Err(StoreError::Locked { .. })));
    drop(first);
    open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
}

pub(crate) fn a_writer_goes_on_from_what_the_last_commit_left(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    let wait = std::time::Duration::ZERO;
    let put = |mut writer: Box<dyn Writer>, id: &str, file: usize| {
        writer.begin_run(&run(id, Outcome::Running)).unwrap();
        writer.put_file(&files[file]).unwrap();
        writer.finish_run(&run(id, Outcome::Success), Some(&[])).unwrap();
        writer.commit().unwrap()
    };
    let mut first = put(open_writer(&lab.path(), wait).unwrap(), "tui-2", 0);
    first.meanwhile();
    let writer = first.open_writer(&lab.path(), wait).unwrap();
    assert!(matches!(open_writer(&lab.path(), wait), Err(StoreError::Locked { .. })), "it has the lock");
    let mut second = put(writer, "tui-3", 1);
    first.leave_to_next();
    drop(put(open_writer(&lab.path(), wait).unwrap(), "tui-4", 2));
    let mut third = put(second.open_writer(&lab.path(), wait).unwrap(), "tui-5", 0);
    drop(second);
    lab.read(|reader| {
        files.iter().for_each(|file| assert_holds(reader, file));
        let runs = reader.executions(None, 100).unwrap().items;
        let ids: Vec<&str> = runs.iter().map(|run| run.execution_id.as_str()).collect();
        assert_eq!(ids, ["tui-5", "tui-4", "tui-3", "tui-2", "tui-1"]);
    });
    let found = open(&lab.path()).unwrap().verify(&mut |_, _| true).unwrap();
    assert_eq!(found.damage, Vec::<String>::new());

    let other = Lab::with(engine, &files[..2]);
    drop(put(third.open_writer(&other.path(), wait).unwrap(), "tui-2", 2));
    other.read(|reader| files.iter().for_each(|file| assert_holds(reader, file)));
    std::fs::rename(lab.path(), lab.folder.path().join("aside.db")).unwrap();
    assert!(matches!(third.open_writer(&lab.path(), wait), Err(StoreError::NotFound { .. })));
}

pub(crate) fn a_folder_that_has_moved_is_recorded_with_the_commit(engine: Engine) {
    let lab = Lab::with(engine, &project(1));
    let root = || lab.read(|reader| reader.meta().unwrap().root);
    let mut writer = open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
    writer.set_root("/src/moved").unwrap();
    assert_eq!(root().as_deref(), Some("/src/lab"), "not committed yet");
    drop(writer);
    assert_eq!(root().as_deref(), Some("/src/lab"), "dropped");
    lab.change(|writer| writer.set_root("/src/moved").unwrap());
    assert_eq!(root().as_deref(), Some("/src/moved"));
    lab.read(|reader| assert!(reader.file("/src/moved/src/f01.rs").unwrap().is_some()));

    let new = Lab::new(engine);
    let mut writer = new.create().unwrap();
    writer.set_root("/src/other").unwrap();
    writer.commit().unwrap();
    assert_eq!(new.read(|reader| reader.meta().unwrap().root).as_deref(), Some("/src/other"));
}

pub(crate) fn a_folder_that_is_missing_is_named(engine: Engine) {
    let lab = Lab::new(engine);
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    std::fs::write(lab.path(), "a file").unwrap();
    for place in [lab.folder.path().join("none"), lab.path()] {
        let error = create(&place.join("x.db"), engine, &new, std::time::Duration::ZERO).err().unwrap();
        assert!(matches!(&error, StoreError::NoFolder { folder, .. } if *folder == place), "{error:?}");
        assert!(!error.to_string().contains(".lock"), "{error}");
    }
    assert_eq!(names_in(&lab), ["index.db"], "nothing was made");
}
