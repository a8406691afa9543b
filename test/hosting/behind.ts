import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildExecutable, removeExecutable } from "../../src/command-line/executable.ts";
import type { Application, ErrorStream } from "../../src/gateway/index.ts";
import { serveFastCgi } from "../../src/servers/fastcgi.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { serveScgi } from "../../src/servers/scgi.ts";
import type { Hosting } from "./hosting.ts";

/** Our side of a protocol, behind a web server. */
export interface Behind {
  /** What a web server is told of it: see `Hosting.start`. */
  readonly place: string;
  close(): Promise<void>;
}

/** Serves `application` in this process, or has it built from its module, where the web server starts the program. */
export async function startBehind(
  protocol: Hosting["protocol"],
  {
    application,
    module,
    errors,
  }: Readonly<{ application: Application; module: string; errors: ErrorStream }>,
): Promise<Behind> {
  if (protocol === "cgi" || protocol === "fcgi") {
    const place = await buildExecutable(module, protocol, `hosted-${process.pid}-${programs++}`);
    return { place, close: async () => removeExecutable(place) };
  }
  if (protocol === "http") {
    const server = await serveHttp(application, { errors });
    return { place: `127.0.0.1:${server.port}`, close: () => server.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), "penny-behind-"));
  chmodSync(folder, 0o755); // for a web server that is another user
  const path = join(folder, "penny.sock");
  const serve = protocol === "fastcgi" ? serveFastCgi : serveScgi;
  const server = await serve(application, { path, mode: 0o666, errors });
  return {
    place: path,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let programs = 0;
