-- The catalogue: what a Penny database holds. docs/catalogue.md draws it.
--
-- A catalogue is built once and then only read; a new one replaces the file (see src/catalogue/build.ts). Books and what
-- belongs to them come first; then the words by which books are found, and their lists (see src/catalogue/index/).

PRAGMA application_id = 0x50454E59; -- "PENY": this file is a catalogue
PRAGMA user_version = 3;            -- the version of this schema

-- What the file says of itself: the version of the folding, counts, and when it was built.
CREATE TABLE properties (
  name  TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE books (
  id           INTEGER PRIMARY KEY,   -- the order of standing: 1 comes first
  isbn         INTEGER,               -- ISBN-13, a number of 13 digits; NULL where there is none
  title        TEXT NOT NULL CHECK (title <> ''),
  subtitle     TEXT,
  series       TEXT,                  -- 'The Lord of the Rings, 1'
  contributors TEXT NOT NULL,         -- a line each, in the order of the title page: a name, and behind a tab the role
                                      -- of who is no author: 'Leo Tolstoy', 'Louise Maude<tab>translator'
  year         INTEGER,               -- in which the work first appeared; negative before the Common Era
  language     TEXT,                  -- a BCP 47 tag: 'en'
  subjects     TEXT,                  -- ids of headings, a space between two: '12 7'
  price        INTEGER CHECK (price >= 0),  -- cents; NULL where the shop has set none
  quantity     INTEGER NOT NULL CHECK (quantity >= 0),
  standing     REAL NOT NULL,         -- what the order comes from: ratings, downloads, holdings or editions; 0 for none
  work         TEXT,                  -- the source's key of the work
  editions     INTEGER NOT NULL       -- how many editions of the work the catalogue knows, this one among them
) STRICT;

-- The other editions of a book's work. NULL is what is the same as the book's own, or not known.
CREATE TABLE editions (
  book_id  INTEGER NOT NULL REFERENCES books,
  number   INTEGER NOT NULL,
  isbn     INTEGER,
  title    TEXT,
  year     INTEGER,
  language TEXT,
  PRIMARY KEY (book_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE headings (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL                  -- 'Whaling -- Fiction'
) STRICT;

-- Other names of a contributor, a line each.
CREATE TABLE aliases (
  name  TEXT PRIMARY KEY,             -- as books.contributors has it
  names TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The words of all books, folded (see src/catalogue/folding.ts), and what else a book is found by: ':language:en',
-- ':year:1984', and ':title:janeeyre' for the whole of a short title. A word of a few books has them here.
CREATE TABLE words (
  word   TEXT PRIMARY KEY,
  books  INTEGER NOT NULL,            -- how many books it is found in
  fields INTEGER NOT NULL,            -- where: 1 titles, 2 authors, 4 subjects, or their sum
  few    BLOB,                        -- 32-bit numbers, 8 * id + fields, in order; NULL where there is a list
  list   INTEGER                      -- the list of the books; those of each field follow it where there are several
) STRICT, WITHOUT ROWID;

-- The beginnings that many words share, with the books of all of these words.
CREATE TABLE prefixes (
  word   TEXT PRIMARY KEY,
  books  INTEGER NOT NULL,
  fields INTEGER NOT NULL,
  few    BLOB,
  list   INTEGER
) STRICT, WITHOUT ROWID;

-- Lists of books, cut into chunks of some shelves each (see src/catalogue/index/chunk.ts).
CREATE TABLE lists (
  id     INTEGER PRIMARY KEY,         -- 65536 * the list + the chunk's first shelf
  places BLOB NOT NULL
) STRICT;

-- The words by what they sound like, to mend what is misspelt (see src/catalogue/spelling/).
CREATE TABLE sounds (
  sound TEXT NOT NULL,
  word  TEXT NOT NULL,
  books INTEGER NOT NULL,
  PRIMARY KEY (sound, books, word)
) STRICT, WITHOUT ROWID;
