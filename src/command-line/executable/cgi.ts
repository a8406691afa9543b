import type { LoadedApplication } from "../../gateway/index.ts";
import { serveCgi } from "../../servers/cgi.ts";

/** What NAME.cgi does: answers one request, and ends. */
export async function main({ application, errorPage }: LoadedApplication): Promise<void> {
  const status = await serveCgi(application, { errorPage });
  // A response that is not whole may look so. CGI has one way to say it that no server takes for its own user's: to be
  // ended by a signal, as a program that crashes is.
  if (status !== 0) process.kill(process.pid, "SIGTERM");
  process.exit(status);
}
