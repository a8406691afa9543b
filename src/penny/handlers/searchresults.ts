import { AuthorName } from "../author.ts";
import type { Handler } from "../page.ts";
import { rememberAuthor } from "../previous-author.ts";
import { mistakenForm } from "./searchform.ts";

const PAGE_SIZE = 50;
const LAST_PAGE = 1000;

/** The books by an author, a page at a time. */
export const searchResults: Handler = (request) => {
  const { environ, parameters, catalogue } = request;
  const typed = AuthorName.safeParse(parameters.get("author") ?? "");
  if (!typed.success) return mistakenForm(request, typed.error.issues[0]?.message ?? "");
  const author = typed.data;
  const page = pageNumber(parameters.get("page") || "1");
  if (page === undefined) return mistakenForm(request, `A page is a number from 1 to ${LAST_PAGE}.`);

  const { books, more } = catalogue().searchByAuthor(author, { page, size: PAGE_SIZE });
  const link = (to: number) => `?author=${encodeURIComponent(author)}&page=${to}`;
  return {
    view: "searchresults",
    title: "Author Search Results",
    model: {
      author,
      page,
      books,
      first: (page - 1) * PAGE_SIZE + 1,
      previous: page > 1 ? link(page - 1) : undefined,
      next: more && page < LAST_PAGE ? link(page + 1) : undefined,
    },
    headers: [rememberAuthor(environ, author)],
  };
};

/** The number of a page as an address has it; undefined for what is none. */
function pageNumber(text: string): number | undefined {
  const page = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  return page >= 1 && page <= LAST_PAGE ? page : undefined;
}
