import { parse, stringifySetCookie } from "cookie";
import { type Environ, percentDecoded, utf8 } from "../gateway/index.ts";
import { AuthorName } from "./typed.ts";

const COOKIE = "prev_author";

/** The author that this browser searched for last; undefined without the cookie, or with a broken one. */
export function previousAuthor(environ: Environ): string | undefined {
  if (!environ.HTTP_COOKIE?.includes(COOKIE)) return undefined;
  const decode = (text: string) => utf8(percentDecoded(text) ?? "") ?? "";
  const name = parse(environ.HTTP_COOKIE, { decode })[COOKIE];
  return AuthorName.safeParse(name).data;
}

/** The field that makes a browser remember `author` until it is closed. */
export function rememberAuthor(environ: Environ, author: string): readonly [string, string] {
  const secure = environ["tsgi.url_scheme"] === "https";
  const cookie = { name: COOKIE, value: author, path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  return ["Set-Cookie", stringifySetCookie(cookie)];
}
