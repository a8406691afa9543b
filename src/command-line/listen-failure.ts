/** Where a server was to listen: on a Unix socket where there is a `path`. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
  readonly path?: string;
}

/** Says why a server cannot listen, and what to do about it. */
export function listenFailure(error: NodeJS.ErrnoException, place: ListenPlace): string {
  return place.path === undefined
    ? portFailure(error, place.host, place.port)
    : socketFailure(error, place.path);
}

function portFailure(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `port ${port} is in use; stop what uses it, or choose another port`;
    case "EACCES":
      return `port ${port} needs rights that this user does not have; choose one from 1024 up`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `this machine has no address "${host}" to listen on; choose another --host`;
    default:
      return `the server cannot listen on port ${port} of ${host}: ${error.message}`;
  }
}

function socketFailure(error: NodeJS.ErrnoException, path: string): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `${path} is in use, or is no socket; stop what uses it, or choose another --socket`;
    case "EACCES":
    case "ENOENT":
      return `this user cannot make a socket at ${path}; choose a folder that is there and may be written to`;
    default:
      return `the server cannot listen on the socket ${path}: ${error.message}`;
  }
}
