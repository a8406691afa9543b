import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { validator } from "../../src/gateway/index.ts";
import { SECURITY_FIELDS } from "../../src/middleware/security-fields.ts";
import { createPenny } from "../../src/penny/application.ts";
import { errorPage } from "../../src/penny/error-page.ts";
import { standingClock } from "../support/clock.ts";
import { fieldValue, type RawResponse } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";
import { expectPenny, testSite } from "./site.ts";

failOnUnhandled();

const site = testSite();

const gone = validator(
  createPenny(() => {
    throw new CatalogueError("gone");
  }),
);
const broken = validator(
  createPenny(() => {
    throw new Error("broken");
  }),
);

/** Sends one request, latin-1 text, on a connection of its own. */
async function asked(request: string, application = site.application): Promise<RawResponse> {
  const { send } = await serving(application, { errorPage });
  const client = await send(request);
  const response = await client.response(request.split(" ", 1)[0]);
  if (!response) throw new Error("there is no response");
  return response;
}

const request = (line: string, ...fields: string[]) =>
  [`${line} HTTP/1.1`, "Host: localhost", ...fields, "", ""].join("\r\n");

const fetched = (target: string, ...fields: string[]) => asked(request(`GET ${target}`, ...fields));

const textOf = ({ body }: RawResponse) => Buffer.from(body).toString();

// Else the page of HEAD could be another one than that of GET.
standingClock(new Date(2024, 1, 29, 14, 5, 7));

describe("HEAD has the head of GET and no body", () => {
  test.each([
    ["/"],
    ["/index"],
    ["/searchform"],
    ["/searchresults?author=writer"],
    ["/searchresults?author="],
    ["/searchresults?author=%zz"],
    ["/nowhere"],
    ["/static/penny.css"],
    ["/static/penny.svg"],
    ["/static/nothing"],
  ])("%s", async (target) => {
    const [get, head] = [await fetched(target), await asked(request(`HEAD ${target}`))];
    const withoutDate = ({ fields }: RawResponse) => fields.filter(([name]) => name !== "Date");
    expect(head.status).toBe(get.status);
    expect(withoutDate(head)).toEqual(withoutDate(get));
    expect(fieldValue(head.fields, "content-length")).toBe(String(get.body.length));
    expect(get.body.length).toBeGreaterThan(0);
    expect(head.body).toHaveLength(0);
  });
});

describe("the security fields stand once in every answer:", () => {
  const etag = async () => fieldValue((await fetched("/static/penny.css")).fields, "etag") ?? "";

  test.each<[what: string, status: number, response: () => Promise<RawResponse>]>([
    ["the front page", 200, () => fetched("/")],
    ["the form", 200, () => fetched("/searchform")],
    ["the results", 200, () => fetched("/searchresults?author=lee")],
    ["the form with what was wrong", 400, () => fetched("/searchresults?author=")],
    ["a bad query", 400, () => fetched("/searchresults?author=%zz")],
    ["a bad path", 400, () => fetched("/%zz")],
    ["a path that is not UTF-8", 400, () => fetched("/%ff")],
    ["a bad target", 400, () => fetched("nowhere")],
    ["a bad host", 400, () => asked("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")],
    ["a missing host", 400, () => asked("GET / HTTP/1.1\r\n\r\n")],
    ["what is no HTTP", 400, () => asked("HELLO\r\n\r\n")],
    ["no such page", 404, () => fetched("/nowhere")],
    ["a method", 405, () => asked(request("POST /searchform", "Content-Length: 1").concat("x"))],
    ["a long body", 413, () => asked(request("POST /", "Content-Length: 99999999"))],
    ["a long address", 414, () => fetched(`/searchresults?author=${"a".repeat(9000)}`)],
    ["an expectation", 417, () => fetched("/", "Expect: miracles")],
    ["large fields", 431, () => fetched("/", `Cookie: a=${"b".repeat(20_000)}`)],
    ["a fault", 500, () => asked(request("GET /searchresults?author=lee"), broken)],
    ["no catalogue", 503, () => asked(request("GET /searchresults?author=lee"), gone)],
    ["HEAD", 200, () => asked(request("HEAD /"))],
    ["a static file", 200, () => fetched("/static/penny.css")],
    ["a part of one", 206, () => fetched("/static/penny.css", "Range: bytes=0-9")],
    ["one that is known", 304, async () => fetched("/static/penny.css", `If-None-Match: ${await etag()}`)],
    ["no such file", 404, () => fetched("/static/nothing")],
    ["a method on a file", 405, () => asked(request("PUT /static/penny.css", "Content-Length: 0"))],
    ["a part past the end", 416, () => fetched("/static/penny.css", "Range: bytes=999999-")],
  ])("%s", async (_, status, response) => {
    const answer = await response();
    expect(answer.status).toBe(status);
    for (const [name, value] of SECURITY_FIELDS) {
      expect(fieldValue(answer.fields, name.toLowerCase()), name).toBe(value);
    }
    if (status >= 400) expectPenny({ text: textOf(answer) });
  });

  test("they forbid scripts, frames and other sites' parts, and nothing in a page needs more", async () => {
    const answer = await fetched("/searchresults?author=writer&page=2");
    const policy = fieldValue(answer.fields, "content-security-policy")?.split("; ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ]),
    );
    expect(textOf(answer)).not.toMatch(
      /<script|<style|style="|\son[a-z]+="|(?:href|src|action)="(?:https?:)?\/\//,
    );
  });
});

describe("what the server itself refuses reflects nothing:", () => {
  test.each([
    [request("GET /%zz<script>x</script>")],
    ["GET / HTTP/1.1\r\nHost: <script>x</script>\r\n\r\n"],
    ["<script>x</script>\r\n\r\n"],
  ])("%j", async (text) => {
    const answer = await asked(text);
    expect(answer.status).toBe(400);
    expectPenny({ text: textOf(answer) });
    expect(textOf(answer)).not.toContain("<script>");
  });
});

test("a hostile cookie of 10 KB goes through the server and is as none", async () => {
  const answer = await fetched("/searchform", `Cookie: prev_author=${"<b>".repeat(3400)}`);
  expect(answer.status).toBe(200);
  expect(textOf(answer)).toContain("Previous author search: (None)");
});

test("two requests on one connection are two visitors, as far as cookies go", async () => {
  const { send } = await serving(site.application, { errorPage });
  const client = await send(
    request("GET /searchform", "Cookie: prev_author=Lee") + request("GET /searchform"),
  );
  const pages = [await client.response(), await client.response()].map((page) => page && textOf(page));
  expect(pages[0]).toContain("Previous author search: Lee");
  expect(pages[1]).toContain("Previous author search: (None)");
});
