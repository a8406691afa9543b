import type { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { CatalogueError } from "../../../errors.ts";
import { readWindows1252 } from "../../mend/windows-1252.ts";
import type { Source } from "../../source.ts";
import type { Batch } from "../../source-book.ts";
import type { Format } from "../format.ts";
import { BatchMaker } from "./batch-maker.ts";
import { excerptOf } from "./excerpt.ts";
import { MarcXmlReader } from "./marc-xml.ts";
import { findXmlEncoding } from "./xml-encoding.ts";

/** What is read of a source. */
type Text = Pick<Source, "name" | "head" | "read">;

// The namespaces of MARCXML and of MarcXchange, ISO 25577, which is the same but for that; or one of their elements.
const SIGNS =
  /http:\/\/www\.loc\.gov\/MARC21\/slim|info:lc\/xmlns\/marcxchange|<(?:\w{1,20}:)?(?:leader|controlfield|datafield)[\s>]/;

/** MARC in XML: collections, single records, and what OAI-PMH and SRU wrap around them. */
export const marcXml = {
  name: "marcxml",
  title: "MARCXML",

  recognises(head: Buffer): boolean {
    const text = decoderFor(head)?.(head, false) ?? "";
    return /^\s*</.test(text) && SIGNS.test(text);
  },

  async *read(sources: readonly Text[]): AsyncGenerator<Batch> {
    for (const [index, source] of sources.entries()) yield* readSource(source, index);
  },
} satisfies Format;

async function* readSource(source: Text, index: number): AsyncGenerator<Batch> {
  const decode = decoderFor(source.head);
  if (decode === undefined) {
    throw new CatalogueError(
      `the file ${source.name} says that it is in the encoding ${findXmlEncoding(source.head)}, which is not known; ` +
        "save it as UTF-8 and import that",
    );
  }
  const reader = new MarcXmlReader();
  const maker = new BatchMaker(index);
  let number = 0;
  for (let more = true; more && !reader.gaveUp; ) {
    const chunk = await source.read();
    more = chunk.length > 0;
    const found = reader.push(decode(chunk, more));
    if (!more) found.push(...reader.end());
    for (const { record, line, fault } of found) {
      const place = record === null ? `line ${line}` : `record ${++number} at line ${line}`;
      const fields = record === null ? [] : excerptOf(record);
      if (fault !== null) maker.reject({ place, ...fault, fields });
      else if (record !== null) maker.add(record, place, []);
      if (maker.isFull) yield maker.take();
    }
  }
  // It is no XML, or XML of another kind.
  if (number === 0) {
    throw new CatalogueError(`the file ${source.name} holds no MARCXML; choose another format with --format`);
  }
  if (!maker.isEmpty) yield maker.take();
}

/** What makes text of the bytes that begin with these, and of those that follow; undefined for an unknown encoding. */
function decoderFor(head: Buffer): ((bytes: Buffer, more: boolean) => string) | undefined {
  try {
    const decoder = new TextDecoder(findXmlEncoding(head));
    const decode = (bytes: Buffer, more: boolean) => decoder.decode(bytes, { stream: more });
    if (decoder.encoding !== "windows-1252") return decode;
    return (bytes, more) => readWindows1252(decode(bytes, more)); // some releases of Node read Latin-1 instead
  } catch {
    return undefined;
  }
}
