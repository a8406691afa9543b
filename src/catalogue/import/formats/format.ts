import type { Source } from "../source.ts";
import type { Batch } from "../source-book.ts";

/** What a reader of a format may be told. */
export interface ReadOptions {
  /** Columns named by hand, each "field=Column"; for tables. */
  readonly map?: readonly string[] | undefined;
  /** What parts two authors in one field, for tables; found from the file when left out. */
  readonly authorsSeparatedBy?: string | undefined;
  /** An existing folder for files that are needed while reading; whoever gives it removes it. */
  readonly scratch: string;
}

/** A format of catalogues: how it is told from others, and read. */
export interface Format {
  /** What --format calls it. */
  readonly name: string;
  /** What a person calls it: "MARC 21 (ISO 2709)". */
  readonly title: string;
  /** True when a source that begins with these bytes, decompressed, has this format. */
  recognises(head: Buffer): boolean;
  /**
   * The books of the sources, in their order, some hundreds at a time, with bounded memory. Throws a CatalogueError that
   * says what to do when a source is not of this format or cannot be read; a record that is no book is rejected.
   */
  read(sources: readonly Source[], options: ReadOptions): AsyncGenerator<Batch>;
}
