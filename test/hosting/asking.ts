import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { request } from "../conformance/case.ts";
import { type RawResponse, textOf } from "../support/raw-client.ts";
import type { Serving } from "../support/serving.ts";

/** The folder of the programs that the tests run. */
export const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));

/** What is sent besides the target. */
export interface Request {
  /** GET unless given. */
  readonly method?: string;
  /** "Name: value" */
  readonly fields?: readonly string[];
  /** Latin-1 text. */
  readonly body?: string;
}

/** What came back; the text of its body is latin-1. */
export interface Answer extends RawResponse {
  readonly text: string;
}

/** Sends one request over a connection of its own. Rejects when nothing comes back. */
export async function ask(
  at: Serving,
  target: string,
  { method = "GET", fields = [], body = "" }: Request = {},
): Promise<Answer> {
  const client = await at.connect();
  const length = body === "" ? [] : [`Content-Length: ${body.length}`];
  await client.send(request(method, target, ...length, ...fields) + body);
  const response = await client.response(method);
  if (!response) throw new Error("the connection ended before the response");
  return { ...response, text: textOf(response) ?? "" };
}

/** The values of a field, in the order in which they were sent. */
export function valuesOf({ fields }: RawResponse, name: string): readonly string[] {
  return fields.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/** The SHA-1 of latin-1 text, in hexadecimal. */
export function sha1(text: string): string {
  return createHash("sha1").update(text, "latin1").digest("hex");
}
