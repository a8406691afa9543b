/** npm run serve -- [options] port: reads the arguments, loads the application, and serves it. */
import { readArguments, runCommand, UsageError } from "./src/command-line/arguments.ts";
import { listenFailure } from "./src/command-line/listen-failure.ts";
import { loadApplication } from "./src/command-line/load-application.ts";
import { type Called, inMode, MODES } from "./src/command-line/modes.ts";
import { PROTOCOLS, type RunningServer, serveProtocol } from "./src/command-line/serve-protocol.ts";
import { fromHere } from "./src/root.ts";
import { accessLog } from "./src/servers/access-log.ts";

const USAGE = `Usage: npm run serve -- [options] port

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
  --protocol NAME    what is spoken there: http, with browsers, unless given; fastcgi or scgi,
                     with a web server in front (PENNY_PROTOCOL)
  -h, --help         this text

The variables in brackets stand in for what is not given.
The access log goes to standard error. Ctrl-C stops the server when running requests are done.
`;

await runCommand(async () => {
  const { values, positionals } = readArguments({
    host: { type: "string" },
    database: { type: "string" },
    app: { type: "string" },
    mode: { type: "string" },
    threads: { type: "string" },
    protocol: { type: "string" },
    socket: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  for (const option of ["host", "database", "app", "mode", "threads", "protocol", "socket"] as const) {
    if (values[option] === "") throw new UsageError(`--${option} is given without a value; see --help`);
  }
  const socket = values.socket ?? (positionals.length === 0 ? process.env.PENNY_SOCKET : undefined);
  if (socket && positionals.length > 0) throw new UsageError("a port or a --socket is enough; see --help");
  const port = socket ? 0 : readPort(positionals);
  const place = socket ? { path: fromHere(socket) } : {};
  const host = values.host ?? (process.env.PENNY_HOST || "localhost");
  // A module finds its catalogue there, in whichever process it runs.
  if (values.database !== undefined) process.env.PENNY_DATABASE = fromHere(values.database);
  const mode = oneOf("mode", MODES, values.mode ?? (process.env.PENNY_MODE || "in-process"));
  const protocol = oneOf("protocol", PROTOCOLS, values.protocol ?? (process.env.PENNY_PROTOCOL || "http"));
  const path = values.app ?? (process.env.PENNY_APP || undefined);
  const loaded = await loadApplication(path);
  const threads = readThreads(values.threads ?? (process.env.PENNY_THREADS || undefined));
  if (values.threads !== undefined && mode !== "thread") {
    throw new UsageError("--threads is for --mode thread; see --help");
  }
  const called = await inMode(mode, path, loaded, threads);

  // Nobody may be reading what is said any more; there is still a site to serve.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  const log = accessLog(process.stderr);
  process.on("exit", log.flush);
  const options = { host, port, ...place, log, errorPage: loaded.errorPage };
  const server = await serveProtocol(protocol, called.application, options).catch(async (error) => {
    await called.close();
    throw new UsageError(listenFailure(error, options));
  });
  stopOnSignal(server, called);
  const listening = socket ? `Listening on ${socket}` : `Listening on port ${server.port}`;
  process.stdout.write(`${listening}\n${server.url ?? `For a web server that speaks ${protocol}`}\n`);
});
// An application that does not come to be served may have begun what would keep the process.
if (process.exitCode) process.exit();

function readPort(positionals: readonly string[]): number {
  const [text = process.env.PENNY_PORT, ...others] = positionals;
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

function readThreads(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9][0-9]{0,2}$/.test(text))
    return text === undefined ? undefined : Number(text);
  throw new UsageError(`the number of threads must be a whole number from 1 to 999, not "${text}"`);
}

/** The value of an option that is one of a few words. */
function oneOf<T extends string>(option: string, words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(`the ${option} must be one of ${words.join(", ")}, not "${text}"`);
}

// npm hands a signal on that the terminal has sent to every process already: one Ctrl-C is two signals.
const SAME_SIGNAL_MILLISECONDS = 300;

/** Ends the process when running requests are done; at once at the second signal. */
function stopOnSignal(server: RunningServer, called: Called): void {
  let first: number | undefined;
  const stop = async () => {
    if (first !== undefined && Date.now() - first > SAME_SIGNAL_MILLISECONDS) process.exit(1);
    if (first !== undefined) return;
    first = Date.now();
    await server.close();
    await called.close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
