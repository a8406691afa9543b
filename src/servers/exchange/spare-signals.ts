import { getEventListeners } from "node:events";

/**
 * The signals of the requests on a connection. One costs more to make than all the rest of an environ, so one that
 * nobody listens to when its request ends serves another.
 */
export class SpareSignals {
  #spare: AbortController[] = [];

  take(): AbortController {
    return this.#spare.pop() ?? new AbortController();
  }

  giveBack(controller: AbortController): void {
    const { signal } = controller;
    if (!signal.aborted && getEventListeners(signal, "abort").length === 0) this.#spare.push(controller);
  }
}
