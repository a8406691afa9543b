import { LONGEST_TIMER } from "../gateway/timers.ts";

/**
 * How long somebody is waited for: a program, or a server. Time runs between `begin()` and `end()`, and is given anew
 * while the other one waits itself for what the client sends, since that silence is not its own.
 */
export class Patience {
  readonly #milliseconds: number;
  readonly #awaitsClient: () => boolean;
  readonly #lose: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** `lose` is called when nothing has moved for so many milliseconds; 0 is no limit. */
  constructor(milliseconds: number, awaitsClient: () => boolean, lose: () => void) {
    this.#milliseconds = milliseconds;
    this.#awaitsClient = awaitsClient;
    this.#lose = lose;
  }

  /** From now on somebody waits. */
  begin(): void {
    if (this.#timer) this.#timer.refresh();
    else if (this.#milliseconds > 0) this.#timer = setTimeout(() => this.#over(), this.#milliseconds);
  }

  /** Something has moved: time runs anew. */
  renew(): void {
    this.#timer?.refresh();
  }

  /** Nobody waits any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #over(): void {
    if (this.#awaitsClient()) this.renew();
    else this.#lose();
  }
}

/** Throws a RangeError unless each of the options is a time that can be waited for: whole milliseconds from 0 up. */
export function checkTimes(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isInteger(value) && value >= 0 && value <= LONGEST_TIMER) continue;
    throw new RangeError(
      `the option ${name} must be a whole number from 0 to ${LONGEST_TIMER}, not ${value}`,
    );
  }
}
