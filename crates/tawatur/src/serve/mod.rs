//! The pages: the record in a browser, rendered here, without script, for this machine only.
//!
//! Every page has a JSON twin (`.json`) and an address that is its state. Nothing is written but by the forms of the
//! document page, through the same functions as `tawatur decide`.

mod agreements;
mod claim;
mod decide;
mod disputes;
mod document;
mod event;
mod guard;
mod marked;
mod page;
mod routes;
mod search;
mod timeline;
mod visible;
mod words;

use crate::cli::Failure;
use crate::cli::names::Names;
use axum::Router;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tawatur_core::packs::Packs;
use tawatur_store::Store;
use words::Tongue;

/// What all requests share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    store: Mutex<Store>,
    packs: Packs,
    by: String,
    address: SocketAddr,
    token: String,
}

impl App {
    /// Pages over a store whose record is current. `by` decides; `address` is where the pages are reached.
    #[must_use]
    pub fn new(store: Store, packs: Packs, by: String, address: SocketAddr) -> Self {
        let token = guard::token();
        Self(Arc::new(Shared { store: Mutex::new(store), packs, by, address, token }))
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
    names: Names,
    tongue: Tongue,
}

impl<'a> Desk<'a> {
    fn new(store: &'a Store, packs: &'a Packs, tongue: Tongue) -> Result<Self, Failure> {
        let names = Names::of(store)?.in_language(tongue.lang());
        Ok(Self { store, packs, names, tongue })
    }

    /// An event type's name in the reader's language.
    fn kind(&self, kind: &tawatur_core::model::EventType) -> String {
        let label = self.packs.frames.get(kind).and_then(|f| f.label.get(&self.tongue.lang()));
        label.cloned().unwrap_or_else(|| crate::cli::names::spaced(kind.as_str()))
    }
}
