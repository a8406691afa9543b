import { toFetch } from "../../src/servers/fetch.ts";
import { application } from "./by-row.ts";

/** What Deno and Bun serve: the application of a row as a fetch handler. */
export default { fetch: toFetch(application), hostname: "127.0.0.1", port: Number(process.env.PORT) };
