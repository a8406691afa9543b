import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applicationUrl, percentDecoded, requestUrl } from "../../src/gateway/index.ts";
import { testEnviron } from "../support/environ.ts";

describe("the URL of a request", () => {
  it.each([
    [{}, "http://localhost/"],
    [{ QUERY_STRING: "a=1?b" }, "http://localhost/?a=1?b"],
    [{ SCRIPT_NAME: "/site", PATH_INFO: "/a b" }, "http://localhost/site/a%20b"],
    [{ SCRIPT_NAME: "/site", PATH_INFO: "" }, "http://localhost/site"],
    [{ PATH_INFO: "/caf\xc3\xa9" }, "http://localhost/caf%C3%A9"],
    [{ PATH_INFO: "/a;b,c=d" }, "http://localhost/a;b,c=d"],
    [{ PATH_INFO: "/100%?#" }, "http://localhost/100%25%3F%23"],
    [{ PATH_INFO: "//a//b" }, "http://localhost//a//b"],
    [{ HTTP_HOST: "books.example:80" }, "http://books.example/"],
    [{ HTTP_HOST: "books.example:8080" }, "http://books.example:8080/"],
    [{ HTTP_HOST: "books.example:443", "tsgi.url_scheme": "https" as const }, "https://books.example/"],
    [{ HTTP_HOST: "books.example:80", "tsgi.url_scheme": "https" as const }, "https://books.example:80/"],
    [{ HTTP_HOST: undefined, SERVER_NAME: "books.example", SERVER_PORT: "80" }, "http://books.example/"],
    [{ HTTP_HOST: undefined, SERVER_NAME: "::1", SERVER_PORT: "8080" }, "http://[::1]:8080/"],
    [{ HTTP_HOST: undefined, SERVER_NAME: "[::1]", SERVER_PORT: "80" }, "http://[::1]/"],
    [{ HTTP_HOST: "", SERVER_PORT: "81" }, "http://localhost:81/"],
  ])("of %j is %s", (overrides, url) => {
    expect(requestUrl(testEnviron(overrides))).toBe(url);
  });

  it("of the application leaves PATH_INFO and the query out", () => {
    expect(applicationUrl(testEnviron({ PATH_INFO: "/a", QUERY_STRING: "b" }))).toBe("http://localhost/");
    expect(applicationUrl(testEnviron({ SCRIPT_NAME: "/s te", PATH_INFO: "/a" }))).toBe(
      "http://localhost/s%20te",
    );
  });

  it("has a path that decodes to the bytes of PATH_INFO", () => {
    const latin1 = fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(latin1, (text) => {
        const url = requestUrl(testEnviron({ PATH_INFO: `/${text}` }));
        expect(url).toMatch(/^[!-~]*$/);
        expect(percentDecoded(url.slice("http://localhost".length))).toBe(`/${text}`);
      }),
    );
  });
});
