import { joined, resumeAsync } from "../gateway/body.ts";
import { contentLength, type Environ, isBodiless, RequestError, type Response } from "../gateway/index.ts";
import { CgiError, type CgiHead, CgiHeadReader, type HeadForm } from "../protocols/cgi/head.ts";
import { localRedirectOf } from "../protocols/cgi/local-redirect.ts";

/** The output of a program. */
export interface CgiOutput extends AsyncIterator<Uint8Array> {
  /** All that is still to be read, where it is there already and well ended; undefined where it is not. */
  takeWhole?(): readonly Uint8Array[] | undefined;
}

/**
 * The response that a program gives in the form of CGI (RFC 3875 §6), read from its output.
 *
 * A local redirect (§6.2.2) is followed by the middleware `localRedirects()`, and becomes a redirect of the client
 * without it. The response to HEAD has no body. Whoever calls this owes the body an end; closing it closes the output.
 * What of the output nobody wants is read to its end for `patience` milliseconds at most (0 is no limit), and closed
 * then: closing must end it though it is being read.
 *
 * Throws a RequestError, 502 Bad Gateway, and tells the error stream why, when the output is no response. Rejects with
 * what the output rejects with.
 */
export async function cgiResponse(
  environ: Environ,
  output: CgiOutput,
  patience: number,
  form: HeadForm = "cgi",
): Promise<Response> {
  const whole = output.takeWhole?.();
  const { head, rest } = await readHead(environ, output, form, whole);
  const { status, headers, typed, localRedirect } = head;
  const redirect = localRedirectOf(environ);
  if (localRedirect !== undefined && redirect) {
    drop(output, patience);
    return redirect(localRedirect);
  }
  // What is told of HEAD need not heed it, and a redirect without a Content-Type has said all that it has to say.
  const silent = isBodiless(status) || (!typed && status.startsWith("3"));
  if (silent || environ.REQUEST_METHOD === "HEAD") {
    drop(output, patience);
    const ofBody = /^content-(?:type|length)$/i;
    return { status, headers: silent ? headers.filter(([name]) => !ofBody.test(name)) : headers, body: [] };
  }
  const stated = contentLength(headers);
  if (whole && typed && rest.length === (stated ?? rest.length)) return { status, headers, body: [rest] };
  const body = resumeAsync(rest, output)[Symbol.asyncIterator]();
  return { status, headers, body: checked(body, environ, stated, typed, patience) };
}

/**
 * A body of as many bytes as its Content-Length says: cut where it is longer, and failing where it is shorter, or where
 * there is one without a Content-Type (RFC 3875 §6.3.1).
 */
function checked(
  body: AsyncIterator<Uint8Array>,
  environ: Environ,
  length: number | undefined,
  typed: boolean,
  patience: number,
): AsyncIterable<Uint8Array> {
  let missing = length ?? Number.POSITIVE_INFINITY;
  let cut = false;
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    if (cut) return { done: true, value: undefined };
    const { done, value } = await body.next().catch((error) => {
      throw error instanceof CgiError ? refused(environ, error.message) : error;
    });
    if (done) {
      if (length === undefined || missing === 0) return { done, value: undefined };
      throw refused(environ, `it ends ${missing} bytes before its Content-Length`);
    }
    if (value.length > 0 && !typed) {
      drop(body, patience);
      throw refused(environ, "there is a body and no Content-Type");
    }
    const chunk = value.subarray(0, missing);
    missing -= chunk.length;
    if (chunk.length === value.length) return { done: false, value };
    environ["tsgi.errors"].write(
      `The output is longer than its Content-Length, ${length}; the rest is cut off.\n`,
    );
    cut = true;
    drop(body, patience);
    return { done: false, value: chunk };
  };
  const close = async (): Promise<IteratorResult<Uint8Array>> => {
    if (!cut) await body.return?.();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: close }) };
}

// A program is not stopped short for what nobody wants of it, within reason.
const MOST_DROPPED = 16 * 1024 * 1024;

/** Reads an output to its end, for nobody; for so many milliseconds at most, unless they are 0. */
async function drop(output: AsyncIterator<Uint8Array>, patience: number): Promise<void> {
  const close = async () => output.return?.();
  const timer = patience > 0 ? setTimeout(() => close().catch(() => {}), patience) : undefined;
  try {
    for (let dropped = 0; dropped < MOST_DROPPED; ) {
      const { done, value } = await output.next();
      if (done) return;
      dropped += value.length;
    }
    await close();
  } catch {
    // The response is out, and whole.
  } finally {
    clearTimeout(timer);
  }
}

function refused({ SCRIPT_NAME, "tsgi.errors": errors }: Environ, reason: string): RequestError {
  errors.write(`The output of ${SCRIPT_NAME || "/"} is no response: ${reason}\n`);
  return new RequestError("502 Bad Gateway", reason);
}

type Read = { readonly head: CgiHead; readonly rest: Uint8Array };

/** Reads the head, from all of the output where that is there as a whole. */
async function readHead(
  environ: Environ,
  output: CgiOutput,
  form: HeadForm,
  whole: readonly Uint8Array[] | undefined,
): Promise<Read> {
  const reader = new CgiHeadReader(form);
  try {
    if (whole) return reader.push(joined(whole)) ?? reader.end();
    return await readOn(output, reader);
  } catch (error) {
    await output.return?.();
    throw error instanceof CgiError ? refused(environ, error.message) : error;
  }
}

async function readOn(output: CgiOutput, reader: CgiHeadReader): Promise<Read> {
  for (;;) {
    const { done, value } = await output.next();
    if (done) return reader.end();
    const read = reader.push(value);
    if (read) return read;
  }
}
