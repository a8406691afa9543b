/** The body of a Response, written to chunk by chunk: what a reader has not asked for waits with the writer. */
export class Outlet {
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #taken: () => void = () => {};
  #open = true;

  /** `left` is called when the reader does not want the rest. */
  constructor(left: () => void) {
    this.stream = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#taken(),
        cancel: () => {
          this.#open = false;
          left();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Resolved when the reader has taken the chunk and asks for another one. */
  write(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#taken = resolve;
      this.#controller?.enqueue(chunk);
    });
  }

  end(): void {
    if (this.#open) this.#controller?.close();
    this.#open = false;
  }

  /** Makes reading fail, as it does when a connection breaks. */
  fail(error: Error): void {
    if (this.#open) this.#controller?.error(error);
    this.#open = false;
  }
}
