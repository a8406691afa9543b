import {
  type Application,
  type Environ,
  errorResponse,
  iterate,
  RequestError,
  type Response,
  report,
  respond,
} from "../../gateway/index.ts";
import { breakOff } from "./break-off.ts";
import { closeBody } from "./close-body.ts";
import type { Connections } from "./connections.ts";
import type { Exchange } from "./exchange.ts";
import { reply } from "./reply.ts";

/** Calls the application and sends what it answers: at once when it answers at once. */
export function run(application: Application, exchange: Exchange, connections: Connections): void {
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
  if (outcome instanceof Promise) finishLater(exchange, connections, outcome, environ);
  else end(exchange, connections);
}

/** Ends the exchange when its response has ended, or its client has left: what an application waits for may never come. */
async function finishLater(
  exchange: Exchange,
  connections: Connections,
  outcome: Promise<void>,
  environ: Environ | undefined,
): Promise<void> {
  await exchange.unlessGone(outcome.catch((error) => fail(exchange, error, environ)));
  end(exchange, connections);
}

function send(exchange: Exchange, response: Response): void | Promise<void> {
  if (!exchange.gone) return reply(exchange, response);
  return closeBody(iterate(response.body), exchange.errors);
}

/** Answers a request that failed: with the error's own status, or 500 and a report; by closing when it is too late. */
function fail(exchange: Exchange, error: unknown, environ: Environ | undefined): void | Promise<void> {
  const { response, errors } = exchange;
  const known = error !== undefined && error === exchange.failure; // the client left, or sent what is no HTTP
  if (!known && !(error instanceof RequestError)) errors.write(report(error));
  if (exchange.gone) return;
  if (response.headersSent) return breakOff(exchange);
  if (exchange.bodyIsPending) exchange.closing = true;
  const pageFails = (failure: unknown) => {
    errors.write(report(failure));
    breakOff(exchange);
  };
  try {
    const sent = reply(exchange, errorResponse(error, exchange.settings.errorPage, environ));
    return sent instanceof Promise ? sent.catch(pageFails) : sent;
  } catch (failure) {
    return pageFails(failure);
  }
}

function end(exchange: Exchange, connections: Connections): void {
  const { request, response, settings } = exchange;
  if (exchange.bodyIsPending) request.resume();
  connections.end(exchange);
  settings.log({
    remoteAddr: exchange.remoteAddr,
    requestLine: exchange.requestLine,
    status: exchange.gone && !response.headersSent ? 499 : response.statusCode,
    bytes: exchange.sent,
  });
}
