/** Sends what is posted in one turn of the event loop as one message: a message costs more than most of what it says. */
export class Outbox<T> {
  readonly #send: (messages: readonly T[], transfer: ArrayBuffer[]) => void;
  #messages: T[] = [];
  #transfer: ArrayBuffer[] = [];

  constructor(send: (messages: readonly T[], transfer: ArrayBuffer[]) => void) {
    this.#send = send;
  }

  /** Sends `message` at the end of this turn, with the memory of its chunks. */
  post(message: T, chunks: readonly Uint8Array<ArrayBuffer>[] = []): void {
    if (this.#messages.length === 0) setImmediate(() => this.flush());
    this.#messages.push(message);
    for (const { buffer } of chunks) this.#transfer.push(buffer);
  }

  /** Sends at once what was posted, in its order. */
  flush(): void {
    if (this.#messages.length === 0) return;
    const [messages, transfer] = [this.#messages, this.#transfer];
    this.#messages = [];
    this.#transfer = [];
    this.#send(messages, transfer);
  }
}
