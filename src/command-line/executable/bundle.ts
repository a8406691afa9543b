import { type BuildOptions, type BuildResult, build } from "esbuild";
import { ROOT } from "../../root.ts";
import { compiledTemplates } from "./compiled-templates.ts";
import { importMeta } from "./import-meta.ts";
import { addon, data } from "./left-in-place.ts";

/** A program in one file: CommonJS, or the ES module that it has to stay. */
export interface Bundle {
  readonly format: "cjs" | "esm";
  readonly text: string;
}

/**
 * Puts a program, TypeScript that imports from the project's folder, and all that it imports into one.
 *
 * It becomes CommonJS, for with an ES module a process starts a quarter later: Node loads more of itself, and all that
 * there is behind each name of a node: module. What CommonJS cannot do stays an ES module: to wait while it is
 * loaded, to import what only a running program can name, and to ask import.meta for more than where the file is.
 *
 * Rejects with an Error that says, in one line, what cannot be bundled.
 */
export async function bundle(program: string): Promise<Bundle> {
  const options: BuildOptions = {
    stdin: { contents: program, resolveDir: ROOT, loader: "ts" },
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    plugins: [addon, data, compiledTemplates, importMeta],
    logLevel: "silent",
  };
  const commonJs = await build({ ...options, format: "cjs" }).catch((error: Error) => {
    if (!error.message.includes("Top-level await")) throw said(error);
  });
  if (commonJs && !needsModule(commonJs)) return { format: "cjs", text: textOf(commonJs) };
  const module = await build({ ...options, format: "esm", banner: { js: REQUIRE } }).catch((error: Error) => {
    throw said(error);
  });
  return { format: "esm", text: textOf(module) };
}

/** What was written for CommonJS asks for Node's modules by require(). */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

function needsModule(result: BuildResult): boolean {
  return result.warnings.some(({ id }) => id === "empty-import-meta") || /\bimport\(/.test(textOf(result));
}

function textOf({ outputFiles: [file] = [] }: BuildResult): string {
  if (!file) throw new Error("esbuild gave no file");
  return file.text;
}

function said({ message }: Error): Error {
  return new Error(message.split("\n").at(-1));
}
