import { dropEnd, tidy } from "./text.ts";

/** A title, and the series that was written behind it. */
export interface Title {
  readonly title: string;
  /** "Harry Potter, 1"; null where the title names none. */
  readonly series: string | null;
}

/**
 * Takes the series out of a title: a last parenthesis with a "#". Any other parenthesis belongs to the title.
 *
 * @example readTitle("The Hobbit (Middle-earth, #1)") // { title: "The Hobbit", series: "Middle-earth, 1" }
 */
export function readTitle(text: string): Title {
  const whole = tidy(text);
  if (!whole.endsWith(")") || !whole.includes("#")) return { title: whole, series: null };
  const start = startOfLastParenthesis(whole);
  const title = whole.slice(0, Math.max(start, 0)).trim();
  const inside = whole.slice(start + 1, -1);
  const series = inside.includes("#") ? readSeries(inside) : null;
  // A parenthesis that is all there is has to do as the title.
  return title === "" || series === null ? { title: whole, series: null } : { title, series };
}

// The number behind two spaces, as lists of libraries have it, or a semicolon, as their cards: "Andanzas   167".
const NUMBER_APART =
  /(?:\s{2,}|\s*;\s*)((?:(?:vol|no|nr|bd|t|v)\.?\s?)?(?:\d{1,5}(?:[-/]\d{1,4})?|[IVXLC]{1,7}))\s*$/i;

// How much of a text is looked at for its number.
const LAST = 40;

/**
 * A series as the catalogue keeps it, its name and a number: "Discworld, #33; Moist von Lipwig, #1" is "Discworld, 33".
 * Null where there is no name.
 */
export function readSeries(text: string): string | null {
  if (text === "") return null;
  const end = text.slice(-LAST);
  const apart = text.includes("#") ? null : NUMBER_APART.exec(end);
  if (apart !== null) {
    const name = dropEnd(tidy(text.slice(0, text.length - end.length + apart.index)), " ,;:");
    if (name !== "") return `${name}, ${tidy(apart[1] ?? "")}`;
  }
  const first = tidy(text.split(";", 1)[0] ?? "");
  const mark = first.lastIndexOf("#");
  if (mark === -1) return first || null;
  const name = dropEnd(first.slice(0, mark), " ,:");
  const number = first.slice(mark + 1).trim();
  if (name === "") return null;
  return number === "" ? name : `${name}, ${number}`;
}

/** Where the parenthesis opens that the text's last character closes, other pairs inside; -1 when nowhere. */
function startOfLastParenthesis(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ")") depth++;
    else if (text[i] === "(" && --depth === 0) return i;
  }
  return -1;
}
