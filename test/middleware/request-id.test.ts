import { describe, expect, test } from "vitest";
import { type Application, GatewayError, respond, validator } from "../../src/gateway/index.ts";
import { requestId } from "../../src/middleware/request-id.ts";
import { answering, hello, saying, TEXT } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { expectLazy } from "./laziness.ts";

const between = (application: Application, options?: Parameters<typeof requestId>[0]) =>
  validator(requestId(options)(validator(application)));

const showId = saying((environ) => String(environ["tsgi.request_id"]));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("175: the id of a request", () => {
  test("is a new one where the client sends none, and told to the application and to the client", async () => {
    const [first, second] = [await ask(between(showId), "/"), await ask(between(showId), "/")];
    expect(first.text).toMatch(UUID);
    expect(first.field("x-request-id")).toBe(first.text);
    expect(second.text).not.toBe(first.text);
  });

  test.each(["a", "0f8fad5b-d9cb-469f-a165-70867728950e", "x".repeat(200), '!"#$%&()*+,;<=>[\\]^{|}~'])(
    "is that of the client where it is sane: %s",
    async (id) => {
      const answer = await ask(between(showId), "/", { HTTP_X_REQUEST_ID: id });
      expect(answer.text).toBe(id);
      expect(answer.field("x-request-id")).toBe(id);
    },
  );

  test.each(["", " ", "a b", "x".repeat(201), "a\u0001", "caf\u00e9", "a\u007f"])(
    "is a new one where that of the client is not: %j",
    async (id) => {
      const answer = await ask(between(showId), "/", { HTTP_X_REQUEST_ID: id });
      expect(answer.text).toMatch(UUID);
      expect(answer.field("x-request-id")).toBe(answer.text);
    },
  );

  test("may stand in another field", async () => {
    const application = between(showId, { field: "X-Correlation-Id" });
    const answer = await ask(application, "/", { HTTP_X_CORRELATION_ID: "mine", HTTP_X_REQUEST_ID: "other" });
    expect(answer.text).toBe("mine");
    expect(answer.headers).toEqual([...TEXT, ["X-Correlation-Id", "mine"]]);
  });

  test.each(["", "X Id", "X-Id:", "Connection", "X-Id-"])("stands in no field %j", (field) => {
    expect(() => requestId({ field })).toThrow(GatewayError);
  });

  test("stands once, also where the application sends one of its own or starts anew", async () => {
    const own = between(answering("200 OK", [["x-request-id", "app"], ...TEXT]));
    expect((await ask(own, "/", { HTTP_X_REQUEST_ID: "a" })).field("x-request-id")).toBe("a");
    const anew = between((_environ, startResponse) => {
      startResponse("200 OK", TEXT);
      startResponse("500 Internal Server Error", TEXT, new Error("odd"));
      return [Buffer.from("sorry")];
    });
    expect((await ask(anew, "/", { HTTP_X_REQUEST_ID: "a" })).headers).toEqual([
      ...TEXT,
      ["X-Request-Id", "a"],
    ]);
  });

  test("can be seen by what stands before, once the application was called", async () => {
    const environ = testEnviron({ HTTP_X_REQUEST_ID: "a" });
    await respond(between(hello), environ);
    expect(environ["tsgi.request_id"]).toBe("a");
  });

  test("keeps a body as lazy, and an answer as quick, as it is", () => {
    expectLazy(between);
  });
});
