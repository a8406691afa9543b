import { describe, expect, test } from "vitest";
import { phpScripts } from "../../../src/applications/fastcgi-backend.ts";
import { RequestError } from "../../../src/gateway/index.ts";
import { testEnviron } from "../../support/environ.ts";

describe("the scripts of a folder", () => {
  test.each([
    ["/cart.php", "/srv/cart.php", "/blog/cart.php", ""],
    ["/shop/cart.php/a/b.php", "/srv/shop/cart.php", "/blog/shop/cart.php", "/a/b.php"],
    ["/cart.phpx/a.php", "/srv/cart.phpx/a.php", "/blog/cart.phpx/a.php", ""],
    ["/a\nb/.php", "/srv/a\nb/.php", "/blog/a\nb/.php", ""],
    ["/\xc3\xa9.php/\x80", "/srv/\xc3\xa9.php", "/blog/\xc3\xa9.php", "/\x80"],
    ["/a/b", "/srv/index.php", "/blog", "/a/b"],
    ["/", "/srv/index.php", "/blog", "/"],
    ["", "/srv/index.php", "/blog", ""],
  ])("%j is understood", (path, file, script, rest) => {
    expect(phpScripts("/srv")(testEnviron({ SCRIPT_NAME: "/blog", PATH_INFO: path }))).toEqual({
      DOCUMENT_ROOT: "/srv",
      SCRIPT_FILENAME: file,
      SCRIPT_NAME: script,
      PATH_INFO: rest,
    });
  });

  test("may be in a folder of any name", () => {
    const variables = phpScripts("/srv/łódź")(testEnviron());
    expect(Buffer.from(variables.SCRIPT_FILENAME ?? "", "latin1").toString()).toBe("/srv/łódź/index.php");
  });

  test.each(["/../x.php", "/..", "/a/../../x.php", "/x.php/..", "/./x.php", "/x\0.php", "/x.php\0"])(
    "%j is not found",
    (path) => expect(() => phpScripts("/srv")(testEnviron({ PATH_INFO: path }))).toThrow(RequestError),
  );
});
