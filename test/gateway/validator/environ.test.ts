import { describe, expect, it } from "vitest";
import { type Application, createEnviron, respond, validator } from "../../../src/gateway/index.ts";
import { testEnviron } from "../../support/environ.ts";
import { bytes, expectFault, run, TEXT } from "./support.ts";

const hello: Application = (_environ, startResponse) => {
  startResponse("200 OK", [TEXT]);
  return [bytes("hello")];
};

/** A valid environ with some keys replaced by what no type would allow. */
function broken(changes: Record<string, unknown>) {
  return Object.assign(testEnviron(), changes);
}

describe("an environ that the validator accepts", () => {
  it.each([
    ["one for the root", {}],
    ["one at a mount point", { SCRIPT_NAME: "/books", PATH_INFO: "" }],
    ["a path of bytes that are not UTF-8", { PATH_INFO: "/\x80\xff\0" }],
    ["repeated slashes", { PATH_INFO: "//foo///bar" }],
    ["a method of its own", { REQUEST_METHOD: "M-SEARCH" }],
    ["an IPv6 server", { SERVER_NAME: "[::1]" }],
    ["an IPv6 server without brackets", { SERVER_NAME: "::1" }],
    ["HTTP/2", { SERVER_PROTOCOL: "HTTP/2" }],
    ["an empty field", { HTTP_ACCEPT: "" }],
    ["keys with a dot, of any kind", { "site.user": undefined, "site.count": 1 }],
  ])("may have %s", async (_, changes) => {
    expect(await run(hello, broken(changes))).toBe("hello");
  });

  it("may have no prototype", async () => {
    expect(await run(hello, Object.assign(Object.create(null), testEnviron()))).toBe("hello");
  });

  it("is what createEnviron makes", async () => {
    const { "tsgi.input": input, "tsgi.errors": errors, "tsgi.signal": signal } = testEnviron();
    const environ = createEnviron(
      {
        method: "GET",
        target: "/a%2fb?c",
        protocol: "HTTP/1.1",
        fields: ["Host", "localhost", "Proxy", "x"],
      },
      {
        serverName: "localhost",
        serverPort: "8080",
        remoteAddr: "::1",
        remotePort: "49152",
        scheme: "http",
        multiprocess: false,
        input,
        errors,
        signal,
      },
    );
    expect(await run(hello, environ)).toBe("hello");
  });
});

