//! `export dossier`: one HTML page of events with who says what, in which words, the chains of sources, figures, disputes,
//! agreements with their terms, and the documents with their hashes. Needs nothing beside it, loads nothing, prints well.

use super::view::{View, joined};
use crate::cli::{Code, Failure};
use crate::serve::why::why;
use crate::serve::words::{Days, Tongue};
use askama::Template;
use std::collections::BTreeMap;
use std::io::Write;
use tawatur_core::model::{
    Agreement, AgreementTerm, Dispute, DocumentId, Event, EventId, Mode, Origin, Report, ReportId, WhenEnd,
};

#[derive(Template)]
#[template(path = "dossier.html")]
struct Dossier {
    page: Words,
    title: String,
    masked: bool,
    events: Vec<EventPart>,
    agreements: Vec<AgreementPart>,
    documents: Vec<DocumentPart>,
}

/// The words of the page.
struct Words(Tongue);

impl Words {
    fn t(&self, key: &str) -> String {
        self.0.word(key)
    }
}

struct EventPart {
    id: String,
    label: String,
    when: Days,
    place: String,
    facts: Vec<(String, String)>,
    origins: Vec<OriginPart>,
    disputes: Vec<DisputePart>,
}

struct OriginPart {
    name: String,
    kind: String,
    quotations: Vec<Quotation>,
}

struct Quotation {
    /// Number of the document in the list at the end.
    document: usize,
    text: String,
    language: String,
    direction: &'static str,
    outlet: String,
    published: String,
    /// How it stands, where it is not told as fact.
    mode: Option<String>,
    /// From the outlet to the origin.
    chain: Vec<String>,
    range: [usize; 2],
}

struct DisputePart {
    about: String,
    why: String,
}

struct AgreementPart {
    event: String,
    label: String,
    when: Days,
    status: String,
    facts: Vec<(String, String)>,
    terms: Vec<TermPart>,
}

struct TermPart {
    label: String,
    deadline: Days,
    /// What became of it, with the id and the day of the event.
    fates: Vec<(String, String, Days)>,
    overdue: bool,
    quotations: Vec<Quotation>,
}

struct DocumentPart {
    number: usize,
    outlet: String,
    title: String,
    direction: &'static str,
    language: String,
    published: String,
    url: String,
    file: String,
    sha256: String,
}

/// Writes the export.
///
/// # Errors
/// When the page cannot be written.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let tongue = Tongue::of(view.options.lang);
    let maker = Maker::new(view, tongue);
    let title = match view.record.stories.as_slice() {
        [story] => story.title.clone(),
        _ => tongue.word("dossier"),
    };
    let events = view.record.events.iter().filter(|e| !view.is_quiet(&e.kind));
    let dossier = Dossier {
        page: Words(tongue),
        title,
        masked: view.texts.are_masked(),
        events: events.map(|e| maker.event(e)).collect(),
        agreements: view.record.agreements.iter().map(|a| maker.agreement(a)).collect(),
        documents: maker.documents(),
    };
    let html = dossier.render().map_err(|e| {
        Failure::new(Code::Io, format!("the dossier cannot be written: {e}"), "check the output")
    })?;
    out.write_all(html.as_bytes())?;
    Ok(())
}

/// What the parts are made from.
struct Maker<'v> {
    view: &'v View<'v>,
    tongue: Tongue,
    /// Numbers of the documents, from 1.
    numbers: BTreeMap<&'v DocumentId, usize>,
}

impl<'v> Maker<'v> {
    fn new(view: &'v View<'v>, tongue: Tongue) -> Self {
        let numbers = view.record.documents.iter().zip(1..).map(|(d, number)| (&d.id, number)).collect();
        Self { view, tongue, numbers }
    }

    fn event(&self, event: &Event) -> EventPart {
        let view = self.view;
        let mut facts = Vec::new();
        let roles = [
            ("role.where", &event.place),
            ("role.from", &event.from),
            ("role.to", &event.to),
            ("role.who", &event.who),
            ("role.whom", &event.whom),
            ("role.mediator", &event.mediator),
        ];
        facts.extend(roles.map(|(key, ids)| (self.tongue.word(key), view.names(ids))));
        let figures = joined(event.counts.iter().map(|c| self.tongue.figure(c)));
        facts.push((self.tongue.word("figures"), figures));
        facts.retain(|(_, value)| !value.is_empty());
        let disputes = view.record.disputes.iter().filter(|d| d.event == event.id);
        EventPart {
            id: event.id.to_string(),
            label: view.label(&event.kind),
            when: self.tongue.when(event.when.as_ref()),
            place: view.names(&event.place),
            facts,
            origins: event.origins.iter().map(|o| self.origin(o)).collect(),
            disputes: disputes.map(|d| self.dispute(d)).collect(),
        }
    }

