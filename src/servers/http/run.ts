import { type Application, iterate, RequestError, type Response, respond } from "../../gateway/index.ts";
import { breakOff } from "./break-off.ts";
import { closeBody } from "./close-body.ts";
import type { Connections } from "./connections.ts";
import type { Exchange } from "./exchange.ts";
import { reply } from "./reply.ts";
import { report } from "./report.ts";

/** Calls the application and sends what it answers: at once when it answers at once. */
export function run(application: Application, exchange: Exchange, connections: Connections): void {
  let outcome: number | Promise<number>;
  try {
    const answer = respond(application, exchange.createEnviron());
    outcome =
      answer instanceof Promise
        ? answer.then((response) => send(exchange, response))
        : reply(exchange, answer);
  } catch (error) {
    outcome = fail(exchange, error);
  }
  if (outcome instanceof Promise) {
    outcome.catch((error) => fail(exchange, error)).then((bytes) => end(exchange, connections, bytes));
  } else {
    end(exchange, connections, outcome);
  }
}

async function send(exchange: Exchange, response: Response): Promise<number> {
  if (!exchange.gone) return reply(exchange, response);
  await closeBody(iterate(response.body), exchange.errors);
  return 0;
}

/** Answers a request that failed: with the error's own status, or 500 and a report; by closing when it is too late. */
function fail(exchange: Exchange, error: unknown): number | Promise<number> {
  const { response, errors } = exchange;
  if (exchange.gone) return 0;
  const refused = error instanceof RequestError;
  if (!refused) errors.write(report(error));
  if (response.headersSent) return giveUp(exchange);
  if (exchange.bodyIsPending) exchange.closing = true;
  const pageFails = (failure: unknown) => {
    errors.write(report(failure));
    return giveUp(exchange);
  };
  try {
    const sent = reply(exchange, refused ? errorResponse(exchange, error) : errorResponse(exchange));
    return sent instanceof Promise ? sent.catch(pageFails) : sent;
  } catch (failure) {
    return pageFails(failure);
  }
}

function errorResponse({ settings, environ }: Exchange, refusal?: RequestError): Response {
  const { status = "500 Internal Server Error", headers: more = [] } = refusal ?? {};
  const { headers, body } = settings.errorPage(status, environ);
  return { status, headers: [...headers, ...more], body: [body] };
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
