//! Rich text (RTF 1.9): paragraphs as text, the title from its properties. Press databases and old word processors write it.
//!
//! Fonts, pictures, headers, footers, notes, field codes and whatever is marked as ignorable are left out. Bytes are read in
//! the code page of their font, so that Arabic of old systems comes out right. Nothing nests in the reader itself.

use super::{blank, published};
use crate::model::{Block, BlockKind, Document, Note, NoteKind};
use crate::text::Span;
use encoding_rs::{Encoding, WINDOWS_1252};

/// True for rich text.
pub(super) fn fits(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

/// A rich text as a document.
///
/// # Errors
/// A sentence, when it has no words.
pub(super) fn document(name: &str, bytes: &[u8]) -> Result<Document, String> {
    let read = text(bytes);
    let mut document = blank(name, String::new());
    for paragraph in read.paragraphs.iter().filter(|p| !p.is_empty()) {
        let line = paragraph.replace('\n', " ");
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        document.text.push_str(line.trim());
        let span = Span::new(start, document.text.len());
        document.blocks.push(Block { kind: BlockKind::Paragraph, span });
    }
    if document.text.is_empty() {
        return Err("is rich text without words".to_owned());
    }
    document.title = read.title;
    if let Some(day) = read.created {
        document.published = published(&day, "creatim", &mut document.notes);
    }
    if read.cut {
        let text = "the rich text ends inside a group; it may be cut short".to_owned();
        document.notes.push(Note { kind: NoteKind::Markup, text });
    }
    Ok(document)
}

/// What stands in a rich text.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Paragraphs, also those without words; line ends inside them are kept.
    pub paragraphs: Vec<String>,
    /// The title of its properties.
    pub title: Option<String>,
    /// The day it was made, in ISO form.
    pub created: Option<String>,
    /// True when it ends before its last group does.
    pub cut: bool,
}

/// Where text of a group goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Body,
    Title,
    Created,
    Fonts,
    Nowhere,
}

#[derive(Clone, Copy)]
struct Group {
    into: Into,
    /// Characters that stand in for one of `\u` for readers without Unicode.
    instead: usize,
    encoding: &'static Encoding,
    /// The next control word names what the group holds.
    starts: bool,
    /// `\*`: to be left out by whoever does not know what it holds.
    ignorable: bool,
}

/// Groups whose text is not of the document.
const LEFT_OUT: [&str; 24] = [
    "colortbl",
    "stylesheet",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "fldinst",
    "xe",
    "tc",
    "listtable",
    "listoverridetable",
    "revtbl",
    "themedata",
    "datastore",
    "nonshppict",
    "filetbl",
];

/// Control words that are characters.
const CHARACTERS: [(&str, char); 12] = [
    ("tab", ' '),
    ("cell", '\t'),
    ("emdash", '\u{2014}'),
    ("endash", '\u{2013}'),
    ("lquote", '\u{2018}'),
    ("rquote", '\u{2019}'),
    ("ldblquote", '\u{201c}'),
    ("rdblquote", '\u{201d}'),
    ("bullet", '\u{2022}'),
    ("rtlmark", '\u{200f}'),
    ("ltrmark", '\u{200e}'),
    ("zwnj", '\u{200c}'),
];

/// Reads a rich text.
pub(super) fn text(bytes: &[u8]) -> Read {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < bytes.len() {
        at = reader.step(bytes, at);
    }
    reader.flush();
    reader.paragraph();
    let created = (!reader.created.is_empty()).then(|| reader.created.join("-"));
    let title = Some(reader.title.trim().to_owned()).filter(|t| !t.is_empty());
    Read { paragraphs: reader.paragraphs, title, created, cut: !reader.above.is_empty() }
}

struct Reader {
    group: Group,
    above: Vec<Group>,
    /// Bytes not decoded yet, of the group's encoding.
    bytes: Vec<u8>,
    /// UTF-16 units not joined yet.
    units: Vec<u16>,
    /// Characters still to be skipped after `\u`.
    skip: usize,
    line: String,
    paragraphs: Vec<String>,
    title: String,
    created: Vec<String>,
    /// Encodings of fonts by number, and the font being described.
    fonts: std::collections::BTreeMap<i32, &'static Encoding>,
    font: i32,
}

