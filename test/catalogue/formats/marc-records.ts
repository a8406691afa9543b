import { Buffer } from "node:buffer";
import type { Format } from "../../../src/catalogue/import/formats/format.ts";
import { marc } from "../../../src/catalogue/import/formats/marc/iso-2709-format.ts";
import type { marcXml } from "../../../src/catalogue/import/formats/marc/marc-xml-format.ts";
import type { Batch, Rejection, SourceBook } from "../../../src/catalogue/import/source-book.ts";

/** The tag, the indicators, the subfields: "245 10$aMoby Dick /$cHerman Melville.", "001 123". */
export type FieldText = string;

export interface RecordOptions {
  /** Positions 5 to 9 of the leader: "nam a" is a new record of a printed book in UTF-8. */
  readonly kind?: string;
  /** How the text becomes bytes: as UTF-8, or each character one byte. */
  readonly encoding?: "utf8" | "latin1";
}

/** A record of ISO 2709 with these fields. */
export function record(
  fields: readonly FieldText[],
  { kind = "nam a", encoding = "utf8" }: RecordOptions = {},
): Buffer {
  const data = fields.map((field) => {
    const text = field.slice(4).replaceAll("$", "\u001f");
    return Buffer.from(`${text}\u001e`, encoding);
  });
  let directory = "";
  let start = 0;
  for (const [index, bytes] of data.entries()) {
    directory += (fields[index] ?? "").slice(0, 3) + digits(bytes.length, 4) + digits(start, 5);
    start += bytes.length;
  }
  const base = 24 + directory.length + 1;
  const leader = `${digits(base + start + 1, 5)}${kind}22${digits(base, 5)} a 4500`;
  return Buffer.concat([
    Buffer.from(`${leader}${directory}\u001e`, "latin1"),
    ...data,
    Buffer.from("\u001d"),
  ]);
}

/** A record of MARCXML with these fields. */
export function xmlRecord(fields: readonly FieldText[], prefix = ""): string {
  const element = (name: string, attributes: string, content: string) =>
    `<${prefix}${name}${attributes}>${content}</${prefix}${name}>`;
  const content = fields.map((field) => {
    const tag = field.slice(0, 3);
    if (tag < "010") return element("controlfield", ` tag="${tag}"`, field.slice(4));
    const parts = field
      .slice(7)
      .split("$")
      .map((part) => element("subfield", ` code="${part[0]}"`, part.slice(1)));
    return element("datafield", ` tag="${tag}" ind1="${field[4]}" ind2="${field[5]}"`, parts.join(""));
  });
  return element("record", "", element("leader", "", "00000nam a2200000 a 4500") + content.join("\n"));
}

export function xmlCollection(...records: readonly string[]): string {
  return `<?xml version="1.0"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n${records.join("\n")}\n</collection>`;
}

/** Bytes as a source that gives so many at a time, into the same memory each time. */
export function source(content: Buffer | string, chunk = 65_536) {
  const bytes = Buffer.from(content);
  const memory = Buffer.alloc(chunk);
  let position = 0;
  return {
    name: "catalogue.mrc",
    head: bytes.subarray(0, 65_536),
    read: async () => {
      const length = bytes.copy(memory, 0, position, position + chunk);
      position += length;
      return memory.subarray(0, length);
    },
  };
}

/** All that the batches of a source hold. */
export interface Outcome {
  readonly books: readonly SourceBook[];
  readonly rejected: readonly Rejection[];
  readonly repaired: Readonly<Record<string, number>>;
}

/** Reads a source of these bytes. */
export async function readAll(
  content: Buffer | string,
  format: typeof marc | typeof marcXml = marc,
  chunk?: number,
): Promise<Outcome> {
  return gather(format.read([source(content, chunk)]));
}

export async function gather(batches: ReturnType<Format["read"]>): Promise<Outcome> {
  const books: SourceBook[] = [];
  const rejected: Rejection[] = [];
  const repaired: Record<string, number> = {};
  for await (const batch of batches as AsyncGenerator<Batch>) {
    books.push(...batch.books);
    rejected.push(...batch.rejected);
    for (const [kind, count] of Object.entries(batch.repaired))
      repaired[kind] = (repaired[kind] ?? 0) + count;
  }
  return { books, rejected, repaired };
}

/** The one book of a record with these fields. */
export async function bookOf(fields: readonly FieldText[], options?: RecordOptions): Promise<SourceBook> {
  const { books } = await readAll(record(fields, options));
  const [book] = books;
  if (!book) throw new Error("the record is no book");
  return book;
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, "0");
}
