import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Has better-sqlite3 load its addon from where it is. By itself it asks the package `bindings`, which looks in a dozen
 * places: that, and the dozen files of both, takes a CGI program a third of the time that Node takes to start.
 */
export const addon: Plugin = {
  name: "addon",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bindings$/ }, ({ importer }) => {
      const folder = join(dirname(importer), "../build/Release/"); // from lib/
      return existsSync(folder) ? { path: folder, namespace: "addon" } : undefined;
    });
    onLoad({ filter: /./, namespace: "addon" }, ({ path }) => ({
      contents: `module.exports = (name) => {
        const addon = { exports: {} };
        process.dlopen(addon, ${JSON.stringify(path)} + name); // what require() does, in the end
        return addon.exports;
      };`,
    }));
  },
};

/**
 * Has what packages keep as JSON be read when they ask for it, and not be a part of the program: mime-db's, the media
 * types of all the world, would be half of it, and is needed where a file is served.
 */
export const data: Plugin = {
  name: "data",
  setup({ onResolve }) {
    onResolve({ filter: /\.json$/ }, ({ path, importer, kind }) => {
      if (kind !== "require-call") return undefined;
      try {
        return { path: createRequire(importer).resolve(path), external: true };
      } catch {
        return undefined; // there is none, which may be none of its worries
      }
    });
  },
};
