import type { Hosting } from "./hosting.ts";
import { nginx } from "./nginx.ts";

/** The ways to stand behind a web server that are tested, each a configuration of docs/deploying/. */
export const hostings: readonly Hosting[] = [...nginx];
