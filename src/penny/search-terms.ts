import type { SearchRequest } from "../catalogue/catalogue.ts";
import { AuthorName, SearchWords } from "./typed.ts";

/** The parameters of a search that are text, in the order in which a page names them. */
const TEXTS = ["q", "title", "author", "subject", "isbn", "language"] as const;

/** Those that are years. */
const YEARS = ["from", "to"] as const;

/** What an address searches for: its parameters as they were understood. */
export type SearchTerms = Omit<SearchRequest, "limit" | "offset" | "facets">;

/** The search of an address, or the sentence that says what is wrong with it. */
export function readSearchTerms(parameters: ReadonlyMap<string, string>): SearchTerms | string {
  const terms: { -readonly [Name in keyof SearchTerms]: SearchTerms[Name] } = {};
  for (const name of TEXTS) {
    const text = parameters.get(name);
    if (!text) continue;
    const typed = (name === "author" ? AuthorName : SearchWords).safeParse(text);
    if (!typed.success) return typed.error.issues[0]?.message ?? "";
    terms[name] = typed.data;
  }
  for (const name of YEARS) {
    const text = parameters.get(name);
    if (!text) continue;
    if (!/^-?\d{1,4}$/.test(text)) return "A year is a number, such as 1984.";
    terms[name] = Number(text);
  }
  // A page begins with the author's field.
  return Object.keys(terms).length > 0 ? terms : "Please type an author name.";
}

/** The query of an address with these terms and a page. */
export function queryOf(terms: SearchTerms, page?: number): string {
  const pairs = [...TEXTS, ...YEARS].flatMap((name) => {
    const value = terms[name];
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return `?${[...pairs, ...(page === undefined ? [] : [`page=${page}`])].join("&")}`;
}
