//! `export case`: a folder that another machine, or a person with `sha256sum`, can check: the documents as received, the
//! record, the decisions, the chain of custody and a dossier to read, in the form of BagIt 1.0 (RFC 8493).

use super::view::View;
use super::{dossier, json};
use crate::cli::{Code, Failure};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tawatur_core::model::DocumentId;
use tawatur_core::text::sha256_hex;

/// What BagIt calls the folder of everything that is not about the bag itself.
const DATA: &str = "data";
/// The list of hashes of `data`.
const MANIFEST: &str = "manifest-sha256.txt";
/// The list of hashes of the other files.
const TAGS: &str = "tagmanifest-sha256.txt";
/// What a bag begins with (RFC 8493, section 2.1.1).
const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Writes the folder.
///
/// # Errors
/// When a file cannot be written, or names are masked: documents as received hold them.
pub fn write(view: &View<'_>, folder: &Path) -> Result<(), Failure> {
    if view.texts.are_masked() {
        return Err(Failure::new(
            Code::Usage,
            "a case folder holds the documents as they were received, with every name in them",
            "leave --mask out, or export a dossier with --mask",
        ));
    }
    let mut bag = Bag { folder, payload: BTreeMap::new(), bytes: 0 };
    let store = view.texts.store;
    let mut list = String::from("document\tfile\tname as received\tSHA-256\n");
    let mut custody = String::new();
    for document in &view.record.documents {
        let bytes = store.bytes(&document.id)?;
        let path = format!("documents/{}/{}", document.id, safe(&document.file));
        let hash = bag.add(&path, &bytes)?;
        let name = document.file.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(list, "{}\t{DATA}/{path}\t{name}\t{hash}", document.id);
        bag.add(&format!("texts/{}.txt", document.id), store.text(&document.id)?.as_bytes())?;
        for step in store.custody(&document.id)? {
            let row = serde_json::json!({ "document": document.id, "step": step });
            let _ = writeln!(custody, "{row}");
        }
    }
    bag.add("documents.tsv", list.as_bytes())?;
    bag.add("custody.jsonl", custody.as_bytes())?;
    let documents: Vec<DocumentId> = view.record.documents.iter().map(|d| d.id.clone()).collect();
    let mut decisions = String::new();
    for decision in store.decisions_on_any(&documents)? {
        let _ = writeln!(decisions, "{}", serde_json::to_string(&decision)?);
    }
    bag.add("decisions.jsonl", decisions.as_bytes())?;
    let mut record = Vec::new();
    json::write(&view.record, &view.texts, &mut record)?;
    bag.add("record.json", &record)?;
    let mut page = Vec::new();
    dossier::write(view, &mut page)?;
    bag.add("dossier.html", &page)?;
    let head = store.ledger_rows(1, 0)?;
    let head = head.0.first().map(|row| format!("{} {}", row.number, row.hash)).unwrap_or_default();
    bag.close(&head, view)
}

/// A folder that grows.
struct Bag<'f> {
    folder: &'f Path,
    /// Hash of each file of `data`, by its path.
    payload: BTreeMap<String, String>,
    bytes: u64,
}

impl Bag<'_> {
    /// Writes a file below `data`; gives back its hash.
    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<String, Failure> {
        let path = format!("{DATA}/{path}");
        put(&self.folder.join(&path), bytes)?;
        self.bytes += bytes.len() as u64;
        let hash = sha256_hex(bytes);
        self.payload.insert(path, hash.clone());
        Ok(hash)
    }

    /// Writes the lists of hashes and what the folder says of itself.
    fn close(self, head: &str, view: &View<'_>) -> Result<(), Failure> {
        let record = &view.record;
        let information = format!(
            "Source-Organization: made with tawatur {}\nPayload-Oxum: {}.{}\nLedger-Head: {head}\n\
             External-Description: {} documents, {} events, {} agreements, {} disputes\n",
            env!("CARGO_PKG_VERSION"),
            self.bytes,
            self.payload.len(),
            record.documents.len(),
            record.events.len(),
            record.agreements.len(),
            record.disputes.len(),
        );
        let manifest: String = self.payload.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
        let mut tags = String::new();
        let files = [
            ("README.txt", README),
            ("bag-info.txt", &information),
            ("bagit.txt", BAGIT),
            (MANIFEST, &manifest),
        ];
        for (name, text) in files {
            put(&self.folder.join(name), text.as_bytes())?;
            let _ = writeln!(tags, "{}  {name}", sha256_hex(text.as_bytes()));
        }
        put(&self.folder.join(TAGS), tags.as_bytes())
    }
}

/// What a reader without the program needs to know.
const README: &str = "\
A case folder made with tawatur: a BagIt bag (RFC 8493).

data/dossier.html     what the documents tell, to read and print, with every quotation
data/documents/       the documents as they were received, byte for byte
data/documents.tsv    which file is which document, under which name it came, its SHA-256
data/texts/           the text that was read out of each; ranges of characters count in it
data/record.json      the record: reports, events, agreements, disputes
data/decisions.jsonl  what people decided, who and when
data/custody.jsonl    how each document came into the store: rows of its hash-chained ledger
bag-info.txt          what the folder holds; Ledger-Head is the last row of the ledger and its hash

To check that nothing was changed, added or taken away:
  tawatur verify --case FOLDER
or, without it, inside the folder:
  sha256sum -c tagmanifest-sha256.txt && sha256sum -c manifest-sha256.txt
