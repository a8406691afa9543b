import { Buffer } from "node:buffer";
import { type Application, type ErrorStream, RequestError } from "../../gateway/index.ts";
import { type Beginning, endContent, formatEnd } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_OVERLOADED,
  FCGI_REQUEST_COMPLETE,
  FCGI_STDERR,
  FCGI_STDOUT,
} from "../../protocols/fastcgi/constants.ts";
import { FastCgiError } from "../../protocols/fastcgi/errors.ts";
import { parsePairs } from "../../protocols/fastcgi/pairs.ts";
import { type Content, formatRecord, formatRecords } from "../../protocols/fastcgi/records.ts";
import { Inflow } from "../../protocols/inflow.ts";
import type { Output } from "../cgi/exchange.ts";
import { run } from "../exchange/run.ts";
import type { SpareSignals } from "../exchange/spare-signals.ts";
import { FastCgiExchange, type Role, type Streams, unreadInput } from "./exchange.ts";
import type { FastCgiSettings } from "./options.ts";
import { Params } from "./params.ts";

/** What a request asks of the connection over which it came. */
export interface Wire {
  readonly settings: FastCgiSettings;
  readonly signals: SpareSignals;
  /** Hands records over. A promise is resolved when the web server is ready for more. */
  send(records: Uint8Array): void | Promise<void>;
  /** The streams of a request have changed: more waits, or somebody waits. */
  changed(): void;
  /** The request has ended, with these last records. */
  end(request: FastCgiRequest, records: Uint8Array): void;
  /** The request has ended in the middle of its answer. */
  breakOff(request: FastCgiRequest): void;
}

const END_OF_STDOUT: Content = [FCGI_STDOUT, new Uint8Array(0)];

/** How much of the streams may come before the variables have ended, in bytes. No web server is known to do so. */
const MOST_TOO_EARLY = 64 * 1024;

/** A request from its first record to its last, and its answer in the form of records. */
export class FastCgiRequest implements Output, Streams {
  readonly id: number;
  readonly role: Role;
  readonly keepConnection: boolean;
  readonly stdin: Inflow;
  readonly data: Inflow;
  readonly #wire: Wire;
  readonly #params: Params;
  #exchange: FastCgiExchange | undefined;
  #over = false;

  constructor(id: number, role: Role, { keepConnection }: Beginning, wire: Wire) {
    this.id = id;
    this.role = role;
    this.keepConnection = keepConnection;
    this.#wire = wire;
    this.#params = new Params(wire.settings.maxParams);
    const changed = () => wire.changed();
    this.stdin = new Inflow(changed);
    this.data = new Inflow(changed);
    if (role === "authorizer") this.stdin.end(); // it is handed no body (FastCGI 1.0 §6.3)
  }

  /** True when the application was called. */
  get started(): boolean {
    return this.#exchange !== undefined;
  }

  /** The memory that its unread streams take, in bytes. */
  get held(): number {
    return this.stdin.held + this.data.held;
  }

  /** True when it is the web server's turn to send. */
  get awaitsInput(): boolean {
    return !this.started || this.stdin.waiting || this.data.waiting;
  }

  /** Takes a part of the variables; an empty one is their end, and calls the application. Throws a FastCgiError. */
  takeParams(content: Uint8Array, application: Application): void {
    if (this.started) return;
    if (content.length > 0) {
      if (!this.#params.push(content)) this.#start(tooLarge, new Map([["REQUEST_METHOD", "GET"]]));
      return;
    }
    const variables = parsePairs(this.#params.take());
    if (this.role === "authorizer") variables.delete("CONTENT_LENGTH"); // that of a body which others are handed
    this.#start(application, variables);
  }

  /** Takes a part of a stream; an empty one is its end. Throws a FastCgiError for much before the variables. */
  takeStream(stream: Inflow, content: Uint8Array): void {
    if (content.length === 0) stream.end();
    else if (this.started || this.held < MOST_TOO_EARLY) stream.push(content);
    else throw new FastCgiError(`the body of the request ${this.id} comes before its variables`);
  }

  /** The connection is not read on, as the streams hold too much: data that comes behind them would not come. */
  inputIsFull(): void {
    if (this.data.waiting && this.stdin.held > 0 && !this.stdin.ended) this.data.end(unreadInput());
  }

  /** The web server does not want the answer any more (§5.4). */
  abort(): void {
    this.#exchange?.leave();
    this.#end([], 1);
  }

  /** The web server has gone, or what it sent makes no sense: nobody is answered any more. */
  leave(): void {
    this.#finish(() => this.#exchange?.leave());
  }

  /** Refuses the request: FCGI_OVERLOADED before the application was called. */
  refuse(): void {
    this.#finish(() => {
      const ending = formatEnd(this.id, { appStatus: 0, protocolStatus: FCGI_OVERLOADED });
      this.#wire.end(this, ending);
    });
  }

  write(bytes: Uint8Array): void | Promise<void> {
    if (!this.#over) return this.#wire.send(formatRecord(FCGI_STDOUT, this.id, bytes));
  }

  end(bytes: Uint8Array): void {
    this.#end(bytes.length > 0 ? [[FCGI_STDOUT, bytes], END_OF_STDOUT] : [END_OF_STDOUT], 0);
  }

  breakOff(): void {
    this.#finish(() => this.#wire.breakOff(this));
  }

  #start(application: Application, variables: Map<string, string>): void {
    const { settings, signals } = this.#wire;
    const { multiprocess, errorPage } = settings;
    const ofRequest = { errors: this.#errors, errorPage, multiprocess, runOnce: false };
    this.#exchange = new FastCgiExchange(this.role, variables, this, this, ofRequest, signals);
    run(application, this.#exchange);
  }

  #end(contents: readonly Content[], appStatus: number): void {
    this.#finish(() => {
      const ending = endContent({ appStatus, protocolStatus: FCGI_REQUEST_COMPLETE });
      this.#wire.end(this, formatRecords(this.id, [...contents, ending]));
    });
  }

  /** Does `last`, unless the request has ended before. */
  #finish(last: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.stdin.drop();
    this.data.drop();
    last();
    this.#exchange?.giveSignalBack();
  }

  /** What is reported goes to the web server's log, as long as the request runs. */
  readonly #errors: ErrorStream = {
    write: (text) => {
      if (this.#over) this.#wire.settings.errors.write(text);
      else if (text !== "") this.#wire.send(formatRecord(FCGI_STDERR, this.id, Buffer.from(text)));
    },
    flush: () => {},
  };
}

const tooLarge: Application = ({ "tsgi.errors": errors }) => {
  errors.write("The request was refused: the variables are too long.\n");
  throw new RequestError("431 Request Header Fields Too Large", "the variables are too long");
};
