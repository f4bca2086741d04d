//! What is made of the definition of the command line beside its help: completions and the manual page.

use clap::CommandFactory as _;

use super::args::{self, Args};
use super::print::{self, Failure};

/// `completions`: prints the script for a shell.
pub(super) fn completions(args: &args::Completions) -> Result<(), Failure> {
    let mut command = Args::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    print::result(&String::from_utf8_lossy(&script))
}

/// `man`: prints the manual page, and behind it those of the commands.
pub(super) fn page() -> Result<(), Failure> {
    let mut command = Args::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        clap_mangen::Man::new(command.clone()).render(&mut page)?;
    }
    print::result(&String::from_utf8_lossy(&page))
}
