import type { IncomingMessage } from "node:http";
import { type Environ, percentDecoded, RequestError } from "../../gateway/index.ts";

/**
 * Tells an environ of the path at which a framework has mounted the application. Such a framework takes that path off
 * `request.url`, keeps the whole as `originalUrl`, and gives the path as `baseUrl` (Express) or does not (Connect).
 *
 * Throws a RequestError, 400 Bad Request, where the path cannot be decoded.
 */
export function mount(environ: Environ, request: IncomingMessage): void {
  const { url = "" } = request;
  const original = textOf(request, "originalUrl") ?? url;
  const [rest, whole] = [pathOf(url), pathOf(original)];
  const base = textOf(request, "baseUrl") ?? baseOf(whole, rest);
  if (base === "") return;
  const script = percentDecoded(base);
  if (script === undefined) throw new RequestError("400 Bad Request", 'a "%" in the path stands alone');
  // Of "/mount" alone the frameworks make "/".
  const path = script + (whole === base ? "" : environ.PATH_INFO);
  let end = script.length;
  while (script[end - 1] === "/") end--;
  environ.SCRIPT_NAME = path.slice(0, end);
  environ.PATH_INFO = path.slice(end) || (end === 0 ? "/" : "");
  environ.REQUEST_URI = original;
}

function baseOf(whole: string, rest: string): string {
  if (whole.endsWith(rest)) return whole.slice(0, whole.length - rest.length);
  return rest === "/" ? whole : "";
}

function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? "";
}

function textOf(request: IncomingMessage, name: string): string | undefined {
  const value: unknown = Reflect.get(request, name);
  return typeof value === "string" ? value : undefined;
}
