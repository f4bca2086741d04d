//! What happens in a project's folders: where something may have changed since it was looked at last.
//!
//! Each folder that a walk looks into is watched from before that, and no other: so nothing happens unseen between the
//! look and the watching, and what the rules leave out costs nothing. Where the system cannot tell what
//! happened, or cannot watch so many folders, everything is looked at.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};
use notify::event::{EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Scope;
use crate::index::packages::is_manifest;
use crate::index::rules::SETTINGS;
use crate::model::Language;
use crate::syntax::can_index;

/// An edit is looked at when nothing more has happened for so long: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(20);

/// Where things go on happening, so much is waited for the quiet.
const MOST: Duration = Duration::from_millis(80);

/// What wakes a watcher.
enum Word {
    Happened(notify::Result<Event>),
    Stop,
}

/// Watches the folders of a project.
pub(crate) struct Watch {
    root: PathBuf,
    words: Receiver<Word>,
    send: Sender<Word>,
    watcher: Mutex<Watched>,
}

struct Watched {
    /// `None` where the system cannot watch the folders.
    watcher: Option<RecommendedWatcher>,
    folders: HashSet<PathBuf>,
    /// Why it cannot.
    trouble: Option<String>,
}

/// Ends the wait of a [`Watch`], from any thread.
#[derive(Clone)]
pub(crate) struct Stop(Sender<Word>);

impl Stop {
    pub(crate) fn stop(&self) {
        // Nobody waits any more: it has stopped.
        let _ = self.0.send(Word::Stop);
    }
}

impl Watch {
    /// Of a project of which no folder is watched yet.
    pub(crate) fn new(root: &Path) -> Watch {
        let (send, words) = unbounded();
        let happened = send.clone();
        let handler = move |event| drop(happened.send(Word::Happened(event)));
        let watcher = RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false));
        let trouble = watcher.as_ref().err().map(ToString::to_string);
        let watched = Watched { watcher: watcher.ok(), folders: HashSet::new(), trouble };
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Watch { root, words, send, watcher: Mutex::new(watched) }
    }

    /// What ends a wait.
    pub(crate) fn stop(&self) -> Stop {
        Stop(self.send.clone())
    }

    /// Watches a folder that is about to be looked into. Again and again does no harm: another folder may stand there.
    pub(crate) fn enter(&self, folder: &Path) {
        let mut watched = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(watcher) = &mut watched.watcher else { return };
        match watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => drop(watched.folders.insert(folder.to_owned())),
            // Gone before it was looked into, or closed to us: the walk says so.
            Err(error) if !is_limit(&error) => tracing::debug!(%error, ?folder, "a folder is not watched"),
            Err(error) => {
                watched.trouble = Some(match error.kind {
                    ErrorKind::MaxFilesWatch => {
                        "too many folders to be watched (raise fs.inotify.max_user_watches)".to_owned()
                    }
                    _ => error.to_string(),
                });
                watched.watcher = None;
                // What happens in those that were watched is not told any more.
                watched.folders.clear();
            }
        }
    }

    /// Why everything is looked at again and again, where folders cannot be watched.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.watcher.lock().unwrap_or_else(PoisonError::into_inner).trouble.clone()
    }

    /// Waits until something has happened, and for the quiet after it. Gives where; `None` when it is to stop. With
    /// `otherwise` the wait ends with that scope, and what has happened, when nothing happens for so long.
    pub(crate) fn wait(&self, otherwise: Option<(Duration, Scope)>) -> Option<Scope> {
        let (patience, mut scope) = match otherwise {
            Some((patience, scope)) => (Some(patience), scope),
            None => (None, Scope::nothing()),
        };
        let mut happened = Scope::nothing();
        while happened.is_empty() {
            let word = match patience {
                None => self.words.recv().ok()?,
                Some(patience) => match self.words.recv_timeout(patience) {
                    Ok(word) => word,
                    Err(_) => return Some(scope),
                },
            };
            self.take(word, &mut happened)?;
        }
        scope.merge(happened);
        let begin = Instant::now();
        while begin.elapsed() < MOST
            && let Ok(word) = self.words.recv_timeout(QUIET)
        {
            self.take(word, &mut scope)?;
        }
        while let Ok(word) = self.words.try_recv() {
            self.take(word, &mut scope)?;
        }
        Some(scope)
    }

    /// Adds what a word says to a scope; `None` where it says to stop.
    fn take(&self, word: Word, scope: &mut Scope) -> Option<()> {
        match word {
            Word::Stop => return None,
            Word::Happened(Ok(event)) if event.need_rescan() => *scope = Scope::All,
            Word::Happened(Ok(event)) => {
                let is_look = matches!(event.kind, EventKind::Access(_));
                let is_mode = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
                for path in event.paths.iter().filter(|_| !is_look) {
                    self.add(path, is_mode, scope);
                }
            }
            Word::Happened(Err(error)) => {
                tracing::warn!(%error, "what happened is not known; everything is looked at");
                *scope = Scope::All;
            }
        }
        Some(())
    }

    /// Adds a path to a scope, if it may be of a file that is indexed, or of a folder.
    fn add(&self, path: &Path, is_mode: bool, scope: &mut Scope) {
        let Ok(relative) = path.strip_prefix(&self.root) else { return };
        let Some(text) = relative.to_str() else { return };
        let Some(name) = relative.file_name() else {
            // The root itself: its own metadata say nothing of what is in it.
            if !is_mode {
                *scope = Scope::All;
            }
            return;
        };
        if is_manifest(name) || name == ".gitignore" || name == ".ignore" || text == SETTINGS {
            *scope = Scope::All;
        } else if can_index(Language::of_path(text)) || self.is_folder(path) {
            scope.add(text.to_owned());
        }
    }

    /// Whether there is a folder, or was one that was watched.
    fn is_folder(&self, path: &Path) -> bool {
        let mut watched = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        path.symlink_metadata().is_ok_and(|of| of.is_dir()) || watched.folders.remove(path)
    }
}

