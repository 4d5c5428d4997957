//! Speed on one core: `cargo bench -p tawatur-core --bench analyse`. Prints the time and memory that loading the packs takes,
//! words a second from raw text to clauses, and sentences a second from raw text to reports.
//!
//! Medians of five runs over documents of 300 words, made of reports written for the project (those of the demo and
//! the three below) in another order and with other numbers each time. Time is the thread's own where the system
//! tells it, so that what else the machine does counts for little. Nothing here is a test.

use std::hint::black_box;
use std::time::Instant;
use tawatur_core::analyse::analyse;
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::examine;
use tawatur_core::read::read_one;

/// Documents a language in one run.
const DOCUMENTS: usize = 200;
/// Words of a document.
const WORDS: usize = 300;
/// Runs, of which the median counts.
const RUNS: usize = 5;

/// The demo's reports, as rows, and one more report a language.
const REPORTS: [(&str, &str, &str); 3] = [
    (
        "en",
        include_str!("../../../examples/deraa/en.jsonl"),
        "Government troops shelled the northern quarter of the town for a third day on Tuesday, residents said, after talks \
         over a handover of the border crossing had broken down. At least 14 people, most of them women, were wounded \
         when a mortar round hit the old grain market. A spokesman for the local council accused both sides of breaking \
         the truce that had been signed in March under the sponsorship of tribal elders. “We were told that buses would \
         come at noon, but nobody came,” said a teacher who had sheltered in a school. The army, which denies firing on \
         civilians, said it had answered an attack on a convoy.",
    ),
    (
        "fr",
        include_str!("../../../examples/deraa/fr.jsonl"),
        "Les forces gouvernementales ont bombardé mardi, pour le troisième jour, le quartier nord de la ville, selon des \
         habitants, après l'échec des pourparlers sur la remise du poste-frontière. Au moins 14 personnes, dont une \
         majorité de femmes, auraient été blessées lorsqu'un obus de mortier s'est abattu sur l'ancien marché aux grains. \
         Un porte-parole du conseil local a accusé les deux camps d'avoir violé la trêve signée en mars sous l'égide de \
         notables. « On nous avait dit que des bus viendraient à midi, mais personne n'est venu », raconte une \
         enseignante réfugiée dans une école. L'armée, qui nie avoir visé des civils, dit avoir riposté à une attaque.",
    ),
    (
        "ar",
        include_str!("../../../examples/deraa/ar.jsonl"),
        "قصفت القوات الحكومية الحي الشمالي من البلدة لليوم الثالث على التوالي يوم الثلاثاء، بحسب ما أفاد سكان، وذلك بعد \
         تعثر المحادثات حول تسليم المعبر الحدودي. وأصيب ما لا يقل عن 14 شخصا، معظمهم من النساء، حين سقطت قذيفة هاون على \
         سوق الحبوب القديم. واتهم متحدث باسم المجلس المحلي الطرفين بخرق الهدنة التي وقعت في آذار برعاية وجهاء. وقالت \
         معلمة لجأت إلى مدرسة: «قيل لنا إن الحافلات ستصل ظهرا، لكن أحدا لم يأت». وقال الجيش الذي ينفي استهداف المدنيين \
         إنه رد على هجوم تعرضت له قافلة.",
    ),
];

/// The one of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let (memory, start) = (resident_megabytes(), seconds());
    let packs = Packs::load(tawatur_packs::FILES).expect("the embedded packs load");
    println!("packs-load-ms {:.1}", (seconds() - start) * 1000.0);
    if let Some((before, after)) = memory.zip(resident_megabytes()) {
        println!("packs-megabytes {:.1}", after - before);
    }
    let (mut analysed, mut extracted) = (Vec::new(), Vec::new());
    for (lang, rows, report) in REPORTS {
        let paragraphs = paragraphs(rows, report);
        let documents: Vec<String> = (0..DOCUMENTS).map(|k| document(&paragraphs, k)).collect();
        let words: usize = documents.iter().map(|d| d.split_whitespace().count()).sum();
        let sentences: usize = documents.iter().map(|d| analyse(d, &[], &packs).sentences.len()).sum();
        let clauses = median(|| {
            documents.iter().for_each(|text| drop(black_box(analyse(black_box(text), &[], &packs))));
        });
        let reports = median(|| {
            for text in &documents {
                let document = read_one("report.txt", text.as_bytes()).expect("plain text is read").document;
                drop(black_box(examine(document, &packs)));
            }
        });
        println!(
            "{lang}: words-per-second {:.0}, sentences-per-second {:.0}",
            words as f64 / clauses,
            sentences as f64 / reports
        );
        analysed.push((words as f64, clauses));
        extracted.push((sentences as f64, reports));
    }
    println!("words-per-second {:.0}", rate(&analysed));
    println!("sentences-per-second {:.0}", rate(&extracted));
}

/// All that was done, in all the time it took: every language with the same number of documents.
fn rate(done: &[(f64, f64)]) -> f64 {
    let (amount, time) = done.iter().fold((0.0, 0.0), |sum, (a, t)| (sum.0 + a, sum.1 + t));
    amount / time
}

/// The median time of a run, in seconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = seconds();
            run();
            seconds() - start
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// Seconds that this thread has worked, where the system tells (Linux), else seconds gone by.
fn seconds() -> f64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|t| t.split_whitespace().next()?.parse::<f64>().ok());
    worked.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Memory of this process, where the system tells (Linux).
fn resident_megabytes() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// The paragraphs of the demo's reports and of one more.
fn paragraphs(rows: &str, report: &str) -> Vec<String> {
    let mut all = vec![report.to_owned()];
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("the demo's rows are JSON");
        all.extend(row["text"].as_str().expect("a row has a text").split("\n\n").map(str::to_owned));
    }
    all
}

/// A document of about 300 words; the order of the paragraphs and the numbers differ from one to the next.
fn document(paragraphs: &[String], k: usize) -> String {
    let mut text = String::new();
    let mut words = 0;
    for paragraph in paragraphs.iter().cycle().skip(k) {
        if words >= WORDS {
            break;
        }
        words += paragraph.split_whitespace().count();
        text.push_str(&paragraph.replace("14", &(14 + k + words % 7).to_string()));
        text.push_str("\n\n");
    }
    text
}