impl Default for Reader {
    fn default() -> Self {
        let group =
            Group { into: Into::Body, instead: 1, encoding: WINDOWS_1252, starts: false, ignorable: false };
        Self {
            group,
            above: Vec::new(),
            bytes: Vec::new(),
            units: Vec::new(),
            skip: 0,
            line: String::new(),
            paragraphs: Vec::new(),
            title: String::new(),
            created: Vec::new(),
            fonts: std::collections::BTreeMap::new(),
            font: 0,
        }
    }
}

impl Reader {
    /// Reads what stands at a place; gives back the place after it.
    fn step(&mut self, bytes: &[u8], at: usize) -> usize {
        match bytes[at] {
            b'{' => {
                self.flush();
                self.above.push(self.group);
                self.group.starts = true;
                self.group.ignorable = false;
                at + 1
            }
            b'}' => {
                self.flush();
                if let Some(above) = self.above.pop() {
                    self.group = above;
                }
                at + 1
            }
            b'\\' => self.control(bytes, at + 1),
            b'\r' | b'\n' => at + 1,
            byte => {
                self.group.starts = false;
                self.byte(byte);
                at + 1
            }
        }
    }

    /// A control word or sign; `at` is behind its backslash.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&sign) = bytes.get(at) else { return at };
        if !sign.is_ascii_alphabetic() {
            return self.sign(bytes, at, sign);
        }
        let letters = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&bytes[at..at + letters]).unwrap_or("");
        let mut end = at + letters;
        let negative = bytes.get(end) == Some(&b'-');
        let digits = bytes[end + usize::from(negative)..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let from = end;
            end += usize::from(negative) + digits;
            // A number too long to be one is none.
            number = std::str::from_utf8(&bytes[from..end]).ok().and_then(|n| n.parse::<i32>().ok());
        }
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            return end.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0));
        }
        self.word(word, number);
        end
    }

    fn sign(&mut self, bytes: &[u8], at: usize, sign: u8) -> usize {
        match sign {
            b'\'' => {
                let digits = bytes.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
                let Some(byte) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) else { return at + 1 };
                self.group.starts = false;
                self.byte(byte);
                return at + 3;
            }
            b'*' => self.group.ignorable = true,
            b'~' => self.character('\u{a0}'),
            b'_' => self.character('\u{2011}'),
            b'\n' | b'\r' => self.word("par", None),
            b'\\' | b'{' | b'}' => {
                self.group.starts = false;
                self.byte(sign);
            }
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let starts = std::mem::take(&mut self.group.starts);
        if starts {
            match word {
                "fonttbl" => self.group.into = Into::Fonts,
                "info" => self.group.into = Into::Nowhere,
                "title" => self.group.into = Into::Title,
                "creatim" => self.group.into = Into::Created,
                // What Word writes into an ignorable group for a bookmark, a list or a theme is none of the text.
                _ if self.group.ignorable || LEFT_OUT.contains(&word) => self.group.into = Into::Nowhere,
                _ => {}
            }
        }
        match word {
            "ansicpg" => {
                if let Some(encoding) = number.and_then(code_page) {
                    self.flush();
                    self.group.encoding = encoding;
                }
            }
            "uc" => self.group.instead = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "u" => self.unit(number.unwrap_or(0)),
            "f" => {
                self.flush();
                self.font = number.unwrap_or(0);
                if self.group.into != Into::Fonts
                    && let Some(encoding) = self.fonts.get(&self.font)
                {
                    self.group.encoding = encoding;
                }
            }
            "fcharset" => {
                if let Some(encoding) = number.and_then(charset) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "yr" | "mo" | "dy" if self.group.into == Into::Created => {
                self.created.push(format!("{:02}", number.unwrap_or(0)));
            }
            "par" | "sect" | "page" | "row" if self.group.into == Into::Body => {
                self.flush();
                self.paragraph();
            }
            "line" | "softline" => self.character('\n'),
            _ => {
                if let Some((_, character)) = CHARACTERS.iter().find(|(name, _)| *name == word) {
                    self.character(*character);
                }
            }
        }
    }

    /// A character told by its number; what stands in for it is skipped.
    fn unit(&mut self, number: i32) {
        self.decode();
        // Numbers above 32767 are written as negative (RTF 1.9, "Unicode RTF").
        let number = if number < 0 { number + 0x1_0000 } else { number };
        match u16::try_from(number) {
            Ok(unit) => self.units.push(unit),
            Err(_) => {
                let character = u32::try_from(number).ok().and_then(char::from_u32);
                self.join();
                self.put(character.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.skip = self.group.instead;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.join();
        self.bytes.push(byte);
    }

    fn character(&mut self, character: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        self.put(character);
    }

    fn put(&mut self, character: char) {
        match self.group.into {
            Into::Body => self.line.push(character),
            Into::Title => self.title.push(character),
            Into::Created | Into::Fonts | Into::Nowhere => {}
        }
    }

    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let (text, _) = self.group.encoding.decode_without_bom_handling(&bytes);
            text.chars().for_each(|c| self.put(c));
        }
    }

    fn join(&mut self) {
        if !self.units.is_empty() {
            let units = std::mem::take(&mut self.units);
            String::from_utf16_lossy(&units).chars().for_each(|c| self.put(c));
        }
    }

    /// Puts what was read into its place, before where it goes or how it is read changes.
    fn flush(&mut self) {
        self.decode();
        self.join();
        self.skip = 0;
    }

    fn paragraph(&mut self) {
        self.paragraphs.push(std::mem::take(&mut self.line).trim().to_owned());
    }
}

/// The encoding of a Windows code page.
fn code_page(number: i32) -> Option<&'static Encoding> {
    match number {
        65001 => Some(encoding_rs::UTF_8),
        10000 => Some(encoding_rs::MACINTOSH),
        932 => Some(encoding_rs::SHIFT_JIS),
        936 => Some(encoding_rs::GBK),
        949 => Some(encoding_rs::EUC_KR),
        950 => Some(encoding_rs::BIG5),
        _ => Encoding::for_label(format!("windows-{number}").as_bytes()),
    }
}

