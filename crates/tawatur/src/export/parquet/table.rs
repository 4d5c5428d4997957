//! One table as a Parquet file: columns of text, numbers, whole numbers, truth values and days, every cell may be empty.

use crate::cli::{Code, Failure};
use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::path::Path;
use std::sync::Arc;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A number with a fraction.
    Number,
    /// A whole number.
    Whole,
    /// True or false.
    Truth,
    /// A day.
    Day,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Truth(bool),
    /// A day.
    Day(Date),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        // Counts of rows and characters lie far below.
        Self::Whole(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Truth(value)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// The name a value has in the contract.
pub fn name<T: serde::Serialize>(value: &T) -> Value {
    let name = serde_json::to_value(value).ok();
    name.as_ref().and_then(|v| v.as_str()).into()
}

/// A table; its rows cannot have more or fewer cells than it has columns.
pub struct Table<const COLUMNS: usize> {
    name: &'static str,
    columns: [(&'static str, Kind); COLUMNS],
    rows: Vec<[Value; COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table with these columns.
    pub fn new(name: &'static str, columns: [(&'static str, Kind); COLUMNS]) -> Self {
        Self { name, columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: [Value; COLUMNS]) {
        self.rows.push(cells);
    }

    /// Writes it as `NAME.parquet` into a folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let path = folder.join(format!("{}.parquet", self.name));
        let file = std::fs::File::create(&path).map_err(|e| Failure::file(path.display(), &e))?;
        self.write_to(file.try_clone().map_err(|e| Failure::file(path.display(), &e))?).map_err(|e| {
            Failure::new(Code::Io, format!("{}: {e}", path.display()), "check the file and the disk")
        })?;
        file.sync_all().map_err(|e| Failure::file(path.display(), &e))
    }

    fn write_to(&self, out: impl std::io::Write + Send) -> Result<(), ParquetError> {
        let fields = self.columns.iter().map(|(name, kind)| Ok(Arc::new(field(name, *kind)?)));
        let fields = fields.collect::<Result<Vec<_>, ParquetError>>()?;
        let schema = Arc::new(Type::group_type_builder(self.name).with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("tawatur version ", env!("CARGO_PKG_VERSION")).to_owned());
        let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties.build()))?;
        let mut group = file.next_row_group()?;
        let mut column = 0;
        while let Some(mut writer) = group.next_column()? {
            let cells = self.rows.iter().map(|row| &row[column]);
            write_column(&mut writer, self.columns[column].1, cells)?;
            writer.close()?;
            column += 1;
        }
        group.close()?;
        file.close()?;
        Ok(())
    }
}

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Whole => (Physical::INT64, None),
        Kind::Truth => (Physical::BOOLEAN, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

/// Writes a column; a cell of another kind than the column's is left empty.
fn write_column<'c>(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: impl Iterator<Item = &'c Value> + Clone,
) -> Result<(), ParquetError> {
    fn taken<'c, T>(
        cells: impl Iterator<Item = &'c Value>,
        take: impl Fn(&'c Value) -> Option<T>,
    ) -> (Vec<T>, Vec<i16>) {
        let (mut values, mut there) = (Vec::new(), Vec::new());
        for cell in cells {
            let value = take(cell);
            there.push(i16::from(value.is_some()));
            values.extend(value);
        }
        (values, there)
    }
    match kind {
        Kind::Text => {
            let (values, there) = taken(cells, |cell| match cell {
                Value::Text(text) => Some(ByteArray::from(text.as_str())),
                _ => None,
            });
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Number => {
            let (values, there) = taken(cells, |cell| match cell {
                Value::Number(value) => Some(*value),
                _ => None,
            });
            writer.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Whole => {
            let (values, there) = taken(cells, |cell| match cell {
                Value::Whole(value) => Some(*value),
                _ => None,
            });
            writer.typed::<Int64Type>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Truth => {
            let (values, there) = taken(cells, |cell| match cell {
                Value::Truth(value) => Some(*value),
                _ => None,
            });
            writer.typed::<BoolType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Day => {
            let (values, there) = taken(cells, |cell| match cell {
                Value::Day(day) => Some(since_1970(*day)),
                _ => None,
            });
            writer.typed::<Int32Type>().write_batch(&values, Some(&there), None)?;
        }
    }
    Ok(())
}

/// Days since 1 January 1970, as Parquet counts them.
fn since_1970(day: Date) -> i32 {
    let first = jiff::civil::date(1970, 1, 1);
    (day - first).get_days()
}
