import { connect } from "node:net";
import type { BackendAddress } from "../backend-address.ts";
import { BackendConnection, type ConnectionSettings } from "./connection.ts";
import { BackendError, clientLeft } from "./failure.ts";

/**
 * Connects to a backend. Rejects with a BackendError when nobody accepts within `timeout` milliseconds (0 is no limit),
 * and with a RequestError when the client leaves meanwhile.
 */
export function openConnection(
  place: BackendAddress,
  settings: ConnectionSettings,
  timeout: number,
  signal: AbortSignal,
): Promise<BackendConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, noDelay: true });
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      socket.off("error", refused);
    };
    const fail = (failure: Error) => {
      end();
      socket.on("error", () => {});
      socket.destroy();
      reject(failure);
    };
    const late = () =>
      fail(new BackendError("504 Gateway Timeout", `the FastCGI server did not accept for ${timeout} ms`));
    const leave = () => fail(clientLeft());
    const refused = (error: NodeJS.ErrnoException) => {
      // A Unix socket says EAGAIN where more wait than it bears.
      const status = error.code === "EAGAIN" ? "503 Service Unavailable" : "502 Bad Gateway";
      fail(new BackendError(status, `the FastCGI server cannot be reached: ${error.message}`));
    };
    const timer = timeout > 0 ? setTimeout(late, timeout) : undefined;
    signal.addEventListener("abort", leave, { once: true });
    socket.once("error", refused);
    socket.once("connect", () => {
      end();
      resolve(new BackendConnection(socket, settings));
    });
    if (signal.aborted) leave();
  });
}
