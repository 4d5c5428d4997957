//! `export parquet`: the record as related tables, a file each, version 1. Keys are the record's ids.
//!
//! `events` ← `event_figures`, `origins`, `disputes`, `terms`; `reports` ← `roles`, `sources`, `figures`; `documents`;
//! `entities`. Days are dates, an end that is open is empty and `open` true. Types that other exports leave out
//! (statements) are here too: tables are for counting, and what is not there cannot be counted.

mod table;

use super::view::View;
use crate::cli::Failure;
use std::path::Path;
use table::Kind::{Day, Number, Text, Truth, Whole};
use table::{Table, Value};
use tawatur_core::model::{
    Count, EntityId, Event, EventId, Lang, Mode, ReportId, Role, When, WhenEnd, WhenPrecision,
};

/// Writes the tables into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write(view: &View<'_>, folder: &Path) -> Result<(), Failure> {
    documents(view).write(folder)?;
    entities(view).write(folder)?;
    events(view).write(folder)?;
    event_figures(view).write(folder)?;
    origins(view).write(folder)?;
    disputes(view).write(folder)?;
    terms(view).write(folder)?;
    reports(view).write(folder)?;
    roles(view).write(folder)?;
    sources(view).write(folder)?;
    figures(view).write(folder)
}

/// Start, end, open, precision.
fn days(when: Option<&When>) -> [Value; 4] {
    let end = when.and_then(|w| match w.end {
        WhenEnd::Day(day) => Some(day),
        WhenEnd::Open => None,
    });
    let precision = when.map(|w| match w.precision {
        WhenPrecision::Day => "day",
        WhenPrecision::Week => "week",
        WhenPrecision::Month => "month",
        WhenPrecision::Year => "year",
        WhenPrecision::Open => "open",
    });
    [
        when.and_then(|w| w.start).into(),
        end.into(),
        when.map(|w| w.end == WhenEnd::Open).into(),
        precision.into(),
    ]
}

fn documents(view: &View<'_>) -> Table<14> {
    let mut table = Table::new(
        "documents",
        [
            ("id", Text),
            ("file", Text),
            ("sha256", Text),
            ("text_sha256", Text),
            ("language", Text),
            ("title", Text),
            ("outlet", Text),
            ("outlet_name", Text),
            ("agency", Text),
            ("published", Day),
            ("published_why", Text),
            ("url", Text),
            ("story", Text),
            ("copy_of", Text),
        ],
    );
    for d in &view.record.documents {
        table.row([
            d.id.as_str().into(),
            d.file.as_str().into(),
            d.sha256.as_str().into(),
            d.text_sha256.as_str().into(),
            d.language.to_string().into(),
            d.title.as_deref().into(),
            d.outlet.as_ref().map(EntityId::as_str).into(),
            d.outlet.as_ref().map(|o| view.name(o)).into(),
            d.agency.as_ref().map(EntityId::as_str).into(),
            d.published.date.into(),
            d.published.why.as_str().into(),
            view.url(&d.id).into(),
            d.story.as_deref().into(),
            d.copy_of.as_ref().map(|c| c.as_str()).into(),
        ]);
    }
    table
}

fn entities(view: &View<'_>) -> Table<16> {
    let mut table = Table::new(
        "entities",
        [
            ("id", Text),
            ("kind", Text),
            ("name", Text),
            ("name_ar", Text),
            ("name_fr", Text),
            ("name_en", Text),
            ("is_class", Truth),
            ("place_kind", Text),
            ("latitude", Number),
            ("longitude", Number),
            ("part_of", Text),
            ("country", Text),
            ("side", Text),
            ("wikidata", Text),
            ("geonames", Text),
            ("pcode", Text),
        ],
    );
    for e in &view.record.entities {
        let name =
            |code: &str| code.parse::<Lang>().ok().and_then(|lang| e.names.get(&lang)).map(String::as_str);
        table.row([
            e.id.as_str().into(),
            e.kind.name().into(),
            view.name(&e.id).into(),
            name("ar").into(),
            name("fr").into(),
            name("en").into(),
            e.generic.into(),
            e.place_kind.as_deref().into(),
            e.point.map(|p| p.0).into(),
            e.point.map(|p| p.1).into(),
            e.part_of.as_ref().map(EntityId::as_str).into(),
            e.country.as_ref().map(EntityId::as_str).into(),
            e.side.as_deref().into(),
            e.wikidata.as_deref().into(),
            e.geonames.as_deref().into(),
            e.pcode.as_deref().into(),
        ]);
    }
    table
}

