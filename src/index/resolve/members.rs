//! Members of types: their own, and those of their bases.

use super::Target;
use super::place::Want;
use super::table::Table;

/// Bases of bases are followed through at most so many types.
const MAX_TYPES: usize = 64;

impl Table<'_> {
    /// The members called `name` of a type: its own, else those of its nearest traits or base classes.
    pub(super) fn member(&self, owner: Target, name: &str, want: Want) -> Vec<Target> {
        let rules = self.rules(owner.file);
        let home = owner.file;
        let fits = |target: &Target| {
            let fact = self.fact(*target);
            fact.is_some_and(|fact| {
                // What nobody else can name is not inherited either.
                want.fits(rules, &fact.kind) && (!fact.flags.is_file_local || target.file == home)
            })
        };
        let mut types = vec![owner];
        let mut at = 0;
        while let Some(&owner) = types.get(at) {
            let mut own = self.own_members(owner, name);
            own.retain(fits);
            let is_inherent =
                |target: &Target| self.fact(*target).is_some_and(|fact| fact.of_trait.is_none());
            let inherent: Vec<Target> = own.iter().copied().filter(is_inherent).collect();
            if !own.is_empty() {
                return if inherent.is_empty() { own } else { inherent };
            }
            let bases = self.bases_of(owner).iter().map(|(base, _)| *base);
            for base in bases.chain(self.parts_of(owner)) {
                if types.len() < MAX_TYPES && !types.contains(&base) {
                    types.push(base);
                }
            }
            at += 1;
        }
        Vec::new()
    }
}
