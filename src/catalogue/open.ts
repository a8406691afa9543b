import { accessSync, constants, type Stats, statSync } from "node:fs";
import { CatalogueError, codeOf } from "./errors.ts";
import { FOLDING_VERSION } from "./folding.ts";
import { Database } from "./sqlite.ts";

/** "PENY", the application_id of a catalogue. */
const APPLICATION_ID = 0x50454e59;

/** The version of db/schema.sql that this code reads. */
const SCHEMA_VERSION = 3;

// Nobody writes into a catalogue. Where somebody does all the same, a server must not stand still until they are done.
const LOCKED_MILLISECONDS = 100;

/**
 * Opens a catalogue's file to read from it. Throws a CatalogueError that says what to do when the file is missing,
 * cannot be read, is no SQLite database, no catalogue, a catalogue of another version, or only the beginning of one.
 */
export function openDatabase(file: string): Database {
  const { size } = checkFile(file);
  let database: Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: LOCKED_MILLISECONDS });
    checkSchema(file, database);
    // The file never changes: it is locked and looked at once, and not again for each query.
    database.exec("BEGIN; SELECT count(*) FROM sqlite_schema");
    checkEnds(file, size, database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof CatalogueError) throw error;
    const code = codeOf(error);
    if (code === "SQLITE_NOTADB") {
      throw new CatalogueError(
        `the file ${file} is not a SQLite database; build a catalogue with: npm run import`,
      );
    }
    if (code.startsWith("SQLITE_CORRUPT")) {
      throw new CatalogueError(`the file ${file} is damaged; build it anew with: npm run import`);
    }
    throw new CatalogueError(`the file ${file} cannot be read as a catalogue: ${(error as Error).message}`);
  }
}

/**
 * What the system knows of a file that may be a catalogue. Throws a CatalogueError when it is missing, no file, or may
 * not be read; its cause is the system's error, if there was one.
 */
export function checkFile(file: string): Stats {
  let stats: Stats;
  try {
    accessSync(file, constants.R_OK);
    stats = statSync(file);
  } catch (cause) {
    throw new CatalogueError(
      codeOf(cause) === "EACCES"
        ? `the file ${file} may not be read by this user; change its permissions or name another with --database`
        : `there is no catalogue at ${file}; build one with: npm run import -- books.csv --database ${file}`,
      { cause },
    );
  }
  if (!stats.isFile()) {
    throw new CatalogueError(`the file ${file} is not a file; name a catalogue with --database`);
  }
  return stats;
}

function checkSchema(file: string, database: Database): void {
  if (database.prepare("PRAGMA application_id").pluck().get() !== APPLICATION_ID) {
    throw new CatalogueError(
      `the file ${file} is a SQLite database but not a catalogue; build one with: npm run import`,
    );
  }
  const version = database.prepare("PRAGMA user_version").pluck().get();
  if (version !== SCHEMA_VERSION) throw outdated(file, `of version ${version}`, `version ${SCHEMA_VERSION}`);
  const folding = database.prepare("SELECT value FROM properties WHERE name = 'folding'").pluck().get();
  if (folding !== FOLDING_VERSION) {
    throw outdated(
      file,
      `whose words are folded by version ${folding}`,
      `those of version ${FOLDING_VERSION}`,
    );
  }
}

// The end of each table and index, which is found by a few pages however large it is.
const ENDS = `
  SELECT page_count * page_size AS bytes,
    (SELECT value FROM properties WHERE name = 'books') AS books, (SELECT max(id) FROM books) AS last,
    (SELECT max(book_id) FROM editions), (SELECT max(id) FROM headings), (SELECT max(name) FROM aliases),
    (SELECT max(word) FROM words), (SELECT max(word) FROM prefixes), (SELECT max(id) FROM lists),
    (SELECT max(sound) FROM sounds),
    (SELECT max(isbn) FROM books INDEXED BY books_by_isbn WHERE isbn IS NOT NULL),
    (SELECT max(isbn) FROM editions INDEXED BY editions_by_isbn WHERE isbn IS NOT NULL)
  FROM pragma_page_count, pragma_page_size`;

interface Ends {
  readonly bytes: number;
  readonly books: unknown;
  readonly last: unknown;
}

/**
 * Finds a file, of `size` bytes, that is not whole. A copy that is being made is shorter than it says, or has its full
 * length already and lacks what was written last. Damage elsewhere is found by who reads there.
 */
function checkEnds(file: string, size: number, database: Database): void {
  const { bytes = 0, books, last } = database.prepare<[], Ends>(ENDS).get() ?? {};
  if (size < bytes || books !== (last ?? 0)) {
    throw new CatalogueError(`the file ${file} is damaged; build it anew with: npm run import`);
  }
}

function outdated(file: string, has: string, reads: string): CatalogueError {
  return new CatalogueError(
    `the file ${file} is a catalogue ${has} and this Penny reads ${reads}; ` +
      `build it anew with: npm run import -- books.csv --database ${file} (or remove it, if it is the starter catalogue)`,
  );
}
