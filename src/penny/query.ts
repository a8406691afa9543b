import { percentDecoded, RequestError, utf8 } from "../gateway/index.ts";

/**
 * The parameters of a query string as an HTML form sends them (the URL standard's application/x-www-form-urlencoded).
 * Of parameters with one name, the last wins.
 *
 * Throws a RequestError, 400 Bad Request, for bad percent-encoding and for what is not UTF-8.
 */
export function readQuery(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  if (query === "") return parameters;
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    parameters.set(name, equals < 0 ? "" : decoded(pair.slice(equals + 1)));
  }
  return parameters;
}

function decoded(text: string): string {
  const bytes = percentDecoded(text.replaceAll("+", " "));
  const result = bytes === undefined ? undefined : utf8(bytes);
  if (result === undefined)
    throw new RequestError("400 Bad Request", "the query is not percent-encoded UTF-8");
  return result;
}
