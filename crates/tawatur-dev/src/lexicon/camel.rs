//! Camel Morph's specification (Habash et al. 2022, Khairallah et al. 2024), interpreted: which inflectional prefixes and
//! suffixes a class of stems takes.
//!
//! A specification lists morphemes by class, each with conditions it sets (`COND-S`) and conditions it needs (`COND-T`);
//! order lines say which classes follow one another. Clitics are left out here, for the program cuts them itself: of the
//! pronouns only one of the third person and the one of the first are tried, to learn what a stem looks like before them.

use super::buckwalter::letters;
use super::reading::{conditions_of, reading};
use super::table::{self, Rows};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use tawatur_core::model::PartOfSpeech;
use tawatur_core::packs::{Conditions, Inflection};

/// A set of conditions, a bit each, see [`Names`].
type Set = u128;

/// What a morpheme needs in one column of its conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Need {
    /// One of these is set …
    any: Set,
    /// … or one of these is not.
    lacking: Set,
    /// `else`: no other variant's need in this column holds.
    otherwise: bool,
}

impl Need {
    fn holds(self, set: Set) -> bool {
        set & self.any != 0 || !set & self.lacking != 0
    }
}

/// Numbers conditions in the order they are met.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, u32>);

impl Names {
    fn bit(&mut self, name: &str) -> Set {
        let next = self.0.len() as u32;
        // The specification names some 120 conditions; should it grow past the word, the last share a bit.
        1 << (*self.0.entry(name.to_owned()).or_insert(next)).min(Set::BITS - 1)
    }

    fn set(&mut self, cell: &str) -> Set {
        words(cell).fold(0, |set, name| set | self.bit(&name))
    }

    fn needs(&mut self, cell: &str) -> Vec<Need> {
        words(cell)
            .map(|need| {
                let mut out = Need { otherwise: need == "else", ..Need::default() };
                for one in need.split("||").filter(|n| *n != "else") {
                    match one.strip_prefix('!') {
                        Some(not) => out.lacking |= self.bit(not),
                        None => out.any |= self.bit(one),
                    }
                }
                out
            })
            .collect()
    }
}

/// A stem of the lexicon.
#[derive(Debug, Clone)]
pub struct Stem {
    /// Its class, `[STEM-NOM]` and the like.
    pub class: String,
    /// Lemma in Buckwalter's transliteration, without the vowel of the imperfect that verbs' lemmas end in.
    pub lemma: String,
    /// The stem in Buckwalter's transliteration.
    pub form: String,
    /// Conditions it sets.
    pub sets: Set,
    /// Conditions it needs.
    pub needs: Vec<Need>,
    /// Features, `gen` to `f` and the like.
    pub features: BTreeMap<String, String>,
}

/// One morpheme.
#[derive(Debug)]
struct Morpheme {
    form: String,
    needs: Vec<Need>,
    sets: Set,
    features: BTreeMap<String, String>,
}

/// Variants of one function, of which the conditions choose.
type Function = Vec<Morpheme>;

/// The specification.
#[derive(Debug)]
pub struct Camel {
    classes: HashMap<String, BTreeMap<String, Function>>,
    orders: Vec<Order>,
    names: Names,
}

/// One order line: the classes before and after the stem.
#[derive(Debug)]
struct Order {
    stem: String,
    before: Vec<String>,
    after: Vec<String>,
}

