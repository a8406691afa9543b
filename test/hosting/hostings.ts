import { apache } from "./apache.ts";
import { cgiFcgi } from "./cgi-fcgi.ts";
import type { Hosting } from "./hosting.ts";
import { lighttpd } from "./lighttpd.ts";
import { nginx } from "./nginx.ts";

/** The ways to stand behind a web server that are tested, each a configuration of docs/deploying/. */
export const hostings: readonly Hosting[] = [...nginx, ...apache, ...lighttpd, ...cgiFcgi];
