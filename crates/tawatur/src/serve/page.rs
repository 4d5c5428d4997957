//! What every page has: its language, its links, its twin, and how answers and failures are given.

pub use super::asked::Asked;
use super::words::Tongue;
use super::{routes, table};
use crate::cli::{Code, Failure};
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

/// Which page of a listing is shown.
#[derive(Debug, Clone, Serialize)]
pub struct Pages {
    /// Rows of the whole listing.
    pub total: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Rows before the page.
    #[serde(skip)]
    pub offset: usize,
}

impl Pages {
    /// The page that an address asks for, or the nearest there is.
    #[must_use]
    pub fn new(total: usize, on_a_page: usize, asked: &Asked) -> Self {
        let pages = total.div_ceil(on_a_page).max(1);
        let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
        Self { total, page, pages, offset: (page - 1) * on_a_page }
    }
}

/// Pages that the head of every page leads to.
const MAIN: [(&str, &str); 9] = [
    ("/stories", "stories"),
    ("/timeline", "timeline"),
    ("/agreements", "agreements"),
    ("/disputes", "disputes"),
    ("/review", "review"),
    ("/sources", "sources"),
    ("/wording", "wording"),
    ("/entities", "entities"),
    ("/search", "search"),
];

/// Pages that the foot leads to.
const FURTHER: [(&str, &str); 2] = [("/runs", "runs"), ("/ledger", "ledger")];

/// The frame around a view.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its language.
    pub tongue: Tongue,
    /// Whether the address names the language; then its links do too.
    chosen: bool,
    /// The path, without `.json`.
    pub path: String,
    /// The parameters, without the language.
    query: Vec<(&'static str, String)>,
    /// In which form it was asked for.
    pub form: Form,
}

/// In which form a page is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Page,
    /// Its twin for machines (`.json`).
    Twin,
    /// The table of a listing (`.csv`).
    Table,
}

impl Form {
    /// The form that an address asks for, and the address without it.
    #[must_use]
    pub fn of(path: &str) -> (Self, &str) {
        match (path.strip_suffix(".json"), path.strip_suffix(".csv")) {
            (Some(path), _) => (Self::Twin, path),
            (None, Some(path)) => (Self::Table, path),
            (None, None) => (Self::Page, path),
        }
    }
}

/// Listings that have a table.
const TABLES: [&str; 10] = [
    "/stories",
    "/timeline",
    "/agreements",
    "/disputes",
    "/sources",
    "/wording",
    "/entities",
    "/search",
    "/runs",
    "/ledger",
];

/// A page in another language.
pub struct Other {
    /// Language code.
    pub code: &'static str,
    /// Its own name.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// True for this page's.
    pub current: bool,
}

impl Page {
    /// The page of a path.
    #[must_use]
    pub fn new(path: &str, asked: &Asked, headers: &HeaderMap) -> Self {
        let chosen = Tongue::of_code(&asked.lang);
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
        let mut query: Vec<(&'static str, String)> =
            asked.pairs().into_iter().map(|(k, v)| (k, v.to_owned())).collect();
        for (name, value) in [("page", &asked.page), ("after", &asked.after), ("item", &asked.item)] {
            if !value.is_empty() {
                query.push((name, value.clone()));
            }
        }
        let (form, path) = Form::of(path);
        Self {
            tongue: chosen.unwrap_or_else(|| Tongue::accepted(accepted)),
            chosen: chosen.is_some(),
            path: path.to_owned(),
            query,
            form,
        }
    }

    /// Where the stylesheet stands.
    #[must_use]
    pub fn style(&self) -> &'static str {
        &routes::STYLE_ADDRESS
    }

