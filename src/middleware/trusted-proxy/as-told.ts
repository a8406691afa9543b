import type { Environ } from "../../gateway/index.ts";
import type { Hop } from "./hop.ts";

const DEFAULT_PORTS = { http: "80", https: "443" } as const;

/** The environ as a proxy tells of the request. The environ given stays as it is. */
export function asTold(environ: Environ, { address, port, scheme, host, hostPort }: Hop): Environ {
  const told: Environ = { ...environ };
  if (address !== undefined) {
    told.REMOTE_ADDR = address;
    delete told.REMOTE_PORT; // the proxy's
    if (port !== undefined) told.REMOTE_PORT = port;
  }
  if (scheme === undefined && host === undefined && hostPort === undefined) return told;

  // What is told of one of the three changes the URL; the environ must say the same in all of its keys.
  const newScheme = scheme ?? environ["tsgi.url_scheme"];
  const asked = host ?? environ.HTTP_HOST ?? "";
  const newPort = hostPort ?? /:([0-9]+)$/.exec(asked)?.[1] ?? DEFAULT_PORTS[newScheme];
  told["tsgi.url_scheme"] = newScheme;
  told.SERVER_PORT = newPort;
  if (asked !== "") {
    const name = asked.replace(/:[0-9]*$/, "");
    told.HTTP_HOST = newPort === DEFAULT_PORTS[newScheme] ? name : `${name}:${newPort}`;
  }
  return told;
}
