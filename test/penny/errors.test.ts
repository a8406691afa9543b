import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { liveCatalogue } from "../../src/catalogue/live.ts";
import { validator } from "../../src/gateway/index.ts";
import { createPenny } from "../../src/penny/application.ts";
import { errorPage } from "../../src/penny/error-page.ts";
import { testFolder } from "../catalogue/folder.ts";
import { ask } from "../support/ask.ts";
import { standingClock } from "../support/clock.ts";
import { collectErrors } from "../support/errors.ts";
import { buildBooks } from "./books.ts";
import { element, expectPenny, testSite, titles } from "./site.ts";

const site = testSite();
const folder = testFolder();

describe("404 Not Found", () => {
  test.each([
    ["/nowhere"],
    ["/searchform/"],
    ["/SEARCHFORM"],
    ["/searchresults/x?author=lee"],
    ["//"],
    ["/%3Cscript%3Ealert(1)%3C/script%3E"],
    ["/static"],
    ["/static/"],
    ["/static/nothing.css"],
    ["/static/../application.ts"],
    ["/static/%2e%2e/layout.eta"],
    ["/statics/penny.css"],
    ["/__proto__"],
    ["/constructor"],
  ])("%s", async (target) => {
    const answer = await site.ask(target);
    expect(answer.status).toBe("404 Not Found");
    expectPenny(answer);
    expect(element(answer, "h1")).toBe("Page not found");
    expect(answer.text).not.toMatch(/nowhere|alert|SEARCHFORM|layout|proto|constructor|nothing/);
  });
});

describe("405 Method Not Allowed", () => {
  test.each([
    ["POST", "/"],
    ["PUT", "/searchform"],
    ["DELETE", "/searchresults?author=lee"],
    ["OPTIONS", "/index"],
    ["PATCH", "/"],
    ["get", "/"],
    ["X-HACK", "/searchform"],
    ["POST", "/static/penny.css"],
  ])("%s %s says what is allowed", async (method, target) => {
    const answer = await site.ask(target, { REQUEST_METHOD: method });
    expect(answer.status).toBe("405 Method Not Allowed");
    expect(answer.field("Allow")).toBe("GET, HEAD");
    expect(element(answer, "h1")).toBe("Method not allowed");
    expect(answer.text).not.toContain("HACK");
    expectPenny(answer);
  });
});

describe("400 Bad Request", () => {
  test.each([
    ["/searchresults?author=%zz"],
    ["/searchresults?author=100%"],
    ["/searchresults?author=%f"],
    ["/searchresults?author=%ff"],
    ["/searchresults?author=%C3"],
    ["/searchresults?author=%ED%A0%80"],
    ["/searchresults?author=%C0%AE"],
    ["/searchresults?author=lee&x=%zz"],
    ["/searchresults?%zz=lee"],
    ["/searchresults?author=\xff"],
    ["/searchform?%"],
    ["/?%zz"],
    ["/%ff"],
    ["/searchform%C3"],
    ["/static/%ff.css"],
  ])("%s", async (target) => {
    const answer = await site.ask(target);
    expect(answer.status).toBe("400 Bad Request");
    expectPenny(answer);
    expect(element(answer, "h1")).toBe("Bad request");
    expect(answer.field("Set-Cookie")).toBeUndefined();
    expect(answer.text).not.toMatch(/%zz|\ufffd/);
  });
});

describe("what is typed is never markup", () => {
  const ATTEMPTS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "' onmouseover='alert(1)",
    "</title></h2><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;i&#62;",
    "<%= it.constructor %><%~ it.body %>",
    "#{7*7}{{7*7}}",
    "writer<u>",
  ];
  /** Tags and attributes of the site's own pages, and not one more. */
  const shape = (text: string) =>
    text.replace(/"[^"]*"/g, '""').match(/<\/?[a-z0-9]+(?: [a-z-]+(?:="")?)*>|<!DOCTYPE html>/g);

  /** A page without the search that it suggests, of which only the words and the link are not the site's own. */
  const unsuggested = (text: string) =>
    text.replace(/<p class="suggestion">Did you mean <a href="\?author=[^"<>]*">[^<>]*<\/a>\?<\/p>\n/, "");

  test.each(ATTEMPTS)("%s", async (name) => {
    const author = encodeURIComponent(name);
    for (const target of [
      "/searchresults?author=NAME",
      "/searchresults?author=NAME&page=2",
      "/searchresults?author=NAME&page=0",
      "/searchform?author=NAME",
      "/NAME",
    ]) {
      const hostile = await site.ask(target.replace("NAME", author), {
        HTTP_COOKIE: `prev_author=${author}`,
      });
      const harmless = await site.ask(target.replace("NAME", "zz"), { HTTP_COOKIE: "prev_author=zz" });
      expect(hostile.status).toBe(harmless.status);
      const page = unsuggested(hostile.text);
      expect(shape(page)).toEqual(shape(harmless.text));
      expect(page.split("<").length).toBe(harmless.text.split("<").length);
      expect(hostile.text).not.toMatch(/<(?:script|img|svg|u|b|i)\b|href="javascript:/);
    }
  });

  test("nor is what stands in the catalogue", async () => {
    const answer = await site.ask("/searchresults?author=sons");
    expect(titles(answer)).toEqual(["Text <b>& more</b>"]);
    expect(answer.text).toContain("A_B &quot;Author&quot; AND &lt;i&gt;Sons&lt;/i&gt;");
    expect(answer.text).not.toMatch(/<[bi]>/);
  });
});

