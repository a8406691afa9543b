import { withoutStop } from "./punctuation.ts";
import type { Field } from "./record.ts";

/** The title of a book, and what stands behind it. */
export interface MarcTitle {
  /** "" where the field has none. */
  readonly title: string;
  readonly subtitle: string | null;
}

/** Which subfields of a title's field hold what. */
export interface TitleCodes {
  readonly title: string;
  readonly subtitle: string;
  readonly number: string;
  readonly part: string;
}

// MARC 21 field 245. A collection of papers may have but its kind for a title: $k, "Letters".
const MARC_21: TitleCodes = { title: "ak", subtitle: "b", number: "n", part: "p" };

// What a publication is, which has a subfield of its own, $h, but stands behind the title in some records.
const MATERIAL =
  /\s\[(?:braille|computer file|electronic resource|graphic|manuscript|map|micro\w+|music|slide|sound recording|text|video\w+)\]$/i;

/**
 * The title in a field: "Faust. Part 1, The tragedy" of the main title, the number and the name of a part, wherever the
 * subtitle stands among them. Where there is no subtitle, one behind " : " is taken out of the title.
 */
export function readTitle(field: Field, codes: TitleCodes = MARC_21): MarcTitle {
  let title = "";
  let afterNumber = false;
  const subtitles: string[] = [];
  for (const { code, value } of field.subfields) {
    const text = withoutStop(value);
    if (text === "") continue;
    if (codes.subtitle.includes(code)) subtitles.push(text.replace(/^[=:] /, ""));
    else if ((codes.title.includes(code) && title === "") || (codes.number + codes.part).includes(code)) {
      const isPart = codes.part.includes(code);
      title += (title === "" ? "" : isPart && afterNumber ? ", " : ". ") + text;
      afterNumber = codes.number.includes(code);
    }
  }
  if (title === "") title = subtitles.shift() ?? "";
  const colon = subtitles.length === 0 ? title.indexOf(" : ") : -1;
  if (colon > 0) {
    subtitles.push(title.slice(colon + 3));
    title = title.slice(0, colon);
  }
  return {
    title: unbracket(title.replace(MATERIAL, "")),
    subtitle: unbracket(subtitles.join(" : ")) || null,
  };
}

/** A text without the brackets around it that say that it is not on the title page. */
function unbracket(text: string): string {
  const inside = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return withoutStop(/[[\]]/.test(inside) ? text : inside);
}
