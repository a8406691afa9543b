import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { discard, type Environ, type ErrorStream, RequestError, type Response } from "../../gateway/index.ts";
import { CgiError } from "../../protocols/cgi/head.ts";
import { drained } from "../drained.ts";
import { Patience } from "../patience.ts";
import { commandFor, type Environment } from "./environment.ts";

const ENDED = { done: true, value: undefined } as const;

/** How long a program is given to end when it has closed its output, in milliseconds. */
const EXIT_DELAY = 100;

/** How long a program is waited for, in milliseconds. */
export interface ChildTimes {
  /** For its answer to begin, and for itself to end when its output has ended; 0 is no limit. */
  readonly timeout: number;
  /** From asking it to end to killing it. */
  readonly killDelay: number;
}

/** A program that runs for one request. */
export class Child {
  /** Resolved when the program has ended and nothing of its output is left. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #signal: AbortSignal;
  readonly #errors: ErrorStream;
  readonly #times: ChildTimes;
  #failure: Error | undefined;
  /** True while the program is not to blame for its silence: the client's body is waited for. */
  #awaitsClient = false;
  #patience: Patience | undefined;

  /** Starts the program. Its standard error goes to the error stream of the request, which when aborted ends it. */
  constructor(
    command: readonly string[],
    folder: string,
    environment: Environment,
    environ: Environ,
    times: ChildTimes,
  ) {
    const [program = "", ...args] = commandFor(command, environment);
    this.#process = spawn(program, args, { cwd: folder, env: environment.env, stdio: "pipe" });
    this.#process.on("error", (error) => {
      environ["tsgi.errors"].write(`The program cannot be started: ${error.message}\n`);
      this.#failure ??= new RequestError("500 Internal Server Error", "the program cannot be started");
    });
    // Where descriptors are short there are no pipes, whatever the type says.
    if ((this.#process.stdout as unknown) === undefined) {
      throw new RequestError("503 Service Unavailable", "the system cannot start another program");
    }
    this.#signal = environ["tsgi.signal"];
    this.#errors = environ["tsgi.errors"];
    this.#times = times;
    this.#process.stderr.setEncoding("utf8");
    this.#process.stderr.on("data", (text: string) => environ["tsgi.errors"].write(text));
    this.#process.stdin.on("error", () => {}); // a program need not read what it is sent
    const end = () => this.end();
    this.#signal.addEventListener("abort", end, { once: true });
    if (this.#signal.aborted) end();
    this.ended = new Promise((resolve) => {
      this.#process.once("close", () => {
        this.#signal.removeEventListener("abort", end);
        resolve();
      });
    });
  }

  /** Sends the body of the request, and closes standard input behind it. A body that does not come whole ends the program. */
  async feed(body: AsyncIterable<Uint8Array>): Promise<void> {
    const { stdin } = this.#process;
    this.#awaitsClient = true;
    try {
      for await (const chunk of body) {
        if (stdin.destroyed) return;
        if (stdin.write(chunk)) continue;
        this.#awaitsClient = false;
        await drained(stdin);
        this.#awaitsClient = true;
      }
      stdin.end();
    } catch (error) {
      if (error instanceof Error) this.#failure ??= error; // the client's fault, and not the program's
      this.end();
    } finally {
      this.#awaitsClient = false;
      this.#patience?.renew();
    }
  }

  /** What the program writes to standard output. Closing it ends the program, also while it is being read. */
  output(): AsyncIterator<Uint8Array> {
    const { stdout } = this.#process;
    const chunks: AsyncIterator<Uint8Array> = stdout[Symbol.asyncIterator]();
    let whole = false;
    return {
      next: async () => {
        try {
          const step = await chunks.next();
          if (!step.done) return step;
        } catch (error) {
          this.end();
          throw this.#failure ?? error;
        }
        whole = true;
        this.#endIfItStays();
        const signal = await this.#signalThatEndedIt();
        if (this.#failure) throw this.#failure;
        // Its output may look whole, and is not: it did not come to its end by itself.
        if (signal) throw new CgiError(`the program was ended by ${signal}`);
        return ENDED;
      },
      return: async () => {
        stdout.destroy();
        if (!whole) this.end();
        return ENDED;
      },
    };
  }

  /** What ended the program, whose output has ended. It may close that, and go on; it is not waited for then. */
  async #signalThatEndedIt(): Promise<NodeJS.Signals | null> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, EXIT_DELAY);
        this.#process.once("exit", () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#process.signalCode;
  }

  /** Ends the program if it stays behind its output, or what it has started holds its pipes: others wait for its place. */
  #endIfItStays(): void {
    if (this.#times.timeout === 0) return;
    const timer = setTimeout(() => this.end(), this.#times.timeout);
    this.ended.then(() => clearTimeout(timer));
  }

  /** The response, if it comes in time. Otherwise the program is ended, and a RequestError, 504, is thrown. */
  async answersInTime(response: Promise<Response>): Promise<Response> {
    const { timeout } = this.#times;
    const late = new Promise<never>((_, reject) => {
      const lose = () => {
        const failure = new RequestError("504 Gateway Timeout", "the program took too long to answer");
        this.#errors.write(`The program was ended: its answer did not begin within ${timeout} ms.\n`);
        this.#failure ??= failure; // and not that its output is no response
        reject(failure);
        this.end();
        response.then(({ body }) => discard(body)).catch(() => {}); // it is too late already
      };
      this.#patience = new Patience(timeout, () => this.#awaitsClient, lose);
    });
    this.#patience?.begin();
    try {
      return await Promise.race([response, late]);
    } finally {
      this.#patience?.end();
    }
  }

  /** Asks the program to end, and kills it when it does not. */
  end(): void {
    const { stdin, stdout, stderr } = this.#process;
    // What the program has started itself may outlive it, and hold its pipes.
    const letGo = () => {
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
    };
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      letGo();
      return;
    }
    this.#process.kill("SIGTERM");
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), this.#times.killDelay);
    this.#process.once("exit", () => {
      clearTimeout(timer);
      letGo();
    });
    stdin.destroy();
  }
}