impl Camel {
    /// Reads the specification from its folder.
    ///
    /// # Errors
    /// When a table is absent.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut camel = Self { classes: HashMap::new(), orders: Vec::new(), names: Names::default() };
        for name in ["MSA-Nom-MORPH.csv", "MSA-Verb-MORPH.csv"] {
            for row in table::read(&folder.join(name))?.iter().filter(|r| r["DEFINE"] == "MORPH") {
                let morpheme = Morpheme {
                    form: plain(&row["FORM"]),
                    needs: camel.names.needs(&row["COND-T"]),
                    sets: camel.names.set(&row["COND-S"]),
                    features: features(&row["FEAT"]),
                };
                camel
                    .classes
                    .entry(row["CLASS"].clone())
                    .or_default()
                    .entry(row["FUNC"].clone())
                    .or_default()
                    .push(morpheme);
            }
        }
        for name in ["MSA-Nom-ORDER.csv", "MSA-Verb-ORDER.csv"] {
            for row in table::read(&folder.join(name))?.iter().filter(|r| r["DEFINE"] == "ORDER") {
                // Energetic forms and the reduced orders of the specification are all but unknown to newspapers.
                if ["RED-MORPH", "ENER"].iter().any(|rare| row["EXCLUDE"].contains(rare)) {
                    continue;
                }
                let mut after: Vec<String> = words(&row["STEM"]).collect();
                let Some(stem) = after.first().cloned() else { continue };
                after.remove(0);
                after.extend(words(&row["SUFFIX"]).filter(|c| c != "[PRON2]"));
                let before = words(&row["PREFIX"]).filter(|c| c.starts_with("[IVPre")).collect();
                camel.orders.push(Order { stem, before, after });
            }
        }
        Ok(camel)
    }

    /// All forms of a stem, apart from clitics.
    #[must_use]
    pub fn paradigm(&self, stem: &Stem) -> BTreeSet<Inflection> {
        // Forms that differ only in case or state are written alike, so their conditions are gathered in one.
        let mut found: BTreeMap<(String, String, PartOfSpeech, u64, u16), Conditions> = BTreeMap::new();
        let has = |name: &str, starts: &[&str]| {
            stem.features.get(name).is_some_and(|v| starts.iter().any(|s| v.starts_with(s)))
        };
        // Words that hold a preposition or a pronoun are cut like all others.
        if has("prc1", &["bi", "li", "la"]) || has("enc0", &["1", "2", "3"]) {
            return BTreeSet::new();
        }
        for order in self.orders.iter().filter(|o| o.stem == stem.class) {
            self.combine(stem, order, &mut |prefix, suffix, features, conditions| {
                let mut all = stem.features.clone();
                for (name, value) in features {
                    let unset = all.get(*name).is_none_or(|v| v == "-" || v == "u");
                    if unset {
                        all.insert((*name).to_owned(), (*value).to_owned());
                    }
                }
                let (pos, features) = reading(&all);
                let conditions = conditions.with(conditions_of(&all, &stem.class));
                let kind = conditions.0 & (Conditions::BOUND.0 | Conditions::BOUND_FIRST.0);
                let known =
                    found.entry((prefix.to_owned(), suffix.to_owned(), pos, features.0, kind)).or_default();
                *known = known.with(conditions);
            });
        }
        found
            .into_iter()
            .map(|((prefix, suffix, pos, features, _), conditions)| Inflection {
                prefix,
                suffix,
                pos,
                features,
                conditions,
            })
            .collect()
    }

    /// Tries every choice of functions for an order line and hands on what the conditions allow.
    fn combine(
        &self,
        stem: &Stem,
        order: &Order,
        found: &mut dyn FnMut(&str, &str, &[(&str, &str)], Conditions),
    ) {
        let empty = BTreeMap::new();
        let mut slots: Vec<Vec<(&String, &Function)>> = Vec::new();
        for class in order.before.iter().chain(&order.after) {
            let functions = self.classes.get(class).unwrap_or(&empty);
            slots.push(
                functions
                    .iter()
                    .filter(|(name, function)| !class.starts_with("[PRON") || probe(name, function))
                    .collect(),
            );
        }
        let all: Vec<Vec<usize>> = slots.iter().map(|slot| (0..slot.len()).collect()).collect();
        product(&all, &mut |choice| {
            let functions: Vec<&Function> = choice.iter().zip(&slots).map(|(&k, slot)| slot[k].1).collect();
            variants(&functions, stem, &mut |chosen| {
                let (before, after) = chosen.split_at(order.before.len());
                let prefix: String = before.iter().map(|m| m.form.as_str()).collect();
                let suffix = letters(&after.iter().map(|m| m.form.as_str()).collect::<String>());
                let features: Vec<(&str, &str)> = chosen
                    .iter()
                    .flat_map(|m| m.features.iter().map(|(k, v)| (k.as_str(), v.as_str())))
                    .collect();
                let pronoun = features.iter().find(|f| f.0 == "enc0").map_or("0", |f| f.1);
                let (base, conditions) = match pronoun.get(..2) {
                    Some("3f") => (suffix.strip_suffix("ها"), Conditions::BOUND),
                    Some("1s") => (suffix.strip_suffix('ي'), Conditions::BOUND_FIRST),
                    _ => (Some(suffix.as_str()), Conditions::default()),
                };
                found(&letters(&prefix), base.unwrap_or_default(), &features, conditions);
            });
        });
    }
}

