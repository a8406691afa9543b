import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { UsageError } from "../../src/command-line/arguments.ts";
import { buildExecutable, removeExecutable } from "../../src/command-line/executable.ts";
import { validator } from "../../src/gateway/index.ts";
import { testFolder } from "../catalogue/folder.ts";
import { ask } from "../support/ask.ts";
import { answering } from "./modules.ts";

vi.setConfig({ testTimeout: 60_000 });

const folder = testFolder();
const made: string[] = [];
afterAll(() => {
  for (const launcher of made) removeExecutable(launcher);
});

/** Makes a CGI program of a module with this text. */
async function make(file: string, content: string): Promise<string> {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  // A name that no other run of the tests has.
  const launcher = await buildExecutable(path, "cgi", `${basename(folder)}-${basename(file)}`);
  made.push(launcher);
  return launcher;
}

/** A module whose application answers with what the expression gives, as text. */
const telling = (expression: string) =>
  `export const application = async (environ, startResponse) => {
    const told = String(await (${expression}));
    startResponse("200 OK", [["Content-Type", "text/plain; charset=utf-8"]]);
    return [Buffer.from(told)];
  };`;

const answer = async (launcher: string) => (await ask(validator(cgiProgram(launcher)), "/")).text;

/** What a CGI program writes when a web server starts it, and how it ends. */
async function run(launcher: string, { unread = false, args = [] as string[] } = {}) {
  const request = { REQUEST_METHOD: "GET", SERVER_NAME: "example.org", SERVER_PORT: "80", PATH_INFO: "/" };
  const child = spawn(launcher, args, { env: request, stdio: ["ignore", "pipe", "pipe"] });
  if (unread) child.stderr.destroy();
  const ended = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), unread ? "" : text(child.stderr)]);
  const [status] = await ended;
  return { stdout, stderr, status };
}

