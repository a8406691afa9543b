import { statSync } from "node:fs";
import { Catalogue } from "./catalogue.ts";
import { CatalogueError } from "./errors.ts";

// How old the last look at the file may be, in milliseconds.
const LOOK_EVERY = 1000;

/**
 * Opens a catalogue and gives a function to be asked for it anew at each request: when its file has been replaced,
 * the new one is opened and the old one closed. No request fails for it, since each is answered in one go.
 *
 * Throws a CatalogueError at once when the catalogue cannot be opened, and later when it is gone.
 */
export function liveCatalogue(file: string): () => Catalogue {
  let catalogue = Catalogue.open(file);
  let identity = identify(file);
  let looked = Date.now();
  return () => {
    const now = Date.now();
    if (now - looked < LOOK_EVERY && now >= looked) return catalogue;
    const found = identify(file);
    if (found !== identity) {
      const replacement = Catalogue.open(file);
      catalogue.close();
      catalogue = replacement;
      identity = found;
    }
    looked = now;
    return catalogue;
  };
}

/** What tells a file from the one that replaces it. */
function identify(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new CatalogueError(`the catalogue ${file} is gone`);
  return `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}