    fn origin(&self, origin: &Origin) -> OriginPart {
        OriginPart {
            name: self.view.origin(origin),
            kind: self.tongue.value("origin_kind", &origin.kind),
            quotations: self.quotations(&origin.reports),
        }
    }

    fn quotations(&self, reports: &[ReportId]) -> Vec<Quotation> {
        reports.iter().filter_map(|id| self.quotation(self.view.report(id)?)).collect()
    }

    fn quotation(&self, report: &Report) -> Option<Quotation> {
        let view = self.view;
        let evidence = view.evidence(&report.id)?;
        let document = view.document(&report.document)?;
        let chain = report
            .source
            .iter()
            .map(|c| c.0.iter().map(|link| view.name(&link.entity)).collect::<Vec<_>>().join(" ← "));
        Some(Quotation {
            document: self.numbers.get(&report.document).copied().unwrap_or_default(),
            text: evidence.text.clone(),
            language: document.language.to_string(),
            direction: direction(&document.language.to_string()),
            outlet: view.outlet(&report.document),
            published: document.published.date.map(|d| d.to_string()).unwrap_or_default(),
            mode: (report.mode != Mode::Asserted).then(|| self.tongue.value("mode", &report.mode)),
            chain: chain.collect(),
            range: evidence.range,
        })
    }

    fn dispute(&self, dispute: &Dispute) -> DisputePart {
        let view = self.view;
        let side = |side: &Vec<ReportId>| side.iter().filter_map(|id| view.report(id)).collect();
        let sides: Vec<Vec<&Report>> = dispute.sides.iter().map(side).collect();
        DisputePart {
            about: self.tongue.value("about", &dispute.about),
            why: why(dispute, &sides, self.tongue, &|id| view.name(id), &|kind| view.label(kind)),
        }
    }

    fn agreement(&self, agreement: &Agreement) -> AgreementPart {
        let view = self.view;
        let roles = [
            ("role.parties", &agreement.parties),
            ("role.mediator", &agreement.mediator),
            ("role.where", &agreement.place),
        ];
        let mut facts: Vec<(String, String)> =
            roles.map(|(key, ids)| (self.tongue.word(key), view.names(ids))).into();
        facts.retain(|(_, value)| !value.is_empty());
        AgreementPart {
            event: agreement.event.to_string(),
            label: view.event(&agreement.event).map(|e| view.label(&e.kind)).unwrap_or_default(),
            when: self.tongue.when(agreement.when.as_ref()),
            status: self.tongue.value("status", &agreement.status),
            facts,
            terms: agreement.terms.iter().map(|t| self.term(t)).collect(),
        }
    }

    fn term(&self, term: &AgreementTerm) -> TermPart {
        let fate = |key: &'static str, events: &[EventId]| -> Vec<(String, String, Days)> {
            let day = |id: &EventId| self.tongue.when(self.view.event(id).and_then(|e| e.when.as_ref()));
            events.iter().map(|id| (self.tongue.word(key), id.to_string(), day(id))).collect()
        };
        let deadline = term.deadline.as_ref().map(|w| match w.end {
            WhenEnd::Day(day) => Days { digits: day.to_string(), ..Days::default() },
            WhenEnd::Open => self.tongue.when(Some(w)),
        });
        TermPart {
            label: self.view.label(&term.kind),
            deadline: deadline.unwrap_or_default(),
            fates: [
                fate("fate.carried_out", &term.carried_out_by),
                fate("fate.refused", &term.refused_by),
                fate("fate.broken", &term.broken_by),
            ]
            .concat(),
            overdue: term.overdue,
            quotations: self.quotations(&term.reports),
        }
    }

    fn documents(&self) -> Vec<DocumentPart> {
        let view = self.view;
        let part = |(d, number): (&tawatur_core::model::RecordDocument, usize)| DocumentPart {
            number,
            outlet: view.outlet(&d.id),
            title: d.title.clone().unwrap_or_default(),
            direction: direction(&d.language.to_string()),
            language: d.language.to_string(),
            published: d.published.date.map(|day| day.to_string()).unwrap_or_default(),
            url: view.url(&d.id).unwrap_or_default().to_owned(),
            file: d.file.clone(),
            sha256: d.sha256.clone(),
        };
        view.record.documents.iter().zip(1..).map(part).collect()
    }
}

/// The direction a language is written in.
fn direction(language: &str) -> &'static str {
    Tongue::of_code(language).map_or("auto", Tongue::direction)
}
