//! The door: a report that a person, another coder or a model hands in becomes a report like any other, or is refused
//! with a sentence. Nothing passes without a quotation that stands in the document letter by letter.
//!
//! It takes the export's report row and flat forms of it (`who` as one spelling, `when` as `2018-07`, one chain of
//! sources as a flat list). It does not look for what a row leaves out.

mod entities;
mod values;

use crate::model::{
    Armed, Confidence, Correction, DocumentId, Entity, EntityId, EventType, Filler, GeoPrecision,
    HandedReport, Maker, Report, Role, Step, Term,
};
use crate::packs::Packs;
use crate::text::{CodePoints, Span, fold, fold_str};
use entities::Cast;
use serde_json::{Map, Value};

/// Fields of an export's or a gold row that say nothing about the report itself; they are left aside without a remark.
const LEFT_ASIDE: [&str; 8] = ["id", "event", "same_event", "core", "note", "made_by", "derivation", "start"];
/// Fields that are read.
const READ: [&str; 20] = [
    "who",
    "whom",
    "parties",
    "mediator",
    "where",
    "from",
    "to",
    "when",
    "count",
    "counts",
    "source",
    "terms",
    "means",
    "armed",
    "geo_precision",
    "confidence",
    "order",
    "trigger",
    "mentions",
    "end",
];

/// A report that came through the door.
#[derive(Debug, Clone)]
pub struct Handed {
    /// The report.
    pub report: Report,
    /// Entities it names that no pack knows.
    pub entities: Vec<Entity>,
    /// Remarks for whoever handed it in: what was taken how, what was left aside.
    pub notes: Vec<String>,
}

/// A document as the door needs it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Its id.
    pub document: &'a DocumentId,
    /// Its text.
    pub text: &'a str,
    /// Entities of the document that no pack knows, so that a row may name them by id.
    pub known: &'a [Entity],
}

/// Turns a row into a report.
///
/// # Errors
/// A sentence: no quotation, one that does not stand in the document, an event type that no pack has, a value that
/// cannot be read.
pub fn report(
    row: &HandedReport,
    place: Place<'_>,
    made_by: &Maker,
    packs: &Packs,
) -> Result<Handed, String> {
    let kind = event_type(&row.kind, packs)?;
    let points = CodePoints::new(place.text);
    let mut notes = Vec::new();
    let span = evidence(row, place.text, &points, &mut notes)?;
    let step = Step {
        part: "report".to_owned(),
        rule: format!("handed in by {}", made_by.name()),
        span: Some(span),
    };
    let mut report = Report {
        id: Report::id_of(place.document, span, &kind),
        document: place.document.clone(),
        kind,
        span,
        trigger: None,
        roles: Vec::new(),
        when: None,
        counts: Vec::new(),
        source: Vec::new(),
        mode: row.mode.unwrap_or_default(),
        terms: Vec::new(),
        means: Vec::new(),
        armed: Armed::Unknown,
        geo_precision: GeoPrecision::Unknown,
        order: None,
        confidence: Confidence::A,
        made_by: made_by.clone(),
        derivation: vec![step],
    };
    let mut cast = Cast::new(&row.rest, place.known, packs);
    fill(&mut report, &row.rest, &mut cast, &points)?;
    mentions(&mut report, &row.rest, place.text, &points, &mut notes);
    for field in row.rest.keys().filter(|f| !READ.contains(&f.as_str()) && !LEFT_ASIDE.contains(&f.as_str()))
    {
        notes.push(format!("`{field}` is no field of a report and was left aside"));
    }
    Ok(Handed { report, entities: cast.finish(), notes })
}

/// A report with parts of it put right, and the entities the correction names that no pack knows. The id stays.
///
/// # Errors
/// A sentence, when a value cannot be read.
pub fn correct(
    report: &Report,
    correction: &Correction,
    place: Place<'_>,
    packs: &Packs,
) -> Result<(Report, Vec<Entity>), String> {
    let Ok(Value::Object(fields)) = serde_json::to_value(correction) else {
        return Err("the correction cannot be read".to_owned());
    };
    let mut corrected = report.clone();
    if let Some(kind) = &correction.kind {
        corrected.kind = event_type(kind.as_str(), packs)?;
    }
    corrected.mode = correction.mode.unwrap_or(corrected.mode);
    let mut cast = Cast::new(&fields, place.known, packs);
    fill(&mut corrected, &fields, &mut cast, &CodePoints::new(place.text))?;
    Ok((corrected, cast.finish()))
}

