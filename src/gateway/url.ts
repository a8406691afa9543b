import type { Environ } from "./types.ts";

const DEFAULT_PORTS = { http: "80", https: "443" } as const;

/**
 * The URL that the client asked for, rebuilt from the environ (PEP 3333, "URL Reconstruction").
 *
 * The path is percent-encoded again, `;` `,` and their like kept; the default port of the scheme is left out.
 */
export function requestUrl(environ: Environ): string {
  const { QUERY_STRING: query } = environ;
  const path = quoted(environ.SCRIPT_NAME + environ.PATH_INFO);
  return `${applicationOrigin(environ)}${path || "/"}${query && `?${query}`}`;
}

/** The URL of the application itself, without PATH_INFO and query. */
export function applicationUrl(environ: Environ): string {
  return applicationOrigin(environ) + (quoted(environ.SCRIPT_NAME) || "/");
}

function applicationOrigin(environ: Environ): string {
  const scheme = environ["tsgi.url_scheme"];
  const host = environ.HTTP_HOST || `${bracketed(environ.SERVER_NAME)}:${environ.SERVER_PORT}`;
  const suffix = `:${DEFAULT_PORTS[scheme]}`;
  return `${scheme}://${host.endsWith(suffix) ? host.slice(0, -suffix.length) : host}`;
}

function bracketed(name: string): string {
  return name.includes(":") && !name.startsWith("[") ? `[${name}]` : name;
}

/** Percent-encodes every byte that may not stand in a path as it is (RFC 3986 §3.3). */
function quoted(path: string): string {
  return path.replace(
    /[^A-Za-z0-9\-._~!$&'()*+,;=:@/]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
