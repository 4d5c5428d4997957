-- What people set and no part of the record rests on: columns of tables, filters kept under a name, who reviews what, when a
-- page was last the same. The latest number is the latest setting.
CREATE TABLE settings (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, name)
) STRICT;

-- By what listings of events are sorted beside day, type and origins: where the first place and the first of those who take part
-- stand among all names in each language, the largest figure, how many reports.
CREATE TABLE record_sorting (
  event INTEGER PRIMARY KEY,
  place_ar INTEGER, place_fr INTEGER, place_en INTEGER,
  who_ar INTEGER, who_fr INTEGER, who_en INTEGER,
  whom_ar INTEGER, whom_fr INTEGER, whom_en INTEGER,
  figure REAL, reports INTEGER NOT NULL
) STRICT;
-- Where a name stands among all names in each language.
CREATE TABLE record_ranks (entity TEXT PRIMARY KEY, ar INTEGER NOT NULL, fr INTEGER NOT NULL, en INTEGER NOT NULL) STRICT, WITHOUT ROWID;

DELETE FROM state WHERE name = 'record_of';
