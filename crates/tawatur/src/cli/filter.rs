//! Options by which every listing is narrowed.

use super::failure::{Code, Failure};
use tawatur_core::model::iso_period;
use tawatur_store::{Filter, Order};

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

/// Orders by name, on the command line and in addresses.
pub const ORDERS: [(&str, Order); 4] =
    [("day", Order::Day), ("latest", Order::Latest), ("type", Order::Kind), ("origins", Order::Origins)];

/// The order of a name; by day for any other.
#[must_use]
pub fn order(name: &str) -> Order {
    ORDERS.iter().find(|(known, _)| *known == name).map_or(Order::Day, |(_, order)| *order)
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
