/** A number of places, of which each can be taken by one at a time; whoever comes when all are taken waits in line. */
export class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** Throws a RangeError unless `count` is a whole number from 1 up. */
  constructor(count: number) {
    if (!(Number.isInteger(count) && count > 0)) {
      throw new RangeError(`the number of places must be a whole number from 1 up, not ${count}`);
    }
    this.#free = count;
  }

  /** Takes a place; the result gives it back. Rejects with the signal's reason when it is aborted before. */
  take(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const enter = () => {
        signal.removeEventListener("abort", giveUp);
        this.#free -= 1;
        resolve(() => this.#leave());
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      if (this.#free > 0) enter();
      else {
        this.#waiting.push(enter);
        signal.addEventListener("abort", giveUp, { once: true });
      }
    });
  }

  #leave(): void {
    this.#free += 1;
    this.#waiting.shift()?.();
  }
}
