import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { addVariable, parseEnvironment, variablesOf } from "../../../src/protocols/cgi/variables.ts";
import { testEnviron } from "../../support/environ.ts";

describe("variables that stand twice", () => {
  const added = (...pairs: readonly (readonly [name: string, value: string])[]) => {
    const variables = new Map<string, string>();
    for (const [name, value] of pairs) addVariable(variables, name, value);
    return Object.fromEntries(variables);
  };

  test("26: are joined in their order, where they stand for fields", () => {
    expect(added(["HTTP_ACCEPT", "a"], ["HTTP_ACCEPT", "b"], ["HTTP_ACCEPT", ""])).toEqual({
      HTTP_ACCEPT: "a, b, ",
    });
    expect(added(["HTTP_COOKIE", "a=1"], ["HTTP_COOKIE", "b=2"])).toEqual({ HTTP_COOKIE: "a=1; b=2" });
  });

  test("have the last value, where they are the web server's own", () => {
    expect(added(["HTTPS", ""], ["HTTPS", "on"])).toEqual({ HTTPS: "on" });
    expect(added(["HTTP_HOST", "a"], ["HTTP_HOST", "a:8080"])).toEqual({ HTTP_HOST: "a:8080" });
  });
});

describe("the variables of an environ", () => {
  test("124: are its own, and what CGI asks for", () => {
    const variables = variablesOf(testEnviron({ HTTP_ACCEPT: "*/*", "penny.key": "x" }, "abc"), 3);
    expect(Object.fromEntries(variables)).toMatchObject({
      GATEWAY_INTERFACE: "CGI/1.1",
      REQUEST_METHOD: "POST",
      HTTP_ACCEPT: "*/*",
      CONTENT_LENGTH: "3",
      SERVER_PORT: "80",
    });
    expect([...variables.keys()].filter((name) => name.includes("."))).toEqual([]);
  });

  test("138: have the length of a body that came in chunks", () => {
    const { CONTENT_LENGTH: _length, ...chunked } = testEnviron({ HTTP_TRANSFER_ENCODING: "chunked" }, "abc");
    const variables = variablesOf({ ...chunked }, 3);
    expect(variables.get("CONTENT_LENGTH")).toBe("3");
    expect(variables.has("HTTP_TRANSFER_ENCODING")).toBe(false);
  });

  test("say HTTPS=on for https, and nothing for http", () => {
    expect(variablesOf(testEnviron({ "tsgi.url_scheme": "https" }), 0).get("HTTPS")).toBe("on");
    expect(variablesOf(testEnviron(), 0).has("HTTPS")).toBe(false);
  });
});

describe("an environment", () => {
  test("121: is read to the byte", () => {
    const bytes = Buffer.from("A=1\0PATH_INFO=/\x80\xe3\0EMPTY=\0E=a=b\0", "latin1");
    expect([...parseEnvironment(bytes)]).toEqual([
      ["A", "1"],
      ["PATH_INFO", "/\x80\xe3"],
      ["EMPTY", ""],
      ["E", "a=b"],
    ]);
  });

  test("with entries that are none is read without them", () => {
    expect([...parseEnvironment(Buffer.from("\0=C:=x\0noequals\0A=1"))]).toEqual([["A", "1"]]);
  });
});
