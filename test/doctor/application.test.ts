import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { application, pageOf } from "../../src/doctor/application.ts";
import { cookies, credentials, formatErrand, parseErrand } from "../../src/doctor/errand.ts";
import { parseSeen, type Seen } from "../../src/doctor/seen.ts";
import {
  BodyInput,
  type Environ,
  iterate,
  type Response,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import { type Answer, ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { TOKEN } from "./answers.ts";

const patient = validator(application);
const ASKED = { HTTP_X_DOCTOR: formatErrand({ token: TOKEN, wish: "environ" }) };

async function told(overrides: Partial<Environ>): Promise<Seen> {
  const { text } = await ask(patient, "/", { ...ASKED, ...overrides });
  const seen = parseSeen(text, TOKEN);
  if (!seen) throw new Error(`it told nothing: ${text}`);
  return seen;
}

describe("who asks without the field X-Doctor", () => {
  test.each([
    ["no field", undefined],
    ["an empty one", ""],
    ["no token", "environ"],
    ["a token that is none", "0123 environ"],
    ["a wish that nobody grants", `${TOKEN} secrets`],
    ["two of them", `${TOKEN} environ, ${TOKEN} environ`],
  ])("learns what this is, and nothing of the request: %s", async (_, HTTP_X_DOCTOR) => {
    const secrets = { HTTP_X_DOCTOR, DB_PASSWORD: "hunter2", SERVER_SOFTWARE: "nginx/9.9" };
    const answer = await ask(patient, "/", secrets);
    expect(answer.status).toBe("200 OK");
    expect(answer.text).toContain("npm run doctor -- ADDRESS");
    expect(answer.text).not.toMatch(/hunter2|nginx|REMOTE_ADDR/);
    expect(answer.field("X-Doctor")).toBe("waits");
  });
});

describe("who asks with it", () => {
  test("learns the variables that every gateway has, and the names of others", async () => {
    const seen = await told({
      SCRIPT_NAME: "/shop",
      SERVER_SOFTWARE: "nginx/9.9",
      DB_PASSWORD: "hunter2",
      HTTP_X_API_KEY: "hunter2",
      HTTP_X_DOCTOR_TWICE: "one, two",
      "private.key": "hunter2",
    });
    expect(seen.environ).toMatchObject({
      SCRIPT_NAME: "/shop",
      PATH_INFO: "/",
      SERVER_SOFTWARE: "nginx/9.9",
      HTTP_X_DOCTOR_TWICE: "one, two",
      "tsgi.url_scheme": "http",
    });
    expect(seen.others).toEqual(["DB_PASSWORD", "HTTP_X_API_KEY"]);
    expect(JSON.stringify(seen)).not.toContain("hunter2");
  });

  test("sees Authorization and cookies again that are its own", async () => {
    const [one, two] = cookies(TOKEN);
    const own = { HTTP_AUTHORIZATION: credentials(TOKEN), HTTP_COOKIE: `${one}, ${two}` };
    const { environ, others } = await told(own);
    expect(environ).toMatchObject(own);
    expect(others).toEqual([]);
  });

  test("never sees those of somebody else", async () => {
    const [one] = cookies(TOKEN);
    const { environ, others } = await told({
      HTTP_AUTHORIZATION: "Basic aHVudGVyMg==",
      HTTP_COOKIE: `${one}; session=hunter2`,
    });
    expect(environ).not.toHaveProperty("HTTP_AUTHORIZATION");
    expect(environ).not.toHaveProperty("HTTP_COOKIE");
    expect(others).toEqual(["HTTP_AUTHORIZATION", "HTTP_COOKIE"]);
  });

  test("learns the length of the body and its digest, which has all of it", async () => {
    const body = Buffer.from("all of it");
    const chunks: Uint8Array[] = [body.subarray(0, 3), body.subarray(3)];
    const input = new BodyInput(async () => chunks.shift());
    const seen = await told({ REQUEST_METHOD: "POST", "tsgi.input": input });
    expect(seen.body).toEqual({ length: 9, sha256: createHash("sha256").update(body).digest("hex") });
  });

  test("learns why a body does not come whole", async () => {
    const input = new BodyInput(async () => {
      throw new Error("the line is dead");
    });
    expect((await told({ "tsgi.input": input })).body).toEqual({ failure: "the line is dead" });
  });

  test.each([
    ["FastCGI", { "fastcgi.role": "responder", GATEWAY_INTERFACE: "CGI/1.1" }],
    ["SCGI", { SCGI: "1" }],
    ["CGI", { GATEWAY_INTERFACE: "CGI/1.1" }],
    ["HTTP", {}],
  ])("learns the protocol: %s", async (protocol, environ) => {
    expect((await told(environ)).protocol).toBe(protocol);
  });

  test("is given a page with the status 404", async () => {
    const answer = await ask(patient, "/", { HTTP_X_DOCTOR: formatErrand({ token: TOKEN, wish: "page" }) });
    expect([answer.status, answer.text]).toEqual(["404 Not Found", pageOf(TOKEN)]);
  });

  test("is given a page in two pieces", async () => {
    const environ = testEnviron({ HTTP_X_DOCTOR: formatErrand({ token: TOKEN, wish: "pieces" }) });
    const { body }: Response = await respond(patient, environ);
    const pieces: string[] = [];
    for await (const piece of body) pieces.push(Buffer.from(piece).toString());
    expect(pieces).toEqual(["one\n", "two\n"]);
  });

  test("leaves in the middle of it, and the second piece is not waited for", async () => {
    const controller = new AbortController();
    const environ = testEnviron({
      HTTP_X_DOCTOR: formatErrand({ token: TOKEN, wish: "pieces" }),
      "tsgi.signal": controller.signal,
    });
    const { body } = await respond(application, environ);
    const iterator = iterate(body);
    await iterator.next();
    const next = iterator.next();
    controller.abort();
    await expect(next).rejects.toThrow("aborted");
  });

  test.each(["environ", "page", "pieces"] as const)("is answered for itself alone: %s", async (wish) => {
    const answer: Answer = await ask(patient, "/", { HTTP_X_DOCTOR: formatErrand({ token: TOKEN, wish }) });
    expect(answer.field("X-Doctor")).toBe(TOKEN);
    expect(answer.field("X-Doctor-Method")).toBe("GET");
    expect(answer.field("Cache-Control")).toBe("no-store");
    expect(answer.field("X-Content-Type-Options")).toBe("nosniff");
  });
});

describe("what a patient tells", () => {
  test("is nothing under another token", async () => {
    const { text } = await ask(patient, "/", ASKED);
    expect(parseSeen(text, TOKEN)?.environ).toHaveProperty("PATH_INFO", "/");
    expect(parseSeen(text, TOKEN.replaceAll("0", "1"))).toBeUndefined();
  });

  test.each(["", "It works!", "{}", "null", '{"token":3}', `{"token":"${TOKEN}","seen":{`])(
    "is not %j",
    (text) => {
      expect(parseSeen(text, TOKEN)).toBeUndefined();
    },
  );
});

test("an errand is read as it was written", () => {
  for (const wish of ["environ", "page", "pieces"] as const) {
    expect(parseErrand(formatErrand({ token: TOKEN, wish }))).toEqual({ token: TOKEN, wish });
  }
});
