import { join } from "node:path";
import { eachItsOwn } from "../indexing/duplicates.ts";
import { descendingOrder } from "../indexing/sort.ts";
import { readFully, Spool, writeFully } from "../indexing/spool.ts";

/** Which book each record is of, and which record stands for each book. */
export interface Order {
  /** The records that stand for the books, in the order of the books' ids. */
  readonly records: Spool;
  /** The records that stand for none, for another of their book does. */
  readonly others: Spool;
  /** By record: the id of its book. */
  readonly ids: Uint32Array<SharedArrayBuffer>;
}

/** Gathers the standing of each record, and tells the order of the books. */
export class Standings {
  readonly #folder: string;
  readonly #spool: Spool;
  readonly #records: Spool;
  readonly #others: Spool;
  readonly #float = new Float32Array(1);
  readonly #bits = new Uint32Array(this.#float.buffer);

  /** `folder` is for temporary files. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#spool = new Spool(join(folder, "standings"));
    this.#records = new Spool(join(folder, "records"));
    this.#others = new Spool(join(folder, "others"));
  }

  /** Adds the standing of the next record: a number that is not negative. 24 of its bits count. */
  add(standing: number): void {
    this.#float[0] = standing > 0 ? standing : 0;
    this.#spool.push(this.#bits[0] ?? 0);
  }

  /**
   * The books in their order: those of the largest standing first, and the first among equals. Of records that are one
   * book, as `firsts` says, the best known one stands for all, but none from `old` on while there is another. `firsts` is
   * overwritten.
   *
   * In memory there are the ids alone, for there may be a hundred megabytes of them.
   */
  order(firsts: Uint32Array<SharedArrayBuffer> | undefined, old = Number.POSITIVE_INFINITY): Order {
    const ids = firsts ?? eachItsOwn(this.#spool.length);
    const records = this.#records;
    const others = this.#others;
    for (const some of recordsByStanding(this.#spool, this.#folder)) {
      for (const record of some) {
        // Whatever has its place is marked: the first record of each book, with the place instead of its own number.
        const own = ids[record] ?? 0;
        const first = isPlace(own) ? record : own;
        const known = ids[first] ?? 0;
        if (!isPlace(known)) {
          ids[first] = markedPlace(records.length);
          records.push(record);
        } else if (old < ids.length && record < old && records.at(placeOf(known)) >= old) {
          others.push(records.at(placeOf(known)));
          records.set(placeOf(known), record);
        } else others.push(record);
      }
    }
    for (let record = 0; record < ids.length; record++) {
      const own = ids[record] ?? 0;
      if (!isPlace(own)) ids[record] = ids[own] ?? 0;
    }
    for (let record = 0; record < ids.length; record++) ids[record] = placeOf(ids[record] ?? 0) + 1;
    return { records, others, ids };
  }

  close(): void {
    this.#spool.close();
    this.#records.close();
    this.#others.close();
  }
}

// There are fewer records than this.
const MARK = 0x80000000;

function markedPlace(place: number): number {
  return (place | MARK) >>> 0;
}

function isPlace(number: number): boolean {
  return number >= MARK;
}

function placeOf(marked: number): number {
  return marked & ~MARK;
}

// The upper bits of a standing, by which records are put among their like first.
const CLASS_SHIFT = 20;
const CLASSES = 1 << (32 - CLASS_SHIFT);

// How many numbers are gathered for all classes before they are written, and how many are read at once.
const BUFFERED = 512 * 1024;

/** Records whose standings are nearly the same, and where they lie: pairs of a record and the bits of its standing. */
interface Class {
  count: number;
  least: number;
  most: number;
  /** How many pairs lie before it. */
  begin: number;
}

/**
 * The records in the order of their standings, the largest first and the first among equals, some at a time.
 *
 * Besides what it gives, it holds the largest class whose standings are not all equal.
 */
function* recordsByStanding(standings: Spool, folder: string): Generator<Uint32Array> {
  const classes = classesOf(standings);
  const pairs = new Spool(join(folder, "standings-by-class"));
  try {
    distribute(standings, classes, pairs.descriptor);
    for (const { count, least, most, begin } of classes) {
      const atOnce = least === most ? BUFFERED / 2 : count;
      for (let done = 0; done < count; done += atOnce) {
        const some = new Uint32Array(2 * Math.min(atOnce, count - done));
        readFully(pairs.descriptor, some, (begin + done) * 8);
        yield least === most ? everyOther(some, 0) : inOrder(some);
      }
    }
  } finally {
    pairs.close();
  }
}

function inOrder(pairs: Uint32Array): Uint32Array {
  const records = everyOther(pairs, 0);
  return descendingOrder(new Float32Array(everyOther(pairs, 1).buffer)).map((place) => records[place] ?? 0);
}

function everyOther(pairs: Uint32Array, from: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: pairs.length / 2 }, (_, index) => pairs[2 * index + from] ?? 0);
}

/** The classes that have a record, those of the largest standings first. */
function classesOf(standings: Spool): Class[] {
  const classes: (Class | undefined)[] = Array.from({ length: CLASSES }, () => undefined);
  for (const chunk of standings.chunks()) {
    for (const bits of chunk) {
      const known = classes[bits >>> CLASS_SHIFT];
      if (known) {
        known.count++;
        known.least = Math.min(known.least, bits);
        known.most = Math.max(known.most, bits);
      } else classes[bits >>> CLASS_SHIFT] = { count: 1, least: bits, most: bits, begin: 0 };
    }
  }
  // The bits of a float that is not negative are in the order of its value.
  const found = classes.reverse().filter((one) => one !== undefined);
  let begin = 0;
  for (const one of found) {
    one.begin = begin;
    begin += one.count;
  }
  return found;
}

/** Writes each record, and the bits of its standing, where its class lies. */
function distribute(standings: Spool, classes: readonly Class[], descriptor: number): void {
  const indexOf = new Uint16Array(CLASSES);
  for (const [index, { least }] of classes.entries()) indexOf[least >>> CLASS_SHIFT] = index;
  const room = 2 * Math.floor(BUFFERED / 2 / Math.max(1, classes.length));
  const buffers = classes.map(() => new Uint32Array(room));
  const filled = new Uint32Array(classes.length);
  const written = Float64Array.from(classes, ({ begin }) => begin * 8);
  const flush = (index: number) => {
    const numbers = buffers[index]?.subarray(0, filled[index]) ?? new Uint32Array(0);
    writeFully(descriptor, numbers, written[index] ?? 0);
    written[index] = (written[index] ?? 0) + numbers.byteLength;
    filled[index] = 0;
  };
  let record = 0;
  for (const chunk of standings.chunks()) {
    for (const bits of chunk) {
      const index = indexOf[bits >>> CLASS_SHIFT] ?? 0;
      const count = filled[index] ?? 0;
      const buffer = buffers[index] ?? chunk;
      buffer[count] = record++;
      buffer[count + 1] = bits;
      filled[index] = count + 2;
      if (count + 2 === room) flush(index);
    }
  }
  for (let index = 0; index < classes.length; index++) flush(index);
}
