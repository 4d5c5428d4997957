//! The clause grammar on tagged sentences written for the project: every mechanism in every language, and the laws of
//! trees on random words.
//!
//! A sentence is written as words with `/`, part of speech and features: `taken|take/VERB:part`. A `+` before a word
//! says that no space parts it from the word before.

use proptest::prelude::*;
use tawatur_core::analyse::{clauses, tree};
use tawatur_core::model::{
    Analysis, Clause, Feature, Features, Function, Lang, Mood, PartOfSpeech, Sentence, Token,
};
use tawatur_core::packs::Packs;
use tawatur_core::text::{Span, fold_str};

fn features(names: &str) -> Features {
    names.split(',').filter(|n| !n.is_empty()).fold(Features::default(), |set, name| {
        set.with(match name {
            "part" => return set.with(Feature::Participle).with(Feature::Past),
            "ger" => Feature::Gerund,
            "inf" => Feature::Infinitive,
            "fin" => Feature::Finite,
            "past" => Feature::Past,
            "cnd" => Feature::Conditional,
            "fut" => Feature::Future,
            "pass" => Feature::Passive,
            "masc" => Feature::Masculine,
            "fem" => Feature::Feminine,
            "sing" => Feature::Singular,
            "plur" => Feature::Plural,
            "dual" => Feature::Dual,
            "noun" => Feature::VerbalNoun,
            other => panic!("no feature {other}"),
        })
    })
}

fn part(name: &str) -> PartOfSpeech {
    let wanted = |p: &&PartOfSpeech| format!("{p:?}").to_uppercase() == name;
    *PartOfSpeech::ALL.iter().find(wanted).unwrap_or_else(|| panic!("no part of speech {name}"))
}

/// Builds the text and its tokens.
fn tagged(sentence: &str) -> (String, Vec<Token>) {
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for word in sentence.split_whitespace() {
        let (word, joined) = word.strip_prefix('+').map_or((word, false), |w| (w, true));
        let (form, tags) = word.rsplit_once('/').unwrap_or_else(|| panic!("{word} has no tag"));
        let (form, lemma) = form.split_once('|').unwrap_or((form, form));
        let (tag, names) = tags.split_once(':').unwrap_or((tags, ""));
        if !joined && !text.is_empty() {
            text.push(' ');
        }
        let span = Span::new(text.len(), text.len() + form.len());
        text.push_str(form);
        let (folded, lemma) = (fold_str(form), fold_str(lemma));
        tokens.push(Token { span, folded, lemma, pos: part(tag), features: features(names) });
    }
    (text, tokens)
}

fn analysed(lang: &str, tokens: Vec<Token>, packs: &Packs) -> Analysis {
    let lang: Lang = lang.parse().expect("a language code");
    let language = &packs.languages[&lang];
    let known = language.grammar.known_all(&tokens);
    let arcs = tree::grow(&tokens, &known, language, 0);
    let span = tokens.first().map_or(Span::default(), |t| t.span.cover(tokens[tokens.len() - 1].span));
    let sentence = Sentence { span, lang, tokens: 0..tokens.len() };
    let found = clauses::read(&tokens, &arcs, &known, &sentence, language, 0);
    Analysis { passages: Vec::new(), sentences: vec![sentence], tokens, arcs, clauses: found }
}

/// The embedded packs, loaded once.
fn shared_packs() -> &'static Packs {
    static PACKS: std::sync::OnceLock<Packs> = std::sync::OnceLock::new();
    PACKS.get_or_init(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"))
}

