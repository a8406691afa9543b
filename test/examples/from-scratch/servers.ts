import { Buffer } from "node:buffer";
import { once } from "node:events";
import type { Server, Socket } from "node:net";
import { PassThrough } from "node:stream";
import { cgiResponse } from "../../../src/applications/cgi-response.ts";
import { fastcgiBackend } from "../../../src/applications/fastcgi-backend.ts";
import { requestBody } from "../../../src/applications/request-body.ts";
import { serveCgi } from "../../../src/examples/from-scratch/cgi.ts";
import { serveFastCgi } from "../../../src/examples/from-scratch/fastcgi.ts";
import { serveHttp } from "../../../src/examples/from-scratch/http.ts";
import { type Application, type ErrorStream, forward } from "../../../src/gateway/index.ts";
import { variablesOf } from "../../../src/protocols/cgi/variables.ts";
import { serveHttp as serveInFront } from "../../../src/servers/http.ts";
import { read } from "../../conformance/asking.ts";
import type { Case } from "../../conformance/case.ts";
import type { Outcome } from "../../conformance/servers.ts";
import { collectErrors } from "../../support/errors.ts";
import { RawClient } from "../../support/raw-client.ts";

/** Serves an application, sends the request of a row, and stops serving. */
export type Ask = (application: Application, row: Case) => Promise<Outcome>;

/** The server on HTTP/1.0: each connection is closed behind its response. */
export const askHttp: Ask = async (application, row) => {
  const errors = collectErrors();
  const { port, close } = await listening(serveHttp(application, 0, errors));
  const client = await RawClient.connect(port);
  try {
    const sending = client.send(row.request);
    const responses = await read(client, row);
    await sending;
    client.end();
    if (await client.response()) throw new Error("there is a response too many");
    return { responses, errors: errors.text, connection: "closed" };
  } finally {
    await client.destroy();
    await close();
  }
};

/** Something that is called in the application's place, and what ends it. */
interface Behind {
  readonly application: Application;
  close(): Promise<void>;
}

/** The CGI program, with a web server in front. */
export const askCgi: Ask = inFrontOf(async (application, errors) => ({
  application: async (environ, startResponse) => {
    const { chunks, length } = await requestBody(environ);
    const entries = Array.from(variablesOf(environ, length), ([name, value]) => `${name}=${value}\0`);
    const environment = Buffer.from(entries.join(""), "latin1");
    const output = new PassThrough();
    serveCgi(application, environment, chunks, output, errors).then(() => output.end());
    return forward(await cgiResponse(environ, output[Symbol.asyncIterator](), 1000), startResponse);
  },
  close: async () => {},
}));

/** The FastCGI responder, with a web server in front, to which it says what went wrong. */
export const askFastCgi: Ask = inFrontOf(async (application) => {
  const { port, close } = await listening(serveFastCgi(application, 0));
  return { application: fastcgiBackend(`127.0.0.1:${port}`), close };
});

function inFrontOf(start: (application: Application, errors: ErrorStream) => Promise<Behind>): Ask {
  return async (application, row) => {
    const errors = collectErrors();
    const behind = await start(application, errors);
    const front = await serveInFront(behind.application, { errors });
    const client = await RawClient.connect(front.port);
    try {
      const sending = client.send(row.request);
      const responses = await read(client, row);
      await sending;
      return { responses, errors: errors.text };
    } finally {
      await client.destroy();
      await front.close();
      await behind.close();
    }
  };
}

/** The port of a server of an example, as soon as it listens, and what ends it with all its connections. */
export async function listening(server: Server): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port was asked for");
  const close = async () => {
    server.close();
    for (const socket of sockets) socket.destroy(); // a backend keeps its connections
    await once(server, "close");
  };
  return { port: address.port, close };
}
