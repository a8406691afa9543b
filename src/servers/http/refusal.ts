import { Buffer } from "node:buffer";
import type { ErrorPage } from "../../gateway/index.ts";

/** A whole response of the server's own, for a client that has sent no request that could be answered. */
export interface Refusal {
  readonly bytes: Buffer;
  /** How many of them are the body. */
  readonly bodyLength: number;
}

/** Makes the response with `status` that ends a connection. Throws what the error page throws. */
export function refusal(status: string, errorPage: ErrorPage): Refusal {
  const { headers, body } = errorPage(status);
  const fields = [
    ...headers,
    ["Server", "TSGI"],
    ["Date", new Date().toUTCString()],
    ["Content-Length", body.length],
    ["Connection", "close"],
  ];
  const head = `HTTP/1.1 ${status}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return { bytes: Buffer.concat([Buffer.from(head, "latin1"), body]), bodyLength: body.length };
}
