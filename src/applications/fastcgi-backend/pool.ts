import type { ErrorStream } from "../../gateway/index.ts";
import type { BackendAddress } from "../backend-address.ts";
import { Answer } from "./answer.ts";
import type { BackendConnection, ConnectionSettings, Question } from "./connection.ts";
import { BackendError, clientLeft } from "./failure.ts";
import { openConnection } from "./open.ts";
import { WaitingLine } from "./waiting-line.ts";

/** How connections are made and kept; times in milliseconds. */
export interface PoolSettings extends ConnectionSettings {
  readonly maxConnections: number;
  readonly connectTimeout: number;
  readonly timeout: number;
}

/** A request, and who is told of it. */
export interface Asked {
  readonly question: Question;
  /** True when it does no harm to ask it twice. */
  readonly repeatable: boolean;
  readonly errors: ErrorStream;
  readonly signal: AbortSignal;
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
  /** How many connections there are, with those that are being opened. */
  #count = 0;
  /** How many are being opened. */
  #opening = 0;
  /** Those that could be asked when they were last looked at. */
  readonly #free = new Set<BackendConnection>();
  /** The requests that wait until a connection can be asked, or opened. */
  readonly #waiting = new WaitingLine();
  /** The answers that new connections wait for in vain: one connection ends for each as soon as nobody asks it. */
  readonly #unserved = new Set<Answer>();

  constructor(place: BackendAddress, settings: PoolSettings) {
    this.#place = place;
    this.#settings = settings;
  }

  /**
   * Asks the backend when it is this request's turn. Rejects with a BackendError when it cannot be reached, and with a
   * RequestError when the client leaves meanwhile.
   *
   * A kept connection may turn out dead, and nobody knows whether the backend began. So only what may be asked twice is
   * asked over one, and asked again, once, over one that was opened after it; all else goes over a new connection
   * (RFC 9110 §9.2.2).
   */
  async ask(asked: Asked): Promise<Answer> {
    const first = this.#askKept(asked, 0) ?? (await this.#askInTurn(asked, 0));
    if (!asked.repeatable || !first.overKept || (await first.begun)) return first;
    const now = performance.now();
    return this.#askKept(asked, now) ?? this.#askInTurn(asked, now);
  }

  /** Asks over a connection that was opened after the time `since`, if there is one that can be asked. */
  #askKept(asked: Asked, since: number): Answer | undefined {
    if (asked.signal.aborted) throw clientLeft();
    const kept = asked.repeatable ? this.#takeFree(since) : undefined;
    return kept && this.#askOver(kept, asked, true);
  }

  /** Asks over such a connection, or a new one, as soon as there is one or the other. */
  async #askInTurn(asked: Asked, since: number): Promise<Answer> {
    const canGo = () => {
      const kept = asked.repeatable && this.#takeFree(since) !== undefined;
      return kept || this.#mayOpen(asked) || this.#idle() !== undefined;
    };
    for (let again = false; ; again = true) {
      try {
        const answer = this.#askKept(asked, since);
        if (answer) return answer;
        this.#idle()?.destroy(); // makes room for a new one: a backend may serve a few connections only
        if (this.#mayOpen(asked)) return await this.#askNew(asked);
      } finally {
        this.#waiting.next(); // what is left may do for others
      }
      await this.#waiting.join(asked.signal, canGo, again);
    }
  }

  /** True where there may be one connection more for this request, and none is being opened that it could share. */
  #mayOpen({ repeatable }: Asked): boolean {
    const { maxConnections, maxRequests } = this.#settings;
    const shares = repeatable && maxRequests > 1 && this.#opening > 0;
    return this.#count < maxConnections && !shares;
  }

  async #askNew(asked: Asked): Promise<Answer> {
    const connection = await this.#open(asked.signal);
    const answer = this.#askOver(connection, asked, false);
    connection.onFree = () => {
      this.#unserved.delete(answer); // it may have come whole, and nobody been told yet that it began
      this.#keep(connection);
    };
    if (connection.hasRoom) this.#free.add(connection);
    if (this.#settings.maxRequests === 1) this.#makeRoom(answer);
    return answer;
  }

  async #open(signal: AbortSignal): Promise<BackendConnection> {
    this.#count += 1;
    this.#opening += 1;
    try {
      const { connectTimeout } = this.#settings;
      const connection = await openConnection(this.#place, this.#settings, connectTimeout, signal);
      connection.socket.once("close", () => {
        this.#count -= 1;
        this.#free.delete(connection);
        this.#waiting.next();
      });
      return connection;
    } catch (error) {
      this.#count -= 1;
      // Where several share a connection, all of them have waited for this one.
      const isShared = this.#count === 0 && this.#settings.maxRequests > 1;
      if (isShared && error instanceof BackendError) this.#waiting.fail(error);
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  /** Keeps a connection that can be asked again, unless another one needs its place. */
  #keep(connection: BackendConnection): void {
    const [unserved] = this.#unserved;
    if (unserved && connection.isIdle) {
      this.#unserved.delete(unserved);
      connection.destroy();
      return;
    }
    this.#free.add(connection);
    this.#waiting.next();
  }

  /** Ends a connection that nobody asks, now or as soon as there is one, if the answer does not begin soon. */
  #makeRoom(answer: Answer): void {
    const timer = setTimeout(() => {
      const idle = this.#idle();
      if (idle) idle.destroy();
      else this.#unserved.add(answer);
    }, UNSERVED);
    answer.begun.then(() => {
      clearTimeout(timer);
      this.#unserved.delete(answer);
    });
  }

  #askOver(connection: BackendConnection, { question, errors, signal }: Asked, isKept: boolean): Answer {
    const answer = new Answer(errors, this.#settings.timeout, isKept);
    const leave = () => answer.abandon(clientLeft());
    signal.addEventListener("abort", leave, { once: true });
    answer.whenOver(() => signal.removeEventListener("abort", leave));
    connection.ask(question, answer);
    if (signal.aborted) leave();
    return answer;
  }

  /** A connection that can be asked, and was opened after the time `since`. */
  #takeFree(since = 0): BackendConnection | undefined {
    for (const connection of this.#free) {
      if (!connection.hasRoom) this.#free.delete(connection);
      else if (connection.opened >= since) return connection;
    }
    return undefined;
  }

  /** A connection that nobody asks. */
  #idle(): BackendConnection | undefined {
    for (const connection of this.#free) if (connection.isIdle && connection.hasRoom) return connection;
    return undefined;
  }
}
