import { describe, expect, it } from "vitest";
import {
  type Application,
  after,
  compose,
  discard,
  type Middleware,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import { bytesOf } from "../support/body.ts";
import { testEnviron } from "../support/environ.ts";

const TEXT = ["Content-Type", "text/plain"] as const;

/** Writes its name into a field of the response, behind the names of those further in. */
const named =
  (name: string): Middleware =>
  (application) =>
  (environ, startResponse) =>
    application(environ, (status, headers, error) =>
      startResponse(status, [...headers, ["X-Through", name]], error),
    );

const head: Middleware = (application) => (environ, startResponse) =>
  after(respond(application, environ), ({ status, headers, body }) => {
    startResponse(status, headers);
    return environ.REQUEST_METHOD === "HEAD" ? discard(body) : body;
  });

const applications: [string, Application][] = [
  [
    "an array",
    (_environ, startResponse) => {
      startResponse("200 OK", [TEXT]);
      return [Buffer.from("a"), Buffer.from("b")];
    },
  ],
  [
    "a promised array",
    async (_environ, startResponse) => {
      startResponse("200 OK", [TEXT]);
      return [Buffer.from("ab")];
    },
  ],
  [
    "a generator",
    function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT]);
      yield Buffer.from("a");
      yield Buffer.from("b");
    },
  ],
  [
    "an asynchronous generator",
    async function* (environ, startResponse) {
      await environ["tsgi.input"].read();
      startResponse("200 OK", [TEXT]);
      yield Buffer.from("a");
      yield Buffer.from("b");
    },
  ],
];

describe("compose", () => {
  it("puts the first middleware outermost", async () => {
    const [, application] = applications[0] ?? [];
    const composed = compose(named("outer"), named("inner"))(application as Application);
    const { headers } = await respond(composed, testEnviron());
    expect(headers.map(([, value]) => value)).toEqual(["text/plain", "inner", "outer"]);
  });

  it("of nothing gives the application itself", () => {
    const application: Application = () => [];
    expect(compose()(application)).toBe(application);
  });
});

describe.each(applications)("the validator on both sides of middleware, over %s,", (_, application) => {
  it.each([
    ["one that changes the head", named("a")],
    ["one that asks and answers", head],
    ["both", compose(head, named("a"))],
    ["none", compose()],
  ])("is silent for %s", async (_, middleware) => {
    const watched = compose(validator, middleware, validator)(application);
    const { status, body } = await respond(watched, testEnviron());
    expect(status).toBe("200 OK");
    expect(String(await bytesOf(body))).toBe("ab");
  });

  it("is silent for one that drops the body", async () => {
    const watched = compose(validator, head, validator)(application);
    const { status, body } = await respond(watched, testEnviron({ REQUEST_METHOD: "HEAD" }));
    expect(status).toBe("200 OK");
    expect(String(await bytesOf(body))).toBe("");
  });
});
