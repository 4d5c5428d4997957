//! Limits on what an input may cost, by name, so that people can set them (`tawatur add --limit NAME=VALUE`).
//!
//! Limits that shape a document's text (depth and attributes of pages) are constants beside the parsers and cannot be
//! set: the text must be the same on every machine.

/// What an input may cost. What goes beyond a limit is refused and reported; the rest goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an input that must be held whole: an archive, a table, a feed.
    pub input_bytes: u64,
    /// Bytes that one input may unpack to, all its parts together.
    pub unpacked_bytes: u64,
    /// How many times larger than its packed form an entry may be.
    pub ratio: u64,
    /// Entries of one archive.
    pub entries: u64,
    /// Entries of one feed, messages of one export, rows of one table.
    pub rows: u64,
    /// Archives inside archives.
    pub nested: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 256 << 20,
            unpacked_bytes: 1 << 30,
            // Text packs ten times smaller, repetitive pages fifty; bombs a thousand.
            ratio: 200,
            entries: 100_000,
            rows: 1_000_000,
            nested: 3,
        }
    }
}

impl Limits {
    /// Name, value and purpose of each.
    #[must_use]
    pub fn list(&self) -> [(&'static str, u64, &'static str); 6] {
        [
            ("input_bytes", self.input_bytes, "bytes of an archive, table or feed"),
            ("unpacked_bytes", self.unpacked_bytes, "bytes that one input may unpack to"),
            ("ratio", self.ratio, "times that an entry may be larger than its packed form"),
            ("entries", self.entries, "entries of one archive"),
            ("rows", self.rows, "entries of a feed, messages of an export, rows of a table"),
            ("nested", self.nested, "archives inside archives"),
        ]
    }

    /// Sets a limit by name: `ratio=500`.
    ///
    /// # Errors
    /// A sentence, when there is no such limit or the value is no number.
    pub fn set(&mut self, setting: &str) -> Result<(), String> {
        let (name, value) = setting.split_once('=').ok_or("write NAME=VALUE, as in ratio=500")?;
        let value: u64 = value.trim().parse().map_err(|_| format!("`{value}` is no whole number"))?;
        let slot = match name.trim() {
            "input_bytes" => &mut self.input_bytes,
            "unpacked_bytes" => &mut self.unpacked_bytes,
            "ratio" => &mut self.ratio,
            "entries" => &mut self.entries,
            "rows" => &mut self.rows,
            "nested" => &mut self.nested,
            other => {
                let names: Vec<&str> = self.list().iter().map(|(name, ..)| *name).collect();
                return Err(format!("there is no limit `{other}`; limits are: {}", names.join(", ")));
            }
        };
        *slot = value;
        Ok(())
    }
}
