/** What a chunk that waits costs besides its bytes, in bytes: many small ones are not free. */
const OVERHEAD = 128;

/** The bytes of one stream that have arrived and wait to be read. */
export class Inflow {
  #chunks: Uint8Array[] = [];
  /** Where the next one stands. Taking one off the front of a long list would move all the others each time. */
  #next = 0;
  #held = 0;
  #ended = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  /** Called when `held` has changed, and when somebody begins to wait. */
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The memory that the waiting chunks take, in bytes. */
  get held(): number {
    return this.#held;
  }

  /** True while somebody waits for bytes and there are none. */
  get waiting(): boolean {
    return this.#wake !== undefined;
  }

  /** True when the end has come, whether or not it has been read. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Adds a chunk. What comes behind the end is dropped. */
  push(chunk: Uint8Array): void {
    if (this.#ended || chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#held += chunk.length + OVERHEAD;
    this.#awake();
    this.#changed();
  }

  /** Nothing more will come; `failure` is why, when that is not as it should be. What waits can still be read. */
  end(failure?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#awake();
  }

  /** Nobody reads any more: what waits is dropped, and so is what may come. */
  drop(): void {
    this.end();
    if (this.#held === 0) return;
    this.#chunks = [];
    this.#next = 0;
    this.#held = 0;
    this.#changed();
  }

  /** The next chunk, if one waits. */
  take(): Uint8Array | undefined {
    const chunk = this.#chunks[this.#next];
    if (!chunk) return undefined;
    this.#next += 1;
    if (this.#next * 2 >= this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#next);
      this.#next = 0;
    }
    this.#held -= chunk.length + OVERHEAD;
    this.#changed();
    return chunk;
  }

  /** All that is still to be read, where the end has come and nothing failed; undefined before. */
  takeWhole(): readonly Uint8Array[] | undefined {
    if (!this.#ended || this.#failure) return undefined;
    const chunks = this.#chunks.slice(this.#next);
    this.drop();
    return chunks;
  }

  /** The next chunk; undefined at the end. Rejects with the failure, if there is one. For one reader at a time. */
  readonly next = async (): Promise<Uint8Array | undefined> => {
    for (;;) {
      const chunk = this.take();
      if (chunk) return chunk;
      if (this.#failure) throw this.#failure;
      if (this.#ended) return undefined;
      const arrival = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#changed();
      await arrival;
    }
  };

  #awake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
