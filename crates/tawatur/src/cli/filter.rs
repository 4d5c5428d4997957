//! Options by which every listing is narrowed.

use super::failure::{Code, Failure};
use tawatur_core::model::{Lang, iso_period};
use tawatur_store::{Column, Filter, Order};

/// What a listing is narrowed to.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Narrowing {
    /// A place, by any spelling or id; what lies in it counts too.
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// From this day, month or year on (2018-07-31, 2018-07, 2018).
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Up to and with this day, month or year.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// An event type, as `evacuate`.
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Someone who takes part, by any spelling or id.
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// Told in a document in this language (ar, fr, en).
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Columns by which events are sorted, by name, as addresses and listings have them.
pub const COLUMNS: [(&str, Column); 8] = [
    ("day", Column::Day),
    ("type", Column::Kind),
    ("place", Column::Place),
    ("who", Column::Who),
    ("whom", Column::Whom),
    ("figures", Column::Figure),
    ("reports", Column::Reports),
    ("origins", Column::Origins),
];

/// An order as the command line may give it.
///
/// # Errors
/// A sentence, when there is no such column.
pub fn known_order(name: &str) -> Result<String, String> {
    let column = name.strip_prefix('-').unwrap_or(name);
    if column == "latest" || COLUMNS.iter().any(|(known, _)| *known == column) {
        return Ok(name.to_owned());
    }
    Err(format!("columns are: {}", COLUMNS.map(|(known, _)| known).join(", ")))
}

/// The order of a name, with `-` before it the other way round; by day for any other. `latest` is `-day`.
#[must_use]
pub fn order(name: &str, language: Lang) -> Order {
    let (name, reversed) = match name.strip_prefix('-') {
        Some(name) => (name, true),
        None if name == "latest" => ("day", true),
        None => (name, false),
    };
    match COLUMNS.iter().find(|(known, _)| *known == name) {
        Some((_, column)) => Order { column: *column, reversed, language: Some(language) },
        None => Order::default(),
    }
}

impl Narrowing {
    /// The filter they mean.
    ///
    /// # Errors
    /// When a date cannot be read.
    pub fn filter(&self) -> Result<Filter, Failure> {
        let period = |text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => iso_period(text).map(Some).ok_or_else(|| {
                Failure::new(Code::Usage, format!("`{text}` is no date"), "write 2018-07-31, 2018-07 or 2018")
            }),
        };
        Ok(Filter {
            place: self.place.clone(),
            from: period(&self.from)?.map(|p| p.0),
            to: period(&self.to)?.map(|p| p.1),
            kind: self.kind.clone(),
            actor: self.actor.clone(),
            language: self.language.clone(),
            limit: self.limit,
            ..Filter::default()
        })
    }
}
