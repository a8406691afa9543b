import { isDebugging } from "../gateway/index.ts";
import { fromHere } from "../root.ts";
import { readArguments, UsageError } from "./arguments.ts";
import { MODES, type Mode } from "./modes.ts";
import { PROTOCOLS, type Protocol } from "./serve-protocol.ts";
import { readTrustedProxies } from "./trusted-proxies.ts";

export const USAGE = `Usage: npm run serve -- [options] port

       npm run serve -- [options] --socket PATH

Serves Penny, the book search, or another application.

  port               1 to 65535, or 0 for any free one (PENNY_PORT)
  --socket PATH      a Unix socket to listen on, in place of a port (PENNY_SOCKET)
  --host HOST        the name or address to listen on; localhost unless given (PENNY_HOST)
  --database FILE    the catalogue; db/penny.sqlite unless given (PENNY_DATABASE)
  --app MODULE       the path of a TypeScript or JavaScript module whose "application"
                     or default export is a TSGI application; Penny unless given (PENNY_APP)
  --mode MODE        how the application is called: in-process, as a function, unless given;
                     cgi, a process for each request; thread, a thread for each request;
                     fastcgi, a process that goes on (PENNY_MODE)
  --threads N        in the mode "thread", N threads that stay share the requests (PENNY_THREADS)
  --processes N      N processes like this one share the port (PENNY_PROCESSES); SIGHUP replaces
                     them one by one
  --protocol NAME    what is spoken there: http, with browsers, unless given; fastcgi or scgi,
                     with a web server in front (PENNY_PROTOCOL)
  --trusted-proxy ADDRESS[,ADDRESS...]
                     proxies that are believed in what they say of the client, by Forwarded or
                     X-Forwarded-For and its like: IP addresses, ranges such as 10.0.0.0/8,
                     unix for whoever connects to the --socket (PENNY_TRUSTED_PROXY)
  --debug            the pages of faults show the error and its stack: for developers, and for
                     no server that others can reach (PENNY_DEBUG=1)
  -h, --help         this text

The variables in brackets stand in for what is not given.
The access log goes to standard error. Ctrl-C stops the server when running requests are done.
`;

/** What is to be served, and how. */
export interface Settings {
  readonly host: string;
  /** 0 for any free one, and where there is a socket. */
  readonly port: number;
  /** The path of a Unix socket, in place of host and port. */
  readonly socket: string | undefined;
  /** The path of the module, from the working folder; Penny's unless given. */
  readonly app: string | undefined;
  readonly database: string | undefined;
  readonly mode: Mode;
  readonly threads: number | undefined;
  readonly processes: number;
  readonly protocol: Protocol;
  /** What trustedProxy() takes; empty where nobody is believed. */
  readonly trustedProxies: readonly string[];
  /** True when the pages of faults are to show the errors. */
  readonly debug: boolean;
}

const TEXT = { type: "string" } as const;
const OPTIONS = {
  host: TEXT,
  database: TEXT,
  app: TEXT,
  mode: TEXT,
  threads: TEXT,
  processes: TEXT,
  protocol: TEXT,
  "trusted-proxy": TEXT,
  socket: TEXT,
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the arguments, for which variables of the environment stand in; undefined when the usage is asked for. Throws a
 * UsageError for what makes no sense.
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings | undefined {
  const { values, positionals } = readArguments(OPTIONS);
  if (values.help) return undefined;
  for (const [option, value] of Object.entries(values)) {
    if (value === "") throw new UsageError(`--${option} is given without a value; see --help`);
  }
  const variable = (name: string) => environment[`PENNY_${name}`] || undefined;
  const socket = values.socket ?? (positionals.length === 0 ? variable("SOCKET") : undefined);
  if (socket && positionals.length > 0) throw new UsageError("a port or a --socket is enough; see --help");
  const proxies = values["trusted-proxy"] ?? variable("TRUSTED_PROXY");
  const settings: Settings = {
    host: values.host ?? variable("HOST") ?? "localhost",
    port: socket ? 0 : readPort(positionals, variable("PORT")),
    socket: socket && fromHere(socket),
    app: values.app ?? variable("APP"),
    database: values.database,
    mode: oneOf("mode", MODES, values.mode ?? variable("MODE") ?? "in-process"),
    threads: readNumber("threads", values.threads ?? variable("THREADS")),
    processes: readNumber("processes", values.processes ?? variable("PROCESSES")) ?? 1,
    protocol: oneOf("protocol", PROTOCOLS, values.protocol ?? variable("PROTOCOL") ?? "http"),
    trustedProxies: proxies === undefined ? [] : readTrustedProxies(proxies, socket),
    debug: values.debug ?? isDebugging(),
  };
  if (values.threads !== undefined && settings.mode !== "thread") {
    throw new UsageError("--threads is for --mode thread; see --help");
  }
  if (settings.processes > 1 && (socket || settings.protocol !== "http")) {
    throw new UsageError("--processes is for HTTP on a port; see --help");
  }
  return settings;
}

function readPort(positionals: readonly string[], unlessGiven: string | undefined): number {
  const [text = unlessGiven, ...others] = positionals;
  if (!text) throw new UsageError("a port is missing, as in: npm run serve 55555");
  if (others.length > 0)
    throw new UsageError(`one port is enough, and ${others.length + 1} were given; see --help`);
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65535) {
    throw new UsageError(
      `the port must be a whole number from 1 to 65535, or 0 for any free one, not "${text}"`,
    );
  }
  return Number(text);
}

function readNumber(what: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9][0-9]{0,2}$/.test(text)) return Number(text);
  throw new UsageError(`the number of ${what} must be a whole number from 1 to 999, not "${text}"`);
}

/** The value of an option that is one of a few words. */
function oneOf<T extends string>(option: string, words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(`the ${option} must be one of ${words.join(", ")}, not "${text}"`);
}
