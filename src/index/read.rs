//! Reading and extracting many files at once.
//!
//! The workers are threads of their own and not a pool's: one that hangs in a parser can then be left
//! behind, with a diagnostic, and the run goes on without it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender};

use super::extract::{self, Extracted, extract_timed};
use super::flow::FileFlow;
use super::rules::{Class, ContentRules, Mark};
use super::shelf::{Shelf, Taken};
use super::text::{self, FileText, Text};
use super::walk::Found;
use super::{FileFacts, limits};
use crate::model::{Diagnostic, Language, Severity};
use crate::syntax::{WORKER_STACK_BYTES, declare_thread_stack};

/// A file that takes longer than this is given up. The parser gives itself up long before, unless it
/// hangs where it cannot look at the clock.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is said of such a file.
const TOO_SLOW: &str = "reading it took too long; it was given up";

/// How often the workers are looked after.
const LOOK: Duration = Duration::from_millis(50);

/// A file to read.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) found: Found,
    /// The hash that it had when it was indexed last: with the same one it is not parsed again.
    pub(crate) known_hash: Option<String>,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct ReadFile {
    pub(crate) hash: String,
    pub(crate) size: u64,
    pub(crate) modified_ns: i64,
    /// Whether the time of modification can tell this content from a later one.
    pub(crate) trusted: bool,
    pub(crate) class: Class,
    pub(crate) content: Content,
}

/// What is in it.
#[derive(Debug)]
pub(crate) enum Content {
    /// What was in it before.
    Same,
    /// Something new, and what there is to say of it. Of a file that is left out nothing is in it.
    New(Box<Taken>, Vec<Diagnostic>),
}

/// What became of a job.
#[derive(Debug)]
pub(crate) enum Done {
    Read(Box<ReadFile>),
    /// It could not be read or extracted.
    Failed(Diagnostic),
    /// What was found in it could not be kept.
    Lost(std::io::Error),
    /// The run was interrupted before it.
    Skipped,
}

/// Time spent, added up over all threads.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) read: Duration,
    pub(crate) parse: Duration,
    pub(crate) extract: Duration,
}

/// What all workers share.
struct Shared {
    root: PathBuf,
    jobs: Vec<Job>,
    /// Indices of jobs, in the order in which they are taken.
    order: Vec<usize>,
    shelf: Arc<Shelf>,
    next: AtomicUsize,
    cancel: AtomicBool,
    rules: ContentRules,
}

/// What one worker is at, and since when.
type At = Arc<Mutex<Option<(usize, Instant)>>>;

type Answer = (usize, Done, Spent);

/// Reads and extracts all `jobs` on `threads` threads, large files first; gives what became of each, in
/// their order. `each` is called with the number of jobs done so far.
pub(crate) fn read_all(
    root: &Path,
    jobs: Vec<Job>,
    rules: ContentRules,
    threads: usize,
    shelf: &Arc<Shelf>,
    cancel: &AtomicBool,
    each: &dyn Fn(u64),
) -> (Vec<Done>, Spent) {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(jobs.get(at).map(|job| job.found.size)));
    let mut done: Vec<Option<Done>> = Vec::new();
    done.resize_with(jobs.len(), || None);
    let shared = Arc::new(Shared {
        root: root.to_owned(),
        jobs,
        order,
        shelf: Arc::clone(shelf),
        next: AtomicUsize::new(0),
        cancel: AtomicBool::new(false),
        rules,
    });
    let (send, answers) = crossbeam_channel::unbounded();
    let mut workers: Vec<At> = Vec::new();
    for _ in 0..threads.clamp(1, shared.jobs.len().max(1)) {
        workers.extend(start(&shared, &send));
    }
    let mut spent = Spent::default();
    let mut left = done.len();
    while left > 0 {
        if cancel.load(Ordering::Relaxed) {
            shared.cancel.store(true, Ordering::Relaxed);
        }
        match answers.recv_timeout(LOOK) {
            Ok((at, answer, time)) => {
                spent.add(time);
                left -= settle(&mut done, at, answer);
                each((done.len() - left) as u64);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                for at in look_after(&mut workers, &shared, &send) {
                    left -= settle(&mut done, at, Done::Failed(shared.complain(at, TOO_SLOW)));
                }
                if workers.is_empty() {
                    break;
                }
            }
        }
    }
    (done.into_iter().map(|done| done.unwrap_or(Done::Skipped)).collect(), spent)
}

/// Notes an answer, unless the job was given up before. Gives how many jobs that settles.
fn settle(done: &mut [Option<Done>], at: usize, answer: Done) -> usize {
    match done.get_mut(at) {
        Some(place @ None) => {
            *place = Some(answer);
            1
        }
        _ => 0,
    }
}

