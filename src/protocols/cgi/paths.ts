import { type Environ, percentDecoded } from "../../gateway/index.ts";
import type { Variables } from "./variables.ts";

/**
 * The name of the script and the path within it (RFC 3875 §4.1.5, §4.1.13), where web servers give one for the other,
 * both in one, or neither: no text, or one that begins with a slash, and the name never ends in one.
 */
export function pathsOf(variables: Variables): Pick<Environ, "SCRIPT_NAME" | "PATH_INFO"> {
  const given = variables.get("SCRIPT_NAME") ?? "";
  const info = variables.get("PATH_INFO") ?? "";
  const hidden = info === "" ? pathWithin(given, variables) : "";
  const script = rooted(given.slice(0, given.length - hidden.length).replace(/(?<!\/)\/+$/, ""));
  let path = hidden || info;
  // IIS gives the whole path as PATH_INFO.
  const doubled = script !== "" && `${path}/`.startsWith(`${script}/`);
  if (doubled && /\bIIS\b/.test(variables.get("SERVER_SOFTWARE") ?? "")) path = path.slice(script.length);
  path = rooted(path);
  if (path === "" && script === "") path = "/";
  return { SCRIPT_NAME: script, PATH_INFO: slashesOf(variables, script, path) };
}

/** The path from the root; "" is none. */
function rooted(path: string): string {
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}

/** The end of a SCRIPT_NAME that is the path in truth, where the web server has not told the two apart. */
function pathWithin(name: string, variables: Variables): string {
  // So nginx gives it out of the box: all of it is the path, unless its configuration gives a PATH_INFO, be it empty.
  if (!variables.has("PATH_INFO") && name === variables.get("DOCUMENT_URI")) return name;
  // So do mod_proxy_fcgi and mod_proxy_scgi of Apache. The path that they ask their backend for stands in
  // SCRIPT_FILENAME, encoded, but for what AllowEncodedSlashes NoDecode has left encoded in both.
  const [, asked] = /^proxy:[fs]cgi:\/\/[^/]*(\/.*)$/s.exec(variables.get("SCRIPT_FILENAME") ?? "") ?? [];
  const path = asked && percentDecoded(asked.replace(/%(?=2f)/gi, "%25"));
  return path && name.endsWith(path) ? path : "";
}

/**
 * The path with its repeated slashes, which nginx, Apache and lighttpd take away, and with its encoded slashes decoded,
 * which Apache leaves encoded when it is told to. They stand in REQUEST_URI, which is believed only where it says the
 * same but for them.
 */
function slashesOf(variables: Variables, script: string, path: string): string {
  const [target = ""] = (variables.get("REQUEST_URI") ?? "").split("?", 1);
  if (!/\/\/|%(?:25)?2f/i.test(target)) return path;
  const whole = percentDecoded(target);
  if (whole === undefined || !whole.startsWith(`${script}/`)) return path;
  return merged(whole) === merged(script + path) ? whole.slice(script.length) : path;
}

function merged(path: string): string {
  return path.replace(/%2f/gi, "/").replace(/\/{2,}/g, "/");
}
