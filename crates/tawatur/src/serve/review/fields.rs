//! What a report says, as text that a person can change in a form, and back.

use crate::cli::names::{number, when};
use crate::serve::Desk;
use crate::serve::namer::Namer;
use serde::Serialize;
use serde_json::{Value, json};
use tawatur_core::model::{EntityId, Report, Role};

/// A field of the form.
pub struct Field {
    /// Its name in the form and in a correction.
    pub name: &'static str,
    /// Its word.
    pub label: String,
    /// What stands in it.
    pub value: String,
    /// The key that puts the words selected in the text into it.
    pub key: usize,
}

/// A figure in the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number.
    pub value: String,
    /// How it is meant.
    pub op: String,
    /// What is counted.
    pub of: String,
}

/// What stands between two names.
const BETWEEN: &str = "; ";

/// A value's name as the model writes it.
pub fn name_of<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The roles and the time as text.
pub fn fields(report: &Report, desk: &Desk<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Role::ALL
        .iter()
        .map(|role| Field {
            name: role.name(),
            label: desk.tongue.word(&format!("role.{}", role.name())),
            value: role_text(report, *role, &desk.names),
            key: 0,
        })
        .collect();
    fields.push(Field {
        name: "when",
        label: desk.tongue.word("role.when"),
        value: when_text(report),
        key: 0,
    });
    fields.push(Field {
        name: "source",
        label: desk.tongue.word("source"),
        value: source_text(report, &desk.names),
        key: 0,
    });
    for (k, field) in fields.iter_mut().enumerate() {
        field.key = k + 1;
    }
    fields
}

/// The figures, and one empty line.
pub fn figures(report: &Report) -> Vec<Figure> {
    let one = |c: &tawatur_core::model::Count| Figure {
        value: number(c.value),
        op: name_of(&c.op),
        of: c.of.clone(),
    };
    let mut all: Vec<Figure> = report.counts.iter().map(one).collect();
    all.push(Figure { value: String::new(), op: "=".to_owned(), of: String::new() });
    all
}

fn role_text(report: &Report, role: Role, names: &Namer<'_>) -> String {
    report.fillers(role).map(|id| names.entity(id)).collect::<Vec<_>>().join(BETWEEN)
}

/// A time as corrections take it: a day, a month, a year, or `A/B`.
fn when_text(report: &Report) -> String {
    let Some(told) = report.when.as_ref() else { return String::new() };
    let said = when(Some(told));
    if !said.contains(' ') {
        return said;
    }
    let start = told.start.map_or_else(|| "..".to_owned(), |d| d.to_string());
    match told.end {
        tawatur_core::model::WhenEnd::Day(end) => format!("{start}/{end}"),
        tawatur_core::model::WhenEnd::Open => format!("{start}/.."),
    }
}

/// The chains, links by `>`, chains by `;`.
fn source_text(report: &Report, names: &Namer<'_>) -> String {
    let chain = |c: &tawatur_core::model::Chain| {
        c.0.iter().map(|l| names.entity(&l.entity)).collect::<Vec<_>>().join(" > ")
    };
    report.source.iter().map(chain).collect::<Vec<_>>().join(BETWEEN)
}

/// What a form changes of a report, as `field=value` of a correction. `sent` gives what stands in a field of the form.
pub fn changes(report: &Report, names: &Namer<'_>, sent: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut changes = Vec::new();
    let mut change = |name: &str, value: &Value| changes.push(format!("{name}={value}"));
    let plain = |v: &str| v.trim().to_owned();
    for role in Role::ALL {
        let Some(text) = sent(role.name()).map(|t| plain(&t)) else { continue };
        if text != role_text(report, role, names) {
            let known: Vec<&EntityId> = report.fillers(role).collect();
            let id = |name: &str| {
                known.iter().find(|id| names.entity(id) == name).map_or(name.to_owned(), |id| id.to_string())
            };
            let list: Vec<String> =
                text.split(';').map(str::trim).filter(|n| !n.is_empty()).map(id).collect();
            change(role.name(), &json!(list));
        }
    }
    if let Some(text) = sent("source").map(|t| plain(&t)).filter(|t| *t != source_text(report, names)) {
        let chain =
            |c: &str| c.split('>').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect();
        let chains: Vec<Vec<String>> =
            text.split(';').map(chain).filter(|c: &Vec<String>| !c.is_empty()).collect();
        change("source", &json!(chains));
    }
    changes.extend(
        [("when", when_text(report)), ("type", report.kind.to_string()), ("mode", name_of(&report.mode))]
            .into_iter()
            .filter_map(|(name, now)| {
                let text = sent(name).map(|t| plain(&t)).filter(|t| *t != now)?;
                (name == "when" || !text.is_empty()).then(|| format!("{name}={text}"))
            }),
    );
    changes
}

/// The figures of a form as `counts=…`, where they are others than the report's.
pub fn changed_figures(report: &Report, sent: Vec<Figure>) -> Option<String> {
    let mut now = figures(report);
    now.pop();
    let sent: Vec<Figure> = sent.into_iter().filter(|f| !f.value.trim().is_empty()).collect();
    if sent == now {
        return None;
    }
    let one = |f: &Figure| {
        let value = f.value.trim().parse::<f64>().map_or_else(|_| json!(f.value.trim()), |v| json!(v));
        json!({ "value": value, "op": f.op, "of": f.of.trim() })
    };
    Some(format!("counts={}", sent.iter().map(one).collect::<Value>()))
}
