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
  let outcome: number | Promise<number>;
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
  else end(exchange, connections, outcome);
}

async function finishLater(
  exchange: Exchange,
  connections: Connections,
  outcome: Promise<number>,
  environ: Environ | undefined,
): Promise<void> {
  end(exchange, connections, await outcome.catch((error) => fail(exchange, error, environ)));
}

async function send(exchange: Exchange, response: Response): Promise<number> {
  if (!exchange.gone) return reply(exchange, response);
  await closeBody(iterate(response.body), exchange.errors);
  return 0;
}

/** Answers a request that failed: with the error's own status, or 500 and a report; by closing when it is too late. */
function fail(exchange: Exchange, error: unknown, environ: Environ | undefined): number | Promise<number> {
  const { response, errors } = exchange;
  const known = error !== undefined && error === exchange.failure; // the client left, or sent what is no HTTP
  if (!known && !(error instanceof RequestError)) errors.write(report(error));
  if (exchange.gone) return 0;
  if (response.headersSent) return giveUp(exchange);
  if (exchange.bodyIsPending) exchange.closing = true;
  const pageFails = (failure: unknown) => {
    errors.write(report(failure));
    return giveUp(exchange);
  };
  try {
    const sent = reply(exchange, errorResponse(error, exchange.settings.errorPage, environ));
    return sent instanceof Promise ? sent.catch(pageFails) : sent;
  } catch (failure) {
    return pageFails(failure);
  }
}

function giveUp(exchange: Exchange): 0 {
  breakOff(exchange);
  return 0;
}

function end(exchange: Exchange, connections: Connections, bytes: number): void {
  const { request, response, settings } = exchange;
  if (exchange.bodyIsPending) request.resume();
  connections.end(exchange);
  settings.log({
    remoteAddr: exchange.remoteAddr,
    requestLine: exchange.requestLine,
    status: exchange.gone && !response.headersSent ? 499 : response.statusCode,
    bytes,
  });
}