describe("500 Internal Server Error", () => {
  test("tells the reader nothing of what broke, and the error stream all", async () => {
    const errors = collectErrors();
    const broken = validator(
      createPenny(() => {
        throw new TypeError("secret: /srv/books.sqlite is odd");
      }),
    );
    const answer = await ask(broken, "/searchresults?author=lee", { "tsgi.errors": errors });
    expect(answer.status).toBe("500 Internal Server Error");
    expectPenny(answer);
    expect(element(answer, "h1")).toBe("Something went wrong");
    expect(answer.text).not.toMatch(/secret|srv|TypeError|lee/);
    expect(answer.field("Set-Cookie")).toBeUndefined();
    expect(errors.text).toMatch(/^TypeError: secret: \/srv\/books\.sqlite is odd\n +at /);
    expect((await ask(broken, "/searchform")).status).toBe("200 OK");
  });
});

describe("503 Service Unavailable", () => {
  standingClock();

  test("is answered while the catalogue cannot be reached, with the time to come back", async () => {
    const errors = collectErrors();
    const closed = validator(
      createPenny((): Catalogue => {
        throw new CatalogueError("the catalogue /srv/books.sqlite is gone");
      }),
    );
    const answer = await ask(closed, "/searchresults?author=lee", { "tsgi.errors": errors });
    expect(answer.status).toBe("503 Service Unavailable");
    expect(answer.field("Retry-After")).toBe("60");
    expectPenny(answer);
    expect(element(answer, "h1")).toBe("Back soon");
    expect(answer.text).not.toMatch(/srv|gone|lee/);
    expect(errors.text).toBe("the catalogue /srv/books.sqlite is gone\n");
    expect((await ask(closed, "/searchresults?author=")).status).toBe("400 Bad Request");
  });

  test("ends when a new catalogue is put in the place of one that was removed, without a restart", async () => {
    const file = join(folder, "live.sqlite");
    await buildBooks(file, [["Old Book", "Harper Lee"]]);
    const catalogue = liveCatalogue(file);
    const application = validator(createPenny(catalogue));
    const search = () => ask(application, "/searchresults?author=lee");
    try {
      expect(titles(await search())).toEqual(["Old Book"]);
      rmSync(file);
      expect(titles(await search())).toEqual(["Old Book"]); // nobody has looked yet
      later();
      expect((await search()).status).toBe("503 Service Unavailable");
      expect((await ask(application, "/searchform")).status).toBe("200 OK");
      await buildBooks(file, [["New Book", "Harper Lee"]]);
      expect(titles(await search())).toEqual(["New Book"]);
      await buildBooks(file, [["Newest Book", "Harper Lee"]]);
      later();
      expect(titles(await search())).toEqual(["Newest Book"]);
    } finally {
      catalogue().close();
    }
  });

  /** Lets more than the second pass in which nobody looks at the file. */
  function later(): void {
    vi.setSystemTime(Date.now() + 1100);
  }
});

describe("the error page", () => {
  test.each([
    ["408 Request Timeout", "Request timed out"],
    ["413 Content Too Large", "Request too large"],
    ["414 URI Too Long", "Address too long"],
    ["416 Range Not Satisfiable", "Range not available"],
    ["431 Request Header Fields Too Large", "Request too large"],
    ["501 Not Implemented", "Not Implemented"],
  ])("of %s needs no environ", (status, heading) => {
    const { body, headers } = errorPage(status);
    const text = Buffer.from(body).toString();
    expectPenny({ text });
    expect(text).toContain(`<h1>${heading}</h1>`);
    expect(text).toContain(`Status ${status.slice(0, 3)}`);
    expect(headers).toContainEqual(["Content-Type", "text/html; charset=utf-8"]);
  });
});
