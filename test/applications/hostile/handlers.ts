import { type FetchHandler, fetchHandler } from "../../../src/applications/fetch-handler.ts";
import { type NodeListener, nodeListener } from "../../../src/applications/node-listener.ts";
import type { Application } from "../../../src/gateway/index.ts";
import { bytes, wrong } from "../../conformance/applications.ts";

/** A handler of another interface that does what it should not, and what comes of it. */
export interface BadHandler {
  readonly name: string;
  readonly application: Application;
  /** The status that the client gets; with 200, its response breaks off. */
  readonly status: number;
  /** How the report begins; nothing is reported where there is no fault that spoils anything. */
  readonly log: RegExp;
}

function fetching(name: string, log: RegExp, handler: FetchHandler, status = 500): BadHandler {
  return { name, application: fetchHandler(handler), status, log };
}

function listening(name: string, log: RegExp, listener: NodeListener, status = 500): BadHandler {
  return { name, application: nodeListener(listener), status, log };
}

/** A Response whose stream does what `start` says. */
function streaming(start: (controller: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  return new Response(new ReadableStream({ start }));
}

/** A Response that was read already, in the way that `read` says. */
function used(read: (response: Response) => unknown): Response {
  const response = new Response("hello");
  read(response);
  return response;
}

const failure = () => new Error("gone wrong");
const stating = (length: string) => new Response("hello", { headers: { "Content-Length": length } });
const likeness = (status: number, statusText = "") =>
  wrong({ status, statusText, headers: new Headers(), body: null });

const NONE = /^GatewayError: the fetch handler must return a Response, or a promise of one\n/;
const STATUS = /^GatewayError: the status must be a code from 200 to 599/;
const WRONG = /^Error: gone wrong\n/;

/** What a fetch handler may do. */
export const FETCH_HANDLERS: readonly BadHandler[] = [
  fetching("gives nothing", NONE, () => wrong(undefined)),
  fetching("gives a text", NONE, () => wrong("hello")),
  fetching("promises nothing", NONE, () => wrong(Promise.resolve(null))),
  fetching("gives the error of the Fetch standard", STATUS, () => Response.error()),
  fetching("gives a status that is none", STATUS, () => likeness(99)),
  fetching("gives a reason of two lines", STATUS, () => likeness(200, "OK\nX-One: 1")),
  fetching("gives a body that was read", /^TypeError: .*locked/, () => used((response) => response.text())),
  fetching("gives a body that is being read", /^TypeError: .*locked/, () => {
    return used(({ body }) => body?.getReader());
  }),
  fetching("gives chunks of text", /^TypeError: a chunk of a Response must be bytes, not a string\n/, () => {
    return streaming((controller) => controller.enqueue(wrong("hello")));
  }),
  fetching("gives a body that fails", WRONG, () => streaming((controller) => controller.error(failure()))),
  fetching("gives a body that fails later", WRONG, later, 200),
  fetching("gives a length that is none", /^ValidationError: .*"many"/, () => stating("many")),
  fetching(
    "gives a length that is too long",
    /^ValidationError: the body has 5 bytes/,
    () => stating("9"),
    200,
  ),
  fetching("gives a length that is too short", /^ValidationError: the body must not be/, () => stating("3")),
  fetching("throws", WRONG, () => {
    throw failure();
  }),
  fetching("throws nothing", /^An error that is no Error was thrown: undefined\n/, () => {
    throw undefined;
  }),
  fetching("rejects", WRONG, () => Promise.reject(failure())),
];

function later(): Response {
  let asked = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (asked++ === 0) controller.enqueue(bytes("hello"));
        else controller.error(failure());
      },
    }),
  );
}

const UNWHOLE = "GatewayError: the listener has sent no whole response";

/** What a listener of node:http may do. */
export const LISTENERS: readonly BadHandler[] = [
  listening("sets a status that is none", /^RangeError: Invalid status code: 99\n/, (_request, response) => {
    response.writeHead(99).end();
  }),
  listening("sets a status of the server's", STATUS, (_request, response) => {
    response.writeHead(101).end();
  }),
  listening("sets a field that is none", /^TypeError: Header name/, (_request, response) => {
    response.setHeader("X:", "1").end();
  }),
  listening("writes what are no bytes", /^TypeError: The "chunk" argument/, (_request, response) => {
    response.write(wrong(7));
  }),
  listening("sets a length that is none", new RegExp(`^${UNWHOLE}: Parse Error`), (_request, response) => {
    response.setHeader("Content-Length", "many").end("hello");
  }),
  listening("sets a length that is too long", new RegExp(`^${UNWHOLE}: aborted`), (_request, response) => {
    response.setHeader("Content-Length", "9").end("hello");
  }),
  listening(
    "sets a length that is too short",
    new RegExp(`^${UNWHOLE}: Parse Error`),
    (_request, response) => {
      response.setHeader("Content-Length", "3").end("hello");
    },
  ),
  listening("sends rubbish", new RegExp(`^${UNWHOLE}: Parse Error`), (_request, response) => {
    response.socket?.end("rubbish\r\n\r\n");
  }),
  listening("sends half a head", new RegExp(`^${UNWHOLE}: socket hang up`), (_request, response) => {
    response.socket?.end("HTTP/1.1 200 OK\r\nContent-");
  }),
  listening("destroys its request", new RegExp(`^${UNWHOLE}: socket hang up`), (request) => {
    request.destroy();
  }),
  listening("destroys its response", new RegExp(`^${UNWHOLE}: socket hang up`), (_request, response) => {
    response.destroy();
  }),
  listening(
    "destroys its response behind its head",
    new RegExp(`^${UNWHOLE}: aborted`),
    (_request, response) => {
      response.write("hello");
      setImmediate(() => response.destroy());
    },
    200,
  ),
  listening("throws", WRONG, () => {
    throw failure();
  }),
  listening("throws behind its head", WRONG, (_request, response) => {
    response.write("hello");
    throw failure();
  }),
  listening("rejects", WRONG, () => Promise.reject(failure())),
  listening("passes an error on", WRONG, (_request, _response, next) => next(failure())),
];