    /// Where the script stands.
    #[must_use]
    pub fn script(&self) -> &'static str {
        &routes::SCRIPT_ADDRESS
    }

    /// The word for a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.tongue.word(key)
    }

    /// The pages of the head: address and key of the word.
    #[must_use]
    pub fn main_pages(&self) -> &'static [(&'static str, &'static str)] {
        &MAIN
    }

    /// The pages of the foot.
    #[must_use]
    pub fn further_pages(&self) -> &'static [(&'static str, &'static str)] {
        &FURTHER
    }

    /// The word for what became of a term.
    #[must_use]
    pub fn fate(&self, outcome: &str) -> String {
        self.tongue.word(&format!("fate.{outcome}"))
    }

    /// An address of ours that keeps the language; `path` may hold a fragment.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        if !self.chosen {
            return path.to_owned();
        }
        let (before, fragment) = path.split_once('#').unwrap_or((path, ""));
        let mark = if before.contains('?') { '&' } else { '?' };
        let hash = if fragment.is_empty() { "" } else { "#" };
        format!("{before}{mark}lang={}{hash}{fragment}", self.tongue.code())
    }

    /// The page of an event.
    #[must_use]
    pub fn event(&self, id: &str) -> String {
        self.link(&format!("/event/{id}"))
    }

    /// The page of a document.
    #[must_use]
    pub fn document(&self, id: &str) -> String {
        self.link(&format!("/document/{id}"))
    }

    /// Where a report stands in its document.
    #[must_use]
    pub fn mark(&self, document: &str, report: &str) -> String {
        self.link(&format!("/document/{document}#mark-{report}"))
    }

    /// Where a document's forms are sent.
    #[must_use]
    pub fn decide(&self, document: &str) -> String {
        self.link(&format!("/document/{document}/decide"))
    }

    /// The language in a form, when the address names it.
    #[must_use]
    pub fn kept(&self) -> Option<&'static str> {
        self.chosen.then(|| self.tongue.code())
    }

    /// This page's twin for machines.
    #[must_use]
    pub fn twin(&self) -> String {
        self.link(&address(&format!("{}.json", self.path), &self.query))
    }

    /// This listing as a table, when it is one.
    #[must_use]
    pub fn table(&self) -> Option<String> {
        let is_listing = TABLES.contains(&self.path.as_str());
        is_listing.then(|| self.link(&address(&format!("{}.csv", self.path), &self.query)))
    }

    /// Rows on a page of a listing: in a table as many as it may have.
    #[must_use]
    pub fn rows(&self, on_a_page: usize) -> usize {
        if self.form == Form::Table { table::ROWS } else { on_a_page }
    }

    /// The address that is this page's state, from its beginning, without the language.
    #[must_use]
    pub fn state(&self) -> String {
        let mut query = self.query.clone();
        query.retain(|(k, _)| !["page", "after", "item"].contains(k));
        address(&self.path, &query)
    }

    /// This listing's page of a number.
    #[must_use]
    pub fn numbered(&self, number: usize) -> String {
        let mut query = self.query.clone();
        query.retain(|(k, _)| *k != "page");
        query.push(("page", number.to_string()));
        self.link(&address(&self.path, &query))
    }

    /// This page with one parameter put in place of another value, or taken out when it is empty; from its beginning.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> String {
        let mut query = self.query.clone();
        query.retain(|(k, _)| *k != name && !["page", "after", "item"].contains(k));
        if !value.is_empty() {
            query.push((name, value.to_owned()));
        }
        self.link(&address(&self.path, &query))
    }

    /// This queue at another item.
    #[must_use]
    pub fn to_item(&self, name: &'static str, value: &str) -> String {
        let mut query = self.query.clone();
        query.retain(|(k, _)| !["page", "after", "item"].contains(k));
        query.push((name, value.to_owned()));
        self.link(&address("/review", &query))
    }

    /// The parameters of this page, for another address.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        self.link(&address(path, &self.query))
    }

    /// The page of an entity.
    #[must_use]
    pub fn entity(&self, id: &str) -> String {
        self.link(&format!("/entity/{}", encoded(id)))
    }

    /// Where the queue of a story is.
    #[must_use]
    pub fn review_of(&self, story: &str) -> String {
        self.listing_of("/review", story)
    }

    /// Where the timeline of a story is.
    #[must_use]
    pub fn timeline_of(&self, story: &str) -> String {
        self.listing_of("/timeline", story)
    }

    /// A listing of a story alone.
    #[must_use]
    pub fn listing_of(&self, path: &str, story: &str) -> String {
        format!("{path}?story={}", encoded(story))
    }

    /// The name of a language.
    #[must_use]
    pub fn language(&self, code: &str) -> String {
        self.tongue.word(&format!("language.{code}"))
    }

    /// The first digits of a hash.
    #[must_use]
    pub fn short<'h>(&self, hash: &'h str) -> &'h str {
        const DIGITS: usize = 12;
        hash.get(..DIGITS).unwrap_or(hash)
    }

    /// The page of an agreement.
    #[must_use]
    pub fn agreement(&self, id: &str) -> String {
        self.link(&format!("/agreement/{id}"))
    }

    /// Where an agreement's forms are sent.
    #[must_use]
    pub fn agreement_form(&self, id: &str) -> String {
        format!("/agreement/{id}/decide")
    }

    /// The middle of a lane of the drawn timeline.
    #[must_use]
    pub fn lane(&self, number: &usize) -> f64 {
        super::drawn::LANE * (*number as f64 + 0.5)
    }

    /// Where lines of writing begin in a drawing of a width.
    #[must_use]
    pub fn start(&self, width: &f64) -> f64 {
        if self.tongue == Tongue::Arabic { *width } else { 0.0 }
    }

    /// The page of a story.
    #[must_use]
    pub fn story(&self, id: &str) -> String {
        self.link(&format!("/story/{id}"))
    }

    /// This page in every language.
    #[must_use]
    pub fn languages(&self) -> Vec<Other> {
        let one = |tongue: Tongue| {
            let mut query = self.query.clone();
            query.push(("lang", tongue.code().to_owned()));
            Other {
                code: tongue.code(),
                name: tongue.word("language.own"),
                href: address(&self.path, &query),
                current: tongue == self.tongue,
            }
        };
        [Tongue::Arabic, Tongue::French, Tongue::English].map(one).into()
    }
}