fn event_type(name: &str, packs: &Packs) -> Result<EventType, String> {
    let kind = EventType::new(name);
    match packs.frames.get(&kind) {
        Some(frame) if !frame.term_only => Ok(kind),
        _ => {
            let known: Vec<&str> =
                packs.frames.iter().filter(|(_, f)| !f.term_only).map(|(k, _)| k.as_str()).collect();
            Err(format!("`{name}` is no event type; types are: {}", known.join(", ")))
        }
    }
}

/// Where the quotation stands.
fn evidence(
    row: &HandedReport,
    text: &str,
    points: &CodePoints<'_>,
    notes: &mut Vec<String>,
) -> Result<Span, String> {
    let number =
        |field: &str| row.rest.get(field).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let range = row.span.or_else(|| Some([number("start")?, number("end")?]));
    let quotation = row.evidence.as_deref().filter(|q| !q.trim().is_empty());
    match (range, quotation) {
        (Some(range), quotation) => {
            let span = points.bytes(range).filter(|s| !s.is_empty()).ok_or_else(|| {
                format!(
                    "the span {range:?} does not lie in the document, which has {} characters",
                    text.chars().count()
                )
            })?;
            match quotation {
                Some(quotation) if quotation != span.slice(text) => Err(format!(
                    "the span {range:?} holds \"{}\", not the quotation \"{quotation}\"",
                    span.slice(text)
                )),
                _ => Ok(span),
            }
        }
        (None, Some(quotation)) => search(quotation, text, notes),
        (None, None) => {
            Err("has no quotation: give `evidence` (the words, letter by letter) or `span` (code points)"
                .to_owned())
        }
    }
}

/// The first place where a quotation stands.
fn search(quotation: &str, text: &str, notes: &mut Vec<String>) -> Result<Span, String> {
    let mut found = text.match_indices(quotation).map(|(at, _)| at);
    let Some(first) = found.next() else {
        return Err(match nearly(quotation, text) {
            Some(words) => {
                format!("the quotation does not stand in the document letter by letter; it has \"{words}\"")
            }
            None => format!("the quotation does not stand in the document: \"{quotation}\""),
        });
    };
    let more = found.count();
    if more > 0 {
        notes.push(format!(
            "the quotation stands {} times in the document; the first place was taken",
            more + 1
        ));
    }
    Ok(Span::new(first, first + quotation.len()))
}

/// The document's own letters where only case, accents, hamzas or the like differ.
fn nearly<'t>(quotation: &str, text: &'t str) -> Option<&'t str> {
    let (folded, wanted) = (fold(text), fold_str(quotation));
    let at = folded.text.find(&wanted).filter(|_| !wanted.is_empty())?;
    Some(folded.original(at, at + wanted.len()).slice(text))
}

/// Fills the parts of a report that `fields` has; parts that are not there stay.
fn fill(
    report: &mut Report,
    fields: &Map<String, Value>,
    cast: &mut Cast<'_>,
    points: &CodePoints<'_>,
) -> Result<(), String> {
    for role in Role::ALL {
        if let Some(value) = fields.get(role.name()) {
            let ids =
                cast.list(value, Some(role), &report.kind).map_err(|e| format!("`{}` {e}", role.name()))?;
            report.roles.retain(|f| f.role != role);
            report.roles.extend(ids.into_iter().map(|entity| Filler { role, entity, span: None }));
        }
    }
    if let Some(value) = fields.get("when") {
        report.when = values::when(value)?;
    }
    if let Some(value) = fields.get("counts").or(fields.get("count")) {
        report.counts = values::counts(value, cast, points)?;
    }
    if let Some(value) = fields.get("source") {
        report.source = values::chains(value, cast, &report.kind)?;
    }
    if let Some(value) = fields.get("terms") {
        report.terms = terms(value, cast, points)?;
    }
    if let Some(value) = fields.get("means") {
        report.means = values::words(value).map_err(|e| format!("`means` {e}"))?;
    }
    values::choice(fields, "armed", &mut report.armed)?;
    values::choice(fields, "geo_precision", &mut report.geo_precision)?;
    if let Some(order) = fields.get("order").and_then(Value::as_u64) {
        report.order = u8::try_from(order).ok();
    }
    if let Some(trigger) = fields.get("trigger") {
        report.trigger = values::span(trigger, points);
    }
    if let Some(class) = fields.get("confidence").and_then(Value::as_str) {
        report.confidence = match class.trim_start_matches("class ") {
            "B" => Confidence::B,
            "C" => Confidence::C,
            _ => Confidence::A,
        };
    }
    Ok(())
}

