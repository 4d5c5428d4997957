//! Set `names`: names across scripts. Right when any Latin form listed for an Arabic one is among the first k found.

use super::{Measures, Options, shared};
use crate::checkout::packs;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::packs::romanisation::{LatinIndex, Romanisation};

/// Arabic form to the Latin forms that are right for it.
type Pairs = BTreeMap<String, BTreeSet<String>>;

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let model = packs.languages.values().map(|l| &l.romanisation).find(|m| !m.is_empty());
    let model = model.ok_or("a pack with a romanisation table")?;
    let mut measures = Measures::new();
    let pairs =
        pairs("data/names/translit_wd_arabic.tsv", |row| (row[0] == "test").then(|| (row[2], row[1])))?;
    let [first, five] = recall(model, &pairs, options.errors);
    measures.insert("translit-wd-r1".into(), first);
    measures.insert("translit-wd-r5".into(), five);
    let pairs = self::pairs("data/names/places_syria_ocha2015.tsv", |row| Some((row[3], row[2])))?;
    measures.insert("translit-ocha-r1".into(), recall(model, &pairs, options.errors)[0]);
    let pairs = self::pairs("data/names/places_naturalearth10m.tsv", |row| Some((row[7], row[5])))?;
    measures.insert("translit-ne-r1".into(), recall(model, &pairs, options.errors)[0]);
    Ok(measures)
}

/// Reads pairs of a list, its header left out.
fn pairs(
    path: &str,
    pick: impl for<'a> Fn(&[&'a str]) -> Option<(&'a str, &'a str)>,
) -> Result<Pairs, String> {
    let path = shared(path)?;
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut pairs = Pairs::new();
    for line in text.lines().skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        if let Some((arabic, latin)) = pick(&row).filter(|(a, l)| !a.is_empty() && !l.is_empty()) {
            pairs.entry(arabic.to_owned()).or_default().insert(latin.to_owned());
        }
    }
    Ok(pairs)
}

/// Shares of queries with a right answer first, and among the first five distinct forms.
fn recall(model: &Romanisation, pairs: &Pairs, errors: bool) -> [f64; 2] {
    let forms: BTreeSet<&str> = pairs.values().flatten().map(String::as_str).collect();
    let forms: Vec<&str> = forms.into_iter().collect();
    let index = LatinIndex::new(model, forms.iter().copied());
    let (mut first, mut five) = (0, 0);
    for (k, (arabic, right)) in pairs.iter().enumerate() {
        let found = index.search(model, arabic, 5);
        let hit = |(n, _): &(u32, f32)| right.contains(forms[*n as usize]);
        first += usize::from(found.first().is_some_and(hit));
        five += usize::from(found.iter().any(hit));
        if errors && k % 50 == 0 && !found.first().is_some_and(hit) {
            let told: Vec<&str> = found.iter().map(|(n, _)| forms[*n as usize]).collect();
            eprintln!("{arabic}: {right:?}, found {told:?}");
        }
    }
    [first as f64 / pairs.len() as f64, five as f64 / pairs.len() as f64]
}
