//! The program as a library, so that developer tools run the same code: commands, exports, pages.
//!
//! Files, clock, threads and the terminal are used here and nowhere below.

pub mod cli;
pub mod coders;
pub mod compare;
mod csvfile;
pub mod export;
pub mod fetch;
pub mod mask;
pub mod serve;

/// For the program and for developer tools, which run the same code.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