fn function(name: &str) -> Option<Function> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Checks lines like `taken object town`, `taken passive`, `not taken subject town`, `taken in: the town was taken`.
fn check(lang: &str, sentence: &str, expected: &[&str]) {
    let packs = shared_packs();
    let (text, tokens) = tagged(sentence);
    let analysis = analysed(lang, tokens, packs);
    let word = |t: usize| analysis.tokens[t].span.slice(&text);
    let clause = |predicate: &str| -> &Clause {
        let found = analysis.clauses.iter().find(|c| word(c.predicate) == predicate);
        found.unwrap_or_else(|| panic!("no clause {predicate} in {text}"))
    };
    for line in expected {
        let (wanted, line) = line.strip_prefix("not ").map_or((true, *line), |l| (false, l));
        if let Some((predicate, span)) = line.split_once(" in: ") {
            assert_eq!(clause(predicate).span.slice(&text), span, "{text}");
            continue;
        }
        let words: Vec<&str> = line.split(' ').collect();
        let clause = clause(words[0]);
        let holds = match words[1..] {
            ["passive"] => clause.passive,
            ["negated"] => clause.negated,
            ["conditional"] => clause.mood == Mood::Conditional,
            ["future"] => clause.mood == Mood::Future,
            [name, filler] => {
                let name = function(name).unwrap_or_else(|| panic!("no function {name}"));
                let mut heads = clause.arguments.iter().filter(|a| a.0 == name).map(|a| a.1);
                heads.any(|t| analysis.conjuncts(t).any(|c| word(c) == filler))
            }
            _ => panic!("{line} says nothing"),
        };
        let found = tawatur_core::analyse::render::line(&analysis, clause, &text);
        assert_eq!(holds, wanted, "{line}\nin {text}\nfound {found}");
    }
}

#[test]
fn active_and_passive() {
    check(
        "en",
        "Government/NOUN forces/NOUN shelled|shell/VERB:fin the/DET market/NOUN on/ADP Monday/PROPN ./PUNCT",
        &["shelled subject forces", "shelled object market", "forces modifier Government"],
    );
    check(
        "en",
        "Two/NUM guards/NOUN:plur were|be/AUX:fin killed|kill/VERB:part by/ADP unknown/ADJ gunmen/NOUN ./PUNCT",
        &["killed object guards", "killed agent gunmen", "killed passive", "not killed subject guards"],
    );
    check(
        "fr",
        "Deux/NUM gardes/NOUN:plur ont|avoir/AUX:fin été|être/AUX:part tués|tuer/VERB:part par/ADP des/DET inconnus/NOUN ./PUNCT",
        &["tués object gardes", "tués agent inconnus", "tués passive"],
    );
    check(
        "fr",
        "Les/DET renforts/NOUN:plur sont|être/AUX:fin arrivés|arriver/VERB:part de/ADP la/DET capitale/NOUN ./PUNCT",
        &["arrivés subject renforts", "not arrivés passive"],
    );
    check(
        "ar",
        "قصفت|قصف/VERB:past,fem,sing القوات|قوة/NOUN:fem,plur السوق|سوق/NOUN:masc,sing في/ADP البلدة|بلدة/NOUN ./PUNCT",
        &["قصفت subject القوات", "قصفت object السوق", "قصفت place البلدة"],
    );
    check(
        "ar",
        "قتل|قتل/VERB:past,pass,masc,sing حارسان|حارس/NOUN:dual من/ADP قبل/NOUN مجهولين|مجهول/NOUN:plur ./PUNCT",
        &["قتل object حارسان", "قتل agent مجهولين"],
    );
}

