import { inspect } from "node:util";

/** An error as text for the error stream: its stack, its causes and what else it carries. Never throws. */
export function report(error: unknown): string {
  try {
    const text = inspect(error);
    return error instanceof Error ? `${text}\n` : `An error that is no Error was thrown: ${text}\n`;
  } catch {
    return "An error was thrown that throws when it is looked at.\n";
  }
}
