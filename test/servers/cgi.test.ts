import { Buffer } from "node:buffer";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { bundled } from "../support/bundled.ts";

const folder = testFolder();
const PROGRAM = await bundled(new URL("cgi/program.ts", import.meta.url));
let sockets = 0;

type Variables = Readonly<Record<string, string>>;

/** Starts the program as a web server would. `before` is run by a shell in its place first. */
function start(application: string, variables: Variables = {}, before = ""): ChildProcessWithoutNullStreams {
  const base = { REQUEST_METHOD: "GET", SERVER_NAME: "example.org", SERVER_PORT: "80", PATH_INFO: "/" };
  const { PATH = "" } = process.env;
  const env = { PATH, ...base, ...variables, CGI_APPLICATION: application };
  const command = `${before} exec "$0" "$1"`;
  return spawn("/bin/sh", ["-c", command, process.execPath, PROGRAM], { env });
}

interface Answer {
  readonly head: string;
  readonly body: string;
  readonly stderr: string;
  readonly exitStatus: number;
}

/** What the program answers, to the byte, as latin-1 text. Standard input is closed behind `input`. */
async function ask(application: string, variables: Variables = {}, input = ""): Promise<Answer> {
  const child = start(application, variables);
  child.stdin.end(input);
  return answerOf(child);
}

async function answerOf(child: ChildProcessWithoutNullStreams): Promise<Answer> {
  const ended = once(child, "close");
  const [output, stderr] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
  const [exitStatus] = await ended;
  const whole = output.toString("latin1");
  const end = whole.indexOf("\r\n\r\n");
  return { head: whole.slice(0, end), body: whole.slice(end + 4), stderr, exitStatus };
}

/**
 * What the program answers on one socket for both ways, as Apache's mod_cgid starts it: nothing is read of the answer
 * until the body is handed over. Rejects when the socket is reset.
 */
async function askThroughOneSocket(application: string, body: string, length: number): Promise<string> {
  const path = join(folder, `${sockets++}.sock`);
  const server = createServer({ pauseOnConnect: true }).listen(path);
  const socket = connect(path);
  const [end]: Socket[] = await once(server, "connection");
  const { PATH = "" } = process.env;
  const env = { PATH, REQUEST_METHOD: "POST", CONTENT_LENGTH: String(length), CGI_APPLICATION: application };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: [end, end, "inherit"] });
  end?.destroy(); // it is the child's now
  server.close();
  const ended = once(child, "close");
  socket.end(body);
  await once(socket, "finish");
  const output = await buffer(socket);
  await ended;
  return output.toString("latin1");
}

