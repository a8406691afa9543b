import type { Socket } from "node:net";
import { type BodyInput, percentDecoded, RequestError } from "../../gateway/index.ts";
import type { Variables } from "./environ.ts";

const REQUEST_LINE = /^([!#$%&'*+.^`|~\w-]+) +(\/[!-~\x80-\xff]*) (HTTP\/1\.[01])\r\n$/;
const FIELD = /^([!#$%&'*+.^`|~\w-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*\r\n$/;
const LONGEST_LINE = 16 * 1024;

/**
 * Reads the head of a request (RFC 9112 §3, §5) as the variables that CGI has for it: a head is lines of text, one
 * character a byte, and what stands behind its empty line is left to be read. Throws a RequestError, 400 Bad Request.
 */
export async function readHead(input: BodyInput, socket: Socket): Promise<Variables> {
  const nextLine = async () => Buffer.from(await input.readLine(LONGEST_LINE)).toString("latin1");
  const first = await nextLine();
  const line = first === "\r\n" ? await nextLine() : first; // some clients send one too many (RFC 9112 §2.2)
  const [, method = "", target = "", protocol = ""] = REQUEST_LINE.exec(line) ?? [];
  const [, path = "", query = ""] = /^([^?#]*)(?:\?([^#]*))?/.exec(target) ?? [];
  const variables: Record<string, string> = {
    REQUEST_METHOD: method,
    PATH_INFO: percentDecoded(path) || refuse("the request line is none"),
    QUERY_STRING: query,
    REQUEST_URI: target,
    SERVER_PORT: String(socket.localPort),
    SERVER_PROTOCOL: protocol,
    REMOTE_ADDR: socket.remoteAddress ?? "",
    REMOTE_PORT: String(socket.remotePort),
  };
  for (let field = await nextLine(); field !== "\r\n"; field = await nextLine()) {
    const [, name = refuse("a field is none"), value = ""] = FIELD.exec(field) ?? [];
    if (/[^0-9A-Za-z-]/.test(name)) continue; // X_User would pass for X-User
    const key = variableOf(name);
    const before = variables[key];
    variables[key] = before === undefined ? value : before + (key === "HTTP_COOKIE" ? "; " : ", ") + value;
  }
  if (protocol === "HTTP/1.1" && variables.HTTP_HOST === undefined) refuse("there is no Host (§3.2)");
  if (variables.CONTENT_LENGTH === "") refuse("the Content-Length is empty");
  if (variables.HTTP_TRANSFER_ENCODING !== undefined) refuse("no coding is known", "501 Not Implemented");
  return variables;
}

function variableOf(name: string): string {
  const key = name.toUpperCase().replaceAll("-", "_");
  return /^CONTENT_(?:TYPE|LENGTH)$/.test(key) ? key : `HTTP_${key}`;
}

function refuse(reason: string, status = "400 Bad Request"): never {
  throw new RequestError(status, reason);
}
