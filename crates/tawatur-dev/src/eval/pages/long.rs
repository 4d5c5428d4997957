//! A long record made up for timing: so many events, ten reports each, by rules and a counter, always the same.

use std::path::Path;
use tawatur_core::model::{
    Armed, Chain, Confidence, Count, Dispute, DisputeAbout, DocumentId, Entity, EntityId, EntityKind, Event,
    EventCount, EventId, EventType, Extraction, Filler, GeoPrecision, Lang, Link, Maker, Mode, Operator,
    Origin, Published, Record, RecordDocument, Report, ReportId, Role, Story, When,
};
use tawatur_core::pipeline::Examined;
use tawatur_core::read::read_one;
use tawatur_core::text::{Span, content_id, fold_str};
use tawatur_store::{Mode as Opened, Run, Store, StoreError};

/// Reports that tell of an event.
const REPORTS: usize = 10;
/// Towns, in provinces, in one country.
const TOWNS: usize = 2_000;
const PROVINCES: usize = 14;
/// Those who fight, and outlets that tell of it.
const ACTORS: usize = 60;
const OUTLETS: usize = 40;
/// Events of a story.
const STORY: usize = 400;
/// One event in so many is disputed.
const DISPUTED: usize = 20;
/// Types that events have in turn.
const TYPES: [&str; 8] =
    ["shelling", "attack", "clash", "air_strike", "kill", "agree", "ceasefire", "statement"];
/// Words of the made-up texts.
const SENTENCE: &str = "The third brigade shelled the northern quarter and killed twelve residents. ";

/// Makes the store; gives back addresses of every page over it.
pub fn make(path: &Path, events: usize) -> Result<Vec<String>, String> {
    let mut store = Store::open(path, Opened::Create).map_err(|e| e.to_string())?;
    let mut record = Record { entities: entities(), ..Record::default() };
    let mut run = Run::new("add", "made up", "2026-01-01T00:00:00Z");
    store
        .write::<_, StoreError>(&mut run, |writer| {
            for number in 0..events {
                let text = format!("Note {number}. {}", SENTENCE.repeat(REPORTS));
                let name = format!("note-{number}.txt");
                let mut document = read_one(&name, text.as_bytes())
                    .map_err(|e| StoreError::new(tawatur_store::Kind::Io, e.to_string(), ""))?
                    .document;
                document.language = language(number);
                let extraction = nothing_found(&document.id);
                writer.receive(&document, text.as_bytes())?;
                let words = fold_str(&text);
                record.documents.push(known(&document, number));
                writer.put_found(&Examined { document, extraction, words }, text.as_bytes())?;
            }
            Ok(())
        })
        .map_err(|e| e.to_string())?;
    for number in 0..events {
        tell(&mut record, number, events);
    }
    stories(&mut record);
    store.keep_record(&record).map_err(|e| e.to_string())?;
    Ok(addresses(&record))
}

fn language(number: usize) -> Lang {
    ["ar", "fr", "en"][number % 3].parse().unwrap_or(Lang::UNKNOWN)
}

fn entity(kind: EntityKind, id: String, part_of: Option<String>) -> Entity {
    let mut entity = Entity::new(EntityId::new(&id), kind);
    entity.names.insert("en".parse().unwrap_or(Lang::UNKNOWN), id);
    entity.part_of = part_of.map(EntityId::new);
    entity
}

fn entities() -> Vec<Entity> {
    let mut all = vec![entity(EntityKind::Place, "country".to_owned(), None)];
    for province in 0..PROVINCES {
        all.push(entity(EntityKind::Place, format!("province-{province}"), Some("country".to_owned())));
    }
    for town in 0..TOWNS {
        let mut place =
            entity(EntityKind::Place, format!("town-{town}"), Some(format!("province-{}", town % PROVINCES)));
        place.point = Some((30.0 + (town % 50) as f64 / 10.0, 36.0 + (town / 50) as f64 / 10.0));
        all.push(place);
    }
    all.extend((0..ACTORS).map(|n| entity(EntityKind::Group, format!("actor-{n}"), None)));
    all.extend((0..OUTLETS).map(|n| entity(EntityKind::Outlet, format!("outlet-{n}"), None)));
    all
}

