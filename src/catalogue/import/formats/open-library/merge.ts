import type { Row, RunReader } from "./run.ts";

/**
 * The rows of sorted runs, in the order of all, and among equals those of an earlier run first. Each is good until the
 * next.
 */
export function* merge(runs: readonly RunReader[]): Generator<Row, undefined> {
  // A binary heap: no run comes before the one above it.
  const heap: Entry[] = runs
    .map((reader, place) => ({ reader, place }))
    .filter(({ reader }) => reader.next());
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, i);
  for (;;) {
    const first = heap[0];
    if (first === undefined) return;
    yield first.reader;
    if (!first.reader.next()) {
      const last = heap.pop();
      if (last === undefined || last === first) return;
      heap[0] = last;
    }
    sink(heap, 0);
  }
}

interface Entry {
  readonly reader: RunReader;
  readonly place: number;
}

/** Brings the entry at this place of the heap down to where it belongs. */
function sink(heap: Entry[], start: number): void {
  const entry = heap[start];
  if (entry === undefined) return;
  let at = start;
  for (;;) {
    let below = 2 * at + 1;
    let next = heap[below];
    if (next === undefined) break;
    const other = heap[below + 1];
    if (other !== undefined && isBefore(other, next)) {
      below++;
      next = other;
    }
    if (!isBefore(next, entry)) break;
    heap[at] = next;
    at = below;
  }
  heap[at] = entry;
}

function isBefore({ reader: a, place }: Entry, { reader: b, place: otherPlace }: Entry): boolean {
  if (a.major !== b.major) return a.major < b.major;
  return a.minor === b.minor ? place < otherPlace : a.minor < b.minor;
}
