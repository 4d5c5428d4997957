//! Words a second from raw text to clauses, on one core: `cargo bench -p tawatur-core --bench analyse`.
//! Median of five runs a language, over reports written for the project, repeated with variation (300 words each).

use std::hint::black_box;
use std::time::Instant;
use tawatur_core::analyse::analyse;
use tawatur_core::packs::Packs;

/// Documents a language in one run.
const DOCUMENTS: usize = 200;
/// Words of a document.
const WORDS: usize = 300;
/// Runs, of which the median counts.
const RUNS: usize = 5;

const REPORTS: [(&str, &str); 3] = [
    (
        "en",
        "Government troops shelled the northern quarter of the town for a third day on Tuesday, residents said, after talks \
         over a handover of the border crossing had broken down. At least 14 people, most of them women, were wounded \
         when a mortar round hit the old grain market. A spokesman for the local council accused both sides of breaking \
         the truce that had been signed in March under the sponsorship of tribal elders. “We were told that buses would \
         come at noon, but nobody came,” said a teacher who had sheltered in a school. The army, which denies firing on \
         civilians, said it had answered an attack on a convoy. ",
    ),
    (
        "fr",
        "Les forces gouvernementales ont bombardé mardi, pour le troisième jour, le quartier nord de la ville, selon des \
         habitants, après l'échec des pourparlers sur la remise du poste-frontière. Au moins 14 personnes, dont une \
         majorité de femmes, auraient été blessées lorsqu'un obus de mortier s'est abattu sur l'ancien marché aux grains. \
         Un porte-parole du conseil local a accusé les deux camps d'avoir violé la trêve signée en mars sous l'égide de \
         notables. « On nous avait dit que des bus viendraient à midi, mais personne n'est venu », raconte une \
         enseignante réfugiée dans une école. L'armée, qui nie avoir visé des civils, dit avoir riposté à une attaque. ",
    ),
    (
        "ar",
        "قصفت القوات الحكومية الحي الشمالي من البلدة لليوم الثالث على التوالي يوم الثلاثاء، بحسب ما أفاد سكان، وذلك بعد \
         تعثر المحادثات حول تسليم المعبر الحدودي. وأصيب ما لا يقل عن 14 شخصا، معظمهم من النساء، حين سقطت قذيفة هاون على \
         سوق الحبوب القديم. واتهم متحدث باسم المجلس المحلي الطرفين بخرق الهدنة التي وقعت في آذار برعاية وجهاء. وقالت \
         معلمة لجأت إلى مدرسة: «قيل لنا إن الحافلات ستصل ظهرا، لكن أحدا لم يأت». وقال الجيش الذي ينفي استهداف المدنيين \
         إنه رد على هجوم تعرضت له قافلة. ",
    ),
];

fn main() {
    let start = Instant::now();
    let packs = Packs::load(tawatur_packs::FILES).expect("the embedded packs load");
    println!("packs loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    for (lang, report) in REPORTS {
        let documents: Vec<String> = (0..DOCUMENTS).map(|k| document(report, k)).collect();
        let words: usize = documents.iter().map(|d| d.split_whitespace().count()).sum();
        let mut rates: Vec<f64> = (0..RUNS).map(|_| rate(&documents, words, &packs)).collect();
        rates.sort_by(f64::total_cmp);
        println!("words-per-second {lang} {:.0}", rates[RUNS / 2]);
    }
}

/// A document of about 300 words; numbers differ from one to the next.
fn document(report: &str, k: usize) -> String {
    let mut text = String::new();
    while text.split_whitespace().count() < WORDS {
        text.push_str(&report.replace("14", &(14 + k + text.len() % 7).to_string()));
        text.push('\n');
    }
    text
}

fn rate(documents: &[String], words: usize, packs: &Packs) -> f64 {
    let start = Instant::now();
    for text in documents {
        black_box(analyse(black_box(text), &[], packs));
    }
    words as f64 / start.elapsed().as_secs_f64()
}
