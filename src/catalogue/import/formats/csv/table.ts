import type { Buffer } from "node:buffer";
import { CatalogueError } from "../../../errors.ts";
import { describe, type Source } from "../../source.ts";
import { type Dialect, findDialect } from "./dialect.ts";
import { utf16Reader } from "./encoding.ts";
import { RecordReader, type Row } from "./records.ts";

// No catalogue has more columns. A file with a delimiter in every other place would have half a million.
const MOST_COLUMNS = 10_000;

/** What a table needs of a source. */
export type TableSource = Pick<Source, "name" | "head" | "read">;

/** A table, open to be read once from its beginning to its end. The source stays open. */
export class Table {
  readonly columns: readonly string[];
  readonly #batches: AsyncGenerator<Row[]>;
  readonly #first: Row[];

  private constructor(columns: string[], first: Row[], batches: AsyncGenerator<Row[]>) {
    this.columns = columns;
    this.#first = first;
    this.#batches = batches;
  }

  /** Reads the header. Throws a CatalogueError that says what is wrong with it. */
  static async open(source: TableSource): Promise<Table> {
    const what = describe(source);
    const batches = readBatches(source, findDialect(what, source.head));
    const first: Row[] = (await batches.next()).value ?? [];
    return new Table(readHeader(what, first.shift()), first, batches);
  }

  /** The records behind the header, some hundreds at a time. */
  async *rows(): AsyncGenerator<Row[]> {
    yield this.#first;
    yield* this.#batches;
  }
}

async function* readBatches(source: TableSource, dialect: Dialect): AsyncGenerator<Row[]> {
  const reader = new RecordReader(dialect);
  for await (const chunk of readUtf8(source, dialect)) {
    const rows = reader.push(chunk);
    if (rows.length > 0) yield rows;
  }
  const rows = reader.end();
  if (rows.length > 0) yield rows;
}

/** The bytes from the header on, those of UTF-16 in UTF-8. */
async function* readUtf8(source: TableSource, { encoding, skip }: Dialect): AsyncGenerator<Buffer> {
  const utf16 = utf16Reader({ name: encoding });
  let left = skip;
  for (;;) {
    const read = await source.read();
    const chunk = utf16 ? utf16(read) : read;
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (chunk.length > skipped) yield chunk.subarray(skipped);
    if (read.length === 0) return;
  }
}

function readHeader(what: string, header: Row | undefined): string[] {
  if (!header) throw new CatalogueError(`${what} is empty`);
  if (header.fault) throw new CatalogueError(`the first line of ${what} names no columns: ${header.fault}`);
  if (header.fields.length > MOST_COLUMNS) {
    throw new CatalogueError(
      `the first line of ${what} has ${header.fields.length.toLocaleString("en")} fields; ` +
        "is it a table whose first line names the columns?",
    );
  }
  const names = header.fields.map((name) => name.trim());
  if (names.every((name) => name === "")) {
    throw new CatalogueError(`the first line of ${what} is blank; it should name the columns`);
  }
  return names;
}
