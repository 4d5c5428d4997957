//! Laws of linking and the record (DESIGN, section 7), on small made-up worlds.

use jiff::civil::date;
use proptest::prelude::*;
use std::sync::Arc;
use tawatur_core::link::link;
use tawatur_core::model::*;
use tawatur_core::packs::{Kinship, Packs};
use tawatur_core::pipeline;
use tawatur_core::record;
use tawatur_core::text::Span;

const TYPES: [&str; 6] = ["attack", "kill", "shelling", "evacuate", "agree", "siege"];
const PLACES: [&str; 4] = ["Tell Marwan", "Tell Marwan North", "Qasr Yusuf", "Birket Salim"];
const ACTORS: [&str; 4] = ["Marwan Brigade", "Highland Front", "Coastal Guard", "Council of Elders"];
const SOURCES: [&str; 3] = ["Relief Monitor", "Coast Agency", "Governor's office"];

fn packs() -> &'static Packs {
    static PACKS: std::sync::OnceLock<Packs> = std::sync::OnceLock::new();
    PACKS.get_or_init(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"))
}

/// What a made-up report says, by numbers into the lists above.
#[derive(Debug, Clone)]
struct Said {
    kind: usize,
    place: Option<usize>,
    who: Option<usize>,
    day: Option<i8>,
    killed: Option<u8>,
    source: Option<usize>,
    denied: bool,
}

prop_compose! {
    fn said()(
        kind in 0..TYPES.len(),
        place in proptest::option::of(0..PLACES.len()),
        who in proptest::option::of(0..ACTORS.len()),
        day in proptest::option::of(1i8..12),
        killed in proptest::option::of(1u8..40),
        source in proptest::option::of(0..SOURCES.len()),
        denied in proptest::bool::weighted(0.1),
    ) -> Said {
        Said { kind, place, who, day, killed, source, denied }
    }
}

/// The entities that documents describe themselves.
fn described(documents: &[Linkable]) -> Vec<Arc<Entity>> {
    documents.iter().flat_map(|d| d.own.iter().cloned()).collect()
}

fn judgements_of(corpus: &[Linkable]) -> Vec<Judgement> {
    let own = described(corpus);
    let kinship = Kinship::new(packs(), own.iter().map(Arc::as_ref));
    link(corpus, &[], &kinship, packs(), &Alone)
}

fn record_of(corpus: Vec<Linkable>, judgements: Vec<Judgement>) -> Record {
    let own = described(&corpus);
    let kinship = Kinship::new(packs(), own.iter().map(Arc::as_ref));
    record::build(corpus, &own, judgements, &[], &kinship, &Alone)
}

fn corpus() -> impl Strategy<Value = Vec<Linkable>> {
    proptest::collection::vec((1i8..14, proptest::collection::vec(said(), 1..4)), 1..7).prop_map(
        |documents| {
            documents
                .iter()
                .enumerate()
                .map(|(k, (day, said))| document(&format!("d{k}"), *day, said))
                .collect()
        },
    )
}

