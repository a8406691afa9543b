import { type Application, type Environ, mounted, RequestError } from "../gateway/index.ts";

/** An application and where it stands. */
interface Place {
  /** In lower case, with its port perhaps; undefined for any host. */
  readonly host: string | undefined;
  /** "" or like "/books": latin-1 text, as PATH_INFO is. */
  readonly prefix: string;
  readonly application: Application;
}

/**
 * Maps paths to applications: the longest path that leads to the request wins, and "/foo" does not lead to "/foox".
 * The path taken is moved from PATH_INFO to SCRIPT_NAME; the environ given stays as it is.
 *
 * A key is a path, not percent-encoded: "/books", where "/" and "" are the root and "/books/" is "/books". Before the
 * path may stand a host, which goes before all without one: "//example.org/books", or "//localhost:8080" for one port
 * only. The scheme is not looked at.
 *
 * Throws a RangeError at once for a key that is none of these, or that stands twice. For a request that nothing leads
 * to, throws a RequestError, 404.
 *
 * @example urlMap({ "/": penny, "/static": staticFiles("public"), "//old.example.org/": moved })
 */
export function urlMap(map: Readonly<Record<string, Application>>): Application {
  const places: Place[] = [];
  for (const [key, application] of Object.entries(map)) {
    const { host, prefix } = parseKey(key);
    if (places.some((place) => place.host === host && place.prefix === prefix)) {
      throw new RangeError(`the URL map has "${key}" twice, written in two ways`);
    }
    places.push({ host, prefix, application });
  }
  places.sort(byPrecision);
  return (environ, startResponse) => {
    for (const { host, prefix, application } of places) {
      const inner = host === undefined || isHost(environ, host) ? mounted(environ, prefix) : undefined;
      if (inner) return application(inner, startResponse);
    }
    throw new RequestError("404 Not Found", "nothing is mapped to this URL");
  };
}

const KEY = /^(?:\/\/([^/?#@\s]+))?((?:\/[^?#]*)?)$/;

function parseKey(key: string): Omit<Place, "application"> {
  const [, host, path = ""] = KEY.exec(key) ?? [];
  if (!KEY.test(key) || (host === undefined && path.startsWith("//"))) {
    throw new RangeError(`a key of a URL map must be like "/books" or "//example.org/books", not "${key}"`);
  }
  let end = path.length;
  while (path[end - 1] === "/") end--;
  const prefix = Buffer.from(path.slice(0, end)).toString("latin1");
  return { host: host?.toLowerCase(), prefix };
}

/** A host with a port before the host alone, and that before none; the longer path before the shorter. */
function byPrecision(one: Place, other: Place): number {
  const hosts = (other.host ?? "").length - (one.host ?? "").length;
  return hosts || other.prefix.length - one.prefix.length;
}

function isHost({ HTTP_HOST, SERVER_NAME, SERVER_PORT }: Environ, host: string): boolean {
  const asked = (HTTP_HOST || `${SERVER_NAME}:${SERVER_PORT}`).toLowerCase();
  return asked === host || asked.replace(/:[0-9]*$/, "") === host;
}
