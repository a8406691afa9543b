import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { fromHere, ROOT } from "../root.ts";
import { UsageError } from "./arguments.ts";
import { bundle } from "./executable/bundle.ts";

/** "cgi": a web server starts it for each request. "fcgi": a process manager starts it once, and it goes on. */
export type ExecutableKind = (typeof EXECUTABLE_KINDS)[number];

/** The kinds of executables that there are. */
export const EXECUTABLE_KINDS = ["cgi", "fcgi"] as const;

/** The folder of the executables. */
export const EXECUTABLES: string = join(ROOT, "dist");

/**
 * Makes an executable of the module at `path`, from the working folder, or of Penny: dist/NAME.KIND, a launcher, and
 * beside it the module and all that it imports in one, which starts in a hurry. Gives the launcher's path.
 *
 * Throws a UsageError when the module cannot be bundled.
 */
export async function buildExecutable(
  path: string | undefined,
  kind: ExecutableKind,
  name = path === undefined ? "penny" : basename(path, extname(path)),
): Promise<string> {
  const module = path === undefined ? join(ROOT, "src/penny/site.ts") : fromHere(path);
  const launcher = join(EXECUTABLES, `${name}.${kind}`);
  const whole = await bundle(program(module, kind)).catch((error: Error) => {
    throw new UsageError(`the module ${module} cannot be bundled: ${error.message}`);
  });
  const write = whole.format === "cjs" ? writeCompiled : writeModule;
  const started = await write(launcher, whole.text);
  // Node takes no module by such a name. The launcher may be copied or linked to where a web server wants it.
  await replace(launcher, launching(started), 0o755);
  return launcher;
}

/** Removes an executable, at once, and what this process has of one that it is making. */
export function removeExecutable(launcher: string): void {
  for (const suffix of ["", ".mjs", ".cjs", ".program"]) {
    const file = launcher + suffix;
    for (const each of [file, draftOf(file)]) rmSync(each, { force: true });
  }
}

/** The name under which this process writes a file. */
function draftOf(file: string): string {
  return `${file}.${process.pid}.draft`;
}

/** What an executable does, as TypeScript within the project's folder. */
function program(module: string, kind: ExecutableKind): string {
  // What a CGI program prints must not get into its response, not even while it is loaded.
  const first = kind === "cgi" ? 'import "./src/command-line/executable/quiet.ts";' : "";
  return `import "./src/command-line/executable/no-arguments.ts";
${first}
import * as module from ${JSON.stringify(module)};
import { applicationIn } from "./src/gateway/index.ts";
import { main } from "./src/command-line/executable/${kind}.ts";
main(applicationIn(module));`;
}

/** Writes an ES module, and gives the file for Node to run. */
async function writeModule(launcher: string, text: string): Promise<string> {
  await replace(`${launcher}.mjs`, text);
  return `${launcher}.mjs`;
}

/**
 * Writes CommonJS with what V8 makes of it, in one file, so that the two always belong together, and one that starts it.
 * Gives the latter for Node to run.
 *
 * What is compiled already takes a fifth off the time in which a CGI program of Penny's size answers. V8 looks by itself
 * whether it is of the same version and was given the same flags.
 */
async function writeCompiled(launcher: string, text: string): Promise<string> {
  const start = await bundle('import "./src/command-line/executable/start.ts";');
  const compile = await bundle('import "./src/command-line/executable/compile.ts";');
  const program = `(function (require, __filename, __dirname) { "use strict";\n${text}})`;
  // What V8 has made begins at a multiple of eight bytes, or V8 would copy it first.
  const padding = " ".repeat(-Buffer.byteLength(program) & 7);
  const file = `${launcher}.program`;
  await replace(file, program + padding, 0o644, async (draft) => {
    // A process of its own, with no flags: a web server gives none.
    const env = { ...process.env, NODE_OPTIONS: "" };
    await promisify(execFile)(process.execPath, ["-e", compile.text, draft, file], { env });
  });
  await replace(`${launcher}.cjs`, start.text);
  return `${launcher}.cjs`;
}

/**
 * Puts a file, when it is as it should be, in the place of another one, which may be in use. It waits for the disk each
 * time: what is still on its way there when the process ends, and removes what it has made, would stay.
 */
async function replace(
  file: string,
  content: string,
  mode = 0o644,
  complete: (draft: string) => Promise<void> = async () => {},
): Promise<void> {
  const draft = draftOf(file);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, content);
    await complete(draft);
    chmodSync(draft, mode);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EROFS")
      throw new UsageError(`this user may not write in ${dirname(file)}`);
    throw error;
  }
}

/**
 * A script that has Node run a file. Linux does so itself where the first line is no longer than any Linux takes, and
 * has one space; else a shell does, which takes a fortieth of the time that Node takes to start.
 */
function launching(file: string): string {
  const line = `#!${process.execPath} ${file}\n`;
  const direct = process.platform === "linux" && Buffer.byteLength(line) < 128 && /^\S+ \S+\n$/.test(line);
  return direct ? line : `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(file)}\n`;
}

/** A text as one word of a shell's. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