#[test]
fn relative_clauses_are_filled_by_their_antecedent() {
    check(
        "en",
        "The/DET fighters/NOUN:plur who/PRON held|hold/VERB:fin the/DET hill/NOUN left|leave/VERB:fin at/ADP dawn/NOUN ./PUNCT",
        &[
            "held subject fighters",
            "held object hill",
            "left subject fighters",
            "held in: The fighters who held the hill",
        ],
    );
    check(
        "en",
        "The/DET village/NOUN the/DET rebels/NOUN took|take/VERB:fin is|be/AUX:fin empty/ADJ ./PUNCT",
        &["took subject rebels", "took object village"],
    );
    check(
        "fr",
        "La/DET colline/NOUN que/PRON tenaient|tenir/VERB:fin les/DET rebelles/NOUN est|être/AUX:fin tombée|tomber/VERB:part ./PUNCT",
        &["tenaient subject rebelles", "tenaient object colline", "tombée subject colline"],
    );
    check(
        "fr",
        "Les/DET soldats/NOUN qui/PRON gardaient|garder/VERB:fin le/DET pont/NOUN ont|avoir/AUX:fin fui|fuir/VERB:part ./PUNCT",
        &["gardaient subject soldats", "gardaient object pont", "fui subject soldats"],
    );
    check(
        "ar",
        "انسحب|انسحب/VERB:past,masc,sing المقاتلون|مقاتل/NOUN:plur الذين|الذي/PRON سيطروا|سيطر/VERB:past,plur على/ADP التلة|تلة/NOUN ./PUNCT",
        &["انسحب subject المقاتلون", "سيطروا subject المقاتلون", "سيطروا place التلة"],
    );
    check(
        "ar",
        "في/ADP هجوم|هجوم/NOUN:masc,sing نفذ|نفذ/VERB:past,masc,sing +ه|هو/PRON مسلحون|مسلح/NOUN:plur على/ADP حاجز|حاجز/NOUN ./PUNCT",
        &["نفذ subject مسلحون", "نفذ object هجوم", "هجوم subject مسلحون"],
    );
}

#[test]
fn participles_describe_their_noun() {
    check(
        "en",
        "The/DET siege/NOUN imposed|impose/VERB:part by/ADP the/DET forces/NOUN goes|go/VERB:fin on/ADP ./PUNCT",
        &["imposed object siege", "imposed agent forces", "siege agent forces"],
    );
    check(
        "fr",
        "Des/DET attaques|attaque/NOUN lancées|lancer/VERB:part par/ADP la/DET milice/NOUN ont|avoir/AUX:fin fait|faire/VERB:part dix/NUM morts/NOUN ./PUNCT",
        &["lancées object attaques", "lancées agent milice", "attaques agent milice", "fait object morts"],
    );
}

#[test]
fn light_verbs_lend_their_arguments_to_the_noun_of_action() {
    check(
        "en",
        "The/DET army/NOUN and/CCONJ its/PRON allies/NOUN launched|launch/VERB:fin an/DET attack/NOUN on/ADP the/DET camp/NOUN ./PUNCT",
        &["attack subject army", "attack subject allies", "attack place camp"],
    );
    check(
        "fr",
        "L'/DET +armée/NOUN a|avoir/AUX:fin mené|mener/VERB:part des/DET raids|raid/NOUN contre/ADP le/DET camp/NOUN ./PUNCT",
        &["raids subject armée", "raids against camp"],
    );
    check(
        "ar",
        "شنت|شن/VERB:past,fem,sing الطائرات|طائرة/NOUN:fem,plur غارات|غارة/NOUN:fem,plur على/ADP المخيم|مخيم/NOUN ./PUNCT",
        &["غارات subject الطائرات", "غارات place المخيم"],
    );
    check(
        "ar",
        "تم|تم/VERB:past,masc,sing إجلاء|إجلاء/NOUN:masc,sing المدنيين|مدني/NOUN:plur من/ADP البلدة|بلدة/NOUN ./PUNCT",
        &["إجلاء object المدنيين", "إجلاء passive", "إجلاء from البلدة"],
    );
}

