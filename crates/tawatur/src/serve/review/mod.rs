//! The review queue: one report at a time, its words and what was read out of them side by side.

mod fields;
mod store;

pub use store::{Form, kept, store};

use super::claim::Claim;
use super::decide::{Decided, decided};
use super::disputes::{Quote, quote};
use super::page::{Asked, Page, answer};
use super::timeline::{Choice, Row, row};
use super::{App, Desk};
use crate::cli::Failure;
use crate::serve::views::Views;
use askama::Template;
use axum::response::Response;
use fields::{Field, Figure, fields, figures};
use serde::Serialize;
use tawatur_core::model::{Action, Event, EventId, Mode, Operator, Report, ReportId};
use tawatur_store::{Item, Queue};

/// Bytes of text shown on either side of the evidence: with it they fill the pane without scrolling.
const AROUND: usize = 700;
/// Other reports of the event that are shown.
const OTHERS: usize = 3;
/// Events that may be the same that are shown, and the days around in which they are looked for.
const ALIKE: usize = 3;
const ALIKE_DAYS: i64 = 3;

#[derive(Serialize)]
struct View {
    all: usize,
    decided: usize,
    conflicts: usize,
    item: Option<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    position: i64,
    claim: Claim,
    before: String,
    after: String,
    /// True when the text goes on before or after what is shown.
    cut: bool,
    verdicts: Vec<Decided>,
    others: Vec<Quote>,
    alike: Vec<Row>,
    terms: bool,
    #[serde(skip)]
    fields: Vec<Field>,
    #[serde(skip)]
    figures: Vec<Figure>,
}

/// Choices of the queue's filters and of its forms.
struct Choices {
    kinds: Vec<Choice>,
    own_kinds: Vec<Choice>,
    provisions: Vec<Choice>,
    languages: Vec<Choice>,
    classes: Vec<Choice>,
    views: Vec<Choice>,
    modes: Vec<Choice>,
    operators: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    views: Views,
    page: &'a Page,
    asked: &'a Asked,
    view: &'a View,
    choices: Choices,
    token: &'a str,
    by: &'a str,
}

/// The queue that an address asks for.
pub fn queue(asked: &Asked, desk: &Desk<'_>) -> Queue {
    let given = |text: &String| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    Queue {
        story: given(&asked.story),
        confidence: given(&asked.class),
        kind: given(&asked.kind),
        language: given(&asked.language),
        alone: !asked.alone.is_empty(),
        without: if asked.quiet.is_empty() && asked.kind.is_empty() { desk.quiet() } else { Vec::new() },
    }
}

/// The next item of the queue, or the one that the address names.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>, app: &App) -> Result<Response, Failure> {
    let queue = queue(asked, desk);
    let all = desk.count(format!("queue {queue:?}"), || desk.store.count_queue(&queue))?;
    let decided = desk.store.decided_in(&queue)?;
    // Where nothing is left, nothing need be looked for: the queue may be a million reports long.
    let left = decided < all || !asked.view.is_empty() || !asked.item.is_empty();
    let item = if left { item(asked, &queue, desk, &app.0.by)? } else { None };
    let view = View {
        all,
        decided,
        conflicts: desk.store.count_conflicts()?,
        item: item.map(|item| shown(item, desk)).transpose()?,
    };
    let report = view.item.as_ref().map(|i| &i.claim);
    let choices = choices(asked, report, desk);
    let by = &app.0.by;
    answer(
        page,
        &view,
        &ReviewPage {
            views: Views::of(page, desk)?,
            page,
            asked,
            view: &view,
            choices,
            token: &app.0.token,
            by,
        },
    )
}

fn item(asked: &Asked, queue: &Queue, desk: &Desk<'_>, by: &str) -> Result<Option<Item>, Failure> {
    let after = asked.after.parse::<i64>().unwrap_or(-1);
    if !asked.item.is_empty() {
        let id = ReportId::new(&asked.item);
        let position = desk.store.queue_position(&id)?.unwrap_or(after);
        let report = match desk.store.document_of_verdict(&id)? {
            Some(document) => desk.store.report_found(&id, &document)?,
            None => Some(desk.store.report(&id)?),
        };
        return Ok(report.map(|report| Item { position, report }));
    }
    Ok(match asked.view.as_str() {
        "second" => desk.store.next_for_second(by, after)?,
        "conflicts" => desk.store.next_conflict(after)?,
        _ => desk.store.next_open(queue, after)?,
    })
}

