import { describe, expect, test } from "vitest";
import { expectPenny, previousSearch, testSite } from "./site.ts";

const site = testSite();

const NONE = "Previous author search: (None)";

describe("a search is remembered in a cookie", () => {
  test.each([
    ["author=harper+lee", "prev_author=harper%20lee"],
    ["author=%20Lee%20", "prev_author=Lee"],
    ["author=Bront%C3%AB", "prev_author=Bront%C3%AB"],
    ["author=a%3B%20b%2C%22c%22%3D", "prev_author=a%3B%20b%2C%22c%22%3D"],
    ["author=lee%0D%0ASet-Cookie%3A+x%3D1", "prev_author=lee%20Set-Cookie%3A%20x%3D1"],
    ["author=nobody+has+this+name", "prev_author=nobody%20has%20this%20name"],
    ["author=writer&page=2", "prev_author=writer"],
  ])("%s gives %s", async (query, pair) => {
    const answer = await site.ask(`/searchresults?${query}`);
    expect(answer.status).toBe("200 OK");
    expect(answer.field("Set-Cookie")).toBe(`${pair}; Path=/; HttpOnly; SameSite=Lax`);
  });

  test("which is Secure where the page came by https, and only there", async () => {
    const attributes = async (scheme: "http" | "https") => {
      const answer = await site.ask("/searchresults?author=lee", { "tsgi.url_scheme": scheme });
      return answer.field("Set-Cookie")?.split("; ");
    };
    expect(await attributes("https")).toContain("Secure");
    expect(await attributes("http")).not.toContain("Secure");
  });

  test("that only a search sets", async () => {
    for (const target of [
      "/",
      "/index",
      "/searchform?author=lee",
      "/static/penny.css",
      "/nowhere?author=lee",
    ]) {
      expect((await site.ask(target)).field("Set-Cookie"), target).toBeUndefined();
    }
  });

  test("and comes back as it was typed", async () => {
    for (const name of ["Harper Lee", "Brontë", "a; b, \"c\"='d'", "100% <i>&amp;</i>", "𝒜 王"]) {
      const answer = await site.ask(`/searchresults?author=${encodeURIComponent(name)}`);
      const [cookie = ""] = answer.field("Set-Cookie")?.split(";") ?? [];
      const form = await site.ask("/searchform", { HTTP_COOKIE: `other=1; ${cookie}; another="2"` });
      expect(previousSearch(form)).toBe(`Previous author search: ${name}`);
    }
  });
});

describe("a broken or hostile cookie is as none:", () => {
  test.each([
    [""],
    ["prev_author"],
    ["prev_author="],
    ["prev_author=%zz"],
    ["prev_author=%"],
    ["prev_author=100%"],
    ["prev_author=%ff%fe"],
    ["prev_author=%C3"],
    ["prev_author=\xff\xfe"],
    ["prev_author=%ED%A0%80"], // half of a surrogate pair
    ["prev_author=%00%01%1F"],
    ["prev_author=%20%20"],
    ["prev_author=!!!"],
    [`prev_author=${"a".repeat(10 * 1024)}`],
    [`prev_author=${"%C3%AB".repeat(201)}`],
    ["xprev_author=Lee"],
    ["prev_author_x=Lee"],
    ["Prev_Author=Lee"],
    ["__proto__=Lee; constructor=Lee"],
    ["__proto__=prev_author; toString"],
    [";;;=;= ;"],
  ])("%s", async (cookie) => {
    for (const target of ["/searchform", "/searchresults?author="]) {
      const answer = await site.ask(target, { HTTP_COOKIE: cookie });
      expect(answer.status).toBe(target === "/searchform" ? "200 OK" : "400 Bad Request");
      expect(previousSearch(answer)).toBe(NONE);
    }
  });
});

describe("a hostile cookie is shown as text:", () => {
  test.each([
    ["prev_author=<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["prev_author=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<script>alert(1)</script>"],
    ["prev_author=%22%20onclick%3D%22x", '" onclick="x'.trim()],
    ["prev_author=__proto__", "__proto__"],
    ["prev_author=a%1B%5B2J%0D%0Ab", "a [2J b"],
    ["prev_author=Lee; prev_author=Shelley", "Lee"],
    ["prev_author=Bront\xc3\xab", "Brontë"],
    ["prev_author=%3C%25%3D%20it.root%20%25%3E", "<%= it.root %>"],
  ])("%s", async (cookie, shown) => {
    const answer = await site.ask("/searchform", { HTTP_COOKIE: cookie });
    expect(answer.status).toBe("200 OK");
    expectPenny(answer);
    expect(previousSearch(answer)).toBe(`Previous author search: ${shown}`);
    expect(answer.text).not.toMatch(/<script|onclick="/);
  });
});