#[test]
fn nouns_of_action_have_arguments() {
    check(
        "en",
        "No/DET house/NOUN was|be/AUX:fin spared|spare/VERB:part in/ADP the/DET army/NOUN +'s/PART shelling/NOUN of/ADP the/DET camp/NOUN ./PUNCT",
        &["shelling possessor army", "shelling of camp", "spared negated", "spared object house"],
    );
    check(
        "fr",
        "L'/DET +évacuation/NOUN des/ADP blessés|blessé/NOUN par/ADP la/DET Croix-Rouge/PROPN continue|continuer/VERB:fin ./PUNCT",
        &["évacuation of blessés", "évacuation agent Croix-Rouge", "continue subject évacuation"],
    );
    check(
        "ar",
        "أدى|أدى/VERB:past,masc,sing اقتحام|اقتحام/NOUN:masc,sing الجيب|جيب/NOUN من/ADP قبل/NOUN الجيش|جيش/NOUN إلى/ADP نزوح|نزوح/NOUN سكان|ساكن/NOUN +ه|هو/PRON ./PUNCT",
        &["اقتحام of الجيب", "اقتحام agent الجيش", "أدى subject اقتحام", "أدى goal نزوح", "نزوح of سكان"],
    );
}

#[test]
fn subjects_are_shared() {
    check(
        "en",
        "The/DET group/NOUN refused|refuse/VERB:fin to/PART hand/VERB:inf over/ADP its/PRON weapons/NOUN and/CCONJ asked|ask/VERB:fin the/DET mediators/NOUN to/PART extend/VERB:inf the/DET truce/NOUN ./PUNCT",
        &[
            "hand subject group",
            "hand object weapons",
            "asked subject group",
            "extend subject mediators",
            "asked in: asked the mediators to extend the truce",
        ],
    );
    check(
        "en",
        "They/PRON attacked|attack/VERB:fin and/CCONJ looted|loot/VERB:fin the/DET village/NOUN ./PUNCT",
        &["attacked object village", "looted subject They", "looted object village"],
    );
    check(
        "fr",
        "L'/DET +armée/NOUN:sing a|avoir/AUX:fin,sing pris|prendre/VERB:part les/DET collines/NOUN que/PRON tenaient|tenir/VERB:fin,plur les/DET rebelles/NOUN:plur et/CCONJ a|avoir/AUX:fin,sing fermé|fermer/VERB:part la/DET route/NOUN ./PUNCT",
        &["fermé subject armée", "fermé object route"],
    );
    check(
        "ar",
        "دخلت|دخل/VERB:past,fem,sing القوات|قوة/NOUN:fem,plur القرية|قرية/NOUN:fem,sing و/CCONJ +أحرقت|أحرق/VERB:past,fem,sing منازل|منزل/NOUN:masc,plur +ها|هو/PRON ./PUNCT",
        &["أحرقت object منازل", "أحرقت subject القوات"],
    );
}

#[test]
fn polarity_and_mood() {
    check(
        "en",
        "The/DET rebels/NOUN will/AUX:fin not/PART leave/VERB:inf the/DET district/NOUN ./PUNCT",
        &["leave negated", "leave future", "leave subject rebels"],
    );
    check(
        "fr",
        "Les/DET rebelles/NOUN n'/ADV +auraient|avoir/AUX:fin,cnd pas/ADV quitté|quitter/VERB:part le/DET quartier/NOUN ./PUNCT",
        &["quitté negated", "quitté conditional", "quitté object quartier"],
    );
    check(
        "ar",
        "لن/PART تنسحب|انسحب/VERB:fem,sing القوات|قوة/NOUN:fem,plur من/ADP المدينة|مدينة/NOUN ./PUNCT",
        &["تنسحب negated", "تنسحب subject القوات", "تنسحب from المدينة"],
    );
    check(
        "ar",
        "سوف/PART تنسحب|انسحب/VERB:fem,sing القوات|قوة/NOUN:fem,plur ./PUNCT",
        &["تنسحب future", "not تنسحب negated"],
    );
}

