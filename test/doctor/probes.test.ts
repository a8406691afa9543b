import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { credentials } from "../../src/doctor/errand.ts";
import type { Visit } from "../../src/doctor/probe.ts";
import { address } from "../../src/doctor/probes/address.ts";
import { authorization } from "../../src/doctor/probes/authorization.ts";
import { client } from "../../src/doctor/probes/client.ts";
import { slashes } from "../../src/doctor/probes/slashes.ts";
import { target } from "../../src/doctor/probes/target.ts";
import { PROBES } from "../../src/doctor/probes.ts";
import type { Seen } from "../../src/doctor/seen.ts";
import { answer, CLIENT, handed, linesOf, said, TOKEN, visit } from "./answers.ts";

describe("an answer that is not the patient's", () => {
  test.each(PROBES.map((probe) => [probe.name, probe] as const))("to %s is never well", (_, probe) => {
    const refused = answer({ status: 500, fields: {}, body: Buffer.from("<h1>Sorry</h1>") });
    const judgements = probe.judge(refused, visit());
    expect(judgements.length).toBeGreaterThan(0);
    expect(said(judgements).join()).not.toContain("well: ");
  });

  test.each(PROBES.map((probe) => [probe.name, probe] as const))(
    "to %s may come from a cache",
    (_, probe) => {
      const kept = answer({ fields: { "x-doctor": TOKEN.replaceAll("0", "f") } });
      const [what = ""] = said(probe.judge(kept, visit()));
      expect(what).toMatch(/^fault: To .+ came an answer that was made for an earlier request\.$/);
    },
  );
});

describe("the target", () => {
  const asked = "/?who=the%20doctor&a=b+c%26&who";
  const query = asked.slice(2);

  test("is well as it was sent", () => {
    const judgements = target.judge(handed({ REQUEST_URI: asked, QUERY_STRING: query }), visit());
    expect(judgements.map(({ kind }) => kind)).toEqual(["well", "well"]);
  });

  test.each([
    [undefined, "fault: REQUEST_URI is missing."],
    ["", "fault: REQUEST_URI is missing."],
    ["/", `fault: REQUEST_URI is changed: it is "/", where ${asked} was asked for.`],
  ])("is %j in REQUEST_URI: %s", (uri, what) => {
    const environ: Seen["environ"] = {
      QUERY_STRING: query,
      ...(uri === undefined ? {} : { REQUEST_URI: uri }),
    };
    const judgements = target.judge(handed(environ), visit());
    expect(said(judgements)[0]).toBe(what);
    expect(linesOf(judgements)).toEqual(["fastcgi_param REQUEST_URI $request_uri;"]);
  });

  test("is not told of again where the folder was taken off on HTTP", () => {
    const environ = { REQUEST_URI: asked, QUERY_STRING: query };
    const judgements = target.judge(handed(environ), visit("nginx", "HTTP", { folder: "/shop" }));
    expect(said(judgements)).toEqual(["well: QUERY_STRING is the query as it was sent, not decoded"]);
  });

  test("has a query that is decoded", () => {
    const environ = { REQUEST_URI: asked, QUERY_STRING: "who=the doctor&a=b c&&who" };
    const [, judgement] = target.judge(handed(environ), visit("Apache"));
    expect(judgement).toMatchObject({ kind: "fault", mending: { lines: ["[QSA]"] } });
  });
});

describe("slashes", () => {
  test("that are merged are a note, with the line where there is one", () => {
    const environ = { SCRIPT_NAME: "", PATH_INFO: "/a b/c/d" };
    const judgements = slashes.judge(handed(environ, { protocol: "HTTP" }), visit("nginx", "HTTP"));
    expect(said(judgements)[0]).toMatch(/^note: Slashes are changed on the way: PATH_INFO is "\/a b\/c\/d"/);
    expect(linesOf(judgements)).toEqual(["proxy_pass http://penny;"]);
    expect(linesOf(slashes.judge(handed(environ), visit()))).toBeUndefined();
  });

  test.each([
    ["Apache", "FastCGI", ["AllowEncodedSlashes On"]],
    ["lighttpd", "SCGI", ['"url-path-2f-decode" => "enable"']],
    ["other", "FastCGI", undefined],
  ] as const)("that are refused are a fault: %s, %s", (server, protocol, lines) => {
    const judgements = slashes.judge(answer({ status: 404, fields: {} }), visit(server, protocol));
    expect(said(judgements)[0]).toContain("refused: to /a%20b//c%2Fd comes 404");
    expect(linesOf(judgements)).toEqual(lines);
  });
});

