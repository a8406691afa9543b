/**
 * A CGI program from the descriptors up (RFC 3875): a process for one request, which comes as environment and standard
 * input, and the response goes to standard output. To ask it as a web server would:
 *
 *     REQUEST_METHOD=GET PATH_INFO=/ node --import tsx src/examples/from-scratch/cgi.ts src/examples/hello.ts
 *
 * Notice that variables are bytes: process.env takes them for UTF-8 and loses what is none, so they are read from where
 * Linux keeps them. And that of standard input no more is read than CONTENT_LENGTH, since a web server need not close it
 * (§4.2): the process ends itself.
 *
 * Left out: systems other than Linux, an application that prints into its own response, and what web servers are known
 * to get wrong (src/protocols/cgi/variables.ts). That a response has failed in its middle, only the exit status says:
 * CGI has no word for it.
 */
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import type { Application } from "../../gateway/index.ts";
import { answer, type Write } from "./answer.ts";
import { environOf } from "./environ.ts";
import { runProgram, standardError } from "./program.ts";

/** Answers one request. `environment` is "NAME=value" again and again, each ended by a NUL. False for half an answer. */
export function serveCgi(
  application: Application,
  environment: Uint8Array,
  input: AsyncIterable<Uint8Array>,
  output: Writable,
  errors = standardError,
): Promise<boolean> {
  const variables: Record<string, string> = {};
  for (const entry of Buffer.from(environment).toString("latin1").split("\0")) {
    const equals = entry.indexOf("=");
    if (equals > 0) variables[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  const left = new AbortController();
  output.on("error", () => left.abort());
  const write: Write = (bytes) =>
    new Promise((resolve, reject) => {
      output.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  const environ = () => ({ ...environOf(variables, input, errors, left.signal), "tsgi.run_once": true });
  return answer(application, environ, "Status: ", write);
}

await runProgram(import.meta.url, async (application) => {
  const environment = readFileSync("/proc/self/environ");
  const whole = await serveCgi(application, environment, process.stdin, process.stdout);
  process.exit(whole ? 0 : 1);
});
