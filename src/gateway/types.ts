/**
 * The TypeScript Server Gateway Interface, TSGI: what PEP 3333 (WSGI) is to Python.
 *
 * An application is a function; a server is whatever calls it; middleware is both.
 * The rules, numbered and with their reasons, are in docs/tsgi.md.
 *
 * @example
 * const hello: Application = (_environ, startResponse) => {
 *   startResponse("200 OK", [["Content-Type", "text/plain; charset=utf-8"]]);
 *   return [Buffer.from("Hello my friend!\n")];
 * };
 */

/** Takes a request, tells the server the status and the fields, and returns the bytes of the body. */
export type Application = (environ: Environ, startResponse: StartResponse) => Body | Promise<Body>;

/** Called by the application, once, before the first byte of the body; again only to report an `error`. */
export type StartResponse = (status: string, headers: HeaderList, error?: unknown) => void;

/** Fields in the order in which they are sent; latin-1 text. The same name may stand more than once. */
export type HeaderList = ReadonlyArray<HeaderField>;
export type HeaderField = readonly [name: string, value: string];

/** Chunks of bytes. Its iterator's `return()` is what `close()` is in PEP 3333. */
export type Body = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** An application made of another one. */
export type Middleware = (application: Application) => Application;

/**
 * A request: the meta-variables of CGI/1.1 (RFC 3875 §4.1) and the interface's own keys, which have a dot.
 *
 * Values of the meta-variables are latin-1 text: one character a byte. `utf8()` reads them as UTF-8.
 */
export interface Environ {
  /** The method with its case, as received: "GET". */
  REQUEST_METHOD: string;
  /** The part of the path that led to this application, percent-decoded; "" or starts with "/" and does not end in it. */
  SCRIPT_NAME: string;
  /** The rest of the path, percent-decoded once; "" or starts with "/". */
  PATH_INFO: string;
  /** What follows the first "?" of the target, not decoded; "" when there is none. */
  QUERY_STRING: string;
  CONTENT_TYPE?: string;
  /** Digits: the length of the body in bytes. Absent when there is no body, or its length is not known beforehand. */
  CONTENT_LENGTH?: string;
  SERVER_NAME: string;
  SERVER_PORT: string;
  /** "HTTP/1.1" or "HTTP/1.0". */
  SERVER_PROTOCOL: string;
  SERVER_SOFTWARE?: string;
  REMOTE_ADDR?: string;
  REMOTE_PORT?: string;
  REMOTE_USER?: string;
  /** The target as received, undecoded, with the query and with SCRIPT_NAME. */
  REQUEST_URI?: string;
  /** Request fields: "Accept-Language" is HTTP_ACCEPT_LANGUAGE. */
  [field: `HTTP_${string}`]: string | undefined;

  "tsgi.version": readonly [major: 1, minor: 0];
  "tsgi.url_scheme": "http" | "https";
  /** The bytes of the request's body. */
  "tsgi.input": Input;
  /** True: `tsgi.input` ends where the body ends, also when CONTENT_LENGTH is absent. */
  "tsgi.input_terminated": boolean;
  /** Where the application reports its faults. */
  "tsgi.errors": ErrorStream;
  /** True when the application may be called by another thread at the same time. */
  "tsgi.multithread": boolean;
  /** True when an equivalent application may run in another process at the same time. */
  "tsgi.multiprocess": boolean;
  /** True when the server expects to call the application only once in this process (CGI). */
  "tsgi.run_once": boolean;
  /** Makes a body of an open file, which it closes. */
  "tsgi.file_wrapper": FileWrapper;
  /** Aborted when the client leaves before its response is whole. */
  "tsgi.signal": AbortSignal;

  /** Middleware and servers may add keys of their own, with a dot in the name. */
  [key: string]: unknown;
}

/** The request's body. Reading goes on where the last read stopped, whichever way it was read. */
export interface Input extends AsyncIterable<Uint8Array> {
  /** At most `size` bytes, fewer only at the end; all the rest without a size. Empty at the end, again and again. */
  read(size?: number): Promise<Uint8Array>;
  /** Up to and with the next LF, at most `limit` bytes. Empty at the end. */
  readLine(limit?: number): Promise<Uint8Array>;
}

/** Where faults are reported: text, one message a line. */
export interface ErrorStream {
  write(text: string): void;
  flush(): void;
}

/** What a file wrapper needs of a file: `FileHandle` of node:fs/promises has it. */
export interface ReadableFile {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ bytesRead: number }>;
  close(): Promise<void>;
}

/** Makes a body that reads `blockSize` bytes at a time, from where the file stands, and closes the file at its end. */
export type FileWrapper = (file: ReadableFile, blockSize?: number) => AsyncIterable<Uint8Array>;
