import { Catalogue } from "./catalogue.ts";
import { CatalogueError, codeOf } from "./errors.ts";
import { checkFile } from "./open.ts";

// How old the last look at the file may be.
const LOOK_EVERY_MILLISECONDS = 1000;

// A process that nobody asks for anything looks all the same: what was replaced takes up the disk while it is open.
const LOOK_UNASKED_EVERY_MILLISECONDS = 10_000;

// A file that was no good is tried again when it has changed. It may have been locked, or the system at its limits.
const TRY_EVERY_MILLISECONDS = 60_000;

/** What a live catalogue may be told. */
export interface LiveOptions {
  /** Takes a line for whoever looks after the site; standard error unless given. */
  readonly report?: ((message: string) => void) | undefined;
}

/**
 * Gives a function to be asked at each request for the catalogue in a file. When there is another file, that one is opened
 * and the old one closed: requests are answered in one go, so nobody is reading whenever it is asked.
 *
 * - A file that was put in the place of the old one, by rename, and is damaged, not copied to its end, or something else,
 *   is refused with one report. The old one is served until there is a good one.
 * - Where there is no file, or a folder, or one that may not be read, the function throws a CatalogueError until that has
 *   an end: what somebody has taken away is seen to be gone now, and not when the server is started again.
 * - So it does where somebody wrote into the file itself and left no catalogue, for what was in it is nowhere any more.
 *
 * The file is looked at once a second. For so long searches may read of a file into which somebody writes what was there
 * before and what is there now; of files that are renamed each reads one. Nothing is opened before the first request.
 */
export function liveCatalogue(file: string, { report = toStandardError }: LiveOptions = {}): () => Catalogue {
  const live = new LiveCatalogue(file, report);
  return () => live.now();
}

/** What tells a file from the one that replaces it, and from what it was before somebody wrote into it. */
interface Identity {
  readonly place: string;
  readonly content: string;
}

interface Open {
  readonly catalogue: Catalogue;
  readonly identity: Identity;
}

interface Refused {
  readonly identity: Identity;
  readonly error: CatalogueError;
  readonly tried: number;
}

class LiveCatalogue {
  readonly #file: string;
  readonly #report: (message: string) => void;
  #open: Open | undefined;
  #refused: Refused | undefined;
  /** What the last look found: a catalogue, or why there is none. */
  #found: Catalogue | CatalogueError | undefined;
  #isMissing = false;
  #looked = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string, report: (message: string) => void) {
    this.#file = file;
    this.#report = report;
  }

  now(): Catalogue {
    // What is missing is looked for at each request, so that it is back at once. A clock may have been set back.
    const isFresh = Math.abs(Date.now() - this.#looked) < LOOK_EVERY_MILLISECONDS && !this.#isMissing;
    const found = isFresh && this.#found ? this.#found : this.#look();
    if (found instanceof CatalogueError) throw found;
    return found;
  }

  #look(): Catalogue | CatalogueError {
    this.#looked = Date.now();
    // Looked at before it is opened: one that is replaced in between is noticed at the next look.
    const identity = this.#identify();
    this.#isMissing = identity instanceof CatalogueError;
    this.#found = identity instanceof CatalogueError ? identity : this.#follow(identity);
    return this.#found;
  }

  #identify(): Identity | CatalogueError {
    try {
      const { dev, ino, size, mtimeMs } = checkFile(this.#file);
      return { place: `${dev}:${ino}`, content: `${size}:${mtimeMs}` };
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      const isGone = this.#open !== undefined && /^ENO(?:ENT|TDIR)$/.test(codeOf(error.cause));
      return isGone ? new CatalogueError(`the catalogue ${this.#file} is gone`) : error;
    }
  }

  /** Opens the file that is there now, unless it is open or was refused. */
  #follow(identity: Identity): Catalogue | CatalogueError {
    if (this.#open && isSame(this.#open.identity, identity)) return this.#open.catalogue;
    const refused = this.#refused;
    const isKnown = refused !== undefined && isSame(refused.identity, identity);
    if (isKnown && Math.abs(this.#looked - refused.tried) < TRY_EVERY_MILLISECONDS) {
      return this.#open?.catalogue ?? refused.error;
    }
    // Into the file that is open somebody wrote: it is not to be read as what it was.
    if (this.#open?.identity.place === identity.place) this.#close();
    try {
      return this.#moveTo(identity, Catalogue.open(this.#file));
    } catch (error) {
      return this.#refuse(identity, asCatalogueError(this.#file, error));
    }
  }

  #moveTo(identity: Identity, catalogue: Catalogue): Catalogue {
    this.#close();
    this.#open = { catalogue, identity };
    this.#timer ??= setInterval(() => this.#look(), LOOK_UNASKED_EVERY_MILLISECONDS).unref();
    if (this.#refused) this.#report(`the catalogue ${this.#file} is whole and is served now`);
    this.#refused = undefined;
    return catalogue;
  }

  #refuse(identity: Identity, error: CatalogueError): Catalogue | CatalogueError {
    const before = this.#refused;
    this.#refused = { identity, error, tried: this.#looked };
    if (!this.#open) return error; // which who asked will report
    // A copy that is being made is another one at each look, and there is the same to be said of it.
    const isSaid = before?.identity.place === identity.place && before.error.message === error.message;
    if (!isSaid) this.#report(`the new catalogue is refused and the old one served: ${error.message}`);
    return this.#open.catalogue;
  }

  #close(): void {
    this.#open?.catalogue.close();
    this.#open = undefined;
  }
}

function isSame(one: Identity, other: Identity): boolean {
  return one.place === other.place && one.content === other.content;
}

function asCatalogueError(file: string, error: unknown): CatalogueError {
  if (error instanceof CatalogueError) return error;
  return new CatalogueError(`the file ${file} cannot be read as a catalogue: ${String(error)}`, {
    cause: error,
  });
}

function toStandardError(message: string): void {
  process.stderr.write(`${message}\n`);
}
