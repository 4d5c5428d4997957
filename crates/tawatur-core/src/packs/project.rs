//! A project's own codebook (`project.toml` of its packs folder): which event types it does not look for, which its listings
//! and exports leave out or hold, and what it calls them.
//!
//! ```toml
//! off = ["accuse"]            # not looked for, and refused when handed in; as a term of an agreement it stays
//! quiet = ["negotiate"]       # found, but left out of listings, review and exports unless asked for
//! told = ["statement"]        # the reverse
//!
//! [label.attack]
//! en = "armed attack"
//! ```

use super::{Frame, PackFile, Problems, toml};
use crate::model::{EventType, Lang};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file, at the top of a packs folder.
const FILE: &str = "project.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    #[serde(default)]
    off: Vec<EventType>,
    #[serde(default)]
    quiet: Vec<EventType>,
    #[serde(default)]
    told: Vec<EventType>,
    #[serde(default)]
    label: BTreeMap<EventType, BTreeMap<Lang, String>>,
}

/// Lays what the project says over the frames.
pub(super) fn apply(
    files: &[PackFile<'_>],
    frames: &mut BTreeMap<EventType, Frame>,
    problems: &mut Problems,
) {
    let Some(&file) = files.iter().find(|file| file.0 == FILE) else { return };
    let Some(project) = toml::<Project>(file, problems) else { return };
    let lists: [(&[EventType], fn(&mut Frame)); 3] = [
        (&project.off, |frame| {
            frame.triggers.clear();
            frame.term_only = true;
        }),
        (&project.quiet, |frame| frame.quiet = true),
        (&project.told, |frame| frame.quiet = false),
    ];
    for (types, change) in lists {
        for kind in types {
            match frames.get_mut(kind) {
                Some(frame) => change(frame),
                None => absent(kind, problems),
            }
        }
    }
    for (kind, labels) in project.label {
        match frames.get_mut(&kind) {
            Some(frame) => frame.label.extend(labels),
            None => absent(&kind, problems),
        }
    }
}

fn absent(kind: &EventType, problems: &mut Problems) {
    problems.at(FILE, 1, 1, format!("`{kind}` is no event type; types are the folders below `events`"));
}

#[cfg(test)]
mod tests {
    use super::super::Packs;
    use super::*;

    const FRAME: &[u8] =
        b"family = \"talk\"\nlabel = { en = \"refusal\" }\n[roles]\nwho = { kinds = [\"force\"] }\n";

    #[test]
    fn a_project_switches_types_off_and_names_them() {
        let project = b"off = [\"offer\"]\nquiet = [\"reject\"]\n[label.reject]\nen = \"no\"\n";
        let files: [PackFile<'_>; 3] =
            [("events/reject/frame.toml", FRAME), ("events/offer/frame.toml", FRAME), (FILE, project)];
        let packs = Packs::load(&files).expect("sound");
        let frame = |kind: &str| &packs.frames[&EventType::new(kind)];
        assert!(frame("offer").term_only && !frame("reject").term_only && frame("reject").quiet);
        assert_eq!(frame("reject").label.values().collect::<Vec<_>>(), ["no"]);
        let wrong = Packs::load(&[("events/reject/frame.toml", FRAME), (FILE, b"off = [\"sing\"]\n")]);
        let problems = wrong.expect_err("no such type");
        assert!(problems[0].to_string().contains("`sing` is no event type"), "{}", problems[0]);
    }
}
