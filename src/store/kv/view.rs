//! What a reader has open: a clone of the generation in force, its own alone.
//!
//! fjall lets one process into a folder and writes to it even to read. So every reader opens a clone.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};

use super::clone;
use super::error::{io_error, undecodable};
use super::folder::Folder;
use super::foreign::{Foreign, split};
use super::keyspaces::{Keyspaces, Space, Use};
use super::layout::{of_node, record};
use super::manifest;
use super::place::{Memory, Place};
use crate::model::NodeId;
use crate::store::{Result, StoreError};

/// How often a generation is looked for that is in force and still there.
const TRIES: u32 = 20;

/// Paths of files that are remembered.
const PATHS: usize = 16 << 10;

/// A path that is remembered, or that stands in a value.
pub(super) enum Text<'v> {
    Kept(Arc<str>),
    Here(&'v str),
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Kept(text) => text,
            Text::Here(text) => text,
        }
    }
}

/// An open clone.
pub(super) struct View {
    pub(super) keyspaces: Keyspaces,
    /// The generation that it is a clone of.
    pub(super) number: u64,
    /// What is foreign about it; `None` in an index of our own.
    pub(super) foreign: Option<Foreign>,
    paths: Mutex<HashMap<NodeId, Arc<str>>>,
    /// Last: it goes when nobody has anything in it open.
    place: Place,
}

impl View {
    /// Opens a clone of the generation in force.
    pub(super) fn open(folder: &Folder) -> Result<View> {
        let mut last = None;
        let mut memory = Memory::Use;
        for _ in 0..TRIES {
            let number = folder.current()?;
            let place = Place::make(folder, memory)?;
            let to = place.clone_folder();
            match clone::clone(&folder.generation(number), &to, place.tables()) {
                Ok(()) => return View::of_clone(folder, number, place),
                // Another one is in force by now, and this one is gone.
                Err(error) if error.kind() == ErrorKind::NotFound => last = Some(number),
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    return Err(
                        folder.damaged(format!("its generation g{number} holds what is no plain file"))
                    );
                }
                // Memory may be full where the disk is not.
                Err(error) if memory == Memory::Use => {
                    tracing::debug!(%error, "no view in memory");
                    memory = Memory::Avoid;
                }
                Err(error) => return Err(io_error(folder.path(), "read", error)),
            }
        }
        let name = last.map(|number| format!("g{number}")).unwrap_or_default();
        Err(folder.damaged(format!("its generation {name} is not whole")))
    }

    fn of_clone(folder: &Folder, number: u64, place: Place) -> Result<View> {
        let clone = place.clone_folder();
        let damage = manifest::check(&clone, false, &mut |_| true).map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied => io_error(folder.path(), "read", error),
            _ => folder.damaged(error.to_string()),
        })?;
        if let Some(damage) = damage.into_iter().next() {
            return Err(folder.damaged(damage));
        }
        // fjall trusts some of what stands in its tables' ends, and panics where that is damaged.
        let open = || Keyspaces::open(folder.path(), &clone, Use::Read);
        let mut keyspaces = std::panic::catch_unwind(open)
            .unwrap_or_else(|_| Err(folder.damaged("its tables cannot be read".to_owned())))?;
        let foreign = Foreign::read(&keyspaces)?;
        if foreign.is_some() {
            keyspaces.keep_single();
        }
        Ok(View { keyspaces, number, foreign, paths: Mutex::default(), place })
    }

    /// The payload of a value of `records`, or of a chunk.
    pub(super) fn payload<'v>(&self, space: Space, value: &'v [u8]) -> Result<&'v [u8]> {
        match self.foreign {
            None => Ok(value),
            Some(_) => self.split(space, value).map(|(_, payload)| payload),
        }
    }

    /// The path of what stands under this node and has this value: in an index of our own that of the node's
    /// file, in a foreign one its own.
    pub(super) fn path<'v>(&self, space: Space, node: NodeId, value: &'v [u8]) -> Result<Text<'v>> {
        match self.foreign {
            None => self.path_of(node.file()).map(Text::Kept),
            Some(_) => self.split(space, value).map(|(path, _)| Text::Here(path)),
        }
    }

    fn split<'v>(&self, space: Space, value: &'v [u8]) -> Result<(&'v str, &'v [u8])> {
        split(value).map_err(|error| undecodable(self.keyspaces.path(), space.name(), &error))
    }

    /// Whether it stands outside the database's folder, because that cannot be written.
    pub(super) fn is_elsewhere(&self) -> bool {
        matches!(self.place, Place::Elsewhere(_))
    }

    /// The path of a file of our own.
    ///
    /// # Errors
    /// Where the database holds something of a file that it has no path of.
    pub(super) fn path_of(&self, file: NodeId) -> Result<Arc<str>> {
        let paths = || self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = paths().get(&file) {
            return Ok(Arc::clone(path));
        }
        let Some(path) = self.keyspaces.get(Space::Records, &of_node(file, record::PATH))? else {
            return Err(StoreError::Damaged {
                path: self.keyspaces.path().to_owned(),
                table: Some(Space::Records.name().to_owned()),
                detail: format!("there is no path of the file {}", file.0),
            });
        };
        let path: Arc<str> = String::from_utf8_lossy(&path).into();
        let mut paths = paths();
        if paths.len() >= PATHS {
            paths.clear();
        }
        paths.insert(file, Arc::clone(&path));
        Ok(path)
    }
}
