import { Buffer } from "node:buffer";
import type { Transform } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { brotliDecompressSync, createBrotliDecompress, createGunzip, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Body, discard, GatewayError, iterate } from "../../../src/gateway/index.ts";
import { codedBody } from "../../../src/middleware/compression/coded-body.ts";
import { CODERS } from "../../../src/middleware/compression/coders.ts";
import { bytes, later, muchLater, noting, notingLater, wrong } from "../../conformance/applications.ts";
import { bytesOf } from "../../support/body.ts";
import { testEnviron } from "../../support/environ.ts";
import { collectErrors } from "../../support/errors.ts";
import { deferred, eventually } from "../../support/promises.ts";
import { failOnUnhandled } from "../../support/rejections.ts";

failOnUnhandled();

const DECODERS = {
  br: { whole: brotliDecompressSync, stream: createBrotliDecompress },
  gzip: { whole: gunzipSync, stream: createGunzip },
};

/** A coded body, and the coders that were made for it. */
function coded(body: Body, coding: "br" | "gzip" = "gzip", stated?: number) {
  const coders: Transform[] = [];
  const create = () => {
    const coder = CODERS[coding].stream();
    coders.push(coder);
    return coder;
  };
  return { body: codedBody(body, create, stated), coders };
}

/** Random bytes, always the same, which no coder makes shorter. */
function noise(length: number): Buffer {
  const noise = Buffer.alloc(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise[index] = state >>> 24;
  }
  return noise;
}

describe.each(["br", "gzip"] as const)("a body coded as %s", (coding) => {
  const { whole, stream } = DECODERS[coding];

  test("is the same when it is decoded, however it was cut", async () => {
    const bodies: [Body, string][] = [
      [later("one ", "", "two ", "three"), "one two three"],
      [muchLater("one ", "", "two ", "three"), "one two three"],
      [later(), ""],
      [later("", ""), ""],
      [[bytes("0123456789").subarray(3, 6)], "345"],
    ];
    for (const [body, text] of bodies) {
      expect(whole(await bytesOf(coded(body, coding).body)).toString()).toBe(text);
    }
  });

  test("is whole where it is long and its chunks are, too", async () => {
    const long = noise(1_000_000);
    const chunks = [long, long.subarray(0, 5), Buffer.alloc(1_000_000, "a"), long];
    const { body, coders } = coded(chunks, coding);
    expect(whole(await bytesOf(body)).equals(Buffer.concat(chunks))).toBe(true);
    expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
  });

  test("can be decoded up to each chunk before the next one is asked for", async () => {
    const gates = [deferred(), deferred(), deferred()];
    const chunks = ["first ", "second ", "third"];
    const body = async function* () {
      for (const [index, chunk] of chunks.entries()) {
        await gates[index]?.promise;
        yield bytes(chunk);
      }
    };
    let text = "";
    const decoder = stream();
    decoder.on("data", (chunk: Buffer) => {
      text += chunk;
    });
    const sent = (async () => {
      for await (const chunk of coded(body(), coding).body) decoder.write(chunk);
      decoder.end();
    })();
    for (const [index, gate] of gates.entries()) {
      gate.resolve();
      const soFar = chunks.slice(0, index + 1).join("");
      await eventually(() => text === soFar);
    }
    await sent;
  });
});

