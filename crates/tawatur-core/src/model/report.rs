//! A report: one passage of one document that asserts one thing about the conflict (codebook, "A report").

use super::{DocumentId, Entity, EntityId, EventType, Maker, Published, ReportId, When};
use crate::text::{Span, content_id};
use serde::{Deserialize, Serialize};

/// Everything found in one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The document.
    pub document: DocumentId,
    /// Its date as given, or as the text fixes it.
    pub published: Published,
    /// The outlet, resolved, where known.
    pub outlet: Option<EntityId>,
    /// The agency whose wire the text is, by its signature.
    pub agency: Option<EntityId>,
    /// Names and descriptions found, in order of their spans.
    pub mentions: Vec<Mention>,
    /// Entities that no pack knows, named by mentions and reports.
    pub entities: Vec<Entity>,
    /// The reports, in order of their spans.
    pub reports: Vec<Report>,
    /// Marks of the text, for finding copies (`text::fingerprint`).
    #[serde(default)]
    pub fingerprint: Vec<u32>,
    /// Where each mark first stands, in bytes of the text, in the order of the marks.
    #[serde(default)]
    pub fingerprint_places: Vec<u32>,
    /// Marks of the lead's telling words, sorted, each once; those of names bear `Extraction::NAME`.
    #[serde(default)]
    pub lead: Vec<u32>,
}

impl Extraction {
    /// The bit that marks of two-word names have in `lead`, and no other marks.
    pub const NAME: u32 = 1 << 31;
}

/// Words of a document that name or describe an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Whom or what.
    pub entity: EntityId,
    /// The whole noun phrase without its article.
    pub span: Span,
    /// How loaded the wording is, from -2 (hostile) over 0 to 2 (glorifying), as the language pack grades it.
    #[serde(default)]
    pub load: i8,
}

/// One passage that asserts one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// From document, span and type.
    pub id: ReportId,
    /// Where it stands.
    pub document: DocumentId,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Evidence: the clause that carries the trigger and its roles.
    pub span: Span,
    /// The trigger's words.
    pub trigger: Option<Span>,
    /// Who did what to whom and where.
    pub roles: Vec<Filler>,
    /// When it happened.
    pub when: Option<When>,
    /// Numbers tied to it.
    pub counts: Vec<Count>,
    /// Chains of sources, outermost first, origin last; empty when the document itself asserts it.
    pub source: Vec<Chain>,
    /// How it stands.
    pub mode: Mode,
    /// Provisions.
    pub terms: Vec<Term>,
    /// Weapon or way, where told.
    pub means: Vec<String>,
    /// Whether the crowd or those hit were armed.
    pub armed: Armed,
    /// How the place stands to what happened.
    pub geo_precision: GeoPrecision,
    /// Place in a told order: 1 for "first group", 2 for "second batch".
    pub order: Option<u8>,
    /// How it was put together.
    pub confidence: Confidence,
    /// Who made it.
    pub made_by: Maker,
    /// How each part was found, for `explain`.
    pub derivation: Vec<Step>,
}

impl Report {
    /// The id of a report of this type with this evidence.
    #[must_use]
    pub fn id_of(document: &DocumentId, span: Span, kind: &EventType) -> ReportId {
        ReportId::new(content_id(
            "r",
            &[document.as_str(), &span.start.to_string(), &span.end.to_string(), kind.as_str()],
        ))
    }

    /// True when a rule took the time from the text around; what people hand in counts as told.
    #[must_use]
    pub fn is_time_taken(&self) -> bool {
        matches!(self.made_by, Maker::Rule(_)) && self.when.as_ref().is_some_and(|w| w.span.is_none())
    }

    /// True when a rule took the place from the text around or from elsewhere in the sentence: none stands in the
    /// report's own words.
    #[must_use]
    pub fn is_place_taken(&self) -> bool {
        let mut places = self.roles.iter().filter(|f| matches!(f.role, Role::Where | Role::From));
        matches!(self.made_by, Maker::Rule(_))
            && places.all(|f| f.span.is_none_or(|words| !self.span.contains(words)))
    }

    /// The entities that fill a role, in order.
    pub fn fillers(&self, role: Role) -> impl Iterator<Item = &EntityId> {
        self.roles.iter().filter(move |f| f.role == role).map(|f| &f.entity)
    }
}

/// An entity in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filler {
    /// Which role.
    pub role: Role,
    /// Who fills it.
    pub entity: EntityId,
    /// The words; absent when it was inferred, or given by id by a person.
    pub span: Option<Span>,
}

/// The roles of the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The one who does it.
    Who,
    /// The one it is done to.
    Whom,
    /// Both sides, where the event has no direction.
    Parties,
    /// Who brokered, sponsored or guaranteed it.
    Mediator,
    /// Where it happened.
    Where,
    /// From where.
    From,
    /// To where.
    To,
}

impl Role {
    /// Every role, in the order exports write them.
    pub const ALL: [Self; 7] =
        [Self::Who, Self::Whom, Self::Parties, Self::Mediator, Self::Where, Self::From, Self::To];

