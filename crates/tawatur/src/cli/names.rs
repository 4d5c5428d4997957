//! How things are said to people: entities by name, days, figures, who did what to whom.

use super::failure::Failure;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tawatur_core::model::{
    Count, DocumentId, Entity, EntityId, Event, EventCount, Lang, Origin, RecordDocument, Report, Role, When,
    WhenEnd, WhenPrecision,
};
use tawatur_store::Store;

/// Names of the entities and documents of a store.
pub struct Names {
    entities: BTreeMap<EntityId, Entity>,
    documents: BTreeMap<DocumentId, RecordDocument>,
    lang: Lang,
}

impl Names {
    /// All names of a store.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(store: &Store) -> Result<Self, Failure> {
        let record = store.names()?;
        Ok(Self {
            entities: record.entities.into_iter().map(|e| (e.id.clone(), e)).collect(),
            documents: record.documents.into_iter().map(|d| (d.id.clone(), d)).collect(),
            // Two letters that are a language code.
            lang: "en".parse().unwrap_or(Lang::UNKNOWN),
        })
    }

    /// The same names, said in another language where they have one in it.
    #[must_use]
    pub fn in_language(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// An entity's name in the language chosen (English at first) where it has one, else in any, else its id.
    #[must_use]
    pub fn entity(&self, id: &EntityId) -> String {
        let name = self.entities.get(id).map_or("", |e| e.name(self.lang));
        if name.is_empty() { id.to_string() } else { name.to_owned() }
    }

    /// Several names, joined.
    #[must_use]
    pub fn entities(&self, ids: &[EntityId]) -> String {
        ids.iter().map(|id| self.entity(id)).collect::<Vec<_>>().join(", ")
    }

    /// A document's name.
    #[must_use]
    pub fn document(&self, id: &DocumentId) -> String {
        self.documents.get(id).map_or_else(|| id.to_string(), |d| d.file.clone())
    }

    /// Who or what an origin is.
    #[must_use]
    pub fn origin(&self, origin: &Origin) -> String {
        match (&origin.entity, &origin.document) {
            (Some(entity), _) => self.entity(entity),
            (None, Some(document)) => self.document(document),
            (None, None) => "unknown".to_owned(),
        }
    }

    /// For machines: ids with names.
    #[must_use]
    pub fn json(&self, ids: &[EntityId]) -> Value {
        ids.iter().map(|id| json!({ "id": id, "name": self.entity(id) })).collect()
    }

    /// "who → whom", as far as told.
    #[must_use]
    pub fn cast(&self, event: &Event) -> String {
        match (event.who.is_empty(), event.whom.is_empty()) {
            (true, true) => String::new(),
            (false, true) => self.entities(&event.who),
            (true, false) => format!("→ {}", self.entities(&event.whom)),
            (false, false) => format!("{} → {}", self.entities(&event.who), self.entities(&event.whom)),
        }
    }

    /// Where, and for movements from where and to where.
    #[must_use]
    pub fn places(&self, event: &Event) -> String {
        let mut parts = Vec::new();
        if !event.place.is_empty() {
            parts.push(self.entities(&event.place));
        }
        if !event.from.is_empty() {
            parts.push(format!("from {}", self.entities(&event.from)));
        }
        if !event.to.is_empty() {
            parts.push(format!("to {}", self.entities(&event.to)));
        }
        parts.join(" ")
    }

    /// The fillers of a report's role, by name.
    #[must_use]
    pub fn role(&self, report: &Report, role: Role) -> String {
        report.fillers(role).map(|id| self.entity(id)).collect::<Vec<_>>().join(", ")
    }

    /// An event for machines: its fields with names beside ids.
    #[must_use]
    pub fn event_json(&self, event: &Event) -> Value {
        json!({
            "id": event.id, "type": event.kind, "when": when_json(event.when.as_ref()),
            "where": self.json(&event.place), "from": self.json(&event.from), "to": self.json(&event.to),
            "who": self.json(&event.who), "whom": self.json(&event.whom), "mediator": self.json(&event.mediator),
            "counts": event.counts.iter().map(|c| json!({ "of": c.of, "best": c.best, "low": c.low, "high": c.high })).collect::<Value>(),
            "reports": event.reports,
            "origins": event.origins.iter().map(|o| json!({ "name": self.origin(o), "entity": o.entity, "document": o.document, "reports": o.reports })).collect::<Value>(),
        })
    }
}

/// A time for machines.
#[must_use]
pub fn when_json(when: Option<&When>) -> Value {
    when.map_or(Value::Null, |w| {
        let end = match w.end {
            WhenEnd::Day(day) => day.to_string(),
            WhenEnd::Open => "..".to_owned(),
        };
        json!({ "start": w.start.map(|d| d.to_string()), "end": end, "precision": w.precision })
    })
}

/// A time for people: `2018-07-31`, `2018-07`, `2018-06-15 – 07-31`, `since 2021-06-25`.
#[must_use]
pub fn when(when: Option<&When>) -> String {
    let Some(w) = when else { return String::new() };
    match (w.start, w.end) {
        (Some(start), WhenEnd::Open) => format!("since {start}"),
        (None, WhenEnd::Day(end)) => format!("until {end}"),
        (None, WhenEnd::Open) => String::new(),
        (Some(start), WhenEnd::Day(end)) if start == end => start.to_string(),
        (Some(start), WhenEnd::Day(end)) => {
            let whole_year = w.precision == WhenPrecision::Year
                && start == start.first_of_year()
                && end == start.last_of_year();
            let whole_month = start == start.first_of_month() && end == start.last_of_month();
            match (whole_year, whole_month) {
                (true, _) => start.year().to_string(),
                (_, true) => format!("{}-{:02}", start.year(), start.month()),
                _ if start.year() == end.year() => format!("{start} – {:02}-{:02}", end.month(), end.day()),
                _ => format!("{start} – {end}"),
            }
        }
    }
}

/// A number without a needless decimal point.
#[must_use]
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { value.to_string() }
}

/// The figures of an event: `45–50 fighters`.
#[must_use]
pub fn figures(counts: &[EventCount]) -> String {
    let one = |c: &EventCount| {
        let of = c.of.replace('_', " ");
        if (c.low - c.high).abs() < f64::EPSILON {
            format!("{} {of}", number(c.best))
        } else {
            format!("{}–{} {of}", number(c.low), number(c.high))
        }
    };
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A figure of a report: `more than 45 fighters`.
#[must_use]
pub fn figure(count: &Count) -> String {
    let op =
        serde_json::to_value(count.op).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    match op.as_str() {
        "=" | "" => format!("{} {}", number(count.value), count.of),
        "dozens" | "hundreds" | "thousands" | "tens of thousands" | "millions" => {
            format!("{op} of {}", count.of)
        }
        _ => format!("{op} {} {}", number(count.value), count.of),
    }
}

/// A type's name with spaces.
#[must_use]
pub fn spaced(kind: &str) -> String {
    kind.replace('_', " ")
}
