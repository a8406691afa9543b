import type { ErrorPage, HeaderList } from "../gateway/index.ts";
import { SECURITY_FIELDS } from "../middleware/security-fields.ts";
import { render } from "./views.ts";

/** What each status means to a reader. No word of what the request held, nor of what broke. */
const EXPLANATIONS: Readonly<Record<string, readonly [title: string, text: string]>> = {
  "400": ["Bad request", "The address or the request is not well formed. Please check it, or begin again."],
  "404": ["Page not found", "There is no page at this address. It may have been mistyped, or have moved."],
  "405": ["Method not allowed", "This page can only be read. Please follow a link or use the search form."],
  "408": ["Request timed out", "The request took too long to arrive. Please try again."],
  "413": ["Request too large", "The request is larger than this site accepts."],
  "414": ["Address too long", "The address is longer than this site accepts. Please shorten it."],
  "416": ["Range not available", "The part of the file that was asked for does not exist."],
  "431": [
    "Request too large",
    "The request carries more than this site accepts. Deleting its cookies may help.",
  ],
  "500": ["Something went wrong", "The fault is ours and has been noted. Please try again in a while."],
  "503": ["Back soon", "The catalogue cannot be reached just now. Please try again in a minute."],
};

/** A page in the site's look for a request that cannot be answered otherwise. */
export const errorPage: ErrorPage = (status, environ) => {
  const code = status.slice(0, 3);
  const [title, text] = EXPLANATIONS[code] ?? [status.slice(4), "The request cannot be answered."];
  return {
    headers: ERROR_FIELDS,
    body: render({ view: "error", title, model: { code, text } }, environ, new Date()),
  };
};

const ERROR_FIELDS: HeaderList = [
  ["Content-Type", "text/html; charset=utf-8"],
  ["Cache-Control", "no-store"],
  ...SECURITY_FIELDS,
];
