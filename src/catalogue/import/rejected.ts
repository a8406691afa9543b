import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { fromHere } from "../../root.ts";
import { CatalogueError, codeOf } from "../errors.ts";
import type { Rejection } from "./source-book.ts";

// How many characters to gather before they are written.
const GATHERED = 64 * 1024;

/**
 * The records of an import that are no books: of each source in a file beside it, FILE.rejected.csv beside FILE.csv, with
 * the place, the reason and what the record holds. What came on standard input has stdin.rejected.csv.
 *
 * A file comes into being with the first record; one of an earlier run is replaced, or removed when nothing is rejected.
 * When it cannot be written, `problem` says so, and nothing is thrown.
 */
export class RejectedRecords {
  readonly #sources: readonly RejectedFile[];
  readonly #byReason = new Map<string, number>();

  /** `files` are the files of the import, of which "-" is standard input. */
  constructor(files: readonly string[]) {
    const own = new Map<string, RejectedFile>();
    this.#sources = files.map((file) => {
      const path = besides(file);
      if (files.includes(path)) {
        throw new CatalogueError(
          `the records of ${file} that are rejected would be written to ${path}, which is to be imported too; rename it`,
        );
      }
      // "books.csv" and "books.tsv" share one.
      const rejected = own.get(path) ?? new RejectedFile(path);
      own.set(path, rejected);
      return rejected;
    });
  }

  get #files(): readonly RejectedFile[] {
    return [...new Set(this.#sources)];
  }

  /** How many there are. */
  get count(): number {
    return this.#files.reduce((sum, { count }) => sum + count, 0);
  }

  /** How many were rejected for which reason. */
  get byReason(): ReadonlyMap<string, number> {
    return this.#byReason;
  }

  /** The files that have some. */
  get files(): string[] {
    return this.#files.filter(({ count }) => count > 0).map(({ file }) => file);
  }

  /** The sentence that says why a file could not be written; null when all could. */
  get problem(): string | null {
    return this.#sources.find(({ problem }) => problem !== null)?.problem ?? null;
  }

  /** Adds a record of a source, counted from 0. `columns` are the names of what it holds, where they are known. */
  add(source: number, rejection: Rejection, columns?: readonly string[]): void {
    const { reason } = rejection;
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + 1);
    this.#sources[source]?.add(rejection, columns ?? []);
  }

  /** Writes what is left. */
  close(): void {
    for (const file of this.#files) file.close();
  }

  /** Removes what was written, of an import that failed. */
  discard(): void {
    for (const file of this.#files) file.discard();
  }
}

// What a source is called by, and not its format: "books.csv.gz" is "books".
const ENDINGS = /(?:\.(?:csv|tsv|txt|mrc|marc|dat|xml|json))?(?:\.gz)?$/i;

function besides(file: string): string {
  return file === "-" ? fromHere("stdin.rejected.csv") : file.replace(ENDINGS, ".rejected.csv");
}

class RejectedFile {
  readonly file: string;
  problem: string | null = null;
  count = 0;
  #descriptor: number | undefined;
  #gathered = "";

  constructor(file: string) {
    this.file = file;
  }

  add({ place, reason, detail, fields }: Rejection, columns: readonly string[]): void {
    if (this.count === 0) this.#gathered = stringify([["place", "reason", ...columns]]);
    this.count++;
    if (this.problem !== null) return;
    this.#gathered += stringify([[place, detail ?? reason, ...fields]]);
    if (this.#gathered.length >= GATHERED) this.#flush();
  }

  close(): void {
    if (this.count > 0) this.#flush();
    else this.#attempt(() => rmSync(this.file, { force: true }));
    this.#release();
  }

  discard(): void {
    const written = this.#descriptor !== undefined;
    this.#release();
    if (written) this.#attempt(() => rmSync(this.file, { force: true }));
  }

  #flush(): void {
    const text = this.#gathered;
    this.#gathered = "";
    this.#attempt(() => {
      this.#descriptor ??= openSync(this.file, "w");
      writeSync(this.#descriptor, text);
    });
  }

  #release(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) this.#attempt(() => closeSync(descriptor));
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.problem ??= `The rejected records could not be written to ${this.file}: ${reason(error)}.`;
    }
  }
}

function reason(error: unknown): string {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "this user may not write there";
    case "EISDIR":
    case "ERR_FS_EISDIR":
      return "a folder is there";
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
