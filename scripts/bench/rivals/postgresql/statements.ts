import type { Wanted } from "../../queries.ts";

/** The tables and indexes, from a file of rows in the text format of COPY. */
export function loading(file: string): string {
  return `
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
CREATE UNLOGGED TABLE loaded (
  id integer, title text, authors text, subjects text, isbn text, year integer, language text
);
\\copy loaded FROM ${quoted(file)}
CREATE UNLOGGED TABLE books AS
  SELECT *,
    setweight(to_tsvector('simple', unaccent(title)), 'A')
      || setweight(to_tsvector('simple', unaccent(authors)), 'B')
      || setweight(to_tsvector('simple', unaccent(subjects)), 'C')
      || setweight(to_tsvector('simple', isbn), 'D') AS document,
    lower(unaccent(title || ' ' || authors)) AS letters
  FROM loaded;
DROP TABLE loaded;
ALTER TABLE books ADD PRIMARY KEY (id);
CREATE INDEX ON books USING gin (document);
CREATE INDEX ON books USING gin (letters gin_trgm_ops);
CREATE INDEX ON books (language);
CREATE INDEX ON books (year);
VACUUM ANALYZE books;
SELECT pg_total_relation_size('books');
`;
}

/** The weights of the fields in a document. */
const WEIGHTS = { q: "", title: "A", author: "B", subject: "C" } as const;

const FIELDS = ["q", "title", "author", "subject"] as const;
const FILTERS = ["language", "from", "to"] as const;

/**
 * A script that asks queries one after the other by prepared statements, and prints what each took. By words first, the
 * last of which may be the beginning of one; where no book has them, by trigrams, as its manual proposes for what is
 * misspelt.
 */
export function asking(queries: readonly Wanted[]): string {
  const shapes = new Map(queries.map((wanted) => [nameOf(wanted), wanted]));
  const prepared = [...shapes].map(([name, wanted]) => prepare(name, wanted));
  const executed = queries.map((wanted) => {
    const values = [textQueryOf(wanted), lettersOf(wanted), ...FILTERS.flatMap((name) => wanted[name] ?? [])];
    return `EXECUTE ${nameOf(wanted)} (${values.map((value) => quoted(String(value))).join(", ")});`;
  });
  return [...prepared, "\\timing on", ...executed, ""].join("\n");
}

/** A name for all queries with the same filters. */
function nameOf(wanted: Wanted): string {
  return ["search", ...FILTERS.filter((name) => wanted[name] !== undefined)].join("_");
}

function prepare(name: string, wanted: Wanted): string {
  const conditions = { language: "language =", from: "year >=", to: "year <=" };
  const given = FILTERS.filter((filter) => wanted[filter] !== undefined);
  const types = ["text", "text", ...given.map((filter) => (filter === "language" ? "text" : "integer"))];
  const filters = given.map((filter, place) => ` AND ${conditions[filter]} $${place + 3}`).join("");
  const columns = "id, title, authors, isbn, year, language";
  const words = "to_tsquery('simple', unaccent($1))";
  const letters = "lower(unaccent($2))";
  return `PREPARE ${name} (${types.join(", ")}) AS
WITH by_words AS (
  SELECT ${columns} FROM books WHERE document @@ ${words}${filters}
  ORDER BY ts_rank(document, ${words}) DESC, id LIMIT 20
), by_letters AS (
  SELECT ${columns} FROM books WHERE NOT EXISTS (SELECT FROM by_words) AND ${letters} <% letters${filters}
  ORDER BY word_similarity(${letters}, letters) DESC, id LIMIT 20
)
SELECT * FROM by_words UNION ALL SELECT * FROM by_letters;`;
}

/** The words of each field, all of them, as the text of a tsquery: "'harper':B & 'le':*B". */
function textQueryOf(wanted: Wanted): string {
  return FIELDS.flatMap((field) => {
    const words = (wanted[field] ?? "").split(/\s+/).filter((word) => word !== "");
    return words.map((word, place) => {
      const flags = (place === words.length - 1 ? "*" : "") + WEIGHTS[field];
      return `'${word.replace(/['\\]/g, "$&$&")}'${flags && `:${flags}`}`;
    });
  }).join(" & ");
}

function lettersOf(wanted: Wanted): string {
  return FIELDS.flatMap((field) => wanted[field] ?? []).join(" ");
}

/** A text as a literal of SQL. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
