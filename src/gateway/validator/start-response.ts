import { checkHeaders, checkStatus, contentLength, isBodiless } from "../checks.ts";
import type { HeaderList, StartResponse } from "../types.ts";
import type { Faults } from "./fault.ts";

// # 4. Starting the response
//
// `startResponse(status, headers, error?)` tells the server the head of the response. It returns nothing.

/** The head of a response: what the application said of it, and whether it may still be changed. */
export class Head {
  /** Undefined until the application has started its response. */
  status: string | undefined;
  headers: HeaderList = [];
  /** In bytes. */
  contentLength: number | undefined;
  /** True when it may be sent any moment: the first non-empty chunk was given, or the body has ended. */
  isFinal = false;
  /** Where the application started its response: the only line of its own that a fault of the body can name. */
  place: Error | undefined;
  readonly #server: StartResponse;
  readonly #faults: Faults;

  constructor(server: StartResponse, faults: Faults) {
    this.#server = server;
    this.#faults = faults;
  }

  /** What the application is given to call. */
  readonly start = (status: string, headers: HeaderList, error?: unknown, ...more: unknown[]): void => {
    const place = new Error();
    const demand = (clause: string, holds: boolean, rule: string) => {
      if (!holds) throw this.#faults.fault("application", clause, rule, place);
    };
    // § 4.1 `startResponse` MUST be called with a status, headers and, perhaps, an error. (PEP 3333 "The
    // start_response() Callable"; case 73)
    demand("4.1", more.length === 0, "startResponse takes a status, headers and perhaps an error, not more");

    // § 4.2 The status MUST be a code, one space and a reason: "404 Not Found". The code is from 200 to 599, for 1xx
    // is the server's to send. It has no control characters. (RFC 9110 §15; cases 55, 56)
    this.#faults.check("application", "4.2", () => checkStatus(status), place);

    // § 4.3 The headers MUST be an array of `[name, value]`. A name is a token that does not start with a digit nor
    // end in "-" or "_"; a value is latin-1 text without control characters, so that no response can be split. Fields
    // that are between the server and its client (Connection, Transfer-Encoding, …), and Status, are not the
    // application's to send. (RFC 9110 §5.1, §5.5, §7.6.1; PEP 3333 "Other HTTP Features"; cases 57-61, 63)
    this.#faults.check("application", "4.3", () => checkHeaders(headers), place);

    // § 4.4 A response 204, 205 or 304 has no body, and MUST NOT have a Content-Type nor, but for 205, a
    // Content-Length: of 205 it is 0. (RFC 9110 §8.6, §15.3.6; cases 64, 65)
    if (isBodiless(status)) {
      const none = "must not stand in a response without a body";
      demand("4.4", !has(headers, "content-type"), `a Content-Type ${none}, such as ${status}`);
      const stated = !status.startsWith("205") && has(headers, "content-length");
      demand("4.4", !stated, `a Content-Length ${none}, such as ${status}`);
    }

    // § 4.5 Content-Length, where it is given, MUST stand once and be the number of the bytes of the body, in digits.
    // (RFC 9110 §8.6; case 65)
    const length = this.#faults.check("application", "4.5", () => contentLength(headers), place);

    // § 4.6 `startResponse` MUST NOT be called again without an error. With one it MAY be, and the status and the
    // headers of before are gone. (PEP 3333 "Error Handling"; cases 66, 67)
    const again = this.status !== undefined || this.isFinal;
    demand("4.6", !again || error !== undefined, "startResponse must not be called again without an error");

    // § 4.7 When the head is final, that is from the first non-empty chunk or from the end of the body on,
    // `startResponse` with an error MUST throw that error: it is too late to say something else, and the application
    // must be stopped. (PEP 3333 "Error Handling"; case 68)
    this.#server(status, headers, error);
    if (this.isFinal) {
      throw this.#faults.fault("server", "4.7", "startResponse must throw the error when the head is final");
    }
    this.status = status;
    this.headers = headers;
    this.contentLength = length;
    this.place = place;
  };

  // § 4.8 The server MUST send the head with the first non-empty chunk, or at the end of the body if there is none, and
  // not before, so that an application which fails early can still say so. (PEP 3333 "The start_response() Callable";
  // cases 67, 69)

  // § 4.9 The server MUST NOT change what the application said: neither the reason, nor the fields, nor their order;
  // two fields of one name stay two. It MAY add Date, Server and Connection, the framing of the body, and
  // Content-Length when the body is one known chunk. (PEP 3333 "Handling the Content-Length Header"; cases 62, 80,
  // 111)

  /** True when there is a Content-Type. */
  get hasType(): boolean {
    return has(this.headers, "content-type");
  }
}

function has(headers: HeaderList, wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted);
}
