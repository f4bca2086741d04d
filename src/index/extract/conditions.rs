//! Conditions of which only a part is known.

/// What several conditions come to together, where one that is `decisive` decides: `false` for all of them, `true` for any.
/// `None` where those that are not known may decide.
pub(super) fn decided(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut found = Some(!decisive);
    for part in parts {
        match part {
            Some(part) if part == decisive => return Some(decisive),
            Some(_) => {}
            None => found = None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_known_may_decide_where_others_are_not() {
        for (parts, all, any) in [
            (&[][..], Some(true), Some(false)),
            (&[Some(true), Some(false)], Some(false), Some(true)),
            (&[None, Some(true)], None, Some(true)),
            (&[None, Some(false)], Some(false), None),
        ] {
            assert_eq!(decided(parts.iter().copied(), false), all);
            assert_eq!(decided(parts.iter().copied(), true), any);
        }
    }
}
