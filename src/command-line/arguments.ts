import { parseArgs } from "node:util";
import { isDebugging } from "../gateway/index.ts";

/** Something that the person at the command line can put right. The message says what is wrong and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Runs a command: what it throws becomes one plain sentence on standard error and the exit status 1.
 *
 * With PENNY_DEBUG in the environment the stack is printed too.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = message.split("\n", 1)[0] ?? "";
    process.stderr.write(
      `${line.slice(0, 1).toUpperCase()}${line.slice(1)}${/[.!?]$/.test(line) ? "" : "."}\n`,
    );
    if (isDebugging() && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>["options"];

/** Reads the arguments of a command, options and positionals in any order. Throws a UsageError for an unknown option. */
export function readArguments<const O extends NonNullable<Options>>(
  options: O,
  args: string[] = process.argv.slice(2),
) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = (error as Error).message.split(/[.;]\s/, 1)[0] ?? "";
    throw new UsageError(`${message}; see --help`);
  }
}
