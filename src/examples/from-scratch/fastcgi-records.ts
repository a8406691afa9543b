/** The types of records that a responder meets (FastCGI 1.0 §8). */
export const [BEGIN, END, PARAMS, STDIN, STDOUT, STDERR] = [1, 3, 4, 5, 6, 7] as const;

/** What goes over the connection: a piece of one of the streams of a request (§3.3). */
export interface FastCgiRecord {
  readonly type: number;
  /** The request's number on this connection. */
  readonly id: number;
  readonly content: Buffer;
}

const HEADER = 8;
const LONGEST = 0xffff;

/** The records that chunks hold, however those are cut. */
export async function* recordsIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<FastCgiRecord> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= HEADER) {
      const end = HEADER + bytes.readUInt16BE(4);
      const padded = end + bytes.readUInt8(6);
      if (bytes.length < padded) break;
      yield { type: bytes.readUInt8(1), id: bytes.readUInt16BE(2), content: bytes.subarray(HEADER, end) };
      bytes = bytes.subarray(padded);
    }
  }
}

/** The bytes of a stream's piece as records, one at least: an empty one ends a stream. */
export function recordsOf(type: number, id: number, content: Uint8Array): Buffer {
  const records: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < content.length; start += LONGEST) {
    const part = content.subarray(start, start + LONGEST);
    records.push(
      Buffer.from([1, type, id >> 8, id & 0xff, part.length >> 8, part.length & 0xff, 0, 0]),
      part,
    );
  }
  return Buffer.concat(records);
}

/** The names and values in the stream PARAMS: a length below 128 is one byte, others are four (§3.4). Latin-1 text. */
export function pairsIn(bytes: Buffer): Record<string, string> {
  const pairs: Record<string, string> = {};
  let rest = bytes;
  const take = (size: number) => {
    const taken = rest.subarray(0, size);
    rest = rest.subarray(size);
    return taken;
  };
  const length = () => (rest.readUInt8() < 0x80 ? take(1).readUInt8() : take(4).readUInt32BE() & 0x7fffffff);
  while (rest.length > 0) {
    const lengths = [length(), length()];
    const [name = "", value = ""] = lengths.map((size) => take(size).toString("latin1"));
    pairs[name] = value;
  }
  return pairs;
}
