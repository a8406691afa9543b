import {
  type Application,
  type Environ,
  errorResponse,
  GatewayError,
  iterate,
  RequestError,
  type Response,
  report,
  respond,
} from "../../gateway/index.ts";
import type { Exchange } from "../exchange.ts";
import { closeBody } from "./close-body.ts";
import { reply } from "./reply.ts";

/**
 * Calls the application and sends what it answers: at once when it answers at once. A promise is resolved when the
 * response has ended, or its client has left: what an application waits for may never come.
 */
export function run(application: Application, exchange: Exchange): void | Promise<void> {
  let environ: Environ | undefined;
  let outcome: void | Promise<void>;
  try {
    environ = exchange.createEnviron();
    const answer = respond(application, environ);
    outcome =
      answer instanceof Promise
        ? answer.then((response) => send(exchange, response))
        : reply(exchange, answer);
  } catch (error) {
    outcome = fail(exchange, error, environ);
  }
  if (outcome instanceof Promise) {
    return exchange.unlessGone(outcome.catch((error) => fail(exchange, error, environ)));
  }
}

function send(exchange: Exchange, response: Response): void | Promise<void> {
  if (!exchange.gone) return reply(exchange, response);
  return closeBody(iterate(response.body), exchange.errors);
}

/** Answers a request that failed: with the error's own status, or 500 and a report; by breaking off when it is too late. */
function fail(exchange: Exchange, error: unknown, environ: Environ | undefined): void | Promise<void> {
  const { errors } = exchange;
  tell(error, exchange, environ);
  if (exchange.gone) return;
  if (exchange.headSent) return exchange.breakOff();
  exchange.dropInput();
  const pageFails = (failure: unknown) => {
    errors.write(report(failure));
    exchange.breakOff();
  };
  try {
    const sent = reply(exchange, errorResponse(error, exchange.errorPage, environ));
    return sent instanceof Promise ? sent.catch(pageFails) : sent;
  } catch (failure) {
    return pageFails(failure);
  }
}

/** Reports an error: in full where it may be the application's fault, in a line where the web server made it. */
function tell(error: unknown, exchange: Exchange, environ: Environ | undefined): void {
  const { errors, failure, gone, tellsRefusals } = exchange;
  const isPeers = !gone && (environ === undefined || error === failure);
  if (isPeers && (error instanceof GatewayError || (tellsRefusals && error instanceof RequestError))) {
    errors.write(`The request was refused: ${error.message}.\n`);
  } else if (!isKnown(error, exchange)) {
    errors.write(report(error));
  }
}

/** True for what is no fault of the application: a request that is refused, is not well formed, or was given up. */
function isKnown(error: unknown, exchange: Exchange): boolean {
  if (error instanceof RequestError || (error !== undefined && error === exchange.failure)) return true;
  return exchange.gone && error instanceof Error && error.name === "AbortError";
}
