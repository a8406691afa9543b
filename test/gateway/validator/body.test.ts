import { describe, expect, it } from "vitest";
import {
  type Application,
  type Body,
  fileBody,
  type HeaderList,
  validator,
} from "../../../src/gateway/index.ts";
import { testEnviron } from "../../support/environ.ts";
import { bytes, expectFault, faultOf, iteratorOf, run, TEXT, textOf, untyped } from "./support.ts";

/** An application that answers with this body. */
function answering(body: unknown, headers: HeaderList = [TEXT], status = "200 OK"): Application {
  return untyped(function answer(_environ, startResponse) {
    startResponse(status, headers);
    return body;
  });
}

/** The three kinds of body that give these chunks. */
function kinds(...chunks: unknown[]): [string, unknown][] {
  return [
    ["an array", chunks],
    ["an iterable", new Set(chunks)],
    [
      "an asynchronous iterable",
      {
        async *[Symbol.asyncIterator]() {
          yield* chunks;
        },
      },
    ],
  ];
}

describe("what is no body, by clause 5.1", () => {
  it.each([
    ["a string", "hello"],
    ["bare bytes", bytes("hello")],
    ["nothing", undefined],
    ["null", null],
    ["an object", {}],
    [
      "an iterator that gives promises",
      { [Symbol.iterator]: () => ({ next: async () => ({ done: true }) }) },
    ],
    ["an iterator that gives no results", { [Symbol.iterator]: () => ({ next: () => undefined }) }],
  ])("is %s", async (_, body) => {
    const fault = await expectFault("application", "5.1", () => run(answering(body)));
    expect(fault.message).toContain("body.test.ts:");
  });
});

describe("a body", () => {
  it.each(kinds(bytes("hel"), bytes(""), Buffer.from("lo")))("may be %s of bytes", async (_, body) => {
    expect(await run(answering(body, [TEXT, ["Content-Length", "5"]]))).toBe("hello");
  });

  it.each(kinds("hello"))("is refused when it is %s of strings, by clause 5.8", async (_, body) => {
    const fault = await expectFault("application", "5.8", () => run(answering(body)));
    expect(fault.message).toContain("encode it");
    expect(fault.message).toContain("at answer");
    expect(fault.message).toContain("body.test.ts:");
  });

  it.each(kinds(bytes("hello")))(
    "is refused when it is %s and has no Content-Type, by 5.10",
    async (_, body) => {
      await expectFault("application", "5.10", () => run(answering(body, [])));
    },
  );

  it.each(kinds(bytes("hel"), bytes("lo")))("is refused when %s is too long, by 5.11", async (_, body) => {
    const headers: HeaderList = [TEXT, ["Content-Length", "4"]];
    await expectFault("application", "5.11", () => run(answering(body, headers)));
  });

  it.each(kinds(bytes("hel"), bytes("lo")))("is refused when %s is too short, by 5.11", async (_, body) => {
    const headers: HeaderList = [TEXT, ["Content-Length", "6"]];
    await expectFault("application", "5.11", () => run(answering(body, headers)));
  });

  it.each(kinds(bytes("hello")))("is refused when %s comes before startResponse, by 5.7", async (_, body) => {
    const fault = await expectFault("application", "5.7", () => run(untyped(() => body)));
    expect(fault.message).toMatch(/in the application |at /);
  });
});

describe("a response without a body", () => {
  it.each(kinds())("may be %s without chunks and without a Content-Type", async (_, body) => {
    expect(await run(answering(body, []))).toBe("");
    expect(await run(answering(body, [], "204 No Content"))).toBe("");
  });

  it.each(kinds(bytes("x")))("is refused when 304 has %s with a chunk, by clause 5.9", async (_, body) => {
    await expectFault("application", "5.9", () => run(answering(body, [], "304 Not Modified")));
  });

  it.each(kinds())(
    "is refused when startResponse was never called before the end of %s, by 5.7",
    async (_, body) => {
      await expectFault("application", "5.7", () => run(untyped(() => body)));
    },
  );

  it("may keep the Content-Length of GET in the answer to HEAD", async () => {
    const head = testEnviron({ REQUEST_METHOD: "HEAD" });
    expect(await run(answering([], [TEXT, ["Content-Length", "5"]]), head)).toBe("");
  });

  it("names the application where it never started its response", async () => {
    function forgetful(): Body {
      return new Set([bytes("x")]);
    }
    expect((await faultOf(() => run(forgetful))).message).toContain("in the application forgetful");
  });
});

describe("a body that breaks a rule", () => {
  it("is closed, since the server takes it for ended", async () => {
    let closed = 0;
    const body = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: "text" }),
        return: () => {
          closed++;
          return { done: true, value: undefined };
        },
      }),
    };
    await expectFault("application", "5.8", () => run(answering(body)));
    expect(closed).toBe(1);
  });

  it("is closed when it is asynchronous", async () => {
    let closed = false;
    async function* body() {
      try {
        yield "text";
      } finally {
        closed = true;
      }
    }
    await expectFault("application", "5.8", () => run(answering(body())));
    expect(closed).toBe(true);
  });
});

