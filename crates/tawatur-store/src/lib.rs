//! The store: one SQLite file that holds documents as received, decisions, what was found, and the record.
//!
//! The only place with SQL. *Given* rows are appended and chained by hashes, *found* rows replaced per document,
//! *derived* rows rebuilt. It reads no input file, prints nothing and has no clock: times are given to it.

mod backup;
mod compression;
mod custody;
mod error;
mod filter;
mod found;
mod ledger;
mod open;
mod overview;
mod put;
mod query;
mod record;
mod review;
mod search;
mod settings;
mod sorting;
mod verify;

pub use custody::Step;
pub use error::{Kind, StoreError};
pub use filter::Filter;
pub use found::{Prepared, Stored};
pub use ledger::{Admission, Run, RunRow, Writer};
pub use open::{Mode, Snapshot, Store, copy_of_older, make_older};
pub use overview::{Bin, Dot, LedgerRow, OriginRow, WordingRow};
pub use review::{Item, Queue, Verdict};
pub use search::{Facets, Hit, Narrowed};
pub use sorting::{Column, Of, Order, Sorted};
pub use verify::{Fault, Verification};

/// What every function of the store gives back.
pub type Result<T> = std::result::Result<T, StoreError>;
