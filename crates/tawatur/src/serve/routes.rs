//! Which address leads to which page.

use super::decide::Sent;
use super::page::{Asked, Page, failed};
use super::{App, Desk, agreements, decide, disputes, document, event, search, timeline};
use crate::cli::{Code, Failure};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, http::Uri};

/// The one stylesheet.
const STYLE: &str = include_str!("style.css");

/// The front page is the timeline, in the language asked for.
async fn front(uri: Uri) -> Redirect {
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    Redirect::to(&format!("/timeline{query}"))
}

/// Every page and form.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(front))
        .route("/style.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }))
        .route("/{listing}", get(listing))
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
    on_a_thread(page, app, move |page, desk, _| match page.path.as_str() {
        "/timeline" => timeline::page(page, &asked, desk),
        "/agreements" => agreements::page(page, &asked, desk),
        "/disputes" => disputes::page(page, &asked, desk),
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
    let id = if page.twin { id.strip_suffix(".json").unwrap_or(&id).to_owned() } else { id };
    on_a_thread(page, app, move |page, desk, app| {
        if page.path.starts_with("/event/") {
            event::page(page, &id, desk)
        } else {
            document::page(page, &id, desk, app)
        }
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

/// Makes a page where waiting for the disk holds nobody else up.
async fn on_a_thread(
    page: Page,
    app: App,
    make: impl FnOnce(&Page, &Desk<'_>, &App) -> Result<Response, Failure> + Send + 'static,
) -> Response {
    let shown = page.clone();
    let work = move || {
        let store = app.store();
        let desk = Desk::new(&store, &app.0.packs, page.tongue)?;
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
