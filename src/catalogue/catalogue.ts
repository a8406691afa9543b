import { CatalogueError, codeOf, damaged } from "./errors.ts";
import { openDatabase } from "./open.ts";
import type { SearchRequest } from "./search/request.ts";
import { type SearchAnswer, Searcher } from "./search/searcher.ts";
import type { Database } from "./sqlite.ts";

export type { SearchAnswer, SearchRequest };

/** A catalogue of books, open to be searched. */
export class Catalogue {
  readonly #database: Database;
  readonly #searcher: Searcher;

  private constructor(database: Database) {
    this.#database = database;
    this.#searcher = new Searcher(database);
  }

  /** Opens a catalogue's file. Throws a CatalogueError that says what to do. */
  static open(file: string): Catalogue {
    const database = openDatabase(file);
    try {
      return new Catalogue(database);
    } catch (error) {
      database.close();
      throw new CatalogueError(`the file ${file} cannot be read as a catalogue: ${(error as Error).message}`);
    }
  }

  /**
   * The books that a request asks for, the best first.
   *
   * Throws a RangeError for a limit or offset that is none, and a CatalogueError when the file cannot be read any more.
   */
  search(request: SearchRequest): SearchAnswer {
    try {
      return this.#searcher.search(request);
    } catch (error) {
      // Somebody wrote into the file, or the disk fails: no fault of the search.
      if (!codeOf(error).startsWith("SQLITE_")) throw error;
      if (codeOf(error).startsWith("SQLITE_CORRUPT")) throw damaged("SQLite finds a page that is none");
      throw new CatalogueError(`the catalogue cannot be read: ${(error as Error).message}`);
    }
  }

  close(): void {
    this.#database.close();
  }
}
