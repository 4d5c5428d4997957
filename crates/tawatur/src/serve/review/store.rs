//! What the forms of the review queue send, stored by the same functions as `tawatur decide`. The record is built
//! behind the pages; the next item does not wait for it.

use super::fields::{Figure, changed_figures, changes};
use crate::cli::decide::{What, keep};
use crate::cli::{Code, Failure};
use crate::serve::page::Page;
use crate::serve::visible::restored;
use crate::serve::{App, Desk, guard};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use tawatur_core::model::{Maker, ReportId};

/// A form as it came.
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or("").trim().to_owned()
    }

    /// Words that were copied from a page: signs turned back, line ends as the document has them.
    fn words(&self, name: &str) -> String {
        restored(self.get(name).unwrap_or("").trim()).replace("\r\n", "\n")
    }

    /// The figures, which come as three columns.
    fn figures(&self) -> Vec<Figure> {
        let column = |name: &str| -> Vec<String> {
            self.0.iter().filter(|(k, _)| k == name).map(|(_, v)| v.clone()).collect()
        };
        let rows = column("count_value").into_iter().zip(column("count_op")).zip(column("count_of"));
        rows.map(|((value, op), of)| Figure { value: value.trim().to_owned(), op, of }).collect()
    }
}

/// Where to go once a decision is stored.
enum Next {
    /// To the next item.
    Item,
    /// Back to this one.
    Stay(ReportId),
}

/// Stores a decision and leads to the next item.
///
/// # Errors
/// When it names nothing that is there, or a value cannot be read.
pub fn store(page: &Page, form: &Form, app: &App) -> Result<Response, Failure> {
    if !guard::same(form.get("token").unwrap_or(""), &app.0.token) {
        let reason = "This form is of another run of tawatur. Open the queue again and decide there.";
        return Ok((StatusCode::FORBIDDEN, reason).into_response());
    }
    let by = Maker::Person(app.0.by.clone());
    let mut store = app.store();
    let (what, next) = {
        let desk = Desk::new(&store, app, page.tongue);
        what(form, &desk, &app.0.by)?
    };
    if !what.is_empty() {
        keep(&what, &by, &mut store, &app.0.packs)?;
        app.0.rebuilder.ask();
    }
    let address = match next {
        Next::Item => page.to_item("after", &form.text("position")),
        Next::Stay(report) => page.to_item("item", report.as_str()),
    };
    Ok(Redirect::to(&address).into_response())
}

/// What a form decides, for another page than the queue.
///
/// # Errors
/// When it names nothing that is there, or a value cannot be read.
pub fn kept(form: &Form, desk: &Desk<'_>, by: &str) -> Result<Vec<What>, Failure> {
    Ok(what(form, desk, by)?.0)
}

fn what(form: &Form, desk: &Desk<'_>, by: &str) -> Result<(Vec<What>, Next), Failure> {
    let id = form.text("report");
    let report = ReportId::new(&id);
    let stay = Next::Stay(report.clone());
    Ok(match form.get("act").unwrap_or("") {
        "accept" => (vec![What::Accept { reports: vec![id] }], Next::Item),
        "reject" => (vec![What::Reject { reports: vec![id] }], Next::Item),
        "correct" => {
            (vec![What::Correct { report: id, fields: correction(form, desk, &report)? }], Next::Item)
        }
        "note" => (vec![note(form, id)?], stay),
        "same" => {
            let event = super::event_of(&report, desk.store)?.map_or(id, |e| e.to_string());
            (vec![What::Merge { ids: vec![event, form.text("other")] }], stay)
        }
        "different" => (vec![What::Split { reports: vec![id] }], stay),
        "add" => (vec![add(form, desk, &report)?], stay),
        "outcome" => (outcome(form, id, desk, &report)?, stay),
        "undo" => match desk.store.last_verdict_of(by)? {
            Some((decision, report)) => (vec![What::Undo { decision }], Next::Stay(report)),
            None => (Vec::new(), stay),
        },
        "take_back" => {
            let text = form.text("decision");
            let decision = text
                .parse()
                .map_err(|_| Failure::new(Code::Usage, format!("`{text}` is no number of a decision"), ""))?;
            (vec![What::Undo { decision }], stay)
        }
        other => return Err(Failure::new(Code::Usage, format!("`{other}` is nothing to decide"), "")),
    })
}

fn correction(form: &Form, desk: &Desk<'_>, report: &ReportId) -> Result<Vec<String>, Failure> {
    let found = desk.store.report(report)?;
    let sent = |name: &str| {
        let name = if name == "type" { "kind" } else { name };
        form.get(name).map(restored)
    };
    let mut fields = changes(&found, &desk.names, &sent);
    fields.extend(changed_figures(&found, form.figures()));
    if fields.is_empty() {
        return Err(Failure::new(
            Code::Refused,
            "nothing was changed",
            "change a field, or accept the report",
        ));
    }
    Ok(fields)
}

fn note(form: &Form, id: String) -> Result<What, Failure> {
    let text = form.text("text");
    if text.is_empty() {
        return Err(Failure::new(Code::Refused, "the note is empty", "write it and send it again"));
    }
    Ok(What::Note { id, text, source: Some(form.text("note_source")).filter(|s| !s.is_empty()) })
}

fn add(form: &Form, desk: &Desk<'_>, report: &ReportId) -> Result<What, Failure> {
    let document = match desk.store.document_of_verdict(report)? {
        Some(document) => document,
        None => desk.store.report(report)?.document,
    };
    let fields = ["who", "whom", "where", "when"].iter().filter_map(|name| {
        let value = form.words(&format!("add_{name}"));
        (!value.is_empty()).then(|| format!("{name}={value}"))
    });
    Ok(What::Add {
        document: document.to_string(),
        kind: form.text("add_type"),
        evidence: form.words("evidence"),
        fields: fields.collect(),
    })
}

/// A term that was missed, what became of it, and the note that says where it is known from.
fn outcome(form: &Form, id: String, desk: &Desk<'_>, report: &ReportId) -> Result<Vec<What>, Failure> {
    let term = form.text("term");
    let found = desk.store.report(report)?;
    let mut what = Vec::new();
    if !found.terms.iter().any(|t| t.kind.as_str() == term) {
        let mut kinds: Vec<serde_json::Value> =
            found.terms.iter().map(|t| serde_json::json!({ "type": t.kind })).collect();
        kinds.push(serde_json::json!({ "type": term }));
        what.push(What::Correct {
            report: id.clone(),
            fields: vec![format!("terms={}", serde_json::Value::Array(kinds))],
        });
    }
    let became = form.text("outcome");
    if !became.is_empty() {
        what.push(What::Outcome { agreement: id.clone(), term, outcome: became, report: None });
    }
    if !form.text("text").is_empty() {
        what.push(note(form, id)?);
    }
    Ok(what)
}
