import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { listenSocket } from "../../src/servers/listen-socket.ts";
import { testFolder } from "../catalogue/folder.ts";
import { leftSocket } from "./fastcgi/left-socket.ts";

const folder = testFolder();
let sockets = 0;

/** A server of a test. */
function server(): Server {
  const made = createServer();
  onTestFinished(() => {
    made.close();
  });
  return made;
}

/** A path at which there is nothing yet. */
const socketPath = () => join(folder, `${++sockets}.sock`);

describe("157: a server listens", () => {
  test("on a free port of this machine, or on the one that it is told", async () => {
    const { port } = await listenSocket(server(), {});
    expect(port).toBeGreaterThan(0);
    await expect(listenSocket(server(), { port: port ?? 0 })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("on no address that the machine has not", async () => {
    await expect(listenSocket(server(), { host: "192.0.2.1" })).rejects.toMatchObject({
      code: "EADDRNOTAVAIL",
    });
  });
});

describe.skipIf(process.platform === "win32")("157: a server listens on a Unix socket", () => {
  test.skipIf(process.platform !== "linux")("and on no path that the system would cut", async () => {
    const fits = socketPath().padEnd(107, "x");
    expect(await listenSocket(server(), { path: fits })).toEqual({ path: fits });
    await expect(listenSocket(server(), { path: `${fits}x` })).rejects.toMatchObject({
      code: "ENAMETOOLONG",
    });
  });

  test("with a mode, and takes it away when it closes", async () => {
    const path = socketPath();
    const first = server();
    expect(await listenSocket(first, { path, mode: 0o660 })).toEqual({ path });
    expect(statSync(path).mode & 0o777).toBe(0o660);
    first.close();
    await once(first, "close");
    expect(existsSync(path)).toBe(false);
  });

  test("where a dead server left one behind", async () => {
    const path = socketPath();
    await leftSocket(path);
    expect(existsSync(path)).toBe(true);
    expect(await listenSocket(server(), { path })).toEqual({ path });
  });

  test("but not where another one listens, which goes on", async () => {
    const path = socketPath();
    const live = server();
    await listenSocket(live, { path });
    await expect(listenSocket(server(), { path })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect([existsSync(path), live.listening]).toEqual([true, true]);
  });

  test("but not in the place of a file of another kind", async () => {
    const path = socketPath();
    writeFileSync(path, "precious");
    await expect(listenSocket(server(), { path })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(statSync(path).isFile()).toBe(true);
  });

  test("but not in a folder that there is none of", async () => {
    await expect(listenSocket(server(), { path: join(socketPath(), "x") })).rejects.toThrow();
  });
});
