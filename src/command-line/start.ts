import { accessLog } from "../servers/access-log.ts";
import { prefork } from "../servers/prefork.ts";
import { followStarter } from "./application-process/follow.ts";
import { UsageError } from "./arguments.ts";
import { listenFailure } from "./listen-failure.ts";
import { loadApplication } from "./load-application.ts";
import { inMode } from "./modes.ts";
import { type RunningServer, serveProtocol } from "./serve-protocol.ts";
import type { Settings } from "./settings.ts";
import { behindProxies } from "./trusted-proxies.ts";

/**
 * Loads the application and serves it, with as many processes as are asked for. Throws a UsageError when it cannot be
 * loaded, or when the server cannot listen.
 */
export function start(settings: Settings): Promise<RunningServer> {
  const { processes, port, debug } = settings;
  if (debug) process.env.PENNY_DEBUG = "1"; // where an error is told of, in whichever process or thread
  if (processes === 1) return startHere(settings);
  return prefork({ processes, port }, async (shared) => {
    const { port = shared, url = "", close } = await startHere({ ...settings, port: shared });
    return { port, url, close };
  });
}

/** The same in this process. */
async function startHere(settings: Settings): Promise<RunningServer> {
  const starter = followStarter();
  const { app, mode, threads, protocol, host, port, socket, processes } = settings;
  const loaded = await loadApplication(app);
  const listening = endWhenTold();
  const multiprocess = starter?.multiprocess ?? processes > 1;
  const called = await inMode({ mode, app, threads, multiprocess }, loaded);
  const written = accessLog(process.stderr);
  process.on("exit", written.flush);
  const place = socket === undefined ? { host, port } : { host, port, path: socket };
  // The process of an application is told by its starter who the client is, and has nobody else to believe.
  const proxies = starter ? [] : settings.trustedProxies;
  const { application, log } = behindProxies(proxies, { application: called.application, log: written });
  const options = { ...place, log, errorPage: loaded.errorPage, multiprocess };
  const server = await serveProtocol(protocol, application, options).catch(async (error) => {
    await called.close();
    throw new UsageError(listenFailure(error, place));
  });
  listening();
  return {
    ...server,
    async close() {
      await server.close();
      await called.close();
    },
  };
}

/**
 * Has SIGINT and SIGTERM end this process at once, which removes what it has made, until the function that this gives is
 * called. Before, while a module is loaded, they do so by themselves, and that also where it never comes to an end.
 */
function endWhenTold(): () => void {
  let listens = false;
  // It stays, for where there is no listener at all the system would end the process, and nothing would be removed.
  const end = () => {
    if (!listens) process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  return () => {
    listens = true;
  };
}
