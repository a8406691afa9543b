import { describe, expect, test } from "vitest";
import { type Application, type Environ, requestUrl, respond, validator } from "../../src/gateway/index.ts";
import { trustedProxy } from "../../src/middleware/trusted-proxy.ts";
import { hello } from "../conformance/applications.ts";
import { testEnviron } from "../support/environ.ts";
import { expectLazy } from "./laziness.ts";

const TRUSTED = ["127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"];

/** The environ that an application meets behind the middleware, and the one that went in. */
async function passed(overrides: Partial<Environ>, trusted: readonly string[] = TRUSTED) {
  const outer = testEnviron(overrides);
  const before = { ...outer };
  let inner = outer;
  const application: Application = (environ, startResponse) => {
    inner = environ;
    return hello(environ, startResponse);
  };
  await respond(validator(trustedProxy(trusted)(validator(application))), outer);
  return { outer, before, inner };
}

/** What an application is told of the client and of what it asked for. */
async function told(overrides: Partial<Environ>, trusted?: readonly string[]) {
  const { inner } = await passed(overrides, trusted);
  return {
    client: inner.REMOTE_ADDR,
    clientPort: inner.REMOTE_PORT,
    url: requestUrl(inner),
    port: inner.SERVER_PORT,
  };
}

const clientOf = async (overrides: Partial<Environ>, trusted?: readonly string[]) =>
  (await told(overrides, trusted)).client;

describe("175: a trusted proxy", () => {
  test("that tells nothing changes nothing", async () => {
    for (const overrides of [{}, { HTTP_FORWARDED: "" }, { HTTP_X_FORWARDED_FOR: " ," }]) {
      expect(await told(overrides)).toEqual({
        client: "127.0.0.1",
        clientPort: "49152",
        url: "http://localhost/",
        port: "80",
      });
    }
  });

  test("tells by Forwarded of the client, the scheme, the host and the port", async () => {
    const field = 'for="[2001:db8::17]:4711";proto=https;host="shop.example:8443";by=_proxy';
    expect(await told({ HTTP_FORWARDED: field })).toEqual({
      client: "2001:db8::17",
      clientPort: "4711",
      url: "https://shop.example:8443/",
      port: "8443",
    });
  });

  test("tells the same by X-Forwarded-For, -Proto, -Host and -Port", async () => {
    expect(
      await told({
        HTTP_X_FORWARDED_FOR: "2001:db8::17",
        HTTP_X_FORWARDED_PROTO: "https",
        HTTP_X_FORWARDED_HOST: "shop.example",
        HTTP_X_FORWARDED_PORT: "8443",
      }),
    ).toEqual({
      client: "2001:db8::17",
      clientPort: undefined,
      url: "https://shop.example:8443/",
      port: "8443",
    });
  });

  test("is believed in Forwarded alone, where there is one", async () => {
    const overrides = { HTTP_FORWARDED: "for=192.0.2.1", HTTP_X_FORWARDED_FOR: "192.0.2.2" };
    expect(await clientOf(overrides)).toBe("192.0.2.1");
    expect(await clientOf({ ...overrides, HTTP_FORWARDED: "nonsense" })).toBe("127.0.0.1");
  });

  test("leaves the environ that was given, and the fields, as they are", async () => {
    const { outer, before, inner } = await passed({
      HTTP_X_FORWARDED_FOR: "192.0.2.1",
      HTTP_X_FORWARDED_HOST: "a.example",
    });
    for (const key of ["REMOTE_ADDR", "REMOTE_PORT", "HTTP_HOST", "SERVER_PORT", "tsgi.url_scheme"]) {
      expect(outer[key]).toBe(before[key]);
    }
    expect(inner.HTTP_X_FORWARDED_FOR).toBe("192.0.2.1");
    expect(inner["tsgi.signal"]).toBe(outer["tsgi.signal"]);
  });

  test.each([
    ["127.0.0.1"],
    ["::1"],
    ["10.255.0.1"],
    ["fd12:3456::1"],
    ["::ffff:127.0.0.1"],
    ["::ffff:a00:1"],
    ["fd00::1%eth0"],
  ])("is %s where that is in the list", async (peer) => {
    expect(await clientOf({ REMOTE_ADDR: peer, HTTP_X_FORWARDED_FOR: "192.0.2.1" })).toBe("192.0.2.1");
  });

  test("is whoever has no address, where unix is in the list, and nobody else", async () => {
    const overrides = { REMOTE_ADDR: "", REMOTE_PORT: "", HTTP_X_FORWARDED_FOR: "6.6.6.6, 192.0.2.1" };
    expect(await told(overrides, ["unix"])).toMatchObject({ client: "192.0.2.1", clientPort: undefined });
    expect(await clientOf({ ...overrides, HTTP_X_FORWARDED_FOR: "192.0.2.1, 10.0.0.2" }, ["unix"])).toBe(
      "10.0.0.2",
    );
    for (const peer of ["127.0.0.1", "unix", "unix:", "%"]) {
      expect(await clientOf({ ...overrides, REMOTE_ADDR: peer }, ["unix"])).toBe(peer);
    }
  });

  test.each([["127.0.0.2"], ["11.0.0.1"], ["fe80::1"], ["::ffff:11.0.0.1"], [""], ["unix:"], ["localhost"]])(
    "is not %s: its word is not believed, and its request left alone",
    async (peer) => {
      const { outer, inner, before } = await passed({
        REMOTE_ADDR: peer,
        HTTP_FORWARDED: "for=192.0.2.1;proto=https;host=evil.example",
        HTTP_X_FORWARDED_FOR: "192.0.2.1",
        HTTP_X_FORWARDED_PROTO: "https",
        HTTP_X_FORWARDED_HOST: "evil.example",
        HTTP_X_FORWARDED_PORT: "1",
      });
      expect(inner).toBe(outer);
      expect({ ...inner, "tsgi.input": 0, "tsgi.errors": 0 }).toEqual({
        ...before,
        "tsgi.input": 0,
        "tsgi.errors": 0,
      });
    },
  );
});

