import { Buffer } from "node:buffer";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type ErrorPage,
  errorResponse,
  isDebugging,
  plainErrorPage,
  RequestError,
} from "../../src/gateway/index.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const error = new Error('a <b> & "c"');
const page = (type: string, text: string): ErrorPage => {
  return () => ({
    headers: [
      ["Content-Type", type],
      ["Content-Length", String(text.length)],
    ],
    body: Buffer.from(text),
  });
};

/** The fields and the text of the answer to an error. */
function answered(thrown: unknown, errorPage: ErrorPage) {
  const { status, headers, body } = errorResponse(thrown, errorPage);
  return { status, headers, text: Buffer.concat([...(body as Iterable<Uint8Array>)]).toString() };
}

describe("97: the page of a fault", () => {
  test.each([undefined, "", "0"])("tells nothing of it while PENNY_DEBUG is %j", (value) => {
    vi.stubEnv("PENNY_DEBUG", value);
    expect(isDebugging()).toBe(false);
    expect(answered(error, plainErrorPage).text).toBe("500 Internal Server Error\n");
    expect(answered(error, page("text/html", "<p>Sorry")).text).toBe("<p>Sorry");
  });

  describe("with PENNY_DEBUG", () => {
    const debugging = (thrown: unknown, errorPage: ErrorPage) => {
      vi.stubEnv("PENNY_DEBUG", "1");
      return answered(thrown, errorPage);
    };

    test("has the stack behind it where it is plain text", () => {
      const { status, headers, text } = debugging(error, page("text/plain", "Sorry\n"));
      expect(status).toBe("500 Internal Server Error");
      expect(headers).toEqual([["Content-Type", "text/plain"]]);
      expect(text).toMatch(/^Sorry\n\nError: a <b> & "c"\n +at /);
    });

    test.each([
      [
        "<html><body><main>Sorry</main></body></html>",
        /^<html><body><main>Sorry<pre>[^<]*<\/pre>\n<\/main><\/body><\/html>$/,
      ],
      ["<BODY>Sorry</BODY>", /^<BODY>Sorry<pre>[^<]*<\/pre>\n<\/BODY>$/],
      ["<p>Sorry", /^<p>Sorry<pre>[^<]*<\/pre>\n$/],
    ])("has it where it shows, escaped, in the HTML %j", (html, expected) => {
      const { text } = debugging(error, page("text/html; charset=utf-8", html));
      expect(text).toMatch(expected);
      expect(text).toContain("Error: a &#60;b&#62; &#38; &#34;c&#34;\n    at ");
    });

    test("is left alone where it is neither", () => {
      const { headers, text } = debugging(error, page("application/json", "{}"));
      expect([headers.length, text]).toEqual([2, "{}"]);
    });

    test("tells of a refusal as little as ever", () => {
      const refusal = new RequestError("404 Not Found", "a secret");
      expect(debugging(refusal, plainErrorPage).text).toBe("404 Not Found\n");
    });

    test("tells why another server has no answer", () => {
      const refusal = new RequestError("502 Bad Gateway", "nobody listens there");
      expect(debugging(refusal, plainErrorPage).text).toMatch(
        /^502 Bad Gateway\n\nRequestError: nobody listens there\n/,
      );
    });
  });
});
