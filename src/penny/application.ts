import { join } from "node:path";
import { staticFiles } from "../applications/static-files.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { CatalogueError } from "../catalogue/errors.ts";
import {
  type Application,
  compose,
  type Environ,
  mounted,
  onlyRead,
  RequestError,
  utf8,
} from "../gateway/index.ts";
import { errorPages } from "../middleware/error-pages.ts";
import { microcache } from "../middleware/microcache.ts";
import { securityFields } from "../middleware/security-fields.ts";
import { ROOT } from "../root.ts";
import { errorPage } from "./error-page.ts";
import type { Page } from "./page.ts";
import { readQuery } from "./query.ts";
import { routes } from "./routes.ts";
import { render } from "./views.ts";

/** Makes the site over a catalogue, which is asked for anew at each request that needs it, once. */
export function createPenny(catalogue: () => Catalogue): Application {
  const { current, changes } = followed(catalogue);
  const complain = complaints();
  const pages: Application = (environ, startResponse) => {
    let own: Catalogue | undefined;
    const ofRequest = () => {
      own ??= current();
      return own;
    };
    const page = handle(environ, ofRequest, complain);
    startResponse(page.status ?? "200 OK", [...PAGE_FIELDS, ...(page.headers ?? [])]);
    return [render(page, environ, new Date())];
  };
  const files = staticFiles(join(ROOT, "views/static"));
  const site: Application = (environ, startResponse) => {
    const below = mounted(environ, "/static");
    return below ? files(below, startResponse) : pages(environ, startResponse);
  };
  // Who has seen a page of a new catalogue must not be given a remembered one of the old.
  const key = (environ: Environ) => question(environ, changes());
  return compose(microcache(key), errorPages(errorPage), securityFields())(site);
}

/** The catalogue, and how often another one was given than the time before. */
function followed(catalogue: () => Catalogue): { current(): Catalogue; changes(): number } {
  let last: Catalogue | undefined;
  let changes = 0;
  return {
    current() {
      const given = catalogue();
      if (last !== undefined && given !== last) changes++;
      last = given;
      return given;
    },
    changes: () => changes,
  };
}

// While there is no catalogue, each request would write the same line.
const COMPLAIN_EVERY_MILLISECONDS = 1000;

/** What writes a line to the error stream of a request, one a second at most. */
function complaints(): (environ: Environ, message: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (environ, message) => {
    const now = Date.now();
    if (Math.abs(now - last) < COMPLAIN_EVERY_MILLISECONDS) return;
    last = now;
    environ["tsgi.errors"].write(`${message}\n`);
  };
}

const PAGE_FIELDS = [
  ["Content-Type", "text/html; charset=utf-8"],
  ["Cache-Control", "private, no-cache"],
] as const;

/** All that a page depends on besides the second; undefined for what is no page. */
function question(environ: Environ, changes: number): string | undefined {
  const { REQUEST_METHOD, SCRIPT_NAME, PATH_INFO, QUERY_STRING, HTTP_COOKIE = "" } = environ;
  if (REQUEST_METHOD !== "GET" || !routes.has(PATH_INFO)) return undefined;
  return `${changes} ${environ["tsgi.url_scheme"]} ${SCRIPT_NAME}\n${PATH_INFO}?${QUERY_STRING}\n${HTTP_COOKIE}`;
}

/** Finds the handler of a request and calls it. Throws a RequestError for a request that no page answers. */
function handle(
  environ: Environ,
  catalogue: () => Catalogue,
  complain: (environ: Environ, message: string) => void,
): Page {
  if (utf8(environ.PATH_INFO) === undefined)
    throw new RequestError("400 Bad Request", "the path is not UTF-8");
  const handler = routes.get(environ.PATH_INFO || "/");
  if (!handler) throw new RequestError("404 Not Found", "no page has this path");
  onlyRead(environ);
  try {
    return handler({ environ, parameters: readQuery(environ.QUERY_STRING), catalogue });
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    complain(environ, error.message);
    throw new RequestError("503 Service Unavailable", error.message, [["Retry-After", "60"]]);
  }
}
