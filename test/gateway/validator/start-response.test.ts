import { describe, expect, it } from "vitest";
import { type HeaderList, respond, type StartResponse, validator } from "../../../src/gateway/index.ts";
import { testEnviron } from "../../support/environ.ts";
import { bytes, expectFault, iteratorOf, run, TEXT, untyped } from "./support.ts";

/** Runs an application that gives startResponse these arguments, and no body. */
function started(...args: unknown[]) {
  return run(
    untyped((_environ, startResponse) => {
      startResponse(...args);
      return [];
    }),
  );
}

describe("what startResponse accepts", () => {
  it.each<[string, HeaderList]>([
    ["200 OK", [TEXT]],
    ["404 Not Found", []],
    ["599 Whatever The Site Says", []],
    ["204 No Content", [["ETag", '"a"']]],
    ["304 Not Modified", [["Vary", "Accept"]]],
    [
      "200 OK",
      [
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
      ],
    ],
    ["200 \xc9t\xe9", [["X-Name", "\xe9t\xe9"]]],
    ["200 OK", [["Content-Length", "0"]]],
  ])("%s with %j", async (status, headers) => {
    expect(await started(status, headers)).toBe("");
  });

  it("goes to the server as the application said it", async () => {
    const heard: unknown[] = [];
    const start: StartResponse = (...args) => heard.push(...args.slice(0, 2));
    const headers: HeaderList = [
      ["set-cookie", "a"],
      ["SET-COOKIE", "b"],
    ];
    await validator((_environ, startResponse) => {
      startResponse("200 Fine", headers);
      return [];
    })(testEnviron(), start);
    expect(heard[0]).toBe("200 Fine");
    expect(heard[1]).toBe(headers);
  });
});

describe("what startResponse refuses, for which the application is to blame,", () => {
  it.each([
    ["4.1", ["200 OK", [], undefined, "more"]],
    ["4.2", []],
    ["4.2", [200, []]],
    ["4.2", ["200", []]],
    ["4.2", ["20X OK", []]],
    ["4.2", ["200OK", []]],
    ["4.2", ["200  OK", []]],
    ["4.2", ["100 Continue", []]],
    ["4.2", ["600 Beyond", []]],
    ["4.2", ["200 O\rK", []]],
    ["4.3", ["200 OK"]],
    ["4.3", ["200 OK", { "Content-Type": "text/plain" }]],
    ["4.3", ["200 OK", [["X-Name"]]]],
    ["4.3", ["200 OK", [["X-Name", 1]]]],
    ["4.3", ["200 OK", [["X-Name", undefined]]]],
    ["4.3", ["200 OK", [["X Name", "a"]]]],
    ["4.3", ["200 OK", [["X-Name:", "a"]]]],
    ["4.3", ["200 OK", [["X-Name-", "a"]]]],
    ["4.3", ["200 OK", [["X-Name_", "a"]]]],
    ["4.3", ["200 OK", [["1-Name", "a"]]]],
    ["4.3", ["200 OK", [["Status", "200"]]]],
    ["4.3", ["200 OK", [["X-Name", "a\r\nSet-Cookie: b"]]]],
    ["4.3", ["200 OK", [["X-Name", "a\nb"]]]],
    ["4.3", ["200 OK", [["X-Name", "a\0"]]]],
    ["4.3", ["200 OK", [["X-Name", "あ"]]]],
    ["4.3", ["200 OK", [["Connection", "close"]]]],
    ["4.3", ["200 OK", [["TRANSFER-ENCODING", "chunked"]]]],
    ["4.4", ["204 No Content", [TEXT]]],
    ["4.4", ["304 Not Modified", [["content-type", "text/plain"]]]],
    ["4.4", ["204 No Content", [["Content-Length", "0"]]]],
    ["4.5", ["200 OK", [["Content-Length", "-1"]]]],
    ["4.5", ["200 OK", [["Content-Length", ""]]]],
    [
      "4.5",
      [
        "200 OK",
        [
          ["Content-Length", "0"],
          ["Content-Length", "0"],
        ],
      ],
    ],
  ])("by clause %s: %j", async (clause, args) => {
    const fault = await expectFault("application", clause, () => started(...args));
    expect(fault.message).toContain(`(TSGI ${clause}; a fault of the application, at `);
    expect(fault.message).toContain("start-response.test.ts:");
  });
});

describe("startResponse called again", () => {
  it("is refused without an error, by clause 4.6", async () => {
    const twice = untyped((_environ, startResponse) => {
      startResponse("200 OK", [TEXT]);
      startResponse("200 OK", [TEXT]);
      return [];
    });
    await expectFault("application", "4.6", () => run(twice));
  });

  it("replaces the status and the headers when it brings an error", async () => {
    const response = await respond(
      validator((_environ, startResponse) => {
        startResponse("200 OK", [TEXT, ["Content-Length", "5"]]);
        startResponse("500 Internal Server Error", [["Content-Type", "text/html"]], new Error("failed"));
        return [bytes("sorry!")];
      }),
      testEnviron(),
    );
    expect(response.status).toBe("500 Internal Server Error");
    expect(response.headers).toEqual([["Content-Type", "text/html"]]);
  });

  it("may bring an error the first time", async () => {
    expect(await started("500 Internal Server Error", [], new Error("failed"))).toBe("");
  });

  it("throws its error when the body has begun", async () => {
    const failure = new Error("failed");
    const application = run(function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT]);
      yield bytes("a");
      startResponse("500 Internal Server Error", [TEXT], failure);
    });
    await expect(application).rejects.toBe(failure);
  });

  it("is a fault of a server that does not throw then, by clause 4.7", async () => {
    const iterator = await iteratorOf(function* (_environ, startResponse) {
      startResponse("200 OK", [TEXT]);
      yield bytes("a");
      startResponse("500 Internal Server Error", [TEXT], new Error("failed"));
    });
    iterator.next();
    await expectFault("server", "4.7", () => iterator.next());
  });

  it("throws whatever the server's own startResponse throws", async () => {
    const refusal = new Error("the server refuses");
    const application = iteratorOf(
      (_environ, startResponse) => {
        startResponse("200 OK", []);
        return [];
      },
      () => {
        throw refusal;
      },
    );
    await expect(application).rejects.toBe(refusal);
  });
});
