/** npm run serve -- [options] port: reads the arguments, loads the application, and serves it. */
import { readArguments, runCommand, UsageError } from "./src/command-line.ts";
import { listenFailure } from "./src/listen-failure.ts";
import { loadApplication } from "./src/load-application.ts";
import { inMode, isMode, MODES, type Mode } from "./src/modes.ts";
import { fromHere } from "./src/root.ts";
import { accessLog } from "./src/servers/access-log.ts";
import { type HttpServer, serveHttp } from "./src/servers/http.ts";

const USAGE = `Usage: npm run serve -- [options] port

Serves Penny, the book search, or another application, on HTTP.

  port               1 to 65535, or 0 for any free one (PENNY_PORT)
  --host HOST        the name or address to listen on; localhost unless given (PENNY_HOST)
  --database FILE    the catalogue; db/penny.sqlite unless given (PENNY_DATABASE)
  --app MODULE       the path of a TypeScript or JavaScript module whose "application"
                     or default export is a TSGI application; Penny unless given (PENNY_APP)
  --mode MODE        how the application is called: in-process, as a function, unless given;
                     cgi, a process for each request (PENNY_MODE)
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
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = readPort(positionals);
  for (const option of ["host", "database", "app", "mode"] as const) {
    if (values[option] === "") throw new UsageError(`--${option} is given without a value; see --help`);
  }
  const host = values.host ?? (process.env.PENNY_HOST || "localhost");
  // A module finds its catalogue there, in whichever process it runs.
  if (values.database !== undefined) process.env.PENNY_DATABASE = fromHere(values.database);
  const mode = readMode(values.mode ?? (process.env.PENNY_MODE || "in-process"));
  const path = values.app ?? (process.env.PENNY_APP || undefined);
  const loaded = await loadApplication(path);
  const application = await inMode(mode, path, loaded);

  // Nobody may be reading what is said any more; there is still a site to serve.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  const log = accessLog(process.stderr);
  process.on("exit", log.flush);
  const server = await serveHttp(application, { host, port, log, errorPage: loaded.errorPage }).catch(
    (error) => {
      throw new UsageError(listenFailure(error, host, port));
    },
  );
  stopOnSignal(server);
  process.stdout.write(`Listening on port ${server.port}\n${server.url}\n`);
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

function readMode(text: string): Mode {
  if (isMode(text)) return text;
  throw new UsageError(`the mode must be one of ${MODES.join(", ")}, not "${text}"`);
}

// npm hands a signal on that the terminal has sent to every process already: one Ctrl-C is two signals.
const SAME_SIGNAL_MILLISECONDS = 300;

/** Ends the process when running requests are done; at once at the second signal. */
function stopOnSignal(server: HttpServer): void {
  let first: number | undefined;
  const stop = async () => {
    if (first !== undefined && Date.now() - first > SAME_SIGNAL_MILLISECONDS) process.exit(1);
    if (first !== undefined) return;
    first = Date.now();
    await server.close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
