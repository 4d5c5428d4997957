//! Tables for people: columns padded by what is seen, right-to-left text isolated so that it moves nothing around it.

use std::io::{IsTerminal, Write, stdout};

/// Characters a cell may have on a terminal before it is cut.
const WIDEST: usize = 48;

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    #[must_use]
    pub fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints it on standard output, with its header when that is a terminal.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn print(&self) -> std::io::Result<()> {
        let terminal = stdout().is_terminal();
        let mut out = std::io::BufWriter::new(stdout().lock());
        self.write(&mut out, terminal)?;
        out.flush()
    }

    /// Writes it; for a terminal long cells are cut and the header stands above.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write, terminal: bool) -> std::io::Result<()> {
        let last = self.header.len().saturating_sub(1);
        let cell =
            |column: usize, text: &str| if terminal && column < last { cut(text) } else { text.to_owned() };
        let mut widths: Vec<usize> = self.header.iter().map(|h| width(h)).collect();
        let rows: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().enumerate().map(|(k, c)| cell(k, c)).collect()).collect();
        for row in &rows {
            for (w, c) in widths.iter_mut().zip(row) {
                *w = (*w).max(width(c));
            }
        }
        let header: Vec<String> = self.header.iter().map(|h| (*h).to_uppercase()).collect();
        for row in terminal.then_some(&header).into_iter().chain(&rows) {
            for (k, (c, w)) in row.iter().zip(&widths).enumerate() {
                let padding = if k == last { 0 } else { w - width(c) + 2 };
                write!(out, "{}{}", isolated(c), " ".repeat(padding))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// Columns a text takes: marks above and below letters and invisible controls take none.
fn width(text: &str) -> usize {
    text.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}')).count()
}

fn cut(text: &str) -> String {
    if width(text) <= WIDEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(WIDEST - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A text with right-to-left letters between first-strong isolates (Unicode standard annex 9), so that a table's
/// other columns stay where they are.
#[must_use]
pub fn isolated(text: &str) -> String {
    let right_to_left = text
        .chars()
        .any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'));
    if right_to_left { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another_and_arabic_is_isolated() {
        let mut table = Table::new(&["id", "name", "note"]);
        table.row(vec!["1".into(), "درعا".into(), "x".into()]);
        table.row(vec!["22".into(), "É".repeat(60), "y".into()]);
        let mut out = Vec::new();
        table.write(&mut out, true).expect("a buffer takes all");
        let text = String::from_utf8(out).expect("UTF-8");
        let third: Vec<usize> = text.lines().map(|line| width(line) - 1).collect();
        assert_eq!(third[1], third[2], "{text}");
        assert!(text.contains("\u{2068}درعا\u{2069}"), "{text}");
        assert!(text.contains('…'));
    }
}
