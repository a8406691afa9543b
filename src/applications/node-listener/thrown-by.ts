import { RequestError } from "../../gateway/index.ts";
import { responseHead } from "../foreign/response-head.ts";

/**
 * What `next(error)` means: nothing, or one of the commands of Express's routers, that there is no such page; an error
 * with a number from 400 to 499 as its `statusCode` or `status`, as Express and body parsers make them, that the
 * request is refused with it and with its `headers`; any other, that there is a fault.
 */
export function thrownBy(error: unknown): unknown {
  if (!error || error === "route" || error === "router") {
    return new RequestError("404 Not Found", "the listener has no answer");
  }
  if (!(error instanceof Error) || error instanceof RequestError) return error;
  const code = [Reflect.get(error, "statusCode"), Reflect.get(error, "status")].find(isRefusal);
  if (code === undefined) return error;
  const fields: unknown = Reflect.get(error, "headers");
  const named = Object.entries(typeof fields === "object" && fields !== null ? fields : {});
  const { status, headers } = responseHead(
    code,
    "",
    named.map(([name, value]) => [name, String(value)] as const),
    false,
  );
  return new RequestError(status, error.message, headers);
}

function isRefusal(code: unknown): code is number {
  return typeof code === "number" && Number.isInteger(code) && code >= 400 && code <= 499;
}
