//! Inputs of `add`: files, folders and standard input, as pieces that are one document each.

use super::failure::Failure;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use tawatur_core::read::{DOCUMENT_LIMIT, Refusal, is_rows};

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
}

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

    /// Hands every piece of the input to `each`, row by row for JSON Lines, so that no input need fit in memory.
    /// Stops when `each` says so (`Ok(false)`).
    ///
    /// # Errors
    /// What `each` fails with.
    pub fn pieces(
        &self,
        each: &mut dyn FnMut(Result<Piece, Refusal>) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        let refuse = |message: String| Refusal { name: self.name.clone(), row: None, message };
        let opened: std::io::Result<Box<dyn Read>> = match &self.path {
            Some(path) => File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
            None => Ok(Box::new(std::io::stdin())),
        };
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) => return each(Err(refuse(unreadable(&error)))),
        };
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let mut head = Vec::new();
        // The first row tells whether the input is rows. It is read in full, up to the size a document may have.
        while head.trim_ascii().is_empty() {
            match (&mut reader).take(DOCUMENT_LIMIT as u64 + 1).read_until(b'\n', &mut head) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return each(Err(refuse(unreadable(&error)))),
            }
        }
        if is_rows(&head) { self.rows(head, &mut reader, each) } else { self.whole(head, &mut reader, each) }
    }

    fn whole(
        &self,
        mut bytes: Vec<u8>,
        reader: &mut dyn Read,
        each: &mut dyn FnMut(Result<Piece, Refusal>) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        // One byte more than allowed is enough for `read` to refuse it.
        let room = (DOCUMENT_LIMIT + 1).saturating_sub(bytes.len());
        match reader.take(room as u64).read_to_end(&mut bytes) {
            Ok(_) => each(Ok(Piece { name: self.name.clone(), row: None, bytes })),
            Err(error) => {
                each(Err(Refusal { name: self.name.clone(), row: None, message: unreadable(&error) }))
            }
        }
    }

    fn rows(
        &self,
        head: Vec<u8>,
        reader: &mut dyn BufRead,
        each: &mut dyn FnMut(Result<Piece, Refusal>) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        let mut number = 0;
        let mut row = head;
        loop {
            // The head may begin with blank lines: they count as rows, so that numbers are those an editor shows.
            for line in row.split_inclusive(|&b| b == b'\n') {
                number += 1;
                if !line.trim_ascii().is_empty() {
                    let piece = Piece { name: self.name.clone(), row: Some(number), bytes: line.to_vec() };
                    if !each(Ok(piece))? {
                        return Ok(false);
                    }
                }
            }
            row.clear();
            match reader.take(DOCUMENT_LIMIT as u64 + 2).read_until(b'\n', &mut row) {
                Ok(0) => return Ok(true),
                Ok(_) => {}
                Err(error) => {
                    return each(Err(Refusal {
                        name: self.name.clone(),
                        row: Some(number + 1),
                        message: unreadable(&error),
                    }));
                }
            }
        }
    }
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
