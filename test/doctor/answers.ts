import { Buffer } from "node:buffer";
import type { Answer, Place } from "../../src/doctor/ask.ts";
import type { FrontEnd, Server } from "../../src/doctor/front-end.ts";
import type { Judgement } from "../../src/doctor/judgement.ts";
import type { Visit } from "../../src/doctor/probe.ts";
import { formatSeen, type Protocol, type Seen } from "../../src/doctor/seen.ts";

/** The token of all answers here. */
export const TOKEN = "0123456789abcdef0123456789abcdef";

/** Where the doctor asks in the tests that ask nobody. */
export const PLACE: Place = {
  scheme: "http",
  hostname: "localhost",
  port: 8080,
  host: "localhost:8080",
  folder: "",
};

/** A port of the doctor's own, from which it asks. */
export const CLIENT = { address: "192.0.2.7", port: 50_000 };

/** An answer as it came. */
export function answer(given: Partial<Answer> = {}): Answer {
  return {
    token: TOKEN,
    status: 200,
    fields: { "x-doctor": TOKEN },
    body: Buffer.alloc(0),
    span: 0,
    client: CLIENT,
    seen: undefined,
    ...given,
  };
}

/** An answer that tells what a patient was handed. */
export function handed(environ: Seen["environ"], given: Partial<Seen> = {}): Answer {
  const seen: Seen = {
    protocol: "FastCGI",
    environ,
    others: [],
    body: { length: 0, sha256: "" },
    ...given,
  };
  return answer({ seen, body: Buffer.from(formatSeen(seen, TOKEN)) });
}

/** A visit through such a front end. */
export function visit(
  server: Server = "nginx",
  protocol: Protocol = "FastCGI",
  place: Partial<Place> = {},
): Visit {
  const frontEnd: FrontEnd = { server, title: `${server}/9.9`, protocol };
  return { frontEnd, place: { ...PLACE, ...place } };
}

/** The kinds of the judgements, and what they say. */
export function said(judgements: readonly Judgement[]): string[] {
  return judgements.map(({ kind, what }) => `${kind}: ${what}`);
}

/** The lines that mend the first of what is wrong; undefined where none are known. */
export function linesOf([first]: readonly Judgement[]): readonly string[] | undefined {
  return first && first.kind !== "well" ? first.mending?.lines : undefined;
}