fn document(id: &str, day: i8, said: &[Said]) -> Linkable {
    let mut entities: Vec<Entity> = Vec::new();
    let mut named = |kind: EntityKind, name: &str| {
        let entity = Entity::provisional(kind, name);
        let id = entity.id.clone();
        if entities.iter().all(|e| e.id != id) {
            entities.push(entity);
        }
        id
    };
    let outlet = named(EntityKind::Outlet, &format!("Outlet {id}"));
    let document = DocumentId::new(id);
    let mut reports = Vec::new();
    for (k, said) in said.iter().enumerate() {
        let span = Span::new(k * 100, k * 100 + 80);
        let kind = EventType::new(TYPES[said.kind]);
        let mut roles = Vec::new();
        if let Some(place) = said.place {
            roles.push(Filler {
                role: Role::Where,
                entity: named(EntityKind::Place, PLACES[place]),
                span: None,
            });
        }
        if let Some(who) = said.who {
            roles.push(Filler { role: Role::Who, entity: named(EntityKind::Group, ACTORS[who]), span: None });
        }
        let killed = said.killed.map(f64::from).map(|value| Count {
            value,
            low: value,
            high: value,
            op: Operator::Equal,
            of: "killed".to_owned(),
            side: None,
            span: None,
        });
        let source = said.source.map(|s| named(EntityKind::Body, SOURCES[s]));
        reports.push(Report {
            id: Report::id_of(&document, span, &kind),
            document: document.clone(),
            kind,
            span,
            trigger: None,
            roles,
            when: said.day.map(|d| When::day(date(2031, 5, d), None)),
            counts: killed.into_iter().collect(),
            source: source.map(|entity| Chain(vec![Link { entity, span: None }])).into_iter().collect(),
            mode: if said.denied { Mode::Denied } else { Mode::Asserted },
            terms: Vec::new(),
            means: Vec::new(),
            armed: Armed::Unknown,
            geo_precision: GeoPrecision::Unknown,
            order: None,
            confidence: Confidence::A,
            made_by: Maker::Coder("test".to_owned()),
            derivation: Vec::new(),
        });
    }
    let published = Published {
        date: Some(date(2031, 5, day)),
        precision: PublishedPrecision::Day,
        basis: PublishedBasis::Given,
        why: String::new(),
    };
    let known = RecordDocument {
        id: document.clone(),
        file: id.to_owned(),
        sha256: String::new(),
        text_sha256: String::new(),
        language: Lang::UNKNOWN,
        title: None,
        outlet: Some(outlet.clone()),
        agency: None,
        published: published.clone(),
        story: None,
        copy_of: None,
    };
    let extraction = Extraction {
        document,
        published,
        outlet: Some(outlet),
        agency: None,
        mentions: Vec::new(),
        entities,
        reports,
        fingerprint: Vec::new(),
        fingerprint_places: Vec::new(),
        lead: Vec::new(),
    };
    Linkable { document: known, extraction, own: Vec::new() }
}

/// A document that repeats the reports of another, each with the origin it had, under a name of its own.
fn copy_of(original: &Linkable, id: &str) -> Linkable {
    let mut copy = original.clone();
    copy.document.id = DocumentId::new(id);
    copy.document.file = id.to_owned();
    copy.extraction.document = copy.document.id.clone();
    let outlet = Entity::provisional(EntityKind::Outlet, &format!("Outlet {id}"));
    let quoted = original.document.outlet.clone().expect("test documents have an outlet");
    copy.document.outlet = Some(outlet.id.clone());
    copy.extraction.entities.push(outlet);
    for report in &mut copy.extraction.reports {
        report.document = copy.document.id.clone();
        report.id = Report::id_of(&report.document, report.span, &report.kind);
        if report.source.is_empty() {
            report.source = vec![Chain(vec![Link { entity: quoted.clone(), span: None }])];
        }
    }
    copy
}

fn same(a: &ReportId, b: &ReportId) -> Judgement {
    Judgement {
        relation: Relation::Same,
        left: Subject::Report(a.clone()),
        right: Subject::Report(b.clone()),
        made_by: Maker::Rule("test".to_owned()),
        weight: 1.0,
        reasons: Vec::new(),
    }
}

fn origins_of(record: &Record, report: &ReportId) -> usize {
    record.events.iter().find(|e| e.reports.contains(report)).map_or(0, |e| e.origins.len())
}

