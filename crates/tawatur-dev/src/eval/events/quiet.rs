//! False reports: sentences of sport, economy, culture, weather, health and science, written for the project and full of
//! words of conflict in another sense. Any report on one is wrong.

use super::{Measures, Options, Setting};

/// Sentences by language, one a line; `#` opens a comment.
const SENTENCES: [(&str, &str); 3] = [
    ("ar", include_str!("../../../data/quiet/ar.txt")),
    ("fr", include_str!("../../../data/quiet/fr.txt")),
    ("en", include_str!("../../../data/quiet/en.txt")),
];

/// Takes `quiet-sentences-fired`: the share of sentences with any report that listings would show.
///
/// # Errors
/// Never: the sentences are part of the project.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let mut measures = Measures::new();
    let (mut fired, mut all) = (0_u32, 0_u32);
    for (lang, text) in SENTENCES {
        let (mut fired_here, mut here) = (0_u32, 0_u32);
        for sentence in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            here += 1;
            let examined = setting.examine("quiet", sentence, None)?;
            let Some(report) = setting.listed(&examined).next() else { continue };
            fired_here += 1;
            if options.errors {
                let trigger = report.trigger.map_or("", |span| span.slice(sentence));
                let rule = report.derivation.iter().find(|s| s.part == "trigger").map_or("", |s| &s.rule);
                eprintln!("quiet {lang} {} `{trigger}` {rule}: {sentence}", report.kind);
            }
        }
        let share = f64::from(fired_here) / f64::from(here.max(1));
        measures.insert(format!("quiet-sentences-fired-{lang}"), share);
        fired += fired_here;
        all += here;
    }
    measures.insert("quiet-sentences-fired".to_owned(), f64::from(fired) / f64::from(all.max(1)));
    Ok(measures)
}
