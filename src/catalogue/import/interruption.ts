import { constants } from "node:os";

/** A signal told the process to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** The exit status that a shell gives to a command that this signal ended: 130 for Ctrl-C. */
  readonly status: number;

  constructor(signal: NodeJS.Signals, message: string) {
    super(message);
    this.status = 128 + constants.signals[signal];
  }
}

/**
 * Gives an AbortSignal that Ctrl-C, a request to end and a closed terminal abort with an Interrupted as the reason.
 *
 * Only the first counts: npm hands on a Ctrl-C that the terminal has sent already.
 */
export function onInterruption(message: string): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => controller.abort(new Interrupted(signal, message)));
  }
  return controller.signal;
}
