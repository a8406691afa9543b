import type { LoadedApplication } from "../../gateway/index.ts";
import { serveCgi } from "../../servers/cgi.ts";

/** What NAME.cgi does: answers one request, and ends. */
export async function main({ application, errorPage }: LoadedApplication): Promise<void> {
  process.stderr.on("error", () => {}); // nobody may be reading it
  process.exit(await serveCgi(application, { errorPage }));
}
