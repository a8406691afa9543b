import { existsSync, mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { writeFileOfBooks } from "../../src/catalogue/generate/write.ts";
import { openDatabase } from "../../src/catalogue/open.ts";
import { UsageError } from "../../src/command-line/arguments.ts";
import { fromHere } from "../../src/root.ts";
import type { Setting } from "./benchmark.ts";
import { type Imported, importCatalogue } from "./imported.ts";

// What a book takes at most while its catalogue is built: its line, its catalogue, and the import's temporary files.
const BYTES_A_BOOK = 900;

/** A catalogue of made-up books. */
export interface MadeUp {
  readonly database: string;
  /** How it was imported; undefined where it was kept from another time. */
  readonly imported: Imported | undefined;
}

/**
 * A catalogue of so many made-up books in the folder where such stay, or in the benchmark's own: the one that is there,
 * or a new one. Throws a UsageError where the disk has no room for it.
 */
export async function madeUpCatalogue(books: number, { folder, keep, say }: Setting): Promise<MadeUp> {
  const place = keep === undefined ? folder : fromHere(keep);
  mkdirSync(place, { recursive: true });
  const database = join(place, `books-${books}.sqlite`);
  if (isCatalogue(database)) {
    say(`${database} is there, and is not built again`);
    return { database, imported: undefined };
  }
  const csv = join(place, `books-${books}.csv`);
  needRoom(place, books * BYTES_A_BOOK);
  if (!existsSync(csv)) {
    say(`Making up ${books.toLocaleString("en")} books`);
    await writeFileOfBooks(csv, { count: books, seed: 1 });
  }
  say(`Importing ${books.toLocaleString("en")} books`);
  const imported = await importCatalogue(csv, database);
  if (keep === undefined) rmSync(csv);
  return { database, imported };
}

/** True for a catalogue that this Penny reads. Another is replaced: the folder has no other use. */
function isCatalogue(file: string): boolean {
  try {
    openDatabase(file).close();
    return true;
  } catch (error) {
    if (error instanceof CatalogueError) return false;
    throw error;
  }
}

function needRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const gigabytes = (number: number) => (number / 1e9).toFixed(1);
  if (bavail * bsize >= bytes) return;
  throw new UsageError(
    `${folder} has ${gigabytes(bavail * bsize)} GB free and this needs ${gigabytes(bytes)} GB; ` +
      "name another folder with --keep, or with the variable TMPDIR",
  );
}
