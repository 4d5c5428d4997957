//! The one place where byte offsets become other units: code points for the contract, UTF-16 for browsers.

use super::Span;

/// Bytes between two marks: small enough that counting from a mark is quick, large enough that marks are few.
const STRIDE: usize = 256;

/// Converts byte offsets of one text to and from code points (and UTF-16 units), in near-constant time.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points and UTF-16 units before each multiple of `STRIDE` bytes (moved forward to a boundary).
    marks: Vec<(usize, usize, usize)>,
}

impl<'t> CodePoints<'t> {
    /// Indexes a text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let (mut points, mut units, mut next) = (0, 0, 0);
        for (at, c) in text.char_indices() {
            if at >= next {
                marks.push((at, points, units));
                next = at + STRIDE;
            }
            points += 1;
            units += c.len_utf16();
        }
        marks.push((text.len(), points, units));
        Self { text, marks }
    }

    /// Code points before a byte offset.
    #[must_use]
    pub fn point(&self, byte: u32) -> usize {
        self.counted(byte).0
    }

    /// UTF-16 units before a byte offset, as a browser's selection counts.
    #[must_use]
    pub fn utf16(&self, byte: u32) -> usize {
        self.counted(byte).1
    }

    /// A span in code points, end exclusive.
    #[must_use]
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.point(span.start), self.point(span.end)]
    }

    /// The byte span of a range of code points; `None` when it runs past the text or backwards.
    #[must_use]
    pub fn bytes(&self, points: [usize; 2]) -> Option<Span> {
        let start = self.byte(points[0])?;
        let end = self.byte(points[1])?;
        (start <= end).then(|| Span::new(start, end))
    }

    fn counted(&self, byte: u32) -> (usize, usize) {
        let byte = (byte as usize).min(self.text.len());
        let k = self.marks.partition_point(|m| m.0 <= byte).saturating_sub(1);
        let Some(&(at, mut points, mut units)) = self.marks.get(k) else { return (0, 0) };
        for (i, c) in self.text[at..].char_indices() {
            if at + i >= byte {
                break;
            }
            points += 1;
            units += c.len_utf16();
        }
        (points, units)
    }

    fn byte(&self, point: usize) -> Option<usize> {
        let k = self.marks.partition_point(|m| m.1 <= point).saturating_sub(1);
        let &(at, points, _) = self.marks.get(k)?;
        let rest = &self.text[at..];
        match rest.char_indices().nth(point - points) {
            Some((i, _)) => Some(at + i),
            None => (rest.chars().count() == point - points).then_some(self.text.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_bytes_are_inverse() {
        let text = "é درعا 𝒳 ".repeat(200);
        let index = CodePoints::new(&text);
        for (n, (at, c)) in text.char_indices().enumerate() {
            assert_eq!(index.point(at as u32), n);
            assert_eq!(index.bytes([n, n + 1]), Some(Span::new(at, at + c.len_utf8())));
        }
        assert_eq!(index.bytes([0, text.chars().count() + 1]), None);
    }
}
