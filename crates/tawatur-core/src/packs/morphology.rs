//! What a language whose words carry clitics brings for cutting and reading them: clitics, lexicon, segmenter weights.

use super::{Clitics, Lexicon, PackFile, Problems, Segmenter};

/// Clitics, lexicon and weights of a language.
#[derive(Debug)]
pub struct Morphology {
    /// Its clitics.
    pub clitics: Clitics,
    /// Its lexicon.
    pub lexicon: Lexicon,
    /// Weights that choose among cuts; without them the fewest cuts with a known word win.
    pub segmenter: Option<Segmenter>,
}

impl Morphology {
    /// Reads `clitics.toml`, `lexicon.bin` and `segmenter.bin` of a language's folder (`lang/ar/`); `None` for a language
    /// that has no clitics.
    pub fn load(files: &[PackFile<'_>], folder: &str, problems: &mut Problems) -> Option<Self> {
        // Later files replace earlier ones, so a user's folder wins over the embedded packs.
        let find = |name: &str| files.iter().rev().find(|f| f.0.strip_prefix(folder) == Some(name)).copied();
        let clitics = Clitics::read(find("clitics.toml")?, problems)?;
        let (lexicon, segmenter) = (find("lexicon.bin")?, find("segmenter.bin"));
        let lexicon =
            Lexicon::read(lexicon.1).map_err(|message| problems.at(lexicon.0, 1, 1, message)).ok()?;
        let segmenter = segmenter
            .and_then(|f| Segmenter::read(f.1).map_err(|message| problems.at(f.0, 1, 1, message)).ok());
        Some(Self { clitics, lexicon, segmenter })
    }
}
