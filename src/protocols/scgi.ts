import { Buffer } from "node:buffer";
import { addVariable, type Variables } from "./cgi/variables.ts";

/** A request that is not what SCGI asks for. The message says in what. */
export class ScgiError extends Error {
  override readonly name = "ScgiError";
}

/** The variables of a request, and what of its body has come with them. */
export interface ScgiHead {
  readonly variables: Variables;
  readonly rest: Uint8Array;
}

/** The longest head that is read, in bytes. */
const LONGEST = 64 * 1024;
const COLON = 0x3a;
const COMMA = 0x2c;

/** Reads the head of an SCGI request, a netstring of names and values, from chunks that may be cut anywhere. */
export class ScgiHeadReader {
  #bytes: Buffer = Buffer.alloc(0);

  /** Takes the next chunk; undefined as long as the head is not whole. Throws a ScgiError when it is no head. */
  push(chunk: Uint8Array): ScgiHead | undefined {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const bytes = this.#bytes;
    const colon = bytes.subarray(0, 7).indexOf(COLON);
    const digits = bytes.toString("latin1", 0, colon < 0 ? 7 : colon);
    if (!(colon < 0 ? /^(?:|0|[1-9][0-9]{0,5})$/ : /^(?:0|[1-9][0-9]{0,5})$/).test(digits)) {
      throw new ScgiError(`${JSON.stringify(digits)} is no length of a netstring`);
    }
    if (colon < 0) return undefined;
    const length = Number(digits);
    if (length > LONGEST) throw new ScgiError(`the head is longer than ${LONGEST} bytes`);
    const end = colon + 1 + length;
    if (bytes.length <= end) return undefined;
    if (bytes[end] !== COMMA) throw new ScgiError("no comma ends the head");
    return {
      variables: parseHead(bytes.toString("latin1", colon + 1, end)),
      rest: bytes.subarray(end + 1),
    };
  }
}

/** Names and values in turn, a NUL behind each. */
function parseHead(text: string): Variables {
  const parts = text.split("\0");
  if (parts.pop() !== "" || parts.length % 2 !== 0) {
    throw new ScgiError("the head is no row of names and values with a NUL behind each");
  }
  const variables = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) {
    const [name = "", value = ""] = parts.slice(index, index + 2);
    if (name === "") throw new ScgiError("a name is empty");
    // SCGI forbids it for all, and yet nginx passes on a field twice that it was sent twice.
    if (variables.has(name) && !name.startsWith("HTTP_")) {
      throw new ScgiError(`the name ${JSON.stringify(name)} stands twice`);
    }
    addVariable(variables, name, value);
  }
  if (parts[0] !== "CONTENT_LENGTH") throw new ScgiError("CONTENT_LENGTH does not come first");
  if (!/^[0-9]{1,15}$/.test(parts[1] ?? "")) throw new ScgiError("CONTENT_LENGTH is no number");
  if (variables.get("SCGI") !== "1") throw new ScgiError("SCGI is not 1");
  return variables;
}

/**
 * The bytes of the head of a request: CONTENT_LENGTH first, and SCGI, whether they are given or not. Throws a ScgiError
 * for a NUL in a name or a value, which nothing could tell from their ends.
 */
export function formatScgiHead(variables: Variables): Buffer {
  const all = new Map([
    ["CONTENT_LENGTH", ""],
    ...variables,
    ["CONTENT_LENGTH", variables.get("CONTENT_LENGTH") || "0"],
    ["SCGI", "1"],
  ]);
  let text = "";
  for (const [name, value] of all) {
    if (name.includes("\0") || value.includes("\0")) throw new ScgiError(`there is a NUL in ${name}`);
    text += `${name}\0${value}\0`;
  }
  return Buffer.from(`${text.length}:${text},`, "latin1");
}
