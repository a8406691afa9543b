import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Application, applicationIn, RequestError, validator } from "../../src/gateway/index.ts";
import { ROOT } from "../../src/root.ts";
import { testFolder } from "../catalogue/folder.ts";
import { compile, serve } from "../command-line/running.ts";
import { buildBooks } from "../penny/books.ts";
import { ask } from "../support/ask.ts";

// Some tests start a process or more, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const EXAMPLES = join(ROOT, "src/examples");
const POEM = readFileSync(join(EXAMPLES, "ulysses.txt"), "utf8").split("\n");
const CIRCLE = readFileSync(join(EXAMPLES, "gallery/circle.svg"), "utf8");
const HAS_PYTHON = spawnSync("python3", ["--version"]).status === 0;

const folder = testFolder();
const database = join(folder, "books.sqlite");
beforeAll(async () => {
  await buildBooks(database, [["To Kill a Mockingbird", "Harper Lee"]]);
  vi.stubEnv("PENNY_DATABASE", database); // where mixed finds Penny's books
  await compile();
});

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

  test("environ shows all that it is told, to the byte", async () => {
    const { body } = await ask(await example("environ"), "/%e9?a=b", { HTTP_X_ONE: "1" });
    const lines = body.toString("latin1").split("\n");
    expect(lines).toEqual(
      expect.arrayContaining(["PATH_INFO = /\xe9", "QUERY_STRING = a=b", "HTTP_X_ONE = 1"]),
    );
    expect(lines).toEqual(expect.arrayContaining(["tsgi.run_once = false", "tsgi.version = [ 1, 0 ]"]));
  });

  test("ulysses sends 30 lines of the poem", async () => {
    expect(POEM.length).toBeGreaterThan(31);
    const { text } = await ask(await example("ulysses"), "/");
    expect(text).toBe(`${POEM.slice(0, 30).join("\n")}\n`);
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

  test("mixed is Express, Hono, files and Penny, each at its place", async () => {
    const mixed = await example("mixed");
    const asked = async (target: string) => (await ask(mixed, target)).text;
    expect(await asked("/express")).toBe("Hello from Express at /express\n");
    expect(await asked("/hono")).toBe("Hello from Hono at /hono\n");
    expect(await asked("/files/circle.svg")).toBe(CIRCLE);
    expect(await asked("/searchresults?author=lee")).toContain("To Kill a Mockingbird");
  });

  test.runIf(HAS_PYTHON)("mixed is a Python program too", async () => {
    expect((await ask(await example("mixed"), "/python")).text).toBe("Hello from Python at /python\n");
  });

  test("mixed answers 502 for Python where there is none, and the others go on", async () => {
    const mixed = await example("mixed");
    vi.stubEnv("PATH", folder); // in which there is no program
    const failure = await ask(mixed, "/python").catch((error: unknown) => error);
    vi.unstubAllEnvs();
    expect(failure).toBeInstanceOf(RequestError);
    expect(failure).toMatchObject({ status: "502 Bad Gateway" });
    expect((await ask(mixed, "/hono")).status).toBe("200 OK");
  });
});

const SOURCES = readdirSync(EXAMPLES).filter((name) => name.endsWith(".ts"));

test.each(SOURCES)("%s has 5 to 40 lines", (name) => {
  const lines = readFileSync(join(EXAMPLES, name), "utf8").trimEnd().split("\n").length;
  expect([lines >= 5, lines <= 40], `${lines} lines`).toEqual([true, true]);
});

test("no example is left out of what follows", () => {
  expect(SOURCES).toEqual(
    Object.keys(ANSWERS)
      .map((name) => `${name}.ts`)
      .sort(),
  );
});

/** What each example answers, whichever way it is called. */
const ANSWERS: Readonly<Record<string, ReadonlyArray<readonly [target: string, text: RegExp]>>> = {
  hello: [["", /^Hello my friend!\n$/]],
  clock: [["", /^Hello World it is currently \d{4}-/]],
  environ: [["a?b", /^PATH_INFO = \/a\n[\s\S]*^QUERY_STRING = b\n[\s\S]*^tsgi\.version = \[ 1, 0 \]\n/m]],
  ulysses: [["", RegExp(`^${POEM[0]}\n(?:.*\n){28}${POEM[29]}\n$`)]],
  gallery: [
    ["", /pictures\/circle\.svg/],
    ["pictures/circle.svg", /^<svg/],
  ],
  middleware: [["", /^Hello World it is currently/]],
  mixed: [
    ["", /welcome to Penny/],
    ["searchresults?author=lee", /To Kill a Mockingbird/],
    ["express", /^Hello from Express at \/express\n$/],
    ["hono", /^Hello from Hono at \/hono\n$/],
    ["files/circle.svg", /^<svg/],
    ...(HAS_PYTHON ? [["python", /^Hello from Python at \/python\n$/] as const] : []),
  ],
};

const MODES = [["in-process"], ["cgi"], ["thread"], ["thread", "--threads", "2"], ["fastcgi"]];

describe.each(MODES.map((mode) => [mode.join(" "), mode] as const))("in the mode %s", (_, mode) => {
  test.concurrent.each(Object.entries(ANSWERS))("%s answers", async (name, answers) => {
    const app = `src/examples/${name}.ts`;
    const server = serve(["--mode", ...mode, "--app", app, "0"], { PENNY_DATABASE: database });
    const url = await server.url;
    for (const [target, text] of answers) {
      const response = await fetch(url + target);
      expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(text)]);
    }
    expect((await server.stop()).status).toBe(0);
  });
});
