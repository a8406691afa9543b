import { spawn } from "node:child_process";
import { once } from "node:events";

/** Makes a Unix socket as a server leaves it that is killed. */
export async function leftSocket(path: string): Promise<void> {
  const script =
    'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';
  await once(spawn(process.execPath, ["-e", script, path], { stdio: "ignore" }), "close");
}
