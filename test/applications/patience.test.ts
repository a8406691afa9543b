import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { type Application, BodyInput, type Environ, respond, validator } from "../../src/gateway/index.ts";
import { isAlive } from "../../src/is-alive.ts";
import { localRedirects } from "../../src/middleware/local-redirects.ts";
import { testFolder } from "../catalogue/folder.ts";
import { bytes } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { eventually } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { tcpServer } from "../support/tcp-server.ts";
import { asked, backend, stdout } from "./fastcgi-backend/backend.ts";

failOnUnhandled();
const folder = testFolder();
let programs = 0;

/** A CGI program that writes `head`, and goes on for a minute; and what tells whether it does. */
function goingOn(head: string): { program: Application; goesOn: () => boolean } {
  const file = join(folder, `${++programs}.sh`);
  const pid = `${file}.pid`;
  writeFileSync(file, `#!/bin/sh\necho $$ > ${pid}\nprintf '${head}'\nexec sleep 60\n`);
  chmodSync(file, 0o755);
  const goesOn = () => isAlive(Number(readFileSync(pid, "utf8")));
  return { program: cgiProgram(file, { timeout: 1000 }), goesOn };
}

/** Calls `say` again and again until what it speaks over is closed. */
async function again(closed: Promise<unknown>, say: () => void): Promise<void> {
  const timer = setInterval(say, 5);
  await closed;
  clearInterval(timer);
}

const PLAIN = "Content-Type: text/plain\\n\\n";

describe.skipIf(process.platform === "win32")(
  "a CGI program whose output nobody wants is ended in time",
  () => {
    test("after HEAD", async () => {
      const { program, goesOn } = goingOn(PLAIN);
      const { status } = await ask(validator(program), "/", { REQUEST_METHOD: "HEAD" });
      expect([status, goesOn()]).toEqual(["200 OK", true]);
      await eventually(() => !goesOn());
    });

    test("after a local redirect", async () => {
      const { program, goesOn } = goingOn("Location: /there\\n\\n");
      const site: Application = (environ, startResponse) => {
        if (environ.PATH_INFO === "/") return program(environ, startResponse);
        startResponse("200 OK", [["Content-Type", "text/plain"]]);
        return [bytes("there")];
      };
      expect((await ask(validator(localRedirects(site)), "/")).text).toBe("there");
      expect(goesOn()).toBe(true);
      await eventually(() => !goesOn());
    });

    test("after as many bytes as its Content-Length says", async () => {
      const { program, goesOn } = goingOn(`Content-Length: 3\\n${PLAIN}abcdef`);
      expect((await ask(validator(program), "/")).text).toBe("abc");
      expect(goesOn()).toBe(true);
      await eventually(() => !goesOn());
    });
  },
);

describe("a server whose output nobody wants is left in time, though it never falls silent", () => {
  test("by fastcgiBackend", async () => {
    const { address, peers } = await backend(async (peer) => {
      await asked(peer);
      peer.send(stdout("Content-Type: text/plain\n\n"));
      await again(peer.closed, () => peer.send(stdout("more")));
    });
    const application = validator(fastcgiBackend(address, { timeout: 100 }));
    expect((await ask(application, "/", { REQUEST_METHOD: "HEAD" })).status).toBe("200 OK");
    await peers[0]?.closed;
    expect(peers).toHaveLength(1);
  });

  test("by scgiBackend", async () => {
    const closed: boolean[] = [];
    const port = await tcpServer(async (socket) => {
      socket.write("Content-Type: text/plain\n\n");
      const end = new Promise((resolve) => socket.on("close", resolve)); // once() would reject for the EPIPE before it
      await again(end, () => socket.write("more"));
      closed.push(true);
    });
    const application = validator(scgiBackend(`127.0.0.1:${port}`, { timeout: 100 }));
    expect((await ask(application, "/", { REQUEST_METHOD: "HEAD" })).status).toBe("200 OK");
    await eventually(() => closed.length === 1);
  });
});

describe("a client that is slow", () => {
  /** A request whose body of six bytes comes in two pieces, the second after a while. */
  function slowly(): Partial<Environ> {
    const chunks = ["abc", "def"];
    const next = async () => {
      await delay(500);
      const chunk = chunks.shift();
      return chunk === undefined ? undefined : bytes(chunk);
    };
    return { REQUEST_METHOD: "POST", CONTENT_LENGTH: "6", "tsgi.input": new BodyInput(next) };
  }

  test.skipIf(process.platform === "win32")("to send takes none of a CGI program's time", async () => {
    const file = join(folder, "cat.sh");
    writeFileSync(file, `#!/bin/sh\nbody=$(cat)\nprintf '${PLAIN}%s' "$body"\n`);
    chmodSync(file, 0o755);
    expect((await ask(validator(cgiProgram(file, { timeout: 1000 })), "/", slowly())).text).toBe("abcdef");
  });

  test("to send takes none of an SCGI server's time", async () => {
    const port = await tcpServer((socket) => {
      socket.on("data", (chunk) => {
        if (chunk.includes("def")) socket.end("Content-Type: text/plain\n\nwell");
      });
    });
    const application = validator(scgiBackend(`127.0.0.1:${port}`, { timeout: 400 }));
    expect((await ask(application, "/", slowly())).text).toBe("well");
  });

  test("to read takes none of an SCGI server's time", async () => {
    const port = await tcpServer((socket) => {
      socket.end(`Content-Type: text/plain\n\n${"x".repeat(5_000_000)}`);
    });
    const { body } = await respond(
      validator(scgiBackend(`127.0.0.1:${port}`, { timeout: 50 })),
      testEnviron(),
    );
    let length = 0;
    for await (const chunk of body) {
      if (length === 0) await delay(150);
      length += chunk.length;
    }
    expect(length).toBe(5_000_000);
  });
});

test.each([-1, 1.5, Number.NaN, 2 ** 31])("a time-out of %d is refused at once", (timeout) => {
  for (const make of [cgiProgram, fastcgiBackend, scgiBackend]) {
    expect(() => make("localhost:1", { timeout })).toThrow(RangeError);
  }
});
