import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readFully, Spool } from "../../../src/catalogue/indexing/spool.ts";
import { testFolder } from "../folder.ts";

const folder = testFolder();
let files = 0;

function withSpool<T>(act: (spool: Spool) => T, buffered?: number): T {
  const spool = new Spool(join(folder, String(++files)), buffered);
  try {
    return act(spool);
  } finally {
    spool.close();
  }
}

/** All of a spool's numbers. What a chunk gives is overwritten by the next, so it is copied while it is there. */
function read(spool: Spool): number[] {
  const numbers: number[] = [];
  for (const chunk of spool.chunks()) numbers.push(...chunk);
  return numbers;
}

describe("a spool", () => {
  test.each([[0], [1], [11], [12], [13], [24], [100]])("gives %d numbers back in their order", (count) => {
    const numbers = Array.from({ length: count }, (_, index) => (index * 0x9e3779b1) >>> 0);
    withSpool((spool) => {
      for (const number of numbers) spool.push(number);
      expect(spool.length).toBe(count);
      expect(read(spool)).toEqual(numbers);
      expect(read(spool)).toEqual(numbers);
    }, 12);
  });

  test("goes on behind what was read", () => {
    withSpool((spool) => {
      spool.push(1);
      expect(read(spool)).toEqual([1]);
      spool.push(2);
      expect(read(spool)).toEqual([1, 2]);
    }, 6);
  });

  test("cuts neither pairs nor triples", () => {
    withSpool((spool) => {
      for (let number = 0; number < 500_000; number++) spool.push(number);
      let sum = 0;
      for (const chunk of spool.chunks()) {
        expect((chunk[0] ?? 0) % 6).toBe(0);
        sum += chunk.length;
      }
      expect(sum).toBe(500_000);
    });
  });

  test("keeps whole numbers of 32 bits", () => {
    withSpool((spool) => {
      for (const number of [0, 0x7fffffff, 0x80000000, 0xffffffff]) spool.push(number);
      expect(read(spool)).toEqual([0, 0x7fffffff, 0x80000000, 0xffffffff]);
    });
  });

  test("does not write into a file that is there", () => {
    const file = join(folder, "taken");
    writeFileSync(file, "somebody's");
    expect(() => new Spool(file)).toThrow("EEXIST");
  });

  test("a file that has become shorter is an error, and not zeros", () => {
    const file = join(folder, "short");
    writeFileSync(file, Buffer.alloc(10));
    const descriptor = openSync(file, "r");
    expect(() => readFully(descriptor, new Uint32Array(3), 0)).toThrow("shorter than what was written");
    closeSync(descriptor);
  });
});
