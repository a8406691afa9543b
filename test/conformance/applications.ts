import { Buffer } from "node:buffer";
import type { Application, Body, Environ, HeaderList } from "../../src/gateway/index.ts";

/** The fields of a plain text. */
export const TEXT: HeaderList = [["Content-Type", "text/plain; charset=iso-8859-1"]];

/** The bytes of latin-1 text. */
export function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

/** An application that answers 200 with the text that `say` gives. */
export function saying(say: (environ: Environ) => string): Application {
  return (environ, startResponse) => {
    const text = say(environ);
    startResponse("200 OK", TEXT);
    return [bytes(text)];
  };
}

/** The same for text that must be waited for. */
export function sayingLater(say: (environ: Environ) => Promise<string>): Application {
  return async (environ, startResponse) => {
    const text = await say(environ);
    startResponse("200 OK", TEXT);
    return [bytes(text)];
  };
}

/** An application that does as another one does, once `gate` is open. */
export function waiting(gate: Promise<unknown>, application: Application): Application {
  return async (environ, startResponse) => {
    await gate;
    return application(environ, startResponse);
  };
}

/** An application with a status, fields and a body that do not depend on the request. */
export function answering(
  status: string,
  headers: HeaderList,
  body: (environ: Environ) => Body = () => [bytes("hello")],
): Application {
  return (environ, startResponse) => {
    startResponse(status, headers);
    return body(environ);
  };
}

/** An application that answers 200 with a body. */
export function sending(body: (environ: Environ) => Body): Application {
  return answering("200 OK", TEXT, body);
}

/** The same with a length that is told, true or not. */
export function stating(length: number | string, body: (environ: Environ) => Body): Application {
  return answering("200 OK", [...TEXT, ["Content-Length", String(length)]], body);
}

/** A body of unknown length. */
export function* later(...chunks: readonly string[]): Iterable<Uint8Array> {
  for (const chunk of chunks) yield bytes(chunk);
}

/** The same, read asynchronously. */
export async function* muchLater(...chunks: readonly string[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield bytes(chunk);
}

/** Applications that throw instead of an answer: at once, and later. */
export function throwing(error: unknown): readonly [atOnce: Application, later: Application] {
  return [
    () => {
      throw error;
    },
    () => Promise.reject(error),
  ];
}

/** Answers "hello" and reads nothing. */
export const hello: Application = answering("200 OK", TEXT);

/** Answers with the body of the request. */
export const echo: Application = async (environ, startResponse) => {
  const body = await environ["tsgi.input"].read();
  startResponse("200 OK", TEXT);
  return [body];
};

/** Answers with the texts and flags of its environ as JSON. */
export const showEnviron: Application = (environ, startResponse) => {
  const shown = Object.entries(environ).filter(
    ([, value]) => typeof value === "string" || typeof value === "boolean",
  );
  startResponse("200 OK", [["Content-Type", "application/json"]]);
  return [Buffer.from(JSON.stringify(Object.fromEntries(shown)))];
};

/** Writes a line to the error stream, by which a row sees what an application went through on any server. */
export function note(environ: Environ, text: string): void {
  environ["tsgi.errors"].write(`${text}\n`);
}

/**
 * A body that notes "begun" when it is asked for its iterator, "ended" when that is run to its end and "closed" when
 * its `return()` is called.
 */
export function noting(environ: Environ, chunks: readonly Uint8Array[]): Iterable<Uint8Array> {
  return {
    [Symbol.iterator]() {
      note(environ, "begun");
      const inner = chunks.values();
      return {
        next() {
          const step = inner.next();
          if (step.done) note(environ, "ended");
          return step;
        },
        return() {
          note(environ, "closed");
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** The same body, read asynchronously. */
export function notingLater(environ: Environ, chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const inner = noting(environ, chunks)[Symbol.iterator]();
      return {
        next: async () => inner.next(),
        return: async () => inner.return?.() ?? { done: true, value: undefined },
      };
    },
  };
}

/** A value of the wrong type, as a program in JavaScript could hand it over, for the rows that break the interface. */
export function wrong(value: unknown): never {
  return value as never;
}
