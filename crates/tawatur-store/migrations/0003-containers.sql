-- A class of given rows more: inputs that hold many documents as fields (feeds, exports, tables), kept whole beside the
-- rows made from them; the key of such a row is the SHA-256 of the input. The rows and their hashes stay as they are.
DROP VIEW verdicts;
DROP VIEW standing;
DROP VIEW undone;
DROP INDEX ledger_by_key;
DROP INDEX ledger_by_report;
DROP INDEX ledger_by_undone;
ALTER TABLE ledger RENAME TO ledger_before;
CREATE TABLE ledger (
  number INTEGER PRIMARY KEY,       -- 1, 2, 3 … without a gap
  run    INTEGER NOT NULL,          -- number of the row of the run it belongs to; a run's own number for a run
  class  TEXT NOT NULL CHECK (class IN ('run', 'container', 'document', 'name', 'decision', 'undo')),
  key    TEXT NOT NULL,             -- document id; for a decision the document it is about; for an undo the run
  name   TEXT NOT NULL,             -- file name as given; empty for other classes
  body   TEXT NOT NULL,             -- JSON
  bytes  BLOB,                      -- bytes as received of a document or container, Zstandard
  hash   BLOB NOT NULL              -- SHA-256 over the hash of the row before and everything in this row
) STRICT;
INSERT INTO ledger SELECT * FROM ledger_before ORDER BY number;
DROP TABLE ledger_before;
CREATE INDEX ledger_by_key ON ledger (class, key);
CREATE INDEX ledger_by_report ON ledger (json_extract(body, '$.action.report')) WHERE class = 'decision';
CREATE INDEX ledger_by_undone ON ledger (json_extract(body, '$.action.decision')) WHERE class = 'decision';
CREATE VIEW undone AS SELECT CAST(key AS INTEGER) AS run FROM ledger WHERE class = 'undo';
CREATE VIEW standing AS SELECT * FROM ledger WHERE run NOT IN (SELECT run FROM undone);
CREATE VIEW verdicts AS
SELECT d.number, json_extract(d.body, '$.action.report') AS report, json_extract(d.body, '$.action.action') AS action,
       json_extract(d.body, '$.by.person') AS person, d.key AS document
FROM ledger d
WHERE d.class = 'decision' AND json_extract(d.body, '$.action.action') IN ('accept', 'reject', 'correct')
  AND d.run NOT IN (SELECT run FROM undone)
  AND NOT EXISTS (SELECT 1 FROM ledger u WHERE u.class = 'decision' AND json_extract(u.body, '$.action.decision') = d.number
                  AND u.run NOT IN (SELECT run FROM undone));
