import { fileURLToPath } from "node:url";
import { Places } from "../../src/applications/places.ts";
import type { Application } from "../../src/gateway/index.ts";
import { answeringNext, askNext, read } from "../conformance/asking.ts";
import { nameOf } from "../conformance/by-row.ts";
import { type Case, line } from "../conformance/case.ts";
import type { Outcome } from "../conformance/servers.ts";
import { type CollectedErrors, collectErrors } from "../support/errors.ts";
import { RawClient } from "../support/raw-client.ts";
import { startBehind } from "./behind.ts";
import type { Hosting } from "./hosting.ts";

const BY_ROW = fileURLToPath(new URL("../conformance/by-row.ts", import.meta.url));

/** How many CGI programs run at once: each is a process, and more of them would only wait for one another. */
const PROGRAMS_AT_ONCE = 2;

const NEVER = new AbortController().signal;

/** What a web server answers itself, so that no process need be started. */
const FOR_THE_WEB_SERVER = { request: line("OPTIONS * HTTP/1.1"), status: 200 };

/** A web server with us behind it, which is asked the rows of the table of cases. */
export interface Front {
  /** Sends the request of `row`, which `application` answers, when it is its turn. */
  ask(application: Application, row: Case): Promise<Outcome>;
  close(): Promise<void>;
}

/** Starts the web server at `program`, and what stands behind it. */
export async function startFront({ protocol, start }: Hosting, program: string): Promise<Front> {
  let current: Application | undefined;
  let errors: CollectedErrors = collectErrors();
  const behind = await startBehind(protocol, {
    application: answeringNext((environ, startResponse) => {
      if (!current) throw new Error("nobody asked");
      return current(environ, startResponse);
    }),
    module: BY_ROW,
    errors: { write: (text) => errors.write(text), flush: () => {} },
  });
  const server = await start(program, behind.place);
  // What a program or a FastCGI request reports goes to the web server's log, in its own form.
  const reportsHere = protocol === "http" || protocol === "scgi";
  const inAnotherProcess = protocol === "cgi" || protocol === "fcgi";
  const ask: Front["ask"] = async (application, row) => {
    current = application;
    errors = collectErrors();
    const client = await RawClient.connect(server.port);
    try {
      const sending = client.send(inAnotherProcess ? named(row) : row.request);
      const responses = await read(client, row);
      await sending;
      await askNext(client, responses.at(-1), protocol === "cgi" ? FOR_THE_WEB_SERVER : undefined);
      return { responses, ...(reportsHere ? { errors: errors.text } : {}) };
    } finally {
      await client.destroy();
    }
  };
  const places = new Places(protocol === "cgi" ? PROGRAMS_AT_ONCE : 1);
  return {
    ask: async (application, row) => {
      const leave = await places.take(NEVER);
      return ask(application, row).finally(leave);
    },
    close: async () => {
      await server.close();
      await behind.close();
    },
  };
}

/** The request of a row with the field that tells its name to a program of another process. */
function named(row: Case): string {
  const end = row.request.indexOf("\r\n\r\n");
  const field = `\r\nX-Conformance-Row: ${encodeURIComponent(nameOf(row))}`;
  return row.request.slice(0, end) + field + row.request.slice(end);
}
