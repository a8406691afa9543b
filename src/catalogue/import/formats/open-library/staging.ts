import { join } from "node:path";
import { Database } from "../../../sqlite.ts";
import { AuthorTable } from "./author-table.ts";
import type { Row } from "./run.ts";
import { Sorter } from "./sorter.ts";
import { WorkRedirects } from "./work-redirects.ts";

// For SQLite to keep pages in, in KiB.
const CACHE = 32 * 1024;

/** The records of a dump on their way to be joined, in files: each is cut down to what books need of it. */
export class Staging {
  /** Editions (see pack.ts) by the number of their work, 0 for none, and by their own. */
  readonly editions: Sorter;
  /** Works (see pack.ts) by number and revision. */
  readonly works: Sorter;
  /** Authors by number and revision: a SourceContributor as JSON, or the number to which a redirect leads. */
  readonly authors: Sorter;
  readonly authorTable: AuthorTable;
  readonly workRedirects: WorkRedirects;
  readonly #database: Database;

  /** Writes to files in this folder, which is empty; whoever gives it removes it. */
  constructor(folder: string) {
    this.editions = new Sorter(join(folder, "editions"));
    this.works = new Sorter(join(folder, "works"));
    this.authors = new Sorter(join(folder, "authors"));
    this.#database = new Database(join(folder, "tables.sqlite"));
    // Nobody else reads it, and it is thrown away. Of pages that are new nothing is kept in the journal.
    this.#database.exec("PRAGMA locking_mode = exclusive");
    this.#database.exec("PRAGMA journal_mode = memory");
    this.#database.exec("PRAGMA synchronous = off");
    this.#database.exec(`PRAGMA cache_size = -${CACHE}`);
    this.#database.exec("BEGIN");
    this.authorTable = new AuthorTable(this.#database);
    this.workRedirects = new WorkRedirects(this.#database);
  }

  /**
   * Moves editions to where their works were redirected, once all redirects are known: of these rows of theirs, as
   * unsorted() gives them, so many at most. False when there are no more. The rows under the old work stay behind.
   */
  moveRedirected(rows: Iterator<Row, undefined>, count: number): boolean {
    for (let i = 0; i < count; i++) {
      const row = rows.next().value;
      if (row === undefined) return false;
      const work = this.workRedirects.follow(row.major);
      if (work !== row.major) this.editions.add(work, row.minor, row.text);
    }
    return true;
  }

  close(): void {
    this.#database.close();
    for (const sorter of [this.editions, this.works, this.authors]) sorter.close();
  }
}
