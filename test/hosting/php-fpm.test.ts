import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fastcgiBackend, phpScripts } from "../../src/applications/fastcgi-backend.ts";
import { urlMap } from "../../src/applications/url-map.ts";
import { type Application, validator } from "../../src/gateway/index.ts";
import { testFolder } from "../catalogue/folder.ts";
import { request } from "../conformance/case.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { type Serving, serving } from "../support/serving.ts";
import { ask as askOf, PROGRAMS, type Request, sha1, valuesOf } from "./asking.ts";
import { PHP_FPM, type PhpFpm, startPhpFpm } from "./php-fpm.ts";
import { describeWith } from "./require-program.ts";

failOnUnhandled();
const folder = testFolder();
const SCRIPT_FILENAME = join(PROGRAMS, "page.php");

describeWith("PHP-FPM", PHP_FPM, (program) => {
  let fpm: PhpFpm;
  let page: Application;
  beforeAll(async () => {
    fpm = await startPhpFpm(program, folder);
    page = fastcgiBackend(fpm.socket, { variables: { SCRIPT_FILENAME } });
  });
  afterAll(() => fpm.stop());

  /** Our server, with the page of PHP at "/blog". */
  function blog(backend = page): Promise<Serving> {
    return serving(validator(urlMap({ "/blog": validator(backend) })));
  }

  /** Asks the page, over a connection of its own. */
  const ask = (at: Serving, target: string, sent?: Request) => askOf(at, `/blog${target}`, sent);

  describe("a page", () => {
    test("is told its path, its query and where it is mounted", async () => {
      const response = await ask(await blog(), "/a/%E3%81%82?q=%E3%81%82&r=%80&s=1+2");
      expect(response.status).toBe(200);
      expect(response.text.split("\n")).toEqual([
        "REQUEST_METHOD=GET",
        "SCRIPT_NAME=/blog",
        "PATH_INFO=/a/\xe3\x81\x82",
        "QUERY_STRING=q=%E3%81%82&r=%80&s=1+2",
        "REQUEST_URI=/blog/a/%E3%81%82?q=%E3%81%82&r=%80&s=1+2",
        "PHP_SELF=/blog/a/\xe3\x81\x82",
        "q is e38182",
        "r is 80",
        "s is 312032",
        "",
      ]);
    });

    test("is one of the scripts of a folder, and no file outside is one", async () => {
      const variables = phpScripts(PROGRAMS);
      const at = await blog(fastcgiBackend(fpm.socket, { variables, keepAliveTimeout: 0 }));
      const response = await ask(at, "/page.php/a/b");
      expect(response.text).toContain("SCRIPT_NAME=/blog/page.php\nPATH_INFO=/a/b\n");
      expect(response.text).toContain("PHP_SELF=/blog/page.php/a/b\n");
      expect((await ask(at, "/none.php")).status).toBe(404);
      expect((await ask(at, `/../${basename(PROGRAMS)}/page.php`)).status).toBe(404);
    });

    test("is sent a form", async () => {
      const fields = ["Content-Type: application/x-www-form-urlencoded"];
      const response = await ask(await blog(), "/form", { method: "POST", fields, body: "name=Bront%C3%AB" });
      expect(response.text).toBe("Hello Bront\xc3\xab!");
    });

    test("is sent 100 KB", async () => {
      const body = randomBytes(100_000).toString("latin1");
      const response = await ask(await blog(), "/body", { method: "POST", body });
      expect(response.text).toBe(`100000 ${sha1(body)}`);
    });

    test("is sent 100 KB in chunks", async () => {
      const client = await (await blog()).connect();
      const part = "x".repeat(25_000);
      const chunk = `${part.length.toString(16)}\r\n${part}\r\n`;
      await client.send(request("POST", "/blog/body", "Transfer-Encoding: chunked"));
      for (let count = 0; count < 4; count++) await client.send(chunk);
      await client.send("0\r\n\r\n");
      expect(textOf(await client.response())).toBe(`100000 ${sha1(part.repeat(4))}`);
    });

    test("is sent a file", async () => {
      const file = randomBytes(40_000).toString("latin1");
      const body = [
        "--edge",
        'Content-Disposition: form-data; name="cover"; filename="cover.jpg"',
        "Content-Type: image/jpeg",
        "",
        file,
        "--edge--\r\n",
      ].join("\r\n");
      const fields = ["Content-Type: multipart/form-data; boundary=edge"];
      const response = await ask(await blog(), "/upload", { method: "POST", fields, body });
      expect(response.text).toBe(`cover.jpg 40000 ${sha1(file)}`);
    });

    test("answers with five megabytes", async () => {
      const response = await ask(await blog(), "/large");
      expect([response.complete, response.text]).toEqual([true, "x".repeat(5_000_000)]);
    });

    test("134: sets two cookies, and is sent one", async () => {
      const response = await ask(await blog(), "/cookies", { fields: ["Cookie: theirs=three"] });
      expect(valuesOf(response, "Set-Cookie")).toEqual(["first=one", "second=two"]);
      expect(response.text).toBe("three");
    });

    test("141: says itself that something is not found", async () => {
      const response = await ask(await blog(), "/missing");
      expect([response.status, response.text]).toEqual([404, "There is no such book."]);
    });

    test("sends the client elsewhere", async () => {
      const response = await ask(await blog(), "/elsewhere");
      expect(response.status).toBe(302);
      expect(response.fields).toContainEqual(["Location", "/blog/there?x=1"]);
    });

    test("answers HEAD with no body", async () => {
      const response = await ask(await blog(), "/", { method: "HEAD" });
      expect(response).toMatchObject({ status: 200, framing: "none" });
      expect(response.fields).toContainEqual(["Content-Type", "text/plain; charset=utf-8"]);
    });
  });

  describe("what goes wrong", () => {
    test("is complained of to the error stream", async () => {
      const at = await blog();
      expect((await ask(at, "/complaint")).text).toBe("noted");
      expect(at.errors.text).toContain("The ink is dry.");
    });

    test("in PHP is PHP's own 500, and told to the error stream alone", async () => {
      const at = await blog();
      const response = await ask(at, "/fault");
      expect([response.status, response.text]).toEqual([500, ""]);
      expect(at.errors.text).toContain("Call to undefined function undefined_function()");
    });

    test("with a script that is not there is PHP-FPM's own 404", async () => {
      const variables = { SCRIPT_FILENAME: join(folder, "none.php") };
      const at = await blog(fastcgiBackend(fpm.socket, { variables, keepAliveTimeout: 0 }));
      const response = await ask(at, "/");
      expect([response.status, response.text]).toEqual([404, "File not found.\n"]);
    });

    test("158: with a process that dies in the middle of a body breaks it off, and the next request is served", async () => {
      const at = await blog();
      const client = await at.connect();
      await client.send(request("GET", "/blog/half"));
      await expect.poll(() => client.received).toMatch(/\r\n[0-9]+\n/);
      process.kill(Number(/\r\n([0-9]+)\n/.exec(client.received)?.[1]), "SIGKILL");
      expect(await client.response()).toMatchObject({ status: 200, complete: false });
      expect((await ask(at, "/")).status).toBe(200);
    });
  });
});
