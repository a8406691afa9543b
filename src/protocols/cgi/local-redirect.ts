import type { Environ, Response } from "../../gateway/index.ts";

/** Answers as if the client had asked for `target`, a path and perhaps a query, with GET (RFC 3875 §6.2.2). */
export type LocalRedirect = (target: string) => Response | Promise<Response>;

const KEY = "tsgi.local_redirect";

/** Lets applications behind this environ answer with a local redirect. */
export function offerLocalRedirect(environ: Environ, redirect: LocalRedirect): void {
  environ[KEY] = redirect;
}

/** What follows a local redirect; undefined where nobody offers it. */
export function localRedirectOf(environ: Environ): LocalRedirect | undefined {
  const redirect = environ[KEY];
  return isLocalRedirect(redirect) ? redirect : undefined;
}

function isLocalRedirect(value: unknown): value is LocalRedirect {
  return typeof value === "function";
}
