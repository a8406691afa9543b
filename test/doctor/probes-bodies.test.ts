import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { PAUSE, pageOf } from "../../src/doctor/application.ts";
import { cookies as cookiesOf } from "../../src/doctor/errand.ts";
import type { Server } from "../../src/doctor/front-end.ts";
import type { Probe } from "../../src/doctor/probe.ts";
import { head, page, pieces } from "../../src/doctor/probes/answer.ts";
import { chunked, post } from "../../src/doctor/probes/body.ts";
import { cookies, fields, longField } from "../../src/doctor/probes/fields.ts";
import type { Protocol } from "../../src/doctor/seen.ts";
import { answer, handed, linesOf, said, TOKEN, visit } from "./answers.ts";

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("fields", () => {
  const judged = (twice: string | undefined, twin: string | undefined, server: Server = "nginx") =>
    fields.judge(
      handed({
        ...(twice === undefined ? {} : { HTTP_X_DOCTOR_TWICE: twice }),
        ...(twin === undefined ? {} : { HTTP_X_DOCTOR_TWIN: twin }),
      }),
      visit(server),
    );

  test.each([
    ["one, two", "hyphens", ["well", "well"]],
    ["one, two", undefined, ["well", "well"]],
    ["two", "hyphens", ["fault", "well"]],
    [undefined, "hyphens", ["fault", "well"]],
    ["one, two", "underscores", ["well", "fault"]],
    ["one, two", "hyphens, underscores", ["well", "fault"]],
  ])("twice %j and twin %j are %j", (twice, twin, kinds) => {
    expect(judged(twice, twin).map(({ kind }) => kind)).toEqual(kinds);
  });

  test("with underscores are a note under lighttpd, which has no line for them", () => {
    expect(judged("one, two", "underscores", "lighttpd").map(({ kind }) => kind)).toEqual(["well", "note"]);
  });

  test("of cookies come joined, and as one", () => {
    const [one, two] = cookiesOf(TOKEN);
    const kinds = [`${one}; ${two}`, `${one}, ${two}`, one].map((HTTP_COOKIE) =>
      cookies.judge(handed({ HTTP_COOKIE }), visit()).map(({ kind }) => kind),
    );
    expect(kinds).toEqual([["well"], ["note"], ["fault"]]);
  });

  test("that are long come whole", () => {
    const kinds = [7000, 4096].map((length) =>
      longField.judge(handed({ HTTP_X_DOCTOR_LONG: "x".repeat(length) }), visit()).map(({ kind }) => kind),
    );
    expect(kinds).toEqual([["well"], ["fault"]]);
  });
});

describe("a body", () => {
  const sent = (probe: Probe) => probe.question.body ?? Buffer.alloc(0);
  const whole = (probe: Probe) => ({ length: sent(probe).length, sha256: digest(sent(probe)) });
  const FORM = { REQUEST_METHOD: "POST", CONTENT_LENGTH: "100000", CONTENT_TYPE: "application/x-doctor" };

  test("is well when it is whole", () => {
    const judgements = post.judge(handed(FORM, { body: whole(post) }), visit());
    expect(judgements.map(({ kind }) => kind)).toEqual(["well"]);
  });

  test.each([
    [{ ...FORM, REQUEST_METHOD: "GET" }, "fastcgi_param REQUEST_METHOD $request_method;"],
    [{ ...FORM, CONTENT_LENGTH: "0" }, "fastcgi_param CONTENT_LENGTH $content_length;"],
    [{ ...FORM, CONTENT_TYPE: "text/plain" }, "fastcgi_param CONTENT_TYPE $content_type;"],
  ])("has its variables: %j", (environ, line) => {
    expect(linesOf(post.judge(handed(environ, { body: whole(post) }), visit()))).toEqual([line]);
  });

  test.each([
    [{ length: 0, sha256: digest(Buffer.alloc(0)) }, "fault: Of a body of 100000 bytes nothing came."],
    [{ length: 7, sha256: "" }, "fault: Of a body of 100000 bytes 7 came, and not the same."],
    [{ failure: "it ended" }, "fault: Of a body of 100000 bytes not all came: it ended."],
  ])("is not whole: %j", (body, what) => {
    expect(said(post.judge(handed(FORM, { body }), visit()))).toEqual([what]);
  });

  test("in chunks is lost by nature under Apache's CGI, and nowhere else", () => {
    const nothing = { length: 0, sha256: digest(Buffer.alloc(0)) };
    const judged = (server: Server, protocol: Protocol) =>
      chunked.judge(handed({}, { body: nothing, protocol }), visit(server, protocol)).map(({ kind }) => kind);
    expect(judged("Apache", "CGI")).toEqual(["note"]);
    expect(judged("Apache", "FastCGI")).toEqual(["fault"]);
    expect(judged("nginx", "FastCGI")).toEqual(["fault"]);
    expect(chunked.judge(handed({}, { body: whole(chunked) }), visit())).toMatchObject([{ kind: "well" }]);
  });

  test("in chunks may be refused", () => {
    const judgements = chunked.judge(answer({ status: 411, fields: {} }), visit("Apache", "SCGI"));
    expect(judgements.map(({ kind }) => kind)).toEqual(["note"]);
  });
});

describe("an answer", () => {
  test("with the status 404 keeps its page and its status", () => {
    const own = Buffer.from(pageOf(TOKEN));
    const kinds = [
      answer({ status: 404, body: own }),
      answer({ status: 200, body: own }),
      answer({ status: 404, body: Buffer.from("<h1>Not Found</h1>"), fields: {} }),
    ].map((one) => page.judge(one, visit())[0]?.kind);
    expect(kinds).toEqual(["well", "fault", "fault"]);
  });

  test("to HEAD tells that it was HEAD", () => {
    const to = (method: string) => answer({ fields: { "x-doctor": TOKEN, "x-doctor-method": method } });
    expect(said(head.judge(to("HEAD"), visit()))).toEqual(["well: HEAD comes as HEAD"]);
    const judgements = head.judge(to("GET"), visit("nginx", "HTTP"));
    expect(said(judgements)).toEqual(["note: HEAD comes as GET."]);
    expect(linesOf(judgements)).toEqual(["proxy_cache_convert_head off;"]);
  });

  test("in pieces comes piece by piece, or when it is whole", () => {
    const body = Buffer.from("one\ntwo\n");
    expect(pieces.judge(answer({ body, span: PAUSE }), visit())).toMatchObject([{ kind: "well" }]);
    expect(pieces.judge(answer({ body, span: 1 }), visit())).toMatchObject([{ kind: "note" }]);
    const cut = answer({ body: Buffer.from("one\n"), span: 0 });
    expect(pieces.judge(cut, visit())).toMatchObject([{ kind: "fault" }]);
  });

  test.each([
    ["nginx", "SCGI", "scgi_buffering off;"],
    ["Apache", "HTTP", "flushpackets=on"],
    ["lighttpd", "CGI", "server.stream-response-body = 2"],
  ] as const)("that is kept back by %s on %s has its line", (server, protocol, line) => {
    const body = Buffer.from("one\ntwo\n");
    expect(linesOf(pieces.judge(answer({ body }), visit(server, protocol)))).toEqual([line]);
  });
});