    /// True for roles that places fill.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Self::Where | Self::From | Self::To)
    }

    /// Its name in packs, pages and exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Whom => "whom",
            Self::Parties => "parties",
            Self::Mediator => "mediator",
            Self::Where => "where",
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// A number tied to an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// The value told; for "dozens" and the like the low bound.
    pub value: f64,
    /// Least value it allows.
    pub low: f64,
    /// Greatest value it allows.
    pub high: f64,
    /// How the value is meant.
    pub op: Operator,
    /// What is counted: `fighters`, `killed`, `wounded`, `displaced`, `hostages`, `buses`, `hours` …
    pub of: String,
    /// Whose dead or wounded, where told.
    pub side: Option<EntityId>,
    /// The words.
    pub span: Option<Span>,
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// Exactly.
    #[serde(rename = "=")]
    Equal,
    /// More than.
    #[serde(rename = "more than")]
    MoreThan,
    /// Nearly.
    #[serde(rename = "nearly")]
    Nearly,
    /// About.
    #[serde(rename = "about")]
    About,
    /// At least.
    #[serde(rename = "at least")]
    AtLeast,
    /// Up to.
    #[serde(rename = "up to")]
    UpTo,
    /// Dozens.
    #[serde(rename = "dozens")]
    Dozens,
    /// Hundreds.
    #[serde(rename = "hundreds")]
    Hundreds,
    /// Thousands.
    #[serde(rename = "thousands")]
    Thousands,
    /// Tens of thousands.
    #[serde(rename = "tens of thousands")]
    TensOfThousands,
    /// Millions.
    #[serde(rename = "millions")]
    Millions,
}

impl Operator {
    /// True for words that name an order of magnitude rather than a figure.
    #[must_use]
    pub fn is_rough(self) -> bool {
        matches!(
            self,
            Self::Dozens | Self::Hundreds | Self::Thousands | Self::TensOfThousands | Self::Millions
        )
    }

    /// The least and the greatest value that a figure told with this operator allows.
    ///
    /// Rough words are whole orders of magnitude. "About" is within a tenth. "More than" and "at least" end at half
    /// as much again: of sixty nobody says "more than forty"; "nearly" begins at nine tenths.
    #[must_use]
    pub fn bounds(self, value: f64) -> (f64, f64) {
        const ABOVE: f64 = 1.5;
        const BELOW: f64 = 0.9;
        match self {
            Self::Equal => (value, value),
            Self::MoreThan | Self::AtLeast => (value, value * ABOVE),
            Self::Nearly => (value * BELOW, value),
            Self::About => (value * BELOW, value * (2.0 - BELOW)),
            Self::UpTo => (0.0, value),
            Self::Dozens => (12.0, 99.0),
            Self::Hundreds => (100.0, 999.0),
            Self::Thousands => (1_000.0, 9_999.0),
            Self::TensOfThousands => (10_000.0, 99_999.0),
            Self::Millions => (1_000_000.0, 99_999_999.0),
        }
    }
}

/// A chain of sources, outermost first, the origin last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chain(pub Vec<Link>);

/// One link of a chain of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Who says it.
    pub entity: EntityId,
    /// The words.
    pub span: Option<Span>,
}

/// How a report stands (codebook, `mode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Told as fact, also by a named source.
    #[default]
    Asserted,
    /// The writer marks distance.
    Reported,
    /// Said not to have happened.
    Denied,
    /// Announced, about to happen.
    Planned,
    /// A wish or aim.
    Intended,
    /// Tried, not achieved.
    Attempted,
    /// A provision that was accepted.
    Agreed,
    /// Under a condition.
    Hypothetical,
    /// Regularly.
    Habitual,
}

/// A provision of an agreement, offer or demand: a small report of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// An event type, or a provision type of the codebook.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<Filler>,
    /// What it is about: weapons, checkpoints.
    #[serde(default)]
    pub what: Option<String>,
    /// The body joined.
    #[serde(default)]
    pub into: Option<String>,
    /// Numbers told with it.
    #[serde(default)]
    pub counts: Vec<Count>,
    /// Its deadline.
    #[serde(default)]
    pub deadline: Option<When>,
    /// The words.
    #[serde(default)]
    pub span: Option<Span>,
}

/// Whether people were armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Armed {
    /// Told or plain.
    Yes,
    /// Told or plain that not.
    No,
    /// Not told.
    #[default]
    Unknown,
}

/// How exact the place of a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeoPrecision {
    /// A quarter, street, building, camp or village.
    Exact,
    /// A town.
    Town,
    /// A district.
    Admin2,
    /// A province.
    Admin1,
    /// A country or a large part of one.
    Country,
    /// Not told.
    #[default]
    Unknown,
}

/// How a report was put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// All roles by grammar; or made by a person.
    A,
    /// A role by fallback.
    B,
    /// The trigger alone.
    C,
}

/// One step of the derivation of a report, for `explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was found: `trigger`, `who`, `when`, `mode`, `source`, `count`, `term` …
    pub part: String,
    /// By which rule: a pack path, or the name of the mechanism.
    pub rule: String,
    /// The words it rests on.
    pub span: Option<Span>,
}
