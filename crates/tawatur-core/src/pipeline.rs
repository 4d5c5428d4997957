//! The way from bytes to the record: the only file that calls several stages.
