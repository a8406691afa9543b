import type { ErrorStream } from "../../gateway/index.ts";
import type { BackendAddress } from "../backend-address.ts";
import { Places } from "../places.ts";
import { Answer } from "./answer.ts";
import type { BackendConnection, ConnectionSettings, Question } from "./connection.ts";
import { BackendError, clientLeft } from "./failure.ts";
import { openConnection } from "./open.ts";

/** How connections are made and kept; times in milliseconds. */
export interface PoolSettings extends ConnectionSettings {
  readonly maxConnections: number;
  readonly connectTimeout: number;
  readonly timeout: number;
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
  /** One for each request that the connections bear. */
  readonly #requests: Places;
  /** One for each connection. */
  readonly #connections: Places;
  /** Those that can be asked, and some that no longer can. */
  readonly #free = new Set<BackendConnection>();
  /** The connection that is being opened, where others may share it. */
  #opening: Promise<BackendConnection> | undefined;
  /** The answers that new connections wait for in vain: one connection ends for each as soon as nobody asks it. */
  readonly #unserved = new Set<Answer>();

  /** Throws a RangeError unless `maxConnections` and `maxRequests` are whole numbers from 1 up. */
  constructor(place: BackendAddress, settings: PoolSettings) {
    this.#place = place;
    this.#settings = settings;
    this.#connections = new Places(settings.maxConnections);
    this.#requests = new Places(settings.maxConnections * settings.maxRequests);
  }

  /**
   * Asks the backend when it is this request's turn. Rejects with a BackendError when it cannot be reached, and with a
   * RequestError when the client leaves meanwhile.
   *
   * A kept connection may turn out dead, and nobody knows whether the backend began. So only what may be asked twice is
   * asked over one, and asked again; all else goes over a new connection (RFC 9110 §9.2.2).
   */
  async ask(
    question: Question,
    repeatable: boolean,
    errors: ErrorStream,
    signal: AbortSignal,
  ): Promise<Answer> {
    const leave = this.#requests.takeFree() ?? (await take(this.#requests, signal));
    try {
      let kept = this.#takeFree();
      while (!kept && repeatable && this.#opening) {
        await opened(this.#opening);
        kept = this.#takeFree(); // at once, for others wait for it too
      }
      const first = kept && repeatable ? this.#askOver(kept, question, errors, signal) : undefined;
      const answer =
        first && (await first.begun) ? first : await this.#askNew(kept, question, errors, signal);
      answer.whenOver(leave);
      return answer;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Asks over a new connection, in place of one that is kept and will not do. */
  async #askNew(
    kept: BackendConnection | undefined,
    question: Question,
    errors: ErrorStream,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (kept?.isIdle) kept.destroy(); // makes room for the new one: a backend may serve a few connections only
    const connection = await this.#open(signal);
    const answer = this.#askOver(connection, question, errors, signal);
    connection.onFree = () => {
      this.#unserved.delete(answer); // it may have come whole, and nobody been told yet that it began
      this.#keep(connection);
    };
    if (connection.hasRoom) this.#free.add(connection);
    this.#makeRoom(answer);
    return answer;
  }

  #open(signal: AbortSignal): Promise<BackendConnection> {
    const opening = this.#openNew(signal);
    if (this.#settings.maxRequests > 1) {
      this.#opening = opening;
      const settled = () => {
        if (this.#opening === opening) this.#opening = undefined;
      };
      opening.then(settled, settled);
    }
    return opening;
  }

  async #openNew(signal: AbortSignal): Promise<BackendConnection> {
    const leave = await take(this.#connections, signal);
    const { connectTimeout } = this.#settings;
    try {
      const connection = await openConnection(this.#place, this.#settings, connectTimeout, signal);
      connection.socket.once("close", () => {
        this.#free.delete(connection);
        leave();
      });
      return connection;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Keeps a connection that can be asked again, unless nobody asks it and another one needs its place. */
  #keep(connection: BackendConnection): void {
    const [unserved] = this.#unserved;
    if (connection.isIdle && (unserved || this.#connections.awaited)) {
      if (unserved) this.#unserved.delete(unserved);
      connection.destroy();
    } else this.#free.add(connection);
  }

  /** Ends a connection that nobody asks, now or as soon as there is one, if the answer does not begin soon. */
  #makeRoom(answer: Answer): void {
    const timer = setTimeout(() => {
      const idle = [...this.#free].find(({ isIdle, hasRoom }) => isIdle && hasRoom);
      if (idle) idle.destroy();
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
    const answer = new Answer(errors, this.#settings.timeout);
    const leave = () => answer.abandon(clientLeft());
    signal.addEventListener("abort", leave, { once: true });
    answer.whenOver(() => signal.removeEventListener("abort", leave));
    connection.ask(question, answer);
    if (signal.aborted) leave();
    return answer;
  }

  #takeFree(): BackendConnection | undefined {
    for (const connection of this.#free) {
      if (connection.hasRoom) return connection;
      this.#free.delete(connection);
    }
    return undefined;
  }
}

/** Takes a place when there is one. Rejects with a RequestError when the client leaves before. */
async function take(places: Places, signal: AbortSignal): Promise<() => void> {
  try {
    return await places.take(signal);
  } catch {
    throw clientLeft();
  }
}

/** Waits for a connection that is opened for another request. Rejects with a BackendError where that cannot be. */
async function opened(opening: Promise<BackendConnection>): Promise<void> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof BackendError) throw error; // and not because the client of the other one has left
  }
}
