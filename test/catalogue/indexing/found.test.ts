import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OFTEN } from "../../../src/catalogue/indexing/arrangement.ts";
import { type Found, FoundBits, foundNumbers, numbersOf } from "../../../src/catalogue/indexing/found.ts";
import { giveWords } from "../../../src/catalogue/indexing/ordered-words.ts";
import { writeFully } from "../../../src/catalogue/indexing/spool.ts";
import { WordFileWriter } from "../../../src/catalogue/indexing/word-file.ts";
import { testFolder } from "../folder.ts";

const folder = testFolder();

/** What was found, whichever way it was gathered. */
function told(found: Found) {
  const { books, fields } = found;
  const numbers: number[] = [];
  for (const some of numbersOf(found)) numbers.push(...some);
  return { books, fields, numbers };
}

const number = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 65_500, max: 200_000 })), fc.nat(7))
  .map(([id, fields]) => id * 8 + fields);

test("books are the same gathered as numbers and as bits, whatever the fields, none among them", () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 200 }), (numbers) => {
      const bits = new FoundBits(200_000);
      for (const one of numbers) bits.add(one);
      expect(told(bits)).toEqual(told(foundNumbers(Uint32Array.from(numbers))));
    }),
  );
});

test("a word that is met a million times is given with all of its books, and its beginnings too", async () => {
  const own = join(folder, "often");
  mkdirSync(own);
  const words = new WordFileWriter(join(own, "words"));
  for (const word of [":language:en", "ab", "abc"]) words.add(word);
  const blocks = words.end();
  words.close();
  const pairs: number[] = [];
  for (let id = OFTEN; id >= 1; id--) pairs.push(0, id * 8);
  pairs.push(1, 5 * 8 + 1, 1, 7 * 8 + 1);
  for (let id = OFTEN + 1; id >= 2; id--) pairs.push(2, id * 8 + 2);
  const descriptor = openSync(join(own, "occurrences"), "wx");
  writeFully(descriptor, Uint32Array.from(pairs), 0);
  closeSync(descriptor);
  const meetings = new Uint32Array(new SharedArrayBuffer(12));
  meetings.set([OFTEN, 2, OFTEN]);

  const given = new Map<string, { books: number; fields: number }>();
  const sink = {
    takeWord: (word: string, { books, fields }: Found) => given.set(word, { books, fields }),
    takePrefix: (word: string, { books, fields }: Found) => given.set(`${word}…`, { books, fields }),
  };
  const arrangement = {
    words: join(own, "words"),
    blocks,
    occurrences: join(own, "occurrences"),
    buckets: [
      { from: 0, to: 1, occurrences: OFTEN, begin: 0 },
      { from: 1, to: 2, occurrences: 2, begin: OFTEN },
      { from: 2, to: 3, occurrences: OFTEN, begin: OFTEN + 2 },
    ],
    half: 1,
    meetings,
    shared: new Map([
      ["a", OFTEN + 2],
      ["ab", OFTEN + 2],
    ]),
    last: OFTEN + 1,
  };
  await giveWords(arrangement, 0, sink, async () => {});
  expect([...given]).toEqual([[":language:en", { books: OFTEN, fields: 0 }]]);
  await giveWords(arrangement, 1, sink, async () => {});
  expect(Object.fromEntries(given)).toEqual({
    ":language:en": { books: OFTEN, fields: 0 },
    ab: { books: 2, fields: 1 },
    abc: { books: OFTEN, fields: 2 },
    "a…": { books: OFTEN, fields: 3 },
    "ab…": { books: OFTEN, fields: 3 },
  });
});
