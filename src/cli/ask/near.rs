//! Names that somebody may have meant who wrote another.

use std::collections::BTreeSet;

use crate::store::{Reader, Result};

/// Names that are told.
const TOLD: usize = 3;

/// The names of symbols that are most like one that no symbol has. Cost: one pass over all names.
pub(super) fn names(reader: &dyn Reader, wanted: &str) -> Result<Vec<String>> {
    let bare = wanted.rsplit(['.', ':', '/', '#']).next().unwrap_or(wanted).to_lowercase();
    let mut best: BTreeSet<(usize, String)> = BTreeSet::new();
    if bare.is_empty() {
        return Ok(Vec::new());
    }
    reader.names(&mut |row| {
        if let Some(distance) = distance(&bare, row.name).filter(|_| !row.is_file) {
            let is_better = best.len() < TOLD || best.last().is_some_and(|(worst, _)| distance < *worst);
            if is_better && best.insert((distance, row.name.to_owned())) && best.len() > TOLD {
                best.pop_last();
            }
        }
        true
    })?;
    Ok(best.into_iter().map(|(_, name)| name).collect())
}

/// How far a name is from one in small letters: by letters that are others, one for each four. A longer name that holds
/// all of it comes behind those.
fn distance(wanted: &str, name: &str) -> Option<usize> {
    let most = wanted.len().div_ceil(4).min(3);
    // Most names are told apart by their lengths.
    if name.len().abs_diff(wanted.len()) <= most {
        let distance = strsim::osa_distance(wanted, &name.to_lowercase());
        return (distance <= most).then_some(distance);
    }
    let holds = wanted.len() > 3 && name.len() > wanted.len() && name.len() < wanted.len() * 3;
    (holds && name.to_lowercase().contains(wanted)).then(|| most + name.len() - wanted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_near_and_another_word_is_not() {
        assert_eq!(distance("add_edge", "Add_Edge"), Some(0));
        assert_eq!(distance("add_egde", "add_edge"), Some(1));
        assert_eq!(distance("add_edge", "try_add_edge_at"), Some(9));
        assert_eq!(distance("add_edge", "remove"), None);
        assert_eq!(distance("new", "fold"), None);
    }
}
