import { describe, expect, onTestFinished, test } from "vitest";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import type { VariablesOption } from "../../src/applications/given-variables.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { type Application, validator } from "../../src/gateway/index.ts";
import { serveFastCgi } from "../../src/servers/fastcgi.ts";
import { serveScgi } from "../../src/servers/scgi.ts";
import { saying } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { failOnUnhandled } from "../support/rejections.ts";

failOnUnhandled();

/** Answers with the bytes of one variable. */
const shown = validator(saying((environ) => String(environ.DOCUMENT_ROOT)));

describe.each([
  { name: "fastcgiBackend", serve: serveFastCgi, backend: fastcgiBackend },
  { name: "scgiBackend", serve: serveScgi, backend: scgiBackend },
])("the variables that are given to $name", ({ serve, backend }) => {
  async function given(variables: VariablesOption): Promise<Application> {
    const server = await serve(shown, { host: "127.0.0.1" });
    onTestFinished(() => server.close());
    return validator(backend(`127.0.0.1:${server.port}`, { variables }));
  }

  test("are ordinary text, handed over as UTF-8, and win", async () => {
    const application = await given({ DOCUMENT_ROOT: "/srv/łódź" });
    expect((await ask(application, "/", { DOCUMENT_ROOT: "/other" })).text).toBe("/srv/łódź");
  });

  test("may be made of the environ, and go byte by byte then, UTF-8 or not", async () => {
    const application = await given(({ PATH_INFO }) => ({ DOCUMENT_ROOT: `/srv${PATH_INFO}` }));
    expect((await ask(application, "/%C3%A9")).text).toBe("/srv/é");
    expect((await ask(application, "/%80")).body).toEqual(Buffer.from("/srv/\x80", "latin1"));
  });

  test("that a function makes of more than bytes are refused, not bent", async () => {
    const application = await given(() => ({ DOCUMENT_ROOT: "/srv/łódź" }));
    await expect(ask(application, "/")).rejects.toThrow(
      'the variable "DOCUMENT_ROOT" holds a character above U+00FF',
    );
  });
});
