-- The search index of a generation. Rows are numbered by importance: 1 is referred to most.

-- What can be found or listed, and, with a row below 1, what only lends its name: units, classes, concepts.
CREATE TABLE thing (
  row INTEGER PRIMARY KEY,
  iri TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  refs INTEGER NOT NULL,  -- how many claims and things refer to it
  day TEXT,               -- the first day of a claim's time, the day on which a source was published
  until TEXT,             -- the day after the last one of a claim's time
  amount REAL,            -- of a claim: by which it is sorted
  kk TEXT,                -- keys by which names sort, in each language
  ru TEXT,
  en TEXT
);

CREATE TABLE name (
  row INTEGER NOT NULL,
  role INTEGER NOT NULL,  -- 0 label, 1 other name, 2 code
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  key TEXT NOT NULL       -- the same for all spellings of a whole name
);

-- What a claim says; things are rows.
CREATE TABLE claim (
  row INTEGER PRIMARY KEY,
  source INTEGER,
  measure INTEGER,
  subject INTEGER,
  predicate INTEGER,
  object INTEGER,
  comparator INTEGER,
  lower TEXT NOT NULL,
  upper TEXT NOT NULL,
  value TEXT NOT NULL,
  datatype TEXT NOT NULL,  -- of the value, else of the lower bound
  unit INTEGER,
  as_written TEXT NOT NULL,
  as_written_language TEXT NOT NULL,
  quote TEXT NOT NULL
);

CREATE TABLE source (
  row INTEGER PRIMARY KEY,
  publisher INTEGER,
  language TEXT NOT NULL,
  published TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT NOT NULL
);

-- What is said of a thing that is no claim.
CREATE TABLE statement (
  row INTEGER NOT NULL,
  predicate TEXT NOT NULL,
  object TEXT NOT NULL,
  object_row INTEGER,
  datatype TEXT,
  language TEXT
);

-- The values by which things of a kind are listed, as addresses write them, and how many things have each.
CREATE TABLE facet (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  facet TEXT NOT NULL,
  value TEXT NOT NULL,
  row INTEGER,
  count INTEGER NOT NULL,
  UNIQUE (kind, facet, value)
);
CREATE TABLE membership (facet INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (facet, row)) WITHOUT ROWID;

-- The words that a word without some of its letters may have been.
CREATE TABLE near (shortened TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;

-- The skeletons of the words of names and texts, and of the stems that they may have; kinds, and how long names are.
CREATE VIRTUAL TABLE word USING fts5(
  name, form, text, text_form, kind, content='', detail=column, tokenize='ascii', prefix='2 3'
);

-- When all is written:
CREATE INDEX name_of ON name (row, role, language);
CREATE INDEX name_by_key ON name (key, row);
CREATE INDEX thing_by_day ON thing (kind, day, row);
CREATE INDEX thing_by_refs ON thing (kind, refs, row);
CREATE INDEX thing_by_amount ON thing (kind, amount, row);
CREATE INDEX thing_by_kk ON thing (kind, kk);
CREATE INDEX thing_by_ru ON thing (kind, ru);
CREATE INDEX thing_by_en ON thing (kind, en);
CREATE INDEX membership_of ON membership (row, facet);
CREATE INDEX statement_of ON statement (row, predicate);
CREATE INDEX statement_by_object ON statement (predicate, object);
ANALYZE;
