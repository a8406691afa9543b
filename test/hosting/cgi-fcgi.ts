import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { collectErrors } from "../support/errors.ts";
import type { Hosting } from "./hosting.ts";

/**
 * libfcgi's own client, a CGI program that hands its request on to a FastCGI server: behind our HTTP server, and in
 * front of our FastCGI server.
 */
export const cgiFcgi: readonly Hosting[] = [
  {
    name: "cgi-fcgi",
    programs: ["cgi-fcgi"],
    protocol: "fastcgi",
    start: async (program, socket) => {
      const folder = mkdtempSync(join(tmpdir(), "penny-cgi-fcgi-"));
      const script = join(folder, "penny.cgi");
      writeFileSync(script, `#!/bin/sh\nexec ${program} -bind -connect ${socket}\n`);
      chmodSync(script, 0o755);
      const errors = collectErrors();
      const server = await serveHttp(cgiProgram(script), { errors });
      return {
        port: server.port,
        log: () => errors.text,
        close: async () => {
          await server.close();
          rmSync(folder, { recursive: true });
        },
      };
    },
  },
];