#[test]
fn evidence_leaves_out_attribution_and_sister_clauses() {
    check(
        "en",
        "Rebels/NOUN seized|seize/VERB:fin the/DET bridge/NOUN ,/PUNCT a/DET witness/NOUN said|say/VERB:fin ./PUNCT",
        &["seized in: Rebels seized the bridge", "said subject witness", "said in: a witness said"],
    );
    check(
        "fr",
        "Les/DET rebelles/NOUN ont|avoir/AUX:fin pris|prendre/VERB:part le/DET pont/NOUN ,/PUNCT selon/ADP un/DET témoin/NOUN ./PUNCT",
        &["pris in: Les rebelles ont pris le pont", "pris according témoin"],
    );
    check(
        "fr",
        "Le/DET pont/NOUN est|être/AUX:fin tombé|tomber/VERB:part ,/PUNCT a|avoir/AUX:fin déclaré|déclarer/VERB:part le/DET porte-parole/NOUN ./PUNCT",
        &["tombé in: Le pont est tombé", "déclaré subject porte-parole"],
    );
    check(
        "ar",
        "قال|قال/VERB:past,masc,sing شاهد|شاهد/NOUN:masc,sing إن/SCONJ المقاتلين|مقاتل/NOUN:plur أخذوا|أخذ/VERB:past,plur الجسر|جسر/NOUN ./PUNCT",
        &["أخذوا subject المقاتلين", "أخذوا in: المقاتلين أخذوا الجسر", "قال subject شاهد"],
    );
}

/// Any words with any tags: what a tagger may give on any text.
fn any_tokens() -> impl Strategy<Value = Vec<Token>> {
    let forms = prop::sample::select(vec![
        "the",
        "that",
        "who",
        "which",
        "to",
        "of",
        "by",
        "and",
        ",",
        "\"",
        "(",
        ":",
        "said",
        "was",
        "'s",
        "army",
        "que",
        "qui",
        "de",
        "les",
        "se",
        "-t-il",
        "par",
        "dont",
        "et",
        "ne",
        "تم",
        "إن",
        "الذي",
        "و",
        "ه",
        "من",
        "قبل",
        "على",
        "الجيش",
        "هجوم",
        "لم",
        "-",
        "5",
    ]);
    let word = (forms, prop::sample::select(PartOfSpeech::ALL.to_vec()), any::<u64>(), any::<bool>());
    prop::collection::vec(word, 0..40).prop_map(|words| {
        let mut at = 0;
        let token = |(form, pos, bits, space): (&str, PartOfSpeech, u64, bool)| {
            let start = at + usize::from(space);
            at = start + form.len();
            let features = Features(bits & bits.rotate_left(17) & 0x1_ffff_ffff);
            Token { span: Span::new(start, at), folded: fold_str(form), lemma: fold_str(form), pos, features }
        };
        words.into_iter().map(token).collect()
    })
}

proptest! {
    #[test]
    fn arcs_form_a_tree_and_spans_are_sound(tokens in any_tokens(), lang in prop::sample::select(vec!["ar", "en", "fr"])) {
        let n = tokens.len();
        prop_assume!(n > 0);
        let analysis = analysed(lang, tokens, shared_packs());
        prop_assert_eq!(analysis.arcs.iter().filter(|a| a.head.is_none()).count(), 1);
        for k in 0..n {
            let mut at = k;
            let mut steps = 0;
            while let Some(head) = analysis.arcs[at].head {
                prop_assert!((head as usize) < n);
                at = head as usize;
                steps += 1;
                prop_assert!(steps <= n, "a circle");
            }
        }
        let whole = analysis.sentences[0].span;
        for pair in analysis.clauses.windows(2) {
            prop_assert!(pair[0].predicate < pair[1].predicate);
        }
        for clause in &analysis.clauses {
            prop_assert!(whole.contains(clause.span));
            prop_assert!(clause.span.contains(analysis.tokens[clause.predicate].span));
            prop_assert!(clause.arguments.iter().all(|a| a.1 < n));
            prop_assert!(clause.above.is_none_or(|(k, _)| k < analysis.clauses.len()));
        }
    }
}
