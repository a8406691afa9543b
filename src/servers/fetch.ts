import { type Application, after } from "../gateway/index.ts";
import { run } from "./exchange/run.ts";
import { FetchExchange } from "./fetch/exchange.ts";
import { type HostedOptions, hostedSettings } from "./hosted.ts";

/** How an application answers as a fetch handler. */
export interface FetchOptions extends HostedOptions {
  /** The address of the client, which a Request does not tell; "" where it is not known. */
  remoteAddr?: (request: Request) => string;
}

/** Answers a request as the Fetch standard has it. */
export type Fetch = (request: Request) => Promise<Response>;

/**
 * Makes a fetch handler of an application, for Deno, Bun, Hono and whatever else calls one.
 *
 * The path is as the Fetch standard leaves it: without "." and ".." segments. The body of the response is asked for a
 * chunk when its reader asks. The promise is rejected when the client leaves before there is a response, and when
 * there can be none, not even an error page.
 *
 * @example export default { fetch: toFetch(application) };
 */
export function toFetch(application: Application, options: FetchOptions = {}): Fetch {
  const settings = hostedSettings(options);
  const { remoteAddr = () => "" } = options;
  return (request) => {
    const exchange = new FetchExchange(request, remoteAddr(request), settings);
    const left = () => exchange.leave();
    request.signal.addEventListener("abort", left, { once: true });
    if (request.signal.aborted) left();
    else after(run(application, exchange), () => request.signal.removeEventListener("abort", left));
    return exchange.response;
  };
}
