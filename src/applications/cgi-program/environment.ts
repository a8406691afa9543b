import { Buffer } from "node:buffer";
import { RequestError, utf8 } from "../../gateway/index.ts";
import type { Variables } from "../../protocols/cgi/variables.ts";

/** The environment of a program. Node hands its texts over as UTF-8. */
export interface Environment {
  readonly env: Record<string, string>;
  /** Variables whose bytes are not UTF-8, as latin-1 text. */
  readonly raw: ReadonlyMap<string, string>;
}

// What a program needs to run at all. Nothing else of the server's own is its business.
const INHERITED = [
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "LD_LIBRARY_PATH",
  "SystemRoot",
];

/**
 * The environment of a program: a few variables of this process, those of the request, and `more`, which win. Throws a
 * RequestError, 400 Bad Request, for a value with a NUL, which ends a value there.
 */
export function environmentOf(
  variables: Variables,
  more: Readonly<Record<string, string>>,
  inherit: readonly string[],
): Environment {
  const env: Record<string, string> = {};
  const raw = new Map<string, string>();
  for (const name of [...INHERITED, ...inherit]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  for (const [name, value] of variables) {
    if (name in more || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    if (value.includes("\0")) throw new RequestError("400 Bad Request", "the request holds a NUL");
    const text = utf8(value);
    if (text === undefined) raw.set(name, value);
    else env[name] = text;
  }
  return { env: { ...env, ...more }, raw };
}

/**
 * The command as it must be started: where bytes are not UTF-8, through a shell that writes them in octal, since Node
 * could not hand them over.
 */
export function commandFor(command: readonly string[], { raw }: Environment): readonly string[] {
  if (raw.size === 0) return command;
  const lines = [...raw].map(([name, value]) => {
    const octal = [...Buffer.from(value, "latin1")].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`);
    // The shell would drop line ends behind the value, but not before the dot.
    return `${name}=$(printf '${octal.join("")}.'); export ${name}="\${${name}%.}"`;
  });
  return ["/bin/sh", "-c", `${lines.join("; ")}; exec "$@"`, "sh", ...command];
}
