//! `tawatur serve`: the record as pages in a browser on this machine, and nowhere else.

use super::context::{Context, analyst};
use super::failure::{Code, Failure};
use crate::serve::{App, serve, shapes};
use std::io::Write;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;

/// The port when nobody names one.
pub const PORT: u16 = 8080;

/// Shows the record as pages, for this machine only.
///
/// Example: tawatur serve --port 8080
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Port; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// Address of this machine's own loopback: 127.0.0.1 or ::1.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    address: String,
    /// Who decides; else TAWATUR_BY, else the name you are logged in under.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Hides the names of persons whom no pack names, in listings and in the texts.
    #[arg(long)]
    mask: bool,
    /// Borders of governorates and districts that maps show too: GeoJSON with polygons or lines.
    #[arg(long, value_name = "FILE.geojson")]
    shapes: Vec<PathBuf>,
}

/// Runs the command until Ctrl-C.
///
/// # Errors
/// When the address is not loopback, the port is taken, or the store cannot be used.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let address = loopback(&arguments.address)?;
    let store = context.open_current()?;
    let packs = context.load_packs()?;
    let wanted = SocketAddr::new(address, arguments.port);
    let listener = TcpListener::bind(wanted).map_err(|e| {
        Failure::new(Code::Io, format!("cannot listen on {wanted}: {e}"), "name another port with --port")
    })?;
    let by = arguments.by.clone().unwrap_or_else(analyst);
    let shapes = shapes(&arguments.shapes)?;
    let app = App::new(store, packs, by, listener.local_addr()?, arguments.mask, shapes);
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{}/", listener.local_addr()?)?;
    out.flush()?;
    drop(out);
    eprintln!("Ctrl-C ends it");
    serve(listener, app)?;
    Ok(ExitCode::SUCCESS)
}

/// The borders of files.
fn shapes(files: &[PathBuf]) -> Result<Vec<Vec<(f64, f64)>>, Failure> {
    let mut all = Vec::new();
    for file in files {
        let bytes = std::fs::read(file).map_err(|e| Failure::file(file.display(), &e))?;
        let read = shapes::read(&bytes);
        all.extend(read.map_err(|e| {
            Failure::new(Code::Usage, format!("{} {e}", file.display()), "see docs/pages.md")
        })?);
    }
    Ok(all)
}

/// The address, when it is one of this machine's own.
fn loopback(address: &str) -> Result<IpAddr, Failure> {
    let hint = "the pages have no login, so they are for this machine: use 127.0.0.1 or ::1";
    let parsed: IpAddr =
        address.parse().map_err(|_| Failure::new(Code::Usage, format!("`{address}` is no address"), hint))?;
    if parsed.is_loopback() {
        Ok(parsed)
    } else {
        Err(Failure::new(Code::Usage, format!("{parsed} can be reached from other machines"), hint))
    }
}
