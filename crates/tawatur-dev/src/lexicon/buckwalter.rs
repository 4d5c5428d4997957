//! Buckwalter transliteration (Buckwalter 2002) to unvocalised Arabic letters.

/// Letters of the transliteration and of the script, in the same order.
const LATIN: &str = "'|>&<}AbptvjHxd*rzs$SDTZEgfqklmnhwYy{PJVG";
const ARABIC: &str = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىياپچڤگ";

/// The letters of a transliterated word, without vowel signs; `_`, `-` and unknown signs are dropped.
#[must_use]
pub fn letters(word: &str) -> String {
    word.chars()
        .filter_map(|c| match c {
            // The tatweel holds a join open and is no letter.
            '\u{600}'..='\u{6ff}' if c != '\u{640}' => Some(c),
            _ => LATIN.chars().position(|l| l == c).and_then(|at| ARABIC.chars().nth(at)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn vowels_go_and_letters_stay() {
        assert_eq!(letters("mu$aAhid"), "مشاهد");
        assert_eq!(letters("{i}otilaAf"), "ائتلاف");
        assert_eq!(letters(">aEolaY"), "أعلى");
    }
}
