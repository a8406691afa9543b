import { Buffer } from "node:buffer";
import { connect, type NetConnectOpts } from "node:net";

/** Does `work` so many times, some of them at once. Rejects with the first failure. */
export async function flood(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let begun = 0;
  const worker = async () => {
    while (begun < count) await work(begun++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** What a peer does when it has sent its bytes: waits for the other side to close, says that it sends no more, or leaves. */
export type Manner = "waits" | "ends" | "leaves";

// Nobody takes so long who is not stuck. Milliseconds.
const STUCK = 10_000;

/**
 * Sends bytes over a connection of its own, and gives all that comes back until it ends, as latin-1 text. A reset is an
 * end like another. Rejects when it does not come to its end.
 */
export function spoken(place: NetConnectOpts, bytes: Uint8Array, manner: Manner = "waits"): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ ...place, noDelay: true });
    const stuck = setTimeout(() => {
      socket.destroy();
      const sent = JSON.stringify(Buffer.from(bytes).toString("latin1", 0, 200));
      reject(new Error(`nobody closes the connection over which ${sent} came`));
    }, STUCK);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => {
      clearTimeout(stuck);
      resolve(Buffer.concat(chunks).toString("latin1"));
    });
    socket.once("connect", () => {
      if (manner === "ends") socket.end(bytes);
      else if (manner === "waits") socket.write(bytes);
      else if ("path" in place)
        socket.write(bytes, () => socket.destroy()); // a Unix socket knows no reset
      else socket.write(bytes, () => socket.resetAndDestroy());
    });
  });
}