/// The encoding of a font's character set (RTF 1.9, `\fcharset`).
fn charset(number: i32) -> Option<&'static Encoding> {
    let page = match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178..=180 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(rtf: &str) -> Vec<String> {
        text(rtf.as_bytes()).paragraphs.into_iter().filter(|p| !p.is_empty()).collect()
    }

    #[test]
    fn arabic_comes_out_of_code_pages_and_of_numbers() {
        let old = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset178 Arabic;}}\f0 In \f1\'cf\'d1\'da\'c7\f0  today.\par}";
        assert_eq!(paragraphs(old), ["In درعا today."]);
        let new = r"{\rtf1\ansi\uc1 \u1583?\u1585?\u1593?\u1575?\par\uc0\u8217 s\par}";
        assert_eq!(paragraphs(new), ["درعا", "\u{2019}s"]);
        assert_eq!(paragraphs(r"{\rtf1\u-10179?\u-8704? x}"), ["\u{1f600} x"]);
    }

    #[test]
    fn what_is_not_of_the_text_is_left_out() {
        let read = text(br"{\rtf1{\info{\title A talk}{\creatim\yr2021\mo5\dy4}}{\header Page 1}{\*\generator X;}{\stylesheet{\s0 Normal;}}{\pict\bin4 }}}}}First\line half.\par Second{\footnote no} one\'21\par}");
        assert_eq!(read.paragraphs, ["First\nhalf.", "Second one!", ""]);
        assert_eq!((read.title.as_deref(), read.created.as_deref()), (Some("A talk"), Some("2021-05-04")));
        assert!(!read.cut);
        assert!(text(br"{\rtf1 cut").cut);
    }

    #[test]
    fn no_bytes_do_harm() {
        let mut bytes = br"{\rtf1\ansi\u1583?\'cf\bin99999999999 {\*\x{\fonttbl\f1\fcharset178}}}".to_vec();
        for at in 0..bytes.len() {
            for byte in [0, b'\\', b'{', b'}', b'\'', 0xff] {
                let kept = std::mem::replace(&mut bytes[at], byte);
                let _ = text(&bytes);
                let _ = text(&bytes[..at]);
                bytes[at] = kept;
            }
        }
    }
}
