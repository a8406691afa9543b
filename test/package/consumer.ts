import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import { ROOT } from "../../src/root.ts";
import { testFolder } from "../catalogue/folder.ts";

const whole = readFileSync(join(ROOT, "README.md"), "utf8");
const [, section = ""] = /\n## The gateway as a package\n(.*?)\n## /s.exec(whole) ?? [];

/** What README.md says of the package. */
export const README = {
  /** What is to be typed, line by line. */
  commands: blocks("sh").flatMap((block) => block.trim().split("\n")),
  /** An application, and what serves it. */
  modules: blocks("ts"),
  /** What can be imported: "gateway", "servers/http". */
  exports: [...section.matchAll(/^\| `penny\/(\w+)(\/…)?` \| (.*) \|$/gm)].flatMap(
    ([, place = "", many, names = ""]) =>
      many ? [...names.matchAll(/`(.+?)`/g)].map(([, name]) => `${place}/${name}`) : [place],
  ),
} as const;

function blocks(language: string): string[] {
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, of]) => of === language)
    .map(([, , block = ""]) => block);
}

const parent = testFolder();

/** The folder of a project that installs the package, beside one that has the tarball. */
export const CONSUMER: string = join(parent, "consumer");

mkdirSync(CONSUMER);
mkdirSync(join(parent, "penny"));

/** Writes a file of the consumer's. */
export function write(name: string, content: string): void {
  writeFileSync(join(CONSUMER, name), content);
}

/**
 * Runs a command as a shell does, and resolves to what it prints. Packages come out of npm's cache where they are there.
 * Rejects with all that the command said when it fails, as npm does where there is no registry.
 */
export async function shell(command: string, cwd: string): Promise<string> {
  const env = {
    ...process.env,
    npm_config_prefer_offline: "true",
    npm_config_ignore_scripts: "false",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_pack_destination: join(parent, "penny"),
  };
  const done = promisify(execFile)("/bin/sh", ["-c", command], { cwd, env, maxBuffer: 2 ** 24 });
  const { stdout } = await done.catch((error: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`${command} failed:\n${error.stdout}${error.stderr}`);
  });
  return stdout;
}

/** A program of the consumer's that goes on. */
export interface Program {
  /** The first line that it prints; rejects with what it said when it ends before. */
  readonly line: Promise<string>;
  /** Ends it, and resolves to what it wrote to standard error. */
  stop(): Promise<string>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL"); // those of tests that failed
});

/** Starts a module of the consumer's. */
export function start(module: string, ...args: readonly string[]): Program {
  const child = spawn(process.execPath, [module, ...args], {
    cwd: CONSUMER,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const said = text(child.stderr);
  const ended = once(child, "close").then(() => running.delete(child));
  const line = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    ended.then(async () => reject(new Error(`${module} ended and said: ${await said}`)));
  });
  line.catch(() => {}); // who stops it need not have waited for it
  return {
    line,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      return said;
    },
  };
}

/** Runs a module of the consumer's to its end, with these variables and no others; resolves to its standard output. */
export async function output(module: string, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [module, ...args], { cwd: CONSUMER, env });
  return stdout;
}
