import { describe, expect, it } from "vitest";
import { type Application, forward, GatewayError, respond } from "../../src/gateway/index.ts";
import { bytesOf } from "../support/body.ts";
import { testEnviron } from "../support/environ.ts";

const TEXT = ["Content-Type", "text/plain"] as const;
const bytes = (text: string) => Buffer.from(text);

/** The response of an application, as a promise whether or not it was one. */
async function answer(application: Application) {
  return respond(application, testEnviron());
}

/** Runs an application whose types are wrong, as JavaScript lets it. */
async function answerOf(application: (environ: unknown, start: (...args: unknown[]) => void) => unknown) {
  return answer((environ, start) => Reflect.apply(application, undefined, [environ, start]));
}

describe("respond", () => {
  it("gives at once what an application answers at once", () => {
    const chunks = [bytes("hello")];
    const response = respond((_environ, startResponse) => {
      startResponse("200 OK", [TEXT]);
      return chunks;
    }, testEnviron());
    expect(response).toEqual({ status: "200 OK", headers: [TEXT], body: chunks });
  });

  it("gives at once what a generator answers, whose head comes with its first chunk", async () => {
    const response = respond(function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT]);
      yield bytes("");
      yield bytes("hel");
      yield bytes("lo");
    }, testEnviron());
    expect(response).not.toBeInstanceOf(Promise);
    const { status, body } = await response;
    expect(status).toBe("200 OK");
    expect(String(await bytesOf(body))).toBe("hello");
  });

  it("waits for what is promised", async () => {
    const { status, body } = await answer(async function* (_environ, startResponse) {
      await null;
      startResponse("200 OK", [TEXT]);
      yield bytes("hel");
      yield bytes("lo");
    });
    expect(status).toBe("200 OK");
    expect(String(await bytesOf(body))).toBe("hello");
  });

  it("asks for no chunk after the first non-empty one", async () => {
    const made: string[] = [];
    await answer(function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT]);
      for (const letter of ["", "a", "b"]) {
        made.push(letter);
        yield bytes(letter);
      }
    });
    expect(made).toEqual(["", "a"]);
  });

  it.each<[string, Application]>([
    [
      "a generator",
      function* (_environ, startResponse) {
        startResponse("204 No Content", []);
        yield bytes("");
      },
    ],
    [
      "an asynchronous generator",
      async function* (_environ, startResponse) {
        startResponse("204 No Content", []);
        yield bytes("");
      },
    ],
  ])("gives an empty body for %s of empty chunks", async (_, application) => {
    expect(await answer(application)).toEqual({ status: "204 No Content", headers: [], body: [] });
  });

  it("gives the head that came with an error, before the body began", async () => {
    const { status, headers } = await answer(function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT, ["X-Old", "1"]]);
      yield bytes("");
      startResponse("500 Internal Server Error", [TEXT], new Error("failed"));
      yield bytes("sorry");
    });
    expect(status).toBe("500 Internal Server Error");
    expect(headers).toEqual([TEXT]);
  });

  it("throws the error that came with a head too late", async () => {
    const failure = new Error("failed");
    const { body } = await answer(function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT]);
      yield bytes("a");
      startResponse("500 Internal Server Error", [TEXT], failure);
    });
    await expect(bytesOf(body)).rejects.toBe(failure);
  });

  it("throws what the application throws", async () => {
    const failure = new Error("failed");
    const throwing = () => {
      throw failure;
    };
    expect(() => respond(throwing, testEnviron())).toThrow(failure);
    await expect(answer(async () => throwing())).rejects.toBe(failure);
  });
});

describe("forward", () => {
  it("tells the server the head, and gives the body", async () => {
    const heads: unknown[] = [];
    const response = { status: "200 OK", headers: [TEXT], body: [bytes("hello")] };
    const body = await forward(response, (...head) => heads.push(head));
    expect(heads).toEqual([["200 OK", [TEXT]]]);
    expect(body).toBe(response.body);
  });

  it("closes the body where the server refuses the head", async () => {
    const closed: string[] = [];
    function* begun() {
      try {
        yield bytes("hello");
      } finally {
        closed.push("one");
      }
    }
    async function* begunLater() {
      try {
        yield bytes("hello");
      } finally {
        closed.push("other");
      }
    }
    const refuse = () => {
      throw new Error("refused");
    };
    const [one, other] = [begun(), begunLater()];
    one.next();
    await other.next();
    for (const body of [one, other]) {
      const forwarded = async () => forward({ status: "200 OK", headers: [TEXT], body }, refuse);
      await expect(forwarded()).rejects.toThrow("refused");
    }
    expect(closed).toEqual(["one", "other"]);
  });
});

describe("respond refuses an application", () => {
  it.each<[string, Parameters<typeof answerOf>[0]]>([
    ["that never starts its response", () => []],
    ["whose body comes before its head", () => new Set([bytes("a")])],
    [
      "that starts its response twice",
      (_environ, start) => {
        start("200 OK", []);
        start("200 OK", []);
        return [];
      },
    ],
    ["with a status that is none", (_environ, start) => start(200, [])],
    ["with headers that are none", (_environ, start) => start("200 OK", {})],
    [
      "that returns a string",
      (_environ, start) => {
        start("200 OK", [TEXT]);
        return "hello";
      },
    ],
  ])("%s", async (_, application) => {
    await expect(answerOf(application)).rejects.toThrow(GatewayError);
  });

  it("whose chunk is a string, and closes its body", async () => {
    let closed = 0;
    const chunks = (start: (...args: unknown[]) => void) => {
      start("200 OK", [TEXT]);
      return ["text"];
    };
    const once = answerOf(function* (_environ, start) {
      try {
        yield* chunks(start);
      } finally {
        closed++;
      }
    });
    await expect(once).rejects.toThrow(GatewayError);
    const later = answerOf(async function* (_environ, start) {
      try {
        yield* chunks(start);
      } finally {
        closed++;
      }
    });
    await expect(later).rejects.toThrow(GatewayError);
    expect(closed).toBe(2);
  });
});
