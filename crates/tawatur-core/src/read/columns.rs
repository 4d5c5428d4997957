//! Which column of a table, or field of a row, holds what: as a person said, else by the names that sets of news use.

use serde_json::{Map, Value};

/// Fields of a row, and names by which sets of news call them.
static KNOWN: [(&str, &[&str]); 8] = [
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "fulltext",
            "full_text",
            "articlebody",
            "article_body",
            "message",
        ],
    ),
    ("title", &["title", "headline", "header"]),
    ("url", &["url", "link", "address", "source_url", "permalink"]),
    ("outlet", &["outlet", "source", "publisher", "publication", "newspaper", "domain", "channel", "site"]),
    (
        "published",
        &[
            "published",
            "date",
            "publish_date",
            "published_at",
            "publication_date",
            "pubdate",
            "datetime",
            "created_at",
        ],
    ),
    ("byline", &["byline", "author", "authors", "by", "creator"]),
    ("language", &["language", "lang"]),
    ("id", &["id", "doc_id", "document_id", "article_id"]),
];

/// What a person said of columns: field and name of the column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    said: Vec<(&'static str, String)>,
    /// Said for this very input; else remembered from an earlier one.
    given: bool,
}

impl Columns {
    /// Columns said for this input: `text=Inhalt`, one setting each.
    ///
    /// # Errors
    /// A sentence, when there is no such field or no name of a column.
    pub fn given(settings: &[String]) -> Result<Self, String> {
        let mut said: Vec<(&'static str, String)> = Vec::new();
        for setting in settings {
            let (field, column) = setting.split_once('=').unwrap_or((setting, ""));
            let known = KNOWN.iter().find(|(name, _)| *name == field.trim());
            let Some(&(field, _)) = known else {
                let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
                return Err(format!(
                    "there is no field `{}`; fields are: {}",
                    field.trim(),
                    names.join(", ")
                ));
            };
            if column.trim().is_empty() {
                return Err(format!("write FIELD=COLUMN, as in {field}=Body"));
            }
            said.retain(|(name, _)| *name != field);
            said.push((field, column.trim().to_owned()));
        }
        Ok(Self { said, given: true })
    }

    /// Columns remembered from an earlier input, as `settings` gave them.
    #[must_use]
    pub fn remembered(settings: &[String]) -> Self {
        Self { given: false, ..Self::given(settings).unwrap_or_default() }
    }

    /// What was said, one setting each, in the order of the fields.
    #[must_use]
    pub fn settings(&self) -> Vec<String> {
        let of = |field: &str| self.said.iter().find(|(name, _)| *name == field);
        KNOWN
            .iter()
            .filter_map(|(field, _)| of(field))
            .map(|(field, name)| format!("{field}={name}"))
            .collect()
    }

    /// True when nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// True when it is meant for what has columns of these names. What is remembered does not stand above a column that has a
    /// field's own name.
    fn fit(&self, has: &dyn Fn(&str) -> bool) -> bool {
        let all = self.said.iter().all(|(_, column)| has(column));
        all && (self.given || self.said.iter().all(|(field, column)| same(field, column) || !has(field)))
    }
}

/// Names are compared without case and with one sign between words.
fn plain(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_")
}

fn same(left: &str, right: &str) -> bool {
    plain(left) == plain(right)
}

/// The first of `columns` that is meant for what has such columns.
fn meant<'c>(columns: &'c [Columns], has: &dyn Fn(&str) -> bool) -> Option<&'c Columns> {
    columns.iter().find(|one| !one.is_empty() && one.fit(has))
}

/// The column of each field among those that `has` knows of; what was said counts before the names.
fn found(said: Option<&Columns>, has: &dyn Fn(&str) -> bool) -> Vec<(&'static str, String)> {
    let own = |field: &str| said.and_then(|one| one.said.iter().find(|(name, _)| *name == field));
    let of = |(field, known): &(&'static str, &[&str])| {
        let column = match own(field) {
            Some((_, column)) => column.clone(),
            None => (*known.iter().find(|name| has(name))?).to_owned(),
        };
        Some((*field, column))
    };
    KNOWN.iter().filter_map(of).collect()
}

