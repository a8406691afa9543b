import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";

/** The names under which systems have it. */
export const PHP_FPM = ["php-fpm", "php-fpm8.4", "php-fpm8.3", "php-fpm8.2", "php-fpm8.1"];

/** How many requests it serves at once. */
export const CHILDREN = 2;

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGTERM"); // those of tests that failed; its children end with it
});

/** A PHP-FPM that listens. */
export interface PhpFpm {
  /** The path of its Unix socket. */
  readonly socket: string;
  /** Ends it and its children at once. */
  stop(): Promise<void>;
}

/**
 * Starts PHP-FPM in the foreground, with a configuration of its own and as the user who runs the tests. It listens on
 * "php-fpm.sock" in `folder`. Rejects with what it said when it ends before.
 */
export async function startPhpFpm(program: string, folder: string): Promise<PhpFpm> {
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, "php-fpm.conf");
  const socket = join(folder, "php-fpm.sock");
  const isRoot = process.getuid?.() === 0;
  const lines = [
    "[global]",
    `error_log = ${join(folder, "php-fpm.log")}`,
    "[tests]",
    ...(isRoot ? ["user = root", "group = root"] : []),
    `listen = ${socket}`,
    "pm = static",
    `pm.max_children = ${CHILDREN}`,
    "php_admin_flag[display_errors] = off",
    "php_admin_flag[log_errors] = on",
    `php_admin_value[sys_temp_dir] = ${folder}`,
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`);
  const args = ["--no-php-ini", "--nodaemonize", "--force-stderr", "--fpm-config", configuration];
  if (isRoot) args.push("--allow-to-run-as-root");
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  running.add(child);
  const ended = once(child, "close").then(() => running.delete(child));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (said.includes("ready to handle connections")) resolve();
    });
    child.on("error", reject);
    ended.then(() => reject(new Error(`${program} ended: ${said}`)));
  });
  return {
    socket,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
