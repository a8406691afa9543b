import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { codeOf } from "../errors.ts";

// How many characters to gather before they are written.
const GATHERED = 64 * 1024;

/**
 * The file of the rows that are no books, FILE.rejected.csv beside FILE.csv: the line, the reason, and the row's own fields.
 *
 * It comes into being with the first of them; one of an earlier run is replaced, or removed when nothing is rejected.
 * When it cannot be written, `problem` says so, and nothing is thrown.
 */
export class RejectedRows {
  readonly file: string;
  /** The sentence that says why the file could not be written; null when it could. */
  problem: string | null = null;
  readonly #header: readonly string[];
  readonly #byReason = new Map<string, number>();
  #descriptor: number | undefined;
  #gathered = "";
  #count = 0;

  constructor(source: string, columns: readonly string[]) {
    this.file = `${source.replace(/\.csv$/i, "")}.rejected.csv`;
    this.#header = columns;
  }

  get count(): number {
    return this.#count;
  }

  /** How many rows were rejected for which reason. */
  get byReason(): ReadonlyMap<string, number> {
    return this.#byReason;
  }

  /** Adds a row. `reason` is one of a few, `detail` says more of this row. */
  add(line: number, reason: string, detail: string | null, fields: readonly string[]): void {
    if (this.#count === 0) this.#gathered = stringify([["line", "reason", ...this.#header]]);
    this.#count++;
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + 1);
    if (this.problem !== null) return;
    this.#gathered += stringify([[String(line), detail ?? reason, ...fields]]);
    if (this.#gathered.length >= GATHERED) this.#flush();
  }

  /** Writes what is left. */
  close(): void {
    if (this.#count > 0) this.#flush();
    else this.#attempt(() => rmSync(this.file, { force: true }));
    this.#release();
  }

  /** Removes what was written, of an import that failed. */
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
      this.problem ??= `The rejected rows could not be written to ${this.file}: ${reason(error)}.`;
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