fn decided(id: u64, action: Action) -> Decision {
    Decision { id, by: Maker::Person("test".to_owned()), at: String::new(), action }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_documents_changes_nothing(corpus in corpus(), seed in any::<u64>()) {
        let mut turned = corpus.clone();
        let by = seed as usize % turned.len();
        turned.rotate_left(by);
        if seed % 2 == 0 {
            turned.reverse();
        }
        for document in &mut turned {
            document.extraction.reports.reverse();
            document.extraction.entities.reverse();
        }
        prop_assert_eq!(pipeline::record(corpus, &[], packs()), pipeline::record(turned, &[], packs()));
    }

    #[test]
    fn the_same_document_twice_changes_nothing(corpus in corpus(), at in any::<prop::sample::Index>()) {
        let mut twice = corpus.clone();
        twice.push(corpus[at.index(corpus.len())].clone());
        prop_assert_eq!(pipeline::record(corpus, &[], packs()), pipeline::record(twice, &[], packs()));
    }

    #[test]
    fn an_attributed_copy_never_raises_the_number_of_origins(corpus in corpus(), at in any::<prop::sample::Index>()) {
        let judged = judgements_of(&corpus);
        let before = record_of(corpus.clone(), judged.clone());
        let original = &corpus[at.index(corpus.len())];
        let copy = copy_of(original, "copy");
        let mut judged = judged;
        for (a, b) in original.extraction.reports.iter().zip(&copy.extraction.reports) {
            judged.push(same(&a.id, &b.id));
        }
        let mut with = corpus.clone();
        with.push(copy);
        let after = record_of(with, judged);
        for report in corpus.iter().flat_map(|d| &d.extraction.reports) {
            prop_assert!(origins_of(&after, &report.id) <= origins_of(&before, &report.id));
        }
    }

    #[test]
    fn a_copied_text_never_raises_the_number_of_origins(corpus in corpus(), at in any::<prop::sample::Index>()) {
        let judged = judgements_of(&corpus);
        let before = record_of(corpus.clone(), judged.clone());
        let original = &corpus[at.index(corpus.len())];
        let mut copy = copy_of(original, "copy");
        let mut judged = judged;
        for (a, b) in original.extraction.reports.iter().zip(&mut copy.extraction.reports) {
            // Without a word on where it was taken from: linking has found that out.
            b.source.clone_from(&a.source);
            judged.push(same(&a.id, &b.id));
        }
        let (from, to) = (copy.document.id.clone(), original.document.id.clone());
        judged.push(Judgement {
            relation: Relation::Copies,
            left: Subject::Document(from),
            right: Subject::Document(to),
            ..same(&original.extraction.reports[0].id, &copy.extraction.reports[0].id)
        });
        let mut with = corpus.clone();
        with.push(copy);
        let after = record_of(with, judged);
        for report in corpus.iter().flat_map(|d| &d.extraction.reports) {
            prop_assert!(origins_of(&after, &report.id) <= origins_of(&before, &report.id));
        }
    }

    #[test]
    fn a_witness_raises_the_number_of_origins_by_at_most_one(corpus in corpus(), at in any::<prop::sample::Index>()) {
        let judged = judgements_of(&corpus);
        let before = record_of(corpus.clone(), judged.clone());
        let original = &corpus[at.index(corpus.len())];
        let told = &original.extraction.reports[0];
        let mut witness = copy_of(original, "witness");
        witness.extraction.reports.truncate(1);
        witness.extraction.reports[0].source.clear();
        let mut judged = judged;
        judged.push(same(&told.id, &witness.extraction.reports[0].id));
        let mut with = corpus.clone();
        with.push(witness);
        let after = record_of(with, judged);
        let (was, is) = (origins_of(&before, &told.id), origins_of(&after, &told.id));
        prop_assert!(is >= was && is <= was + 1, "{was} origins became {is}");
    }

    #[test]
    fn undoing_a_decision_restores_what_was_there(corpus in corpus(), pick in any::<[prop::sample::Index; 2]>(), kind in 0u8..3) {
        let ids: Vec<ReportId> = corpus.iter().flat_map(|d| &d.extraction.reports).map(|r| r.id.clone()).collect();
        let (a, b) = (pick[0].get(&ids).clone(), pick[1].get(&ids).clone());
        let action = match kind {
            0 => Action::Reject { report: a },
            1 => Action::Same { reports: vec![a, b] },
            _ => Action::Different { left: vec![a], right: vec![b] },
        };
        let before = pipeline::record(corpus.clone(), &[], packs());
        let undone = [decided(1, action), decided(2, Action::Undo { decision: 1 })];
        prop_assert_eq!(before, pipeline::record(corpus, &undone, packs()));
    }

    #[test]
    fn what_people_say_holds(corpus in corpus(), pick in any::<[prop::sample::Index; 2]>(), one in any::<bool>()) {
        let ids: Vec<ReportId> = corpus.iter().flat_map(|d| &d.extraction.reports).map(|r| r.id.clone()).collect();
        let (a, b) = (pick[0].get(&ids).clone(), pick[1].get(&ids).clone());
        prop_assume!(a != b);
        let action = if one {
            Action::Same { reports: vec![a.clone(), b.clone()] }
        } else {
            Action::Different { left: vec![a.clone()], right: vec![b.clone()] }
        };
        let record = pipeline::record(corpus, &[decided(1, action)], packs());
        let together = record.events.iter().any(|e| e.reports.contains(&a) && e.reports.contains(&b));
        prop_assert_eq!(together, one);
    }
}

