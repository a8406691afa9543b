import { type Application, after, forward, respondOr } from "../../gateway/index.ts";
import type { NodeExchange } from "./exchange.ts";

/** The application, but what it throws before its first byte is passed on to the `next` of the exchange. */
export function passingOn(application: Application, exchange: NodeExchange): Application {
  return (environ, startResponse) => {
    const fail = (error: unknown): never => {
      throw exchange.passOn(error);
    };
    return after(respondOr(application, environ, fail), (response) => forward(response, startResponse));
  };
}
