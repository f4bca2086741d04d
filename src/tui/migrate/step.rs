//! The steps of the migration.

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Step {
    /// What is to be copied.
    #[default]
    Source,
    /// Where to, and in which engine.
    Target,
    /// What the copy would do.
    Plan,
    /// The copy is made.
    Run,
    /// It is read back and compared.
    Verify,
    /// The report.
    Done,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Step; 6] = [Step::Source, Step::Target, Step::Plan, Step::Run, Step::Verify, Step::Done];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Step::Source => "Source",
            Step::Target => "Target",
            Step::Plan => "Plan",
            Step::Run => "Run",
            Step::Verify => "Verify",
            Step::Done => "Done",
        }
    }
}
