import { describe, expect, test } from "vitest";
import { type Application, GatewayError, type HeaderList, validator } from "../../src/gateway/index.ts";
import { SECURITY_FIELDS, securityFields } from "../../src/middleware/security-fields.ts";
import { hello, sending } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";

const between = (application: Application, fields?: HeaderList) =>
  validator(securityFields(fields)(validator(application)));

describe("175: the security fields", () => {
  test("come behind those of the application, and the body stays as it is", async () => {
    const [plain, behind] = [await ask(hello, "/"), await ask(between(hello), "/")];
    expect(behind.status).toBe(plain.status);
    expect(behind.headers).toEqual([...plain.headers, ...SECURITY_FIELDS]);
    expect(behind.body.equals(plain.body)).toBe(true);
  });

  test("stand in an answer without a body, in a promised one and in a streamed one", async () => {
    const applications: Application[] = [
      (_environ, startResponse) => {
        startResponse("304 Not Modified", []);
        return [];
      },
      async (environ, startResponse) => hello(environ, startResponse),
      sending(async function* () {
        yield Buffer.from("one");
        yield Buffer.from("two");
      }),
    ];
    for (const application of applications) {
      const answer = await ask(between(application), "/");
      expect(answer.headers.slice(-SECURITY_FIELDS.length)).toEqual(SECURITY_FIELDS);
    }
  });

  test("stand once in a response that was started anew with an error", async () => {
    const application: Application = (_environ, startResponse) => {
      startResponse("200 OK", [["Content-Type", "text/plain"]]);
      startResponse("500 Internal Server Error", [["Content-Type", "text/plain"]], new Error("odd"));
      return [Buffer.from("sorry")];
    };
    const answer = await ask(between(application), "/");
    expect(answer.status).toBe("500 Internal Server Error");
    expect(answer.headers).toEqual([["Content-Type", "text/plain"], ...SECURITY_FIELDS]);
  });

  test("may be chosen", async () => {
    const answer = await ask(between(hello, [["X-Frame-Options", "DENY"]]), "/");
    expect(answer.field("X-Frame-Options")).toBe("DENY");
    expect(answer.field("Content-Security-Policy")).toBeUndefined();
  });

  test.each<[HeaderList]>([[[["X-Bad", "a\r\nb"]]], [[["Bad name", "a"]]], [[["Connection", "close"]]]])(
    "that may not be sent, %j, are refused at once and not at the first request",
    (fields) => {
      expect(() => securityFields(fields)).toThrow(GatewayError);
    },
  );
});
