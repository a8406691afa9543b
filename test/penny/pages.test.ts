import { describe, expect, test, vi } from "vitest";
import { type Application, mounted } from "../../src/gateway/index.ts";
import { ask } from "../support/ask.ts";
import { standingClock } from "../support/clock.ts";
import { complaint, element, expectPenny, previousSearch, testSite, titles, typed } from "./site.ts";

const site = testSite();

describe("every page", () => {
  const PAGES = [
    ["/"],
    ["/index"],
    ["/searchform"],
    ["/searchresults?author=bronte"],
    ["/searchresults?author=nobody"],
    ["/searchresults?author="],
    ["/nowhere"],
  ] as const;

  test.each(PAGES)("%s is an HTML page in the site's look", async (target) => {
    const answer = await site.ask(target);
    expect(answer.field("Content-Type")).toBe("text/html; charset=utf-8");
    expectPenny(answer);
  });

  test.each(PAGES)("%s has one main heading, a language, a main part and a link to it", async (target) => {
    const { text } = await site.ask(target);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toContain('<html lang="en">');
    expect(text.match(/<main id="main">/g)).toHaveLength(1);
    const [firstLink] = text.match(/<a [^>]*>/) ?? [];
    expect(firstLink).toBe('<a class="skip" href="#main">');
  });

  test.each(PAGES)("%s asks a browser to ask again, so that no cache tells an old time", async (target) => {
    expect((await site.ask(target)).field("Cache-Control")).toMatch(/^private, no-cache$|^no-store$/);
  });

  test.each([
    ["/", "Welcome - Penny.com"],
    ["/index", "Welcome - Penny.com"],
    ["/searchform", "Author Search - Penny.com"],
    ["/searchresults?author=lee", "Author Search Results - Penny.com"],
    ["/searchresults?author=", "Author Search - Penny.com"],
    ["/nowhere", "Page not found - Penny.com"],
  ])("%s has the title %s", async (target, title) => {
    expect(element(await site.ask(target), "title")).toBe(title);
  });
});

describe("the front page", () => {
  test("is the same at / and at /index, and leads to the form", async () => {
    const application = site.fresh();
    const [front, index] = [await ask(application, "/"), await ask(application, "/index")];
    expect(front.status).toBe("200 OK");
    expect(index.status).toBe("200 OK");
    expect(element(front, "main")).toBe(element(index, "main"));
    expect(element(front, "main")).toContain('href="/searchform"');
  });
});

describe("the form", () => {
  test("asks for an author, with a label, and sends the name to the results", async () => {
    const answer = await site.ask("/searchform");
    expect(answer.status).toBe("200 OK");
    expect(element(answer, "h1")).toBe("Author Search");
    expect(element(answer, "label")).toBe("Author name");
    expect(answer.text).toContain('<label for="author">');
    expect(answer.text).toMatch(/<form action="\/searchresults" method="get"[^>]*>/);
    expect(answer.text).toMatch(/<input id="author" name="author"[^>]* required/);
    expect(typed(answer)).toBe("");
    expect(complaint(answer)).toBeUndefined();
  });

  test("says that there was no search before", async () => {
    expect(previousSearch(await site.ask("/searchform"))).toBe("Previous author search: (None)");
  });

  test("says what was searched for before", async () => {
    const answer = await site.ask("/searchform", { HTTP_COOKIE: "prev_author=Charlotte%20Bront%C3%AB" });
    expect(previousSearch(answer)).toBe("Previous author search: Charlotte Brontë");
  });

  test("takes an author from the address, as the start of a search", async () => {
    expect(typed(await site.ask("/searchform?author=Lee"))).toBe("Lee");
  });
});

