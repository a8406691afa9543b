import { rmSync } from "node:fs";

/** The variable that tells the process of an application which folder was made for it. */
export const FOLDER_VARIABLE = "PENNY_PROCESS_FOLDER";

/**
 * Has the process of an application (`--mode fastcgi`) end with the one that has started it, however that ends: one that
 * is killed cannot say so, nor tidy up, but standard input ends with it. Does nothing in any other process.
 */
export function followStarter(): void {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined) return;
  delete process.env[FOLDER_VARIABLE]; // it is not for the application, nor for what that starts
  process.stdin.resume().once("close", () => {
    rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, "SIGTERM");
  });
}
