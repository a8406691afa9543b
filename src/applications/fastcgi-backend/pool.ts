import type { ErrorStream } from "../../gateway/index.ts";
import type { BackendAddress } from "../backend-address.ts";
import { Places } from "../places.ts";
import { Answer } from "./answer.ts";
import { type BackendConnection, openConnection, type Question } from "./connection.ts";
import { clientLeft } from "./failure.ts";

/** How connections are made and kept; times in milliseconds. */
export interface PoolSettings {
  readonly maxConnections: number;
  readonly connectTimeout: number;
  readonly timeout: number;
  readonly keepAliveTimeout: number;
}

/** How long a new connection may wait for the first byte before a kept one makes room for it, in milliseconds. */
const UNSERVED = 20;

/**
 * The connections to a backend: some that are kept, and never more than there may be.
 *
 * A process of PHP-FPM serves a connection for as long as it is open, and nobody else. So a connection is kept for a
 * limited time, however busy it is, and ends before where a new one is not served.
 */
export class Pool {
  readonly #place: BackendAddress;
  readonly #settings: PoolSettings;
  readonly #places: Places;
  /** Those that nobody asks, the latest last. */
  #idle: BackendConnection[] = [];
  /** The answers that new connections wait for in vain: one connection ends for each as soon as nobody asks it. */
  readonly #unserved = new Set<Answer>();

  /** Throws a RangeError unless `maxConnections` is a whole number from 1 up. */
  constructor(place: BackendAddress, settings: PoolSettings) {
    this.#place = place;
    this.#settings = settings;
    this.#places = new Places(settings.maxConnections);
  }

  /**
   * Asks the backend when it is this request's turn. Rejects with a BackendError when it cannot be reached, and with a
   * RequestError when the client leaves meanwhile.
   *
   * A kept connection may turn out dead, and nobody knows whether the backend began. So only what may be asked twice is
   * asked over one, and asked again; all else goes over a new connection (RFC 9110 §9.2.2).
   */
  async ask(
    question: Omit<Question, "keepConnection">,
    repeatable: boolean,
    errors: ErrorStream,
    signal: AbortSignal,
  ): Promise<Answer> {
    const leave = await this.#places.take(signal).catch(() => {
      throw clientLeft();
    });
    try {
      const answer = await this.#ask(
        { ...question, keepConnection: this.#settings.keepAliveTimeout > 0 },
        repeatable,
        errors,
        signal,
      );
      answer.over.then(leave);
      return answer;
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #ask(
    question: Question,
    repeatable: boolean,
    errors: ErrorStream,
    signal: AbortSignal,
  ): Promise<Answer> {
    const kept = this.#takeIdle();
    if (kept && repeatable) {
      const answer = this.#askOver(kept, question, errors, signal);
      if (await answer.begun) return answer;
    }
    kept?.destroy(); // makes room for the new one: a backend may serve a few connections only
    const connection = await openConnection(this.#place, this.#settings.connectTimeout, signal);
    const answer = this.#askOver(connection, question, errors, signal);
    connection.onIdle = () => {
      this.#unserved.delete(answer); // it may have come whole, and nobody been told yet that it began
      this.#keep(connection);
    };
    this.#makeRoom(answer);
    return answer;
  }

  /** Keeps a connection that nobody asks any more, unless its time is over or another one needs its place. */
  #keep(connection: BackendConnection): void {
    const left = Math.ceil(this.#settings.keepAliveTimeout - connection.age);
    const [unserved] = this.#unserved;
    if (unserved) this.#unserved.delete(unserved);
    if (unserved || left <= 0) {
      connection.destroy();
      return;
    }
    this.#idle.push(connection);
    connection.rest(left);
  }

  /** Ends a kept connection, now or as soon as there is one, if the answer does not begin soon. */
  #makeRoom(answer: Answer): void {
    const timer = setTimeout(() => {
      const kept = this.#takeIdle();
      if (kept) kept.destroy();
      else this.#unserved.add(answer);
    }, UNSERVED);
    answer.begun.then(() => {
      clearTimeout(timer);
      this.#unserved.delete(answer);
    });
  }

  #askOver(
    connection: BackendConnection,
    question: Question,
    errors: ErrorStream,
    signal: AbortSignal,
  ): Answer {
    const answer = new Answer(connection, errors, this.#settings.timeout);
    const leave = () => {
      answer.fail(clientLeft());
      connection.destroy();
    };
    signal.addEventListener("abort", leave, { once: true });
    answer.over.then(() => signal.removeEventListener("abort", leave));
    connection.ask(question, answer);
    if (signal.aborted) leave();
    return answer;
  }

  #takeIdle(): BackendConnection | undefined {
    this.#idle = this.#idle.filter(({ closed }) => !closed);
    return this.#idle.pop();
  }
}
