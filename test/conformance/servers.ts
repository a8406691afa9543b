import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type NextFunction, type Request, type Response } from "express";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { fetchHandler } from "../../src/applications/fetch-handler.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { workerThread } from "../../src/applications/worker-thread.ts";
import { checkChunk } from "../../src/gateway/body.ts";
import { plainErrorPage } from "../../src/gateway/error-page.ts";
import {
  type Application,
  BodyInput,
  createEnviron,
  discard,
  type Environ,
  type ErrorStream,
  RequestError,
  respond,
} from "../../src/gateway/index.ts";
import { serveFastCgi } from "../../src/servers/fastcgi.ts";
import { toFetch } from "../../src/servers/fetch.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { toNodeListener } from "../../src/servers/node-listener.ts";
import { serveScgi } from "../../src/servers/scgi.ts";
import { collectErrors } from "../support/errors.ts";
import { type Delivery, RawClient, type RawResponse } from "../support/raw-client.ts";
import { bytes } from "./applications.ts";
import { answeringNext, askNext, askRow } from "./asking.ts";
import { nameOf } from "./by-row.ts";
import type { Case, Kind } from "./case.ts";

/** What came of a request. */
export interface Outcome {
  /** As many as were expected, at most. */
  readonly responses: readonly RawResponse[];
  /** What was reported; undefined where it goes to a web server's log. */
  readonly errors?: string;
  /** Whether the connection served another request; undefined where there is no connection. */
  readonly connection?: "kept" | "closed";
}

/** A way to call an application. */
export interface ConformanceServer {
  readonly name: string;
  readonly kind: Kind;
  /** Serves `application`, sends the request of `row`, and stops serving. */
  ask(application: Application, row: Case): Promise<Outcome>;
}

/** The servers that must behave alike, each a line. */
export const servers: readonly ConformanceServer[] = [
  { name: "respond()", kind: "call", ask: call },
  { name: "HTTP", kind: "http", ask: overHttp("whole") },
  { name: "HTTP, the request byte by byte", kind: "http", ask: overHttp("byte by byte") },
  { name: "HTTP, the request in random cuts", kind: "http", ask: overHttp("in random cuts") },
  { name: "SCGI behind HTTP", kind: "scgi", ask: behindHttp(scgi, "behind") },
  { name: "fetch behind HTTP", kind: "fetch", ask: behindHttp(fetching, "behind") },
  { name: "a thread behind HTTP", kind: "thread", ask: behindHttp(threaded, "in front") },
  { name: "FastCGI behind HTTP", kind: "fastcgi", ask: behindHttp(fastcgi, "in front") },
  { name: "Node listener in Express", kind: "node", ask: inExpress },
];

/** The simplest server there can be: one request, no wire. */
async function call(application: Application, row: Case): Promise<Outcome> {
  const errors = collectErrors();
  const chunks: Uint8Array[] = [];
  let head: Pick<RawResponse, "status" | "reason" | "fields"> | undefined;
  let complete = false;
  try {
    const environ = environOf(row.request, errors);
    const { status, headers, body } = await respond(application, environ);
    const answered = { status: Number(status.slice(0, 3)), reason: status.slice(4), fields: headers };
    if (environ.REQUEST_METHOD === "HEAD") await discard(body);
    else
      for await (const chunk of body) {
        checkChunk(chunk);
        head = answered; // out with the first chunk
        chunks.push(chunk);
      }
    head = answered;
    complete = true;
  } catch (error) {
    const refused = error instanceof RequestError;
    if (!refused) errors.write(`${error instanceof Error ? error.stack : error}\n`);
    if (head === undefined) {
      const status = refused ? error.status : "500 Internal Server Error";
      const { headers, body } = plainErrorPage(status);
      head = { status: Number(status.slice(0, 3)), reason: status.slice(4), fields: headers };
      chunks.push(body);
      complete = true;
    }
  }
  const response = { protocol: "", framing: "none", body: Buffer.concat(chunks), complete, ...head } as const;
  return { responses: [response], errors: errors.text };
}

