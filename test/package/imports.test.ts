import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { ROOT } from "../../src/root.ts";

const ROOMS = ["gateway", "protocols", "servers", "applications", "middleware"];

/** The modules of the package and all that they import, types aside, as esbuild finds them. */
async function imported() {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ROOMS.map((room) => `src/${room}/**/*.ts`), // a thread's module is imported by none
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    outdir: "dist",
    write: false,
    metafile: true,
  });
  const external = Object.values(metafile.inputs)
    .flatMap((input) => input.imports)
    .flatMap(({ path, external }) => (external ? [path] : []));
  return { modules: Object.keys(metafile.inputs), packages: new Set(external) };
}

test("No module of the package imports one of the site or of the command line", async () => {
  const { modules } = await imported();
  expect(modules.length).toBeGreaterThan(100);
  const allowed = new RegExp(`^src/(?:${ROOMS.join("|")})/`);
  expect(modules.filter((module) => !allowed.test(module))).toEqual([]);
});

test("The dependencies are the packages that its modules import", async () => {
  const { packages } = await imported();
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect([...packages].filter((name) => !name.startsWith("node:")).sort()).toEqual(Object.keys(dependencies));
});
