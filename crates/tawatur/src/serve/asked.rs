//! What an address of a page can ask for.

use serde::Deserialize;

/// What an address can ask for; absent and empty are the same.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Language of the page.
    pub lang: String,
    /// A place.
    pub place: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Who takes part.
    pub actor: String,
    /// Language of a document.
    pub language: String,
    /// Page of a listing, from 1.
    pub page: String,
    /// Words to search for.
    pub q: String,
    /// A story.
    pub story: String,
    /// Confidence class.
    pub class: String,
    /// What rests on one origin alone, when it says anything.
    pub alone: String,
    /// What is left out of listings unless asked for (statements), when it says anything.
    pub quiet: String,
    /// Which part of the review queue: `second` or `conflicts`.
    pub view: String,
    /// A place in the review queue.
    pub after: String,
    /// One report of the review queue.
    pub item: String,
    /// An outlet.
    pub outlet: String,
    /// A year.
    pub year: String,
    /// The column by which a listing is sorted, with `-` before it the other way round.
    pub sort: String,
}

impl Asked {
    /// The parameters that are there, but the page's language and number.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("place", &self.place),
            ("from", &self.from),
            ("to", &self.to),
            ("type", &self.kind),
            ("actor", &self.actor),
            ("language", &self.language),
            ("q", &self.q),
            ("story", &self.story),
            ("class", &self.class),
            ("alone", &self.alone),
            ("quiet", &self.quiet),
            ("view", &self.view),
            ("outlet", &self.outlet),
            ("year", &self.year),
            ("sort", &self.sort),
        ];
        all.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.as_str())).collect()
    }
}