function environOf(request: string, errors: ErrorStream): Environ {
  const end = request.indexOf("\r\n\r\n");
  const [line = "", ...lines] = request.slice(0, end).split("\r\n");
  const [method = "", target = "", protocol = ""] = line.split(" ");
  const fields = lines.flatMap((text) => {
    const colon = text.indexOf(":");
    return [text.slice(0, colon), text.slice(colon + 1).trim()];
  });
  const body = [bytes(request.slice(end + 4))].filter(({ length }) => length > 0);
  return createEnviron(
    { method, target, protocol, fields },
    {
      serverName: "localhost",
      serverPort: "80",
      remoteAddr: "127.0.0.1",
      remotePort: "54321",
      scheme: "http",
      multiprocess: false,
      input: new BodyInput(async () => body.shift()),
      errors,
      signal: new AbortController().signal,
    },
  );
}

/** A server on a free port of this machine, and a client that speaks to it in one way. */
function overHttp(delivery: Delivery): ConformanceServer["ask"] {
  return async (application, row) => {
    const errors = collectErrors();
    const server = await serveHttp(answeringNext(application), { errors, ...row.options });
    const client = await RawClient.connect(server.port);
    try {
      const { responses, connection } = await askRow(client, row, delivery);
      const another = await RawClient.connect(server.port);
      if ((await askNext(another, undefined)) === "closed") throw new Error("the server serves no more");
      await another.destroy();
      await server.close();
      return { responses, errors: errors.text, connection };
    } finally {
      await client.destroy();
      await server.close();
    }
  };
}

/** Something that can be called as an application, and at last closed. */
interface Front {
  readonly application: Application;
  close(): Promise<void>;
}

/** The HTTP server, and behind it another one that calls the application. What that reports comes out in one of them. */
function behindHttp(
  start: (application: Application, errors: ErrorStream, row: Case) => Promise<Front>,
  reports: "behind" | "in front",
): ConformanceServer["ask"] {
  return async (application, row) => {
    const collected = { behind: collectErrors(), "in front": collectErrors() };
    const errors = collected[reports];
    const front = await start(answeringNext(application), collected.behind, row);
    const server = await serveHttp(front.application, { errors: collected["in front"], ...row.options });
    const client = await RawClient.connect(server.port);
    try {
      return { ...(await askRow(client, row)), errors: errors.text };
    } finally {
      await client.destroy();
      await server.close();
      await front.close();
    }
  };
}

async function scgi(application: Application, errors: ErrorStream): Promise<Front> {
  const server = await serveScgi(application, { errors });
  return { application: scgiBackend(`127.0.0.1:${server.port}`), close: () => server.close() };
}

async function fastcgi(application: Application, errors: ErrorStream): Promise<Front> {
  const server = await serveFastCgi(application, { errors });
  return { application: fastcgiBackend(`127.0.0.1:${server.port}`), close: () => server.close() };
}

async function fetching(application: Application, errors: ErrorStream): Promise<Front> {
  return { application: fetchHandler(toFetch(application, { errors })), close: async () => {} };
}

/** A listener among those of Express. */
async function inExpress(application: Application, row: Case): Promise<Outcome> {
  const errors = collectErrors();
  const app = express()
    .disable("x-powered-by")
    .use(toNodeListener(answeringNext(application), { errors }));
  app.use(
    (
      error: Error & { statusCode?: number; headers?: Record<string, string> },
      _request: Request,
      response: Response,
      _next: NextFunction,
    ) => {
      if (error.statusCode === undefined) errors.write(`${error.stack}\n`);
      const status = error.statusCode ?? 500;
      const { headers, body } = plainErrorPage(`${status} ${STATUS_CODES[status]}`);
      for (const [name, value] of [...headers, ...Object.entries(error.headers ?? {})])
        response.setHeader(name, value);
      response.status(status).end(body);
    },
  );
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = await RawClient.connect((server.address() as AddressInfo).port);
  try {
    return { ...(await askRow(client, row)), errors: errors.text };
  } finally {
    await client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

/** The application of a row in a thread, which finds it by the name of the row. */
async function threaded(_application: Application, _errors: ErrorStream, row: Case): Promise<Front> {
  thread ??= workerThread(new URL("by-row.ts", import.meta.url), { threads: 1 });
  const called = thread;
  const named: Application = (environ, startResponse) =>
    called({ ...environ, "conformance.row": nameOf(row) }, startResponse);
  return { application: named, close: async () => {} };
}

let thread: Application | undefined;
