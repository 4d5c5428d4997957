//! Set `own-news`: texts on wars of no gold, written and annotated for the project by somebody who had not seen the program
//! (`data/news`). Errors are printed for the first half alone: the second is only measured, so that it stays unread.

use super::scored::{OWN, Reports, f1, score};
use super::{Measures, Options};

/// Folders whose errors are read while working, and folders whose are not.
const READ: [&str; 3] = ["first-en", "first-fr", "first-ar"];
const UNREAD: [&str; 3] = ["second-en", "second-fr", "second-ar"];

/// Takes the measures.
///
/// # Errors
/// When the scorer is absent.
pub fn take(options: &Options) -> Result<Measures, String> {
    let unread = Options { errors: false, ..options.clone() };
    let read = READ.map(|folder| (folder, options));
    let mut measures = Measures::new();
    for (folder, options) in read.into_iter().chain(UNREAD.map(|folder| (folder, &unread))) {
        let scores = score(&format!("{OWN}{folder}"), Reports::Found, options)?;
        measures.insert(format!("own-news-{folder}-strict"), f1(&scores, "reports_strict"));
        measures.insert(format!("own-news-{folder}-full"), f1(&scores, "reports_full"));
    }
    Ok(measures)
}