fn nothing_found(document: &DocumentId) -> Extraction {
    Extraction {
        document: document.clone(),
        published: Published::default(),
        outlet: None,
        agency: None,
        mentions: Vec::new(),
        entities: Vec::new(),
        reports: Vec::new(),
        fingerprint: Vec::new(),
        fingerprint_places: Vec::new(),
        lead: Vec::new(),
    }
}

fn known(document: &tawatur_core::model::Document, number: usize) -> RecordDocument {
    RecordDocument {
        id: document.id.clone(),
        file: document.file.clone(),
        sha256: document.sha256.clone(),
        text_sha256: document.text_sha256.clone(),
        language: document.language,
        title: None,
        outlet: Some(EntityId::new(format!("outlet-{}", number % OUTLETS))),
        agency: None,
        published: Published { date: Some(day(number)), ..Published::default() },
        story: Some(story_id(number)),
        copy_of: None,
    }
}

fn day(number: usize) -> jiff::civil::Date {
    // Ten years of days, over and over.
    let days = i32::try_from(number % 3_650).unwrap_or_default();
    jiff::civil::date(2012, 1, 1).saturating_add(jiff::Span::new().days(days))
}

fn story_id(number: usize) -> String {
    content_id("s", &[&(number / STORY).to_string()])
}

/// Adds an event with its reports; they stand in the documents after its own number.
fn tell(record: &mut Record, number: usize, events: usize) {
    let kind = EventType::new(TYPES[number % TYPES.len()]);
    let place = EntityId::new(format!("town-{}", number % TOWNS));
    let (who, whom) = (
        EntityId::new(format!("actor-{}", number % ACTORS)),
        EntityId::new(format!("actor-{}", (number + 7) % ACTORS)),
    );
    let mut ids: Vec<ReportId> = Vec::new();
    let mut given = Vec::new();
    for k in 0..REPORTS {
        let document = record.documents[(number + k) % events].id.clone();
        // Each report has a sentence of its own in its document.
        let start = format!("Note {}. ", (number + k) % events).len() + k * SENTENCE.len();
        let report = report(
            &document,
            Span::new(start, start + SENTENCE.len() - 1),
            &kind,
            (&place, &who, &whom),
            number + k,
        );
        given.push((report.id.clone(), report.counts[0].clone()));
        ids.push(report.id.clone());
        record.reports.push(report);
    }
    let origins = (0..1 + number % 4).map(|n| Origin {
        entity: Some(EntityId::new(format!("outlet-{}", (number + n) % OUTLETS))),
        document: None,
        kind: tawatur_core::model::OriginKind::Independent,
        first: Some(day(number)),
        last: Some(day(number)),
        reports: ids.iter().skip(n).step_by(1 + number % 4).cloned().collect(),
    });
    let event = Event {
        id: EventId::new(content_id("e", &[&number.to_string()])),
        kind,
        when: Some(When::day(day(number), None)),
        place: vec![place],
        who: vec![who],
        whom: vec![whom],
        mediator: Vec::new(),
        from: Vec::new(),
        to: Vec::new(),
        reports: ids.clone(),
        origins: origins.collect(),
        counts: vec![EventCount {
            of: "killed".into(),
            best: 12.0,
            low: 10.0,
            high: 14.0,
            rule: "most origins".into(),
            given,
        }],
    };
    if number.is_multiple_of(DISPUTED) {
        record.disputes.push(Dispute {
            id: content_id("c", &[&number.to_string()]),
            event: event.id.clone(),
            about: DisputeAbout::Count,
            reports: ids[..2].to_vec(),
            sides: vec![vec![ids[0].clone()], vec![ids[1].clone()]],
            why: "10 or 14 killed".to_owned(),
        });
    }
    record.events.push(event);
}