fn events(view: &View<'_>) -> Table<23> {
    let mut table = Table::new(
        "events",
        [
            ("id", Text),
            ("type", Text),
            ("label", Text),
            ("happened", Truth),
            ("start", Day),
            ("end", Day),
            ("open", Truth),
            ("precision", Text),
            ("place", Text),
            ("place_name", Text),
            ("admin1", Text),
            ("country", Text),
            ("latitude", Number),
            ("longitude", Number),
            ("who", Text),
            ("whom", Text),
            ("from", Text),
            ("to", Text),
            ("mediator", Text),
            ("origins", Whole),
            ("reports", Whole),
            ("disputes", Whole),
            ("page", Text),
        ],
    );
    for e in &view.record.events {
        let place = e.place.first().and_then(|id| view.entity(id));
        let [start, end, open, precision] = days(e.when.as_ref());
        table.row([
            e.id.as_str().into(),
            e.kind.as_str().into(),
            view.label(&e.kind).into(),
            happened(e, view).into(),
            start,
            end,
            open,
            precision,
            place.map(|p| p.id.as_str()).into(),
            place.map(|p| view.name(&p.id)).into(),
            view.area(place, "admin1").into(),
            place.and_then(|p| view.country(p)).map(|c| view.name(&c.id)).into(),
            place.and_then(|p| p.point).map(|p| p.0).into(),
            place.and_then(|p| p.point).map(|p| p.1).into(),
            view.names(&e.who).into(),
            view.names(&e.whom).into(),
            view.names(&e.from).into(),
            view.names(&e.to).into(),
            view.names(&e.mediator).into(),
            e.origins.len().into(),
            e.reports.len().into(),
            view.record.disputes.iter().filter(|d| d.event == e.id).count().into(),
            view.page("event", e.id.as_str()).into(),
        ]);
    }
    table
}

/// True when a report asserts it or reports it with distance.
fn happened(event: &Event, view: &View<'_>) -> bool {
    event
        .reports
        .iter()
        .filter_map(|id| view.report(id))
        .any(|r| matches!(r.mode, Mode::Asserted | Mode::Reported))
}

fn event_figures(view: &View<'_>) -> Table<6> {
    let mut table = Table::new(
        "event_figures",
        [("event", Text), ("of", Text), ("best", Number), ("low", Number), ("high", Number), ("rule", Text)],
    );
    for event in &view.record.events {
        for c in &event.counts {
            table.row([
                event.id.as_str().into(),
                c.of.as_str().into(),
                c.best.into(),
                c.low.into(),
                c.high.into(),
                c.rule.as_str().into(),
            ]);
        }
    }
    table
}

fn origins(view: &View<'_>) -> Table<8> {
    let columns = [
        ("event", Text),
        ("entity", Text),
        ("document", Text),
        ("name", Text),
        ("kind", Text),
        ("first", Day),
        ("last", Day),
        ("reports", Whole),
    ];
    let mut table = Table::new("origins", columns);
    for event in &view.record.events {
        for o in &event.origins {
            table.row([
                event.id.as_str().into(),
                o.entity.as_ref().map(EntityId::as_str).into(),
                o.document.as_ref().map(|d| d.as_str()).into(),
                view.origin(o).into(),
                table::name(&o.kind),
                o.first.into(),
                o.last.into(),
                o.reports.len().into(),
            ]);
        }
    }
    table
}

fn disputes(view: &View<'_>) -> Table<6> {
    let mut table = Table::new(
        "disputes",
        [("id", Text), ("event", Text), ("about", Text), ("sides", Whole), ("reports", Whole), ("why", Text)],
    );
    for d in &view.record.disputes {
        table.row([
            d.id.as_str().into(),
            d.event.as_str().into(),
            table::name(&d.about),
            d.sides.len().into(),
            d.reports.len().into(),
            d.why.as_str().into(),
        ]);
    }
    table
}

