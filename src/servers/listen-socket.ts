import { Buffer } from "node:buffer";
import { once } from "node:events";
import { chmod, lstat, unlink } from "node:fs/promises";
import { connect, type Server } from "node:net";

/** Where a server that stands behind a web server listens: on a TCP port, a Unix socket or a descriptor. */
export interface SocketOptions {
  /** The name or address to listen on; "localhost" unless given, which is 127.0.0.1. */
  readonly host?: string;
  /** The port, 0 for any free one, which is the default. */
  readonly port?: number;
  /** The path of a Unix socket, in place of host and port. One that a dead server left behind is replaced. */
  readonly path?: string;
  /** The mode of the Unix socket, such as 0o660 for this user and its group; what the umask leaves unless given. */
  readonly mode?: number;
  /** A descriptor that listens already, in place of all others: 0 where a process manager starts the program. */
  readonly fd?: number;
}

/** Where a server listens. Of a descriptor it is what the system knows. */
export interface SocketPlace {
  readonly port?: number;
  readonly path?: string;
}

/**
 * Has a server listen. Resolves when it does; rejects with the system's error when it cannot, such as EADDRINUSE
 * where another server listens on the Unix socket, or where the path is a file of another kind, and ENAMETOOLONG for a
 * path that is too long.
 *
 * @example const { port } = await listenSocket(server, { port: 9000 });
 */
export async function listenSocket(server: Server, options: SocketOptions): Promise<SocketPlace> {
  const { host = "localhost", port = 0, path, mode, fd } = options;
  if (fd !== undefined) {
    server.listen({ fd });
  } else if (path !== undefined) {
    checkLength(path);
    await removeStale(path);
    server.listen({ path });
  } else {
    // One address, the one that every client tries: "localhost" may also mean ::1 only.
    server.listen({ port, host: host === "localhost" ? "127.0.0.1" : host });
  }
  await once(server, "listening");
  if (fd === undefined && path !== undefined && mode !== undefined) await setMode(server, path, mode);
  const address = server.address();
  if (typeof address === "string") return { path: address };
  return address === null ? {} : { port: address.port };
}

// What the system has room for (sun_path in unix(7)), with the NUL behind it taken off.
const LONGEST_PATHS: Partial<Record<NodeJS.Platform, number>> = { linux: 107, darwin: 103 };
const LONGEST_PATH = LONGEST_PATHS[process.platform] ?? Number.POSITIVE_INFINITY;

/** Refuses a path that is too long: Node.js 20 would cut it, and listen at another one. */
function checkLength(path: string): void {
  if (Buffer.byteLength(path) <= LONGEST_PATH) return;
  const error = new Error(`the path of a Unix socket has at most ${LONGEST_PATH} bytes`);
  throw Object.assign(error, { code: "ENAMETOOLONG" });
}

/** Removes a Unix socket on which nobody listens any more. */
async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSocket() && (await isDead(path))) await unlink(path);
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
}

async function setMode(server: Server, path: string, mode: number): Promise<void> {
  try {
    await chmod(path, mode);
  } catch (error) {
    server.close();
    throw error;
  }
}
