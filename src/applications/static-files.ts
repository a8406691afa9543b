import type { Application } from "../gateway/index.ts";

type Serving = typeof import("./static-files/serve-file.ts");

/**
 * Serves the files below a folder: media type, ETag and Last-Modified, conditional requests (RFC 9110 §13), one range
 * (§14) and HEAD.
 *
 * Throws a RequestError: 404 for what is no plain file below the folder (no "..", no dotfile, no link that leads out,
 * no pipe), 405 for other methods, 412 where the client wants another one than is here, 416 for a range past the end,
 * 400 for a path that is not UTF-8.
 *
 * @example staticFiles("public")
 */
export function staticFiles(folder: string): Application {
  // Loaded when a file is first asked for. To have the media types and all else at hand that it takes would cost a CGI
  // program, which seldom answers with a file, half of the time that Node takes to start.
  let serving: Promise<Serving> | undefined;
  return async (environ, startResponse) => {
    serving ??= import("./static-files/serve-file.ts");
    return (await serving).serveFile(folder, environ, startResponse);
  };
}
