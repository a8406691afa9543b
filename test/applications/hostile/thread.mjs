import { inspect } from "node:util";
import { parentPort } from "node:worker_threads";

const TYPED = [["Content-Type", "text/plain"]];
const say = (text) => [Buffer.from(text)];

/** What an application in a thread may do; the path says what. It is JavaScript, as nothing of TypeScript would let it. */
const kinds = {
  hello: (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
    return say("hello");
  },
  "no-start": () => say("hello"),
  "two-starts": (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
    startResponse("200 OK", TYPED);
    return say("hello");
  },
  "no-status": (_environ, startResponse) => {
    startResponse(200, TYPED);
    return say("hello");
  },
  "no-fields": (_environ, startResponse) => {
    startResponse("200 OK", { "Content-Type": "text/plain" });
    return say("hello");
  },
  "no-value": (_environ, startResponse) => {
    startResponse("200 OK", [["X-One", "1\r\nX-Two: 2"]]);
    return say("hello");
  },
  "no-body": (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
  },
  "text-body": (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
    return "hello";
  },
  "text-chunks": (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
    return ["hello"];
  },
  "late-text": async (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
    return (async function* () {
      yield* say("hello");
      yield "hello";
    })();
  },
  throws: () => {
    throw new Error("gone wrong");
  },
  rejects: () => Promise.reject(new Error("gone wrong")),
  "throws-what-cannot-be-told": () => {
    throw Object.assign(new Error("gone wrong"), {
      [inspect.custom]: () => {
        throw new Error("not even this");
      },
    });
  },
  "reports-no-text": (environ) => {
    environ["tsgi.errors"].write(7);
  },
  "posts-nothing": (environ, startResponse) => {
    parentPort.postMessage(null);
    return kinds.hello(environ, startResponse);
  },
  "posts-rubbish": (environ, startResponse) => {
    parentPort.postMessage("rubbish");
    parentPort.postMessage([null, 7, { type: "head" }, { type: "failed", id: 1 }, { id: 1 }]);
    return kinds.hello(environ, startResponse);
  },
  exits: () => process.exit(3),
  crashes: () =>
    new Promise(() => {
      setImmediate(() => {
        throw new Error("in the dark");
      });
    }),
  "exits-later": (_environ, startResponse) => {
    startResponse("200 OK", TYPED);
    return (async function* () {
      yield* say("hello");
      process.exit(4);
    })();
  },
};

export const application = (environ, startResponse) =>
  kinds[environ.PATH_INFO.slice(1)](environ, startResponse);