#[test]
fn decisions_without_their_evidence_are_listed() {
    let gone = decided(7, Action::Reject { report: ReportId::new("r0") });
    let record = pipeline::record(Vec::new(), &[gone], packs());
    assert_eq!(record.orphans.len(), 1);
    assert_eq!(record.orphans[0].0, 7);
}

/// A made-up text of so many words, all different, that begins with the word of a number.
fn words(from: usize, count: usize) -> String {
    let word = |k: usize| -> String {
        [k / 676, k / 26, k]
            .iter()
            .map(|n| char::from(b'a' + u8::try_from(n % 26).expect("below 26")))
            .collect()
    };
    (from..from + count).map(word).collect::<Vec<_>>().join(" ")
}

/// A document with a text of its own and a report at each of two places.
fn with_text(id: &str, day: i8, text: &str, spans: [(usize, usize); 2]) -> Linkable {
    let told =
        Said { kind: 0, place: Some(0), who: None, day: Some(2), killed: None, source: None, denied: false };
    let mut made = document(id, day, &[told.clone(), told]);
    (made.extraction.fingerprint, made.extraction.fingerprint_places) = tawatur_core::text::fingerprint(text);
    for (report, (start, end)) in made.extraction.reports.iter_mut().zip(spans) {
        report.span = Span::new(start, end);
        report.id = Report::id_of(&report.document, report.span, &report.kind);
    }
    made
}

#[test]
fn a_copied_passage_has_the_origin_of_the_text_it_was_taken_from() {
    let passage = words(0, 40);
    let wire = format!("{passage} {}", words(400, 120));
    let own = words(1000, 160);
    let text = format!("{own}\n\n{passage}");
    let first = with_text("wire", 3, &wire, [(0, 20), (20, 40)]);
    let in_passage = (own.len() + 30, own.len() + 60);
    let second = with_text("paper", 4, &text, [(10, 40), in_passage]);
    let (own_report, copied) =
        (second.extraction.reports[0].id.clone(), second.extraction.reports[1].id.clone());
    let record = pipeline::record(vec![first.clone(), second], &[], packs());
    assert!(record.documents.iter().all(|d| d.copy_of.is_none()), "a passage makes no copy of the whole");
    let origin_of = |report: &ReportId| {
        let origins = record.events.iter().flat_map(|e| &e.origins);
        origins.filter(|o| o.reports.contains(report)).filter_map(|o| o.entity.clone()).collect::<Vec<_>>()
    };
    let outlet = first.document.outlet.expect("test documents have an outlet");
    assert_eq!(origin_of(&copied), std::slice::from_ref(&outlet));
    assert_ne!(origin_of(&own_report), [outlet]);
}
