import { describe, expect, test } from "vitest";
import { urlMap } from "../../src/applications/url-map.ts";
import { type Application, RequestError, respond, validator } from "../../src/gateway/index.ts";
import { saying } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";

/** Says its name, and where it finds itself. */
const named = (name: string) =>
  validator(saying(({ SCRIPT_NAME, PATH_INFO }) => `${name}: ${SCRIPT_NAME} ${PATH_INFO}`));

/** A map of which each key leads to an application with the name of the key's place among them. */
function mapped(...keys: readonly string[]): Application {
  return validator(urlMap(Object.fromEntries(keys.map((key, index) => [key, named(String(index))]))));
}

async function said(application: Application, target: string, host?: string): Promise<string> {
  const { body } = await ask(application, target, host === undefined ? {} : { HTTP_HOST: host });
  return body.toString("latin1");
}

describe("171: a URL map", () => {
  test.each([
    ["/", "1:  /"],
    ["/foox", "1:  /foox"],
    ["/foo", "0: /foo "],
    ["/foo/", "0: /foo /"],
    ["/foo//x", "0: /foo //x"],
    ["/foo/bar", "2: /foo/bar "],
    ["/foo/bar/x", "2: /foo/bar /x"],
    ["/foo/barx", "0: /foo /barx"],
    ["/FOO", "1:  /FOO"],
    ["/%66oo/x", "0: /foo /x"],
    ["/caf%C3%A9/x", "3: /caf\u00c3\u00a9 /x"],
  ])("leads %s to the application with the longest path", async (target, text) => {
    expect(await said(mapped("/foo", "/", "/foo/bar", "/café"), target)).toBe(text);
  });

  test("takes a path with a slash behind it for the one without, and the empty one for the root", async () => {
    const application = mapped("/foo/", "");
    expect(await said(application, "/foo")).toBe("0: /foo ");
    expect(await said(application, "/foo/x")).toBe("0: /foo /x");
    expect(await said(application, "/")).toBe("1:  /");
  });

  test("asks for the host before the path", async () => {
    const application = mapped(
      "/long/path",
      "//a.example",
      "//a.example/x",
      "//a.example:8080/",
      "//[::1]/y",
    );
    expect(await said(application, "/long/path", "a.example")).toBe("1:  /long/path");
    expect(await said(application, "/x/y", "A.Example:80")).toBe("2: /x /y");
    expect(await said(application, "/x/y", "a.example:8080")).toBe("3:  /x/y");
    expect(await said(application, "/y/z", "[::1]:99")).toBe("4: /y /z");
    expect(await said(application, "/long/path", "b.example")).toBe("0: /long/path ");
  });

  test("knows the host of a request that names none by that of the server", async () => {
    const { body } = await respond(
      mapped("//a.example"),
      testEnviron({ HTTP_HOST: undefined, SERVER_NAME: "a.example" }),
    );
    expect(body).toEqual([Buffer.from("0:  /")]);
  });

  test("throws 404 where nothing leads to, at once", () => {
    for (const key of ["/foo", "//other.example/"]) {
      expect(() => respond(mapped(key), testEnviron({ PATH_INFO: "/foox" }))).toThrow(RequestError);
      expect(() => respond(mapped(key), testEnviron({ PATH_INFO: "/foox" }))).toThrow(
        expect.objectContaining({ status: "404 Not Found" }),
      );
    }
  });

  test("leaves the environ as it was, and may stand within another one", async () => {
    const environ = testEnviron({ SCRIPT_NAME: "/a", PATH_INFO: "/b/c/d" });
    const application = urlMap({ "/b": urlMap({ "/c": named("inner") }) });
    const { body } = await respond(application, environ);
    expect(body).toEqual([Buffer.from("inner: /a/b/c /d")]);
    expect(environ).toMatchObject({ SCRIPT_NAME: "/a", PATH_INFO: "/b/c/d" });
  });

  test.each(["foo", "http://a.example/", "///foo", "//a b/", "//user@a/", "/foo?bar", "/foo#bar", "//"])(
    "refuses the key %j at once",
    (key) => {
      expect(() => urlMap({ [key]: named("x") })).toThrow(RangeError);
    },
  );

  test.each([
    ["/foo", "/foo/"],
    ["", "/"],
    ["//a/", "//A"],
  ])("refuses the keys %j and %j, which stand for the same", (one, other) => {
    expect(() => mapped(one, other)).toThrow(RangeError);
  });
});
