import { STATUS_CODES } from "node:http";
import { checkHeaders, checkStatus, type HeaderField, isBodiless } from "../../gateway/index.ts";

/** The status and the fields of a response. */
export interface ResponseHead {
  readonly status: string;
  readonly headers: HeaderField[];
}

/**
 * The head of a response that was made for another interface, as TSGI wants it.
 *
 * An empty reason becomes the usual one. Fields that are the server's own to send are left out, and Content-Type and
 * Content-Length where the status allows no body. A body without a Content-Type gets the one that says nothing of it
 * (RFC 9110 §8.3). Throws a GatewayError for a status that no application may send.
 */
export function responseHead(
  code: number,
  reason: string,
  fields: Iterable<readonly [name: string, value: string]>,
  hasBody: boolean,
): ResponseHead {
  const status = `${code} ${reason.replaceAll("\t", " ").trim() || (STATUS_CODES[code] ?? "Unknown")}`;
  checkStatus(status);
  const bodiless = isBodiless(status);
  const headers: HeaderField[] = [];
  let hasType = false;
  for (const [name, text] of fields) {
    const field = [name, text.replaceAll("\t", " ")] as const;
    const content = /^content-(?:type|length)$/i.test(name);
    if ((content && bodiless) || !isSendable(field)) continue;
    headers.push(field);
    if (name.toLowerCase() === "content-type") hasType = true;
  }
  if (hasBody && !bodiless && !hasType) headers.push(["Content-Type", "application/octet-stream"]);
  return { status, headers };
}

function isSendable(field: HeaderField): boolean {
  try {
    checkHeaders([field]);
    return true;
  } catch {
    return false;
  }
}
