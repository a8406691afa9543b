import type { Buffer } from "node:buffer";
import { readNumber } from "./leader.ts";
import { FIELD_END } from "./record-splitter.ts";

// Of an entry: the tag has 3 characters, the field's length 4, its start 5 (MARC 21 Specifications, Directory).
const ENTRY_LENGTH = 12;

/** A field's place among the fields of a record. */
export interface Placed {
  readonly tag: string;
  /** Which of the record's fields it is, in the order of their bytes, counted from 0. */
  readonly place: number;
}

/** What a directory says of the fields behind it. */
export interface Directory {
  readonly placed: readonly Placed[];
  /** False when it was wrong, and the ends of the fields told where they are. */
  readonly exact: boolean;
}

interface Entry {
  readonly tag: string;
  readonly length: number;
  readonly start: number;
}

/**
 * Finds the fields that a directory names. Where its numbers are wrong, as in a record that was put into another encoding
 * without counting again, its tags are given to the fields in their order. Null when neither can be right.
 *
 * @param directory the bytes between the leader and the end of the directory
 * @param starts where each field begins, and where one would begin behind the last, from the first field's first byte
 */
export function readDirectory(directory: Buffer, starts: readonly number[]): Directory | null {
  const entries = readEntries(directory.toString("latin1"));
  const places = placesOf(entries, starts);
  const found = !places.includes(undefined) && new Set(places).size === places.length;
  const placed = entries.map(({ tag }, index) => ({ tag, place: places[index] ?? 0 }));
  const lengthOf = (place: number) => (starts[place + 1] ?? 0) - (starts[place] ?? 0);
  if (found && placed.every(({ place }, index) => lengthOf(place) === entries[index]?.length)) {
    return { placed, exact: directory.length % ENTRY_LENGTH === 0 };
  }
  if (entries.length !== starts.length - 1) return found ? { placed, exact: false } : null;
  // Nearly always the entries are in the order of the fields. In whichever order more lengths are right, that is it.
  const byStart = entries.toSorted((a, b) => a.start - b.start);
  const right = (order: readonly Entry[]) =>
    order.filter(({ length }, place) => length === lengthOf(place)).length;
  const order = right(byStart) > right(entries) ? byStart : entries;
  return { placed: order.map(({ tag }, place) => ({ tag, place })), exact: false };
}

/** Which field begins where each entry says; undefined where none does. */
function placesOf(entries: readonly Entry[], starts: readonly number[]): (number | undefined)[] {
  // In order, which needs no looking up.
  if (entries.every(({ start }, index) => starts[index] === start)) {
    return entries.map((_, index) => (index < starts.length - 1 ? index : undefined));
  }
  const places = new Map(starts.slice(0, -1).map((start, place) => [start, place]));
  return entries.map(({ start }) => places.get(start));
}

function readEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_LENGTH <= text.length; at += ENTRY_LENGTH) {
    entries.push({
      tag: text.slice(at, at + 3),
      length: readNumber(text.slice(at + 3, at + 7)),
      start: readNumber(text.slice(at + 7, at + 12)),
    });
  }
  return entries;
}

/** Where each field begins, and where one would begin behind the last, in the bytes behind the directory. */
export function startsOfFields(bytes: Buffer): number[] {
  const starts = [0];
  for (let end = bytes.indexOf(FIELD_END); end !== -1; end = bytes.indexOf(FIELD_END, end + 1))
    starts.push(end + 1);
  return starts;
}
