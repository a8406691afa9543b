import { describe, expect, it } from "vitest";
import { resume, resumeAsync } from "../../src/gateway/body.ts";
import { discard, fileBody, GatewayError, iterate } from "../../src/gateway/index.ts";

const bytes = (...values: number[]) => new Uint8Array(values);

/** A file in memory that counts how often it was closed. */
function openFile(content: string) {
  let rest = Buffer.from(content);
  const state = { closed: 0 };
  return {
    state,
    async read(buffer: Uint8Array, offset: number, length: number) {
      const part = rest.subarray(0, length);
      buffer.set(part, offset);
      rest = rest.subarray(part.length);
      return { bytesRead: part.length };
    },
    async close() {
      state.closed++;
    },
  };
}

describe("iterate", () => {
  it.each(["text", bytes(1), undefined, null, 1, {}])("refuses %s", (body) => {
    expect(() => Reflect.apply(iterate, undefined, [body])).toThrow(GatewayError);
  });

  it("prefers the asynchronous iterator of a body that has both", async () => {
    const both = {
      *[Symbol.iterator]() {
        yield bytes(1);
      },
      async *[Symbol.asyncIterator]() {
        yield bytes(2);
      },
    };
    expect(await iterate(both).next()).toMatchObject({ value: bytes(2) });
  });
});

describe("discard", () => {
  it("gives the empty body at once for an array", () => {
    expect(discard([bytes(1)])).toEqual([]);
  });

  it("lets a body that was not begun close what it holds", async () => {
    const file = openFile("abc");
    expect(await discard(fileBody(file))).toEqual([]);
    expect(file.state.closed).toBe(1);
  });

  it("does without a return() where the body has none", () => {
    expect(
      discard({ [Symbol.iterator]: () => ({ next: () => ({ done: true, value: undefined }) }) }),
    ).toEqual([]);
  });

  it("lets what return() throws come out", () => {
    const failure = new Error("failed");
    const body = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: bytes(1) }),
        return: () => {
          throw failure;
        },
      }),
    };
    expect(() => discard(body)).toThrow(failure);
  });
});

describe("a body whose first chunk was read already", () => {
  function* numbers() {
    yield bytes(1);
    yield bytes(2);
  }

  it("gives it again, and then the rest", () => {
    const rest = numbers();
    const first = rest.next().value ?? bytes();
    expect([...resume(first, rest)]).toEqual([bytes(1), bytes(2)]);
  });

  it("gives it again, and then the rest, asynchronously", async () => {
    async function* later() {
      yield* numbers();
    }
    const rest = later();
    const first = (await rest.next()).value ?? bytes();
    const seen: Uint8Array[] = [];
    for await (const chunk of resumeAsync(first, rest)) seen.push(chunk);
    expect(seen).toEqual([bytes(1), bytes(2)]);
  });

  it("closes the rest when it is left", async () => {
    const closed: string[] = [];
    function* begun() {
      try {
        yield bytes(1);
      } finally {
        closed.push("one");
      }
    }
    async function* begunLater() {
      try {
        yield bytes(1);
      } finally {
        closed.push("other");
      }
    }
    const [one, other] = [begun(), begunLater()];
    for (const _ of resume(one.next().value ?? bytes(), one)) break;
    for await (const _ of resumeAsync((await other.next()).value ?? bytes(), other)) break;
    expect(closed).toEqual(["one", "other"]);
  });
});

describe("the body of a file", () => {
  it("has the bytes of the file, in blocks, and closes it at the end", async () => {
    const file = openFile("hello, world");
    const blocks: string[] = [];
    for await (const block of fileBody(file, 5)) blocks.push(String(block));
    expect(blocks).toEqual(["hello", ", wor", "ld"]);
    expect(file.state.closed).toBe(1);
  });

  it("starts where the file stands", async () => {
    const file = openFile("hello, world");
    await file.read(new Uint8Array(7), 0, 7);
    for await (const block of fileBody(file)) expect(String(block)).toBe("world");
    expect(file.state.closed).toBe(1);
  });

  it("is closed when it cannot be read, and says why", async () => {
    const file = openFile("hello");
    file.read = async () => {
      throw new Error("the disk is gone");
    };
    const read = async () => {
      for await (const _ of fileBody(file));
    };
    await expect(read()).rejects.toThrow("the disk is gone");
    expect(file.state.closed).toBe(1);
  });

  it("is closed once, also when it is left, and left again", async () => {
    const file = openFile("hello");
    const iterator = fileBody(file, 2)[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    await iterator.return?.();
    expect(await iterator.next()).toMatchObject({ done: true });
    expect(file.state.closed).toBe(1);
  });
});
