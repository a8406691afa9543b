import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Eta, type TemplateFunction } from "eta/core";

const SUFFIX = ".eta";

const eta = new Eta({ autoEscape: true });

/**
 * The templates in the folder at this path, compiled, by their names without ".eta". Throws an Error that says which one
 * cannot be read, or compiled, and why.
 */
export function readTemplates(folder: string): ReadonlyMap<string, TemplateFunction> {
  const files = attempt(
    () => readdirSync(folder),
    (reason) => `the folder of the templates, ${folder}, must be one that this user may read: ${reason}`,
  );
  const templates = files.filter((file) => file.endsWith(SUFFIX));
  return new Map(templates.map((file) => [file.slice(0, -SUFFIX.length), compile(join(folder, file))]));
}

function compile(file: string): TemplateFunction {
  const text = attempt(
    () => readFileSync(file, "utf8"),
    (reason) => `the template ${file} must be a file that this user may read: ${reason}`,
  );
  return attempt(
    () => eta.compile(text),
    (reason) => `the template ${file} does not compile: ${reason}`,
  );
}

/** What `act` gives; where it throws, `told` makes the message of the reason. */
function attempt<T>(act: () => T, told: (reason: string) => string): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Eta says what is wrong below a first line, and shows the whole program further down.
    const reason = error.message.split(/:?\n\s*/, 2).join(": ");
    throw new Error(told(reason), { cause: error });
  }
}
