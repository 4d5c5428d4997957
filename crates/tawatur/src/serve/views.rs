//! Filters kept under a name, and whom they are for: how a desk shares out its work. A kept view is an address and nothing more.

use super::page::Page;
use super::review::Form;
use super::{App, Desk, guard};
use crate::cli::{Code, Failure};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

/// The kind of setting.
const KIND: &str = "view";
/// Pages whose filters are kept.
const PAGES: [&str; 6] = ["/timeline", "/review", "/search", "/entities", "/disputes", "/agreements"];
/// Bytes of a name and of an address that are kept.
const LONGEST: usize = 2_000;

/// What is kept of a view.
#[derive(Debug, Serialize, Deserialize)]
struct Setting {
    at: String,
    #[serde(default, rename = "for", skip_serializing_if = "String::is_empty")]
    person: String,
}

/// A view that is kept.
pub struct Kept {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// Whom it is for; empty for all.
    pub person: String,
    /// True when this page shows it.
    pub shown: bool,
}

/// The kept views of a page, and what a form needs to keep another.
pub struct Views {
    /// Those of the page's path: for the reader first, then by name.
    pub kept: Vec<Kept>,
    /// The secret that forms carry.
    pub token: String,
    /// The page as it is now.
    pub at: String,
}

impl Views {
    /// True when the page shows one of them.
    #[must_use]
    pub fn shown(&self) -> bool {
        self.kept.iter().any(|view| view.shown)
    }

    /// The views kept of a page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(page: &Page, desk: &Desk<'_>) -> Result<Self, Failure> {
        let at = page.state();
        let mut kept = Vec::new();
        for (name, value) in desk.store.settings(KIND)? {
            let Ok(setting) = serde_json::from_str::<Setting>(&value) else { continue };
            if setting.at.split('?').next() == Some(page.path.as_str()) {
                let (href, shown) = (page.link(&setting.at), setting.at == at);
                kept.push(Kept { name, href, person: setting.person, shown });
            }
        }
        kept.sort_by(|a, b| (a.person != desk.by, &a.name).cmp(&(b.person != desk.by, &b.name)));
        Ok(Self { kept, token: desk.token.to_owned(), at })
    }
}

/// Keeps a view or takes one away, and leads back.
///
/// # Errors
/// When the form names no page of ours, or the store cannot be written.
pub fn store(page: &Page, form: &Form, app: &App) -> Result<Response, Failure> {
    if !guard::same(form.get("token").unwrap_or(""), &app.0.token) {
        let reason = "This form is of another run of tawatur. Open the page again and keep the view there.";
        return Ok((StatusCode::FORBIDDEN, reason).into_response());
    }
    let text = |name: &str| form.get(name).unwrap_or("").trim().to_owned();
    let (name, at) = (text("name"), text("at"));
    let is_ours = PAGES.contains(&at.split('?').next().unwrap_or(""));
    if !is_ours || at.len() > LONGEST || at.chars().any(char::is_control) {
        return Err(Failure::new(Code::Usage, format!("`{at}` is no page whose filters are kept"), ""));
    }
    if name.is_empty() || name.len() > LONGEST {
        return Err(Failure::new(Code::Refused, "the view has no name", "write one and send it again"));
    }
    let value = match form.get("act") {
        Some("forget") => String::new(),
        _ => serde_json::to_string(&Setting { at: at.clone(), person: text("for") })?,
    };
    app.store().keep_settings(KIND, &[(name, value)])?;
    Ok(Redirect::to(&page.link(&at)).into_response())
}
