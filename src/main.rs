//! The binary: parses the command line and hands over to the library.

use std::process::ExitCode;

/// An index is built from many small pieces, on all threads at once. Where this allocator also serves what is written
/// in C, parsers and SQLite take part.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    magellan_tui::cli::main()
}
