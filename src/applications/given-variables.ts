import { Buffer } from "node:buffer";
import { type Environ, GatewayError } from "../gateway/index.ts";

/** Variables, by their names. */
export type GivenVariables = Readonly<Record<string, string>>;

/**
 * Variables besides those of CGI, such as SCRIPT_FILENAME; they win. Ordinary text, handed over as UTF-8; or a function
 * that makes them of the environ, and gives latin-1 text as the environ has it, one character a byte (PEP 3333).
 */
export type VariablesOption = GivenVariables | ((environ: Environ) => GivenVariables);

/**
 * What gives the variables for a request: latin-1 text, one character a byte. It throws a GatewayError where a function
 * of the caller gives a character above U+00FF.
 */
export function givenVariables(
  variables: VariablesOption,
): (environ: Environ) => Iterable<readonly [name: string, value: string]> {
  if (typeof variables === "function") return (environ) => Object.entries(variables(environ)).map(checked);
  const bytes = Object.entries(variables).map(([name, value]) => [latin1(name), latin1(value)] as const);
  return () => bytes;
}

/** The UTF-8 of a text, one character a byte. */
function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function checked([name, value]: [string, string]): readonly [string, string] {
  if (/[^\0-\xff]/.test(name + value)) {
    throw new GatewayError(
      `the variable ${JSON.stringify(name)} holds a character above U+00FF; a function gives latin-1 text, such as Buffer.from(text).toString("latin1")`,
    );
  }
  return [name, value];
}
