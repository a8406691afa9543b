import { describe, expect, test } from "vitest";
import { type Application, type Body, respond, validator } from "../../src/gateway/index.ts";
import { head } from "../../src/middleware/head.ts";
import {
  answering,
  hello,
  later,
  muchLater,
  noting,
  notingLater,
  sending,
  stating,
} from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";

const between = (application: Application) => validator(head(validator(application)));
const HEAD = { REQUEST_METHOD: "HEAD" };

describe("175: head", () => {
  test("leaves other methods as they are", async () => {
    const answer = await ask(between(hello), "/");
    expect(answer.text).toBe("hello");
    expect(answer.field("content-length")).toBeUndefined();
  });

  test("asks the application for GET, and changes the environ for nobody else", async () => {
    const environ = testEnviron(HEAD);
    let asked = "";
    const application: Application = (inner, startResponse) => {
      asked = inner.REQUEST_METHOD;
      return hello(inner, startResponse);
    };
    await respond(between(application), environ);
    expect(asked).toBe("GET");
    expect(environ.REQUEST_METHOD).toBe("HEAD");
  });

  test.each<[what: string, Application, length: string | undefined]>([
    ["of one chunk", hello, "5"],
    ["without a chunk", sending(() => []), "0"],
    [
      "of several chunks, which a server states no length for",
      sending(() => [...later("a", "b")]),
      undefined,
    ],
    ["that is yet to be read", sending(() => later("a")), undefined],
    ["that comes later", sending(() => muchLater("a")), undefined],
    ["whose length is stated", stating(2, () => later("a", "b")), "2"],
    ["of no kind, in a 204", answering("204 No Content", [], () => []), undefined],
    ["of no kind, in a 304", answering("304 Not Modified", [], () => []), undefined],
  ])("has the head of GET and no body, where that is one %s", async (_, application, length) => {
    const [get, answer] = [await ask(application, "/"), await ask(between(application), "/", HEAD)];
    expect(answer.status).toBe(get.status);
    expect(answer.body.length).toBe(0);
    expect(answer.field("content-length")).toBe(length);
    expect(answer.field("content-type")).toBe(get.field("content-type"));
  });

  test.each<[string, (environ: Parameters<Application>[0]) => Body]>([
    ["a body", (environ) => noting(environ, [Buffer.from("a"), Buffer.from("b")])],
    ["a body that comes later", (environ) => notingLater(environ, [Buffer.from("a"), Buffer.from("b")])],
  ])("closes %s once, and does not read it", async (_, body) => {
    const errors = collectErrors();
    await ask(between(sending(body)), "/", { ...HEAD, "tsgi.errors": errors });
    expect(errors.text).toBe("begun\nclosed\n");
  });

  test("passes on what the application throws", async () => {
    const application = between(() => {
      throw new Error("odd");
    });
    await expect(ask(application, "/", HEAD)).rejects.toThrow("odd");
  });

  test("answers at once where the application does", () => {
    expect(respond(between(hello), testEnviron(HEAD))).not.toBeInstanceOf(Promise);
    expect(respond(between(sending(() => later("a"))), testEnviron(HEAD))).not.toBeInstanceOf(Promise);
  });
});
