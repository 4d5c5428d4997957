-- What the pages page, filter and count by. Derived tables change, and are built anew when the store is next used;
-- the ledger gets indexes and a view, no row of it changes.

DROP TABLE record_reports;
CREATE TABLE record_reports (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, event TEXT, type TEXT NOT NULL,
  first TEXT, last TEXT, language TEXT NOT NULL, story TEXT,
  confidence TEXT NOT NULL,         -- A, B or C
  alone INTEGER NOT NULL,           -- 1 when one origin stands behind its event
  body TEXT NOT NULL
) STRICT;
CREATE INDEX record_reports_by_document ON record_reports (document, position);
CREATE INDEX record_reports_by_event ON record_reports (event, position);
CREATE INDEX record_reports_by_type ON record_reports (type);
CREATE INDEX record_reports_by_story ON record_reports (story);
-- How many reports there are of every kind that the review queue tells apart.
CREATE TABLE record_queue (
  story TEXT, confidence TEXT NOT NULL, type TEXT NOT NULL, language TEXT NOT NULL, alone INTEGER NOT NULL, reports INTEGER NOT NULL
) STRICT;
CREATE INDEX record_queue_by_story ON record_queue (story);

-- Events stand in the order of listings: by day, those without one last.
DROP TABLE record_events;
CREATE TABLE record_events (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
  first TEXT, last TEXT,            -- ISO days; an open end is 9999-12-31, an open beginning -9999-01-01
  origins INTEGER NOT NULL,         -- how many independent origins stand behind it
  body TEXT NOT NULL
) STRICT;
CREATE INDEX record_events_slim ON record_events (position, type, first, last);
CREATE INDEX record_events_by_type ON record_events (type, position);
CREATE INDEX record_events_by_day ON record_events (first);
-- Who and where, of events, by position; whatever someone or some place is part of counts with it.
DROP TABLE record_cast;
CREATE TABLE record_cast (entity TEXT NOT NULL, role TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (entity, role, event)) STRICT, WITHOUT ROWID;
DROP TABLE record_languages;
CREATE TABLE record_languages (language TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (language, event)) STRICT, WITHOUT ROWID;
CREATE TABLE record_story_events (story TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (story, event)) STRICT, WITHOUT ROWID;
CREATE INDEX record_cast_by_event ON record_cast (event, role);
DROP TABLE record_documents;
CREATE TABLE record_documents (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL, published TEXT, story TEXT, outlet TEXT, body TEXT NOT NULL
) STRICT;
CREATE INDEX record_documents_by_story ON record_documents (story, published);
CREATE INDEX record_documents_by_day ON record_documents (published IS NULL, published, id);
DROP TABLE record_entities;
CREATE TABLE record_entities (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, part_of TEXT,
  events INTEGER NOT NULL,          -- how many it takes part in, or lies in it
  body TEXT NOT NULL
) STRICT;
CREATE INDEX record_entities_by_part ON record_entities (part_of);
CREATE INDEX record_entities_by_events ON record_entities (events DESC, position);
CREATE INDEX record_entities_by_kind ON record_entities (kind, events DESC, position);
DROP TABLE record_stories;
CREATE TABLE record_stories (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL, events INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX record_stories_by_size ON record_stories (events DESC, position);
-- In how many wordings an entity is spoken of, most first.
CREATE TABLE record_spoken (position INTEGER PRIMARY KEY, entity TEXT NOT NULL UNIQUE, wordings INTEGER NOT NULL, times INTEGER NOT NULL) STRICT;
-- How often a spelling stands for an entity, by language and outlet.
CREATE TABLE record_wording (
  entity TEXT NOT NULL, wording TEXT NOT NULL, outlet TEXT NOT NULL, language TEXT NOT NULL, load INTEGER NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (entity, wording, outlet, language, load)
) STRICT, WITHOUT ROWID;
-- Independent origins: events they stand behind, alone, and on the losing side of how many disputes.
CREATE TABLE record_origins (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, events INTEGER NOT NULL, alone INTEGER NOT NULL, disputed INTEGER NOT NULL
) STRICT;
-- Which outlet told how many reports on whose word.
CREATE TABLE record_dependence (outlet TEXT NOT NULL, origin TEXT NOT NULL, reports INTEGER NOT NULL, PRIMARY KEY (outlet, origin)) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_by_report ON ledger (json_extract(body, '$.action.report')) WHERE class = 'decision';
CREATE INDEX ledger_by_undone ON ledger (json_extract(body, '$.action.decision')) WHERE class = 'decision';

-- Decisions in force that say of a report whether it is right.
CREATE VIEW verdicts AS
SELECT d.number, json_extract(d.body, '$.action.report') AS report, json_extract(d.body, '$.action.action') AS action,
       json_extract(d.body, '$.by.person') AS person, d.key AS document
FROM ledger d
WHERE d.class = 'decision' AND json_extract(d.body, '$.action.action') IN ('accept', 'reject', 'correct')
  AND d.run NOT IN (SELECT run FROM undone)
  AND NOT EXISTS (SELECT 1 FROM ledger u WHERE u.class = 'decision' AND json_extract(u.body, '$.action.decision') = d.number
                  AND u.run NOT IN (SELECT run FROM undone));

DELETE FROM state WHERE name = 'record_of';
