import type { BodyIterator } from "../../gateway/body.ts";
import { type ErrorStream, report } from "../../gateway/index.ts";

/** Runs a body's own clean-up. What that throws is reported and spoils no response. */
export async function closeBody(iterator: BodyIterator, errors: ErrorStream): Promise<void> {
  try {
    await iterator.return?.();
  } catch (error) {
    errors.write(report(error));
  }
}
