import type { WriteStream } from "node:tty";
import { SingleBar } from "cli-progress";
import type { Phase } from "../build/writer.ts";

/** Tells a person how far an import is. */
export interface Progress {
  /** `done` of `total` bytes were read; `total` is 0 where it is not known. */
  reading(done: number, total: number, rows: number): void;
  /** All is read; of a phase of the rest a share, 0 to 1, is done. */
  building(phase: Phase, share: number): void;
  /** Leaves the terminal as it was. */
  stop(): void;
}

/** A bar on a terminal, now and then a line elsewhere. `now` gives milliseconds. */
export function showProgress(output: WriteStream, now: () => number = Date.now): Progress {
  return output.isTTY ? new Bar(output, now) : new Lines((line) => output.write(`${line}\n`), now);
}

// So that the bar does not jump: the longest phase.
const WIDTH = "Indexing words".length;

class Bar implements Progress {
  readonly #bar: SingleBar;
  readonly #now: () => number;
  readonly #started: number;

  constructor(output: WriteStream, now: () => number) {
    this.#now = now;
    this.#started = now();
    this.#bar = new SingleBar({
      format: "{phase} {bar} {percentage}%  {note}",
      stream: output,
      clearOnComplete: true,
      hideCursor: false, // a kill would leave it hidden
      gracefulExit: false, // the import itself answers to Ctrl-C
      barsize: 30,
      fps: 5,
    });
    this.#bar.start(1, 0, { phase: "Reading".padEnd(WIDTH), note: "" });
  }

  reading(done: number, total: number, rows: number): void {
    const share = total === 0 ? 0 : done / total;
    this.#bar.update(Math.min(share, 1), { note: describe(rows, share, this.#now() - this.#started) });
  }

  building(phase: Phase, share: number): void {
    this.#bar.update(Math.min(share, 1), { phase: capital(phase).padEnd(WIDTH), note: "" });
  }

  stop(): void {
    this.#bar.stop();
  }
}

// Between two lines, in milliseconds.
const LINE_EVERY = 5000;

/** Progress for a log: a line at most every five seconds, none for an import that is done sooner. */
export class Lines implements Progress {
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #started: number;
  #last: number;

  constructor(write: (line: string) => void, now: () => number) {
    this.#write = write;
    this.#now = now;
    this.#started = now();
    this.#last = this.#started;
  }

  reading(done: number, total: number, rows: number): void {
    const share = total === 0 ? 0 : done / total;
    this.#say(
      (elapsed) => `Reading ${total === 0 ? "" : `${percent(share)}, `}${describe(rows, share, elapsed)}`,
    );
  }

  building(phase: Phase, share: number): void {
    this.#say(() => `${capital(phase)} ${percent(share)}`);
  }

  stop(): void {}

  #say(line: (elapsed: number) => string): void {
    const now = this.#now();
    if (now - this.#last < LINE_EVERY) return;
    this.#last = now;
    this.#write(line(now - this.#started));
  }
}

function capital(phase: Phase): string {
  return `${phase.slice(0, 1).toUpperCase()}${phase.slice(1)}`;
}

function percent(share: number): string {
  return `${Math.floor(Math.min(share, 1) * 100)}%`;
}

/** "1,200,000 rows, 61,000 a second, 42 s left" */
function describe(rows: number, done: number, elapsed: number): string {
  const share = Math.min(done, 1); // a file may have grown since it was opened
  const rate = Math.round(rows / Math.max(elapsed / 1000, 0.001));
  const left = share > 0 ? `, ${duration((elapsed / 1000) * (1 / share - 1))} left` : "";
  return `${rows.toLocaleString("en")} rows, ${rate.toLocaleString("en")} a second${left}`;
}

function duration(seconds: number): string {
  return seconds < 100 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
