import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { liveCatalogue } from "../../src/catalogue/live.ts";
import { type Application, validator } from "../../src/gateway/index.ts";
import { createPenny } from "../../src/penny/application.ts";
import { errorPage } from "../../src/penny/error-page.ts";
import { testFolder } from "../catalogue/folder.ts";
import { compile, serve } from "../command-line/running.ts";
import { request } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { standingClock } from "../support/clock.ts";
import { collectErrors } from "../support/errors.ts";
import { eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { serving } from "../support/serving.ts";
import { buildBooks, type Entry } from "./books.ts";
import { element, expectPenny, titles } from "./site.ts";

const folder = testFolder();
const one = join(folder, "one.sqlite");
const two = join(folder, "two.sqlite");

let file: string;
let runs = 0;

/** Books that all say, in title and author, of which generation of the catalogue they are. */
function generation(number: number): Entry[] {
  return Array.from({ length: 80 }, (_, at) => [`Gen${number} Volume ${at}`, `Writer${at % 7} Gen${number}`]);
}

/** The generations that a page shows. */
const generationsOn = (text: string) =>
  new Set(Array.from(text.matchAll(/Gen(\d+)/g), ([, number]) => Number(number)));

beforeAll(async () => {
  await buildBooks(one, generation(1));
  await buildBooks(two, generation(2));
});

beforeEach(() => {
  const own = join(folder, String(++runs));
  mkdirSync(own);
  file = join(own, "books.sqlite");
  copyFileSync(one, file);
});

/** Puts a copy of a catalogue in the place of the one that is there, as an import does. */
function replace(by: string): void {
  copyFileSync(by, `${file}.new`);
  renameSync(`${file}.new`, file);
}

/** Lets more than the second pass in which nobody looks at the file. */
function later(): void {
  vi.setSystemTime(Date.now() + 1100);
}

describe("the site answers 503 with its own page, and recovers by itself, when the catalogue is", () => {
  standingClock();

  test.each<[what: string, harm: () => void]>([
    ["removed", () => rmSync(file)],
    [
      "replaced by a folder",
      () => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    ["removed with its folder", () => rmSync(join(file, ".."), { recursive: true })],
    ["emptied", () => truncateSync(file, 0)],
    ["shortened", () => truncateSync(file, 20_000)],
    ["overwritten with a text", () => writeFileSync(file, "Dear reader,\n".repeat(20_000))],
    ["damaged", () => writeFileSync(file, readFileSync(file).fill(7, 5000))],
  ])("%s", async (_, harm) => {
    const errors = collectErrors();
    const application = validator(createPenny(liveCatalogue(file, { report: () => {} })));
    const asked = (target: string) => ask(application, target, { "tsgi.errors": errors });
    expect(titles(await asked("/searchresults?author=writer3"))).not.toEqual([]);
    harm();
    later();
    for (let time = 0; time < 50; time++) {
      const answer = await asked(`/searchresults?author=writer3&time=${time}`);
      expect(answer.status).toBe("503 Service Unavailable");
      expect(answer.field("Retry-After")).toBe("60");
      expect(answer.field("Cache-Control")).toBe("no-store");
      expect(answer.field("Set-Cookie")).toBeUndefined();
      expect(element(answer, "h1")).toBe("Back soon");
      expectPenny(answer);
      expect(answer.text).not.toContain(folder);
    }
    expect(errors.text).toMatch(/^.*books\.sqlite.*\n$/); // one line, whatever the crowd
    later();
    expect((await asked("/searchresults?author=writer3")).status).toBe("503 Service Unavailable");
    expect(errors.text).toMatch(/^.*books\.sqlite.*\n.*books\.sqlite.*\n$/);
    // What needs no catalogue is there all the time.
    for (const target of ["/", "/searchform", "/static/penny.css"]) {
      expect((await asked(target)).status).toBe("200 OK");
    }
    rmSync(file, { recursive: true, force: true });
    mkdirSync(join(file, ".."), { recursive: true });
    copyFileSync(two, file);
    later();
    const answer = await asked("/searchresults?author=writer3");
    expect(answer.status).toBe("200 OK");
    expect(generationsOn(answer.text)).toEqual(new Set([2]));
  });
});

describe("no answer mixes two catalogues:", () => {
  standingClock();

  /** The site over a catalogue that is changed by hand. */
  function site() {
    const catalogues = [one, two].map((path) => Catalogue.open(path));
    let current = 0;
    let asked = 0;
    const application = validator(
      createPenny(() => {
        asked++;
        const catalogue = catalogues[current];
        if (!catalogue) throw new CatalogueError("there is none");
        return catalogue;
      }),
    );
    const generationOf = async (target: string) => [...generationsOn((await ask(application, target)).text)];
    return {
      application,
      generationOf,
      to: (index: number) => {
        current = index;
      },
      asked: () => asked,
    };
  }

  const [SEARCH, OTHER] = ["/searchresults?author=writer1", "/searchresults?author=writer2"];

  test("who has seen a page of the new one is given no remembered page of the old", async () => {
    const { generationOf, to } = site();
    for (let time = 0; time < 3; time++) expect(await generationOf(SEARCH)).toEqual([1]);
    to(1);
    expect(await generationOf(SEARCH)).toEqual([1]); // remembered: nobody has seen the new one
    expect(await generationOf(OTHER)).toEqual([2]);
    for (let time = 0; time < 3; time++) expect(await generationOf(SEARCH)).toEqual([2]);
    to(0);
    expect(await generationOf("/searchresults?author=writer5")).toEqual([1]);
    for (let time = 0; time < 3; time++) expect(await generationOf(SEARCH)).toEqual([1]);
  });

  test("pages are remembered all the same while there is one catalogue", async () => {
    const { generationOf, to, asked } = site();
    to(1);
    for (let time = 0; time < 10; time++) expect(await generationOf(SEARCH)).toEqual([2]);
    expect(asked()).toBe(2);
  });

  test("a request asks for the catalogue once", async () => {
    const { application, asked } = site();
    await ask(application, "/searchresults?author=writr1+writer2"); // of which the words are to be corrected
    expect(asked()).toBe(1);
  });
});

describe("under load, while the catalogue is replaced twenty times,", () => {
  standingClock();

  test("no request fails, none is answered from two catalogues, and none from one before the last seen", async () => {
    const REPLACEMENTS = 20;
    const { connect, errors } = await serving(createPenny(liveCatalogue(file)), { errorPage });
    let isOver = false;
    let answers = 0;
    let newest = 1;
    const visitor = async (number: number) => {
      const client = await connect();
      for (let turn = 0; !isOver; turn++) {
        const author = turn % 3 === 0 ? "writer" : `writer${(number + turn) % 7}`;
        const atLeast = newest;
        await client.send(request("GET", `/searchresults?author=${author}`));
        const response = await client.response();
        expect(response).toMatchObject({ status: 200, complete: true });
        const shown = generationsOn(textOf(response) ?? "");
        expect(shown.size).toBe(1);
        const [found = 0] = shown;
        expect(found).toBeGreaterThanOrEqual(atLeast);
        newest = Math.max(newest, found);
        answers++;
      }
    };
    const replacing = async () => {
      for (let number = 2; number <= REPLACEMENTS + 1; number++) {
        await buildBooks(file, generation(number));
        later();
        const before = answers;
        await eventually(() => answers >= before + 15 && newest === number, 10_000);
      }
      isOver = true;
    };
    await Promise.all([
      replacing().finally(() => {
        isOver = true;
      }),
      ...Array.from({ length: 6 }, (_, number) => visitor(number)),
    ]);
    expect(newest).toBe(REPLACEMENTS + 1);
    expect(answers).toBeGreaterThanOrEqual(300);
    expect(errors.text).toBe("");
  }, 60_000);
});

describe("npm run serve", () => {
  beforeAll(compile, 120_000);

  test.each([
    [[]],
    [["--processes", "2"]],
    [["--mode", "thread", "--threads", "2"]],
    [["--mode", "fastcgi"]],
    [["--mode", "cgi"]],
  ])(
    "%j answers 503 with the site's own page while there is no catalogue",
    async (args) => {
      const server = serve([...args, "0", "--database", file]);
      const url = await server.url;
      const search = async () => {
        const response = await fetch(`${url}searchresults?author=writer`);
        return { status: response.status, text: await response.text() };
      };
      let answer = await search();
      // Each process looks for itself, once a second.
      const isAnswered = async (status: number) => {
        answer = await search();
        return answer.status === status;
      };
      expect(answer.status).toBe(200);
      rmSync(file);
      await eventually(() => isAnswered(503), 5000);
      expectPenny(answer);
      expect(answer.text).toContain("<h1>Back soon</h1>");
      expect((await fetch(url)).status).toBe(200);
      expect(server.stderr).not.toMatch(/^ +at /m);
      copyFileSync(two, file);
      await eventually(() => isAnswered(200), 5000);
      expect(generationsOn(answer.text)).toEqual(new Set([2]));
      expect((await server.stop()).status).toBe(0);
    },
    60_000,
  );

  test.each([
    [[]],
    [["--processes", "2"]],
    [["--mode", "thread", "--threads", "2"]],
    [["--mode", "fastcgi"]],
  ])(
    "%j moves to a new catalogue without a failure, and serves on when one is put in its place that is none",
    async (args) => {
      const server = serve([...args, "0", "--database", file]);
      const search = `${await server.url}searchresults?author=writer`;
      let isOver = false;
      const seen: number[] = [];
      const visitor = async () => {
        for (let time = 0; !isOver; time++) {
          const response = await fetch(`${search}&time=${time}`);
          const shown = generationsOn(await response.text());
          expect({ status: response.status, shown: shown.size }).toEqual({ status: 200, shown: 1 });
          seen.push(...shown);
          await delay(5);
        }
      };
      const replacing = async () => {
        const isSettled = (number: number) =>
          seen.length > 20 && seen.slice(-20).every((one) => one === number);
        await eventually(() => isSettled(1), 5000);
        replace(two);
        await eventually(() => isSettled(2), 5000);
        writeFileSync(`${file}.new`, "no catalogue");
        renameSync(`${file}.new`, file);
        await eventually(() => server.stderr.includes("the new catalogue is refused"), 5000);
        seen.length = 0;
        await eventually(() => isSettled(2), 5000);
        replace(one);
        await eventually(() => isSettled(1), 5000);
      };
      await Promise.all([
        replacing().finally(() => {
          isOver = true;
        }),
        ...Array.from({ length: 3 }, visitor),
      ]);
      expect((await server.stop()).status).toBe(0);
    },
    60_000,
  );
});

test("an application that is given no catalogue at all says so once a second", async () => {
  const errors = collectErrors();
  const application: Application = createPenny(() => {
    throw new CatalogueError("there is none");
  });
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (let time = 0; time < 10; time++) {
      await ask(application, `/searchresults?author=x${time}`, { "tsgi.errors": errors });
      vi.setSystemTime(Date.now() + 250);
    }
  } finally {
    vi.useRealTimers();
  }
  expect(errors.text).toBe("there is none\n".repeat(3));
});
