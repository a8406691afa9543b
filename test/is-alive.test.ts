import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { isAlive } from "../src/is-alive.ts";

test("a process is alive until it has ended", async () => {
  expect(isAlive(process.pid)).toBe(true);
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const pid = child.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(pid)).toBe(false);
});

test.each([
  ["EPERM", true],
  ["ESRCH", false],
])(
  "a process that may not be sent a signal is alive, and one that is not there is not: %s",
  (code, alive) => {
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error(`kill ${code}`), { code });
    });
    try {
      expect(isAlive(1)).toBe(alive);
    } finally {
      kill.mockRestore();
    }
  },
);
