import { BodyInput, type Environ, GatewayError, type Input, RequestError } from "../../gateway/index.ts";
import type { Variables } from "../../protocols/cgi/variables.ts";
import type { Inflow } from "../../protocols/inflow.ts";
import { CgiExchange, type CgiSettings, type Output } from "../cgi/exchange.ts";
import type { SpareSignals } from "../exchange/spare-signals.ts";

/** What an application is asked to be: its `fastcgi.role`. */
export type Role = "responder" | "authorizer" | "filter";

/** The streams of a request from the web server. */
export interface Streams {
  readonly stdin: Inflow;
  readonly data: Inflow;
}

/** A request that has come over FastCGI, with the variables read. */
export class FastCgiExchange extends CgiExchange {
  override readonly tellsRefusals = true;
  readonly #role: Role;
  readonly #streams: Streams;
  readonly #dataLength: string | undefined;

  constructor(
    role: Role,
    variables: Variables,
    streams: Streams,
    output: Output,
    settings: CgiSettings,
    signals: SpareSignals,
  ) {
    super(variables, streams.stdin.next, output, settings, true, signals);
    this.#role = role;
    this.#streams = streams;
    this.#dataLength = variables.get("FCGI_DATA_LENGTH");
  }

  override createEnviron(): Environ {
    const environ = super.createEnviron();
    environ["fastcgi.role"] = this.#role;
    if (this.#role === "filter") environ["fastcgi.data"] = this.#data();
    return environ;
  }

  /** The file that a filter is to work on. It has to be as long as the web server says (FastCGI 1.0 §6.4). */
  #data(): Input {
    const { data } = this.#streams;
    let received = 0;
    return new BodyInput(async () => {
      const chunk = await data.next();
      if (this.failure) throw this.failure;
      received += chunk?.length ?? 0;
      if (chunk === undefined && (this.#dataLength ?? String(received)) !== String(received)) {
        this.fail(new RequestError("400 Bad Request", "the data is not as long as its FCGI_DATA_LENGTH"));
        throw this.failure;
      }
      return chunk;
    });
  }
}

/** Why a filter that waits for its data would wait for ever. */
export function unreadInput(): GatewayError {
  return new GatewayError(
    "fastcgi.data was read before tsgi.input, which is too long to be kept; the web server sends tsgi.input first",
  );
}