/// The words of fillers, from the export's `mentions`; one whose words do not stand there is left aside with a remark.
fn mentions(
    report: &mut Report,
    fields: &Map<String, Value>,
    text: &str,
    points: &CodePoints<'_>,
    notes: &mut Vec<String>,
) {
    for mention in fields.get("mentions").and_then(Value::as_array).into_iter().flatten() {
        let (entity, role) =
            (mention["entity"].as_str().unwrap_or(""), mention["role"].as_str().unwrap_or(""));
        let words = mention["text"].as_str();
        match values::span(&mention["span"], points) {
            Some(span) if words.is_none_or(|w| w == span.slice(text)) => {
                let of_role = report.roles.iter_mut().filter(|f| f.role.name() == role && f.span.is_none());
                for filler in of_role.filter(|f| f.entity.as_str() == entity) {
                    filler.span = Some(span);
                }
            }
            _ => notes
                .push(format!("the mention of `{entity}` does not stand in the document and was left aside")),
        }
    }
}

fn terms(value: &Value, cast: &mut Cast<'_>, points: &CodePoints<'_>) -> Result<Vec<Term>, String> {
    let Some(list) = value.as_array() else {
        return if value.is_null() { Ok(Vec::new()) } else { Err("`terms` must be a list".to_owned()) };
    };
    let mut terms = Vec::new();
    for term in list {
        let fields = term.as_object().ok_or("a term must be an object with a `type`")?;
        let name = fields.get("type").and_then(Value::as_str).ok_or("a term has no `type`")?;
        let kind = EventType::new(name);
        if !cast.packs().frames.contains_key(&kind) {
            let known: Vec<&str> = cast.packs().frames.keys().map(EventType::as_str).collect();
            return Err(format!("`{name}` is no type of a term; types are: {}", known.join(", ")));
        }
        let mut roles = Vec::new();
        for role in Role::ALL {
            if let Some(value) = fields.get(role.name()) {
                let ids: Vec<EntityId> = cast
                    .list(value, Some(role), &kind)
                    .map_err(|e| format!("`{}` of a term {e}", role.name()))?;
                roles.extend(ids.into_iter().map(|entity| Filler { role, entity, span: None }));
            }
        }
        let text = |field: &str| fields.get(field).and_then(Value::as_str).map(str::to_owned);
        let counts = match fields.get("counts").or(fields.get("count")) {
            Some(value) => values::counts(value, cast, points)?,
            None => Vec::new(),
        };
        let deadline = match fields.get("deadline").or(fields.get("when")) {
            Some(value) => values::when(value)?,
            None => None,
        };
        let span = fields.get("span").and_then(|s| values::span(s, points));
        terms.push(Term { kind, roles, what: text("what"), into: text("into"), counts, deadline, span });
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntityKind, Mode, WhenEnd};
    use jiff::civil::date;
    use serde_json::json;

    const TEXT: &str = "Les combats ont repris. Les combattants de la ville ont refusé l’offre de l’armée.";

    fn packs() -> Packs {
        let frame =
            b"family = \"talk\"\nlabel = { fr = \"refus\" }\n[roles]\nwho = { kinds = [\"force\"] }\n";
        let files: [crate::packs::PackFile<'_>; 3] = [
            ("events/reject/frame.toml", frame),
            ("events/offer/frame.toml", frame),
            ("world/x.tsv", b"id\tkind\talias\nP1\tplace\tArm\xc3\xa9e\nF1\tforce\tArm\xc3\xa9e\n"),
        ];
        Packs::load(&files).expect("small packs are sound")
    }

    fn hand(row: Value) -> Result<Handed, String> {
        let row: HandedReport = serde_json::from_value(row).expect("a row");
        let document = DocumentId::new("d1");
        report(
            &row,
            Place { document: &document, text: TEXT, known: &[] },
            &Maker::Coder("second".into()),
            &packs(),
        )
    }

    #[test]
    fn flat_rows_and_export_rows_are_the_same() {
        let flat = json!({"doc": "d1", "type": "reject", "start": 24, "end": 65, "evidence": "Les combattants de la ville ont refusé l’o",
            "who": "armee", "whom": ["X y"], "when": "2018-07", "count": [{"value": 45, "of": "fighters", "op": "="}], "source": ["X y", "Z"]});
        let wrong = hand(flat.clone()).expect_err("the quotation is one letter longer than the span");
        assert!(wrong.contains("not the quotation"), "{wrong}");
        let mut right = flat;
        right["end"] = json!(66);
        let handed = hand(right).expect("the quotation stands there");
        let report = &handed.report;
        assert_eq!(report.span.slice(TEXT), "Les combattants de la ville ont refusé l’o");
        assert_eq!(report.fillers(Role::Who).map(EntityId::as_str).collect::<Vec<_>>(), ["F1"]);
        assert_eq!(
            report.when.as_ref().map(|w| (w.start, w.end)),
            Some((Some(date(2018, 7, 1)), WhenEnd::Day(date(2018, 7, 31))))
        );
        assert_eq!(report.source.len(), 1);
        assert_eq!(handed.entities.len(), 2);
        let named = json!({"document": "d1", "type": "reject", "span": [24, 66], "who": ["F1"], "whom": ["X y"],
            "when": {"start": "2018-07-01", "end": "2018-07-31", "precision": "month"}, "counts": [{"value": 45.0, "low": 45, "high": 45, "of": "fighters", "op": "="}],
            "source": [["X y", "Z"]], "mode": "asserted"});
        assert_eq!(hand(named).expect("export form").report, *report);
    }

    #[test]
    fn quotations_must_stand_letter_by_letter() {
        let row = |evidence: &str| json!({"document": "d1", "type": "reject", "evidence": evidence});
        assert!(
            hand(row("les combats ont repris"))
                .expect_err("case differs")
                .contains("\"Les combats ont repris\"")
        );
        assert!(hand(row("rien de tel")).is_err());
        assert!(
            hand(json!({"document": "d1", "type": "reject"})).expect_err("no quotation").contains("evidence")
        );
        assert!(hand(json!({"document": "d1", "type": "reject", "span": [5, 500]})).is_err());
        let twice = hand(row("Les comba")).expect("it stands there");
        assert_eq!(twice.report.span, Span::new(0, 9));
        assert_eq!(twice.notes.len(), 1);
    }

    #[test]
    fn unknown_types_and_values_are_refused_with_what_is_known() {
        let unknown =
            hand(json!({"document": "d1", "type": "refuse", "span": [0, 5]})).expect_err("no such type");
        assert!(unknown.contains("offer, reject"), "{unknown}");
        for (field, value) in [
            ("when", json!("July")),
            ("when", json!("2018-08/2018-07")),
            ("count", json!([{"of": "x"}])),
            ("terms", json!([{"type": "sing"}])),
        ] {
            assert!(
                hand(json!({"document": "d1", "type": "reject", "span": [0, 5], field: value})).is_err(),
                "{field}"
            );
        }
    }

    #[test]
    fn the_same_spelling_is_the_same_entity_and_a_place_stays_one() {
        let handed = hand(
            json!({"document": "d1", "type": "reject", "span": [0, 5], "whom": "Ville", "where": "ville"}),
        )
        .expect("a row");
        assert_eq!(handed.entities.len(), 1);
        assert_eq!(handed.entities[0].kind, EntityKind::Place);
        assert!(handed.entities[0].id.as_str().starts_with('x'));
    }

    #[test]
    fn a_correction_changes_only_what_it_names() {
        let report =
            hand(json!({"document": "d1", "type": "reject", "span": [0, 5], "who": "A", "whom": "B"}))
                .expect("a row")
                .report;
        let correction: Correction =
            serde_json::from_value(json!({"mode": "denied", "whom": []})).expect("a correction");
        let document = DocumentId::new("d1");
        let place = Place { document: &document, text: TEXT, known: &[] };
        let (corrected, _) = correct(&report, &correction, place, &packs()).expect("sound");
        assert_eq!((corrected.mode, corrected.roles.len(), &corrected.id), (Mode::Denied, 1, &report.id));
        let none: Correction = serde_json::from_value(json!({})).expect("empty");
        assert_eq!(correct(&report, &none, place, &packs()).expect("sound").0, report);
    }
}
