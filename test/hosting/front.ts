import { fileURLToPath } from "node:url";
import type { Application } from "../../src/gateway/index.ts";
import { answeringNext, askNext, read } from "../conformance/asking.ts";
import { nameOf } from "../conformance/by-row.ts";
import type { Case } from "../conformance/case.ts";
import type { Outcome } from "../conformance/servers.ts";
import { type CollectedErrors, collectErrors } from "../support/errors.ts";
import { RawClient } from "../support/raw-client.ts";
import { startBehind } from "./behind.ts";
import type { Hosting } from "./hosting.ts";

const BY_ROW = fileURLToPath(new URL("../conformance/by-row.ts", import.meta.url));

/** A web server with us behind it, which is asked the rows of the table of cases. */
export interface Front {
  /** Sends the request of `row`, which `application` answers. One at a time. */
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
  return {
    ask: async (application, row) => {
      current = application;
      errors = collectErrors();
      const client = await RawClient.connect(server.port);
      try {
        const sending = client.send(inAnotherProcess ? named(row) : row.request);
        const responses = await read(client, row);
        await sending;
        await askNext(client, responses.at(-1));
        return { responses, ...(reportsHere ? { errors: errors.text } : {}) };
      } finally {
        await client.destroy();
      }
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
