import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BodyInput, GatewayError } from "../../src/gateway/index.ts";

/** An input whose bytes come in these pieces, as latin-1 text. */
function inputOf(...pieces: string[]): BodyInput {
  const chunks = pieces.map((piece) => Buffer.from(piece, "latin1"));
  return new BodyInput(async () => chunks.shift());
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

/** A text and the pieces that it may arrive in. */
const pieces = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\n", "\xff"), maxLength: 5 }));

describe("the input", () => {
  it("gives the same bytes however they were cut on their way", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (cut) => {
        expect(text(await inputOf(...cut).read())).toBe(cut.join(""));
      }),
    );
  });

  it("gives the same bytes however they are asked for", async () => {
    const wishes = fc.array(
      fc.record({ how: fc.constantFrom("read", "readLine", "loop"), size: fc.integer({ min: 1, max: 9 }) }),
    );
    await fc.assert(
      fc.asyncProperty(pieces, wishes, async (cut, asked) => {
        const input = inputOf(...cut);
        let got = "";
        for (const { how, size } of asked) {
          if (how === "read") got += text(await input.read(size));
          if (how === "readLine") got += text(await input.readLine(size));
          if (how !== "loop") continue;
          for await (const chunk of input) {
            got += text(chunk);
            break;
          }
        }
        expect(got + text(await input.read())).toBe(cut.join(""));
      }),
    );
  });

  it("loses nothing and tears nothing when it is read from several places at once", async () => {
    const chunks = ["one\ntw", "o\nthree", " and the rest"];
    const input = new BodyInput(async () => {
      await null;
      const chunk = chunks.shift();
      return chunk === undefined ? undefined : Buffer.from(chunk);
    });
    const reads = [input.readLine(), input.readLine(), input.read(3), input.read()];
    expect((await Promise.all(reads)).map(text)).toEqual(["one\n", "two\n", "thr", "ee and the rest"]);
  });

  it("is read on by who waits behind a read that failed", async () => {
    let asked = 0;
    const input = new BodyInput(async () => {
      if (++asked === 1) throw new Error("not yet");
      return asked === 2 ? Buffer.from("late") : undefined;
    });
    const [failed, next] = [input.read(), input.readLine()];
    await expect(failed).rejects.toThrow("not yet");
    expect(text(await next)).toBe("late");
  });

  it("gives fewer bytes than asked for only at the end", async () => {
    const input = inputOf("ab", "", "c", "de");
    expect(text(await input.read(4))).toBe("abcd");
    expect(text(await input.read(4))).toBe("e");
    expect(text(await input.read(0))).toBe("");
  });

  it("gives no bytes at the end, again and again, in every way of reading", async () => {
    const input = inputOf("a");
    await input.read();
    for (let again = 2; again > 0; again--) {
      expect(await input.read()).toHaveLength(0);
      expect(await input.read(1)).toHaveLength(0);
      expect(await input.readLine()).toHaveLength(0);
      for await (const chunk of input) throw new Error(`${chunk} came after the end`);
    }
  });

  it("asks its source no more once it has ended", async () => {
    let asked = 0;
    const input = new BodyInput(async () => {
      asked++;
      return undefined;
    });
    await input.read();
    await input.read();
    expect(asked).toBe(1);
  });

  it("reads lines that are cut on their way, longer than the limit, or without an end", async () => {
    const input = inputOf("on", "e\ntwo\n", "\nlonger", " line\nlast");
    const lines: string[] = [];
    for (let line = "-"; line !== ""; lines.push(line)) line = text(await input.readLine(8));
    expect(lines).toEqual(["one\n", "two\n", "\n", "longer l", "ine\n", "last", ""]);
  });

  it("rejects as its source does", async () => {
    const gone = new Error("gone");
    const input = new BodyInput(() => Promise.reject(gone));
    await expect(input.read()).rejects.toBe(gone);
    await expect(input.readLine()).rejects.toBe(gone);
    await expect(input[Symbol.asyncIterator]().next()).rejects.toBe(gone);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses to read %s bytes", async (size) => {
    await expect(inputOf("abc").read(size)).rejects.toThrow(GatewayError);
    await expect(inputOf("abc").readLine(size)).rejects.toThrow(GatewayError);
  });
});
