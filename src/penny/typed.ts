// Of zod the part that leaves out of an executable what is not used: all of it would make a CGI program a tenth slower.
import * as z from "zod/mini";

const LONGEST = 200;

// What most people type. A process that asks about Unicode's properties for the first time needs as long for that as for
// a search.
const PLAIN = /^[ -~]*$/;

/** An author's name as a person types it: it has a letter or a digit, and 200 characters at most. */
export const AuthorName = typed("an author name");

/** Words that are looked for, likewise. */
export const SearchWords = typed("something to search for");

function typed(what: string) {
  return z.string().check(
    z.overwrite((text) => (PLAIN.test(text) ? text : seen(text)).trim()),
    z.refine((text) => /[A-Za-z0-9]/.test(text) || /[\p{L}\p{N}]/u.test(text), {
      error: `Please type ${what}.`,
    }),
    z.refine((text) => Array.from(text).length <= LONGEST, {
      error: `Please type ${what} of at most ${LONGEST} characters.`,
    }),
  );
}

/** A text without controls, and without what turns the direction of all that stands around a name. */
function seen(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ");
}