/// Whether a folder is not watched since there are too many.
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(ENOSPC | EMFILE | ENFILE)),
        _ => false,
    }
}

/// No more watches.
const ENOSPC: i32 = 28;
/// No more of what an open file takes, for this process or for all.
const EMFILE: i32 = 24;
const ENFILE: i32 = 23;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_as_a_scope() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        let watch = Watch::new(folder.path());
        let scope_of = |kind: EventKind, path: &str| {
            let mut scope = Scope::nothing();
            let event = Event::new(kind).add_path(watch.root.join(path));
            watch.take(Word::Happened(Ok(event)), &mut scope).unwrap();
            scope
        };
        let within = |path: &str| Scope::Within([path.to_owned()].into());
        let changed = EventKind::Modify(ModifyKind::Any);
        assert_eq!(scope_of(changed, "a.rs"), within("a.rs"));
        assert_eq!(scope_of(changed, "sub"), within("sub"));
        assert_eq!(scope_of(changed, "sub/.a.rs.swp"), Scope::nothing());
        assert_eq!(scope_of(EventKind::Access(notify::event::AccessKind::Any), "a.rs"), Scope::nothing());
        for rule in ["sub/.gitignore", ".ignore", "magellan.toml", "sub/Cargo.toml", "go.mod", ""] {
            assert_eq!(scope_of(changed, rule), Scope::All, "{rule}");
        }
        assert_eq!(scope_of(changed, "sub/magellan.toml"), Scope::nothing());
    }

    #[test]
    fn nothing_is_lost_where_the_system_lost_it() {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch::new(folder.path());
        let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        for word in [Ok(lost), Err(notify::Error::generic("lost"))] {
            let mut scope = Scope::nothing();
            watch.take(Word::Happened(word), &mut scope).unwrap();
            assert_eq!(scope, Scope::All);
        }
        watch.stop().stop();
        assert_eq!(watch.wait(None), None);
    }

    #[test]
    fn where_nothing_happens_a_wait_ends_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch::new(folder.path());
        assert_eq!(watch.wait(Some((Duration::ZERO, Scope::All))), Some(Scope::All));
        let left = || Scope::Within(["left.rs".to_owned()].into());
        assert_eq!(watch.wait(Some((Duration::ZERO, left()))), Some(left()));
        let event = Event::new(EventKind::Any).add_path(watch.root.join("a.rs"));
        watch.send.send(Word::Happened(Ok(event))).unwrap();
        let both = Scope::Within(["a.rs".to_owned(), "left.rs".to_owned()].into());
        assert_eq!(watch.wait(Some((Duration::from_secs(60), left()))), Some(both));
    }
}
