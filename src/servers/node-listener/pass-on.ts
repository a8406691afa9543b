import { type Application, after, forward, type Response, respond } from "../../gateway/index.ts";
import type { NodeExchange } from "./exchange.ts";

/** The application, but what it throws before its first byte is passed on to the `next` of the exchange. */
export function passingOn(application: Application, exchange: NodeExchange): Application {
  return (environ, startResponse) => {
    const fail = (error: unknown): never => {
      throw exchange.passOn(error);
    };
    const attempt = (): Response | Promise<Response> => {
      try {
        const response = respond(application, environ);
        return response instanceof Promise ? response.catch(fail) : response;
      } catch (error) {
        return fail(error);
      }
    };
    return after(attempt(), (response) => forward(response, startResponse));
  };
}
