import { describe, expect, test } from "vitest";
import { type Environ, GatewayError, RequestError, requestUrl } from "../../../src/gateway/index.ts";
import { createEnvironOf } from "../../../src/protocols/cgi/environ.ts";
import { testEnviron } from "../../support/environ.ts";

/** The environ of a request with these variables and those that every request has. */
function environ(variables: Readonly<Record<string, string>>): Environ {
  const { "tsgi.input": input, "tsgi.errors": errors, "tsgi.signal": signal } = testEnviron();
  const context = { input, errors, signal, multithread: false, multiprocess: true, runOnce: true };
  const base = { REQUEST_METHOD: "GET", SERVER_NAME: "example.org", SERVER_PORT: "80" };
  return createEnvironOf(new Map(Object.entries({ ...base, ...variables })), context);
}

describe("the environ of variables", () => {
  test("has what a web server gives, and the interface's own keys", () => {
    expect(environ({ SERVER_PROTOCOL: "HTTP/1.1", HTTP_ACCEPT: "*/*", REMOTE_USER: "ada" })).toMatchObject({
      REQUEST_METHOD: "GET",
      SERVER_PROTOCOL: "HTTP/1.1",
      HTTP_ACCEPT: "*/*",
      REMOTE_USER: "ada",
      QUERY_STRING: "",
      "tsgi.url_scheme": "http",
      "tsgi.multithread": false,
      "tsgi.multiprocess": true,
      "tsgi.run_once": true,
    });
  });

  test("32: has the values of fields without the spaces and tabs around them", () => {
    expect(environ({ HTTP_X_NAME: "\t stanislaw lem \t", QUERY_STRING: " " })).toMatchObject({
      HTTP_X_NAME: "stanislaw lem",
      QUERY_STRING: " ",
    });
  });

  test("has no REMOTE_USER and no AUTH_TYPE that are empty", () => {
    const seen = environ({ REMOTE_USER: "", AUTH_TYPE: "", REMOTE_IDENT: "" });
    expect(Object.keys(seen).filter((name) => /^(?:REMOTE|AUTH)/.test(name))).toEqual(["REMOTE_IDENT"]);
  });

  test("9: has no CONTENT_LENGTH of nothing where the client only reads, as lighttpd gives it", () => {
    expect(environ({ CONTENT_LENGTH: "0" })).not.toHaveProperty("CONTENT_LENGTH");
    expect(environ({ CONTENT_LENGTH: "5" })).toMatchObject({ CONTENT_LENGTH: "5" });
    expect(environ({ REQUEST_METHOD: "POST", CONTENT_LENGTH: "0" })).toMatchObject({ CONTENT_LENGTH: "0" });
  });

  test("119: has the path at the root where there is no PATH_INFO", () => {
    expect(environ({})).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: "/" });
    expect(environ({ SCRIPT_NAME: "/penny.cgi" })).toMatchObject({
      SCRIPT_NAME: "/penny.cgi",
      PATH_INFO: "",
    });
  });

  test.each([
    ["/", "", "", "/"],
    ["/", "/books", "", "/books"],
    ["/shop/", "books", "/shop", "/books"],
    ["//", "", "", "/"],
  ])("119: repairs the SCRIPT_NAME %j with the PATH_INFO %j", (script, path, SCRIPT_NAME, PATH_INFO) => {
    expect(environ({ SCRIPT_NAME: script, PATH_INFO: path })).toMatchObject({ SCRIPT_NAME, PATH_INFO });
  });

  test("119: repairs the whole path that IIS gives as PATH_INFO, and only where it is IIS", () => {
    const doubled = { SCRIPT_NAME: "/penny", PATH_INFO: "/penny/books" };
    const mended = environ({ ...doubled, SERVER_SOFTWARE: "Microsoft-IIS/10.0" });
    expect(mended).toMatchObject({ SCRIPT_NAME: "/penny", PATH_INFO: "/books" });
    expect(environ({ ...doubled, SERVER_SOFTWARE: "nginx" })).toMatchObject({ PATH_INFO: "/penny/books" });
  });

  test("159: has the whole path that nginx gives as SCRIPT_NAME for PATH_INFO", () => {
    const stock = { SCRIPT_NAME: "/a/b", DOCUMENT_URI: "/a/b", REQUEST_URI: "/a//b?c" };
    expect(environ(stock)).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: "/a//b" });
    expect(environ({ ...stock, PATH_INFO: "/c" })).toMatchObject({ SCRIPT_NAME: "/a/b", PATH_INFO: "/c" });
  });

  test("159: believes the empty PATH_INFO of an nginx that is told to give one, as at /shop itself", () => {
    const told = { SCRIPT_NAME: "/shop", PATH_INFO: "", DOCUMENT_URI: "/shop", REQUEST_URI: "/shop" };
    expect(environ(told)).toMatchObject({ SCRIPT_NAME: "/shop", PATH_INFO: "" });
  });

  test("159: has no PATH_INFO that begins elsewhere than at a slash", () => {
    const odd = { SCRIPT_NAME: "/shop", PATH_INFO: "/a", REQUEST_URI: "/shop%252Fa" };
    expect(environ(odd)).toMatchObject({ SCRIPT_NAME: "/shop", PATH_INFO: "/a" });
  });

  test.each([
    ["/a b%2f", "proxy:fcgi://localhost/a%20b%252f", "", "/a b%2f"],
    ["/shop/a b", "proxy:scgi://127.0.0.1:4000/a%20b", "/shop", "/a b"],
    ["/shop/", "proxy:fcgi://[::1]:9000/", "/shop", "/"],
    ["/shop", "proxy:fcgi://localhost/", "/shop", ""],
    ["/a%2Fb", "proxy:fcgi://localhost/a%2Fb", "", "/a%2Fb"],
    ["/app.fcgi", "proxy:fcgi://localhost//srv/www/app.fcgi", "/app.fcgi", ""],
    ["/app.fcgi", "/srv/www/app.fcgi", "/app.fcgi", ""],
  ])(
    "159: tells script and path apart where Apache's proxies give %j for %j",
    (given, SCRIPT_FILENAME, SCRIPT_NAME, PATH_INFO) => {
      expect(environ({ SCRIPT_NAME: given, SCRIPT_FILENAME })).toMatchObject({ SCRIPT_NAME, PATH_INFO });
    },
  );

  test("159: keeps the path that is told, whatever an Apache's proxy asks for", () => {
    const told = { SCRIPT_NAME: "/shop/a", PATH_INFO: "/b", SCRIPT_FILENAME: "proxy:fcgi://localhost/a" };
    expect(environ(told)).toMatchObject({ SCRIPT_NAME: "/shop/a", PATH_INFO: "/b" });
  });

  test("159: has repeated slashes again that a web server took away", () => {
    const merged = { PATH_INFO: "/a/b", REQUEST_URI: "//a///b?x=//" };
    expect(environ(merged).PATH_INFO).toBe("//a///b");
    expect(environ({ ...merged, SCRIPT_NAME: "/s", REQUEST_URI: "/s/a//b" }).PATH_INFO).toBe("/a//b");
  });

  test.each([
    ["/a%2Fb", "/a%2fb", "/a/b"],
    ["/a%2Fb", "/a%252Fb", "/a%2Fb"],
    ["/a/b", "/a%2F%2Fb", "/a//b"],
  ])("18: has the encoded slashes of %j decoded once when REQUEST_URI is %j", (path, target, decoded) => {
    expect(environ({ PATH_INFO: path, REQUEST_URI: `${target}?%2f` }).PATH_INFO).toBe(decoded);
  });

  test.each(["//a//c", "//elsewhere/a//b", "//a//b%zz"])(
    "159: does not believe the REQUEST_URI %j, which says something else",
    (REQUEST_URI) => {
      expect(environ({ PATH_INFO: "/a/b", REQUEST_URI }).PATH_INFO).toBe("/a/b");
    },
  );

  test.each(["on", "1", "ON"])("is of https when HTTPS is %j", (HTTPS) => {
    const { "tsgi.url_scheme": scheme } = environ({ HTTPS, SERVER_PORT: "" });
    expect([scheme, requestUrl(environ({ HTTPS, SERVER_PORT: "" }))]).toEqual([
      "https",
      "https://example.org/",
    ]);
  });

  test("is not of https when HTTPS is off or empty", () => {
    expect(environ({ HTTPS: "off" })["tsgi.url_scheme"]).toBe("http");
    expect(environ({ HTTPS: "" })["tsgi.url_scheme"]).toBe("http");
  });

  test.each(["GE T", "\nPOST", "G\xcbT", "GET,"])("1: is refused with the REQUEST_METHOD %j", (method) => {
    expect(() => environ({ REQUEST_METHOD: method })).toThrow(RequestError);
  });

  test.each(["^www\\d+$", "a b", "\xe9", "/"])("7: is of localhost where SERVER_NAME is %j", (name) => {
    expect(environ({ SERVER_NAME: name })).toMatchObject({ SERVER_NAME: "localhost" });
  });

  test.each(["http", "-1", "8o80"])("7: is of the scheme's own port where SERVER_PORT is %j", (port) => {
    expect(environ({ SERVER_PORT: port })).toMatchObject({ SERVER_PORT: "80" });
  });

  test("2: has a SCRIPT_NAME that begins at the root", () => {
    expect(environ({ SCRIPT_NAME: "penny.cgi" })).toMatchObject({ SCRIPT_NAME: "/penny.cgi", PATH_INFO: "" });
  });

  test("8: is of HTTP/1.0 where the protocol is INCLUDED, or none", () => {
    expect(environ({ SERVER_PROTOCOL: "INCLUDED" }).SERVER_PROTOCOL).toBe("HTTP/1.0");
    expect(environ({}).SERVER_PROTOCOL).toBe("HTTP/1.0");
  });

  test("10: has no CONTENT_TYPE and CONTENT_LENGTH that are empty", () => {
    expect(environ({ CONTENT_TYPE: "", CONTENT_LENGTH: "" })).not.toHaveProperty("CONTENT_TYPE");
    expect(environ({ CONTENT_TYPE: "", CONTENT_LENGTH: "" })).not.toHaveProperty("CONTENT_LENGTH");
  });

  test.each(["-1", "+1", "1 2", "one", "9999999999999999"])(
    "is refused with the CONTENT_LENGTH %j",
    (length) => {
      expect(() => environ({ CONTENT_LENGTH: length })).toThrow(RequestError);
    },
  );

  test("30: never holds HTTP_PROXY, nor the doubles of CONTENT_TYPE and CONTENT_LENGTH", () => {
    const keys = Object.keys(environ({ HTTP_PROXY: "x", HTTP_CONTENT_TYPE: "x", HTTP_CONTENT_LENGTH: "1" }));
    expect(keys.filter((key) => key.startsWith("HTTP_"))).toEqual([]);
  });

  test("has no key of the interface's own from outside", () => {
    expect(environ({ "tsgi.run_once": "no", "penny.key": "x" })).toMatchObject({ "tsgi.run_once": true });
    expect(environ({ "penny.key": "x" })).not.toHaveProperty(["penny.key"]);
  });

  test("is none without a REQUEST_METHOD", () => {
    expect(() => environ({ REQUEST_METHOD: "" })).toThrow(GatewayError);
  });
});