describe("a coded body", () => {
  test("asks for a chunk only when what was made of the one before has been taken", async () => {
    let asked = 0;
    const chunk = noise(200_000);
    const body = function* () {
      for (;;) {
        asked++;
        yield chunk;
      }
    };
    const iterator = iterate(coded(body()).body);
    let taken = 0;
    for (const count of [1, 2, 3]) {
      while (taken < count * chunk.length) {
        const { value } = await iterator.next();
        taken += value?.length ?? 0;
        expect(asked).toBeLessThanOrEqual(Math.floor(taken / chunk.length) + 1);
      }
    }
    const before = asked;
    for (let turn = 0; turn < 20; turn++) await nextTurn(); // nobody reads, so nobody asks
    expect(asked).toBe(before);
    await iterator.return?.();
  });

  test.each([
    ["read at once", noting],
    ["read asynchronously", notingLater],
  ])(
    "closes the inner one and its coder once, whenever its reader leaves: one that is %s",
    async (_, inner) => {
      for (const reads of [0, 1, 2]) {
        const errors = collectErrors();
        const environ = testEnviron({ "tsgi.errors": errors });
        const { body, coders } = coded(inner(environ, [bytes("a"), bytes("b"), bytes("c")]));
        const iterator = iterate(body);
        for (let count = 0; count < reads; count++) await iterator.next();
        await iterator.return?.();
        await iterator.return?.();
        expect(errors.text).toBe("begun\nclosed\n");
        expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
        expect(await iterator.next()).toEqual({ done: true, value: undefined });
      }
    },
  );

  test("runs the inner one to its end once, and does not close it then", async () => {
    const errors = collectErrors();
    const { body, coders } = coded(noting(testEnviron({ "tsgi.errors": errors }), [bytes("a")]));
    await bytesOf(body);
    expect(errors.text).toBe("begun\nended\n");
    expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
  });

  test("is closed at once also while it waits for a chunk that never comes", async () => {
    let closed = 0;
    const endless = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: async () => {
          closed++;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const { body, coders } = coded(endless);
    const iterator = iterate(body);
    void iterator.next();
    await nextTurn();
    await iterator.return?.();
    expect(closed).toBe(1);
    expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
  });

  test("takes no more of an inner one that goes on after it was closed", async () => {
    const gate = deferred();
    const late = async function* () {
      await gate.promise;
      yield bytes("more than is stated");
    };
    const iterator = iterate(coded(late(), "gzip", 1).body);
    const waiting = iterator.next();
    const closed = iterator.return?.();
    gate.resolve();
    await closed;
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test("is closed in the middle of a chunk, while its coder works, and ends what waits for it", async () => {
    const { body, coders } = coded([noise(5_000_000)], "br");
    const iterator = iterate(body);
    const waiting = iterator.next();
    await iterator.return?.();
    await waiting;
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
  });

  test("is closed while its coder makes the end of it, and ends what waits for it", async () => {
    const iterator = iterate(coded([]).body);
    const waiting = iterator.next();
    for (let turn = 0; turn < 9; turn++) await null; // the end is with the coder, which answers in a later turn
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test("throws what the inner one throws, which is not closed then", async () => {
    let closed = 0;
    let count = 0;
    const failing = {
      [Symbol.iterator]: () => ({
        next: () => {
          if (++count > 1) throw new Error("odd");
          return { done: false as const, value: bytes("a") };
        },
        return: () => {
          closed++;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const { body, coders } = coded(failing);
    const iterator = iterate(body);
    await iterator.next();
    await expect(iterator.next()).rejects.toThrow("odd");
    await iterator.return?.();
    expect(closed).toBe(0);
    expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
  });

  test.each<[what: string, chunks: Uint8Array[], stated: number | undefined, message: RegExp]>([
    ["what is no chunk", [bytes("a"), wrong("text")], undefined, /must be a Uint8Array, not a string/],
    [
      "more bytes than are stated",
      [bytes("ab"), bytes("cd")],
      3,
      /has 4 bytes, and not its Content-Length, 3/,
    ],
    ["less bytes than are stated", [bytes("ab")], 3, /has 2 bytes, and not its Content-Length, 3/],
  ])("throws a GatewayError for %s", async (_, chunks, stated, message) => {
    const { body, coders } = coded(chunks, "gzip", stated);
    const error = await bytesOf(body).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(GatewayError);
    expect(String(error)).toMatch(message);
    expect(coders.map((coder) => coder.destroyed)).toEqual([true]);
  });

  test("throws what its coder fails with, and closes the inner one", async () => {
    const errors = collectErrors();
    const inner = noting(testEnviron({ "tsgi.errors": errors }), [bytes("a"), bytes("b")]);
    const { body, coders } = coded(inner);
    const iterator = iterate(body);
    await iterator.next();
    coders[0]?.destroy(new Error("out of memory"));
    await nextTurn();
    await expect(iterator.next()).rejects.toThrow("out of memory");
    expect(errors.text).toBe("begun\nclosed\n");
  });

  test("that nobody reads closes the inner one", async () => {
    const errors = collectErrors();
    await discard(coded(noting(testEnviron({ "tsgi.errors": errors }), [bytes("a")])).body);
    expect(errors.text).toBe("begun\nclosed\n");
  });
});
