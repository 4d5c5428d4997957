//! The forms under which a word is found in full text: as written, without what is joined to its front, without its
//! article. The same function makes the forms of a document's words and of a query's, so that either finds the other.

use crate::model::{Analysis, Token};
use crate::packs::{Clitics, Packs};
use crate::text::fold_str;

/// Fewest letters of a form beside the word as written; shorter ones are found everywhere.
const SHORTEST: usize = 2;

/// The words of a text, each with its forms, folded: first the one that is written.
#[must_use]
pub fn search_forms(text: &str, analysis: &Analysis, packs: &Packs) -> Vec<Vec<String>> {
    let clitics: Vec<&Clitics> =
        packs.languages.values().filter_map(|l| Some(&l.morphology.as_ref()?.clitics)).collect();
    if analysis.tokens.is_empty() {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        return words.map(|w| forms(&fold_str(w), None, &clitics)).collect();
    }
    let is_word = |t: &Token| t.folded.chars().next().is_some_and(char::is_alphanumeric);
    let mut words: Vec<Vec<&Token>> = Vec::new();
    for token in analysis.tokens.iter().filter(|t| is_word(t)) {
        match words.last_mut() {
            Some(word) if word.last().is_some_and(|last| last.span.end == token.span.start) => {
                word.push(token)
            }
            _ => words.push(vec![token]),
        }
    }
    let of = |word: &Vec<&Token>| {
        let written = word[0].span.start as usize..word[word.len() - 1].span.end as usize;
        let stem = word.iter().max_by_key(|t| t.folded.chars().count()).filter(|_| word.len() > 1);
        forms(&fold_str(&text[written]), stem.map(|t| t.folded.as_str()), &clitics)
    };
    words.iter().map(of).collect()
}

fn forms(written: &str, stem: Option<&str>, clitics: &[&Clitics]) -> Vec<String> {
    let mut forms = vec![written.to_owned()];
    let mut add = |form: &str| {
        if form.chars().count() >= SHORTEST && !forms.iter().any(|f| f == form) {
            forms.push(form.to_owned());
        }
    };
    for word in [Some(written), stem].into_iter().flatten() {
        for clitics in clitics {
            if let Some(bare) = bare(word, clitics) {
                add(bare);
            }
        }
    }
    if let Some(stem) = stem {
        add(stem);
    }
    forms
}

/// A word without its article and what stands before that; nothing when it has no article.
fn bare<'w>(word: &'w str, clitics: &Clitics) -> Option<&'w str> {
    let after = |word: &'w str, place: u8| {
        let joined = clitics.proclitics.iter().filter(move |p| p.place == place);
        let cut = joined.filter_map(move |p| Some((word.strip_prefix(p.form.as_str())?, p.shortens_article)));
        std::iter::once((word, false)).chain(cut)
    };
    let shortened = clitics.article.char_indices().nth(1).map_or("", |(at, _)| &clitics.article[at..]);
    for (rest, _) in after(word, 1) {
        for (rest, shortens) in after(rest, 2) {
            let bare = rest.strip_prefix(if shortens { shortened } else { &clitics.article });
            if let Some(bare) = bare.filter(|b| b.chars().count() > SHORTEST) {
                return Some(bare);
            }
        }
    }
    None
}
