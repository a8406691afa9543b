import type { Environ } from "./types.ts";

/**
 * Moves the first segment of PATH_INFO to the end of SCRIPT_NAME, in the environ itself, and gives that segment;
 * undefined when there is none. As in Python's wsgiref.util: empty and "." segments are dropped, ".." takes the last
 * segment off SCRIPT_NAME, and a trailing "/" stays.
 *
 * At "/" alone it gives "" and changes nothing, since a SCRIPT_NAME never ends in "/". Where both would become empty,
 * as at "/.." of the root, PATH_INFO is "/".
 */
export function shiftPathInfo(environ: Environ): string | undefined {
  const path = environ.PATH_INFO;
  if (path === "") return undefined;
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  const segment = segments.shift();
  const trailing = /\/\.?$/.test(path) && segment !== undefined ? "/" : "";
  const script = environ.SCRIPT_NAME;
  if (segment === undefined) {
    const ends = path.endsWith(".");
    environ.PATH_INFO = ends && script !== "" ? "" : "/";
    return ends ? undefined : "";
  }
  environ.SCRIPT_NAME =
    segment === ".." ? script.slice(0, Math.max(script.lastIndexOf("/"), 0)) : `${script}/${segment}`;
  environ.PATH_INFO = segments.length > 0 ? `/${segments.join("/")}${trailing}` : trailing;
  if (environ.SCRIPT_NAME === "" && environ.PATH_INFO === "") environ.PATH_INFO = "/";
  return segment;
}

/**
 * The environ as an application mounted at `prefix` ("/static") sees it: the prefix moved from PATH_INFO to
 * SCRIPT_NAME; undefined when the path does not lie below it ("/statics" does not). The environ given stays as it is.
 */
export function mounted(environ: Environ, prefix: string): Environ | undefined {
  const path = environ.PATH_INFO;
  if (!path.startsWith(prefix) || (path.length > prefix.length && path[prefix.length] !== "/")) {
    return undefined;
  }
  return {
    ...environ,
    SCRIPT_NAME: environ.SCRIPT_NAME + prefix,
    PATH_INFO: path.slice(prefix.length),
  };
}
