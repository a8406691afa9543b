import { dropEnd, dropStop, tidy } from "../../text.ts";
import { isObject, listOf } from "./json.ts";

// A name or heading that is longer, in UTF-16 units, is none.
const LONGEST = 300;

/** A text as the records write it, a string or { type, value }; tidy, and "" where there is none. */
export function readText(value: unknown): string {
  const text = isObject(value) ? value.value : value;
  if (typeof text === "number") return String(text);
  return typeof text === "string" ? tidy(text) : "";
}

/** A text without the punctuation that ends each field of a library's record: "a tramp abroad." */
export function withoutEnd(text: string): string {
  return dropStop(dropEnd(text, " /:;,=") || text);
}

/** The texts of a list of texts or of { name }: at most so many, none of them empty or too long to be a name. */
export function readTexts(value: unknown, most: number): string[] {
  const texts: string[] = [];
  for (const entry of listOf(value)) {
    if (texts.length === most) break;
    const text = readText(isObject(entry) ? (entry.name ?? entry.value) : entry);
    if (text !== "" && text.length <= LONGEST) texts.push(text);
  }
  return texts;
}
