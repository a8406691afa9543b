import { formatUnknownType } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_GET_VALUES,
  FCGI_GET_VALUES_RESULT,
  FCGI_MAX_CONNS,
  FCGI_MAX_REQS,
  FCGI_MPXS_CONNS,
  FCGI_NULL_REQUEST_ID,
} from "../../protocols/fastcgi/constants.ts";
import { formatPairs, parsePairs } from "../../protocols/fastcgi/pairs.ts";
import { type FcgiRecord, formatRecord } from "../../protocols/fastcgi/records.ts";
import type { FastCgiSettings } from "./options.ts";

/** The answer to a record that belongs to no request (FastCGI 1.0 §4). Throws a FastCgiError for a bad question. */
export function answerManagement({ type, content }: FcgiRecord, settings: FastCgiSettings): Uint8Array {
  if (type !== FCGI_GET_VALUES) return formatUnknownType(type);
  const known = valuesOf(settings);
  const asked = parsePairs(content);
  const told = [...known].filter(([name]) => asked.has(name)); // a name that is not known is left out (§4.1)
  return formatRecord(FCGI_GET_VALUES_RESULT, FCGI_NULL_REQUEST_ID, formatPairs(told));
}

function valuesOf({ maxConnections, maxRequests }: FastCgiSettings): ReadonlyMap<string, string> {
  return new Map([
    [FCGI_MAX_CONNS, String(maxConnections)],
    [FCGI_MAX_REQS, String(maxConnections * maxRequests)],
    [FCGI_MPXS_CONNS, maxRequests > 1 ? "1" : "0"],
  ]);
}
