/** Shows all that an application is told of a request. */
import { inspect } from "node:util";
import type { Application } from "../gateway/index.ts";

export const application: Application = (environ, startResponse) => {
  const lines = Object.entries(environ)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name} = ${typeof value === "string" ? value : shown(value)}\n`);
  startResponse("200 OK", [["Content-Type", "text/plain; charset=iso-8859-1"]]);
  return [Buffer.from(lines.join(""), "latin1")]; // one character a byte, as the environ has it
};

function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
}
