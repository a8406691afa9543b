import type { SearchAnswer } from "../../catalogue/catalogue.ts";
import { MOST_RESULTS } from "../../catalogue/search/request.ts";
import type { Handler } from "../page.ts";
import { rememberAuthor } from "../previous-author.ts";
import { queryOf, readSearchTerms, type SearchTerms } from "../search-terms.ts";
import { mistakenForm } from "./searchform.ts";

const PAGE_SIZE = 50;
const LAST_PAGE = 1000;

/** The books that a search finds, a page at a time. */
export const searchResults: Handler = (request) => {
  const { environ, parameters, catalogue } = request;
  const terms = readSearchTerms(parameters);
  if (typeof terms === "string") return mistakenForm(request, terms);
  const page = pageNumber(parameters.get("page") || "1");
  if (page === undefined) return mistakenForm(request, `A page is a number from 1 to ${LAST_PAGE}.`);

  const offset = (page - 1) * PAGE_SIZE;
  const answer =
    offset < MOST_RESULTS ? catalogue().search({ ...terms, limit: PAGE_SIZE, offset }) : undefined;
  const found = answer?.asTyped ?? 0;
  const books = answer?.results.slice(0, Math.max(0, found - offset)).map(({ book }) => book) ?? [];
  const { author } = terms;
  return {
    view: "searchresults",
    title: "Author Search Results",
    model: {
      heading: headingOf(terms),
      page,
      books,
      first: offset + 1,
      previous: page > 1 ? queryOf(terms, page - 1) : undefined,
      next: offset + books.length < found && page < LAST_PAGE ? queryOf(terms, page + 1) : undefined,
      suggestion: page === 1 ? suggestionOf(terms, answer) : undefined,
    },
    headers: author === undefined ? [] : [rememberAuthor(environ, author)],
  };
};

/** "Books by Harper Lee", "Books for “old man sea”, Hemingway" */
function headingOf({ author, from, to, ...terms }: SearchTerms): string {
  const others = Object.values(terms).map((text) => `“${text}”`);
  const years = from === undefined && to === undefined ? [] : [`${from ?? ""}–${to ?? ""}`];
  if (others.length + years.length === 0) return `Books by ${author}`;
  return `Books for ${[...others, ...(author === undefined ? [] : [author]), ...years].join(", ")}`;
}

/** The search that was perhaps meant: its words, and the query that leads to it. */
function suggestionOf(terms: SearchTerms, answer: SearchAnswer | undefined) {
  if (!answer?.mended) return undefined;
  const { q, title, author, subject } = answer.mended.request;
  const instead = { ...terms, q, title, author, subject };
  const words = [q, title, author, subject].filter((text) => text !== undefined && text !== "");
  return { text: words.join(", "), query: queryOf(instead) };
}

/** The number of a page as an address has it; undefined for what is none. */
function pageNumber(text: string): number | undefined {
  const page = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  return page >= 1 && page <= LAST_PAGE ? page : undefined;
}
