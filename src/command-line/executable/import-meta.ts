import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader, Plugin } from "esbuild";

/**
 * Has a module that is bundled find what lies beside it: its import.meta.url, .filename and .dirname stay those of its
 * own file.
 */
export const importMeta: Plugin = {
  name: "import-meta",
  setup({ onLoad }) {
    onLoad({ filter: /\.[mc]?[jt]sx?$/, namespace: "file" }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      // A name, and no text: where it stands in a string, as in a message, nothing breaks.
      const named = text.replaceAll(/\bimport\.meta\.(url|filename|dirname)\b/g, "import_meta.$1");
      if (named === text) return undefined;
      const own = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
      // On the first line, so that all lines keep their numbers.
      const contents = `const import_meta = ${JSON.stringify(own)}; ${named.replace(/^#!.*/, "")}`;
      return { contents, loader: loaderOf(path), resolveDir: dirname(path) };
    });
  },
};

/** What esbuild is to take a file for, by its name. */
function loaderOf(path: string): Loader {
  const [, typed, x] = /\.[mc]?([jt])s(x?)$/.exec(path) ?? [];
  return typed === "t" ? (x ? "tsx" : "ts") : x ? "jsx" : "js";
}
