import type { Buffer } from "node:buffer";
import { CatalogueError } from "../../../errors.ts";
import { type Encoding, findEncoding, utf16Reader } from "./encoding.ts";

/** How a table in a text file is written. */
export interface Dialect {
  readonly encoding: Encoding["name"];
  readonly delimiter: (typeof DELIMITERS)[number];
  /** What may stand around a field. */
  readonly quote: '"' | "'";
  /** "\r" in the files of an old Macintosh; otherwise "\n", which may follow a "\r". */
  readonly lineEnd: "\n" | "\r";
  /** The bytes, in UTF-8, before the header: a byte order mark, a line for Excel, or none. */
  readonly skip: number;
  /** The line of the header, counted from 1. */
  readonly line: number;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

// Excel takes the delimiter from such a first line.
const FOR_EXCEL = /^"?sep=([,;\t|])"?\r?$/i;

/**
 * Finds the dialect of a table from its beginning, which should hold the first line. The delimiter is the one that stands
 * there most often outside of quotes. `what` is the source in a sentence.
 *
 * Throws a CatalogueError when these bytes are not text.
 */
export function findDialect(what: string, head: Buffer): Dialect {
  const encoding = findEncoding(head);
  const text = readHead(head, encoding);
  const lineEnd = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const [first = ""] = text.split(lineEnd, 1);
  if (BINARY.test(first)) throw new CatalogueError(`${what} is not a text file, as a table in CSV or TSV is`);
  const mark = encoding.name === "utf-8" ? encoding.skip : 0;
  const told = DELIMITERS.find((delimiter) => delimiter === FOR_EXCEL.exec(first)?.[1]);
  if (told === undefined) {
    const quote = findQuote(first);
    const delimiter = findDelimiter(first, quote);
    return { encoding: encoding.name, delimiter, quote, lineEnd, skip: mark, line: 1 };
  }
  const skip = mark + first.length + 1;
  return { encoding: encoding.name, delimiter: told, quote: '"', lineEnd, skip, line: 2 };
}

// No text has these, and what has them is no table: control characters that are no white space.
const BINARY = /(?=\p{Cc})[^\s\x7f-\x9f]/u;

// XML, JSON, BibTeX, a record of MARC in text, and a dump of Open Library begin so; the names of columns do not.
const NO_HEADER = /^\s*(?:[<{[@%=]|\/type\/)/;

/** True when a source that begins with these bytes is text, and no other kind of text is to be seen in it. */
export function looksLikeTable(head: Buffer): boolean {
  const [first = ""] = readHead(head, findEncoding(head)).split(/[\r\n]/, 1);
  return !BINARY.test(first) && !NO_HEADER.test(first);
}

/** The head as text, without its byte order mark. Only the ASCII of it counts. */
function readHead(head: Buffer, encoding: Encoding): string {
  const utf16 = utf16Reader(encoding);
  return utf16 ? utf16(head).toString("latin1") : head.toString("latin1", encoding.skip);
}

function findDelimiter(line: string, quote: Dialect["quote"]): Dialect["delimiter"] {
  const outside = line.replace(quote === '"' ? /"[^"]*"/g : /'[^']*'/g, "");
  const count = (delimiter: string) => outside.split(delimiter).length;
  const [best = ","] = DELIMITERS.toSorted((a, b) => count(b) - count(a));
  return best;
}

/** Apostrophes are quotes where all the columns' names stand in them: 'title','author'. */
function findQuote(line: string): Dialect["quote"] {
  return /^\s*'[^']*'(?:[,;\t|]'[^']*')+\s*$/.test(line) ? "'" : '"';
}
