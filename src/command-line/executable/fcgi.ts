import type { LoadedApplication } from "../../gateway/index.ts";
import { serveFastCgi } from "../../servers/fastcgi.ts";

// A process manager ends a program by the first; the others are its users' ways.
const SIGNALS = ["SIGTERM", "SIGINT", "SIGUSR1"] as const;

/** What NAME.fcgi does: serves on the socket that a process manager has opened as descriptor 0, until it is ended. */
export async function main({ application, errorPage }: LoadedApplication): Promise<void> {
  process.stderr.on("error", () => {}); // nobody may be reading it
  try {
    const server = await serveFastCgi(application, { fd: 0, errorPage });
    for (const signal of SIGNALS) process.on(signal, () => server.close().then(() => process.exit(0)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `Standard input is no socket to listen on (${reason}); a web server or a process manager starts this program.\n`,
    );
    process.exit(1);
  }
}
