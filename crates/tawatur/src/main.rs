//! The program `tawatur`. Everything it does lies in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    tawatur::cli::main()
}