/// A path with parameters.
fn address(path: &str, query: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = query.iter().map(|(k, v)| format!("{k}={}", encoded(v))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// A value as an address holds it (RFC 3986, section 2.1).
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The answer: the twin when that was asked for, else the page.
///
/// # Errors
/// When the view cannot be written.
pub fn answer<V: Serialize, T: Template>(page: &Page, view: &V, template: &T) -> Result<Response, Failure> {
    match page.form {
        Form::Page => {}
        Form::Twin => return Ok(json(StatusCode::OK, view)),
        Form::Table => {
            let table = page.table().and(table::of(&serde_json::to_value(view)?)).ok_or_else(|| {
                Failure::new(Code::Missing, format!("{} is no listing", page.path), "add .json instead")
            })?;
            // With a mark spreadsheets read it as UTF-8.
            return Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], format!("\u{feff}{table}"))
                .into_response());
        }
    }
    let html = template
        .render()
        .map_err(|e| Failure::new(Code::Io, format!("the page cannot be written: {e}"), ""))?;
    Ok(Html(html).into_response())
}

fn json<V: Serialize>(status: StatusCode, view: &V) -> Response {
    (status, axum::Json(serde_json::json!({ "tawatur": 1, "page": view }))).into_response()
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: &'a Page,
    failure: &'a Failure,
}

/// A failure as a page, or as JSON for the twin.
#[must_use]
pub fn failed(page: &Page, failure: &Failure) -> Response {
    let status = match failure.code {
        Code::Missing => StatusCode::NOT_FOUND,
        Code::Usage => StatusCode::BAD_REQUEST,
        Code::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::Store => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    if page.form != Form::Page {
        let told = serde_json::json!({ "error": failure.message, "hint": failure.hint });
        return (status, axum::Json(told)).into_response();
    }
    match (ErrorPage { page, failure }).render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, failure.to_string()).into_response(),
    }
}