describe("the client behind several proxies", () => {
  test.each<[list: string, client: string]>([
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.1, 10.0.0.2", "192.0.2.1"],
    ["192.0.2.1, 10.0.0.3, 10.0.0.2", "192.0.2.1"],
    ["6.6.6.6, 192.0.2.1, 10.0.0.2", "192.0.2.1"],
    ["10.0.0.9, 192.0.2.1", "192.0.2.1"],
    ["10.0.0.3, 10.0.0.2", "10.0.0.3"],
    ["6.6.6.6, unknown, 10.0.0.2", "10.0.0.2"],
    ["6.6.6.6, 10.0.0.3, nonsense", "127.0.0.1"],
    ["6.6.6.6, ::ffff:10.0.0.2", "6.6.6.6"],
    ["192.0.2.1:4711", "192.0.2.1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
    ["fe80::1%eth0", "127.0.0.1"],
  ])("of X-Forwarded-For %s is %s", async (list, client) => {
    expect(await clientOf({ HTTP_X_FORWARDED_FOR: list })).toBe(client);
    const quoted = list
      .split(", ")
      .map((node) => `for="${/^[0-9a-f:]+::?[0-9a-f:.]+$/.test(node) ? `[${node}]` : node}"`);
    expect(await clientOf({ HTTP_FORWARDED: quoted.join(", ") })).toBe(client);
  });

  test("is told of by the outermost of them, not by the client", async () => {
    const field = [
      "for=6.6.6.6;proto=http;host=evil.example",
      "for=192.0.2.1;proto=https;host=shop.example",
      "for=10.0.0.2;proto=http;host=inner.example",
    ];
    expect(await told({ HTTP_FORWARDED: field.join(", ") })).toMatchObject({
      client: "192.0.2.1",
      url: "https://shop.example/",
      port: "443",
    });
    expect(
      await told({
        HTTP_X_FORWARDED_FOR: "6.6.6.6, 192.0.2.1, 10.0.0.2",
        HTTP_X_FORWARDED_PROTO: "http, https, http",
        HTTP_X_FORWARDED_HOST: "evil.example, shop.example, inner.example",
      }),
    ).toMatchObject({ client: "192.0.2.1", url: "https://shop.example/" });
  });

  test("is told of by a proxy nearer by, where the outermost leaves something out", async () => {
    const field = "for=192.0.2.1, for=10.0.0.2;proto=https;host=shop.example";
    expect(await told({ HTTP_FORWARDED: field })).toMatchObject({
      client: "192.0.2.1",
      url: "https://shop.example/",
    });
    expect(
      await told({ HTTP_X_FORWARDED_FOR: "192.0.2.1, 10.0.0.2", HTTP_X_FORWARDED_PROTO: "https" }),
    ).toMatchObject({ client: "192.0.2.1", url: "https://localhost/" });
  });

  test("may be hidden, and its scheme told", async () => {
    expect(await told({ HTTP_FORWARDED: "for=_hidden;proto=https" })).toMatchObject({
      client: "127.0.0.1",
      clientPort: "49152",
      url: "https://localhost/",
      port: "443",
    });
  });
});

describe("the URL behind a trusted proxy", () => {
  test.each<[what: string, overrides: Partial<Environ>, url: string, port: string]>([
    ["the scheme", { HTTP_X_FORWARDED_PROTO: "HTTPS" }, "https://localhost/", "443"],
    [
      "the scheme, and keeps the port of Host",
      { HTTP_X_FORWARDED_PROTO: "https", HTTP_HOST: "localhost:8080" },
      "https://localhost:8080/",
      "8080",
    ],
    [
      "the scheme to HTTP/1.0, which may have no Host",
      { HTTP_X_FORWARDED_PROTO: "https", HTTP_HOST: undefined },
      "https://localhost/",
      "443",
    ],
    ["the host", { HTTP_X_FORWARDED_HOST: "a.example" }, "http://a.example/", "80"],
    ["the host with its port", { HTTP_X_FORWARDED_HOST: "a.example:81" }, "http://a.example:81/", "81"],
    ["an IPv6 host", { HTTP_X_FORWARDED_HOST: "[2001:db8::1]" }, "http://[2001:db8::1]/", "80"],
    [
      "an IPv6 host and a port",
      { HTTP_X_FORWARDED_HOST: "[2001:db8::1]", HTTP_X_FORWARDED_PORT: "81" },
      "http://[2001:db8::1]:81/",
      "81",
    ],
    ["the port", { HTTP_X_FORWARDED_PORT: "8443" }, "http://localhost:8443/", "8443"],
    [
      "the port, which beats that of Host",
      { HTTP_X_FORWARDED_PORT: "443", HTTP_X_FORWARDED_PROTO: "https", HTTP_HOST: "a.example:8080" },
      "https://a.example/",
      "443",
    ],
  ])("has %s", async (_, overrides, url, port) => {
    expect(await told(overrides)).toMatchObject({ url, port });
  });

  test.each<[Partial<Environ>]>([
    [{ HTTP_X_FORWARDED_PROTO: "ftp" }],
    [{ HTTP_X_FORWARDED_PROTO: "https://" }],
    [{ HTTP_X_FORWARDED_HOST: "a b" }],
    [{ HTTP_X_FORWARDED_HOST: "evil.example/path" }],
    [{ HTTP_X_FORWARDED_HOST: "user@evil.example" }],
    [{ HTTP_X_FORWARDED_HOST: "a:b:c" }],
    [{ HTTP_X_FORWARDED_HOST: "caf\u00e9" }],
    [{ HTTP_X_FORWARDED_PORT: "0" }],
    [{ HTTP_X_FORWARDED_PORT: "65536" }],
    [{ HTTP_X_FORWARDED_PORT: "-1" }],
    [{ HTTP_X_FORWARDED_PORT: "80x" }],
  ])("has nothing of what is not valid: %j", async (overrides) => {
    expect(await told(overrides)).toMatchObject({ url: "http://localhost/", port: "80" });
  });
});

describe("the list of trusted proxies", () => {
  test.each([
    "",
    "localhost",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0/8",
    "1.2.3.4/8/8",
    "fe80::1%lo",
    "unix:",
    "UNIX",
  ])("has no %j", (address) => {
    expect(() => trustedProxy([address])).toThrow(RangeError);
  });

  test("may be all the world, or nobody", async () => {
    const overrides = { REMOTE_ADDR: "198.51.100.1", HTTP_X_FORWARDED_FOR: "192.0.2.1" };
    expect(await clientOf(overrides, ["0.0.0.0/0", "::/0"])).toBe("192.0.2.1");
    expect(await clientOf(overrides, [])).toBe("198.51.100.1");
  });
});

test("a trusted proxy keeps an answer as quick, and a body as lazy, as it is", () => {
  expectLazy(trustedProxy(TRUSTED));
});