/// Starts a worker; `None` where the system gives no more threads.
fn start(shared: &Arc<Shared>, send: &Sender<Answer>) -> Option<At> {
    let at: At = Arc::default();
    let (shared, send, mine) = (Arc::clone(shared), send.clone(), Arc::clone(&at));
    let work = move || {
        declare_thread_stack(WORKER_STACK_BYTES);
        while let Some(&job) = shared.order.get(shared.next.fetch_add(1, Ordering::Relaxed)) {
            *mine.lock().unwrap_or_else(PoisonError::into_inner) = Some((job, Instant::now()));
            let mut spent = Spent::default();
            let done = catch_unwind(AssertUnwindSafe(|| shared.work(job, &mut spent)));
            let done = done.unwrap_or_else(|panic| {
                Done::Failed(shared.complain(job, &format!("extraction failed: {}", panic_text(&panic))))
            });
            *mine.lock().unwrap_or_else(PoisonError::into_inner) = None;
            if send.send((job, done, spent)).is_err() {
                return;
            }
        }
    };
    let builder = std::thread::Builder::new().name("extract".to_owned()).stack_size(WORKER_STACK_BYTES);
    builder.spawn(work).ok().map(|_| at)
}

/// Replaces workers that hang; gives the jobs that they hang at.
fn look_after(workers: &mut Vec<At>, shared: &Arc<Shared>, send: &Sender<Answer>) -> Vec<usize> {
    let mut hung = Vec::new();
    workers.retain(|at| match *at.lock().unwrap_or_else(PoisonError::into_inner) {
        Some((job, since)) if since.elapsed() > PATIENCE => {
            hung.push(job);
            false
        }
        _ => true,
    });
    for _ in &hung {
        workers.extend(start(shared, send));
    }
    hung
}

impl Shared {
    fn work(&self, at: usize, spent: &mut Spent) -> Done {
        let Some(job) = self.jobs.get(at) else { return Done::Skipped };
        if self.cancel.load(Ordering::Relaxed) {
            return Done::Skipped;
        }
        let begin = Instant::now();
        let go_on = || !self.cancel.load(Ordering::Relaxed) && begin.elapsed() < PATIENCE;
        let FileText { text, hash, modified_ns, trusted } =
            match text::read(&self.root.join(&job.found.path), &go_on) {
                Ok(Some(read)) => read,
                Ok(None) if self.cancel.load(Ordering::Relaxed) => return Done::Skipped,
                Ok(None) => return Done::Failed(self.complain(at, TOO_SLOW)),
                Err(error) => return Done::Failed(self.complain(at, &error.to_string())),
            };
        spent.read = begin.elapsed();
        let size = text.bytes;
        let Found { path, language, .. } = &job.found;
        let mark = Mark::of(&text, *language);
        let class = Class { mark, is_left_out: mark.is_some_and(|mark| self.rules.leave_out(mark)) };
        let content = if job.known_hash.as_ref() == Some(&hash) {
            Content::Same
        } else if class.is_left_out {
            match self.keep(extract::empty(path, &text, *language), &FileFlow::default()) {
                Ok(content) => content,
                Err(error) => return Done::Lost(error),
            }
        } else {
            match self.extract(path, &text, *language, spent) {
                Some((facts, flow)) => match self.keep(facts, &flow) {
                    Ok(content) => content,
                    Err(error) => return Done::Lost(error),
                },
                None => return Done::Skipped,
            }
        };
        Done::Read(Box::new(ReadFile { hash, size, modified_ns, trusted, class, content }))
    }

    fn extract(
        &self,
        path: &str,
        text: &Text<'_>,
        language: Language,
        spent: &mut Spent,
    ) -> Option<(FileFacts, FileFlow)> {
        let Extracted { mut facts, flow, parsing, extracting } =
            extract_timed(path, text, language, &self.cancel)?;
        (spent.parse, spent.extract) = (parsing, extracting);
        limits::tame(path, &mut facts);
        Some((facts, flow))
    }

    fn keep(&self, facts: FileFacts, flow: &FileFlow) -> std::io::Result<Content> {
        let taken = Taken::put(&self.shelf, &facts, flow)?;
        Ok(Content::New(Box::new(taken), facts.diagnostics))
    }

    fn complain(&self, at: usize, message: &str) -> Diagnostic {
        let path = self.jobs.get(at).map(|job| job.found.path.clone()).unwrap_or_default();
        Diagnostic { path, line: 0, severity: Severity::Error, message: message.to_owned() }
    }
}

impl Spent {
    fn add(&mut self, other: Spent) {
        self.read += other.read;
        self.parse += other.parse;
        self.extract += other.extract;
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".to_owned())
}
