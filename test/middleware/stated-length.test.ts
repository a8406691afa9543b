import { describe, expect, test } from "vitest";
import { type Application, respond, validator } from "../../src/gateway/index.ts";
import { statedLength } from "../../src/middleware/stated-length.ts";
import {
  answering,
  bytes,
  hello,
  later,
  muchLater,
  sending,
  stating,
  wrong,
} from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";

const between = (application: Application) => validator(statedLength(validator(application)));
const HEAD = { REQUEST_METHOD: "HEAD" };

describe("175: the stated length", () => {
  test.each<[what: string, Application, length: string | undefined]>([
    ["of a body of one chunk", hello, "5"],
    ["of a body of several chunks", sending(() => [bytes("one"), bytes(""), bytes("\xff two")]), "8"],
    ["of an empty body", sending(() => []), "0"],
    ["of a view of a larger buffer", sending(() => [bytes("0123456789").subarray(3, 7)]), "4"],
    ["that the application stated", stating(2, () => [bytes("a"), bytes("b")]), "2"],
  ])("is that %s", async (_, application, length) => {
    const answer = await ask(between(application), "/");
    expect(answer.field("content-length")).toBe(length);
    expect(answer.body.length).toBe(Number(length));
  });

  test.each<[what: string, Application]>([
    ["to a body that is yet to be read", sending(() => later("a"))],
    ["to a body that comes later", sending(() => muchLater("a"))],
    ["to a 204", answering("204 No Content", [], () => [])],
    ["to a 205", answering("205 Reset Content", [], () => [])],
    ["to a 304", answering("304 Not Modified", [], () => [])],
  ])("is not added %s", async (_, application) => {
    expect((await ask(between(application), "/")).field("content-length")).toBeUndefined();
  });

  test("of a response to HEAD is that of the body where there is one, and else not known", async () => {
    expect((await ask(between(hello), "/", HEAD)).field("content-length")).toBe("5");
    expect((await ask(between(sending(() => [])), "/", HEAD)).field("content-length")).toBeUndefined();
  });

  test("is not made of what is no chunk, which the server refuses", async () => {
    const { headers, body } = await respond(statedLength(sending(() => [wrong("text")])), testEnviron());
    expect(headers.some(([name]) => name === "Content-Length")).toBe(false);
    expect(body).toEqual(["text"]);
  });

  test("is found at once where the application answers at once", () => {
    expect(respond(between(hello), testEnviron())).not.toBeInstanceOf(Promise);
  });
});
