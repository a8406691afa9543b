import type { Buffer } from "node:buffer";

/** What node:http says of a client that sends what is no HTTP, or nothing in time. */
export interface ClientError extends NodeJS.ErrnoException {
  /** What came last. */
  readonly rawPacket?: Buffer;
  /** How much of it was read before the fault. */
  readonly bytesParsed?: number;
}

/** The status that tells a client what was wrong with what it sent. */
export function statusOf(error: ClientError): string {
  switch (error.code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout";
    case "HPE_HEADER_OVERFLOW": {
      // Even the room that is left for telling the two apart was not enough: is it still the request line?
      const read = error.rawPacket?.subarray(0, error.bytesParsed).toString("latin1") ?? "";
      return /[\n "]|: /.test(read.replace(/^[A-Z]+ /, ""))
        ? "431 Request Header Fields Too Large"
        : "414 URI Too Long";
    }
    default:
      return "400 Bad Request";
  }
}

/** The first line of what came, for the log. */
export function requestLineOf({ rawPacket }: ClientError): string {
  return rawPacket?.toString("latin1", 0, 200).split(/\r?\n/, 1)[0] || "-";
}
