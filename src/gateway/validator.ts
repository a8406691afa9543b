import { after } from "./after.ts";
import { shown } from "./checks.ts";
import type { Application, Body, Environ, StartResponse } from "./types.ts";
import { checkedBody } from "./validator/body.ts";
import { Chunks } from "./validator/chunks.ts";
import { checkEnviron } from "./validator/environ.ts";
import { Faults } from "./validator/fault.ts";
import { Head } from "./validator/start-response.ts";
import { CheckedErrors, CheckedInput } from "./validator/streams.ts";

export { type Blame, ValidationError } from "./validator/fault.ts";

// # The TypeScript Server Gateway Interface, 1.0
//
// TSGI is to TypeScript what WSGI is to Python: one way for a web server to call a program. An *application* is a
// function. A *server* is whatever calls it. A *middleware* is both: to the application it is the server, and to the
// server it is the application. An application that is written once runs under every server, unchanged.
//
// ```ts
// import type { Application } from "penny/gateway";
//
// export const hello: Application = (_environ, startResponse) => {
//   startResponse("200 OK", [["Content-Type", "text/plain; charset=utf-8"]]);
//   return [Buffer.from("Hello my friend!\n")];
// };
// ```
//
// MUST, SHOULD and MAY are those of RFC 2119. Behind a clause stand the sections that it comes from and the numbers of
// the conformance cases that check it. `validator(application)` watches the application and its server while they talk,
// and throws an error that names the clause, where a clause can be watched so.
//
// TSGI departs from PEP 3333 on purpose where JavaScript has something better. There is no `write()`: every body is an
// iterable (5.1). `close()` is the iterator's `return()` (5.5), which is not the same for a generator that never began
// (5.6). An answer MAY be promised (1.3) and reading the input always is (3.2). There is no `exc_info`: the third
// argument of `startResponse` is the error itself (4.6). A status 1xx is refused (4.2).

// # 1. The call
//
// `application(environ, startResponse)` returns the body.

/**
 * The same application, watched on both sides: a fault of the application or of its server throws a ValidationError,
 * which says whose fault it is, and where, and names the clause of docs/tsgi.md.
 *
 * What is right passes unchanged, and as lazily. Throws a ValidationError at once for what cannot be an application.
 *
 * @example serveHttp(validator(application))
 */
export function validator(application: Application): Application {
  const faults = new Faults(application);

  // § 1.1 An application MUST be a function that needs no more than two arguments. (PEP 3333 "The
  // Application/Framework Side"; case 73)
  if (typeof application !== "function" || application.length > 2) {
    const what = typeof application === "function" ? `one of ${application.length}` : shown(application);
    throw faults.fault(
      "application",
      "1.1",
      `the application must be a function of two arguments, not ${what}`,
    );
  }

  return (environ: Environ, startResponse: StartResponse, ...more: unknown[]) => {
    // § 1.2 A server MUST call the application with exactly two arguments, the environ and `startResponse`. It MAY call
    // it again before the first answer has come. (cases 73, 116)
    if (typeof startResponse !== "function" || more.length > 0) {
      throw faults.fault("server", "1.2", "the application must be called with environ and startResponse");
    }
    checkEnviron(environ, faults);
    const head = new Head(startResponse, faults);
    const chunks = new Chunks(head, faults, environ.REQUEST_METHOD);
    environ["tsgi.input"] = new CheckedInput(environ["tsgi.input"], faults);
    environ["tsgi.errors"] = new CheckedErrors(environ["tsgi.errors"], faults);

    // § 1.3 The application MUST return the body, or a `Promise` of it. Where it is no promise, a server SHOULD go on at
    // once: to wait for nothing costs more than many an answer. (cases 76, 93)
    return after(application(environ, head.start), (body: Body) => checkedBody(body, chunks, faults));
  };

  // § 1.4 A middleware MUST keep the clauses of both sides: it is right when the validator finds nothing before it and
  // nothing behind it. (case 175)
}
