/**
 * The patient: an application that takes the place of another one behind a web server, and tells `npm run doctor` what
 * it was handed there.
 *
 * Whoever asks without the field X-Doctor learns nothing of the machine; whoever asks with it learns what a gateway
 * knows of his own request.
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Application, Environ, HeaderList } from "../gateway/index.ts";
import { cookies, credentials, type Errand, parseErrand } from "./errand.ts";
import { formatSeen, type Protocol, type Seen, type SeenBody } from "./seen.ts";

/** How long the second piece of a page stays behind the first, in milliseconds. */
export const PAUSE = 1000;

export const application: Application = async (environ, startResponse) => {
  const errand = parseErrand(environ.HTTP_X_DOCTOR);
  if (!errand) {
    startResponse("200 OK", fields("text/plain; charset=utf-8", "waits"));
    return [Buffer.from(WAITING)];
  }
  // The method stands in a field too, since the answer to HEAD has nothing else.
  const asked = (type: string) => [
    ...fields(type, errand.token),
    ["X-Doctor-Method", environ.REQUEST_METHOD] as const,
  ];
  switch (errand.wish) {
    case "page":
      startResponse("404 Not Found", asked("text/plain; charset=utf-8"));
      return [Buffer.from(pageOf(errand.token))];
    case "pieces":
      startResponse("200 OK", asked("text/plain; charset=utf-8"));
      return pieces(environ["tsgi.signal"]);
    case "environ": {
      const told = formatSeen(await seen(environ, errand), errand.token);
      startResponse("200 OK", asked("application/json"));
      return [Buffer.from(told)];
    }
  }
};

const WAITING = `This is the doctor of a gateway, in the place of an application. It waits to be asked:

    npm run doctor -- ADDRESS

with the address of this page. When it has been asked, put the application back in its place.
`;

/** The text of the page with the status 404. */
export function pageOf(token: string): string {
  return `There is no such page, says the doctor to ${token}.\n`;
}

// No cache may keep it, and no browser take it for something else.
function fields(type: string, token: string): HeaderList {
  return [
    ["Content-Type", type],
    ["Cache-Control", "no-store"],
    ["X-Content-Type-Options", "nosniff"],
    ["X-Doctor", token],
  ];
}

async function* pieces(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield Buffer.from("one\n");
  await delay(PAUSE, undefined, { signal });
  yield Buffer.from("two\n");
}

async function seen(environ: Environ, errand: Errand): Promise<Seen> {
  const shown: Record<string, string> = {};
  const others: string[] = [];
  for (const [name, value] of Object.entries(environ)) {
    if (name === "tsgi.url_scheme" && typeof value === "string") shown[name] = value;
    if (name.includes(".") || typeof value !== "string") continue;
    if (isShown(name, value, errand)) shown[name] = value;
    else others.push(name);
  }
  return {
    protocol: protocolOf(environ),
    environ: shown,
    others: others.sort(),
    body: await digest(environ),
  };
}

// A web server's configuration may hand over passwords of a database as variables, and a CGI program has the whole
// environment of its process: what is not known to be harmless is not shown.
const SHOWN = new Set(
  [
    "GATEWAY_INTERFACE SCGI HTTPS REQUEST_SCHEME REQUEST_METHOD REQUEST_URI SCRIPT_NAME PATH_INFO QUERY_STRING",
    "DOCUMENT_URI CONTENT_TYPE CONTENT_LENGTH REMOTE_ADDR REMOTE_PORT REMOTE_USER AUTH_TYPE",
    "SERVER_SOFTWARE SERVER_NAME SERVER_PORT SERVER_PROTOCOL HTTP_HOST HTTP_FORWARDED HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST HTTP_X_FORWARDED_PORT HTTP_X_FORWARDED_PROTO HTTP_X_FORWARDED_SERVER HTTP_X_HOST",
  ].flatMap((names) => names.split(" ")),
);

function isShown(name: string, value: string, { token }: Errand): boolean {
  if (name === "HTTP_AUTHORIZATION") return value === credentials(token);
  // In whichever order, and however joined.
  if (name === "HTTP_COOKIE") return value.split(/[;,] */).every((pair) => cookies(token).includes(pair));
  return SHOWN.has(name) || name.startsWith("HTTP_X_DOCTOR");
}

function protocolOf(environ: Environ): Protocol {
  if ("fastcgi.role" in environ) return "FastCGI";
  if (environ.SCGI === "1") return "SCGI";
  return environ.GATEWAY_INTERFACE === undefined ? "HTTP" : "CGI";
}

async function digest({ "tsgi.input": input }: Environ): Promise<SeenBody> {
  const hash = createHash("sha256");
  let length = 0;
  try {
    for await (const chunk of input) {
      hash.update(chunk);
      length += chunk.length;
    }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
  return { length, sha256: hash.digest("hex") };
}
