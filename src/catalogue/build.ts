import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, realpathSync } from "node:fs";
import { renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { CatalogueError, codeOf } from "./errors.ts";
import { fillIndex } from "./index-names.ts";
import { isCatalogue } from "./open.ts";

const SQL = fileURLToPath(new URL("../../db/", import.meta.url));

/** What a build may be told. */
export interface BuildOptions {
  /** Stops the build: its reason is thrown and the old catalogue stays. */
  readonly signal?: AbortSignal | undefined;
  /** Is told which share of the books, 0 to 1, has been indexed. */
  readonly indexed?: ((share: number) => void) | undefined;
}

/**
 * Builds a catalogue: `fill` writes books, authors and contributions into a new file, which is indexed and then takes
 * the place of `file` by rename. Until then, and when anything fails, the old catalogue stays as it was. A build that
 * is killed leaves a draft behind, which the next one removes.
 *
 * Throws what `fill` throws, the signal's reason, and a CatalogueError when the file cannot be written or holds
 * something else than a catalogue.
 */
export async function buildCatalogue<T>(
  file: string,
  fill: (database: Database.Database) => T | Promise<T>,
  { signal, indexed }: BuildOptions = {},
): Promise<T> {
  let draft: string | undefined;
  try {
    const target = findTarget(file);
    removeAbandonedDrafts(target);
    draft = `${target}.${process.pid}.draft`;
    const result = await writeDraft(draft, fill, { signal, indexed });
    await sync(draft);
    signal?.throwIfAborted();
    renameSync(draft, target);
    // The new catalogue is in place. That its name is on the disk too is only for the case that the power fails.
    await sync(dirname(target)).catch(() => {});
    return result;
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { force: true });
    throw explained(file, error);
  }
}

/** Builds the starter catalogue, db/penny.sql. */
export async function buildStarter(file: string): Promise<void> {
  await buildCatalogue(file, (database) => database.exec(readFileSync(join(SQL, "penny.sql"), "utf8")));
}