describe.skipIf(process.platform === "win32")("an executable", () => {
  test("is compiled already, whatever the module is written in", async () => {
    const modules = [
      ["typed.ts", `const word: string = "typed";\n${telling("word")}`, "typed"],
      ["module.mjs", telling('"module"'), "module"],
      ["common.cjs", `exports.application = ${answering("common")};`, "common"],
      ["letters.ts", telling('String.raw`é あ` + /é/.test("é")'), "é あtrue"],
    ] as const;
    for (const [file, content, told] of modules) {
      const launcher = await make(file, content);
      expect([file, existsSync(`${launcher}.program`), await answer(launcher)]).toEqual([file, true, told]);
    }
  });

  test("stays an ES module where CommonJS would not do", async () => {
    const modules = [
      ["waits.ts", `const word = await Promise.resolve("waited");\n${telling("word")}`, "waited"],
      [
        "imports.ts",
        `const name = "node:" + "os";\n${telling("typeof (await import(name)).cpus")}`,
        "function",
      ],
      ["resolves.ts", telling('import.meta.resolve("node:fs")'), "node:fs"],
    ] as const;
    for (const [file, content, told] of modules) {
      const launcher = await make(file, content);
      expect([file, existsSync(`${launcher}.mjs`), await answer(launcher)]).toEqual([file, true, told]);
    }
  });

  test("finds what lies beside its module, and beside the modules which that imports", async () => {
    const own = "[import.meta.url, import.meta.filename, import.meta.dirname].join()";
    writeFileSync(join(folder, "beside.ts"), `#!/usr/bin/env node\nexport const beside = ${own};`);
    const launcher = await make(
      "places.ts",
      `import { beside } from "./beside.ts";\n${telling(`${own} + beside`)}`,
    );
    const place = (file: string) =>
      [pathToFileURL(join(folder, file)).href, join(folder, file), folder].join();
    expect(await answer(launcher)).toBe(place("places.ts") + place("beside.ts"));
  });

  test("may mention import.meta.url in a message", async () => {
    const launcher = await make(
      "mentions.ts",
      telling("\"ask import.meta.url for it, or 'import.meta.dirname'\""),
    );
    expect(await answer(launcher)).toMatch(/^ask import.meta.url for it/);
  });

  test("runs from a link, and in a folder with an odd name", async () => {
    const launcher = await make("o d'd$/linked.ts", telling('"linked"'));
    const link = join(folder, "linked.cgi");
    symlinkSync(launcher, link);
    expect(await answer(link)).toBe("linked");
  });

  test.each(["short.ts", `${"long".repeat(30)}.ts`])(
    "is handed no arguments, as a query may be: %s",
    async (file) => {
      const launcher = await make(file, telling("process.argv.length"));
      expect((await run(launcher, { args: ["--version", "-e", "0"] })).stdout).toMatch(/\r\n\r\n2$/);
    },
  );

  test("is strict, as modules are", async () => {
    expect(await answer(await make("strict.ts", telling("(function () { return this; })()")))).toBe(
      "undefined",
    );
  });

  test("answers when another Node compiled it", async () => {
    const launcher = await make("compiled.ts", telling('"compiled anew"'));
    const file = `${launcher}.program`;
    const bytes = readFileSync(file);
    const length = bytes.readUInt32LE(bytes.length - 4);
    bytes.fill(0xff, length + 4, length + 8); // where V8 keeps its version
    writeFileSync(file, bytes);
    expect(await answer(launcher)).toBe("compiled anew");
  });

  test("was compiled for this Node, without the flags of the process that made it", async () => {
    const launcher = await make("flags.ts", telling('"flags"'));
    const bytes = readFileSync(`${launcher}.program`);
    const length = bytes.readUInt32LE(bytes.length - 4);
    writeFileSync(join(folder, "source"), bytes.subarray(0, length));
    writeFileSync(join(folder, "compiled"), bytes.subarray(length, -4));
    const look = `const { readFileSync } = require("node:fs");
      const { Script } = require("node:vm");
      const script = new Script(readFileSync("source", "utf8"), { cachedData: readFileSync("compiled") });
      console.log(script.cachedDataRejected);`;
    const child = spawn(process.execPath, ["-e", look], {
      cwd: folder,
      env: {},
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect(await text(child.stdout)).toBe("false\n");
  });

  test("names a fault's functions and its own file", async () => {
    const launcher = await make(
      "fault.ts",
      'function breaks() { throw new Error("on purpose"); }\nexport const application = () => breaks();',
    );
    const { stdout, stderr } = await run(launcher);
    expect(stdout).toMatch(/^Status: 500/);
    expect(stderr).toContain("Error: on purpose");
    expect(stderr).toContain(`at breaks (${launcher}.program:`);
  });

  test.each([
    ["a module that fails", "fails.ts", 'throw new TypeError("not today");'],
    ["one that fails later", "fails-later.ts", 'await Promise.reject(new TypeError("not today"));'],
  ])("says why it cannot begin: %s", async (_, file, content) => {
    const { stdout, stderr, status } = await run(await make(file, `${content}\n${telling('""')}`));
    expect([stdout, status]).toEqual(["", 1]);
    expect(stderr).toContain("TypeError: not today");
  });

  const CHATTY = `console.log("as it loads");
    process.stdout.write("written\\n");
    console.error("to the log");
    ${telling('console.log("as it answers"), "quiet"')}`;

  test("is not spoilt by what is printed", async () => {
    const { stdout, stderr, status } = await run(await make("chatty.ts", CHATTY));
    expect(stdout).toMatch(/^Status: 200 OK\r\n.*\r\n\r\nquiet$/s);
    expect(stderr).toBe("as it loads\nwritten\nto the log\nas it answers\n");
    expect(status).toBe(0);
  });

  test("answers when nobody reads what is printed", async () => {
    const later = "new Promise((resolve) => setTimeout(resolve, 50, process.stderr.write('more')))";
    const launcher = await make("unread.ts", `process.stderr.write("much\\n");\n${telling(later)}`);
    const { stdout, status } = await run(launcher, { unread: true });
    expect(stdout).toMatch(/\r\n\r\n(?:true|false)$/);
    expect(status).toBe(0);
  });

  test("cannot be made of what cannot be bundled", async () => {
    const failure = await make("missing.ts", 'import "./nowhere.ts";').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toMatch(/missing\.ts cannot be bundled: .*Could not resolve "\.\/nowhere\.ts"/);
  });

  test("leaves nothing behind when it is removed", async () => {
    const launcher = await make("removed.ts", telling('"here"'));
    removeExecutable(launcher);
    expect(["", ".cjs", ".program", ".mjs"].filter((suffix) => existsSync(launcher + suffix))).toEqual([]);
  });
});
