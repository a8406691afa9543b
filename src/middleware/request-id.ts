import { randomUUID } from "node:crypto";
import { checkHeaders, type Middleware } from "../gateway/index.ts";
import { withField } from "./fields.ts";

// Visible ASCII, which can be written to any log as it is.
const SANE = /^[!-~]{1,200}$/;

/**
 * Gives each request an id, by which the logs of several servers can be put together: that of the field X-Request-Id,
 * or another `field`, where the client sent one of 1 to 200 visible ASCII characters, and else a random UUID.
 *
 * It is the environ's "tsgi.request_id", and stands in the field of the response. Throws a GatewayError at once for a
 * `field` that is no name of a field.
 *
 * @example requestId({ field: "X-Correlation-Id" })
 */
export function requestId({ field = "X-Request-Id" }: { readonly field?: string } = {}): Middleware {
  checkHeaders([[field, ""]]);
  const key = `HTTP_${field.toUpperCase().replaceAll("-", "_")}` as const;
  return (application) => (environ, startResponse) => {
    const { [key]: given = "" } = environ;
    const id = SANE.test(given) ? given : randomUUID();
    environ["tsgi.request_id"] = id; // in the environ itself: what stands before, such as error pages, may show it
    return application(environ, (status, headers, error) =>
      startResponse(status, withField(headers, field, id), error),
    );
  };
}
