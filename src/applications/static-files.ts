import { constants, type Stats } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import etag from "etag";
import fresh from "fresh";
import { contentType } from "mime-types";
import parseRange from "range-parser";
import {
  type Application,
  type Environ,
  type HeaderField,
  type ReadableFile,
  RequestError,
  utf8,
} from "../gateway/index.ts";

/**
 * Serves the files below a folder: media type, ETag and Last-Modified, If-None-Match, If-Modified-Since and If-Range (RFC 9110 §13), one range
 * (§14) and HEAD.
 *
 * Throws a RequestError: 404 for what is no plain file below the folder (no "..", no dotfile, no link that leads out,
 * no pipe), 405 for other methods, 416 for a range past the end, 400 for a path that is not UTF-8.
 *
 * @example staticFiles("public")
 */
export function staticFiles(folder: string): Application {
  return async (environ, startResponse) => {
    const { REQUEST_METHOD: method } = environ;
    if (method !== "GET" && method !== "HEAD") {
      throw new RequestError("405 Method Not Allowed", "files can only be read", [["Allow", "GET, HEAD"]]);
    }
    const path = await pathBelow(folder, environ.PATH_INFO);
    const file = await openFile(path);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw notFound();
      const { status, headers, start, length } = answer(environ, path, stat);
      startResponse(status, headers);
      if (method === "HEAD" || length === 0) {
        await file.close();
        return [];
      }
      return environ["tsgi.file_wrapper"](part(file, start, length));
    } catch (error) {
      await file.close();
      throw error;
    }
  };
}

/** The real path of a file. Throws a RequestError, 404, where it is not below the folder. */
async function pathBelow(folder: string, pathInfo: string): Promise<string> {
  const path = utf8(pathInfo);
  if (path === undefined) throw new RequestError("400 Bad Request", "the path is not UTF-8");
  const segments = path.split("/").slice(1);
  // No name is empty or starts with a dot; NUL ends a name for the system, and "\" parts names on some.
  if (segments.length === 0 || segments.some((name) => name === "" || /^\.|[\0\\]/.test(name)))
    throw notFound();
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, ...segments));
    if (real.startsWith(root + sep)) return real;
  } catch (error) {
    throw missing(error);
  }
  throw notFound();
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody to write to it.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw missing(error);
  }
}

/** A file that is not there, or not ours to see, is not found. Any other failure is a fault, and stays one. */
function missing(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(?:ENOENT|ENOTDIR|EACCES|EPERM|ELOOP|ENAMETOOLONG|ENXIO)$/.test(code) ? notFound() : error;
}

interface Answer {
  readonly status: string;
  readonly headers: HeaderField[];
  /** The bytes of the file to send: from `start`, `length` of them. */
  readonly start: number;
  readonly length: number;
}

function answer(environ: Environ, path: string, stat: Stats): Answer {
  const validators: HeaderField[] = [
    ["ETag", etag(stat, { weak: false })],
    ["Last-Modified", stat.mtime.toUTCString()],
    ["Cache-Control", "no-cache"],
  ];
  const [[, tag], [, modified]] = validators as [HeaderField, HeaderField];
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

function isFresh(environ: Environ, tag: string, modified: string): boolean {
  return fresh(
    {
      "if-none-match": environ.HTTP_IF_NONE_MATCH,
      // Old browsers put "; length=" behind the date.
      "if-modified-since": environ.HTTP_IF_MODIFIED_SINCE?.split(";", 1)[0],
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

/** A part of a file, as a file. */
function part(file: FileHandle, start: number, length: number): ReadableFile {
  let position = start;
  const end = start + length;
  return {
    async read(buffer, offset, size) {
      const { bytesRead } = await file.read(buffer, offset, Math.min(size, end - position), position);
      position += bytesRead;
      return { bytesRead };
    },
    close: () => file.close(),
  };
}

function notFound(): RequestError {
  return new RequestError("404 Not Found", "there is no such file");
}
