//! Lists of what is to be ignored: `.ignore` and `.gitignore` in each folder, a repository's own list, and the
//! user's.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The longest list that is read, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// What somebody's list says of a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// It is ignored.
    Ignored,
    /// It is not, whatever others say, also where it is hidden.
    Wanted,
}

/// The lists that hold in a folder.
#[derive(Debug, Clone)]
pub(super) struct Ignores {
    /// The user's.
    global: Rc<Gitignore>,
    level: Option<Rc<Level>>,
}

/// The lists of one folder that has some, and those of the folders above it.
#[derive(Debug)]
struct Level {
    above: Option<Rc<Level>>,
    ignore: Gitignore,
    git: Gitignore,
    exclude: Gitignore,
    /// Whether a repository begins here: git's lists above it do not hold in it.
    is_repository: bool,
}

/// Which lists a folder has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Present {
    pub(super) ignore: bool,
    pub(super) git: bool,
    pub(super) repository: bool,
}

impl Present {
    /// Notes an entry of the folder.
    pub(super) fn note(&mut self, name: &std::ffi::OsStr) {
        self.ignore |= name == ".ignore";
        self.git |= name == ".gitignore";
        self.repository |= name == ".git";
    }

    fn of(folder: &Path) -> Present {
        let has = |name| folder.join(name).exists();
        Present { ignore: has(".ignore"), git: has(".gitignore"), repository: has(".git") }
    }
}

/// Where a list could not be read or understood, and why.
pub(super) type Complaint<'a> = &'a mut dyn FnMut(&Path, String);

impl Ignores {
    /// No list at all.
    pub(super) fn none() -> Ignores {
        Ignores { global: Rc::new(Gitignore::empty()), level: None }
    }

    /// The user's list, and where `parents` says so those of the folders above `root`.
    pub(super) fn above(root: &Path, parents: bool) -> Ignores {
        let mut ignores = Ignores { global: Rc::new(Gitignore::global().0), level: None };
        if parents {
            let above: Vec<&Path> = root.ancestors().skip(1).collect();
            for folder in above.into_iter().rev() {
                // What is wrong up there is nobody's business here.
                ignores = ignores.within(folder, Present::of(folder), &mut |_, _| {});
            }
        }
        ignores
    }

    /// The lists that hold in a folder of this one.
    pub(super) fn within(&self, folder: &Path, present: Present, complain: Complaint<'_>) -> Ignores {
        let Present { ignore, git, repository } = present;
        if !(ignore || git || repository) {
            return self.clone();
        }
        let mut list = |is_there: bool, path: PathBuf| {
            if is_there { read(folder, &path, complain) } else { Gitignore::empty() }
        };
        let level = Level {
            above: self.level.clone(),
            ignore: list(ignore, folder.join(".ignore")),
            git: list(git, folder.join(".gitignore")),
            exclude: match repository.then(|| own_list(folder)).flatten() {
                Some(path) => list(path.is_file(), path),
                None => Gitignore::empty(),
            },
            is_repository: repository,
        };
        Ignores { global: Rc::clone(&self.global), level: Some(Rc::new(level)) }
    }

    /// What they say of an entry of that folder. The nearest list wins; of one folder `.ignore` does, then
    /// `.gitignore`; any `.ignore` goes before all of git's lists.
    pub(super) fn of(&self, path: &Path, is_folder: bool) -> Said {
        let mut found = [Said::Nothing; 3];
        let [ignore, git, exclude] = &mut found;
        let mut level = self.level.as_deref();
        let mut is_in_repository = false;
        while let Some(at) = level {
            take(ignore, &at.ignore, path, is_folder);
            if !is_in_repository {
                take(git, &at.git, path, is_folder);
                take(exclude, &at.exclude, path, is_folder);
            }
            is_in_repository |= at.is_repository;
            level = at.above.as_deref();
        }
        let said = found.into_iter().find(|said| *said != Said::Nothing);
        said.unwrap_or_else(|| said_by(&self.global, path, is_folder))
    }
}

fn take(said: &mut Said, list: &Gitignore, path: &Path, is_folder: bool) {
    if *said == Said::Nothing {
        *said = said_by(list, path, is_folder);
    }
}

fn said_by(list: &Gitignore, path: &Path, is_folder: bool) -> Said {
    match list.matched(path, is_folder) {
        Match::None => Said::Nothing,
        Match::Ignore(_) => Said::Ignored,
        Match::Whitelist(_) => Said::Wanted,
    }
}

/// Reads a list as far as it can be read; what is wrong with it is told line by line.
fn read(folder: &Path, path: &Path, complain: Complaint<'_>) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    let file = match std::fs::File::open(path).and_then(|file| Ok((file.metadata()?, file))) {
        Ok((metadata, file)) if metadata.is_file() => file,
        // A folder of that name, as some have.
        Ok(_) => return Gitignore::empty(),
        Err(error) => {
            complain(path, error.to_string());
            return Gitignore::empty();
        }
    };
    let mut wrong = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(file.take(MAX_BYTES)).split(b'\n')) {
        let line = match line {
            Ok(line) => String::from_utf8_lossy(&line).into_owned(),
            Err(error) => {
                complain(path, error.to_string());
                break;
            }
        };
        let line = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
        if let Err(error) = builder.add_line(None, line) {
            wrong.push(format!("line {number}: {error}"));
        }
    }
    let list = builder.build().unwrap_or_else(|error| {
        wrong.push(error.to_string());
        Gitignore::empty()
    });
    if let [first, ..] = wrong.as_slice() {
        complain(path, format!("{first}{}", if wrong.len() > 1 { "; and more" } else { "" }));
    }
    list
}

/// `info/exclude` of the repository that begins in a folder. The `.git` of a work tree that is not the
/// main one is a file that says where its repository is.
fn own_list(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git.join("info/exclude"));
    }
    let git = folder.join(first_line(&git)?.strip_prefix("gitdir:")?.trim());
    let common = first_line(&git.join("commondir")).map(|common| git.join(common));
    Some(common.unwrap_or(git).join("info/exclude"))
}

fn first_line(path: &Path) -> Option<String> {
    let mut text = String::new();
    std::fs::File::open(path).ok()?.take(4 << 10).read_to_string(&mut text).ok()?;
    text.lines().next().map(str::to_owned)
}
