//! Exports: one format a file, and one line for each in `FORMATS`. How each maps the record: docs/exports.md.

mod acled;
mod agreements;
mod csv;
mod deaths;
mod ftm;
mod ged;
mod geojson;
mod hxl;
pub mod json;
mod plover;
mod sheet;
mod timelinejs;
mod view;

pub use sheet::{Cell, Sheet};
pub use view::{Options, View};

use crate::cli::Failure;
use std::io::Write;
use tawatur_core::packs::Packs;
use tawatur_store::Store;

/// A format that the record can be written in.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    writer: Writer,
}

/// What a format is written from.
enum Writer {
    /// The record as it lies in the store.
    Record(fn(&Store, &mut dyn Write) -> Result<(), Failure>),
    /// The record with names, places and evidence looked up.
    View(fn(&View, &mut dyn Write) -> Result<(), Failure>),
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "json",
        about: "the whole record, as CONTRACT.md describes it",
        writer: Writer::Record(json::write),
    },
    Format {
        name: "csv",
        about: "events with figures and evidence, a row each",
        writer: Writer::View(csv::write),
    },
    Format {
        name: "agreements",
        about: "agreements with their terms and what became of them; CSV, or JSON with --json",
        writer: Writer::View(agreements::write),
    },
    Format { name: "acled", about: "ACLED's 31 columns (CSV)", writer: Writer::View(acled::write) },
    Format { name: "ged", about: "UCDP GED's 49 columns (CSV)", writer: Writer::View(ged::write) },
    Format { name: "plover", about: "PLOVER 0.8 records (JSON Lines)", writer: Writer::View(plover::write) },
    Format { name: "geojson", about: "events with a point, for maps", writer: Writer::View(geojson::write) },
    Format {
        name: "hxl",
        about: "CSV with HXL tags for humanitarian data",
        writer: Writer::View(hxl::write),
    },
    Format {
        name: "ftm",
        about: "FollowTheMoney entities (JSON Lines), for Aleph",
        writer: Writer::View(ftm::write),
    },
    Format { name: "timelinejs", about: "a TimelineJS timeline", writer: Writer::View(timelinejs::write) },
];

/// Writes the record in a format. `packs` is asked for packs only where the format needs them.
///
/// # Errors
/// When the store or the packs cannot be read or the output not be written.
pub fn write(
    format: &Format,
    store: &Store,
    packs: impl FnOnce() -> Result<Packs, Failure>,
    options: Options,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match format.writer {
        Writer::Record(write) => write(store, out),
        Writer::View(write) => write(&View::load(store, packs()?, options)?, out),
    }
}
