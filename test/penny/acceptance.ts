import { statSync } from "node:fs";

/** A request that any way to serve Penny must answer alike. */
export interface AcceptanceRequest {
  readonly method: string;
  /** From the root on: "/searchform". */
  readonly target: string;
  readonly fields: Readonly<Record<string, string>>;
  /** ASCII. */
  readonly body?: string;
}

const CSS = "/static/penny.css";
const { mtime } = statSync(new URL(`../../views${CSS}`, import.meta.url));

/** Requests for all that Penny shows, and for what it refuses. */
export const REQUESTS: readonly AcceptanceRequest[] = [
  // The pages.
  get("/"),
  get("/index"),
  get("/searchform"),
  get("/searchresults?author=lee"),
  get("/searchresults?author=nobody"),
  get("/searchresults?author=Bront%C3%AB"),
  get("/searchresults?author=saint+exup%c3%a9ry&page=1"),
  get("/searchresults?author=writer&page=2"),
  get("/searchresults?author=%3Cscript%3Ealert(1)%3C/script%3E"),
  get("/searchresults?page=2&author=writer&other=?/;,'!"),
  get("/?author=lee"),

  // The previous author search.
  get("/searchform", { Cookie: "prev_author=Lee%20%C3%A9" }),
  get("/searchform", { Cookie: "other=1; prev_author=Bront%C3%AB; another=2" }),
  get("/searchform", { Cookie: "prev_author=%zz" }),
  get("/searchresults?author=", { Cookie: "prev_author=%3Cb%3E" }),

  // What is no search, and no page.
  get("/searchresults"),
  get("/searchresults?author="),
  get("/searchresults?author=%20"),
  get("/searchresults?author=%ff"),
  get("/searchresults?author=%zz"),
  get("/searchresults?author=lee&page=0"),
  get(`/searchresults?author=${"a".repeat(1000)}`),
  get("/%ff"),
  get("/nowhere"),
  get("/searchform/"),
  get("/SEARCHFORM"),
  get("/searchform%2F"),
  get("/%E3%81%82/nowhere"),
  get("/__proto__"),

  // Files.
  get(CSS),
  get("/static/penny.svg"),
  get(CSS, { Range: "bytes=10-19" }),
  get(CSS, { Range: "bytes=-5" }),
  get(CSS, { Range: "bytes=999999-" }),
  get(CSS, { Range: "bytes=0-4", "If-Range": '"another"' }),
  get(CSS, { "If-None-Match": "*" }),
  get(CSS, { "If-None-Match": '"another"' }),
  get(CSS, { "If-Modified-Since": mtime.toUTCString() }),
  get(CSS, { "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" }),
  get(CSS, { "If-Match": '"another"' }),
  get("/static"),
  get("/static/"),
  get("/static//penny.css"),
  get("/static/nothing.css"),
  get("/static/%2e%2e/layout.eta"),

  // Other methods.
  ...["/", "/searchform", "/searchresults?author=lee", "/nowhere", CSS, "/static/nothing.css"].map((target) =>
    asking("HEAD", target),
  ),
  asking("POST", "/searchform", { "Content-Type": "application/x-www-form-urlencoded" }, "author=lee"),
  asking("PUT", CSS, {}, "body {}"),
  asking("DELETE", "/searchresults?author=lee"),
  asking("OPTIONS", "/searchform"),
];

/** What tells a request from the others. */
export function nameOf({ method, target, fields }: AcceptanceRequest): string {
  const said = Object.entries(fields).map(([name, value]) => `, ${name}: ${value}`);
  return `${method} ${target.slice(0, 60)}${said.join("")}`;
}

/** A page but for the hour in it, which goes on between two requests. */
export function timeless(page: string): string {
  return page.replace(/<time.*?<\/time>|Good \w+/gs, "");
}

function get(target: string, fields: AcceptanceRequest["fields"] = {}): AcceptanceRequest {
  return asking("GET", target, fields);
}

function asking(
  method: string,
  target: string,
  fields: AcceptanceRequest["fields"] = {},
  body?: string,
): AcceptanceRequest {
  return { method, target, fields, ...(body === undefined ? {} : { body }) };
}
