import { Duplex } from "node:stream";
import type { Environ } from "../../gateway/index.ts";

/**
 * One end of a connection within this process. What is written to it is read at the other end, and counts as written
 * when it was taken there.
 */
export class End extends Duplex {
  #other: End | undefined;
  #taken: (() => void) | undefined;

  /** The end that is opposite to `other`. It is ended when that one ends. */
  static to(other: End): End {
    const end = new End({ allowHalfOpen: false });
    end.#other = other;
    other.#other = end;
    return end;
  }

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed || other.push(chunk)) callback();
    else other.#taken = callback;
  }

  override _final(callback: () => void): void {
    if (!this.#other?.destroyed) this.#other?.push(null);
    callback();
  }

  /** An end that goes before all was written breaks the connection. */
  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    if (!this.writableFinished) this.#other?.destroy();
    callback(error);
  }
}

/** The server's end, with what a listener may ask of the socket of its request. Timeouts are the outer server's to set. */
export class ServerEnd extends End {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly localPort: number;
  readonly encrypted: boolean;

  constructor(environ: Environ) {
    super();
    this.remoteAddress = environ.REMOTE_ADDR || undefined;
    this.remotePort = environ.REMOTE_PORT ? Number(environ.REMOTE_PORT) : undefined;
    this.localPort = Number(environ.SERVER_PORT);
    this.encrypted = environ["tsgi.url_scheme"] === "https";
  }

  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
