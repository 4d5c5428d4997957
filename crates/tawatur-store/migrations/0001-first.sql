-- The first form of the store.
--
-- Three classes of rows:
--   given    `ledger`: what was received and decided. Only ever appended, chained by hashes.
--   found    `found`, `words`: what the program reads out of each document. Replaced per document.
--   derived  `record_*`: the record. Dropped and rebuilt.

-- One row for every run (a command that wrote), document, further name of a document, decision and undo.
CREATE TABLE ledger (
  number INTEGER PRIMARY KEY,       -- 1, 2, 3 … without a gap
  run    INTEGER NOT NULL,          -- number of the row of the run it belongs to; a run's own number for a run
  class  TEXT NOT NULL CHECK (class IN ('run', 'document', 'name', 'decision', 'undo')),
  key    TEXT NOT NULL,             -- document id; for a decision the document it is about; for an undo the run
  name   TEXT NOT NULL,             -- file name as given; empty for other classes
  body   TEXT NOT NULL,             -- JSON
  bytes  BLOB,                      -- a document's bytes as received, Zstandard
  hash   BLOB NOT NULL              -- SHA-256 over the hash of the row before and everything in this row
) STRICT;
CREATE INDEX ledger_by_key ON ledger (class, key);

-- Runs that were taken back.
CREATE VIEW undone AS SELECT CAST(key AS INTEGER) AS run FROM ledger WHERE class = 'undo';

-- Given rows that stand.
CREATE VIEW standing AS SELECT * FROM ledger WHERE run NOT IN (SELECT run FROM undone);

CREATE TABLE found (
  number     INTEGER PRIMARY KEY,
  document   TEXT NOT NULL UNIQUE,
  run        INTEGER NOT NULL,
  meta       BLOB NOT NULL,         -- the document without its text, JSON, Zstandard
  text       BLOB,                  -- its text, Zstandard; absent when the bytes received are the text in UTF-8
  extraction BLOB NOT NULL,         -- JSON, Zstandard
  hash       BLOB NOT NULL          -- SHA-256 over everything in this row
) STRICT;

-- Full-text index over folded words; row numbers are those of `found`.
CREATE VIRTUAL TABLE words USING fts5(folded, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');

-- Small facts about the store itself: the ledger's head, what the record was built from.
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE record_documents (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL, published TEXT, story TEXT, body TEXT NOT NULL
) STRICT;
CREATE TABLE record_entities (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, part_of TEXT, body TEXT NOT NULL
) STRICT;
CREATE INDEX record_entities_by_part ON record_entities (part_of);
-- Every spelling of an entity, folded.
CREATE TABLE record_spellings (folded TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (folded, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE record_reports (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, event TEXT, type TEXT NOT NULL,
  first TEXT, last TEXT, body TEXT NOT NULL
) STRICT;
CREATE INDEX record_reports_by_document ON record_reports (document);
CREATE INDEX record_reports_by_event ON record_reports (event);
CREATE TABLE record_events (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
  first TEXT, last TEXT,            -- ISO days; an open end is 9999-12-31, an open beginning -9999-01-01
  body TEXT NOT NULL
) STRICT;
CREATE INDEX record_events_by_day ON record_events (first);
CREATE INDEX record_events_by_type ON record_events (type, first);
-- Who and where, of events: what listings filter by.
CREATE TABLE record_cast (entity TEXT NOT NULL, role TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (entity, role, event)) STRICT, WITHOUT ROWID;
CREATE TABLE record_languages (event TEXT NOT NULL, language TEXT NOT NULL, PRIMARY KEY (event, language)) STRICT, WITHOUT ROWID;
CREATE TABLE record_agreements (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX record_agreements_by_event ON record_agreements (event);
CREATE TABLE record_disputes (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, about TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX record_disputes_by_event ON record_disputes (event);
CREATE TABLE record_stories (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
CREATE TABLE record_judgements (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE record_orphans (decision INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
