import type { Buffer } from "node:buffer";
import { CatalogueError } from "../../../errors.ts";
import type { Source } from "../../source.ts";
import type { Batch } from "../../source-book.ts";
import type { Format } from "../format.ts";
import { BatchMaker } from "./batch-maker.ts";
import { excerptOfBytes } from "./excerpt.ts";
import { readRecord } from "./iso-2709.ts";
import { isLikelyLeader, LEADER_LENGTH } from "./leader.ts";
import { FIELD_END, lengthOfBlank, type RawRecord, RecordSplitter } from "./record-splitter.ts";

/** What is read of a source. */
type Bytes = Pick<Source, "name" | "head" | "read">;

/** MARC 21 and UNIMARC in the exchange format of ISO 2709, as libraries give their catalogues to each other. */
export const marc = {
  name: "marc",
  title: "MARC 21 (ISO 2709)",

  recognises(head: Buffer): boolean {
    const start = lengthOfBlank(head);
    return isLikelyLeader(head.toString("latin1", start, start + LEADER_LENGTH)) && head.includes(FIELD_END);
  },

  async *read(sources: readonly Bytes[]): AsyncGenerator<Batch> {
    for (const [index, source] of sources.entries()) yield* readSource(source, index);
  },
} satisfies Format;

async function* readSource(source: Bytes, index: number): AsyncGenerator<Batch> {
  // Of what is not of this format at all one sentence says more than a rejection for each megabyte.
  if (!source.head.includes(FIELD_END)) {
    throw new CatalogueError(
      `the file ${source.name} holds no MARC records in ISO 2709; choose another format with --format`,
    );
  }
  const splitter = new RecordSplitter();
  const maker = new BatchMaker(index);
  let number = 0;
  for (let more = true; more; ) {
    const chunk = await source.read();
    more = chunk.length > 0;
    for (const raw of more ? splitter.push(chunk) : splitter.end()) {
      use(raw, `record ${++number} at byte ${raw.offset}`, maker);
      if (maker.isFull) yield maker.take();
    }
  }
  if (!maker.isEmpty) yield maker.take();
}

function use(raw: RawRecord, place: string, maker: BatchMaker): void {
  if (raw.tooLarge) {
    const detail = "it has more than 1 MiB without an end";
    maker.reject({ place, reason: "too large", detail, fields: excerptOfBytes(raw.bytes) });
    return;
  }
  const read = readRecord(raw.bytes);
  if ("fault" in read) {
    maker.reject({ place, reason: "malformed", detail: read.fault, fields: excerptOfBytes(raw.bytes) });
    return;
  }
  maker.add(read.record, place, raw.stray ? ["stray bytes", ...read.repairs] : read.repairs);
}
