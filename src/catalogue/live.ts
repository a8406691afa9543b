import { statSync } from "node:fs";
import { Catalogue } from "./catalogue.ts";
import { CatalogueError } from "./errors.ts";

// How old the last look at the file may be.
const LOOK_EVERY_MILLISECONDS = 1000;

/**
 * Opens a catalogue and gives a function to be asked for it anew at each request: when its file has been replaced,
 * the new one is opened and the old one closed. No request fails for it, since each is answered in one go.
 *
 * Throws a CatalogueError at once when the catalogue cannot be opened, and later when it is gone.
 */
export function liveCatalogue(file: string): () => Catalogue {
  // Looked at before it is opened: one that is replaced in between is noticed at the next look.
  let identity = identify(file);
  let catalogue = Catalogue.open(file);
  let looked = Date.now();
  return () => {
    const now = Date.now();
    if (now - looked < LOOK_EVERY_MILLISECONDS && now >= looked) return catalogue;
    const found = identify(file);
    if (found === undefined) throw new CatalogueError(`the catalogue ${file} is gone`);
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

/** What tells a file from the one that replaces it; undefined when there is none. */
function identify(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}
