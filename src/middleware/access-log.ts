import {
  byteLength,
  type Environ,
  forward,
  isBodiless,
  type Middleware,
  RequestError,
  type Response,
  respond,
  wholeBody,
} from "../gateway/index.ts";
import { combinedLogLine, commonLogLine } from "../protocols/log-line.ts";
import { countedBody } from "./access-log/counted-body.ts";

const FORMATS = { common: commonLogLine, combined: combinedLogLine } as const;

/**
 * Gives `write` a line, without its end, for each response when it has ended: in the Common Log Format unless told
 * otherwise, in the Combined one with Referer and User-Agent.
 *
 * Its bytes are those of the body that the server took, also where the body failed or the client left. A body that is
 * an array is out of sight when it is handed over: its line is written then. What the application throws is logged
 * with the status that it will be answered with, and no bytes.
 *
 * @example accessLogged(console.error, { format: "combined" })
 */
export function accessLogged(
  write: (line: string) => void,
  { format = "common" }: { readonly format?: keyof typeof FORMATS } = {},
): Middleware {
  const lineOf = FORMATS[format];
  return (application) => (environ, startResponse) => {
    const request = requestOf(environ);
    const isHead = environ.REQUEST_METHOD === "HEAD";
    let isLogged = false;
    const log = (status: string, bytes: number) => {
      if (isLogged) return;
      isLogged = true;
      write(lineOf({ ...request, status: Number(status.slice(0, 3)), bytes }));
    };

    const send = ({ status, headers, body }: Response) => {
      const isSent = !isHead && !isBodiless(status);
      const chunks = wholeBody(body);
      if (chunks === undefined) {
        const counted = countedBody(body, (bytes) => log(status, isSent ? bytes : 0));
        return forward({ status, headers, body: counted }, startResponse);
      }
      const sent = forward({ status, headers, body }, startResponse);
      log(status, isSent ? byteLength(chunks) : 0);
      return sent;
    };
    const fail = (error: unknown): never => {
      log(error instanceof RequestError ? error.status : "500", 0);
      throw error;
    };
    try {
      const answer = respond(application, environ);
      return answer instanceof Promise ? answer.then(send).catch(fail) : send(answer);
    } catch (error) {
      return fail(error);
    }
  };
}

/** What a line tells of a request. It is read before the application is called, which may change its environ. */
function requestOf(environ: Environ) {
  const { REQUEST_METHOD: method, SCRIPT_NAME: script, PATH_INFO: path, QUERY_STRING: query } = environ;
  const target = environ.REQUEST_URI ?? `${script}${path}${query && `?${query}`}`;
  return {
    remoteAddr: environ.REMOTE_ADDR || "-",
    requestLine: `${method} ${target} ${environ.SERVER_PROTOCOL}`,
    referer: environ.HTTP_REFERER,
    userAgent: environ.HTTP_USER_AGENT,
  };
}
