import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { fastcgiBackend, phpScripts } from "../../src/applications/fastcgi-backend.ts";
import { fetchHandler } from "../../src/applications/fetch-handler.ts";
import { staticFiles } from "../../src/applications/static-files.ts";
import { urlMap } from "../../src/applications/url-map.ts";
import { validator } from "../../src/gateway/index.ts";
import { testFolder } from "../catalogue/folder.ts";
import { testSite } from "../penny/site.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";
import { ask, PROGRAMS } from "./asking.ts";
import { PHP_FPM, startPhpFpm } from "./php-fpm.ts";
import { describeWith } from "./require-program.ts";

failOnUnhandled();
const folder = testFolder();
const { application: penny } = testSite();

describeWith("Perl", ["perl"], () => {
  describeWith("PHP-FPM", PHP_FPM, (program) => {
    test("Penny, Perl, PHP, Hono and files are one site", async () => {
      const fpm = await startPhpFpm(program, folder);
      onTestFinished(() => fpm.stop());
      const hono = new Hono().get("/api/books/:isbn", (context) => context.json(context.req.param()));
      const files = join(folder, "public");
      mkdirSync(files);
      writeFileSync(join(files, "a.txt"), "a file");

      const site = urlMap({
        "/": penny,
        "/legacy": cgiProgram(join(PROGRAMS, "perl.pl")),
        "/blog": fastcgiBackend(join(folder, "php-fpm.sock"), { variables: phpScripts(PROGRAMS) }),
        "/api": fetchHandler(hono.fetch),
        "/files": staticFiles(files),
      });

      const at = await serving(validator(site));
      expect((await ask(at, "/searchform")).text).toContain("<form");
      expect((await ask(at, "/legacy/a?b")).text).toBe("GET /legacy /a?b");
      expect((await ask(at, "/blog/page.php/a?b=c")).text).toContain(
        "SCRIPT_NAME=/blog/page.php\nPATH_INFO=/a\n",
      );
      expect((await ask(at, "/api/books/9780141439556")).text).toBe('{"isbn":"9780141439556"}');
      expect((await ask(at, "/files/a.txt")).text).toBe("a file");
      expect((await ask(at, "/elsewhere")).status).toBe(404); // Penny's, as what nobody else is mapped to
      expect(at.errors.text).toBe("");
    });
  });
});
