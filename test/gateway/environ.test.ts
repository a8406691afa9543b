import { describe, expect, it } from "vitest";
import { createEnviron, type RequestContext, RequestError } from "../../src/gateway/index.ts";
import { testEnviron } from "../support/environ.ts";

const { "tsgi.input": input, "tsgi.errors": errors } = testEnviron();

const CONTEXT: RequestContext = {
  serverName: "localhost",
  serverPort: "8080",
  remoteAddr: "127.0.0.1",
  remotePort: "49152",
  scheme: "http",
  multiprocess: false,
  input,
  errors,
  signal: new AbortController().signal,
};

function environOf(target: string, fields: readonly string[] = [], method = "GET", context = CONTEXT) {
  return createEnviron({ method, target, protocol: "HTTP/1.1", fields }, context);
}

describe("the target of a request", () => {
  it.each([
    ["/", "/", ""],
    ["/a?b=c", "/a", "b=c"],
    ["/?", "/", ""],
    ["/a?b?c", "/a", "b?c"],
    ["/%2c%252c", "/,%2c", ""],
    ["/%E3%81%82", "/\xe3\x81\x82", ""],
    ["/%80\x80", "/\x80\x80", ""],
    ["//foo///bar/baz", "//foo///bar/baz", ""],
    ["/a%2Fb", "/a/b", ""],
    ["/a?%2c", "/a", "%2c"],
    ["/a#b?c", "/a", ""],
    ["/a?b#c", "/a", "b"],
    ["/a%23b", "/a#b", ""],
    ["http://user@books.example/a?b", "/a", "b"],
    ["HTTP://books.example?b", "/", "b"],
    ["http://books.example", "/", ""],
  ])("%s becomes the path %j and the query %j, and stays in REQUEST_URI", (target, path, query) => {
    expect(environOf(target)).toMatchObject({
      SCRIPT_NAME: "",
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_URI: target,
    });
  });

  it.each(["", "a", "*", "books.example:80", "http://", "http:///a", "ftp://books.example/", "/%", "/%4"])(
    "%j is refused",
    (target) => {
      expect(() => environOf(target)).toThrow(RequestError);
    },
  );

  it("* is for OPTIONS alone", () => {
    expect(environOf("*", [], "OPTIONS")).toMatchObject({ PATH_INFO: "/", REQUEST_URI: "*" });
  });

  it("names a host that stands above the Host field", () => {
    const environ = environOf("http://user:secret@books.example:81/", ["Host", "other.example"]);
    expect(environ.HTTP_HOST).toBe("books.example:81");
  });
});

describe("the fields of a request", () => {
  it.each([
    ["Foo-Bar", "HTTP_FOO_BAR"],
    ["X-YY123", "HTTP_X_YY123"],
    ["Content-Type", "CONTENT_TYPE"],
    ["content-length", "CONTENT_LENGTH"],
    ["Authorization", "HTTP_AUTHORIZATION"],
    ["Script-Name", "HTTP_SCRIPT_NAME"],
    ["Remote-User", "HTTP_REMOTE_USER"],
  ])("%s becomes %s", (name, key) => {
    expect(environOf("/", [name, "1"])[key]).toBe("1");
  });

  it.each(["X_Auth_User", "X.Auth.User", "X+Auth+User", "X Auth User", "Pröxy"])(
    "%s becomes none, since it could pass for another",
    (name) => {
      expect(Object.keys(environOf("/", [name, "1"]))).toEqual(Object.keys(environOf("/")));
    },
  );

  it.each(["Proxy", "PROXY", "proxy"])("a client's %s field never becomes HTTP_PROXY", (name) => {
    expect(environOf("/", [name, "http://evil.example/"])).not.toHaveProperty("HTTP_PROXY");
  });

  it("are joined in their order where they are repeated", () => {
    const environ = environOf("/", ["Accept", "a", "Cookie", "x=1", "accept", "b", "Cookie", "y=2"]);
    expect(environ.HTTP_ACCEPT).toBe("a, b");
    expect(environ.HTTP_COOKIE).toBe("x=1; y=2");
    expect(environ).not.toHaveProperty("COOKIE");
  });

  it.each(["Host", "Content-Type", "Content-Length"])("must not hold %s twice", (name) => {
    expect(() => environOf("/", [name, "1", name, "1"])).toThrow(RequestError);
  });

  it.each(["localhost", "localhost:", "[::1]:8080", "127.0.0.1:1", "xn--bcher-kva.example", ""])(
    "may name the host %j",
    (host) => {
      expect(environOf("/", ["Host", host]).HTTP_HOST).toBe(host);
    },
  );

  it.each(["a b", "a/b", "user@a", "a:b", "a:123456", "::1", "[::1", "a\x80"])(
    "are refused for the host %j",
    (host) => {
      expect(() => environOf("/", ["Host", host])).toThrow(RequestError);
    },
  );

  it("that are empty stay empty", () => {
    expect(environOf("/", ["Accept", ""]).HTTP_ACCEPT).toBe("");
  });

  it("of more names than are remembered become meta-variables all the same", () => {
    const names = Array.from({ length: 1200 }, (_, index) => `X-${index}`);
    const environ = environOf(
      "/",
      names.flatMap((name) => [name, name]),
    );
    expect(environ.HTTP_X_0).toBe("X-0");
    expect(environ.HTTP_X_1199).toBe("X-1199");
  });
});

describe("the environ", () => {
  it("is a new plain object for each request", () => {
    const [one, other] = [environOf("/"), environOf("/")];
    one["site.user"] = "ada";
    expect(other).not.toHaveProperty(["site.user"]);
    expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
    expect(Object.isExtensible(one)).toBe(true);
    expect(Object.isFrozen(one["tsgi.version"])).toBe(true);
  });

  it("says where the request came from and to", () => {
    expect(environOf("/")).toMatchObject({
      SERVER_NAME: "localhost",
      SERVER_PORT: "8080",
      SERVER_PROTOCOL: "HTTP/1.1",
      REMOTE_ADDR: "127.0.0.1",
      REMOTE_PORT: "49152",
      "tsgi.url_scheme": "http",
      "tsgi.input_terminated": true,
      "tsgi.run_once": false,
    });
  });

  it("lets a middleware put another signal in place of the server's", () => {
    const environ = environOf("/");
    const { signal } = new AbortController();
    environ["tsgi.signal"] = signal;
    expect(environ["tsgi.signal"]).toBe(signal);
    expect({ ...environ }["tsgi.signal"]).toBe(signal);
  });
});
