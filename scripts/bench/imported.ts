import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../src/catalogue/open.ts";
import { ROOT } from "../../src/root.ts";
import type { Figure } from "./benchmark.ts";
import { peakMemoryOf } from "./memory.ts";
import { runScript } from "./run-script.ts";

// The system keeps the peak. It is asked so often only to be asked shortly before the end.
const LOOK_EVERY_MILLISECONDS = 20;

/** How an import went. */
export interface Imported {
  /** From the start of its process to the end. */
  readonly seconds: number;
  /** The most that the process had in memory, its threads and mapped files among it, in megabytes. */
  readonly peak: number;
}

/** Imports a file as `npm run import` does, in a process of its own. */
export async function importCatalogue(file: string, database: string): Promise<Imported> {
  let peak = 0;
  let looking: NodeJS.Timeout | undefined;
  const began = performance.now();
  try {
    await runScript("scripts/import.js", [file, "--database", database], {
      node: argumentsOfImport(),
      begun: ({ pid }) => {
        looking = setInterval(() => {
          peak = Math.max(peak, peakMemoryOf(pid) || 0);
        }, LOOK_EVERY_MILLISECONDS);
      },
    });
  } finally {
    clearInterval(looking);
  }
  return { seconds: (performance.now() - began) / 1000, peak };
}

/** The arguments with which `npm run import` starts Node.js. */
function argumentsOfImport(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const [, given] = /exec node (.*) dist\//.exec(scripts.import) ?? [];
  if (given === undefined) throw new Error("package.json starts the import in another way");
  return given.split(" ");
}

/** What a catalogue's file holds. */
export interface Contents {
  readonly books: number;
  /** Records of which those books were made. */
  readonly records: number;
  /** Of the file. */
  readonly bytes: number;
}

/** What the catalogue says that it holds, and how large it is. */
export function contentsOf(file: string): Contents {
  const database = openDatabase(file);
  try {
    const property = database
      .prepare<[string], number>("SELECT value FROM properties WHERE name = ?")
      .pluck();
    const books = property.get("books") ?? 0;
    return { books, records: books + (property.get("merged") ?? 0), bytes: statSync(file).size };
  } finally {
    database.close();
  }
}

/** What is aimed at for an import and what it makes; nothing of the import where the catalogue was there already. */
export function importFigures(name: string, imported: Imported | undefined, contents: Contents): Figure[] {
  const { books, records, bytes } = contents;
  const size: Figure = {
    name: `${name}: on the disk, a book`,
    measured: bytes / books,
    unit: "bytes",
    atMost: 320,
  };
  if (imported === undefined) return [size];
  const { seconds, peak } = imported;
  return [
    { name: `${name}: imported`, measured: records / seconds, unit: "books/s", atLeast: 50_000 },
    {
      name: `${name}: imported in`,
      measured: seconds,
      unit: "s",
      ...(records >= LARGE ? { atMost: 720 } : {}),
    },
    { name: `${name}: the import's memory`, measured: peak, unit: "MB", atMost: 400 },
    size,
  ];
}

// As many books are to be built within twelve minutes.
const LARGE = 28_000_000;
