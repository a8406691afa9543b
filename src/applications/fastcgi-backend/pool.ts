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

/** The connections to a backend: some that are kept, and never more than there may be. */
export class Pool {
  readonly #place: BackendAddress;
  readonly #settings: PoolSettings;
  readonly #places: Places;
  /** Those that nobody asks, the latest last. */
  #idle: BackendConnection[] = [];

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
    connection.onIdle = () => {
      this.#idle.push(connection);
      connection.rest(this.#settings.keepAliveTimeout);
    };
    return this.#askOver(connection, question, errors, signal);
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
