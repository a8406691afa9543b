import { Buffer } from "node:buffer";
import { CsvError, type Options, parse } from "csv-parse/sync";
import type { Format } from "./format.ts";

/** A record of a CSV file. */
export interface Row {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** Of a faulty record the beginning of its first line, in one field. */
  readonly fields: readonly string[];
  /** What is wrong with the record, "a quote is out of place"; null when nothing is. */
  readonly fault: string | null;
}

// A record that goes on for longer, in bytes, has a quote that nobody closed.
const LARGEST_RECORD = 1024 * 1024;

// How much of a faulty line to keep, in bytes.
const KEPT = 2000;

const MISQUOTED = "a quote is out of place";
const TOO_LARGE = "the record is larger than 1 MiB";

/**
 * Reads the records of a CSV file from its bytes, however they are cut. The first record is the header.
 *
 * A quote out of place does not swallow what follows: the line with it is read alone, its quotes taken as they stand,
 * and counts when it has as many fields as the header. Otherwise it is faulty. Either way reading goes on behind it.
 *
 * It holds one chunk and one record of at most 1 MiB, never more.
 */
export class RecordReader {
  readonly #lineEnd: string;
  readonly #options: Options;
  #pending: Buffer = Buffer.alloc(0);
  /** The line on which the pending bytes begin. */
  #line = 1;
  /** How many fields the header has; 0 before it was read. */
  #width = 0;
  /** True inside of a line that is too long to be kept. */
  #skipping = false;

  constructor(format: Pick<Format, "delimiter" | "lineEnd">) {
    this.#lineEnd = format.lineEnd;
    this.#options = {
      delimiter: format.delimiter,
      record_delimiter: format.lineEnd === "\n" ? ["\r\n", "\n"] : "\r",
      relax_column_count: true,
    };
  }

  /** The records that these bytes complete. The chunk may be used again once this returns. */
  push(chunk: Buffer): Row[] {
    const next = this.#skipping ? this.#skip(chunk) : chunk;
    const bytes = this.#pending.length === 0 ? next : Buffer.concat([this.#pending, next]);
    return this.#read(bytes, false);
  }

  /** The records that the end of the file completes. */
  end(): Row[] {
    return this.#skipping ? [] : this.#read(this.#pending, true);
  }

  #read(all: Buffer, final: boolean): Row[] {
    const rows: Row[] = [];
    let bytes = all;
    for (;;) {
      const whole = final ? bytes : bytes.subarray(0, bytes.lastIndexOf(this.#lineEnd) + 1);
      if (whole.length === 0) break;
      const { records, length, unclosed } = this.#parse(whole);
      for (const fields of records) rows.push(this.#row(fields));
      bytes = bytes.subarray(length);
      if (length === whole.length) break;
      if (unclosed && !final && bytes.length <= LARGEST_RECORD) break; // the rest of it may be still to come
      bytes = bytes.subarray(this.#readAlone(bytes, rows));
    }
    if (bytes.length > LARGEST_RECORD) {
      rows.push({ line: this.#line, fields: [beginning(bytes)], fault: TOO_LARGE });
      bytes = bytes.subarray(0, 0);
      this.#skipping = true;
    }
    this.#pending = Buffer.from(bytes);
    return rows;
  }

  /** The records before the first fault, and the bytes that they take. */
  #parse(bytes: Buffer): { records: string[][]; length: number; unclosed: boolean } {
    try {
      return { records: parse(bytes, this.#options), length: bytes.length, unclosed: false };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const unclosed = error.code === "CSV_QUOTE_NOT_CLOSED";
      const count = Number(error.records);
      if (count === 0) return { records: [], length: 0, unclosed };
      // The parser says how many records it had, not where the last one ended: it is asked again for those alone.
      let length = 0;
      const measure = (record: string[], context: { readonly bytes: number }) => {
        length = context.bytes;
        return record;
      };
      const records: string[][] = parse(bytes, { ...this.#options, to: count, on_record: measure });
      return { records, length, unclosed };
    }
  }

  #row(fields: string[]): Row {
    const line = this.#line;
    this.#line += 1;
    for (const field of fields)
      if (field.includes(this.#lineEnd)) this.#line += countLines(field, this.#lineEnd);
    if (this.#width === 0) this.#width = fields.length;
    const excess =
      fields.length > this.#width && fields.slice(this.#width).some((field) => field.trim() !== "");
    const fault = excess ? `the header has ${this.#width} fields and this record ${fields.length}` : null;
    return { line, fields, fault };
  }

  /** Reads the line that a misplaced quote is on. Gives the bytes that it takes. */
  #readAlone(bytes: Buffer, rows: Row[]): number {
    const end = bytes.indexOf(this.#lineEnd);
    const length = end === -1 ? bytes.length : end + 1;
    const line = bytes.subarray(0, length);
    let fields: string[] | undefined;
    try {
      [fields] = parse(line, { ...this.#options, relax_quotes: true });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
    if (fields && fields.length === this.#width) rows.push(this.#row(fields));
    else rows.push({ line: this.#line++, fields: [beginning(line)], fault: MISQUOTED });
    return length;
  }

  /** What a chunk holds behind the line that is skipped. */
  #skip(chunk: Buffer): Buffer {
    const end = chunk.indexOf(this.#lineEnd);
    if (end === -1) return chunk.subarray(0, 0);
    this.#skipping = false;
    this.#line++;
    return chunk.subarray(end + 1);
  }
}

function beginning(bytes: Buffer): string {
  return bytes.toString("utf8", 0, Math.min(bytes.length, KEPT)).trimEnd();
}

function countLines(text: string, lineEnd: string): number {
  return text.split(lineEnd).length - 1;
}
