import { Buffer } from "node:buffer";
import { CatalogueError } from "../errors.ts";

/** How a CSV file parts its fields and its records. */
export interface Format {
  readonly delimiter: "," | ";" | "\t";
  /** "\r" in the files of an old Macintosh; otherwise "\n", which may follow a "\r". */
  readonly lineEnd: "\n" | "\r";
  /** The bytes before the header: a byte order mark, or none. */
  readonly skip: number;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Finds the format of a file from its beginning, which should hold the first line. The delimiter is the one that stands
 * there most often outside of quotes.
 *
 * Throws a CatalogueError when these bytes are not text, or text of UTF-16.
 */
export function findFormat(file: string, head: Buffer): Format {
  if (UTF16_MARKS.some((mark) => head.subarray(0, 2).equals(mark))) {
    throw new CatalogueError(`the file ${file} is text in UTF-16; save it as UTF-8 and import that`);
  }
  const skip = head.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0;
  const lineEnd = head.includes("\n") || !head.includes("\r") ? "\n" : "\r";
  const end = head.indexOf(lineEnd, skip);
  const line = head.toString("utf8", skip, end === -1 ? head.length : end);
  if (line.includes("\0"))
    throw new CatalogueError(`the file ${file} is not a text file; import takes CSV in UTF-8`);
  return { delimiter: findDelimiter(line), lineEnd, skip };
}

function findDelimiter(line: string): Format["delimiter"] {
  const outside = line.replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => outside.split(delimiter).length;
  const [best = ","] = ([",", ";", "\t"] as const).toSorted((a, b) => count(b) - count(a));
  return best;
}
