import { describe, expect, test } from "vitest";
import type { Server } from "../../src/doctor/front-end.ts";
import { path } from "../../src/doctor/probes/path.ts";
import type { Protocol } from "../../src/doctor/seen.ts";
import { answer, handed, PLACE } from "./answers.ts";

interface Shown {
  readonly kind: string;
  readonly what: string;
  readonly where?: string | undefined;
  readonly lines?: readonly string[] | undefined;
}

/** What is said of a SCRIPT_NAME and a PATH_INFO where the path /a%20b%2541/c of `folder` was asked for. */
function judged(
  [script, info]: readonly [string, string],
  folder = "",
  server: Server = "nginx",
  protocol: Protocol = "FastCGI",
): Shown {
  const visit = { frontEnd: { server, title: server, protocol }, place: { ...PLACE, folder } };
  const [judgement] = path.judge(handed({ SCRIPT_NAME: script, PATH_INFO: info }, { protocol }), visit);
  if (!judgement) throw new Error("nothing is said");
  const { kind, what } = judgement;
  return kind === "well"
    ? { kind, what }
    : { kind, what, where: judgement.mending?.where, lines: judgement.mending?.lines };
}

const PATH = "/a b%41/c";

test.each([
  ["", "", PATH],
  ["/shop", "/shop", PATH],
  ["/cgi-bin/doctor.cgi", "/cgi-bin/doctor.cgi", PATH],
  ["/caf%C3%A9", "/caf\u00c3\u00a9", PATH],
])("below %j, SCRIPT_NAME %j and PATH_INFO %j are well", (folder, script, info) => {
  expect(judged([script, info], folder).kind).toBe("well");
});

describe("the mistake is named, and nginx's line:", () => {
  const NAME = "fastcgi_param SCRIPT_NAME $script;";
  const INFO = "fastcgi_param PATH_INFO $path;";
  test.each([
    ["/shop", ["/shop", ""], "PATH_INFO is missing", [INFO]],
    ["/shop", [`/shop${PATH}`, ""], "PATH_INFO is missing", [NAME, INFO]],
    ["/shop", ["", "/"], "PATH_INFO is missing", [NAME, INFO]],
    ["", ["", "/"], "PATH_INFO is missing", ["fastcgi_param PATH_INFO $document_uri;"]],
    ["/shop", [`/shop${PATH}`, PATH], "SCRIPT_NAME is doubled", [NAME]],
    ["/shop", ["/shop/shop", PATH], "SCRIPT_NAME is doubled", [NAME]],
    ["/shop", [`/shop${PATH}`, `/shop${PATH}`], "SCRIPT_NAME is doubled", [NAME, INFO]],
    ["/shop", ["/shop", `/shop${PATH}`], "SCRIPT_NAME is doubled, PATH_INFO begins with it again", [INFO]],
    ["", [PATH, PATH], "SCRIPT_NAME is doubled", ['fastcgi_param SCRIPT_NAME "";']],
    ["/shop", ["", `/shop${PATH}`], "SCRIPT_NAME is not the folder that was asked for", [NAME, INFO]],
    ["/shop", ["/shop/a b%41", "/c"], "SCRIPT_NAME is not the folder that was asked for", [NAME, INFO]],
    ["/shop", ["/other", "/path"], "The path is changed", [NAME, INFO]],
    ["/shop", ["/shop", "/a%20b%2541/c"], "The path is changed", [NAME, INFO]],
  ] as const)("below %j, %j: %s", (folder, seen, what, lines) => {
    const shown = judged(seen, folder);
    expect(shown).toMatchObject({ kind: "fault", lines });
    expect(shown.what.startsWith(`${what}`)).toBe(true);
  });
});

test("the location is told in which nginx tells script and path apart, with dots that mean dots", () => {
  expect(judged(["", "/"], "/cgi-bin/doctor.cgi").where).toBe(
    "nginx, in location ~ ^(?<script>/cgi-bin/doctor\\.cgi)(?<path>/.*)?$ { … }, behind the include",
  );
});

test.each([
  ["Apache", "CGI", "", 'ScriptAlias "/" "/srv/penny/dist/penny.cgi/"'],
  ["Apache", "FastCGI", "/shop", 'ProxyPass "/shop/" "unix:/run/penny.sock|fcgi://localhost/"'],
  ["Apache", "SCGI", "/shop", 'ProxyPass "/shop/" "unix:/run/penny.sock|scgi://localhost/"'],
  ["lighttpd", "FastCGI", "", '"fix-root-scriptname" => "enable"'],
  ["lighttpd", "SCGI", "/shop", 'scgi.server = ( "/shop" => (( …, "check-local" => "disable" )))'],
  ["lighttpd", "CGI", "/shop", 'alias.url = ( "/shop" => "/srv/penny/dist/penny.cgi" )'],
] as const)("%s has a line on %s below %j", (server, protocol, folder, line) => {
  expect(judged(["/elsewhere", "/x"], folder, server, protocol).lines).toEqual([line]);
});

test("what the doctor does not know has no line, and is told what is wrong all the same", () => {
  expect(judged(["/shop", ""], "/shop", "other")).toMatchObject({ kind: "fault", lines: undefined });
});

describe("on HTTP, which has no word for a folder", () => {
  test("the whole path is a note, with what mounts an application", () => {
    const shown = judged(["", `/shop${PATH}`], "/shop", "nginx", "HTTP");
    expect(shown).toMatchObject({ kind: "note", lines: ['urlMap({ "/shop": application })'] });
  });

  test("a mounted application is well", () => {
    expect(judged(["/shop", PATH], "/shop", "nginx", "HTTP").kind).toBe("well");
  });

  test("a folder that is taken off is a fault", () => {
    const shown = judged(["", PATH], "/shop", "nginx", "HTTP");
    expect(shown).toMatchObject({ kind: "fault", lines: ["proxy_pass http://penny;"] });
    expect(judged(["", PATH], "/shop", "other", "HTTP").lines).toEqual(['urlMap({ "/shop": application })']);
  });

  test("a path that is decoded twice is a fault", () => {
    const shown = judged(["", "/a bA/c"], "", "nginx", "HTTP");
    expect(shown).toMatchObject({ kind: "fault", lines: ["proxy_pass http://penny;"] });
    expect(shown.what).toContain("The path is decoded twice");
  });
});

test("a path that is refused is a fault, with the line of Apache that cuts it", () => {
  const visit = { frontEnd: { server: "Apache", title: "Apache", protocol: "CGI" }, place: PLACE } as const;
  expect(path.judge(answer({ status: 404, fields: {} }), visit)).toMatchObject([
    { kind: "fault", mending: { lines: ['ScriptAlias "/" "/srv/penny/dist/penny.cgi/"'] } },
  ]);
});
