-- The catalogue: what a Penny database holds.
--
-- A catalogue is built once and then only read. A new one replaces the file (see src/catalogue/build.ts), which also
-- fills author_index: folding a name is not SQL's work (see src/catalogue/folding.ts).

PRAGMA application_id = 0x50454E59; -- "PENY": this file is a catalogue
PRAGMA user_version = 2;            -- the version of this schema and of the folding

CREATE TABLE books (
  id       INTEGER PRIMARY KEY,         -- the order of standing: 1 comes first
  isbn     TEXT,                        -- ISBN-13 without hyphens; NULL where there is none
  title    TEXT NOT NULL CHECK (title <> ''),
  subtitle TEXT,
  series   TEXT,                        -- 'The Lord of the Rings, 1'
  year     INTEGER,                     -- in which the work first appeared; negative before the Common Era
  language TEXT,                        -- a BCP 47 tag: 'en'
  price    INTEGER CHECK (price >= 0),  -- cents; NULL where the shop has set none
  quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  CHECK (isbn IS NULL OR (length(isbn) = 13 AND isbn NOT GLOB '*[^0-9]*'))
) STRICT;

CREATE TABLE authors (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- Who made which book, in the order of the title page.
CREATE TABLE contributions (
  book_id   INTEGER NOT NULL REFERENCES books,
  position  INTEGER NOT NULL,
  author_id INTEGER NOT NULL REFERENCES authors,
  role      TEXT NOT NULL DEFAULT 'author',
  PRIMARY KEY (book_id, position)
) STRICT, WITHOUT ROWID;

-- The folded names: a row for each book and contributor, so that the words of a search are found in one name and not
-- scattered over two. Its row id is 256 * book_id + position, hence in the order of standing. Only the index is kept.
-- The words come folded and parted by spaces, which is all that the tokenizer "ascii" has to see.
CREATE VIRTUAL TABLE author_index USING fts5 (
  name, content = '', detail = none, prefix = '1 2 3 4 5', tokenize = 'ascii'
);
