import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import type { Application } from "../../../src/gateway/index.ts";
import { serveHttp } from "../../../src/servers/http.ts";
import { prefork } from "../../../src/servers/prefork.ts";

/**
 * A program of several processes: its arguments are their number, the port, and how many milliseconds a request may
 * take when it stops. SERVER_FAULT names a file that says what is wrong with it, if anything.
 */

const [processes, port, shutdownTimeout] = process.argv.slice(2).map(Number);

/** Tells its process and the flag, and does what the path says. */
const application: Application = async (environ, startResponse) => {
  if (environ.PATH_INFO === "/exit") process.exit(5);
  if (environ.PATH_INFO === "/loop") for (;;);
  if (environ.PATH_INFO === "/wait") {
    environ["tsgi.errors"].write("waiting\n");
    await environ["tsgi.input"].read();
  }
  startResponse("200 OK", [["Content-Type", "application/json"]]);
  return [Buffer.from(JSON.stringify({ pid: process.pid, multiprocess: environ["tsgi.multiprocess"] }))];
};

function fault(): string {
  return process.env.SERVER_FAULT ? readFileSync(process.env.SERVER_FAULT, "utf8") : "";
}

try {
  const server = await prefork(
    {
      processes: processes ?? 1,
      port: port ?? 0,
      ...(shutdownTimeout === undefined ? {} : { shutdownTimeout }),
    },
    async (port) => {
      process.send?.("a word of the application's own");
      if (fault() === "throws") throw new Error("the module does not load");
      if (fault() === "exits") process.exit(6);
      const server = await serveHttp(application, {
        port,
        multiprocess: true,
        ...(shutdownTimeout === undefined ? {} : { shutdownTimeout }),
      });
      if (fault() === "dies young") setTimeout(() => process.exit(7), 50);
      return server;
    },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, async () => {
      await server.close();
      process.exit(0);
    });
  }
  process.stdout.write(`${server.port} ${server.url}\n`);
} catch (error) {
  process.stderr.write(`failed: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
