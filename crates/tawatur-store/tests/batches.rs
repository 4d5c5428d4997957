//! The record rests on what is in the store alone: whatever order documents came in, however many at a time, and
//! whenever a person decided, it is the same.

use proptest::prelude::*;
use std::sync::OnceLock;
use tawatur_core::model::{Action, Maker, Record};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::{Examined, examine};
use tawatur_core::read::read_row;
use tawatur_store::{Mode, Run, Store, StoreError};
use tempfile::TempDir;

fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"))
}

/// Rows of three languages on a few invented events, some told by several, one a copy of another.
fn documents() -> &'static Vec<(Examined, Vec<u8>)> {
    const TEXTS: [(&str, &str); 9] = [
        (
            "2018-06-30",
            "Artillery shelled Nawa on Friday, killing 12 people, residents said. A truce had been agreed in Nawa in May.",
        ),
        ("2018-06-30", "L'artillerie a bombardé Nawa vendredi, tuant 14 personnes, selon des habitants."),
        ("2018-07-01", "قصفت المدفعية نوى يوم الجمعة ما أدى إلى مقتل 12 شخصا بحسب سكان."),
        (
            "2018-07-01",
            "Rebels in Nawa agreed on Saturday to hand over their heavy weapons to the army. The fighters would be taken to Idlib.",
        ),
        (
            "2018-07-02",
            "Buses carrying 200 fighters left Nawa for Idlib on Sunday under the agreement with the army.",
        ),
        ("2018-07-02", "Gunmen abducted three aid workers near Tafas on Sunday, their organisation said."),
        (
            "2018-07-03",
            "Three aid workers were kidnapped near Tafas on 1 July. The army denied shelling Nawa on Friday.",
        ),
        (
            "2018-07-04",
            "Clashes broke out in Tafas on Tuesday between government forces and rebels, breaking the truce.",
        ),
        (
            "2018-07-04",
            "Gunmen abducted three aid workers near Tafas on Sunday, their organisation said. It gave no names.",
        ),
    ];
    static DOCUMENTS: OnceLock<Vec<(Examined, Vec<u8>)>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let one = |(k, (published, text)): (usize, &(&str, &str))| {
            let row = format!(
                r#"{{"id":"{k}","published":"{published}","outlet":"outlet-{k}.example","text":"{text}"}}"#
            );
            let received = read_row("rows.jsonl", k + 1, row.as_bytes()).expect("a row");
            (examine(received.document, packs()), received.bytes.to_vec())
        };
        TEXTS.iter().enumerate().map(one).collect()
    })
}

fn add(store: &mut Store, numbers: &[usize]) {
    let mut run = Run::new("add", "a test", "2026-01-01T00:00:00Z");
    store
        .write::<_, StoreError>(&mut run, |writer| {
            for (examined, bytes) in numbers.iter().map(|&k| &documents()[k]) {
                writer.receive(&examined.document, bytes)?;
                writer.put_found(examined, bytes)?;
            }
            Ok(())
        })
        .expect("it can be written");
}

/// Rejects the first report of a document.
fn reject(store: &mut Store, number: usize) {
    let found = &documents()[number].0;
    let Some(report) = found.extraction.reports.first() else { return };
    let action = Action::Reject { report: report.id.clone() };
    let mut run = Run::new("decide", "a test", "2026-01-01T00:00:00Z");
    let by = Maker::Person("test".to_owned());
    store
        .write::<_, StoreError>(&mut run, |writer| writer.decide(&by, &action, Some(&found.document.id)))
        .expect("it can be written");
}

fn rebuilt(store: &mut Store) -> Record {
    let built = store.rebuild_record(packs()).expect("built");
    assert_eq!(store.record().expect("readable"), built, "what is kept is what was built");
    built
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_batches_in_any_order_make_one_record(
        order in Just((0..documents().len()).collect::<Vec<_>>()).prop_shuffle(),
        size in 1usize..5,
        rejected in 0usize..9,
    ) {
        let folder = TempDir::new().expect("a folder");
        let mut whole = Store::open(&folder.path().join("whole.db"), Mode::Create).expect("a new store");
        add(&mut whole, &(0..documents().len()).collect::<Vec<_>>());
        reject(&mut whole, rejected);
        let mut parts = Store::open(&folder.path().join("parts.db"), Mode::Create).expect("a new store");
        for batch in order.chunks(size) {
            add(&mut parts, batch);
            if batch.contains(&rejected) {
                reject(&mut parts, rejected);
            }
            rebuilt(&mut parts);
        }
        let whole = rebuilt(&mut whole);
        prop_assert!(whole.events.iter().any(|e| e.reports.len() > 1), "nothing was linked");
        prop_assert_eq!(rebuilt(&mut parts), whole);
    }
}
