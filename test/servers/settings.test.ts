import { describe, expect, test } from "vitest";
import { serveFastCgi } from "../../src/servers/fastcgi.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { serveScgi } from "../../src/servers/scgi.ts";
import { settingsOf } from "../../src/servers/settings.ts";
import { hello } from "../conformance/applications.ts";

const DEFAULTS = { maxConnections: 10, maxBody: 5, headTimeout: 1000, name: "default" };

describe("the options of a server", () => {
  test("stand before its defaults, unless they are undefined", () => {
    expect(settingsOf(DEFAULTS, { maxBody: 0, headTimeout: undefined, name: "given" })).toEqual({
      maxConnections: 10,
      maxBody: 0,
      headTimeout: 1000,
      name: "given",
    });
  });

  test.each([
    [{ maxBody: -1 }, "the option maxBody must be a whole number from 0 up, not -1"],
    [{ maxBody: 0.5 }, "the option maxBody must be a whole number from 0 up, not 0.5"],
    [{ maxConnections: 0 }, "the option maxConnections must be a whole number from 1 up, not 0"],
    [
      { headTimeout: Number.NaN },
      "the option headTimeout must be a whole number from 0 to 2147483647, not NaN",
    ],
    [{ headTimeout: 2 ** 31 }, "from 0 to 2147483647, not 2147483648"],
  ])("%j is refused", (options, message) => {
    expect(() => settingsOf(DEFAULTS, options)).toThrow(message);
  });

  test.each([
    ["HTTP", serveHttp],
    ["FastCGI", serveFastCgi],
    ["SCGI", serveScgi],
  ] as const)("are looked at by the server of %s before it listens", async (_, serve) => {
    for (const options of [{ maxConnections: 0 }, { shutdownTimeout: -1 }, { port: 0.5 }]) {
      await expect(serve(hello, options)).rejects.toThrow(RangeError);
    }
  });
});
