import { describe, expect, test, vi } from "vitest";
import { validator } from "../../src/gateway/index.ts";
import { createPenny } from "../../src/penny/application.ts";
import { ask } from "../support/ask.ts";
import { standingClock } from "../support/clock.ts";
import { previousSearch, testSite } from "./site.ts";

const site = testSite();

standingClock(new Date(2024, 1, 29, 14, 5, 7));

describe("within a second", () => {
  test("the same question gives the same bytes", async () => {
    const application = site.fresh();
    for (const target of ["/", "/searchform", "/searchresults?author=writer"]) {
      const first = await ask(application, target);
      vi.setSystemTime(Date.now() + 100);
      const second = await ask(application, target);
      expect(second.body.equals(first.body)).toBe(true);
      expect(second.headers).toEqual(first.headers);
      expect(second.status).toBe(first.status);
    }
  });

  test("the catalogue is asked twice at most for it, and again in the next second", async () => {
    let asked = 0;
    const application = validator(
      createPenny(() => {
        asked++;
        return site.library();
      }),
    );
    const counts: number[] = [];
    for (const milliseconds of [0, 500, 499, 1, 1000]) {
      vi.setSystemTime(Date.now() + milliseconds);
      await ask(application, "/searchresults?author=lee");
      counts.push(asked);
    }
    expect(counts).toEqual([1, 2, 2, 3, 4]);
  });

  test("a failure is not remembered", async () => {
    let fails = true;
    const application = validator(
      createPenny(() => {
        if (fails) throw new Error("not yet");
        return site.library();
      }),
    );
    const status = async () => (await ask(application, "/searchresults?author=lee")).status;
    expect(await status()).toBe("500 Internal Server Error");
    fails = false;
    expect(await status()).toBe("200 OK");
  });

  test("another cookie has another answer", async () => {
    const application = site.fresh();
    const form = async (cookie?: string) =>
      previousSearch(await ask(application, "/searchform", cookie ? { HTTP_COOKIE: cookie } : {}));
    expect(await form("prev_author=Lee")).toBe("Previous author search: Lee");
    expect(await form("prev_author=Shelley")).toBe("Previous author search: Shelley");
    expect(await form()).toBe("Previous author search: (None)");
    expect(await form("prev_author=Lee")).toBe("Previous author search: Lee");
  });

  test("another scheme, prefix, query and method have another answer", async () => {
    const application = site.fresh();
    const target = "/searchresults?author=lee";
    const cookie = async (scheme: "http" | "https") =>
      (await ask(application, target, { "tsgi.url_scheme": scheme })).field("Set-Cookie");
    expect(await cookie("http")).not.toContain("Secure");
    expect(await cookie("https")).toContain("Secure");
    expect(await cookie("http")).not.toContain("Secure");
    expect((await ask(application, target, { SCRIPT_NAME: "/books" })).text).toContain('href="/books/"');
    expect((await ask(application, target)).text).toContain('<a href="/">');
    expect((await ask(application, "/searchresults?author=harper")).text).toContain("Books by harper:");
    expect((await ask(application, target, { REQUEST_METHOD: "POST" })).status).toBe(
      "405 Method Not Allowed",
    );
  });

  test("a cookie cannot pass for a part of the address", async () => {
    const application = site.fresh();
    await ask(application, "/searchform", { HTTP_COOKIE: "prev_author=Lee" });
    const other = await ask(application, "/searchform?\nprev_author=Lee");
    expect(previousSearch(other)).toBe("Previous author search: (None)");
  });
});
