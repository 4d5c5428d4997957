//! Inputs of `add`: files, folders and standard input, as pieces that are one document each.
//!
//! JSON Lines and web archives go by record for record, so that none need fit in memory; all else is held whole.

use super::add::Wanted;
use super::failure::Failure;
use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tawatur_core::read::{DOCUMENT_LIMIT, Records, Refusal, is_rows, parts, row_named};
use tawatur_core::text::sha256_hex;

/// Bytes looked at to tell how an input is to be read.
const HEAD: u64 = 64 << 10;

/// One input: a file, or standard input.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it is read from; standard input when absent.
    path: Option<PathBuf>,
    /// Its name in the record.
    name: String,
}

/// What becomes one document: a whole input, or one row of it.
#[derive(Debug)]
pub struct Piece {
    /// Name of the input.
    pub name: String,
    /// Row, from 1, in JSON Lines.
    pub row: Option<usize>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The input it was made from, where its bytes are a row that the program made.
    pub container: Option<Arc<Container>>,
}

/// An input that holds many documents as fields: it is kept beside the rows made from it.
#[derive(Debug)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Takes pieces; gives back whether to go on.
type Each<'e> = &'e mut dyn FnMut(Result<Piece, Refusal>) -> Result<bool, Failure>;

impl Input {
    /// All inputs that paths mean: `-` is standard input, a folder means every file below it. Sorted by name, each
    /// once, so that the order on the command line changes nothing. What cannot be listed is refused.
    #[must_use]
    pub fn find(paths: &[PathBuf]) -> (Vec<Self>, Vec<Refusal>) {
        let (mut inputs, mut refused) = (Vec::new(), Vec::new());
        for path in paths {
            if path.as_os_str() == "-" {
                inputs.push(Self { path: None, name: "-".to_owned() });
            } else if path.is_dir() {
                walk(path, path, &mut inputs, &mut refused);
            } else {
                inputs.push(Self::file(path, path.parent().unwrap_or(Path::new(""))));
            }
        }
        inputs.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        inputs.dedup_by(|a, b| a.path == b.path);
        (inputs, refused)
    }

    /// A file whose name in the record is its path below `base`.
    fn file(path: &Path, base: &Path) -> Self {
        let name = path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/");
        Self { path: Some(path.to_owned()), name }
    }

    /// How many bytes inputs have together; of standard input none are known.
    #[must_use]
    pub fn bytes(inputs: &[Self]) -> u64 {
        let paths = inputs.iter().filter_map(|input| input.path.as_ref());
        paths.filter_map(|path| path.metadata().ok()).map(|found| found.len()).sum()
    }