/// True for the pronoun functions that are tried: none, third person feminine singular, first person singular.
fn probe(name: &str, function: &Function) -> bool {
    name == "_"
        || function.iter().any(|m| {
            m.features.get("enc0").is_some_and(|e| {
                e.starts_with("3fs") || e.starts_with("1s") && e != "1s_dobj" && name.starts_with("iy")
            })
        })
}

/// Hands on every choice of one variant of each function that fits the stem and the others.
fn variants<'a>(functions: &[&'a Function], stem: &Stem, found: &mut dyn FnMut(&[&'a Morpheme])) {
    // Functions that set nothing (buffers between stem and suffix) follow from the others, so they are chosen last.
    let setting: Vec<usize> =
        (0..functions.len()).filter(|&k| functions[k].iter().any(|m| m.sets != 0)).collect();
    let mut choice = vec![0; functions.len()];
    loop {
        let set = setting.iter().fold(stem.sets, |set, &k| set | functions[k][choice[k]].sets);
        if stem.needs.iter().all(|need| need.holds(set)) {
            let fitting: Vec<Vec<usize>> = functions.iter().map(|f| selected(f, set)).collect();
            if setting.iter().all(|&k| fitting[k].contains(&choice[k])) {
                let mut rows = fitting;
                setting.iter().for_each(|&k| rows[k] = vec![choice[k]]);
                product(&rows, &mut |row| {
                    found(&row.iter().zip(functions).map(|(&k, f)| &f[k]).collect::<Vec<_>>())
                });
            }
        }
        let Some(at) = setting.iter().rposition(|&k| choice[k] + 1 < functions[k].len()) else { return };
        choice[setting[at]] += 1;
        setting[at + 1..].iter().for_each(|&k| choice[k] = 0);
    }
}

/// Hands on every way to take one number of each list.
fn product(lists: &[Vec<usize>], found: &mut dyn FnMut(&[usize])) {
    fn extend(lists: &[Vec<usize>], row: &mut Vec<usize>, found: &mut dyn FnMut(&[usize])) {
        let Some(list) = lists.get(row.len()) else { return found(row) };
        for &k in list {
            row.push(k);
            extend(lists, row, found);
            row.pop();
        }
    }
    extend(lists, &mut Vec::new(), found);
}

/// The variants of a function that conditions select. Needs stand in columns; `else` in a column holds when no other
/// variant with the same columns before it does.
fn selected(function: &Function, set: Set) -> Vec<usize> {
    fn narrow(function: &Function, set: Set, rows: &[usize], column: usize, out: &mut Vec<usize>) {
        let (done, open): (Vec<usize>, Vec<usize>) =
            rows.iter().partition(|&&r| function[r].needs.len() <= column);
        out.extend(done);
        let needs: BTreeSet<Need> = open.iter().map(|&r| function[r].needs[column]).collect();
        let mut taken: Vec<Need> = needs.iter().filter(|n| !n.otherwise && n.holds(set)).copied().collect();
        if taken.is_empty() {
            taken = needs.into_iter().filter(|n| n.otherwise).collect();
        }
        for need in taken {
            let rows: Vec<usize> =
                open.iter().filter(|&&r| function[r].needs[column] == need).copied().collect();
            narrow(function, set, &rows, column + 1, out);
        }
    }
    let mut out = Vec::new();
    narrow(function, set, &(0..function.len()).collect::<Vec<_>>(), 0, &mut out);
    out
}

fn words(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split_whitespace().filter(|w| *w != "_").map(str::to_owned)
}

fn plain(form: &str) -> String {
    if form.trim() == "_" { String::new() } else { form.trim().to_owned() }
}

fn features(cell: &str) -> BTreeMap<String, String> {
    cell.split_whitespace()
        .filter_map(|f| f.split_once(':'))
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect()
}

impl Camel {
    /// Reads the stems of a table.
    ///
    /// # Errors
    /// When the table is absent.
    pub fn stems(&mut self, path: &Path) -> Result<Vec<Stem>, String> {
        Ok(table::read(path)?.iter().filter(|r| r["DEFINE"] == "LEXICON").map(|row| self.stem(row)).collect())
    }

    fn stem(&mut self, row: &HashMap<String, String>) -> Stem {
        let lemma = &row["LEMMA"];
        let lemma = lemma.rsplit_once('-').map_or(lemma.as_str(), |(head, vowels)| {
            if vowels.chars().all(|c| "aiu".contains(c)) { head } else { lemma }
        });
        let (sets, needs) = (self.names.set(&row["COND-S"]), self.names.needs(&row["COND-T"]));
        Stem {
            class: row["CLASS"].clone(),
            lemma: lemma.to_owned(),
            form: plain(&row["FORM"]),
            sets,
            needs,
            features: features(&row["FEAT"]),
        }
    }

    /// A stem that a table does not list: its class, lemma, form, conditions and features in the tables' notation.
    #[must_use]
    pub fn made(
        &mut self,
        class: &str,
        lemma: &str,
        form: &str,
        (sets, needs): (&str, &str),
        feats: &str,
    ) -> Stem {
        let (sets, needs) = (self.names.set(sets), self.names.needs(needs));
        Stem {
            class: class.to_owned(),
            lemma: lemma.to_owned(),
            form: form.to_owned(),
            sets,
            needs,
            features: features(feats),
        }
    }

    /// Reads a verb table with the passives that its pattern table makes of it.
    ///
    /// # Errors
    /// When a table is absent.
    pub fn verbs(&mut self, table_path: &Path, patterns: Option<&Path>) -> Result<Vec<Stem>, String> {
        let patterns: Rows = patterns.map_or(Ok(Vec::new()), table::read)?;
        let mut by_pattern: HashMap<(&str, Set), Vec<&HashMap<String, String>>> = HashMap::new();
        for pattern in &patterns {
            let conditions = self.names.set(&pattern["COND-S"]) | self.names.set(&pattern["COND-T"]);
            by_pattern.entry((&pattern["PATTERN"], conditions)).or_default().push(pattern);
        }
        let transitivity = self.names.set("trans intrans ditrans");
        let intransitive = self.names.set("intrans");
        let mut found = Vec::new();
        for row in table::read(table_path)?.iter().filter(|r| r["DEFINE"] == "LEXICON") {
            let active = self.stem(row);
            let own = active.sets & !transitivity | self.names.set(&row["COND-T"]);
            let of_pattern = by_pattern.get(&(row["PATTERN_LEMMA"].as_str(), own)).into_iter().flatten();
            let passive = of_pattern
                .filter(|_| active.sets & intransitive == 0)
                .find_map(|p| Some((p, rewrite(&active.form, &p["MATCH"], &p["SUB"])?)));
            if let Some((pattern, form)) = passive {
                let mut features = active.features.clone();
                features.insert("vox".into(), "p".into());
                let sets = self.names.set(&pattern["COND-S-PASS"]) | active.sets & transitivity;
                let needs = self.names.needs(&pattern["COND-T-PASS"]);
                found.push(Stem { form, sets, needs, features, ..active.clone() });
            }
            found.push(active);
        }
        Ok(found)
    }
}

/// Matches a whole form against a pattern of letters, `.` and `(.)`, and fills `$1`, `$2` … into another.
fn rewrite(form: &str, pattern: &str, into: &str) -> Option<String> {
    let mut groups = Vec::new();
    let mut letters = form.chars();
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '(' => {
                signs.next();
                signs.next();
                groups.push(letters.next()?);
            }
            '.' => drop(letters.next()?),
            literal => (letters.next()? == literal).then_some(())?,
        }
    }
    if letters.next().is_some() {
        return None;
    }
    let mut out = String::new();
    let mut signs = into.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek().and_then(|d| d.to_digit(10))) {
            ('$', Some(digit)) => {
                signs.next();
                out.push(*groups.get(digit as usize - 1)?);
            }
            _ => out.push(sign),
        }
    }
    Some(out)
}
