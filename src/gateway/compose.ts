import type { Middleware } from "./types.ts";

/**
 * One middleware made of several, the outermost first, in the order in which a request meets them.
 *
 * @example compose(securityFields(), head)(application)
 */
export function compose(...middleware: Middleware[]): Middleware {
  return (application) => middleware.reduceRight((inner, outer) => outer(inner), application);
}
