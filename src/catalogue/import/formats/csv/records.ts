import { Buffer, isUtf8 } from "node:buffer";
import { CsvError, type Options, parse } from "csv-parse/sync";
import { type Decode, decodeRecord, decodeWindows1252 } from "./decoding.ts";
import type { Dialect } from "./dialect.ts";

/** A record of a table. */
export interface Row {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** Of a faulty record the beginning of its first line, in one field. */
  readonly fields: readonly string[];
  /** What is wrong with the record, "a quote is out of place"; null when nothing is. */
  readonly fault: string | null;
  /** True when it is not UTF-8, and was read as Windows-1252 though nothing said so beforehand. */
  readonly foreign: boolean;
}

// A record that goes on for longer, in bytes, has a quote that nobody closed.
const LARGEST_RECORD = 1024 * 1024;

// How much of a faulty line to keep, in bytes.
const KEPT = 2000;

const MISQUOTED = "a quote is out of place";
const TOO_LARGE = "the record is larger than 1 MiB";

/**
 * Reads the records of a table from its bytes, however they are cut. The first record is the header.
 *
 * A quote out of place does not swallow what follows: the line with it is read alone, its quotes taken as they stand,
 * and counts when it has as many fields as the header. Otherwise it is faulty. Either way reading goes on behind it.
 *
 * It holds one chunk and one record of at most 1 MiB, never more.
 */
export class RecordReader {
  readonly #lineEnd: string;
  readonly #options: Options;
  /** For bytes that may be no UTF-8: the parser gives their Latin-1, which loses nothing. */
  readonly #latin1: Options;
  /** How text is made of that; null where all is UTF-8. */
  readonly #decode: Decode | null;
  #pending: Buffer = Buffer.alloc(0);
  /** The line on which the pending bytes begin. */
  #line: number;
  /** How many fields the header has; 0 before it was read. */
  #width = 0;
  /** True inside of a line that is too long to be kept. */
  #skipping = false;

  constructor({ encoding, delimiter, quote, lineEnd, line }: Omit<Dialect, "skip">) {
    this.#lineEnd = lineEnd;
    this.#line = line;
    this.#options = {
      delimiter,
      quote,
      escape: quote,
      record_delimiter: lineEnd === "\n" ? ["\r\n", "\n"] : "\r",
      relax_column_count: true,
    };
    this.#latin1 = { ...this.#options, encoding: "latin1" };
    this.#decode =
      encoding === "unsure" ? decodeRecord : encoding === "windows-1252" ? decodeWindows1252 : null;
  }

  /** The records that these bytes complete. The chunk may be used again once this returns. UTF-16 is to come as UTF-8. */
  push(chunk: Buffer): Row[] {
    const next = this.#skipping ? this.#skip(chunk) : chunk;
    const bytes = this.#pending.length === 0 ? next : Buffer.concat([this.#pending, next]);
    return this.#read(bytes, false);
  }

  /** The records that the end of the file completes. */
  end(): Row[] {
    return this.#skipping ? [] : this.#read(this.#pending, true);
  }

  #read(bytes: Buffer, final: boolean): Row[] {
    const rows: Row[] = [];
    const end = final ? bytes.length : bytes.lastIndexOf(this.#lineEnd) + 1;
    const decode = this.#decoderFor(bytes.subarray(0, end));
    let start = 0;
    while (start < end) {
      const { records, length, unclosed } = this.#parse(bytes.subarray(start, end), decode);
      for (const fields of records) rows.push(this.#row(fields, decode));
      start += length;
      if (start === end) break;
      if (unclosed && !final && bytes.length - start <= LARGEST_RECORD) break; // the rest may be still to come
      start += this.#readAlone(bytes.subarray(start, end), decode, rows);
    }
    if (bytes.length - start > LARGEST_RECORD) {
      rows.push(this.#faulty(bytes.subarray(start), decode, TOO_LARGE));
      start = bytes.length;
      this.#skipping = true;
    }
    this.#pending = Buffer.from(bytes.subarray(start));
    return rows;
  }

  #decoderFor(bytes: Buffer): Decode | null {
    return this.#decode === decodeRecord && isUtf8(bytes) ? null : this.#decode;
  }

  #optionsFor(decode: Decode | null): Options {
    return decode === null ? this.#options : this.#latin1;
  }

  /** The records before the first fault, and the bytes that they take. */
  #parse(
    bytes: Buffer,
    decode: Decode | null,
  ): { readonly records: string[][]; readonly length: number; readonly unclosed: boolean } {
    const options = this.#optionsFor(decode);
    try {
      return { records: parse(bytes, options), length: bytes.length, unclosed: false };
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
      const records: string[][] = parse(bytes, { ...options, to: count, on_record: measure });
      return { records, length, unclosed };
    }
  }

  #row(record: readonly string[], decode: Decode | null): Row {
    const line = this.#line;
    this.#line += 1;
    for (const field of record)
      if (field.includes(this.#lineEnd)) this.#line += countLines(field, this.#lineEnd);
    if (this.#width === 0) this.#width = record.length;
    const excess =
      record.length > this.#width && record.slice(this.#width).some((field) => field.trim() !== "");
    const fault = excess ? `the header has ${this.#width} fields and this record ${record.length}` : null;
    if (decode === null) return { line, fields: record, fault, foreign: false };
    const { fields, foreign } = decode(record);
    return { line, fields, fault, foreign };
  }

  /** Reads the line that a misplaced quote is on. Gives the bytes that it takes. */
  #readAlone(bytes: Buffer, decode: Decode | null, rows: Row[]): number {
    const end = bytes.indexOf(this.#lineEnd);
    const length = end === -1 ? bytes.length : end + 1;
    const line = bytes.subarray(0, length);
    const options = this.#optionsFor(decode);
    // Some programs write \" for a quote inside of quotes.
    const escaped = line.includes('\\"') ? this.#parseLine(line, { ...options, escape: "\\" }) : null;
    const record = escaped ?? this.#parseLine(line, { ...options, relax_quotes: true });
    if (record === null) {
      rows.push(this.#faulty(line, decode, MISQUOTED));
      this.#line++;
    } else rows.push(this.#row(record, decode));
    return length;
  }

  /** The record that a line is; null where it is none, or none of this table. */
  #parseLine(line: Buffer, options: Options): string[] | null {
    try {
      const [record]: string[][] = parse(line, options);
      return record?.length === this.#width ? record : null;
    } catch (error) {
      if (error instanceof CsvError) return null;
      throw error;
    }
  }

  #faulty(bytes: Buffer, decode: Decode | null, fault: string): Row {
    const kept = bytes.subarray(0, endOfCharacter(bytes, KEPT));
    const { fields, foreign } = decode
      ? decode([kept.toString("latin1").trimEnd()])
      : { fields: [kept.toString("utf8").trimEnd()], foreign: false };
    return { line: this.#line, fields, fault, foreign };
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

/** Where to cut UTF-8 so that no character is cut: at the length, or up to three bytes before. */
function endOfCharacter(bytes: Buffer, length: number): number {
  let end = length;
  while (end > length - 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

function countLines(text: string, lineEnd: string): number {
  return text.split(lineEnd).length - 1;
}