/// The column, by its place, of each field of a table.
///
/// # Errors
/// A sentence, when none holds texts.
pub(super) fn of_head(head: &[&str], columns: &[Columns]) -> Result<Vec<(&'static str, usize)>, String> {
    let place = |name: &str| head.iter().position(|column| same(column, name));
    let has = |name: &str| place(name).is_some();
    let found = found(meant(columns, &has), &has);
    if found.iter().all(|(field, _)| *field != "text") {
        return Err(format!(
            "is a table without a column of texts; its columns are {}; say which holds them, as in --column text=\"{}\" (others are title, url, outlet, published, byline, language, id)",
            head.join(", "),
            head.first().unwrap_or(&"Body"),
        ));
    }
    Ok(found.into_iter().filter_map(|(field, column)| Some((field, place(&column)?))).collect())
}

/// A row of JSON under the names of the fields; `None` when it has a `text` already, or none is found.
pub(super) fn of_row(row: &[u8], columns: &[Columns]) -> Option<Map<String, Value>> {
    let row: Map<String, Value> = serde_json::from_slice(row).ok()?;
    let has = |name: &str| at(&row, name).is_some();
    let said = meant(columns, &has);
    let found = found(said, &has);
    let own_text = found.iter().any(|(field, column)| *field == "text" && column == "text");
    if own_text && said.is_none() {
        return None;
    }
    let fields = found.iter().filter_map(|(field, column)| {
        let value = match at(&row, column)? {
            Value::String(value) => value.trim().to_owned(),
            Value::Number(value) => value.to_string(),
            _ => return None,
        };
        (!value.is_empty()).then(|| ((*field).to_owned(), Value::String(value)))
    });
    let fields: Map<String, Value> = fields.collect();
    fields.contains_key("text").then_some(fields)
}

/// The value of a field of a row; `a.b` is the field `b` of the object `a`.
fn at<'r>(row: &'r Map<String, Value>, name: &str) -> Option<&'r Value> {
    let own = row.iter().find(|(key, value)| same(key, name) && !value.is_null()).map(|(_, value)| value);
    own.or_else(|| {
        let (first, rest) = name.split_once('.')?;
        at(row.get(first)?.as_object()?, rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(settings: &[&str]) -> Columns {
        Columns::given(&settings.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()).expect("sound settings")
    }

    fn row(text: &str, columns: &[Columns]) -> Option<String> {
        of_row(text.as_bytes(), columns).map(|row| Value::Object(row).to_string())
    }

    #[test]
    fn what_was_said_counts_before_the_names() {
        let german = said(&["text=Inhalt", "published=Datum der Meldung"]);
        let head = ["Inhalt", "datum-der-Meldung", "Title"];
        assert_eq!(
            of_head(&head, std::slice::from_ref(&german)),
            Ok(vec![("text", 0), ("title", 2), ("published", 1)])
        );
        assert!(of_head(&head, &[]).expect_err("no texts").contains("--column text=\"Inhalt\""));
        let remembered = Columns::remembered(&german.settings());
        assert_eq!(of_head(&head, std::slice::from_ref(&remembered)).map(|c| c.len()), Ok(3));
        // A column with the field's own name is not passed over for what is only remembered.
        let both = ["Text", "Inhalt", "Datum der Meldung"];
        assert_eq!(of_head(&both, &[remembered]).map(|c| c[0]), Ok(("text", 0)));
        assert_eq!(of_head(&both, &[german]).map(|c| c[0]), Ok(("text", 1)));
    }

    #[test]
    fn rows_get_the_names_of_the_fields() {
        assert_eq!(row(r#"{"text":"a","headline":"b"}"#, &[]), None);
        assert_eq!(
            row(r#"{"body":"a","headline":"b","x":1}"#, &[]),
            Some(r#"{"text":"a","title":"b"}"#.into())
        );
        assert_eq!(row(r#"{"words":"a"}"#, &[]), None);
        let path = said(&["text=doc.words", "outlet=doc.from"]);
        let nested = r#"{"doc":{"words":" a ","from":7}}"#;
        assert_eq!(row(nested, &[path]), Some(r#"{"text":"a","outlet":"7"}"#.into()));
        assert_eq!(
            row(r#"{"text":"a","long":"b"}"#, &[said(&["text=long"])]),
            Some(r#"{"text":"b"}"#.into())
        );
    }

    #[test]
    fn settings_that_say_nothing_are_refused() {
        for wrong in ["body=x", "text=", "text"] {
            assert!(Columns::given(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
        let columns = said(&["published=b", "text=a", "text=c"]);
        assert_eq!(columns.settings(), ["text=c", "published=b"]);
    }
}
