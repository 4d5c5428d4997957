//! What every page has: its language, its links, its twin, and how answers and failures are given.

use super::words::Tongue;
use crate::cli::{Code, Failure};
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};

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
        ];
        all.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.as_str())).collect()
    }
}

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
    /// True when the twin was asked for.
    pub twin: bool,
}

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
        if !asked.page.is_empty() {
            query.push(("page", asked.page.clone()));
        }
        let twin = path.ends_with(".json");
        Self {
            tongue: chosen.unwrap_or_else(|| Tongue::accepted(accepted)),
            chosen: chosen.is_some(),
            path: path.strip_suffix(".json").unwrap_or(path).to_owned(),
            query,
            twin,
        }
    }

    /// The word for a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.tongue.word(key)
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

    /// This listing's page of a number.
    #[must_use]
    pub fn numbered(&self, number: usize) -> String {
        let mut query = self.query.clone();
        query.retain(|(k, _)| *k != "page");
        query.push(("page", number.to_string()));
        self.link(&address(&self.path, &query))
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
    if page.twin {
        return Ok(json(StatusCode::OK, view));
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
    if page.twin {
        let told = serde_json::json!({ "error": failure.message, "hint": failure.hint });
        return (status, axum::Json(told)).into_response();
    }
    match (ErrorPage { page, failure }).render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, failure.to_string()).into_response(),
    }
}