describe("an environ that the validator refuses, for which the server is to blame,", () => {
  const without = (key: string) => {
    const environ = testEnviron();
    delete environ[key];
    return environ;
  };
  it.each([
    ["2.1", "null", null],
    ["2.1", "an instance of a class", Object.assign(new (class Environ {})(), testEnviron())],
    ["2.1", "a frozen object", Object.freeze(testEnviron())],
    ["2.2", "a number for a meta-variable", broken({ SERVER_PORT: 80 })],
    ["2.2", "an undefined meta-variable", broken({ HTTP_HOST: undefined })],
    ["2.2", "a list for a repeated field", broken({ HTTP_COOKIE: ["a=1", "b=2"] })],
    ["2.2", "a character above U+00FF", broken({ PATH_INFO: "/あ" })],
    ["2.3", "no method", without("REQUEST_METHOD")],
    ["2.3", "a method that is no token", broken({ REQUEST_METHOD: "GET /" })],
    ["2.4", "no SCRIPT_NAME", without("SCRIPT_NAME")],
    ["2.4", "a PATH_INFO without its slash", broken({ PATH_INFO: "books" })],
    ["2.5", "a SCRIPT_NAME that is a slash", broken({ SCRIPT_NAME: "/" })],
    ["2.5", "a SCRIPT_NAME that ends in a slash", broken({ SCRIPT_NAME: "/books/" })],
    ["2.5", "no path at all", broken({ PATH_INFO: "" })],
    ["2.6", "no QUERY_STRING", without("QUERY_STRING")],
    ["2.7", "a protocol without a version", broken({ SERVER_PROTOCOL: "INCLUDED" })],
    ["2.9", "an empty SERVER_NAME", broken({ SERVER_NAME: "" })],
    ["2.9", "a SERVER_NAME that is no host", broken({ SERVER_NAME: "local host" })],
    ["2.9", "a SERVER_PORT that is no number", broken({ SERVER_PORT: "http" })],
    ["2.11", "HTTP_CONTENT_TYPE", broken({ HTTP_CONTENT_TYPE: "text/plain" })],
    ["2.11", "HTTP_CONTENT_LENGTH", broken({ HTTP_CONTENT_LENGTH: "1" })],
    ["2.12", "a CONTENT_LENGTH that is no number", broken({ CONTENT_LENGTH: "-1" })],
    ["2.12", "an empty CONTENT_LENGTH", broken({ CONTENT_LENGTH: "" })],
    ["2.14", "HTTP_PROXY", broken({ HTTP_PROXY: "http://evil.example/" })],
    ["2.15", "another version", broken({ "tsgi.version": [2, 0] })],
    ["2.15", "a version that is no pair", broken({ "tsgi.version": "1.0" })],
    ["2.16", "another scheme", broken({ "tsgi.url_scheme": "ftp" })],
    ["2.17", "a flag that is no boolean", broken({ "tsgi.run_once": "false" })],
    ["2.18", "an input that cannot be read", broken({ "tsgi.input": {} })],
    ["2.18", "errors that cannot be written to", broken({ "tsgi.errors": { write() {} } })],
    ["2.19", "no file wrapper", broken({ "tsgi.file_wrapper": undefined })],
    ["2.20", "a signal that is none", broken({ "tsgi.signal": new AbortController() })],
  ])("by clause %s: %s", async (clause, _, environ) => {
    await expectFault("server", clause, () =>
      Reflect.apply(validator(hello), undefined, [environ, () => {}]),
    );
  });

  it("does not reach the application", async () => {
    let called = false;
    const application: Application = () => {
      called = true;
      return [];
    };
    await expectFault("server", "2.3", () => run(application, broken({ REQUEST_METHOD: "" })));
    expect(called).toBe(false);
  });
});

describe("a signal that the server makes when it is asked for", () => {
  /** An environ whose signal is `signal`, made when asked for, and the count of how often it was. */
  function lazy(signal: unknown) {
    const made = { times: 0 };
    const get = () => {
      made.times++;
      return signal;
    };
    const environ = Object.defineProperty(testEnviron(), "tsgi.signal", { get, configurable: true });
    return { environ, made };
  }

  it("is not made when the application does not ask", async () => {
    const { environ, made } = lazy(new AbortController().signal);
    await run(hello, environ);
    expect(made.times).toBe(0);
  });

  it("reaches the application that asks", async () => {
    const { signal } = new AbortController();
    const { environ } = lazy(signal);
    let seen: unknown;
    await run((inner, startResponse) => {
      seen = inner["tsgi.signal"];
      return hello(inner, startResponse);
    }, environ);
    expect(seen).toBe(signal);
  });

  it("is refused, when asked for, if it is none", async () => {
    const { environ } = lazy("aborted");
    await expectFault("server", "2.20", () =>
      run((inner) => (inner["tsgi.signal"].aborted ? [] : []), environ),
    );
  });
});

describe("how an application is called", () => {
  it("is with two arguments, not one", async () => {
    await expectFault("server", "1.2", () => Reflect.apply(validator(hello), undefined, [testEnviron()]));
  });

  it("is with two arguments, not three", async () => {
    const call = () => Reflect.apply(validator(hello), undefined, [testEnviron(), () => {}, {}]);
    await expectFault("server", "1.2", call);
  });

  it("cannot be with three: such an application is refused before any request", async () => {
    const express = (_request: unknown, _response: unknown, _next: unknown) => [];
    await expectFault("application", "1.1", () => Reflect.apply(validator, undefined, [express]));
  });

  it("needs a function", async () => {
    const fault = await expectFault("application", "1.1", () =>
      Reflect.apply(validator, undefined, ["hello"]),
    );
    expect(fault.message).toContain('not "hello"');
  });

  it("gives the application the same environ, so that what it adds can be seen outside", async () => {
    const environ = testEnviron();
    await respond(
      validator((inner, startResponse) => {
        inner["site.route"] = "search";
        return hello(inner, startResponse);
      }),
      environ,
    );
    expect(environ["site.route"]).toBe("search");
  });
});
