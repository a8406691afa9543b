import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Starter, starterVariables } from "./application-process/follow.ts";

// How long a process must have lived for its end to be an accident and no fault that comes again at once.
const LONG_LIFE = 10_000;
const LONGEST_PAUSE = 5000;
// It lets running requests finish within 10 s.
const END_TIMEOUT = 12_000;

// Said in full: the variables that stand in for options are for the first process.
const SPEAKING = ["--mode", "in-process", "--protocol", "fastcgi", "--processes", "1"];

/**
 * A process of its own for an application, which speaks FastCGI on a Unix socket: `npm run serve --protocol fastcgi`.
 * One that ends is replaced, after a pause that grows where it ends again and again.
 */
export class ApplicationProcess {
  /** The path of the socket. */
  readonly socket: string;
  readonly #told: Starter;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;
  #stopped = false;
  #pause = 100;

  private constructor(told: Starter, args: readonly string[]) {
    this.#told = told;
    this.#args = args;
    this.socket = join(told.folder, "application.sock");
    process.on("exit", this.#onExit);
  }

  /** However this process ends, that one does not stay: it notices by itself (followStarter()). */
  readonly #onExit = () => rmSync(this.#told.folder, { recursive: true, force: true });

  /**
   * Starts the process. `multiprocess` is true when it is one of several of the same application. Resolves when it
   * listens; rejects with what it said when it cannot.
   */
  static async start(args: readonly string[], multiprocess: boolean): Promise<ApplicationProcess> {
    const folder = await mkdtemp(join(tmpdir(), "penny-"));
    const started = new ApplicationProcess({ folder, multiprocess }, args);
    await started.#start().catch(async (error) => {
      await started.stop();
      throw error;
    });
    return started;
  }

  /** Ends the process when its running requests are done, and removes the socket. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (child) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), END_TIMEOUT);
      await ended;
      clearTimeout(timer);
    }
    process.off("exit", this.#onExit);
    await rm(this.#told.folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const begun = Date.now();
    const command = [...process.execArgv, ...this.#args, ...SPEAKING, "--socket", this.socket];
    const child = spawn(process.execPath, command, {
      stdio: ["pipe", "pipe", "inherit"], // its input ends with this process, and tells it so
      env: { ...process.env, ...starterVariables(this.#told) },
      // Of a group of its own: Ctrl-C is for this process, which tells that one when nothing comes any more.
      detached: true,
    });
    this.#child = child;
    const ended = once(child, "exit").then(
      ([status, signal]) => `the process of the application ended with ${signal ?? `status ${status}`}`,
      (error: Error) => `the process of the application could not be started: ${error.message}`,
    );
    ended.then(() => {
      this.#child = undefined;
    });
    const listening = once(child.stdout, "data");
    const failure = await Promise.race([listening.then(() => undefined), ended]);
    if (failure !== undefined) throw new Error(failure);
    child.stdout.resume();
    ended.then((reason) => this.#restart(reason, Date.now() - begun));
  }

  async #restart(reason: string, lived: number): Promise<void> {
    if (this.#stopped) return;
    if (lived > LONG_LIFE) this.#pause = 100;
    process.stderr.write(`${reason[0]?.toUpperCase()}${reason.slice(1)}; another one is started.\n`);
    await delay(this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    if (!this.#stopped) await this.#start().catch((error: Error) => this.#restart(error.message, 0));
  }
}
