import { accessLog } from "../servers/access-log.ts";
import { prefork } from "../servers/prefork.ts";
import { followStarter } from "./application-process/follow.ts";
import { UsageError } from "./arguments.ts";
import { listenFailure } from "./listen-failure.ts";
import { loadApplication } from "./load-application.ts";
import { inMode } from "./modes.ts";
import { type RunningServer, serveProtocol } from "./serve-protocol.ts";
import type { Settings } from "./settings.ts";

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
  followStarter();
  const { app, mode, threads, protocol, host, port, socket, processes } = settings;
  const loaded = await loadApplication(app);
  const called = await inMode(mode, app, loaded, threads);
  const log = accessLog(process.stderr);
  process.on("exit", log.flush);
  const place = socket === undefined ? { host, port } : { host, port, path: socket };
  const options = { ...place, log, errorPage: loaded.errorPage, multiprocess: processes > 1 };
  const server = await serveProtocol(protocol, called.application, options).catch(async (error) => {
    await called.close();
    throw new UsageError(listenFailure(error, place));
  });
  return {
    ...server,
    async close() {
      await server.close();
      await called.close();
    },
  };
}
