import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendingOf, nginxLine, nginxParam } from "../mending.ts";
import { handedOver, type Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";

const TYPE = "application/x-doctor";
const LENGTH = 100_000;
const BODY = Buffer.alloc(LENGTH, "The doctor asks, and the patient tells.\r\n");

/** Does the body of a request come, with its length and its type? */
export const post = handedOver({
  name: "a POST of 100 KB",
  question: { method: "POST", target: "/", body: BODY, fields: () => [["Content-Type", TYPE]] },
  seen: (seen, visit) => {
    const { environ, body } = seen;
    if (!isWhole(body, BODY)) {
      return [
        fault(
          `Of a body of ${LENGTH} bytes ${cameOf(body)}.`,
          "Forms and files come empty or broken.",
          mendingOf(visit.frontEnd, {
            nginx: ["in the location", nginxLine(visit.frontEnd, "pass_request_body on;")],
          }),
        ),
      ];
    }
    const judgements = [
      ...judgeVariable("REQUEST_METHOD", environ.REQUEST_METHOD, "POST", visit),
      ...judgeVariable("CONTENT_LENGTH", environ.CONTENT_LENGTH, String(LENGTH), visit),
      ...judgeVariable("CONTENT_TYPE", environ.CONTENT_TYPE, TYPE, visit),
    ];
    return judgements.length > 0
      ? judgements
      : [well("a body of 100 KB comes whole, with its length and its type")];
  },
  refused: ({ status }, { frontEnd }) => [
    fault(
      `A POST of 100 KB is refused: ${status} comes, and not from the application.`,
      "A long form or a file cannot be sent.",
      mendingOf(frontEnd, {
        nginx: ["in the server or the location", "client_max_body_size 1m;"],
        Apache: ["in the <VirtualHost> or the <Location>", "LimitRequestBody 1048576"],
        lighttpd: ["for the whole server, in KB", "server.max-request-size = 1024"],
      }),
    ),
  ],
});

function judgeVariable(
  name: string,
  value: string | undefined,
  sent: string,
  { frontEnd }: Visit,
): Judgement[] {
  if (value === sent) return [];
  return [
    fault(
      `${name} is ${value === undefined ? "missing" : `"${value}"`}, where it should be "${sent}".`,
      "Applications that read forms go by it, and take the body for none.",
      mendingOf(frontEnd, {
        nginx: ["in the location, behind the include", nginxParam(frontEnd, name, `$${name.toLowerCase()}`)],
      }),
    ),
  ];
}

// Less than any limit that somebody may have set.
const CHUNKED = BODY.subarray(0, 500);

/** Does a body come whose length nobody knows beforehand? */
export const chunked = handedOver({
  name: "a POST in chunks",
  unless: post,
  question: {
    method: "POST",
    target: "/",
    body: CHUNKED,
    chunked: true,
    fields: () => [["Content-Type", TYPE]],
  },
  seen: ({ body }, { frontEnd }) => {
    if (isWhole(body, CHUNKED)) return [well("a body in chunks comes whole, whose length nobody knew")];
    const what = `Of a body in chunks, whose length nobody knew, ${cameOf(body)}.`;
    return [
      frontEnd.server === "Apache" && frontEnd.protocol === "CGI"
        ? note(
            what,
            "CGI has no word for it, and Apache no line: a client that sends one is answered as if it had sent nothing.",
          )
        : fault(what, "A client that sends one is answered as if it had sent something else."),
    ];
  },
  refused: ({ status }) => [
    note(
      `A body in chunks, whose length nobody knew, is refused: ${status} comes, and not from the application.`,
      "Browsers send none; programs may, and learn that they have to say the length.",
    ),
  ],
});

function isWhole(body: Seen["body"], sent: Uint8Array): boolean {
  return "sha256" in body && body.sha256 === createHash("sha256").update(sent).digest("hex");
}

function cameOf(body: Seen["body"]): string {
  if ("failure" in body) return `not all came: ${body.failure}`;
  return body.length === 0 ? "nothing came" : `${body.length} came, and not the same`;
}
