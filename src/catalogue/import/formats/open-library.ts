import type { Buffer } from "node:buffer";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { CatalogueError, codeOf } from "../../errors.ts";
import { describe, type Source } from "../source.ts";
import type { Batch, SourceBook } from "../source-book.ts";
import type { Format, ReadOptions } from "./format.ts";
import { booksOf } from "./open-library/books.ts";
import { Findings } from "./open-library/findings.ts";
import { joinWorks } from "./open-library/groups.ts";
import { LineSplitter } from "./open-library/line-splitter.ts";
import { stage } from "./open-library/stage.ts";
import { Staging } from "./open-library/staging.ts";

// How many books to give at a time.
const BATCH = 500;

// Between two steps the process hears Ctrl-C. A step of so many rows takes some 20 milliseconds.
const STEP = 10_000;

// How much is read between two batches that hold nothing, in bytes: whoever takes them may want to stop, or to tell how
// far it is.
const SILENCE = 1024 * 1024;

// A byte order mark, here as latin-1, and empty lines may stand before the first record.
const FIRST_LINE = /^(?:\xef\xbb\xbf)?\s*\/type\//;

/** What of a Source is needed here. */
export type DumpSource = Pick<Source, "name" | "head" | "read">;

/**
 * The dumps of Open Library (https://openlibrary.org/developers/dumps): authors, works and editions, in files of their
 * own or in one, in any order. Each edition is a book, and each work that has none.
 *
 * An edition tells of its work and its authors by their keys, and their records may be tens of gigabytes away. So all
 * is read first, cut down to what books need and sorted by key into files in the scratch folder; then these are read
 * side by side. Memory stays the same whatever the size.
 */
export const openLibrary = {
  name: "open-library",
  title: "Open Library dump (authors, works, editions)",

  recognises(head: Buffer): boolean {
    return FIRST_LINE.test(head.toString("latin1"));
  },

  async *read(
    sources: readonly DumpSource[],
    { scratch }: Pick<ReadOptions, "scratch">,
  ): AsyncGenerator<Batch> {
    for (const source of sources) checkFormat(source);
    let folder: string | undefined;
    let staging: Staging | undefined;
    try {
      folder = mkdtempSync(join(scratch, "open-library-"));
      staging = new Staging(folder);
      const findings = sources.map((_, source) => new Findings(source));
      yield* stageAll(sources, staging, findings);
      yield* prepare(staging);
      yield* joinAll(staging, findings);
    } catch (error) {
      throw explained(error, scratch);
    } finally {
      staging?.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Format;

/** Single lines that are none of a dump are rejected; a file that has no other, as far as can be seen, is refused. */
function checkFormat(source: DumpSource): void {
  const { head } = source;
  if (openLibrary.recognises(head) || head.includes("\n/type/") || head.toString("latin1").trim() === "")
    return;
  throw new CatalogueError(
    `${describe(source)} is no dump of Open Library, whose lines begin with /type/; name its dumps of authors, works ` +
      "and editions, or the complete one",
  );
}

/** Reads the sources, and gives what is rejected and repaired on the way. */
async function* stageAll(
  sources: readonly DumpSource[],
  staging: Staging,
  findings: readonly Findings[],
): AsyncGenerator<Batch> {
  for (const [index, source] of sources.entries()) {
    const found = findings[index] ?? new Findings(index);
    const splitter = new LineSplitter();
    let silence = 0;
    for (;;) {
      const chunk = await source.read();
      for (const line of chunk.length === 0 ? splitter.end() : splitter.push(chunk)) {
        stage(line, index, staging, found);
        if (found.rejections >= BATCH) yield found.take([]);
      }
      silence += chunk.length;
      if (silence < SILENCE && chunk.length > 0) continue;
      yield found.take([]);
      silence = 0;
      if (chunk.length === 0) break;
    }
  }
}

/** Does what can be done only once everything was read, and must be before the first book: little of all the work. */
async function* prepare(staging: Staging): AsyncGenerator<Batch> {
  const nothing = new Findings(0);
  const authors = staging.authors.sorted();
  while (staging.authorTable.fill(authors, STEP)) {
    await setImmediate();
    yield nothing.take([]);
  }
  if (staging.workRedirects.isEmpty) return;
  const editions = staging.editions.unsorted();
  while (staging.moveRedirected(editions, STEP)) {
    await setImmediate();
    yield nothing.take([]);
  }
}

/** Gives the books, work by work. */
async function* joinAll(
  { editions, works, authorTable, workRedirects }: Staging,
  findings: readonly Findings[],
): AsyncGenerator<Batch> {
  const books: SourceBook[] = [];
  let groups = 0;
  for (const group of joinWorks(editions.sorted(), works.sorted(), workRedirects)) {
    for (const book of booksOf(group, authorTable, findings)) books.push(book);
    if (++groups < BATCH && books.length < BATCH) continue;
    groups = 0;
    do yield* takeAll(findings, books.splice(0, BATCH));
    while (books.length >= BATCH);
    await setImmediate();
  }
  yield* takeAll(findings, books);
}

/** The books, which are joined of all sources, count as of the last. */
function* takeAll(findings: readonly Findings[], books: readonly SourceBook[]): Generator<Batch> {
  for (const found of findings.slice(0, -1)) if (found.rejections > 0) yield found.take([]);
  const last = findings.at(-1);
  if (last !== undefined) yield last.take(books);
}

const DISK_FULL = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL"]);

/** An error of the disk, said so that a person knows what to do; any other stays as it is. */
function explained(error: unknown, scratch: string): unknown {
  if (!DISK_FULL.has(codeOf(error))) return error;
  return new CatalogueError(
    `the disk is full: to join the records of Open Library takes room in ${scratch}, about a third of the unpacked ` +
      "dump; free some and try again",
  );
}