fn terms(view: &View<'_>) -> Table<10> {
    let columns = [
        ("agreement", Text),
        ("event", Text),
        ("status", Text),
        ("term", Whole),
        ("type", Text),
        ("deadline", Day),
        ("overdue", Truth),
        ("carried_out", Whole),
        ("refused", Whole),
        ("broken", Whole),
    ];
    let mut table = Table::new("terms", columns);
    for a in &view.record.agreements {
        for (number, t) in a.terms.iter().enumerate() {
            let [_, deadline, ..] = days(t.deadline.as_ref());
            table.row([
                a.id.as_str().into(),
                a.event.as_str().into(),
                table::name(&a.status),
                (number + 1).into(),
                t.kind.as_str().into(),
                deadline,
                t.overdue.into(),
                t.carried_out_by.len().into(),
                t.refused_by.len().into(),
                t.broken_by.len().into(),
            ]);
        }
    }
    table
}

fn reports(view: &View<'_>) -> Table<15> {
    let mut table = Table::new(
        "reports",
        [
            ("id", Text),
            ("event", Text),
            ("document", Text),
            ("type", Text),
            ("mode", Text),
            ("start", Day),
            ("end", Day),
            ("open", Truth),
            ("precision", Text),
            ("evidence", Text),
            ("char_start", Whole),
            ("char_end", Whole),
            ("armed", Text),
            ("means", Text),
            ("made_by", Text),
        ],
    );
    let events: std::collections::BTreeMap<&ReportId, &EventId> =
        view.record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, &e.id))).collect();
    for r in &view.record.reports {
        let evidence = view.evidence(&r.id);
        let [start, end, open, precision] = days(r.when.as_ref());
        table.row([
            r.id.as_str().into(),
            events.get(&r.id).map(|e| e.as_str()).into(),
            r.document.as_str().into(),
            r.kind.as_str().into(),
            table::name(&r.mode),
            start,
            end,
            open,
            precision,
            evidence.map(|e| e.text.as_str()).into(),
            evidence.map(|e| e.range[0]).into(),
            evidence.map(|e| e.range[1]).into(),
            table::name(&r.armed),
            r.means.join("; ").into(),
            r.made_by.name().into(),
        ]);
    }
    table
}

fn roles(view: &View<'_>) -> Table<4> {
    let mut table = Table::new("roles", [("report", Text), ("role", Text), ("entity", Text), ("name", Text)]);
    for r in &view.record.reports {
        for role in Role::ALL {
            for entity in r.fillers(role) {
                table.row([
                    r.id.as_str().into(),
                    role.name().into(),
                    entity.as_str().into(),
                    view.name(entity).into(),
                ]);
            }
        }
    }
    table
}

fn sources(view: &View<'_>) -> Table<5> {
    let mut table = Table::new(
        "sources",
        [("report", Text), ("chain", Whole), ("link", Whole), ("entity", Text), ("name", Text)],
    );
    for r in &view.record.reports {
        for (chain, links) in r.source.iter().enumerate() {
            for (number, link) in links.0.iter().enumerate() {
                table.row([
                    r.id.as_str().into(),
                    (chain + 1).into(),
                    (number + 1).into(),
                    link.entity.as_str().into(),
                    view.name(&link.entity).into(),
                ]);
            }
        }
    }
    table
}

fn figures(view: &View<'_>) -> Table<8> {
    let mut table = Table::new(
        "figures",
        [
            ("report", Text),
            ("of", Text),
            ("value", Number),
            ("low", Number),
            ("high", Number),
            ("how", Text),
            ("side", Text),
            ("side_name", Text),
        ],
    );
    for r in &view.record.reports {
        for Count { value, low, high, op, of, side, .. } in &r.counts {
            table.row([
                r.id.as_str().into(),
                of.as_str().into(),
                (*value).into(),
                (*low).into(),
                (*high).into(),
                table::name(op),
                side.as_ref().map(EntityId::as_str).into(),
                side.as_ref().map(|s| view.name(s)).into(),
            ]);
        }
    }
    table
}
