/** npm run bench -- [name ...]: measures what this project aims at, side by side and in turns, and says what is met. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../src/command-line/arguments.ts";
import { type Name, readWishes, USAGE } from "./bench/arguments.ts";
import type { Benchmark, Figure } from "./bench/benchmark.ts";
import { catalogue } from "./bench/catalogue.ts";
import { cgi } from "./bench/cgi.ts";
import { codec } from "./bench/codec.ts";
import { needLoadGenerator } from "./bench/load.ts";
import { modes } from "./bench/modes.ts";
import { nginx } from "./bench/nginx.ts";
import { prefork } from "./bench/prefork.ts";
import { stopAll } from "./bench/processes.ts";
import { scale } from "./bench/scale.ts";
import { site } from "./bench/site.ts";
import { tableOf } from "./bench/table.ts";

// What was started and made goes, however this ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const BENCHMARKS: Readonly<Record<Name, Benchmark>> = {
  ...{ site, cgi, modes, nginx, prefork, codec, catalogue, scale },
};

await runCommand(async () => {
  const wishes = readWishes(process.argv.slice(2));
  if (wishes === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const { runs, ...others } = wishes;
  if (runs.some(({ name }) => name !== "catalogue" && name !== "scale")) needLoadGenerator();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const figures: Figure[] = [];
  const parent = mkdtempSync(join(tmpdir(), "penny-bench-"));
  process.on("exit", () => rmSync(parent, { recursive: true, force: true }));
  for (const [place, { name, books }] of runs.entries()) {
    const folder = join(parent, `${place}-${name}`);
    mkdirSync(folder);
    try {
      figures.push(...(await BENCHMARKS[name]({ ...others, folder, books, say })));
    } finally {
      await stopAll();
      rmSync(folder, { recursive: true, force: true }); // the next may need the room
    }
  }
  if (figures.length > 0) say(`\n${tableOf(figures)}`);
});
