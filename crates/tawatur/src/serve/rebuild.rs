//! Builds the record anew behind the pages, so that a reviewer's next item does not wait for it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;
use tawatur_core::packs::Packs;
use tawatur_store::{Mode, Store};

/// How long nobody may decide before the record is built: a reviewer works in bursts.
const QUIET: Duration = Duration::from_secs(2);

/// Asks a thread of its own to build the record.
pub struct Rebuilder(Sender<()>);

impl Rebuilder {
    /// Starts the thread; it ends with the pages.
    pub fn start(path: PathBuf, packs: Arc<Packs>) -> Self {
        let (ask, asked) = channel::<()>();
        thread::spawn(move || {
            while asked.recv().is_ok() {
                loop {
                    match asked.recv_timeout(QUIET) {
                        Ok(()) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
                let built =
                    Store::open(&path, Mode::Existing).and_then(|mut store| store.rebuild_record(&packs));
                if let Err(error) = built {
                    eprintln!("the record could not be built anew: {error}");
                }
            }
        });
        Self(ask)
    }

    /// A decision was stored.
    pub fn ask(&self) {
        // The thread ends only with the pages; then nobody waits for the record either.
        let _ = self.0.send(());
    }
}
