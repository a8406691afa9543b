import { Buffer } from "node:buffer";
import { type DumpSource, openLibrary } from "../../../src/catalogue/import/formats/open-library.ts";
import type { Rejection, SourceBook } from "../../../src/catalogue/import/source-book.ts";

/** A line of a dump, of this type and key. */
export function line(type: string, key: string, fields: object, revision = 1): string {
  const record = { type: { key: `/type/${type}` }, key, ...fields };
  return `/type/${type}\t${key}\t${revision}\t2020-01-02T03:04:05.678901\t${JSON.stringify(record)}\n`;
}

export function author(number: number, fields: object, revision?: number): string {
  return line("author", `/authors/OL${number}A`, fields, revision);
}

export function work(number: number, fields: object, revision?: number): string {
  return line("work", `/works/OL${number}W`, fields, revision);
}

export function edition(number: number, fields: object, revision?: number): string {
  return line("edition", `/books/OL${number}M`, fields, revision);
}

export function redirect(from: string, location: string): string {
  return line("redirect", from, { location });
}

/** What an edition refers to its work by. */
export function of(number: number): object {
  return { works: [{ key: `/works/OL${number}W` }] };
}

/** A dump as a source that gives so many bytes at a time, into the same memory each time. */
export function dump(content: string | Buffer, chunk = 65_536): DumpSource {
  const bytes = Buffer.from(content);
  const memory = Buffer.alloc(chunk);
  let position = 0;
  return {
    name: "dump.txt",
    head: bytes.subarray(0, 65_536),
    read: async () => {
      const length = bytes.copy(memory, 0, position, position + chunk);
      position += length;
      return memory.subarray(0, length);
    },
  };
}

/** All that the dumps hold. */
export interface Result {
  readonly books: SourceBook[];
  readonly rejected: (Rejection & { readonly source: number })[];
  readonly repaired: Record<string, number>;
}

/** Reads dumps to their end. */
export async function readDumps(sources: readonly (string | DumpSource)[], scratch: string): Promise<Result> {
  const result: Result = { books: [], rejected: [], repaired: {} };
  const opened = sources.map((source) => (typeof source === "string" ? dump(source) : source));
  for await (const { source, books, rejected, repaired } of openLibrary.read(opened, { scratch })) {
    result.books.push(...books);
    result.rejected.push(...rejected.map((rejection) => ({ source, ...rejection })));
    for (const [kind, count] of Object.entries(repaired)) {
      result.repaired[kind] = (result.repaired[kind] ?? 0) + count;
    }
  }
  return result;
}