const letters: Application = function* (_environ, startResponse) {
  startResponse("200 OK", [TEXT]);
  yield bytes("a");
  yield bytes("b");
};

const lettersLater: Application = async function* (_environ, startResponse) {
  startResponse("200 OK", [TEXT]);
  yield bytes("a");
  yield bytes("b");
};

describe.each([
  ["a generator", letters],
  ["an asynchronous generator", lettersLater],
])("a server that reads %s wrongly is told when", (_, application) => {
  it("it iterates the body twice", async () => {
    const body = await validator(application)(testEnviron(), () => {});
    expect(await textOf(body)).toBe("ab");
    await expectFault("server", "5.2", () => textOf(body));
  });

  it("it asks again after the end", async () => {
    const iterator = await iteratorOf(application);
    for (let left = 3; left > 0; left--) await iterator.next();
    await expectFault("server", "5.4", () => iterator.next());
  });

  it("it asks again after return()", async () => {
    const iterator = await iteratorOf(application);
    await iterator.next();
    await iterator.return?.();
    await expectFault("server", "5.4", () => iterator.next());
  });

  it("it calls return() twice", async () => {
    const iterator = await iteratorOf(application);
    await iterator.return?.();
    await expectFault("server", "5.5", () => iterator.return?.());
  });

  it("it asks again after the body threw", async () => {
    const failure = new Error("failed");
    const iterator = await iteratorOf(application, () => {
      throw failure;
    });
    await expect((async () => iterator.next())()).rejects.toBe(failure);
    await expectFault("server", "5.4", () => iterator.next());
  });
});

describe("an asynchronous body", () => {
  it("must not be asked for two chunks at once, by clause 5.3", async () => {
    const iterator = await iteratorOf(lettersLater);
    const first = iterator.next();
    await expectFault("server", "5.3", () => iterator.next());
    expect(await first).toMatchObject({ done: false });
  });

  it("may be closed while a chunk is on its way, as when the client leaves", async () => {
    let deliver = (_: IteratorResult<Uint8Array>) => {};
    let closed = false;
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((resolve) => (deliver = resolve)),
        return: async () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const iterator = await iteratorOf(answering(body));
    const pending = iterator.next();
    await iterator.return?.();
    deliver({ done: false, value: bytes("late") });
    expect(closed).toBe(true);
    expect(await pending).toMatchObject({ done: false });
  });
});

describe("what is right passes the validator unchanged:", () => {
  it("an array stays that array", async () => {
    const chunks = [bytes("a"), bytes("b")];
    expect(validator(answering(chunks))(testEnviron(), () => {})).toBe(chunks);
  });

  it("an answer that is there at once is not promised", () => {
    const body = validator(letters)(testEnviron(), () => {});
    expect(body).not.toBeInstanceOf(Promise);
    expect(Symbol.iterator in body).toBe(true);
  });

  it("a promised answer is promised", async () => {
    const chunks = [bytes("a")];
    const answer = validator(answering(Promise.resolve(chunks)))(testEnviron(), () => {});
    expect(answer).toBeInstanceOf(Promise);
    expect(await answer).toBe(chunks);
  });

  it("an asynchronous body stays asynchronous", async () => {
    const body = await validator(lettersLater)(testEnviron(), () => {});
    expect(Symbol.asyncIterator in body).toBe(true);
    expect(await run(lettersLater)).toBe("ab");
  });

  it("a chunk is made when the server asks for it, and not before", async () => {
    const made: string[] = [];
    const iterator = await iteratorOf(function* (_environ, startResponse) {
      made.push("head");
      startResponse("200 OK", [TEXT]);
      for (const letter of ["a", "b"]) {
        made.push(letter);
        yield bytes(letter);
      }
    });
    expect(made).toEqual([]);
    iterator.next();
    expect(made).toEqual(["head", "a"]);
  });

  it("a chunk stays that chunk", async () => {
    const chunk = bytes("a");
    const iterator = await iteratorOf(answering(new Set([chunk])));
    expect(await iterator.next()).toEqual({ done: false, value: chunk });
  });

  it("what the application throws is what comes out", async () => {
    const failure = new Error("failed");
    const throwing: Application = () => {
      throw failure;
    };
    expect(() => validator(throwing)(testEnviron(), () => {})).toThrow(failure);
    await expect(run(async () => throwing(testEnviron(), () => {}))).rejects.toBe(failure);
  });

  it("a file is closed when no chunk of it was asked for", async () => {
    let closed = 0;
    const file = {
      read: async () => ({ bytesRead: 0 }),
      close: async () => {
        closed++;
      },
    };
    const iterator = await iteratorOf(answering(fileBody(file)));
    await iterator.return?.();
    expect(closed).toBe(1);
  });
});
