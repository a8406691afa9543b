import { dropEnd, tidy } from "../../text.ts";

// What stands between the parts of a description, and is no part of them (ISBD, prescribed punctuation), in the shapes
// that it has in other scripts too.
const SEPARATORS = " /:;=,\uff0f\uff1a\uff1b\uff1d\uff0c\u3001\u060c\u061b";

const STOPS = ".\uff0e\u3002";

// What nobody sees: the signs around words that a title is not sorted by (MARC 21 field 245, UNIMARC $a), and marks of the
// direction of writing.
const INVISIBLE = /[\u0088\u0089\u0098\u009c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

// What the Library of Congress wrote behind headings that it had not looked over.
const OLD_CATALOGUE = / ?\[from old catalog\]\.?/i;

// A full stop belongs to these and to single letters: "Random House, Inc.", "Tolkien, J. R. R."
const ABBREVIATED =
  /(?:^|[^\p{L}\p{N}])(?:[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]|ph\. ?d|bros|co|corp|dept|dr|ed|esq|etc|inc|jr|ltd|no|pt|sr|st|vol)\.$/iu;

// No abbreviation is longer: a text needs to be looked at no further back.
const LONGEST_ABBREVIATION = 8;

/** The text of a subfield as a catalogue keeps it, without the punctuation that parts it from the next. */
export function withoutSeparator(text: string): string {
  return dropEnd(tidy(text.replace(INVISIBLE, "")).replace(OLD_CATALOGUE, ""), SEPARATORS);
}

/** Such a text without the full stop that ends a field either: not that of an abbreviation, nor of an ellipsis. */
export function withoutStop(text: string): string {
  const bare = withoutSeparator(text);
  const last = bare.slice(-1);
  if (last === "" || !STOPS.includes(last) || bare.endsWith("..")) return bare;
  return ABBREVIATED.test(bare.slice(-LONGEST_ABBREVIATION)) ? bare : dropEnd(bare.slice(0, -1), SEPARATORS);
}

/** A name and its parts, each behind a full stop: "United States. Congress. House". */
export function joinParts(texts: readonly string[]): string {
  let name = "";
  for (const text of texts.map(withoutStop)) {
    if (text !== "") name += name === "" ? text : `${name.endsWith(".") ? "" : "."} ${text}`;
  }
  return name;
}
