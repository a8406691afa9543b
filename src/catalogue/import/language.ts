import { findLanguage } from "./language-names.ts";

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i;

// How many spellings to remember, and how long they may be. A real file has a few dozen.
const REMEMBERED = 1000;
const LONGEST_REMEMBERED = 20;

const known = new Map<string, string | null>();

/**
 * The BCP 47 tag in a text: "en-US" as it is, "eng" and "en_us" put into the usual form ("en", "en-US"), the first of
 * several ("en; fr"), and that of a language's name, "English" or "français". Null for what is none of these and for
 * "und", undetermined.
 */
export function readLanguage(text: string): string | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  const language = canonical(text);
  if (known.size >= REMEMBERED) known.clear();
  if (text.length <= LONGEST_REMEMBERED) known.set(text, language);
  return language;
}

function canonical(text: string): string | null {
  const [first = ""] = text
    .trim()
    .replaceAll("_", "-")
    .split(/[\s;,/|]/, 1);
  if (!TAG.test(first)) return nameOf(text.trim());
  try {
    // Three letters of ISO 639-2 become the two of ISO 639-1 where a language has them.
    const [tag = "und"] = Intl.getCanonicalLocales(first);
    return tag === "und" ? null : tag;
  } catch {
    return null; // shaped like a tag, but with parts that cannot stand together
  }
}

// No name is longer.
const LONGEST_NAME = 40;

/** The tag of the first name in a text such as "English (United States)". */
function nameOf(text: string): string | null {
  const [name = ""] = text.slice(0, LONGEST_NAME).split(/[;,/|(]/, 1);
  return /\p{L}{2}/u.test(name) ? findLanguage(name.trim()) : null;
}
