import { Buffer } from "node:buffer";
import { read as readCallback, readFileSync, writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { type Application, type ErrorPage, type ErrorStream, plainErrorPage } from "../gateway/index.ts";
import { parseEnvironment, type Variables } from "../protocols/cgi/variables.ts";
import { CgiExchange, type Output } from "./cgi/exchange.ts";
import { run } from "./exchange/run.ts";

/** How a CGI program says what went wrong. */
export interface CgiOptions {
  /** Where faults are reported; standard error unless given. */
  errors?: ErrorStream;
  /** What is answered where the application cannot. */
  errorPage?: ErrorPage;
}

const STDIN = 0;
const STDOUT = 1;
const BLOCK = 64 * 1024;

const read = promisify(readCallback);

/**
 * Answers the one request that this process was started for, from its environment and standard input to its standard
 * output (RFC 3875). What the application prints goes to standard error, for standard output is the response.
 *
 * Resolves to the exit status: 0, or 1 when the response could not be sent whole.
 *
 * @example process.exit(await serveCgi(application));
 */
export async function serveCgi(application: Application, options: CgiOptions = {}): Promise<number> {
  Object.defineProperty(process, "stdout", { get: () => process.stderr, configurable: true });
  const output = new StandardOutput();
  const settings = {
    errors: options.errors ?? standardError,
    errorPage: options.errorPage ?? plainErrorPage,
    multiprocess: true,
    runOnce: true,
  };
  const exchange = new CgiExchange(ownVariables(), readStandardInput, output, settings);
  output.left = () => exchange.leave();
  await run(application, exchange);
  await output.written;
  return output.whole ? 0 : 1;
}

const standardError: ErrorStream = {
  write: (text) => {
    process.stderr.write(text);
  },
  flush: () => {},
};

/**
 * The variables that this process was started with, to the byte where the system shows them. `process.env` decodes
 * them as UTF-8, and what is not UTF-8 is lost.
 */
function ownVariables(): Variables {
  try {
    return parseEnvironment(readFileSync("/proc/self/environ"));
  } catch {
    const entries = Object.entries(process.env).map(([name, value]) => `${name}=${value}\0`);
    return parseEnvironment(Buffer.from(entries.join("")));
  }
}

async function readStandardInput(): Promise<Uint8Array | undefined> {
  const block = Buffer.allocUnsafe(BLOCK);
  for (;;) {
    try {
      const { bytesRead } = await read(STDIN, block, 0, BLOCK, null);
      return bytesRead === 0 ? undefined : block.subarray(0, bytesRead);
    } catch (error) {
      if (codeOf(error) === "EOF") return undefined; // what Windows says
      if (codeOf(error) !== "EAGAIN") throw error;
      await delay(1); // somebody has made it non-blocking, and nothing is there yet
    }
  }
}

/** Standard output as the place where the response goes. */
class StandardOutput implements Output {
  /** Resolved when all that was to be written is. */
  written: Promise<void> = Promise.resolve();
  /** Called when nobody reads any more. */
  left: () => void = () => {};
  #broken = false;

  /** True unless a part of the response is missing. */
  get whole(): boolean {
    return !this.#broken;
  }

  write(bytes: Uint8Array): Promise<void> {
    this.written = this.written.then(() => this.#writeAll(bytes));
    return this.written;
  }

  end(bytes: Uint8Array): void {
    this.write(bytes);
  }

  breakOff(): void {
    this.#broken = true;
  }

  /** Written synchronously: to a pipe of which the other end reads slowly, nothing else waits in this process. */
  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let position = 0; position < bytes.length && !this.#broken; ) {
      try {
        position += writeSync(STDOUT, bytes, position);
      } catch (error) {
        if (codeOf(error) !== "EAGAIN") {
          this.#broken = true;
          this.left();
          return;
        }
        await delay(1);
      }
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
