import { Buffer } from "node:buffer";
import { readFileSync, writeSync } from "node:fs";
import { type Application, type ErrorPage, type ErrorStream, plainErrorPage } from "../gateway/index.ts";
import { parseEnvironment, type Variables } from "../protocols/cgi/variables.ts";
import { CgiExchange, type Output } from "./cgi/exchange.ts";
import { codeOf, isOneSocket, StandardInput, shortly } from "./cgi/standard-input.ts";
import { run } from "./exchange/run.ts";
import { standardError } from "./standard-error.ts";

/** How a CGI program says what went wrong. */
export interface CgiOptions {
  /** Where faults are reported; standard error unless given. */
  readonly errors?: ErrorStream;
  /** What is answered where the application cannot. */
  readonly errorPage?: ErrorPage;
}

const STDOUT = 1;

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
  const variables = ownVariables();
  // Apache takes the chunks of a body apart, and hands it over with no other mark of its end than that of the input.
  const ends = !variables.get("CONTENT_LENGTH") && variables.has("HTTP_TRANSFER_ENCODING");
  const length = ends ? Number.POSITIVE_INFINITY : Number(variables.get("CONTENT_LENGTH")) || 0;
  const input = new StandardInput(length);
  const output = new StandardOutput(length > 0 && isOneSocket() ? input : undefined);
  const settings = {
    errors: options.errors ?? standardError,
    errorPage: options.errorPage ?? plainErrorPage,
    multiprocess: true,
    runOnce: true,
  };
  const exchange = new CgiExchange(variables, input.next, output, settings, ends);
  output.left = () => exchange.leave();
  await run(application, exchange);
  await output.written;
  return output.whole ? 0 : 1;
}

/**
 * The variables that this process was started with, to the byte. `process.env` decodes them as UTF-8: where one has lost
 * something by that, the system is asked, which else would take a fiftieth of the time that Node takes to start.
 */
function ownVariables(): Variables {
  const entries = Object.entries(process.env).map(([name, value]) => `${name}=${value}\0`);
  const decoded = entries.join("");
  if (!decoded.includes("\ufffd")) return parseEnvironment(Buffer.from(decoded));
  try {
    return parseEnvironment(readFileSync("/proc/self/environ"));
  } catch {
    return parseEnvironment(Buffer.from(decoded)); // where no system shows it
  }
}

/** Standard output as the place where the response goes. */
class StandardOutput implements Output {
  /** Resolved when all that was to be written is. */
  written: Promise<void> = Promise.resolve();
  /** Called when nobody reads any more. */
  left: () => void = () => {};
  readonly #input: StandardInput | undefined;
  #broken = false;

  /** `input` is what must be read before anything is written. */
  constructor(input: StandardInput | undefined) {
    this.#input = input;
  }

  /** True unless a part of the response is missing. */
  get whole(): boolean {
    return !this.#broken;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#writeBehind(() => this.#input?.readAhead(), bytes);
  }

  end(bytes: Uint8Array): void {
    this.#writeBehind(() => this.#input?.drain(), bytes); // the application has read what it wanted
  }

  breakOff(): void {
    this.#broken = true;
  }

  #writeBehind(reading: () => Promise<void> | undefined, bytes: Uint8Array): Promise<void> {
    this.written = this.written.then(reading).then(() => this.#writeAll(bytes));
    return this.written;
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
        await shortly();
      }
    }
  }
}