fn shown(item: Item, desk: &Desk<'_>) -> Result<ItemView, Failure> {
    let report = &item.report;
    let text = desk.names.text(&report.document)?;
    let span = report.span;
    let (start, end) = (span.start as usize, span.end as usize);
    let from = text.floor_char_boundary(start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((end + AROUND).min(text.len()));
    let event = match desk.store.event_id_of(&report.id)? {
        Some(id) => Some(desk.store.event(&id)?),
        None => None,
    };
    let decisions = desk.store.decisions_on_any(std::slice::from_ref(&report.document))?;
    let id = report.id.as_str();
    let about =
        |action: &Action, targets: &[&str]| !matches!(action, Action::Undo { .. }) && targets.contains(&id);
    let frame = desk.packs.frames.get(&report.kind);
    Ok(ItemView {
        position: item.position,
        claim: desk.claim(1, report, &text)?,
        before: text.get(from..start).unwrap_or_default().to_owned(),
        after: text.get(end..to).unwrap_or_default().to_owned(),
        cut: from > 0 || to < text.len(),
        verdicts: decided(&decisions, desk, &about),
        others: others(event.as_ref(), report, desk)?,
        alike: match &event {
            Some(event) => {
                desk.store.events_like(event, ALIKE_DAYS, ALIKE)?.iter().map(|e| row(e, desk)).collect()
            }
            None => Vec::new(),
        },
        terms: frame.is_some_and(|f| f.terms),
        fields: fields(report, desk),
        figures: figures(report),
    })
}

/// What other reports say of the same event.
fn others(event: Option<&Event>, report: &Report, desk: &Desk<'_>) -> Result<Vec<Quote>, Failure> {
    let all = event.into_iter().flat_map(|e| &e.reports);
    all.filter(|r| **r != report.id).take(OTHERS).map(|r| quote(r, desk)).collect()
}

fn choices(asked: &Asked, claim: Option<&Claim>, desk: &Desk<'_>) -> Choices {
    let say = |id: &str, key: &str, chosen: &str| Choice {
        id: id.to_owned(),
        label: desk.tongue.word(key),
        chosen: id == chosen,
    };
    let listed = |kinds: Vec<Choice>, keep: &dyn Fn(&tawatur_core::packs::Frame) -> bool| -> Vec<Choice> {
        let frame = |id: &str| desk.packs.frames.get(&tawatur_core::model::EventType::new(id));
        kinds.into_iter().filter(|c| frame(&c.id).is_some_and(keep)).collect()
    };
    let mode = claim.map_or("", |c| c.mode_name.as_str());
    let own = claim.map_or("", |c| c.kind.as_str());
    Choices {
        kinds: listed(Choice::kinds(desk, &asked.kind), &|f| !f.term_only),
        own_kinds: listed(Choice::kinds(desk, own), &|f| !f.term_only),
        provisions: listed(Choice::kinds(desk, ""), &|f| f.provision || f.term_only),
        languages: Choice::languages(desk, &asked.language),
        classes: ["A", "B", "C"].map(|c| say(c, &format!("class.{c}"), &asked.class)).into(),
        views: ["", "second", "conflicts"].map(|v| say(v, &format!("view.{v}"), &asked.view)).into(),
        modes: MODES.iter().map(fields::name_of).map(|m| say(&m, &format!("mode.{m}"), mode)).collect(),
        operators: OPERATORS
            .iter()
            .map(fields::name_of)
            .map(|o| say(&o, &format!("op.{}", o.replace(' ', "_")), "="))
            .collect(),
    }
}

const MODES: [Mode; 9] = [
    Mode::Asserted,
    Mode::Reported,
    Mode::Denied,
    Mode::Planned,
    Mode::Intended,
    Mode::Attempted,
    Mode::Agreed,
    Mode::Hypothetical,
    Mode::Habitual,
];

const OPERATORS: [Operator; 11] = [
    Operator::Equal,
    Operator::MoreThan,
    Operator::Nearly,
    Operator::About,
    Operator::AtLeast,
    Operator::UpTo,
    Operator::Dozens,
    Operator::Hundreds,
    Operator::Thousands,
    Operator::TensOfThousands,
    Operator::Millions,
];

/// The event of an item, for the forms.
fn event_of(report: &ReportId, desk: &tawatur_store::Store) -> Result<Option<EventId>, Failure> {
    Ok(desk.event_id_of(report)?)
}
