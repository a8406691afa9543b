import type { Application, Environ } from "../gateway/index.ts";
import { believing } from "../middleware/trusted-proxy/believing.ts";
import { UNIX } from "../middleware/trusted-proxy/trust.ts";
import { UsageError } from "./arguments.ts";
import type { Log } from "./serve-protocol.ts";

/**
 * The addresses of a list such as "127.0.0.1,::1", for a server that listens on `socket`, the path of a Unix socket, or on
 * a port. Throws a UsageError for what trustedProxy() does not take, or what makes no sense on a port.
 */
export function readTrustedProxies(list: string, socket: string | undefined): readonly string[] {
  const addresses = list.split(",").map((address) => address.trim());
  if (!socket && addresses.includes(UNIX)) {
    throw new UsageError(`the trusted proxy ${UNIX} is for a --socket; see --help`);
  }
  try {
    believing(addresses);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  return addresses;
}

/** An application, and the log of the server that serves it. */
export interface Logged {
  readonly application: Application;
  readonly log: Log;
}

/**
 * The same application and the same log, to which the proxies at `addresses` tell who the client is. The application is
 * what trustedProxy() would make of it, and the log, which is the server's, has its clients.
 */
export function behindProxies(addresses: readonly string[], logged: Logged): Logged {
  if (addresses.length === 0) return logged;
  const { application, log } = logged;
  const believed = believing(addresses);
  // By the environ that the server made, for its log is told of no other one. The application may change what it gets.
  const clients = new WeakMap<Environ, string | undefined>();
  return {
    application(environ, startResponse) {
      const told = believed(environ);
      clients.set(environ, told.REMOTE_ADDR);
      return application(told, startResponse);
    },
    log(entry, environ) {
      // A request that the server has refused never came to the application.
      const client = environ && (clients.get(environ) ?? believed(environ).REMOTE_ADDR);
      log({ ...entry, remoteAddr: client || entry.remoteAddr });
    },
  };
}
