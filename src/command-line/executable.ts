import { rmSync } from "node:fs";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { build } from "esbuild";
import { fromHere, ROOT } from "../root.ts";
import { UsageError } from "./arguments.ts";

/** "cgi": a web server starts it for each request. "fcgi": a process manager starts it once, and it goes on. */
export type ExecutableKind = (typeof EXECUTABLE_KINDS)[number];

/** The kinds of executables that there are. */
export const EXECUTABLE_KINDS = ["cgi", "fcgi"] as const;

/**
 * Makes an executable of the module at `path`, from the working folder, or of Penny: dist/NAME.KIND, a launcher, and
 * beside it one file with the module and all that it imports, which starts in a hurry. Gives the launcher's path.
 *
 * Throws a UsageError when the module cannot be bundled.
 */
export async function buildExecutable(
  path: string | undefined,
  kind: ExecutableKind,
  name = path === undefined ? "penny" : basename(path, extname(path)),
): Promise<string> {
  const module = path === undefined ? join(ROOT, "src/penny/index.ts") : fromHere(path);
  const launcher = join(ROOT, "dist", `${name}.${kind}`);
  const bundle = `${launcher}.mjs`;
  await mkdir(join(ROOT, "dist"), { recursive: true });
  await replace(bundle, await bundled(module, kind), 0o644);
  // Node takes no ES module by such a name. The launcher may be copied or linked to where a web server wants it.
  await replace(launcher, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(bundle)}\n`, 0o755);
  return launcher;
}

/** Removes an executable, at once. */
export function removeExecutable(launcher: string): void {
  for (const file of [launcher, `${launcher}.mjs`]) rmSync(file, { force: true });
}

/** Puts a file in the place of another one, which may be in use. */
async function replace(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, content);
  await chmod(draft, mode);
  await rename(draft, file);
}

/** A module and all that it imports in one. */
async function bundled(module: string, kind: ExecutableKind): Promise<Uint8Array> {
  // What a CGI program prints must not get into its response, not even while it is loaded.
  const first = kind === "cgi" ? 'import "./src/command-line/executable/quiet.ts";' : "";
  const contents = `${first}
import * as module from ${JSON.stringify(module)};
import { applicationIn } from "./src/gateway/index.ts";
import { main } from "./src/command-line/executable/${kind}.ts";
main(applicationIn(module));`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: "ts" },
    write: false,
    bundle: true,
    minify: true,
    keepNames: true, // a stack that is reported names the functions
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["better-sqlite3"], // it finds its binary from its own folder
    // What was written for CommonJS asks for Node's modules by require().
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "silent",
  }).catch((error: Error) => {
    throw new UsageError(`the module ${module} cannot be bundled: ${error.message.split("\n").at(-1)}`);
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild gave no file");
  return file.contents;
}

/** A text as one word of a shell's. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
