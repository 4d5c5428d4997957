//! Comma-separated values (RFC 4180), with or without protection from spreadsheets that run cells as formulas.

use std::io::{self, Write};

/// One cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number; never changed by the protection, whatever its sign.
    Number(f64),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        // Counts of rows lie far below what a float keeps exactly.
        Self::Number(value as f64)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Characters that make a spreadsheet take a cell for a formula when it begins with one of them (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes rows.
pub struct Sheet<'w> {
    out: &'w mut dyn Write,
    raw: bool,
}

impl<'w> Sheet<'w> {
    /// A sheet; `raw` leaves text as it is, else text that a spreadsheet would run gets a leading apostrophe.
    pub fn new(out: &'w mut dyn Write, raw: bool) -> Self {
        Self { out, raw }
    }

    /// Writes the names of the columns.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn header(&mut self, names: &[&str]) -> io::Result<()> {
        self.line(names.iter().map(|name| (*name).to_owned()))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let raw = self.raw;
        self.line(cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Number(value) => value.to_string(),
            Cell::Text(text) if !raw && text.starts_with(FORMULA) => format!("'{text}"),
            Cell::Text(text) => text.clone(),
        }))
    }

    fn line(&mut self, fields: impl Iterator<Item = String>) -> io::Result<()> {
        for (k, field) in fields.enumerate() {
            if k > 0 {
                self.out.write_all(b",")?;
            }
            if field.contains([',', '"', '\r', '\n']) || field.starts_with(' ') || field.ends_with(' ') {
                write!(self.out, "\"{}\"", field.replace('"', "\"\""))?;
            } else {
                self.out.write_all(field.as_bytes())?;
            }
        }
        self.out.write_all(b"\r\n")
    }
}

/// A row type whose fields are the columns: its header and its cells cannot fall apart. A field left out is empty.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        struct $name { $($field: $crate::export::Cell),* }

        impl $name {
            const HEADER: &'static [&'static str] = &[$(stringify!($field)),*];

            fn cells(self) -> Vec<$crate::export::Cell> {
                vec![$(self.$field),*]
            }
        }
    };
}
pub(super) use columns;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(rows: &[Vec<String>], raw: bool) -> String {
        let mut out = Vec::new();
        let mut sheet = Sheet::new(&mut out, raw);
        for row in rows {
            let cells: Vec<Cell> = row.iter().map(|t| Cell::from(t.as_str())).collect();
            sheet.row(&cells).expect("memory");
        }
        String::from_utf8(out).expect("UTF-8")
    }

    /// A reader of RFC 4180, written apart from the writer.
    fn parsed(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
        let mut chars = text.chars().peekable();
        let mut quoted = false;
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut field)),
                '\r' if !quoted && chars.peek() == Some(&'\n') => {
                    chars.next();
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
                c => field.push(c),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn raw_cells_come_back_as_they_went_in(
            rows in prop::collection::vec(prop::collection::vec("[a-zé, \"'\r\n\t=@+ -]{0,8}", 1..5), 0..5)
        ) {
            prop_assert_eq!(parsed(&written(&rows, true)), rows);
        }

        #[test]
        fn no_safe_cell_begins_a_formula(text in "[=+@\t\r a-z-]{0,6}") {
            let back = parsed(&written(&[vec![text.clone()]], false));
            let cell = &back[0][0];
            prop_assert!(!cell.starts_with(FORMULA));
            let kept = *cell == text || cell.strip_prefix('\'') == Some(text.as_str());
            prop_assert!(kept);
        }
    }

    #[test]
    fn numbers_keep_their_sign() {
        let mut out = Vec::new();
        Sheet::new(&mut out, false)
            .row(&[Cell::Number(-1.5), Cell::Number(3.0), Cell::Empty])
            .expect("memory");
        assert_eq!(out, b"-1.5,3,\r\n");
    }
}
