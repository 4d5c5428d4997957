//! The forms of the document page: what a person decides, stored by the same functions as `tawatur decide`.

use super::page::{Page, encoded};
use super::visible::restored;
use super::{App, Desk, guard};
use crate::cli::decide::{What, decide};
use crate::cli::{Code, Failure};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tawatur_core::model::{Action, Decision, Maker, in_force};

/// A decision that stands.
#[derive(Debug, Serialize)]
pub struct Decided {
    /// Its number.
    pub number: u64,
    /// When, RFC 3339.
    pub at: String,
    /// Who decided.
    pub by: String,
    /// What, in a word.
    pub action: String,
    /// The remark or the quotation.
    pub words: Option<String>,
    /// What it is about.
    pub about: Option<String>,
}

/// The decisions in force that `about` picks, by what they do and the ids they name.
pub fn decided(
    decisions: &[Decision],
    desk: &Desk<'_>,
    about: &dyn Fn(&Action, &[&str]) -> bool,
) -> Vec<Decided> {
    let one = |d: &&Decision| {
        let action = serde_json::to_value(&d.action).ok()?;
        let targets = targets(&action);
        if !about(&d.action, &targets) {
            return None;
        }
        let words = action["text"].as_str().or_else(|| action["report"]["evidence"].as_str());
        Some(Decided {
            number: d.id,
            at: d.at.clone(),
            by: d.by.name().to_owned(),
            action: desk.tongue.value("action", &action["action"]),
            words: words.map(str::to_owned),
            about: targets.first().map(|t| (*t).to_owned()),
        })
    };
    in_force(decisions).iter().filter_map(one).collect()
}

/// The ids an action names.
fn targets(action: &Value) -> Vec<&str> {
    let plain = ["report", "agreement", "target"].iter().filter_map(|k| action[*k].as_str());
    let listed = ["reports", "left", "right"]
        .iter()
        .filter_map(|k| action[*k].as_array())
        .flatten()
        .filter_map(Value::as_str);
    plain.chain(listed).chain(action["report"]["document"].as_str()).collect()
}

/// What a form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    token: String,
    act: String,
    report: String,
    decision: String,
    #[serde(rename = "type")]
    kind: String,
    evidence: String,
    #[serde(rename = "where")]
    place: String,
    when: String,
    text: String,
}

/// Stores what a form of a document's page sends, and leads back there.
///
/// # Errors
/// When it names nothing that is there, or its quotation does not stand in the document.
pub fn store(page: &Page, document: &str, sent: &Sent, app: &App) -> Result<Response, Failure> {
    if !guard::same(&sent.token, &app.0.token) {
        let reason = "This form is of another run of tawatur. Open the document again and decide there.";
        return Ok((StatusCode::FORBIDDEN, reason).into_response());
    }
    let what = what(document, sent)?;
    let by = Maker::Person(app.0.by.clone());
    let decided = decide(&what, &by, &mut app.store(), &app.0.packs)?;
    if let Some((number, Some(reason))) = decided.first() {
        let message = format!("decision {number} is kept, but does not fit: {reason}");
        return Err(Failure::new(Code::Refused, message, "take it back on the document's page"));
    }
    Ok(Redirect::to(&page.link(&format!("/document/{}#decisions", encoded(document)))).into_response())
}

fn what(document: &str, sent: &Sent) -> Result<What, Failure> {
    let text = |text: &str| text.trim().to_owned();
    Ok(match sent.act.as_str() {
        "accept" => What::Accept { reports: vec![text(&sent.report)] },
        "reject" => What::Reject { reports: vec![text(&sent.report)] },
        "note" if sent.text.trim().is_empty() => {
            return Err(Failure::new(Code::Refused, "the note is empty", "write it and send it again"));
        }
        "note" => {
            let id = if sent.report.is_empty() { document } else { &sent.report };
            What::Note { id: text(id), text: text(&sent.text), source: None }
        }
        "undo" => What::Undo {
            decision: sent.decision.parse().map_err(|_| {
                Failure::new(Code::Usage, format!("`{}` is no number of a decision", sent.decision), "")
            })?,
        },
        "add" => {
            let fields = [("where", &sent.place), ("when", &sent.when)];
            What::Add {
                document: document.to_owned(),
                kind: text(&sent.kind),
                // Browsers send line ends as CR LF; the document has its own.
                evidence: restored(sent.evidence.trim()).replace("\r\n", "\n"),
                fields: fields
                    .iter()
                    .filter(|(_, v)| !v.trim().is_empty())
                    .map(|(k, v)| format!("{k}={}", v.trim()))
                    .collect(),
            }
        }
        other => return Err(Failure::new(Code::Usage, format!("`{other}` is nothing to decide"), "")),
    })
}
