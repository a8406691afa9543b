import type { Application } from "../../src/gateway/index.ts";
import type { Delivery, RawClient, RawResponse } from "../support/raw-client.ts";
import { type Case, get } from "./case.ts";

/** The path of the request that tells whether a server goes on. */
const NEXT = "/the-next-request";

/** The responses that came for a row, as many as it expects at most. */
export async function read(
  client: RawClient,
  { request, expect }: Pick<Case, "request" | "expect">,
): Promise<RawResponse[]> {
  const method = request.slice(0, request.indexOf(" "));
  const responses: RawResponse[] = [];
  for (const _ of [expect].flat()) {
    const response = await client.response(method);
    if (response === undefined) break;
    responses.push(response);
  }
  return responses;
}

/**
 * Asks once more on a connection, unless the last response said that it is closed; then nothing more may come.
 * `request` is what is asked, and `status` its answer: for who has no `answeringNext` behind it.
 */
export async function askNext(
  client: RawClient,
  last: RawResponse | undefined,
  { request, status } = { request: get(NEXT), status: 204 },
): Promise<"kept" | "closed"> {
  const closing = last?.fields.some(([name, value]) => /^connection$/i.test(name) && /close/i.test(value));
  if (closing || last?.complete === false) client.end();
  else await client.send(request);
  const next = await client.response();
  if (next === undefined) return "closed";
  if (closing || next.status !== status) throw new Error(`nobody asked for ${next.status} ${next.reason}`);
  return "kept";
}

/** Sends the request of a row, reads what comes of it, and asks once more. */
export async function askRow(
  client: RawClient,
  row: Case,
  delivery?: Delivery,
): Promise<{ responses: readonly RawResponse[]; connection: "kept" | "closed" }> {
  const sending = client.send(row.request, delivery);
  const responses = await read(client, row);
  await sending;
  return { responses, connection: await askNext(client, responses.at(-1)) };
}

/** An application that answers what `askNext` asks. */
export function answeringNext(application: Application): Application {
  return (environ, startResponse) => {
    if (environ.PATH_INFO !== NEXT) return application(environ, startResponse);
    startResponse("204 No Content", []);
    return [];
  };
}
