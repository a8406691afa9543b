import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Application, applicationIn, validator } from "../../src/gateway/index.ts";
import { ROOT } from "../../src/root.ts";
import { ask } from "../support/ask.ts";

const EXAMPLES = join(ROOT, "src/examples");

/** The application of an example, under the validator. */
async function example(name: string): Promise<Application> {
  const loaded = applicationIn(await import(`../../src/examples/${name}.ts`));
  if (!loaded) throw new Error(`${name} exports no application`);
  return validator(loaded.application);
}

describe("the example", () => {
  test("hello says hello", async () => {
    expect((await ask(await example("hello"), "/")).text).toBe("Hello my friend!\n");
  });

  test("clock tells the time, anew for each request", async () => {
    const clock = await example("clock");
    const times = [await ask(clock, "/"), await ask(clock, "/")].map(({ text }) => {
      const [, time = ""] = /^Hello World it is currently (\S+)\n$/.exec(text) ?? [];
      return Date.parse(time);
    });
    expect(times.map((time) => Math.abs(Date.now() - time) < 60_000)).toEqual([true, true]);
  });

  test("environ shows what it is told, to the byte", async () => {
    const { body } = await ask(await example("environ"), "/%e9?a=b", { HTTP_X_ONE: "1" });
    const lines = body.toString("latin1").split("\n");
    expect(lines).toEqual(
      expect.arrayContaining(["PATH_INFO = /\xe9", "QUERY_STRING = a=b", "HTTP_X_ONE = 1"]),
    );
    expect(lines).toContain("tsgi.input = object");
  });

  test("ulysses sends 30 lines of the poem", async () => {
    const poem = readFileSync(join(EXAMPLES, "ulysses.txt"), "utf8").split("\n");
    expect(poem.length).toBeGreaterThan(31);
    const { text } = await ask(await example("ulysses"), "/");
    expect(text).toBe(`${poem.slice(0, 30).join("\n")}\n`);
  });

  test("gallery has a page that shows the pictures, and serves them", async () => {
    const gallery = await example("gallery");
    const { text } = await ask(gallery, "/");
    const links = [...text.matchAll(/src="([^"]+)"/g)].map(([, link = ""]) => link);
    expect(links.length).toBe(readdirSync(join(EXAMPLES, "gallery")).length);
    for (const link of links) {
      const picture = await ask(gallery, `/${link}`);
      expect([picture.status, picture.field("content-type")]).toEqual(["200 OK", "image/svg+xml"]);
    }
    await expect(ask(gallery, "/pictures/nothing.svg")).rejects.toMatchObject({ status: "404 Not Found" });
  });

  test("middleware adds a field to what another example answers", async () => {
    const { text, field } = await ask(await example("middleware"), "/");
    expect(text).toMatch(/^Hello World/);
    expect(field("server-timing")).toMatch(/^app;dur=\d+\.\d$/);
  });

  test.each(readdirSync(EXAMPLES).filter((name) => name.endsWith(".ts")))("%s fits on a screen", (name) => {
    expect(readFileSync(join(EXAMPLES, name), "utf8").split("\n").length).toBeLessThanOrEqual(41);
  });
});