describe("the results", () => {
  test("name the author and the books", async () => {
    const answer = await site.ask("/searchresults?author=harper+lee");
    expect(answer.status).toBe("200 OK");
    expect(element(answer, "h1")).toBe("Author Search Results");
    expect(element(answer, "h2")).toBe("Books by harper lee:");
    expect(titles(answer)).toEqual(["To Kill a Mockingbird"]);
    expect(element(answer, "ol")).toContain("Harper Lee");
    expect(element(answer, "main")).toContain('href="/searchform"');
  });

  test("say so when there are none", async () => {
    const answer = await site.ask("/searchresults?author=nobody");
    expect(answer.status).toBe("200 OK");
    expect(element(answer, "h2")).toBe("Books by nobody:");
    expect(element(answer, "main")).toContain("<p>(None)</p>");
    expect(answer.text).not.toContain("<ol");
  });
});

describe("the time", () => {
  standingClock();

  test.each([
    [new Date(2024, 1, 29, 0, 0, 0), "Good morning and welcome to Penny.com"],
    [new Date(2024, 1, 29, 11, 59, 59, 999), "Good morning and welcome to Penny.com"],
    [new Date(2024, 1, 29, 12, 0, 0), "Good afternoon and welcome to Penny.com"],
    [new Date(2024, 1, 29, 23, 59, 59), "Good afternoon and welcome to Penny.com"],
  ])("%s begins: %s", async (time, greeting) => {
    vi.setSystemTime(time);
    for (const target of ["/", "/searchform", "/searchresults?author=lee", "/nowhere"]) {
      expect(element(await ask(site.application, target), "header")).toContain(greeting);
    }
  });

  test("stands on each page, for people and for programs", async () => {
    const time = new Date(2024, 1, 29, 14, 5, 7);
    vi.setSystemTime(time);
    for (const target of ["/", "/searchform", "/searchresults?author=lee", "/nowhere"]) {
      const answer = await ask(site.application, target);
      expect(answer.text).toContain(`<time datetime="${time.toISOString()}">`);
      expect(element(answer, "time")).toMatch(/^Thursday, February 29, 2024 at 2:05:07\sPM$/);
    }
  });

  test("goes on from second to second", async () => {
    const seen = [0, 999, 1000].map(async (milliseconds) => {
      vi.setSystemTime(new Date(2024, 1, 29, 14, 5, 7, milliseconds));
      return element(await ask(site.application, "/"), "time");
    });
    const [first, same, next] = await Promise.all(seen);
    expect(same).toBe(first);
    expect(next).toMatch(/2:05:08\sPM$/);
  });
});

describe("under a prefix", () => {
  const under =
    (prefix: string): Application =>
    (environ, startResponse) => {
      const below = mounted(environ, prefix);
      if (!below) throw new Error(`${environ.PATH_INFO} is not below ${prefix}`);
      return site.application(below, startResponse);
    };

  test.each([
    ["/books", "/books"],
    ["/shop/books", "/shop/books"],
    ["/caf%C3%A9", "/caf%C3%A9"],
    ["/a%20b%22%3F%23%25", "/a%20b%22%3F%23%25"],
  ])("%s every link and the form begin with it", async (address, link) => {
    const prefix = decodeURIComponent(address);
    const application = under(Buffer.from(prefix).toString("latin1"));
    const links: string[] = [];
    for (const page of [
      "/",
      "/searchform",
      "/searchresults?author=writer&page=2",
      "/searchresults?author=",
      "/x",
    ]) {
      const answer = await ask(application, address + page);
      for (const [, target = ""] of answer.text.matchAll(/(?:href|action)="([^"]*)"/g)) links.push(target);
    }
    const absolute = links.filter((target) => !/^[#?]/.test(target));
    expect(absolute).toEqual(
      expect.arrayContaining([`${link}/`, `${link}/searchform`, `${link}/searchresults`]),
    );
    expect(absolute.filter((target) => !target.startsWith(`${link}/`))).toEqual([]);
  });

  test("the prefix alone is the front page, and the stylesheet is below it", async () => {
    const application = under("/books");
    expect(element(await ask(application, "/books"), "title")).toBe("Welcome - Penny.com");
    const style = await ask(application, "/books/static/penny.css");
    expect(style.status).toBe("200 OK");
    expect(style.field("Content-Type")).toBe("text/css; charset=utf-8");
  });
});
