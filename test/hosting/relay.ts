import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What stands between a server and who connects to it, and counts. */
export interface Relay {
  /** The path of the Unix socket to connect to. */
  readonly socket: string;
  /** How many connections there have been. */
  readonly connections: number;
}

/** Listens at `socket` until the test is over, and passes all on to the Unix socket at `server`, and back. */
export async function relay(server: string, socket: string): Promise<Relay> {
  const ends: Socket[] = [];
  const listener = createServer((near) => {
    const far = connect(server);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.push(one);
      one.pipe(other);
      one.on("error", () => {}).on("close", () => other.destroy());
    }
  }).listen(socket);
  await once(listener, "listening");
  onTestFinished(() => {
    for (const end of ends) end.destroy();
    listener.close();
  });
  return {
    socket,
    get connections() {
      return ends.length / 2;
    },
  };
}