describe("the host", () => {
  const host = (HTTP_HOST: string | undefined, at: Visit = visit()) =>
    address.judge(handed({ ...(HTTP_HOST && { HTTP_HOST }), "tsgi.url_scheme": "http" }), at).slice(0, 1);

  test.each(["localhost:8080", "LocalHost:8080"])("is well: %s", (value) => {
    expect(said(host(value))).toEqual(["well: HTTP_HOST is localhost:8080"]);
  });

  test.each([
    ["localhost", "note: HTTP_HOST has lost its port: it is localhost, where localhost:8080 was asked for."],
    ["penny", 'fault: HTTP_HOST is "penny", where localhost:8080 was asked for.'],
    [undefined, "fault: HTTP_HOST is missing."],
  ])("is not: %s", (value, what) => {
    const judgements = host(value);
    expect(said(judgements)).toEqual([what]);
    expect(linesOf(judgements)).toEqual(["fastcgi_param HTTP_HOST $host:$server_port;"]);
  });

  test("needs no port where none was asked for", () => {
    const place = { host: "books.example", hostname: "books.example", port: 80 };
    expect(linesOf(host("penny", visit("nginx", "SCGI", place)))).toEqual(["scgi_param HTTP_HOST $host;"]);
    expect(linesOf(host("penny", visit("nginx", "HTTP", place)))).toEqual(["proxy_set_header Host $host;"]);
    expect(linesOf(host("penny", visit("Apache", "HTTP", place)))).toEqual(["ProxyPreserveHost On"]);
  });
});

describe("the scheme", () => {
  const HTTPS = { scheme: "https", host: "localhost", port: 443 } as const;
  const scheme = (environ: Seen["environ"], at: Visit) =>
    address
      .judge(handed({ HTTP_HOST: at.place.host, ...environ }, { protocol: at.frontEnd.protocol }), at)
      .slice(1);

  test("is a fault where https was asked for and nobody says so", () => {
    const judgements = scheme({ "tsgi.url_scheme": "http" }, visit("nginx", "FastCGI", HTTPS));
    expect(said(judgements)).toEqual(["fault: The scheme comes as http, where https was asked for."]);
    expect(linesOf(judgements)).toEqual(["fastcgi_param HTTPS $https if_not_empty;"]);
  });

  test("stands in X-Forwarded-Proto where a proxy is in between", () => {
    const at = visit("nginx", "HTTP", HTTPS);
    const judgements = scheme({ "tsgi.url_scheme": "http", HTTP_X_FORWARDED_PROTO: "https" }, at);
    expect(said(judgements)).toEqual([
      "well: the scheme is https in X-Forwarded-Proto, for trustedProxy() to believe",
    ]);
    const missing = scheme({ "tsgi.url_scheme": "http" }, at);
    expect(linesOf(missing)).toEqual(["proxy_set_header X-Forwarded-Proto $scheme;"]);
  });

  test("is not what X-Forwarded-Proto says where nothing is in between", () => {
    const judgements = scheme(
      { "tsgi.url_scheme": "http", HTTP_X_FORWARDED_PROTO: "https" },
      visit("none", "HTTP"),
    );
    expect(said(judgements)).toEqual(["well: the scheme is http"]);
  });
});

