import { Buffer } from "node:buffer";
import { threadId } from "node:worker_threads";
import { type Application, type Environ, RequestError, validator } from "../../../src/gateway/index.ts";
import {
  answering,
  bytes,
  echo,
  note,
  noting,
  notingLater,
  sayingLater,
  TEXT,
} from "../../conformance/applications.ts";

/** What runs in the threads of the test: the path says what it does. */
export const application: Application = validator((environ, startResponse) => {
  const action = actions[environ.PATH_INFO.slice(1)];
  if (!action) throw new RequestError("404 Not Found", "no such action");
  return action(environ, startResponse);
});

const WHOLE = new TextEncoder().encode("a constant");
const WINDOW = new TextEncoder().encode("[ and a window]").subarray(1, -1);
const waiting = new Set<() => void>();

const json = (look: (environ: Environ) => unknown): Application =>
  answering("200 OK", TEXT, (environ) => [Buffer.from(JSON.stringify(look(environ)))]);

/** Answers with a body of chunks without end, and notes each that is asked for. */
async function* endless(environ: Environ): AsyncIterable<Uint8Array> {
  try {
    for (let count = 1; ; count++) {
      note(environ, `chunk ${count}`);
      yield Buffer.alloc(64 * 1024);
    }
  } finally {
    note(environ, "closed");
  }
}

const actions: Readonly<Record<string, Application>> = {
  echo,
  thread: json(() => threadId),
  environ: json((environ) =>
    Object.fromEntries(Object.entries(environ).filter(([, value]) => typeof value !== "function")),
  ),
  flags: json((environ) =>
    ["multithread", "multiprocess", "run_once"].map((flag) => environ[`tsgi.${flag}`]),
  ),
  constant: answering("200 OK", TEXT, () => [WHOLE, bytes(""), WINDOW, WHOLE]),
  cookies: answering("200 OK", [...TEXT, ["Set-Cookie", "a=1"], ["Set-Cookie", "b=\u00e9"]]),
  nothing: answering("204 No Content", [], () => []),
  list: answering("200 OK", TEXT, (environ) => noting(environ, ["a", "", "b", "c"].map(bytes))),
  later: answering("200 OK", TEXT, (environ) => notingLater(environ, ["a", "", "b", "c"].map(bytes))),
  endless: answering("200 OK", TEXT, endless),
  /** Reads one chunk of the body and says how long it is. */
  sip: sayingLater(async ({ "tsgi.input": input }) => {
    for await (const chunk of input) return String(chunk.length);
    return "nothing";
  }),
  line: sayingLater(async ({ "tsgi.input": input }) => Buffer.from(await input.readLine()).toString()),
  throws: () => {
    throw Object.assign(new TypeError("odd", { cause: new Error("the cause") }), { detail: 42 });
  },
  rejects: () => Promise.reject("a text"),
  refuses: () => {
    throw new RequestError("429 Too Many Requests", "slow down", [["Retry-After", "5"]]);
  },
  breaks: answering("200 OK", TEXT, async function* () {
    yield bytes("hello");
    throw new TypeError("too late");
  }),
  "breaks-at-close": answering("200 OK", TEXT, () => ({
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: bytes("hello") }),
      return: () => Promise.reject(new TypeError("cannot close")),
    }),
  })),
  exits: () => process.exit(3),
  "exits-later": answering("200 OK", TEXT, async function* () {
    yield bytes("hello");
    process.exit(4);
  }),
  crashes: () =>
    new Promise(() => {
      setImmediate(() => {
        throw new RangeError("in the dark");
      });
    }),
  loops: (environ) => {
    note(environ, "begun");
    for (;;);
  },
  "loops-later": answering("200 OK", TEXT, function* () {
    yield bytes("hello");
    for (;;);
  }),
  /** Waits until another request says "go". */
  waits: sayingLater(async (environ) => {
    note(environ, "waiting");
    await new Promise<void>((resolve) => waiting.add(resolve));
    return "waited";
  }),
  go: json(() => {
    for (const wake of waiting) wake();
    return waiting.size;
  }),
  /** Waits for the client to leave. */
  watches: (environ) =>
    new Promise((_resolve, reject) => {
      environ["tsgi.signal"].addEventListener("abort", () => {
        note(environ, "aborted");
        reject(new RequestError("499 Gone", "the client left"));
      });
      note(environ, "watching");
    }),
  /** Sends what is there as a whole, and wants to know whether the client stays for it. */
  "watches-list": answering("200 OK", TEXT, (environ) => {
    environ["tsgi.signal"].addEventListener("abort", () => note(environ, "aborted"));
    return [bytes("a"), bytes("b")];
  }),
  "speaks-later": answering("200 OK", TEXT, (environ) => {
    setImmediate(() => setImmediate(() => note(environ, "a late word")));
    return [bytes("hello")];
  }),
};
