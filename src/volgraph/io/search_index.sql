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

-- The initials of labels, as keys of names: what abbreviates them, if anybody does.
CREATE TABLE initials (key TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (key, row)) WITHOUT ROWID;

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
  datatype TEXT NOT NULL,  -- of the value, else of a bound
  unit INTEGER,
  as_written TEXT NOT NULL,
  as_written_language TEXT NOT NULL,
  quote TEXT NOT NULL,
  quote_language TEXT NOT NULL
);

CREATE TABLE source (
  row INTEGER PRIMARY KEY,
  publisher INTEGER,
  language TEXT NOT NULL,
  published TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT NOT NULL
);

-- How many claims of a source name a thing: as what they are about, as their object, speaker or place.
CREATE TABLE mention (
  thing INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  source INTEGER NOT NULL,
  PRIMARY KEY (thing, claims DESC, source)
) WITHOUT ROWID;
CREATE TEMP TABLE naming (thing INTEGER NOT NULL, source INTEGER NOT NULL);  -- a row a claim, of which those are counted

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
  id INTEGER PRIMARY KEY,  -- below 0 if the facet is not shown until a value of it is chosen
  kind TEXT NOT NULL,
  facet TEXT NOT NULL,
  value TEXT NOT NULL,
  row INTEGER,
  count INTEGER NOT NULL,
  UNIQUE (kind, facet, value)
);
CREATE TABLE membership (facet INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (facet, row)) WITHOUT ROWID;

-- How many things have both of two values, of facets that are shown.
CREATE TABLE together (
  facet INTEGER NOT NULL,
  other INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (facet, other)
) WITHOUT ROWID;

-- The words that a word without some of its letters may have been.
CREATE TABLE near (shortened TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;

-- The skeletons of the words of names and texts, and of the stems that they may have; kinds, and how long names are.
CREATE VIRTUAL TABLE word USING fts5(
  name, form, text, text_form, kind, content='', detail=column, tokenize='ascii', prefix='2 3'
);

-- When all is written:
INSERT INTO mention SELECT thing, count(*), source FROM naming GROUP BY thing, source;
CREATE INDEX claim_by_subject ON claim (subject, predicate, measure, row);
CREATE INDEX claim_by_object ON claim (object, predicate, measure, row);
CREATE INDEX published_by ON source (publisher, published DESC, row);
CREATE INDEX name_of ON name (row, role, language);
CREATE INDEX name_by_key ON name (key, row);
CREATE INDEX oldest ON thing (kind, day IS NULL, day, row);
CREATE INDEX newest ON thing (kind, day DESC, row);
CREATE INDEX smallest ON thing (kind, amount IS NULL, amount, row);
CREATE INDEX largest ON thing (kind, amount DESC, row);
CREATE INDEX most_referred ON thing (kind, refs DESC, row);
CREATE INDEX by_kk ON thing (kind, kk IS NULL, kk, row);
CREATE INDEX by_ru ON thing (kind, ru IS NULL, ru, row);
CREATE INDEX by_en ON thing (kind, en IS NULL, en, row);
CREATE INDEX shown_of ON membership (row, facet) WHERE facet > 0;
CREATE INDEX statement_of ON statement (row, predicate);
CREATE INDEX statement_by_object ON statement (predicate, object);
ANALYZE;