fn report(
    document: &DocumentId,
    span: Span,
    kind: &EventType,
    (place, who, whom): (&EntityId, &EntityId, &EntityId),
    number: usize,
) -> Report {
    let filler = |role: Role, entity: &EntityId| Filler { role, entity: entity.clone(), span: None };
    let value = 10.0 + (number % 5) as f64;
    Report {
        id: Report::id_of(document, span, kind),
        document: document.clone(),
        kind: kind.clone(),
        span,
        trigger: None,
        roles: vec![filler(Role::Where, place), filler(Role::Who, who), filler(Role::Whom, whom)],
        when: Some(When::day(day(number), None)),
        counts: vec![Count {
            value,
            low: value,
            high: value,
            op: Operator::Equal,
            of: "killed".into(),
            side: None,
            span: None,
        }],
        source: vec![Chain(vec![Link {
            entity: EntityId::new(format!("outlet-{}", number % OUTLETS)),
            span: None,
        }])],
        mode: Mode::Asserted,
        terms: Vec::new(),
        means: Vec::new(),
        armed: Armed::Unknown,
        geo_precision: GeoPrecision::Town,
        order: None,
        confidence: [Confidence::A, Confidence::B, Confidence::C][number % 3],
        made_by: Maker::Rule("made up".into()),
        derivation: Vec::new(),
    }
}

fn stories(record: &mut Record) {
    for (number, (documents, events)) in
        record.documents.chunks(STORY).zip(record.events.chunks(STORY)).enumerate()
    {
        record.stories.push(Story {
            id: story_id(number * STORY),
            title: format!("town, {}", day(number * STORY)),
            documents: documents.iter().map(|d| d.id.clone()).collect(),
            events: events.iter().map(|e| e.id.clone()).collect(),
        });
    }
    record.documents.sort_by(|a, b| a.id.cmp(&b.id));
    record.reports.sort_by(|a, b| (&a.document, a.span, &a.id).cmp(&(&b.document, b.span, &b.id)));
}

/// Every page, at its beginning, middle and end, with filters that let much and little through.
fn addresses(record: &Record) -> Vec<String> {
    let mut all: Vec<String> = [
        "/stories",
        "/timeline",
        "/timeline?page=500",
        "/timeline?place=country",
        "/timeline?place=province-3&page=20",
        "/timeline?place=town-77",
        "/timeline?type=shelling",
        "/timeline?from=2016&to=2016-06",
        "/timeline?language=ar",
        "/timeline?actor=actor-5",
        "/timeline?sort=-place",
        "/timeline?sort=figures&page=3",
        "/timeline?place=country&language=fr&actor=actor-9&quiet=1",
        "/agreements",
        "/disputes",
        "/disputes?place=country&page=3",
        "/review",
        "/review?class=C&language=ar",
        "/review?type=agree&alone=1",
        "/review?after=50000",
        "/review?view=second",
        "/review?view=conflicts",
        "/sources",
        "/wording",
        "/entities",
        "/entities?type=place&page=5",
        "/entities?q=town-9",
        "/entity/country",
        "/entity/actor-5",
        "/runs",
        "/ledger",
        "/ledger?page=100",
        "/search",
        "/search?q=brigade",
        "/search?q=northern+quarter&language=fr",
        "/search?q=4711",
    ]
    .map(str::to_owned)
    .into();
    for k in 0..5 {
        let part = |n: usize| (n - 1) * k / 4;
        all.push(format!("/event/{}", record.events[part(record.events.len())].id));
        all.push(format!("/document/{}", record.documents[part(record.documents.len())].id));
        all.push(format!("/story/{}", record.stories[part(record.stories.len())].id));
    }
    all
}
