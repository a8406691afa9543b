import type { IncomingMessage, ServerResponse } from "node:http";
import { type Application, after } from "../gateway/index.ts";
import { run } from "./exchange/run.ts";
import { type HostedOptions, hostedSettings } from "./hosted.ts";
import { NodeExchange } from "./node-listener/exchange.ts";
import { passingOn } from "./node-listener/pass-on.ts";

/** What `http.createServer()`, Express, Connect and their like call for a request. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/**
 * Makes a listener of node:http of an application, which is also a middleware of Express, Connect and Fastify.
 *
 * Where it is mounted at a path, that path is SCRIPT_NAME. What the application throws before its first byte goes to
 * `next`, where there is one: a RequestError as an error with the `statusCode` and the `headers` that Express goes by.
 * Without `next` the error page answers. Fields that were set on the response before stay, unless the application sends
 * them too; its cookies are added to those.
 *
 * Put it before body parsers: when one of those has read the body, reading it here throws a GatewayError that says so.
 *
 * @example createServer(toNodeListener(application)).listen(8080);
 * @example express().use("/books", toNodeListener(application));
 */
export function toNodeListener(application: Application, options: HostedOptions = {}): NodeListener {
  const settings = hostedSettings(options);
  return (request, response, next) => {
    const exchange = new NodeExchange(request, response, settings, next);
    // A response that waits for those before it on its connection has no socket yet, and hears nothing from it.
    const wire = response.socket ? response : request.socket;
    const left = () => exchange.leave();
    wire.once("close", left);
    after(run(next ? passingOn(application, exchange) : application, exchange), () =>
      wire.off("close", left),
    );
  };
}