    /// Hands every piece of the input to `each`, and moves `bar` on by the bytes read. Stops when `each` says so
    /// (`Ok(false)`).
    ///
    /// # Errors
    /// What `each` fails with.
    pub fn pieces(&self, wanted: &Wanted, bar: &ProgressBar, each: Each<'_>) -> Result<bool, Failure> {
        let opened: std::io::Result<Box<dyn Read>> = match &self.path {
            Some(path) => File::open(path).map(|file| Box::new(bar.wrap_read(file)) as Box<dyn Read>),
            None => Ok(Box::new(bar.wrap_read(std::io::stdin()))),
        };
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) => return each(Err(self.refusal(unreadable(&error)))),
        };
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let mut head = Vec::new();
        if let Err(error) = (&mut reader).take(HEAD).read_to_end(&mut head) {
            return each(Err(self.refusal(unreadable(&error))));
        }
        if is_web_archive(&head) {
            let all = BufReader::new(std::io::Cursor::new(head.clone()).chain(reader));
            return if tawatur_core::read::is_web_archive(&head) {
                self.records(all, each)
            } else {
                self.records(BufReader::new(MultiGzDecoder::new(all)), each)
            };
        }
        // The first row tells whether the input is rows. It is read in full, up to the size a document may have.
        while !head.is_empty() && !head.trim_ascii().contains(&b'\n') {
            match (&mut reader)
                .take((DOCUMENT_LIMIT as u64 + 1).saturating_sub(head.len() as u64))
                .read_until(b'\n', &mut head)
            {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return each(Err(self.refusal(unreadable(&error)))),
            }
        }
        let several = head.trim_ascii().contains(&b'\n');
        if is_rows(&head) && (several || has_text(&head, wanted)) {
            let mut reader = std::io::Cursor::new(head).chain(reader);
            self.rows(&mut reader, wanted, each)
        } else {
            self.whole(head, &mut reader, wanted, each)
        }
    }

    fn refusal(&self, message: String) -> Refusal {
        Refusal { name: self.name.clone(), row: None, message }
    }

    /// Records of a web archive, one after another.
    fn records(&self, reader: impl BufRead, each: Each<'_>) -> Result<bool, Failure> {
        let mut records = Records::new(reader);
        for record in &mut records {
            let piece = match record {
                Ok((number, bytes)) => {
                    Ok(Piece { name: format!("{}#{number}", self.name), row: None, bytes, container: None })
                }
                Err((number, message)) => {
                    Err(Refusal { name: self.name.clone(), row: Some(number), message })
                }
            };
            if !each(piece)? {
                return Ok(false);
            }
        }
        if records.pages == 0 && !records.failed {
            return each(Err(self.refusal(format!("holds no page; {}", records.told()))));
        }
        Ok(true)
    }

    /// A row of JSON Lines as a piece.
    fn row(&self, number: usize, row: Vec<u8>, wanted: &Wanted) -> Piece {
        match row_named(row.trim_ascii(), &wanted.columns) {
            Some(text) => made(&self.name, number, row.trim_ascii().to_vec(), text),
            None => Piece { name: self.name.clone(), row: Some(number), bytes: row, container: None },
        }
    }

    fn whole(
        &self,
        mut bytes: Vec<u8>,
        reader: &mut dyn Read,
        wanted: &Wanted,
        each: Each<'_>,
    ) -> Result<bool, Failure> {
        let limits = &wanted.limits;
        // One byte more than allowed is enough to refuse it.
        let room = (limits.input_bytes + 1).saturating_sub(bytes.len() as u64);
        if let Err(error) = reader.take(room).read_to_end(&mut bytes) {
            return each(Err(self.refusal(unreadable(&error))));
        }
        if bytes.len() as u64 > limits.input_bytes {
            let limit = limits.input_bytes >> 20;
            let message = format!(
                "has more than {limit} MiB (limit `input_bytes`); split it, or give many reports as JSON Lines"
            );
            return each(Err(self.refusal(message)));
        }
        let found = parts(&self.name, &bytes, limits, &wanted.columns);
        let made = found.iter().flatten().any(|part| part.made);
        let container =
            made.then(|| Arc::new(Container { name: self.name.clone(), sha256: sha256_hex(&bytes), bytes }));
        for part in found {
            let piece = part.map(|part| Piece {
                container: if part.made { container.clone() } else { None },
                name: part.name,
                row: None,
                bytes: part.bytes,
            });
            if !each(piece)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn rows(&self, reader: &mut dyn BufRead, wanted: &Wanted, each: Each<'_>) -> Result<bool, Failure> {
        let mut row = Vec::new();
        for number in 1.. {
            row.clear();
            match reader.take(DOCUMENT_LIMIT as u64 + 2).read_until(b'\n', &mut row) {
                Ok(0) => break,
                Ok(_) if row.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let piece = self.row(number, std::mem::take(&mut row), wanted);
                    if !each(Ok(piece))? {
                        return Ok(false);
                    }
                }
                Err(error) => {
                    return each(Err(Refusal {
                        name: self.name.clone(),
                        row: Some(number),
                        message: unreadable(&error),
                    }));
                }
            }
        }
        Ok(true)
    }
}

/// A row that was made from one that names its fields otherwise, which is kept beside it.
fn made(name: &str, number: usize, row: Vec<u8>, text: String) -> Piece {
    let name = format!("{name}#{number}");
    let container = Container { name: name.clone(), sha256: sha256_hex(&row), bytes: row };
    Piece { name, row: None, bytes: text.into_bytes(), container: Some(Arc::new(container)) }
}

/// True for the only row of an input when it is a report's, and no feed or export written on one line.
fn has_text(row: &[u8], wanted: &Wanted) -> bool {
    let row = row.trim_ascii();
    let fields = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(row);
    fields.is_ok_and(|fields| fields.contains_key("text")) || said(row, wanted)
}

/// True for a row whose fields someone said: by the names of news sets alone a feed on one line would be one too.
fn said(row: &[u8], wanted: &Wanted) -> bool {
    row_named(row, &wanted.columns).is_some() && row_named(row, &[]).is_none()
}

/// True for the beginning of a web archive, packed by gzip or not.
fn is_web_archive(head: &[u8]) -> bool {
    // As many bytes as tell either form of a web archive.
    let mut start = [0; 12];
    let packed = head.starts_with(b"\x1f\x8b") && MultiGzDecoder::new(head).read_exact(&mut start).is_ok();
    tawatur_core::read::is_web_archive(head) || (packed && tawatur_core::read::is_web_archive(&start))
}

/// Adds every file below a folder; hidden files stay out.
fn walk(base: &Path, folder: &Path, inputs: &mut Vec<Input>, refused: &mut Vec<Refusal>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            refused.push(Refusal {
                name: folder.display().to_string(),
                row: None,
                message: unreadable(&error),
            });
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(base, &path, inputs, refused);
        } else {
            inputs.push(Input::file(&path, base));
        }
    }
}

fn unreadable(error: &std::io::Error) -> String {
    let hint = match error.kind() {
        std::io::ErrorKind::NotFound => "check the name",
        std::io::ErrorKind::PermissionDenied => "check the rights on it",
        _ => "check the file and the disk",
    };
    format!("cannot be read ({error}); {hint}")
}
