import { access, constants, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { type Application, forward, RequestError } from "../gateway/index.ts";
import { variablesOf } from "../protocols/cgi/variables.ts";
import { Child } from "./cgi-program/child.ts";
import { environmentOf } from "./cgi-program/environment.ts";
import { cgiResponse } from "./cgi-response.ts";
import { checkTimes } from "./patience.ts";
import { Places } from "./places.ts";
import { requestBody } from "./request-body.ts";

/** How a CGI program is run. */
export interface CgiProgramOptions {
  /** The command that runs the script, its arguments behind it, such as ["python3", "-u"]; the script itself unless given. */
  readonly command?: readonly string[];
  /** Variables besides those of CGI; they win. UTF-8 text. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The names of variables of this process that the program may see, besides PATH, HOME, LANG, TZ and their like. */
  readonly inherit?: readonly string[];
  /** How many may run at once; a request more waits. 32. */
  readonly maxProcesses?: number;
  /**
   * How long the head of the response may take, in milliseconds, not counting the time in which the client sends; then
   * 504. The program may go on for as long when it has closed its output, and when nobody wants the rest of that, as for
   * HEAD. 0 is no limit. 60 s.
   */
  readonly timeout?: number;
  /** How long a program may take to end when its client has left, in milliseconds, before it is killed. 5 s. */
  readonly killDelay?: number;
}

/**
 * Runs a program for each request, in the script's own folder: the request as environment and standard input, the
 * response from standard output (RFC 3875). A script whose name begins with "nph-" answers in HTTP's own form.
 *
 * The length of a body that is not known beforehand is found out by reading it whole. The program's standard error goes
 * to the error stream. When the client leaves, the program is asked to end, and killed if it does not.
 *
 * Throws a RequestError: 404 where there is no such file, 403 for one that may not be run, 400 for a request that no
 * environment can hold, 502 for an output that is no response, 504 when it takes too long to begin. Throws a RangeError
 * for an option that makes no sense.
 *
 * @example cgiProgram("cgi-bin/guestbook.pl")
 */
export function cgiProgram(script: string, options: CgiProgramOptions = {}): Application {
  const file = resolve(script);
  const {
    command,
    variables = {},
    inherit = [],
    maxProcesses = 32,
    timeout = 60_000,
    killDelay = 5000,
  } = options;
  const times = { timeout, killDelay };
  checkTimes(times);
  const places = new Places(maxProcesses);
  const form = basename(file).startsWith("nph-") ? "nph" : "cgi";

  return async (environ, startResponse) => {
    await checkScript(file, command === undefined);
    const { chunks, length } = await requestBody(environ);
    const environment = environmentOf(
      new Map([
        ...variablesOf(environ, length),
        ["SCRIPT_FILENAME", Buffer.from(file).toString("latin1")],
        ["REDIRECT_STATUS", "200"], // without it, php-cgi takes itself to be called directly
      ]),
      variables,
      inherit,
    );
    const leave = await places.take(environ["tsgi.signal"]);
    const child = startOr(leave, () => {
      return new Child([...(command ?? []), file], dirname(file), environment, environ, times);
    });
    child.ended.finally(leave);
    child.feed(chunks);
    const response = await child.answersInTime(cgiResponse(environ, child.output(), timeout, form));
    return forward(response, startResponse);
  };
}

/** What `start` gives; where it throws, `leave` is called. */
function startOr<T>(leave: () => void, start: () => T): T {
  try {
    return start();
  } catch (error) {
    leave();
    throw error;
  }
}

async function checkScript(file: string, mustBeExecutable: boolean): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new RequestError("404 Not Found", "there is no such program");
  const right = mustBeExecutable ? constants.X_OK : constants.R_OK;
  await access(file, right).catch(() => {
    throw new RequestError("403 Forbidden", "the program may not be run");
  });
}
