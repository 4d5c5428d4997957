//! The pages: the record in a browser, rendered here, for this machine only; a small script adds keys to what works without.
//!
//! Every page has a JSON twin (`.json`) and an address that is its state. Nothing is written but by forms, through
//! the same functions as `tawatur decide`.

mod agreement;
mod agreements;
mod asked;
mod chart;
mod claim;
mod decide;
mod disputes;
mod document;
mod drawn;
mod entities;
mod event;
mod guard;
mod ledger;
mod map;
mod marked;
mod namer;
mod page;
mod rebuild;
mod review;
mod routes;
mod search;
pub(crate) mod shapes;
mod sources;
mod stories;
mod story;
mod table;
mod timeline;
mod views;
pub(crate) mod visible;
pub(crate) mod why;
mod wording;
pub(crate) mod words;

use crate::cli::Failure;
use axum::Router;
use namer::Namer;
use rebuild::Rebuilder;
use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tawatur_core::packs::Packs;
use tawatur_store::{Facets, Filter, Narrowed, Store};
use words::Tongue;

/// What all requests share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    store: Mutex<Store>,
    packs: Arc<Packs>,
    by: String,
    address: SocketAddr,
    token: String,
    masked: bool,
    /// Borders of governorates and districts, where someone brought them along.
    shapes: Vec<map::Ring>,
    rebuilder: Rebuilder,
    counts: Counts,
    listings: Kept<Arc<[u32]>>,
    facets: Kept<Arc<Facets>>,
    stories: Kept<Arc<Vec<stories::Row>>>,
}

/// What is kept of each kind of listing.
const LISTINGS: usize = 24;

/// Something about the whole record, kept while the record is the same: whoever leafs through a listing asks for it again
/// and again.
struct Kept<T>(Mutex<(String, Vec<(String, T)>)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new((String::new(), Vec::new())))
    }
}

impl<T: Clone> Kept<T> {
    /// What is kept under a name, made again when the record changed; what was asked for longest ago gives way.
    fn of<E>(&self, stamp: String, name: String, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != stamp {
            *kept = (stamp, Vec::new());
        }
        let at = kept.1.iter().position(|(known, _)| *known == name);
        let entry = match at {
            Some(at) => kept.1.remove(at),
            None => (name, make()?),
        };
        let value = entry.1.clone();
        kept.1.push(entry);
        if kept.1.len() > LISTINGS {
            kept.1.remove(0);
        }
        Ok(value)
    }
}

/// Counts over the whole record, kept while the record is the same.
#[derive(Default)]
struct Counts(Mutex<(String, HashMap<String, usize>)>);

impl Counts {
    /// The count of a name, taken again when the record changed.
    fn of<E>(
        &self,
        stamp: String,
        name: String,
        count: impl FnOnce() -> Result<usize, E>,
    ) -> Result<usize, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != stamp {
            *kept = (stamp, HashMap::new());
        }
        if let Some(known) = kept.1.get(&name) {
            return Ok(*known);
        }
        let counted = count()?;
        kept.1.insert(name, counted);
        Ok(counted)
    }
}

impl App {
    /// Pages over a store whose record is current. `by` decides; `address` is where the pages are reached; `masked`
    /// hides the names of private persons; `shapes` are drawn on maps.
    #[must_use]
    pub fn new(
        store: Store,
        packs: Packs,
        by: String,
        address: SocketAddr,
        masked: bool,
        shapes: Vec<map::Ring>,
    ) -> Self {
        let token = guard::token();
        let packs = Arc::new(packs);
        let rebuilder = Rebuilder::start(store.path().to_owned(), packs.clone());
        let (store, counts) = (Mutex::new(store), Counts::default());
        let (listings, facets, stories) = (Kept::default(), Kept::default(), Kept::default());
        Self(Arc::new(Shared {
            store,
            packs,
            by,
            address,
            token,
            masked,
            shapes,
            rebuilder,
            counts,
            listings,
            facets,
            stories,
        }))
    }

    fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// The store, for one request at a time. A request that panicked has left no half-written row: writes are
    /// transactions.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every page and form.
    pub fn router(&self) -> Router {
        let guarded = axum::middleware::from_fn_with_state(self.clone(), guard::guard);
        routes::routes().layer(guarded).with_state(self.clone())
    }
}

/// Answers requests until Ctrl-C.
///
/// # Errors
/// When the system gives no thread or takes the listener away.
pub fn serve(listener: TcpListener, app: App) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let interrupt = async {
            // Without a handler Ctrl-C ends the program at once, which loses nothing either.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, app.router()).with_graceful_shutdown(interrupt).await
    })?;
    Ok(())
}

/// What a view is made from: the store, the names in the reader's language, and its words.
struct Desk<'a> {
    store: &'a Store,
    packs: &'a Packs,
    names: Namer<'a>,
    tongue: Tongue,
    counts: &'a Counts,
    listings: &'a Kept<Arc<[u32]>>,
    facets: &'a Kept<Arc<Facets>>,
    stories: &'a Kept<Arc<Vec<stories::Row>>>,
    /// Borders that someone brought along.
    shapes: &'a [map::Ring],
    /// Who decides.
    by: &'a str,
    /// The secret that forms carry.
    token: &'a str,
}

impl<'a> Desk<'a> {
    fn new(store: &'a Store, app: &'a App, tongue: Tongue) -> Self {
        let names = Namer::new(store, tongue, app.0.masked);
        let Shared { packs, counts, listings, facets, stories, shapes, by, token, .. } = &*app.0;
        Self { store, packs, names, tongue, counts, listings, facets, stories, shapes, by, token }
    }

    /// Event types that listings and the queue leave out unless asked.
    fn quiet(&self) -> Vec<String> {
        self.packs.frames.iter().filter(|(_, f)| f.quiet).map(|(kind, _)| kind.to_string()).collect()
    }

    /// A count, kept while the record is the same.
    fn count(
        &self,
        name: String,
        count: impl FnOnce() -> Result<usize, tawatur_store::StoreError>,
    ) -> Result<usize, Failure> {
        Ok(self.counts.of(self.store.record_stamp()?, name, count)?)
    }

    /// The places of all events that a filter lets through, in its order, kept while the record is the same.
    fn listing(&self, filter: &Filter) -> Result<Arc<[u32]>, Failure> {
        let (stamp, name) = (self.store.record_stamp()?, format!("{filter:?}"));
        Ok(self.listings.of(stamp, name, || self.store.event_places(filter).map(Arc::from))?)
    }

    /// Rows of the list of stories, kept likewise; `name` says which, in the reader's language.
    fn stories(
        &self,
        name: String,
        list: impl FnOnce() -> Result<Arc<Vec<stories::Row>>, Failure>,
    ) -> Result<Arc<Vec<stories::Row>>, Failure> {
        self.stories.of(self.store.record_stamp()?, format!("{} {name}", self.tongue.code()), list)
    }

    /// The places of all documents that a search finds, kept likewise.
    fn found(&self, query: &[Vec<String>], narrowed: &Narrowed) -> Result<Arc<[u32]>, Failure> {
        let (stamp, name) = (self.store.record_stamp()?, format!("{query:?} {narrowed:?}"));
        Ok(self.listings.of(stamp, name, || self.store.found_places(query, narrowed).map(Arc::from))?)
    }

    /// Of which languages, outlets and years the documents are that a search finds, kept likewise.
    fn facets(&self, query: &[Vec<String>]) -> Result<Arc<Facets>, Failure> {
        let (stamp, name) = (self.store.record_stamp()?, format!("{query:?}"));
        Ok(self.facets.of(stamp, name, || self.store.facets(query).map(Arc::from))?)
    }

    /// An event type's name in the reader's language.
    fn kind(&self, kind: &tawatur_core::model::EventType) -> String {
        let label = self.packs.frames.get(kind).and_then(|f| f.label.get(&self.tongue.lang()));
        label.cloned().unwrap_or_else(|| crate::cli::names::spaced(kind.as_str()))
    }
}
