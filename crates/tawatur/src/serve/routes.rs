//! Which address leads to which page.

use super::decide::Sent;
use super::page::{Asked, Form as Shape, Page, failed};
use super::{
    App, Desk, agreement, agreements, decide, disputes, document, entities, event, ledger, review, search,
    sources, stories, story, timeline, views, wording,
};
use crate::cli::{Code, Failure};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, http::Uri};
use std::sync::LazyLock;
use tawatur_core::text::sha256_hex;

/// A file of ours by an address that changes with it.
fn stamped(path: &str, content: &str) -> String {
    format!("{path}?{}", &sha256_hex(content.as_bytes())[..STAMP])
}

/// Hex digits of a file's hash in its address.
const STAMP: usize = 12;

/// The address of the stylesheet.
pub static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| stamped("/style.css", STYLE));

/// The address of the script.
pub static SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| stamped("/tawatur.js", SCRIPT));

/// The one stylesheet.
const STYLE: &str = include_str!("style.css");

/// The one script: keys, and words selected in the text; everything works without it.
const SCRIPT: &str = include_str!("tawatur.js");

/// The front page is the list of stories, in the language asked for.
async fn front(uri: Uri) -> Redirect {
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    Redirect::to(&format!("/stories{query}"))
}

/// Every page and form.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(front))
        .route("/style.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }))
        .route(
            "/tawatur.js",
            get(|| async { ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT) }),
        )
        .route("/{listing}", get(listing))
        .route("/review/decide", post(reviewed))
        .route("/views", post(viewed))
        .route("/story/{id}", get(thing))
        .route("/agreement/{id}", get(thing))
        .route("/agreement/{id}/decide", post(settled))
        .route("/entity/{*id}", get(thing))
        .route("/event/{id}", get(thing))
        .route("/document/{id}", get(thing))
        .route("/document/{id}/decide", post(decision))
        .fallback(listing)
}

async fn listing(
    State(app): State<App>,
    uri: Uri,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let page = Page::new(uri.path(), &asked, &headers);
    on_a_thread(page, app, move |page, desk, app| match page.path.as_str() {
        "/stories" => stories::page(page, &asked, desk),
        "/timeline" => timeline::page(page, &asked, desk),
        "/agreements" => agreements::page(page, &asked, desk),
        "/disputes" => disputes::page(page, &asked, desk),
        "/review" => review::page(page, &asked, desk, app),
        "/sources" => sources::page(page, &asked, desk),
        "/wording" => wording::page(page, &asked, desk),
        "/entities" => entities::page(page, &asked, desk),
        "/runs" => ledger::runs(page, &asked, desk),
        "/ledger" => ledger::page(page, &asked, desk),
        "/search" => search::page(page, &asked, desk),
        path => {
            Err(Failure::new(Code::Missing, format!("there is no page {path}"), "start from the timeline"))
        }
    })
    .await
}

async fn thing(
    State(app): State<App>,
    Path(id): Path<String>,
    uri: Uri,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let page = Page::new(uri.path(), &asked, &headers);
    let id = Shape::of(&id).1.to_owned();
    on_a_thread(page, app, move |page, desk, app| match page.path.split('/').nth(1).unwrap_or("") {
        "story" => story::page(page, &id, desk),
        "agreement" => agreement::page(page, &id, desk, app),
        "entity" => entities::one(page, &id, desk),
        "event" => event::page(page, &id, &asked, desk),
        _ => document::page(page, &id, desk, app),
    })
    .await
}

async fn decision(
    State(app): State<App>,
    Path(id): Path<String>,
    uri: Uri,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    // A failure is shown as the document's own page: its links lead back there.
    let path = uri.path().trim_end_matches("/decide");
    let page = Page::new(path, &asked, &headers);
    let shown = page.clone();
    let work = move || decide::store(&page, &id, &sent, &app);
    shown_or_failed(&shown, tokio::task::spawn_blocking(work).await)
}

async fn reviewed(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let page = Page::new("/review", &asked, &headers);
    let shown = page.clone();
    let work = move || review::store(&page, &review::Form(sent), &app);
    shown_or_failed(&shown, tokio::task::spawn_blocking(work).await)
}

async fn viewed(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let page = Page::new("/stories", &asked, &headers);
    let shown = page.clone();
    let work = move || views::store(&page, &review::Form(sent), &app);
    shown_or_failed(&shown, tokio::task::spawn_blocking(work).await)
}

async fn settled(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let page = Page::new(&format!("/agreement/{id}"), &asked, &headers);
    let shown = page.clone();
    let work = move || agreement::store(&page, &id, &review::Form(sent), &app);
    shown_or_failed(&shown, tokio::task::spawn_blocking(work).await)
}

/// Makes a page where waiting for the disk holds nobody else up.
async fn on_a_thread(
    page: Page,
    app: App,
    make: impl FnOnce(&Page, &Desk<'_>, &App) -> Result<Response, Failure> + Send + 'static,
) -> Response {
    let shown = page.clone();
    let work = move || {
        let store = app.store();
        // The record may be built anew behind the page.
        let _one_moment = store.snapshot()?;
        let desk = Desk::new(&store, &app, page.tongue);
        make(&page, &desk, &app)
    };
    shown_or_failed(&shown, tokio::task::spawn_blocking(work).await)
}

fn shown_or_failed(page: &Page, made: Result<Result<Response, Failure>, tokio::task::JoinError>) -> Response {
    match made {
        Ok(Ok(response)) => response,
        Ok(Err(failure)) => failed(page, &failure),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made.").into_response(),
    }
}
