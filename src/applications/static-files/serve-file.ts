import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import {
  type Body,
  type Environ,
  onlyRead,
  type ReadableFile,
  RequestError,
  type StartResponse,
  utf8,
} from "../../gateway/index.ts";
import { answer } from "./answer.ts";

/** Answers a request for a file below the folder. Throws a RequestError, as `staticFiles` says. */
export async function serveFile(
  folder: string,
  environ: Environ,
  startResponse: StartResponse,
): Promise<Body> {
  onlyRead(environ);
  const path = await pathBelow(folder, environ.PATH_INFO);
  const file = await openFile(path);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw notFound();
    const { status, headers, start, length } = answer(environ, path, stat);
    startResponse(status, headers);
    if (environ.REQUEST_METHOD === "HEAD" || length === 0) {
      await file.close();
      return [];
    }
    return environ["tsgi.file_wrapper"](part(file, start, length));
  } catch (error) {
    await file.close();
    throw error;
  }
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
