import { clientLeft } from "./failure.ts";

interface Waiting {
  readonly canGo: () => boolean;
  readonly come: () => void;
  readonly fail: (error: Error) => void;
}

/** Requests that wait, in order, until one of them may look again whether it is its turn. */
export class WaitingLine {
  readonly #line: Waiting[] = [];

  /**
   * Resolves when this one is called: the first in the line for which `canGo` holds. It goes to the head of the line
   * where it was called before, and came too late. Rejects when its client leaves, with a RequestError, and when all fail.
   */
  join(signal: AbortSignal, canGo: () => boolean, again: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(clientLeft());
        return;
      }
      const end = () => signal.removeEventListener("abort", leave);
      const waiting: Waiting = {
        canGo,
        come: () => {
          end();
          resolve();
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      const leave = () => {
        this.#line.splice(this.#line.indexOf(waiting), 1);
        reject(clientLeft());
      };
      signal.addEventListener("abort", leave, { once: true });
      if (again) this.#line.unshift(waiting);
      else this.#line.push(waiting);
    });
  }

  /** Calls the first one that can go. */
  next(): void {
    const index = this.#line.findIndex(({ canGo }) => canGo());
    if (index >= 0) this.#line.splice(index, 1)[0]?.come();
  }

  /** Sends all away. */
  fail(error: Error): void {
    for (const waiting of this.#line.splice(0)) waiting.fail(error);
  }
}
