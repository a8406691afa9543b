import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type FastCgiBackendOptions, fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { urlMap } from "../../src/applications/url-map.ts";
import { validator } from "../../src/gateway/index.ts";
import { testFolder } from "../catalogue/folder.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { type Serving, serving } from "../support/serving.ts";
import { ask, PROGRAMS } from "./asking.ts";
import { CHILDREN, PHP_FPM, type PhpFpm, startPhpFpm } from "./php-fpm.ts";
import { relay } from "./relay.ts";
import { describeWith } from "./require-program.ts";

failOnUnhandled();
const folder = testFolder();

describeWith("158: the connections to PHP-FPM", PHP_FPM, (program) => {
  /** A PHP-FPM of the test's own: a connection that another test left open would take one of its processes. */
  async function fpm(): Promise<PhpFpm> {
    const mine = await startPhpFpm(program, folder);
    onTestFinished(() => mine.stop());
    return mine;
  }

  /** Our server, with the page of PHP at "/blog". */
  function blog(socket: string, options: FastCgiBackendOptions): Promise<Serving> {
    const variables = { SCRIPT_FILENAME: join(PROGRAMS, "page.php") };
    const backend = fastcgiBackend(socket, { variables, ...options });
    return serving(validator(urlMap({ "/blog": validator(backend) })));
  }

  test("are kept: one serves all that come one by one", async () => {
    const counted = await relay((await fpm()).socket, join(folder, "relay.sock"));
    const at = await blog(counted.socket, { keepAliveTimeout: 60_000 });
    for (let count = 0; count < 5; count++) expect((await ask(at, "/blog/child")).status).toBe(200);
    expect(counted.connections).toBe(1);
  });

  test.each([
    ["as many as there are processes", { maxConnections: CHILDREN }],
    ["more than there are processes", { keepAliveTimeout: 60_000 }],
  ])("may be %s: 20 requests at once are answered", async (_, options) => {
    const at = await blog((await fpm()).socket, options);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(at, "/blog/child")));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBeLessThanOrEqual(CHILDREN);
  });

  test("that a script leaves waiting too long are 504, and the next request is served", async () => {
    const at = await blog((await fpm()).socket, { timeout: 1000 });
    expect((await ask(at, "/blog/sleep")).status).toBe(504);
    expect(at.errors.text).toContain("the FastCGI server was silent for 1000 ms");
    expect((await ask(at, "/blog/")).status).toBe(200);
  });

  test("that nobody listens for any more are 502, until PHP-FPM is there again", async () => {
    const { socket, stop } = await fpm();
    const at = await blog(socket, {});
    expect((await ask(at, "/blog/")).status).toBe(200);
    await stop();
    expect((await ask(at, "/blog/")).status).toBe(502);
    expect(at.errors.text).toContain("the FastCGI server cannot be reached");
    await fpm();
    expect((await ask(at, "/blog/")).status).toBe(200);
  });
});
