//! Names of things: language codes, event types, and ids that come from content.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps an id that was made before.
            #[must_use]
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(Arc::from(id.as_ref()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }
    };
}

id!(
    /// A document: `d` and the hash of its bytes as received (of its row, for a row of JSON Lines).
    DocumentId
);
id!(
    /// A report: `r` and the hash of document, evidence span and type, so a better rule finds the same key.
    ReportId
);
id!(
    /// An event: `e` and the hash of the report it was first known by.
    EventId
);
id!(
    /// An entity: a pack's own id (a Wikidata or GeoNames number, or a path-like key such as `syria/fourth-division`),
    /// or `x` and a hash for an entity known only from documents.
    EntityId
);
id!(
    /// An event type of the codebook: the name of its folder below `packs/events`.
    EventType
);

impl EntityId {
    /// Where its letters lie in memory: one place as long as an id, or a copy of it, is kept.
    pub(crate) fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// True for a whole class of people, places or things ("fighters", "the town") that nothing tells apart.
    #[must_use]
    pub fn is_class(&self) -> bool {
        self.0.starts_with("any/")
    }
}

/// An ISO 639 language code of two or three letters; `und` where it is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// The language is not known.
    pub const UNKNOWN: Self = Self(*b"und");

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..len]).unwrap_or("und")
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        match code.as_bytes() {
            [a, b] if code.bytes().all(|c| c.is_ascii_lowercase()) => Ok(Self([*a, *b, 0])),
            [a, b, c] if code.bytes().all(|c| c.is_ascii_lowercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(format!("`{code}` is no language code: write two or three lower-case letters, as `ar`")),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}
