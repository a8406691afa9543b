import { lowerBound } from "../index/lower-bound.ts";
import { SHELF } from "../index/places.ts";
import { sortNumbers } from "./sort.ts";

/** The books in which something is found, and in which fields: numbers of 8 * id + fields. */
export interface Found {
  readonly books: number;
  /** The bits of all fields in which it is found. */
  readonly fields: number;
  /** How many shelves there may be. */
  readonly shelves: number;
  /** All of the numbers, where they are at hand. */
  readonly all?: Uint32Array;
  /** The numbers of one shelf, in order, no id twice. They may be overwritten by those of the next. */
  shelf(shelf: number): Uint32Array;
}

/** Takes the words of a catalogue in the order of their bytes, and beginnings of words, with where they are found. */
export interface WordSink {
  takeWord(word: string, found: Found): void;
  takePrefix(prefix: string, found: Found): void;
}

/** All numbers of what is found, some at a time. What is given may be overwritten by the next. */
export function* numbersOf(found: Found): Generator<Uint32Array> {
  if (found.all) yield found.all;
  else for (let shelf = 0; shelf < found.shelves; shelf++) yield found.shelf(shelf);
}

/** Puts numbers in order, in place, without those of an id 0, which is none; of one id the fields are put together. */
export function foundNumbers(numbers: Uint32Array): Found {
  sortNumbers(numbers);
  let kept = 0;
  let fields = 0;
  for (const number of numbers) {
    if (number >>> 3 === 0) continue;
    fields |= number & 7;
    const before = kept > 0 ? (numbers[kept - 1] ?? 0) : -1;
    if (kept > 0 && before >>> 3 === number >>> 3) numbers[kept - 1] = (before | number) >>> 0;
    else numbers[kept++] = number;
  }
  const found = numbers.subarray(0, kept);
  const last = found[kept - 1] ?? 0;
  return {
    books: kept,
    fields,
    all: found,
    shelves: kept === 0 ? 0 : Math.floor((last >>> 3) / SHELF) + 1,
    shelf: (shelf) =>
      found.subarray(lowerBound(found, shelf * SHELF * 8), lowerBound(found, (shelf + 1) * SHELF * 8)),
  };
}

const FIELD_COUNT = 3;

/** Gathers what is found in many books: a bit for each book, and one for each field that it is found in. */
export class FoundBits implements Found {
  readonly shelves: number;
  readonly #any: Uint32Array;
  /** By field; undefined while nothing was found in it. */
  readonly #bits: (Uint32Array | undefined)[] = Array.from({ length: FIELD_COUNT }, () => undefined);
  readonly #numbers = new Uint32Array(SHELF);
  #fields = 0;

  /** `last` is the largest id that may come. */
  constructor(last: number) {
    this.shelves = Math.floor(last / SHELF) + 1;
    this.#any = new Uint32Array((this.shelves * SHELF) / 32);
  }

  /** Forgets what was found. The memory is used again: of some tens of millions of books it is ten megabytes. */
  clear(): void {
    this.#any.fill(0);
    for (const bits of this.#bits) bits?.fill(0);
    this.#fields = 0;
  }

  get fields(): number {
    return this.#fields;
  }

  get books(): number {
    let count = 0;
    for (let bits of this.#any) for (; bits !== 0; bits &= bits - 1) count++;
    return count;
  }

  /** Adds a book, 8 * id + fields; one of the id 0 is none. */
  add(number: number): void {
    const id = number >>> 3;
    if (id === 0) return;
    const fields = number & 7;
    this.#any[id >>> 5] = (this.#any[id >>> 5] ?? 0) | (1 << (id & 31));
    if (fields === 0) return;
    this.#fields |= fields;
    for (let field = 0; field < FIELD_COUNT; field++) {
      if (((fields >> field) & 1) === 0) continue;
      let bits = this.#bits[field];
      if (bits === undefined) {
        bits = new Uint32Array(this.#any.length);
        this.#bits[field] = bits;
      }
      bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
    }
  }

  shelf(shelf: number): Uint32Array {
    const [title, author, subject] = this.#bits;
    const numbers = this.#numbers;
    let count = 0;
    const from = (shelf * SHELF) / 32;
    for (let word = from; word < from + SHELF / 32; word++) {
      const inTitle = title?.[word] ?? 0;
      const inAuthor = author?.[word] ?? 0;
      const inSubject = subject?.[word] ?? 0;
      for (let rest = this.#any[word] ?? 0; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const fields =
          ((inTitle >>> bit) & 1) | (((inAuthor >>> bit) & 1) << 1) | (((inSubject >>> bit) & 1) << 2);
        numbers[count++] = ((word * 32 + bit) * 8 + fields) >>> 0;
      }
    }
    return numbers.subarray(0, count);
  }
}
