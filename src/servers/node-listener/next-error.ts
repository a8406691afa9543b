import { RequestError } from "../../gateway/index.ts";

/**
 * An error as Express, Connect and Fastify understand it: a RequestError with its status as a number and its fields as
 * an object, and what is no Error, such as the "route" that Express takes for a command, as one.
 */
export function nextError(error: unknown): Error {
  if (error instanceof RequestError) {
    const statusCode = Number(error.status.slice(0, 3));
    const headers = Object.fromEntries(error.headers);
    return Object.assign(new Error(error.message, { cause: error }), { statusCode, headers });
  }
  return error instanceof Error
    ? error
    : new Error("the application threw what is no Error", { cause: error });
}
