import type { Answer } from "../ask.ts";
import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendingOf } from "../mending.ts";
import type { Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";

// Nobody has this address (RFC 5737 §3).
const ADDRESS = "203.0.113.9";
const SCHEME = "forged";
const HOST = "forged.example";
const PORT = "9";

/** What a client has no right to say. */
export const FORGED = [
  ["X-Forwarded-For", ADDRESS],
  ["X-Forwarded-Proto", SCHEME],
  ["X-Forwarded-Host", HOST],
  ["X-Forwarded-Port", PORT],
  ["Forwarded", `for=${ADDRESS}`],
] as const;

const ELSEWHERE =
  "trustedProxy() believes it, so that a client could have links and redirects lead elsewhere.";

/** Behind a proxy on HTTP, who the client is and what it speaks is what the proxy says. */
export function judgeForwarded(environ: Seen["environ"], visit: Visit, answer: Answer): readonly Judgement[] {
  return [
    judgeAddress(environ, visit, answer),
    ...judgeScheme(environ.HTTP_X_FORWARDED_PROTO, visit),
    ...judgeOther("X-Forwarded-Host", environ.HTTP_X_FORWARDED_HOST, HOST, ELSEWHERE, visit),
    ...judgeOther("X-Forwarded-Port", environ.HTTP_X_FORWARDED_PORT, PORT, ELSEWHERE, visit),
    ...judgeOther(
      "Forwarded",
      environ.HTTP_FORWARDED,
      `for=${ADDRESS}`,
      "trustedProxy() believes it before X-Forwarded-For, so that a client could say that it is somebody else.",
      visit,
    ),
  ];
}

function judgeAddress(environ: Seen["environ"], { frontEnd }: Visit, { client }: Answer): Judgement {
  const last = environ.HTTP_X_FORWARDED_FOR?.split(",").at(-1)?.trim();
  const mending = mendingOf(frontEnd, {
    nginx: ["in the location", "proxy_set_header X-Forwarded-For $remote_addr;"],
    Apache: ["in the <VirtualHost>", "ProxyAddHeaders On"],
  });
  switch (last) {
    case client.address:
      return well("X-Forwarded-For ends in the client's address, for trustedProxy() to believe");
    case undefined:
      return fault(
        `REMOTE_ADDR is the web server's own, ${environ.REMOTE_ADDR}, and there is no X-Forwarded-For.`,
        "The application does not know who asks.",
        mending,
      );
    case ADDRESS:
      return fault(
        "X-Forwarded-For comes as the client sent it.",
        "Who believes it believes every client that says it is somebody else.",
        mending,
      );
    default:
      return note(
        `X-Forwarded-For ends in ${last}, and the doctor asks from ${client.address}.`,
        "Something more stands in between, which the application has to trust as well to learn who asks.",
      );
  }
}

function judgeScheme(scheme: string | undefined, { frontEnd, place }: Visit): Judgement[] {
  // Where https is asked for, it is said already that nobody tells of it.
  if (scheme !== SCHEME || place.scheme === "https") return [];
  return [
    fault(
      "X-Forwarded-Proto comes as the client sent it.",
      "Who believes it takes a connection that anybody can listen to for one with TLS.",
      mendingOf(frontEnd, {
        nginx: ["in the location", "proxy_set_header X-Forwarded-Proto $scheme;"],
        Apache: ["in the <VirtualHost>", "RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}"],
      }),
    ),
  ];
}

/** A field that ends in what the client said: nobody has put anything behind it, or in its place. */
function judgeOther(
  name: string,
  value: string | undefined,
  forged: string,
  harm: string,
  { frontEnd }: Visit,
): Judgement[] {
  if (value?.split(",").at(-1)?.trim() !== forged) return [];
  return [
    note(
      `${name} comes as the client sent it.`,
      harm,
      mendingOf(frontEnd, {
        nginx: ["in the location", `proxy_set_header ${name} "";`],
        Apache: ["in the <VirtualHost>", `RequestHeader unset ${name}`],
        lighttpd: ["with mod_setenv", `setenv.set-request-header = ( "${name}" => "" )`],
      }),
    ),
  ];
}
