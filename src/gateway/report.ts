import { inspect } from "node:util";

/** An error as text for the error stream: its stack, its causes and what else it carries. */
export function report(error: unknown): string {
  const text = inspect(error);
  return error instanceof Error ? `${text}\n` : `An error that is no Error was thrown: ${text}\n`;
}
