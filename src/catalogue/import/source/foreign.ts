import { Buffer } from "node:buffer";
import { CatalogueError } from "../../errors.ts";

/** How files begin that are no catalogue: the bytes, what they are, and what to do. */
const SIGNATURES: ReadonlyArray<
  readonly [offset: number, bytes: string | readonly number[], advice: string]
> = [
  // More telling ones go before those that they begin with.
  [30, "mimetypeapplication/epub+zip", "is an e-book, not a catalogue of books"],
  [30, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is a spreadsheet; save it as CSV"],
  [30, "[Content_Types].xml", "is an Office document; if it is a spreadsheet, save it as CSV"],
  [0, [0x50, 0x4b, 3, 4], "is a zip archive; unpack it first"],
  [0, [0x50, 0x4b, 5, 6], "is an empty zip archive"],
  [0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "is an Excel workbook or the like; save it as CSV"],
  [0, [0x1f, 0x8b], "is gzip data inside of gzip data; unpack it once"],
  [0, [0x1f, 0x9d], "is compressed with compress; unpack it first"],
  [0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "is compressed with xz; unpack it first"],
  [0, [0x28, 0xb5, 0x2f, 0xfd], "is compressed with zstd; unpack it first"],
  [0, [0x04, 0x22, 0x4d, 0x18], "is compressed with lz4; unpack it first"],
  [4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "is compressed with bzip2; unpack it first"],
  [0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "is a 7z archive; unpack it first"],
  [0, "Rar!\u001a\u0007", "is a rar archive; unpack it first"],
  [257, "ustar", "is a tar archive; unpack it first"],
  [0, "SQLite format 3\0", "is an SQLite database; export its table of books as CSV"],
  [0, "PAR1", "is a Parquet file; export it as CSV"],
  [0, "%PDF-", "is a PDF document, not a catalogue"],
  [0, "{\\rtf", "is an RTF document, not a catalogue"],
  [0, [0x89, 0x50, 0x4e, 0x47], "is an image, not a catalogue"],
  [0, [0xff, 0xd8, 0xff], "is an image, not a catalogue"],
  [0, "GIF8", "is an image, not a catalogue"],
  [0, "II*\0", "is an image, not a catalogue"],
  [0, "MM\0*", "is an image, not a catalogue"],
  [0, [0x7f, 0x45, 0x4c, 0x46], "is a program, not a catalogue"],
];

/**
 * Throws a CatalogueError when the bytes at a source's beginning are those of an archive, a picture or something else
 * that no import reads. `what` is the source in a sentence.
 */
export function refuseForeign(what: string, head: Buffer): void {
  for (const [offset, signature, advice] of SIGNATURES) {
    const bytes = typeof signature === "string" ? Buffer.from(signature, "latin1") : Buffer.from(signature);
    if (head.subarray(offset, offset + bytes.length).equals(bytes))
      throw new CatalogueError(`${what} ${advice}`);
  }
}