Keep the hash of tagmanifest-sha256.txt where those who hold this folder cannot change it.
";

/// What checking a case folder found.
#[derive(Debug, Default, serde::Serialize)]
pub struct Checked {
    /// Files whose hash was taken.
    pub files: usize,
    /// Quotations looked up in the texts.
    pub quotations: usize,
    /// What is wrong: file and reason.
    pub faults: Vec<(String, String)>,
    /// SHA-256 of the outermost list, to be compared with what was kept elsewhere.
    pub seal: String,
}

/// Checks a case folder: every hash, no file too many or too few, documents that are what the record says, and every
/// quotation of the record in its text.
///
/// # Errors
/// When it is no case folder or cannot be read.
pub fn check(folder: &Path) -> Result<Checked, Failure> {
    let tags = std::fs::read(folder.join(TAGS)).map_err(|e| {
        Failure::new(
            Code::Io,
            format!("{}: {e}", folder.join(TAGS).display()),
            "name a folder that `tawatur export case` made",
        )
    })?;
    let mut checked = Checked { seal: sha256_hex(&tags), ..Checked::default() };
    let mut known = vec![TAGS.to_owned()];
    for list in [TAGS, MANIFEST] {
        let Ok(text) = std::fs::read_to_string(folder.join(list)) else {
            checked.faults.push((list.to_owned(), "cannot be read".to_owned()));
            continue;
        };
        for line in text.lines() {
            let Some((hash, path)) = line.split_once("  ").filter(|(_, path)| is_below(path)) else {
                checked.faults.push((list.to_owned(), format!("`{line}` is no hash with a file")));
                continue;
            };
            known.push(path.to_owned());
            checked.files += 1;
            match std::fs::read(folder.join(path)) {
                Ok(bytes) if sha256_hex(&bytes) == hash => {}
                Ok(_) => checked.faults.push((path.to_owned(), "is not what its hash says".to_owned())),
                Err(error) => checked.faults.push((path.to_owned(), error.to_string())),
            }
        }
    }
    for path in files(folder, folder)? {
        if !known.contains(&path) {
            checked.faults.push((path, "stands in no list".to_owned()));
        }
    }
    if let Err(reason) = quotations(folder, &mut checked) {
        checked.faults.push((format!("{DATA}/record.json"), reason));
    }
    Ok(checked)
}

/// A path that stays below the folder.
fn is_below(path: &str) -> bool {
    let parts = Path::new(path).components();
    !path.is_empty() && parts.into_iter().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Looks every quotation of the record up in the texts.
fn quotations(folder: &Path, checked: &mut Checked) -> Result<(), String> {
    let data = folder.join(DATA);
    let record = std::fs::read(data.join("record.json")).map_err(|e| e.to_string())?;
    let record: serde_json::Value = serde_json::from_slice(&record).map_err(|e| e.to_string())?;
    let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for document in record["documents"].as_array().into_iter().flatten() {
        let id = document["id"].as_str().unwrap_or_default();
        let path = data.join("texts").join(format!("{id}.txt"));
        let text = std::fs::read_to_string(&path).map_err(|e| format!("the text of document {id}: {e}"))?;
        if document["text_sha256"].as_str() != Some(sha256_hex(text.as_bytes()).as_str()) {
            checked
                .faults
                .push((format!("{DATA}/texts/{id}.txt"), "is not the text of the record".to_owned()));
        }
        texts.insert(id.to_owned(), text.chars().collect());
    }
    for report in record["reports"].as_array().into_iter().flatten() {
        let number = |k: usize| report["span"][k].as_u64().and_then(|n| usize::try_from(n).ok());
        let text = report["document"].as_str().and_then(|id| texts.get(id));
        let words = number(0).zip(number(1)).and_then(|(from, to)| text?.get(from..to));
        let words: Option<String> = words.map(|chars| chars.iter().collect());
        checked.quotations += 1;
        if words.as_deref() != report["evidence"].as_str() {
            let id = report["id"].as_str().unwrap_or_default();
            checked
                .faults
                .push((format!("report {id}"), "its quotation does not stand in its text".to_owned()));
        }
    }
    Ok(())
}

/// Every file below a folder, by its path with `/`, sorted.
fn files(base: &Path, folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|e| Failure::file(folder.display(), &e))?;
    for entry in entries {
        let path = entry.map_err(|e| Failure::file(folder.display(), &e))?.path();
        if path.is_dir() {
            found.extend(files(base, &path)?);
        } else {
            found.push(path.strip_prefix(base).unwrap_or(&path).to_string_lossy().replace('\\', "/"));
        }
    }
    found.sort();
    Ok(found)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fails = |e: std::io::Error| Failure::file(path.display(), &e);
    let folder: PathBuf = path.parent().unwrap_or(path).to_owned();
    std::fs::create_dir_all(folder).map_err(fails)?;
    let mut file = std::fs::File::create(path).map_err(fails)?;
    std::io::Write::write_all(&mut file, bytes).map_err(fails)?;
    file.sync_all().map_err(fails)
}

/// Characters of a name that a file of any system may have; a name is cut where systems end names.
const LONGEST_NAME: usize = 80;

/// A document's name as the name of a file: its last part, with what some system would not take put in place of.
fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let start = kept.chars().count().saturating_sub(LONGEST_NAME);
    let kept: String = kept.chars().skip(start).collect();
    let kept = kept.trim_start_matches('.').to_owned();
    if kept.is_empty() { "document".to_owned() } else { kept }
}
