import { dropEnd } from "../../text.ts";
import { readSeries } from "../../title.ts";
import { readTitlePage, type TitlePage } from "../../title-page.ts";
import { isObject, type JsonObject, listOf } from "./json.ts";
import { readText, readTexts, withoutEnd } from "./texts.ts";

/** What a record with these fields is called: its title, with the article that older records keep apart, and the rest. */
export function readTitleOf({ title, title_prefix, subtitle, series }: JsonObject): TitlePage {
  const own = readText(title);
  const article = own === "" ? "" : readText(title_prefix);
  const page = readTitlePage(article === "" || /['’]$/.test(article) ? article + own : `${article} ${own}`);
  return {
    title: page.title,
    subtitle: withoutEnd(readText(subtitle)) || page.subtitle,
    series: readSeriesField(series) ?? page.series,
  };
}

/**
 * The first series of a record. Its number may stand in a field of its own behind a comma, [ "College outline series,",
 * "56" ], or behind two dashes, "Beginner books -- B-16."
 */
function readSeriesField(series: unknown): string | null {
  const texts = listOf(series).filter((entry) => !isObject(entry)); // an object is a key and no name
  const [first = "", second = ""] = readTexts(texts, 2);
  const number = first.endsWith(",") && second.length <= 10 && /\d/.test(second) ? ` ${second}` : "";
  const name = dropEnd(`${first}${number}`.replaceAll(" -- ", ", "), " .,;:");
  return name === "" ? null : readSeries(name);
}
