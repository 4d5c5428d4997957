//! Exports: one format a file, and one line for each in `FORMATS`. How each maps the record: docs/exports.md.

mod acled;
mod agreements;
mod case;
mod changes;
mod csv;
mod deaths;
mod dossier;
mod ftm;
mod ged;
mod geojson;
mod hxl;
pub mod json;
mod material;
mod parquet;
mod plover;
pub mod reports;
mod sheet;
mod timelinejs;
mod view;

pub use acled::event_type as acled_type;
pub use case::{Checked, check};
pub use changes::{Changes, Gone, since};
pub use deaths::{most_likely, tolls};
pub use ged::{SIDE_NOT_TOLD, violence as ged_type};
pub use material::{Material, Texts};
pub use sheet::{Cell, Sheet};
pub use view::{Happening, Options, View};

use crate::cli::{Code, Failure};
use std::io::Write;
use std::path::Path;
use tawatur_core::model::Record;
use tawatur_core::packs::Packs;

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
    /// The record and its texts.
    Record(fn(&Record, &Texts<'_>, &mut dyn Write) -> Result<(), Failure>),
    /// The record with names, places and evidence looked up.
    View(fn(&View<'_>, &mut dyn Write) -> Result<(), Failure>),
    /// The same, into a new folder of several files.
    Folder(fn(&View<'_>, &Path) -> Result<(), Failure>),
}

impl Format {
    /// True when it is a folder of files.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self.writer, Writer::Folder(_))
    }
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
    Format {
        name: "reports",
        about: "a report each, to be corrected in a spreadsheet and read in by `tawatur decide import`",
        writer: Writer::View(reports::write),
    },
    Format {
        name: "parquet",
        about: "a folder of Parquet tables, for pandas, R or DuckDB",
        writer: Writer::Folder(parquet::write),
    },
    Format {
        name: "dossier",
        about: "one HTML page to read and print: events with their evidence, sources and disputes",
        writer: Writer::View(dossier::write),
    },
    Format {
        name: "case",
        about: "a case folder (BagIt): documents as received, record, decisions, custody, hashes",
        writer: Writer::Folder(case::write),
    },
];

/// Writes a record in a format that is one file. `packs` is asked for packs only where the format needs them.
///
/// # Errors
/// When the store or the packs cannot be read or the output not be written.
pub fn write(
    format: &Format,
    material: Material<'_>,
    packs: impl FnOnce() -> Result<Packs, Failure>,
    options: Options,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match format.writer {
        Writer::Record(write) => write(&material.record, &material.texts, out),
        Writer::View(write) => write(&View::load(material, packs()?, options)?, out),
        Writer::Folder(_) => Err(Failure::new(
            Code::Usage,
            format!("`{}` is a folder of files", format.name),
            "name a new one with --output FOLDER",
        )),
    }
}

/// Writes a record in a format that is a folder, which must be there and empty.
///
/// # Errors
/// When the store or the packs cannot be read or a file not be written.
pub fn write_folder(
    format: &Format,
    material: Material<'_>,
    packs: Packs,
    options: Options,
    folder: &Path,
) -> Result<(), Failure> {
    match format.writer {
        Writer::Folder(write) => write(&View::load(material, packs, options)?, folder),
        _ => Ok(()),
    }
}
