import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { removeExecutable } from "../../src/command-line/executable.ts";
import { MODES } from "../../src/command-line/modes.ts";
import { testFolder } from "../catalogue/folder.ts";
import { ask } from "../support/ask.ts";
import { compile, PROJECT, serve } from "./running.ts";

// Each test starts a process or more, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = testFolder();
const file = join(folder, "failing.mjs");

beforeAll(async () => {
  writeFileSync(
    file,
    `export const application = () => { throw new TypeError("a <secret> of the inside"); };
export const errorPage = (status, environ) => environ?.PATH_INFO === "/html"
  ? { headers: [["Content-Type", "text/html"]], body: Buffer.from("<main>" + status + "</main>") }
  : { headers: [["Content-Type", "text/plain"]], body: Buffer.from(status) };`,
  );
  await compile();
});

/** What the pages of the server's fault tell: nothing, or the error with its stack. */
function expectPages(
  { plain, html }: { readonly plain: string; readonly html: string },
  debug: boolean,
): void {
  if (debug) {
    expect(plain).toMatch(/^500 Internal Server Error\nTypeError: a <secret> of the inside\n +at /);
    expect(html).toMatch(
      /^<main>500 Internal Server Error<pre>TypeError: a &#60;secret&#62; of the inside\n +at /,
    );
  } else {
    expect(plain).toBe("500 Internal Server Error");
    expect(html).toBe("<main>500 Internal Server Error</main>");
  }
}

// With and without, and by the variable alone.
const WAYS: ReadonlyArray<readonly [args: readonly string[], env: NodeJS.ProcessEnv, debug: boolean]> = [
  [["--debug"], {}, true],
  [[], { PENNY_DEBUG: "1" }, true],
  [[], {}, false],
];

describe.each(MODES)("97: in the mode %s", (mode) => {
  test.each(WAYS)("the page of a fault, with %j and %j, shows the error: %s", async (args, env, debug) => {
    const server = serve(["--mode", mode, "--app", file, ...args, "0"], env);
    const url = await server.url;
    const text = async (path: string) => (await fetch(url + path)).text();
    expectPages({ plain: await text(""), html: await text("html") }, debug);
    const { stderr } = await server.stop();
    expect(stderr).toContain("TypeError: a <secret> of the inside\n    at ");
  });
});

describe.each([
  ["fastcgi", fastcgiBackend],
  ["scgi", scgiBackend],
] as const)("97: in the protocol %s", (protocol, backend) => {
  test.each([true, false])("the page of a fault shows the error with --debug alone: %s", async (debug) => {
    const path = join(folder, `${protocol}-${debug}.sock`);
    const args = ["--protocol", protocol, "--socket", path, "--app", file];
    const server = serve(debug ? [...args, "--debug"] : args);
    await server.url;
    const [plain, html] = [await ask(backend(path), "/"), await ask(backend(path), "/html")];
    expect(plain.status).toBe("500 Internal Server Error");
    expectPages({ plain: plain.text, html: html.text }, debug);
    await server.stop();
  });
});

test("97: each of several processes shows the error with --debug", async () => {
  const server = serve(["--processes", "2", "--app", file, "--debug", "0"]);
  const url = await server.url;
  const pages = await Promise.all(["", "", "", ""].map(async () => (await fetch(url)).text()));
  for (const page of pages) expect(page).toContain("a <secret> of the inside\n    at ");
  await server.stop();
});

test("97: an executable shows the error with PENNY_DEBUG alone", async () => {
  const args = ["--import", "tsx", "scripts/build.ts", file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: PROJECT });
  const [program = "", ...others] = stdout.trimEnd().split("\n");
  onTestFinished(() => {
    for (const made of [program, ...others]) removeExecutable(made);
  });
  const shown = async (variables: Readonly<Record<string, string>>) => {
    return (await ask(cgiProgram(program, { variables }), "/")).text;
  };
  expect(await shown({})).toBe("500 Internal Server Error");
  expect(await shown({ PENNY_DEBUG: "1" })).toMatch(/^500 Internal Server Error\nTypeError: a <secret>/);
});
