import { dropEnd, dropStop, tidy } from "./text.ts";
import { readTitle } from "./title.ts";

/** All that a field for the title may tell. */
export interface TitlePage {
  /** "" where there is none. */
  readonly title: string;
  readonly subtitle: string | null;
  /** "Harry Potter, 1" */
  readonly series: string | null;
}

// A title without any of these has nothing behind it and nothing around it.
const COMPOUND = /[[\]$#\r\n]| [:;/=]|[\s.,:;/=]$|(?:back|cover|form|resource|ook)\)?$/;

/**
 * Takes a title field apart: the title, what follows it in a line of its own or behind " : ", the series in a last
 * parenthesis. Square brackets, which librarians put around what is not on the title page, go, and so do marks of
 * punctuation at the end, which their cards have between two parts.
 *
 * @example readTitlePage("Peter Pan : $b [Peter and Wendy]") // { title: "Peter Pan", subtitle: "Peter and Wendy", … }
 */
export function readTitlePage(text: string): TitlePage {
  if (!COMPOUND.test(text)) return { title: tidy(text), subtitle: null, series: null };
  const { title: whole, series } = readTitle(withoutBinding(tidy(markLines(text))));
  const { title, subtitle } = split(unbracket(whole));
  return title === ""
    ? { title: whole.replaceAll(REST, " "), subtitle: null, series } // something has to do as the title
    : { title, subtitle: subtitle || null, series };
}

// The rest of a title in lists that kept the subfields of MARC 21 (field 245 $b). A new line is as good.
const REST = " $b ";
const OTHER_SUBFIELD = /\s\$[a-z](?=\s)/g;

/** The text in one line, the end of the first marked as the beginning of the rest, unless the sentence goes on below. */
function markLines(text: string): string {
  const trimmed = text.trim();
  const end = trimmed.search(/[\r\n]/);
  if (end === -1) return trimmed;
  const rest = trimmed.slice(end).trimStart();
  return `${trimmed.slice(0, end)}${/^\p{Ll}/u.test(rest) ? " " : REST}${rest}`;
}

// "The Songlines.Paperback": what some lists put behind the title without a space.
const GLUED =
  /(?<=\S)(?:Mass Market Paperback|Paperback|Hardcover|Hardback|Microform|Electronic resource|E-book)$/;

// "Dune (Paperback)", and the general material designation of libraries (MARC 21 field 245 $h).
const BINDING =
  /\s(?:\((?:mass market )?(?:paperback|hardcover|hardback)\)$|\[(?:electronic resource|microform|sound recording|large print)\])/i;

const BINDING_AT_ALL = /(?:back|cover|form|resource|ook|recording|print)[)\]]?(?: |$)/;

function withoutBinding(text: string): string {
  return BINDING_AT_ALL.test(text) ? text.replace(GLUED, "").replace(BINDING, "") : text;
}

/** The text without the pair of square brackets that opens it: "[Poems.]" is "Poems.". */
function unbracket(text: string): string {
  if (!text.startsWith("[")) return text;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return tidy(text.slice(1, i) + text.slice(i + 1));
  }
  return text.slice(1).trimStart();
}

function split(text: string): { title: string; subtitle: string } {
  const made = text.indexOf(" $c "); // by whom, which another column tells
  const whole = made === -1 ? text : text.slice(0, made);
  const rest = whole.indexOf(REST);
  if (rest !== -1) return parts(whole.slice(0, rest), whole.slice(rest));
  const colon = whole.indexOf(" : ");
  if (colon !== -1) return parts(whole.slice(0, colon), whole.slice(colon + 3));
  const note = startOfNote(whole);
  return note === -1 ? parts(whole, "") : parts(whole.slice(0, note), whole.slice(note + 1));
}

/** Where a librarian's note begins, as in "Walter Forbes. [A novel.]"; -1 when nowhere. */
function startOfNote(text: string): number {
  for (let start = text.indexOf(" ["); start !== -1; start = text.indexOf(" [", start + 1)) {
    const sentence = /[^\s.]{2}\.[)"\u201d]?$/.test(text.slice(Math.max(start - 4, 0), start)); // and no initial
    const several = text.lastIndexOf(" ", start - 1) > 0; // "Dr. [Who]" is none either
    if (sentence && several && !/^\d+\]/.test(text.slice(start + 2, start + 9))) return start;
  }
  return -1;
}

function parts(title: string, subtitle: string): { title: string; subtitle: string } {
  return { title: withoutMarks(title), subtitle: withoutMarks(unbracket(withoutMarks(subtitle))) };
}

function withoutMarks(text: string): string {
  const plain = text.includes("$") ? ` ${text}`.replace(OTHER_SUBFIELD, "") : text;
  const rest = dropEnd(plain.trim(), " /:;,=");
  return dropStop(rest.endsWith(" ...") ? dropEnd(rest, " .") : rest); // what a librarian left out
}
