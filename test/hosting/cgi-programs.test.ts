import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type CgiProgramOptions, cgiProgram } from "../../src/applications/cgi-program.ts";
import { urlMap } from "../../src/applications/url-map.ts";
import { validator } from "../../src/gateway/index.ts";
import { request } from "../conformance/case.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { type Serving, serving } from "../support/serving.ts";
import { ask as askOf, PROGRAMS, type Request, sha1, valuesOf } from "./asking.ts";
import { describeWith } from "./require-program.ts";

failOnUnhandled();
vi.setConfig({ testTimeout: 30_000, expect: { poll: { timeout: 10_000 } } }); // Python takes its time to start

/** A program of test/hosting/programs, in which each path shows one thing that a program may do. */
interface Program {
  readonly name: string;
  readonly file: string;
  /** What runs it, and must be here: names, or paths. */
  readonly interpreters: readonly string[];
  /** Looks whether an interpreter has all that is needed. */
  readonly usable?: (path: string) => boolean;
  /** The status of the response when the program fails before it has begun one. */
  readonly onFault: number;
}

// Flask as Debian packages it is for the Python of the system, which need not be the one that comes first in PATH.
const PYTHONS = ["/usr/bin/python3", "python3"];

const programs: readonly Program[] = [
  { name: "a shell script", file: "shell.sh", interpreters: ["sh"], onFault: 502 },
  { name: "a Perl program", file: "perl.pl", interpreters: ["perl"], onFault: 502 },
  { name: "a Python program on wsgiref", file: "wsgi.py", interpreters: PYTHONS, onFault: 500 },
  {
    name: "a Flask application",
    file: "flask-app.py",
    interpreters: PYTHONS,
    usable: (python) => spawnSync(python, ["-c", "import flask"]).status === 0,
    onFault: 500,
  },
];

for (const { name, file, interpreters, usable, onFault } of programs) {
  describeWith(
    name,
    interpreters,
    (interpreter) => {
      /** Our server, with the program at "/there". */
      function there(options: CgiProgramOptions = {}): Promise<Serving> {
        const program = cgiProgram(join(PROGRAMS, file), { command: [interpreter], ...options });
        return serving(validator(urlMap({ "/there": validator(program) })));
      }

      const ask = (at: Serving, target: string, sent?: Request) => askOf(at, `/there${target}`, sent);

      test.each([
        ["a query", "/seen/a%20b?c=d+e%20f", "GET /there /seen/a b?c=d+e%20f"],
        ["UTF-8", "/seen/%E3%81%82?%E3%81%82", "GET /there /seen/\xe3\x81\x82?%E3%81%82"],
        ["bytes that are no UTF-8", "/seen/%80%FE?%80", "GET /there /seen/\x80\xfe?%80"],
        [
          "what means much to a shell",
          "/seen/%24(id)%60id%60%27%22?;id",
          "GET /there /seen/$(id)`id`'\"?;id",
        ],
      ])("124: is told a path with %s, and where it is mounted", async (_, target, seen) => {
        const answer = await ask(await there(), target);
        expect([answer.status, answer.text]).toEqual([200, seen]);
        expect(valuesOf(answer, "Content-Type")).toEqual(["text/plain; charset=utf-8"]);
      });

      test("answers HEAD with no body", async () => {
        const answer = await ask(await there(), "/seen/x", { method: "HEAD" });
        expect(answer).toMatchObject({ status: 200, framing: "none" });
        expect(valuesOf(answer, "Content-Type")).toEqual(["text/plain; charset=utf-8"]);
      });

      test("is sent a form", async () => {
        const fields = ["Content-Type: application/x-www-form-urlencoded"];
        const body = "name=Emily&book=Wuthering+Heights";
        const answer = await ask(await there(), "/form", { method: "POST", fields, body });
        expect(answer.text).toBe("Hello Emily!");
      });

      test("128: is sent 900 KB, and sends them back", async () => {
        const body = randomBytes(900_000).toString("latin1");
        const answer = await ask(await there(), "/echo", { method: "POST", body });
        expect([answer.complete, sha1(answer.text)]).toEqual([true, sha1(body)]);
      });

      test("answers with five megabytes", async () => {
        const answer = await ask(await there(), "/large");
        expect([answer.complete, sha1(answer.text)]).toEqual([true, sha1("x".repeat(5_000_000))]);
      });

      test("87: answers piece by piece, while the request still comes", async () => {
        const client = await (await there()).connect();
        await client.send(`${request("POST", "/there/echo", "Content-Length: 6")}one`);
        await expect.poll(() => client.received).toContain("one");
        await client.send("two");
        expect(textOf(await client.response())).toBe("onetwo");
      });

      test("134: sets two cookies, and is sent one", async () => {
        const answer = await ask(await there(), "/cookies", { fields: ["Cookie: theirs=three"] });
        const cookies = valuesOf(answer, "Set-Cookie").map((value) => value.replace("; Path=/", ""));
        expect([cookies, answer.text]).toEqual([["first=one", "second=two"], "theirs=three"]);
      });

      test("130: sends the client elsewhere", async () => {
        const answer = await ask(await there(), "/elsewhere");
        expect(answer.status).toBe(302);
        expect(valuesOf(answer, "Location").join()).toMatch(/^(?:http:\/\/localhost)?\/there\/there\?x=1$/);
      });

      test("141: says itself that something is not found", async () => {
        const answer = await ask(await there(), "/missing");
        expect([answer.status, answer.text]).toEqual([404, "There is no such book."]);
      });

      test("135: complains to the error stream", async () => {
        const at = await there();
        expect((await ask(at, "/complaint")).text).toBe("noted");
        await expect.poll(() => at.errors.text).toContain("The ink is dry.");
      });

      test(`that fails is ${onFault}, tells the error stream alone why, and is run for the next request`, async () => {
        const at = await there({ maxProcesses: 1 });
        const answer = await ask(at, "/fault");
        expect(answer.status).toBe(onFault);
        expect(answer.text).not.toContain("Nothing works.");
        await expect.poll(() => at.errors.text).toContain("Nothing works.");
        expect((await ask(at, "/seen/x")).status).toBe(200);
      });

      if (file !== "flask-app.py") return;

      describe("in Flask's own words", () => {
        test("knows its URL", async () => {
          const answer = await ask(await there(), "/there", { fields: ["X-Other: 1"] });
          expect(answer.text).toBe("http://localhost/there/there");
        });

        test("reads a form in UTF-8", async () => {
          const fields = ["Content-Type: application/x-www-form-urlencoded"];
          const body = "name=Charlotte+Bront%C3%AB";
          const answer = await ask(await there(), "/form", { method: "POST", fields, body });
          expect(answer.text).toBe("Hello Charlotte Bront\xc3\xab!");
        });

        test("has its own page for a fault, and reports where it was", async () => {
          const at = await there();
          expect((await ask(at, "/fault")).text).toContain("<h1>Internal Server Error</h1>");
          await expect.poll(() => at.errors.text).toContain('raise RuntimeError("Nothing works.")');
        });

        test("refuses a method that a page does not know", async () => {
          const answer = await ask(await there(), "/form");
          expect(answer.status).toBe(405);
          expect(valuesOf(answer, "Allow").join()).toMatch(/POST/);
        });
      });
    },
    usable,
  );
}

describeWith("a program that is run by its own first line", ["sh"], () => {
  test("answers as one that is run by a command", async () => {
    const at = await serving(validator(urlMap({ "/there": cgiProgram(join(PROGRAMS, "shell.sh")) })));
    expect((await askOf(at, "/there/seen/x")).text).toBe("GET /there /seen/x?");
  });
});