describe("the client", () => {
  test("is who asks", () => {
    const judgements = client.judge(handed({ REMOTE_ADDR: CLIENT.address }), visit());
    expect(said(judgements)).toEqual(["well: REMOTE_ADDR is the client's address, 192.0.2.7"]);
  });

  test("may be behind something more", () => {
    const judgements = client.judge(handed({ REMOTE_ADDR: "198.51.100.1" }), visit("Apache"));
    expect(said(judgements)[0]).toMatch(
      /^note: REMOTE_ADDR is 198\.51\.100\.1, and the doctor asks from 192/,
    );
    expect(linesOf(judgements)).toContain("RemoteIPInternalProxy 198.51.100.1");
  });

  test("believes no field of its own on FastCGI", () => {
    const environ = { REMOTE_ADDR: CLIENT.address, HTTP_X_FORWARDED_FOR: "203.0.113.9" };
    expect(client.judge(handed(environ), visit()).map(({ kind }) => kind)).toEqual(["well"]);
  });

  test.each([
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7" }, ["well"]],
    [{ HTTP_X_FORWARDED_FOR: "203.0.113.9, 192.0.2.7" }, ["well"]],
    [{ HTTP_X_FORWARDED_FOR: "203.0.113.9" }, ["fault"]],
    [{ HTTP_X_FORWARDED_FOR: "203.0.113.9, 198.51.100.1" }, ["note"]],
    [{}, ["fault"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_X_FORWARDED_PROTO: "forged" }, ["well", "fault"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_FORWARDED: "for=203.0.113.9" }, ["well", "note"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_FORWARDED: "for=192.0.2.7" }, ["well"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_X_FORWARDED_HOST: "forged.example" }, ["well", "note"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_X_FORWARDED_HOST: "forged.example, books" }, ["well"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_X_FORWARDED_PORT: "9" }, ["well", "note"]],
    [{ HTTP_X_FORWARDED_FOR: "192.0.2.7", HTTP_X_FORWARDED_PORT: "" }, ["well"]],
  ] satisfies [Seen["environ"], string[]][])("is told by a proxy on HTTP: %j is %j", (environ, kinds) => {
    const answered = handed({ REMOTE_ADDR: "127.0.0.1", ...environ }, { protocol: "HTTP" });
    expect(client.judge(answered, visit("nginx", "HTTP")).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe("Authorization", () => {
  test("is well as it was sent", () => {
    const judgements = authorization.judge(handed({ HTTP_AUTHORIZATION: credentials(TOKEN) }), visit());
    expect(said(judgements)).toEqual(["well: Authorization comes to the application"]);
  });

  test.each([
    ["Apache", "CGI", ["CGIPassAuth On"]],
    ["Apache", "SCGI", ["CGIPassAuth On"]],
    ["Apache", "HTTP", []],
    ["nginx", "SCGI", ["scgi_param HTTP_AUTHORIZATION $http_authorization;"]],
    ["nginx", "HTTP", ["proxy_set_header Authorization $http_authorization;"]],
    ["lighttpd", "CGI", []],
    ["other", "CGI", undefined],
  ] as const)("is lost: %s, %s", (server, protocol, lines) => {
    const judgements = authorization.judge(handed({}), visit(server, protocol));
    expect(said(judgements)).toEqual(["fault: Authorization is lost on its way to the application."]);
    expect(linesOf(judgements)).toEqual(lines);
  });

  test("is changed", () => {
    const judgements = authorization.judge(handed({}, { others: ["HTTP_AUTHORIZATION"] }), visit());
    expect(said(judgements)).toEqual(["fault: Authorization is changed on its way to the application."]);
  });

  test("makes no REMOTE_USER of a name that nobody has proved to be his", () => {
    const environ = { HTTP_AUTHORIZATION: credentials(TOKEN), REMOTE_USER: "doctor" };
    const judgements = authorization.judge(handed(environ), visit());
    expect(judgements.map(({ kind }) => kind)).toEqual(["well", "note"]);
  });

  test.each([401, 403])("is refused with %i where the web server asks for a password", (status) => {
    const judgements = authorization.judge(answer({ status, fields: {} }), visit());
    expect(judgements.map(({ kind }) => kind)).toEqual(["note"]);
  });
});
