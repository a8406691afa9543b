import { expect, test } from "vitest";
import { resourceOf } from "../../src/gateway/index.ts";

test.each([
  ["/", "/", ""],
  ["/a%20b?c=%20", "/a b", "c=%20"],
  ["/a?", "/a", ""],
  ["/a?b?c", "/a", "b?c"],
  ["/a%3Fb%23c", "/a?b#c", ""],
  ["/a?b#c?d", "/a", "b"],
  ["/a#b?c", "/a", ""],
  ["/100%?a", undefined, "a"],
])("the target %s asks for %j with %j", (target, path, query) => {
  expect(resourceOf(target)).toEqual({ path, query });
});
