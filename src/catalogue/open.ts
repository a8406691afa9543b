import { accessSync, constants, statSync } from "node:fs";
import { CatalogueError, codeOf } from "./errors.ts";
import { Database } from "./sqlite.ts";

/** "PENY", the application_id of a catalogue. */
const APPLICATION_ID = 0x50454e59;

/** The version of db/schema.sql and of the folding that this code reads. */
const SCHEMA_VERSION = 2;

/**
 * Opens a catalogue's file to read from it. Throws a CatalogueError that says what to do when the file is missing,
 * cannot be read, is no SQLite database, no catalogue, or a catalogue of another version.
 */
export function openDatabase(file: string): Database {
  checkFile(file);
  let database: Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    checkSchema(file, database);
    // The file never changes: it is locked and looked at once, and not again for each query.
    database.exec("BEGIN; SELECT count(*) FROM sqlite_schema");
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

function checkFile(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new CatalogueError(
      codeOf(error) === "EACCES"
        ? `the file ${file} may not be read by this user; change its permissions or name another with --database`
        : `there is no catalogue at ${file}; build one with: npm run import -- books.csv --database ${file}`,
    );
  }
  if (!statSync(file).isFile()) {
    throw new CatalogueError(`the file ${file} is not a file; name a catalogue with --database`);
  }
}

function checkSchema(file: string, database: Database): void {
  if (database.prepare("PRAGMA application_id").pluck().get() !== APPLICATION_ID) {
    throw new CatalogueError(
      `the file ${file} is a SQLite database but not a catalogue; build one with: npm run import`,
    );
  }
  const version = database.prepare("PRAGMA user_version").pluck().get();
  if (version !== SCHEMA_VERSION) {
    throw new CatalogueError(
      `the file ${file} is a catalogue of version ${version} and this Penny reads version ${SCHEMA_VERSION}; ` +
        `build it anew with: npm run import -- books.csv --database ${file} (or remove it, if it is the starter catalogue)`,
    );
  }
}
