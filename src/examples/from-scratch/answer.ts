import { checkChunk } from "../../gateway/body.ts";
import {
  type Application,
  type Environ,
  errorResponse,
  plainErrorPage,
  RequestError,
  type Response,
  report,
  respond,
} from "../../gateway/index.ts";

/** Sends bytes. Resolves when the client is ready for more, and rejects when it has left. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Calls an application and sends its answer: what the three servers have in common. `begin` is what stands before the
 * status, "HTTP/1.0 " or "Status: ". Where `environOf` throws or rejects, the answer says why.
 *
 * Notice that the head goes out with the first chunk, and not before: until then an error can still become an answer of
 * its own (docs/tsgi.md § 4.8). Resolves to false where it is too late, and the answer must be broken off.
 */
export async function answer(
  application: Application,
  environOf: () => Environ | Promise<Environ>,
  begin: string,
  write: Write,
): Promise<boolean> {
  let environ: Environ | undefined;
  let sent = false;
  const send = async ({ status, headers, body }: Response) => {
    const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const head = Buffer.from(`${begin}${status}\r\n${fields}\r\n`, "latin1");
    for await (const chunk of body) {
      checkChunk(chunk);
      if (environ?.REQUEST_METHOD === "HEAD") break; // which closes the body
      if (chunk.length === 0) continue;
      const bytes = sent ? chunk : Buffer.concat([head, chunk]);
      sent = true;
      await write(bytes);
    }
    if (!sent) await write(head);
    return true;
  };
  try {
    environ = await environOf();
    return await send(await respond(application, environ)); // the first chunk is there now, or the end
  } catch (error) {
    const expected = error instanceof RequestError || environ?.["tsgi.signal"].aborted;
    if (!expected) environ?.["tsgi.errors"].write(report(error));
    return !sent && send(errorResponse(error, plainErrorPage)).catch(() => false);
  }
}
