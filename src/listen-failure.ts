/** Says why a server cannot listen, and what to do about it. */
export function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): string {
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
