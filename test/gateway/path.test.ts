import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mounted, shiftPathInfo } from "../../src/gateway/index.ts";
import { testEnviron } from "../support/environ.ts";

/** [segment, SCRIPT_NAME, PATH_INFO] after one shift. */
function shifted(script: string, path: string) {
  const environ = testEnviron({ SCRIPT_NAME: script, PATH_INFO: path });
  return [shiftPathInfo(environ), environ.SCRIPT_NAME, environ.PATH_INFO];
}

describe("shiftPathInfo, as in wsgiref,", () => {
  it.each([
    ["", "/x", "x", "/x", ""],
    ["/a", "", undefined, "/a", ""],
    ["/a", "/x/y", "x", "/a/x", "/y"],
    ["/a", "/x/", "x", "/a/x", "/"],
    ["/a/b", "/../y", "..", "/a", "/y"],
    ["", "/../y", "..", "", "/y"],
    ["/a/b", "//y", "y", "/a/b/y", ""],
    ["/a/b", "//y/", "y", "/a/b/y", "/"],
    ["/a/b", "/./y", "y", "/a/b/y", ""],
    ["/a/b", "/./y/", "y", "/a/b/y", "/"],
    ["/a/b", "///./..//y/.//", "..", "/a", "/y/"],
    ["/a/b", "/x//", "x", "/a/b/x", "/"],
    ["/a/b", "/.", undefined, "/a/b", ""],
  ])("moves from %j and %j the segment %j", (script, path, segment, newScript, newPath) => {
    expect(shifted(script, path)).toEqual([segment, newScript, newPath]);
  });
});

describe("shiftPathInfo, where a SCRIPT_NAME would end in a slash,", () => {
  it.each([
    ["", "/", "", "", "/"],
    ["/a/b", "/", "", "/a/b", "/"],
    ["/a/b", "///", "", "/a/b", "/"],
    ["/a/b", "/.//", "", "/a/b", "/"],
    ["", "/.", undefined, "", "/"],
    ["", "/..", "..", "", "/"],
    ["/a", "/..", "..", "", "/"],
  ])("leaves %j and %j a slash in PATH_INFO", (script, path, segment, newScript, newPath) => {
    expect(shifted(script, path)).toEqual([segment, newScript, newPath]);
  });

  it("never makes a SCRIPT_NAME or a PATH_INFO that an environ may not have", () => {
    const segments = fc.array(fc.constantFrom("", ".", "..", "a", "b c"), { maxLength: 6 });
    const scripts = fc.array(fc.constantFrom("a", "b"), { maxLength: 3 });
    fc.assert(
      fc.property(scripts, segments, (script, path) => {
        const [, newScript = "", newPath = ""] = shifted(
          script.map((name) => `/${name}`).join(""),
          `/${path.join("/")}`,
        );
        expect(newScript).toMatch(/^(?:\/[^/]+)*$/);
        expect(newPath).toMatch(/^(?:\/.*)?$/);
        expect(newScript + newPath).not.toBe("");
      }),
    );
  });
});

describe("mounted", () => {
  it.each([
    ["/static/a.css", "/static", "/a.css"],
    ["/static/", "/static", "/"],
    ["/static", "/static", ""],
    ["/a", "", "/a"],
  ])("sees %s below %j as %j", (path, prefix, rest) => {
    const environ = testEnviron({ SCRIPT_NAME: "/site", PATH_INFO: path });
    expect(mounted(environ, prefix)).toMatchObject({ SCRIPT_NAME: `/site${prefix}`, PATH_INFO: rest });
    expect(environ).toMatchObject({ SCRIPT_NAME: "/site", PATH_INFO: path });
  });

  it.each(["/statics", "/stati", "/", "/a/static"])("does not see %s below /static", (path) => {
    expect(mounted(testEnviron({ PATH_INFO: path }), "/static")).toBeUndefined();
  });
});
