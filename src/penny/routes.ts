import { searchForm } from "./handlers/searchform.ts";
import { searchResults } from "./handlers/searchresults.ts";
import { welcome } from "./handlers/welcome.ts";
import type { Handler } from "./page.ts";

/** The handler of each path. */
export const routes: ReadonlyMap<string, Handler> = new Map([
  ["/", welcome],
  ["/index", welcome],
  ["/searchform", searchForm],
  ["/searchresults", searchResults],
]);
