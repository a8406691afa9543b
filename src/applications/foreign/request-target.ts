import { applicationUrl, type Environ, percentDecoded, requestUrl } from "../../gateway/index.ts";

/** The target of a request, percent-encoded: `script` led to the application, `path` is the rest. */
export interface RequestTarget {
  readonly script: string;
  readonly path: string;
  /** "" or "?" and what follows. */
  readonly query: string;
}

/**
 * The target of a request as the client sent it, where REQUEST_URI still says the same as SCRIPT_NAME and PATH_INFO,
 * since an encoded slash is none; encoded anew from those two otherwise.
 */
export function requestTarget(environ: Environ): RequestTarget {
  const { SCRIPT_NAME, PATH_INFO, QUERY_STRING, REQUEST_URI = "" } = environ;
  const query = QUERY_STRING && `?${escaped(QUERY_STRING)}`;
  const [received = ""] = REQUEST_URI.split(/[?#]/, 1);
  if (percentDecoded(received) === SCRIPT_NAME + PATH_INFO) {
    const path = escaped(received);
    const end = encodedLength(path, SCRIPT_NAME.length);
    return { script: path.slice(0, end), path: path.slice(end), query };
  }
  const plain = { ...environ, HTTP_HOST: "localhost", QUERY_STRING: "" };
  const script = SCRIPT_NAME === "" ? "" : pathOf(applicationUrl(plain));
  return { script, path: pathOf(requestUrl(plain)).slice(script.length), query };
}

/** Where in a percent-encoded text so many decoded characters end. */
function encodedLength(text: string, decoded: number): number {
  let index = 0;
  for (let count = 0; count < decoded; count++) index += text[index] === "%" ? 3 : 1;
  return index;
}

function pathOf(url: string): string {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2));
}

/** Percent-encodes the bytes that may not stand in a target at all. What is encoded stays so. */
function escaped(text: string): string {
  return text.replace(
    /[^!"$-~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
