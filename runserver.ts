/** npm run serve -- [options] port: reads the arguments, starts the server, and stops it when it is told to. */
import { runCommand } from "./src/command-line/arguments.ts";
import type { RunningServer } from "./src/command-line/serve-protocol.ts";
import { readSettings, USAGE } from "./src/command-line/settings.ts";
import { start } from "./src/command-line/start.ts";
import { fromHere } from "./src/root.ts";

await runCommand(async () => {
  const settings = readSettings();
  if (settings === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  // A module finds its catalogue there, in whichever process it runs.
  const database = settings.database ?? process.env.PENNY_DATABASE;
  if (database) process.env.PENNY_DATABASE = fromHere(database);
  // Nobody may be reading what is said any more; there is still a site to serve.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  const server = await start(settings);
  stopOnSignal(server);
  const { socket, protocol } = settings;
  const place = socket === undefined ? `port ${server.port}` : socket;
  process.stdout.write(
    `Listening on ${place}\n${server.url ?? `For a web server that speaks ${protocol}`}\n`,
  );
});
// An application that does not come to be served may have begun what would keep the process.
if (process.exitCode) process.exit();

// npm hands a signal on that the terminal has sent to every process already: one Ctrl-C is two signals.
const SAME_SIGNAL_MILLISECONDS = 300;

/** Ends the process when running requests are done; at once at the second signal. */
function stopOnSignal(server: RunningServer): void {
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
