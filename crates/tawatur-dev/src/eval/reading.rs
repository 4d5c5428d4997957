//! Set `reading`: main text of pages, feeds, hostile inputs, growth with bad shapes, kills and write faults.

mod durability;
mod faults;
mod feeds;
mod growth;
mod hostile;
mod kills;
mod pages;

use super::{Measures, Options};

/// Takes the measures. Data that is absent is said and the rest goes on.
pub fn take(options: &Options) -> Result<Measures, String> {
    let mut measures = Measures::new();
    let parts: [(&str, fn(&Options) -> Result<f64, String>); 6] = [
        ("html-f1", pages::f1),
        ("feedparser-agreement", feeds::agreement),
        ("growth-ratio-worst", growth::worst),
        ("hostile-panics", hostile::panics),
        ("kills-lost", kills::lost),
        ("write-faults-lost", faults::lost),
    ];
    let wanted = |key: &str| options.only.is_empty() || options.only.iter().any(|only| only == key);
    for (key, measure) in parts.into_iter().filter(|(key, _)| wanted(key)) {
        match measure(options) {
            Ok(value) => drop(measures.insert(key.to_owned(), value)),
            Err(absent) => eprintln!("{key}: skipped, {absent}"),
        }
    }
    Ok(measures)
}