describe.skipIf(process.platform === "win32")("a CGI program", () => {
  test("117: answers with Status, fields, an empty line and the body", async () => {
    const { head, body, stderr, exitStatus } = await ask("hello");
    expect(head).toBe("Status: 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 5");
    expect([body, stderr, exitStatus]).toEqual(["hello", "", 0]);
  });

  test("118: reads as many bytes as CONTENT_LENGTH says, also when standard input stays open", async () => {
    const child = start("echo", { REQUEST_METHOD: "POST", CONTENT_LENGTH: "3" });
    child.stdin.write("abcdef");
    expect(await answerOf(child)).toMatchObject({ body: "abc", exitStatus: 0 });
  });

  test("reads no body where there is no CONTENT_LENGTH", async () => {
    const child = start("echo", { REQUEST_METHOD: "POST" });
    expect(await answerOf(child)).toMatchObject({ body: "", exitStatus: 0 });
  });

  test("45: reads a body that came in chunks to the end of the input", async () => {
    const chunked = { REQUEST_METHOD: "POST", HTTP_TRANSFER_ENCODING: "chunked" };
    expect(await ask("echo", chunked, "abcdef")).toMatchObject({ body: "abcdef", exitStatus: 0 });
  });

  test("48: refuses a body that is shorter than its CONTENT_LENGTH", async () => {
    const { head, stderr } = await ask("echo", { REQUEST_METHOD: "POST", CONTENT_LENGTH: "6" }, "abc");
    expect(head).toMatch(/^Status: 400 Bad Request\r\n/);
    expect(stderr).toBe("");
  });

  test("120: is called once in its process, and others like it run beside it", async () => {
    const { body } = await ask("environ");
    expect(JSON.parse(body)).toMatchObject({
      "tsgi.run_once": true,
      "tsgi.multiprocess": true,
      "tsgi.multithread": false,
    });
  });

  test("121: has an environ that is true to the byte", async () => {
    const child = start("environ", {}, "export PATH_INFO=/$(printf '\\200\\343');");
    child.stdin.end();
    const body = Buffer.from((await answerOf(child)).body, "latin1").toString();
    expect(JSON.parse(body)).toMatchObject({ PATH_INFO: "/\x80\xe3" });
  });

  test("122: is not spoilt by what the application prints", async () => {
    expect(await ask("prints")).toMatchObject({ body: "hello", stderr: "printed\nwritten\n" });
  });

  test("123: sends five megabytes into a pipe whole", async () => {
    const { body, exitStatus } = await ask("large");
    expect([body.length, exitStatus]).toEqual([5_000_000, 0]);
  });

  test("streams a body whose length is not known", async () => {
    const { head, body } = await ask("stream");
    expect([/content-length/i.test(head), body]).toEqual([false, "one\ntwo\n"]);
  });

  test("58: answers HEAD with the head alone", async () => {
    const { head, body } = await ask("hello", { REQUEST_METHOD: "HEAD" });
    expect(head).toContain("Content-Length: 5");
    expect(body).toBe("");
  });

  test("91: tells the error stream of a fault, and the client that there was one", async () => {
    const { head, body, stderr } = await ask("throws");
    expect(head).toMatch(/^Status: 500 Internal Server Error\r\n/);
    expect(body).not.toContain("on purpose");
    expect(stderr).toContain("Error: on purpose");
  });

  test("92: ends with the status 1 when the response is not whole", async () => {
    expect(await ask("short")).toMatchObject({ body: "too few", exitStatus: 1 });
  });

  test("ends when the response is out, whatever the application still waits for", async () => {
    expect(await ask("goes on")).toMatchObject({ body: "hello", exitStatus: 0 });
  });

  test("says what is wrong when no web server started it", async () => {
    const { head, stderr } = await ask("hello", { REQUEST_METHOD: "" });
    expect(head).toMatch(/^Status: 500/);
    expect(stderr).toContain("there is no REQUEST_METHOD");
  });

  describe("with one socket for input and output", () => {
    const body = "x".repeat(1_000_000);

    test.each([0, 1])(
      "50: leaves no body unread, which would reset the socket (%i bytes missing)",
      async (missing) => {
        const output = await askThroughOneSocket("hello", body, body.length + missing);
        expect(output).toMatch(/^Status: 200 OK\r\n[\s\S]*\r\n\r\nhello$/);
      },
    );

    test("128: answers at length what it has not read, and is not stuck", async () => {
      const output = await askThroughOneSocket("large", body, body.length);
      expect(output.length).toBeGreaterThan(5_000_000);
    });

    test("128: answers while it reads, and is not stuck", async () => {
      const output = await askThroughOneSocket("sends back", body, body.length);
      expect(output.endsWith(`\r\n\r\n${body}`)).toBe(true);
    });

    test("48: fails in the middle of its answer when the body breaks off", async () => {
      const output = await askThroughOneSocket("sends back", "abc", 5);
      expect(output).toMatch(/^Status: 200 OK\r\n[\s\S]*\r\n\r\nabc$/);
    });
  });

  test("ends when nobody reads its response any more", async () => {
    const child = start("large");
    child.stdin.end();
    child.stdout.destroy();
    const [exitStatus] = await once(child, "close");
    expect(exitStatus).toBe(1);
  });
});
