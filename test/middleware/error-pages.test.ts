import { describe, expect, test } from "vitest";
import {
  type Application,
  type ErrorPage,
  GatewayError,
  type HeaderList,
  RequestError,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import { errorPages } from "../../src/middleware/error-pages.ts";
import { hello, throwing } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";

const TYPE: HeaderList = [["Content-Type", "text/plain"]];

const page: ErrorPage = (status, environ) => ({
  headers: [...TYPE, ["X-Page", "yes"]],
  body: Buffer.from(`page of ${status} at ${environ?.PATH_INFO}`),
});

/** The application between two validators: what is wrong on either side throws. */
const between = (application: Application) => validator(errorPages(page)(validator(application)));

describe("175: error pages", () => {
  test("leave an answer as it is", async () => {
    const [plain, behind] = [await ask(hello, "/"), await ask(between(hello), "/")];
    expect(behind.status).toBe(plain.status);
    expect(behind.headers).toEqual(plain.headers);
    expect(behind.body.equals(plain.body)).toBe(true);
  });

  test.each<[when: string, Application]>([
    [
      "at once",
      () => {
        throw new RequestError("429 Too Many Requests", "slow down, Mr. X", [["Retry-After", "5"]]);
      },
    ],
    [
      "after a while",
      async () => {
        await null;
        throw new RequestError("429 Too Many Requests", "slow down, Mr. X", [["Retry-After", "5"]]);
      },
    ],
    [
      "when the response was started already",
      (_environ, startResponse) => {
        startResponse("200 OK", [...TYPE, ["X-Old", "1"]]);
        throw new RequestError("429 Too Many Requests", "slow down, Mr. X", [["Retry-After", "5"]]);
      },
    ],
  ])("give a refusal its own status and fields, and report nothing: %s", async (_, application) => {
    const errors = collectErrors();
    const answer = await ask(between(application), "/here", { "tsgi.errors": errors });
    expect(answer.status).toBe("429 Too Many Requests");
    expect(answer.headers).toEqual([...TYPE, ["X-Page", "yes"], ["Retry-After", "5"]]);
    expect(answer.text).toBe("page of 429 Too Many Requests at /here");
    expect(errors.text).toBe("");
  });

  test.each<[what: string, error: unknown, report: RegExp]>([
    ["an error", new TypeError("odd"), /^TypeError: odd\n +at /],
    ["a fault of the interface", new GatewayError("odd"), /^GatewayError: odd\n +at /],
    ["a text", "odd", /^An error that is no Error was thrown: 'odd'\n$/],
    ["null", null, /^An error that is no Error was thrown: null\n$/],
    ["undefined", undefined, /^An error that is no Error was thrown: undefined\n$/],
    ["an object", { odd: true }, /^An error that is no Error was thrown: \{ odd: true \}\n$/],
  ])("make of %s a 500, and report it", async (_, error, report) => {
    for (const application of throwing(error)) {
      const errors = collectErrors();
      const answer = await ask(between(application), "/", { "tsgi.errors": errors });
      expect(answer.status).toBe("500 Internal Server Error");
      expect(answer.headers).toEqual([...TYPE, ["X-Page", "yes"]]);
      expect(answer.text).toBe("page of 500 Internal Server Error at /");
      expect(errors.text).toMatch(report);
    }
  });

  test("leave an error behind the first byte to the server", async () => {
    const application = between((_environ, startResponse) => {
      startResponse("200 OK", TYPE);
      return (function* () {
        yield Buffer.from("one");
        throw new Error("too late");
      })();
    });
    const { status, body } = await respond(application, testEnviron());
    const read = async () => {
      const chunks: string[] = [];
      for await (const chunk of body) chunks.push(Buffer.from(chunk).toString());
      return chunks;
    };
    expect(status).toBe("200 OK");
    await expect(read()).rejects.toThrow("too late");
  });

  test("answer at once where the application fails at once", () => {
    const application = errorPages(page)(() => {
      throw new RequestError("404 Not Found", "gone");
    });
    expect(respond(application, testEnviron())).not.toBeInstanceOf(Promise);
  });
});
