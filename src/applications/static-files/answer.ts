import type { Stats } from "node:fs";
import { extname } from "node:path";
import etag from "etag";
import fresh from "fresh";
import { contentType } from "mime-types";
import parseRange from "range-parser";
import { type Environ, type HeaderField, RequestError } from "../../gateway/index.ts";
import { parseHttpDate } from "../../protocols/http-dates.ts";

/** How a file is answered. */
export interface Answer {
  readonly status: string;
  readonly headers: HeaderField[];
  /** The bytes of the file to send: from `start`, `length` of them. */
  readonly start: number;
  readonly length: number;
}

/**
 * The answer to a request for the file at `path`. Throws a RequestError: 412 where the client wants another one than is
 * here, 416 for a range past its end.
 */
export function answer(environ: Environ, path: string, stat: Stats): Answer {
  const validators: HeaderField[] = [
    ["ETag", etag(stat, { weak: false })],
    ["Last-Modified", stat.mtime.toUTCString()],
    ["Cache-Control", "no-cache"],
  ];
  const [[, tag], [, modified]] = validators as [HeaderField, HeaderField];
  if (isUnwanted(environ, tag, modified)) {
    throw new RequestError("412 Precondition Failed", "the file is not the one that is asked for");
  }
  if (isFresh(environ, tag, modified))
    return { status: "304 Not Modified", headers: validators, start: 0, length: 0 };

  const headers: HeaderField[] = [
    ["Content-Type", contentType(extname(path)) || "application/octet-stream"],
    ["Accept-Ranges", "bytes"],
    ...validators,
  ];
  const range = rangeOf(environ, stat.size, tag, modified);
  const start = range?.start ?? 0;
  const length = range ? range.end - range.start + 1 : stat.size;
  headers.push(["Content-Length", String(length)]);
  if (range) headers.push(["Content-Range", `bytes ${range.start}-${range.end}/${stat.size}`]);
  return { status: range ? "206 Partial Content" : "200 OK", headers, start, length };
}

/** True when the client wants this very file or none, and it is not this one (§13.1.1, §13.1.4). */
function isUnwanted(environ: Environ, tag: string, modified: string): boolean {
  const { HTTP_IF_MATCH: match, HTTP_IF_UNMODIFIED_SINCE: since = "" } = environ;
  if (match !== undefined) return match !== "*" && !match.split(",").some((one) => one.trim() === tag);
  const date = parseHttpDate(since);
  return date !== undefined && Date.parse(modified) > date.getTime();
}

/** True when the client has this very file already (§13.1.2, §13.1.3). */
function isFresh(environ: Environ, tag: string, modified: string): boolean {
  // Old browsers put "; length=" behind the date.
  const since = parseHttpDate(environ.HTTP_IF_MODIFIED_SINCE?.split(";", 1)[0] ?? "");
  return fresh(
    {
      "if-none-match": environ.HTTP_IF_NONE_MATCH,
      "if-modified-since": since?.toUTCString(),
      "cache-control": environ.HTTP_CACHE_CONTROL,
    },
    { etag: tag, "last-modified": modified },
  );
}

/** The one range that is asked for; undefined for the whole file. Throws a RequestError, 416, for one past the end. */
function rangeOf(
  environ: Environ,
  size: number,
  tag: string,
  modified: string,
): { start: number; end: number } | undefined {
  const { REQUEST_METHOD: method, HTTP_RANGE: range, HTTP_IF_RANGE: condition } = environ;
  // Ranges are of GET only, and units but bytes are ignored (§14.2).
  if (method !== "GET" || !range?.startsWith("bytes=")) return;
  if (condition !== undefined && condition !== tag && condition !== modified) return;
  const [, suffix] = /^bytes=-([0-9]+)$/.exec(range) ?? [];
  // The last bytes, as many as there are (§14.1.2): range-parser refuses more than that.
  if (Number(suffix) > size && size > 0) return { start: 0, end: size - 1 };
  const ranges = parseRange(size, range, { combine: true });
  if (ranges === -1) {
    throw new RequestError("416 Range Not Satisfiable", "the range lies past the end of the file", [
      ["Content-Range", `bytes */${size}`],
    ]);
  }
  // What is no range of bytes is ignored; several are answered with the whole, as a server may.
  if (ranges === -2 || ranges.length !== 1) return;
  return ranges[0];
}
